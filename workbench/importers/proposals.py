"""What a file says by itself of whom it is with and when; a person confirms."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from workbench.importers.parsed import ParsedTranscript

_CODE: Final = re.compile(r"(?!v\d)[A-Za-z]{1,2}-?\d{1,3}", re.IGNORECASE)
_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


def propose_participant(
    parsed: ParsedTranscript, known: Collection[str] = ()
) -> str | None:
    """Whose interview it is: told by the file's name, else by a speaker's label.

    Args:
        parsed: the file.
        known: ids of participants whom the study has already.
    """
    words = re.split(r"[^\w-]+|_", parsed.file.rpartition(".")[0] or parsed.file)
    by_fold = {each.casefold(): each for each in known}
    named = _only(
        by_fold[word.casefold()] for word in words if word.casefold() in by_fold
    )
    coded = _only(word.upper() for word in words if _CODE.fullmatch(word))
    labels = _only(
        who.label
        for who in parsed.speakers
        if _CODE.fullmatch(who.label) and _role_of(parsed, who.label) != "interviewer"
    )
    return named or coded or labels


def propose_interviewer(
    parsed: ParsedTranscript, researchers: Collection[str]
) -> str | None:
    """Who asks: who bears a researcher's name, else whoever a participant talks to.

    Args:
        parsed: the file.
        researchers: names of those who work on the study.
    """
    roles = {who.label: _role_of(parsed, who.label) for who in parsed.speakers}
    unsaid = [label for label, role in roles.items() if role is None]
    named = _only(
        label
        for label in unsaid
        for name in researchers
        if set(_folded(label)) and set(_folded(label)) <= set(_folded(name))
    )
    if named is not None:
        return named
    is_pair = len(roles) == 2 and "participant" in roles.values()
    return _only(unsaid) if is_pair else None


def _folded(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W\d_]{2,}", name)]


def propose_day(parsed: ParsedTranscript) -> date | None:
    """The day in the file's name, such as 2025-03-25 or 20250325."""
    for match in _DAY.finditer(parsed.file):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            continue
    return None


def _role_of(parsed: ParsedTranscript, label: str) -> str | None:
    return next(turn.role for turn in parsed.turns if turn.speaker == label)


def _only(found: Iterable[str]) -> str | None:
    different = set(found)
    return different.pop() if len(different) == 1 else None
