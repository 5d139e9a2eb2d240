"""Who speaks: roles told by the words of a label and by the company it keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.importers import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.importers.parsed import SpeakerRole

_WORDS: Final[dict[SpeakerRole, frozenset[str]]] = {
    "interviewer": vocabulary.INTERVIEWER,
    "participant": vocabulary.PARTICIPANT,
    "app": vocabulary.APP,
    "interpreter": vocabulary.INTERPRETER,
    "other": vocabulary.OTHER,
}
_ROLE_OF: Final = {word: role for role, words in _WORDS.items() for word in words}
_PARTICIPANT_CODE: Final = re.compile(r"(?:P|PT|C|CL|TN|B|IP|PAT|ID|S)-?\d{1,3}$")
_INTERVIEWER_CODE: Final = re.compile(r"(?:I|INT|IV|IVR|M|MOD)-?\d{0,2}$")
_RESPONDENT_CODE: Final = re.compile(r"R-?\d{1,3}$")
_CODE: Final = re.compile(r"[A-Z]{1,4}[-_ ]?#?\d{1,4}[A-Z]?$")
_MACHINE_CODE: Final = re.compile(
    r"(?i:speaker|sprecher|locuteur|voice)[\s_#]*\d{1,3}$"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")

Labels = frozenset[str]


def role_word(label: str) -> SpeakerRole | None:
    """The role that a word of the label names, the telling word winning."""
    words = [word.casefold() for word in _LETTERS.findall(label)]
    named = [_ROLE_OF[word] for word in words if word in _ROLE_OF]
    # "Participant's interpreter" interprets; "multiple participants" are no one.
    for role in ("other", "interpreter", "app", "interviewer", "participant"):
        if role in named:
            return role
    return None


def is_code(label: str) -> bool:
    """It is what researchers call people by: P01, IV1, C-12, SPEAKER_00."""
    return bool(_CODE.match(label) or _MACHINE_CODE.match(label))


def guess_roles(labels: Iterable[str]) -> dict[str, SpeakerRole | None]:
    """A proposed role for each label, None where nothing tells; a person confirms."""
    present = list(dict.fromkeys(labels))
    folded = frozenset(_folded(label) for label in present)
    return {label: _guess(label, folded) for label in present}


def _folded(label: str) -> str:
    return label.strip(" .:").upper()


def _guess(label: str, present: Labels) -> SpeakerRole | None:
    bare = _folded(label)
    if bare in {"Q", "A"}:
        return _guess_question_and_answer(bare, present)
    if bare in {"R", "T"}:
        return _guess_single_letter(bare, present)
    return role_word(label) or _guess_code(bare, present)


def _guess_code(bare: str, present: Labels) -> SpeakerRole | None:
    if bare in {"P", "C"}:
        return "participant" if len(present) > 1 else None
    if _INTERVIEWER_CODE.match(bare):
        return "interviewer"
    if _PARTICIPANT_CODE.match(bare) or _RESPONDENT_CODE.match(bare):
        return "participant"
    return None


def _guess_question_and_answer(bare: str, present: Labels) -> SpeakerRole | None:
    if not present >= {"Q", "A"}:
        return None
    return "interviewer" if bare == "Q" else "participant"


def _guess_single_letter(bare: str, present: Labels) -> SpeakerRole | None:
    """R answers an I and asks a P: a respondent, or a researcher."""
    others = present - {bare}
    if bare == "R" and any(_INTERVIEWER_CODE.match(other) for other in others):
        return "participant"
    if bare == "R" and any(
        _PARTICIPANT_CODE.match(other) or other in {"P", "C"} for other in others
    ):
        return "interviewer"
    return None


def similar_labels(labels: Iterable[str]) -> list[tuple[str, ...]]:
    """Labels that differ only by case, spaces or punctuation: perhaps one person."""
    alike: dict[str, list[str]] = {}
    for label in dict.fromkeys(labels):
        alike.setdefault(re.sub(r"[\W_]+", "", label.casefold()), []).append(label)
    return [tuple(group) for group in alike.values() if len(group) > 1]
