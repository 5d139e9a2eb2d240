"""What a researcher should look at in the talk itself; nothing is changed by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.importers.notices import Code, warning
from workbench.importers.speakers import similar_labels
from workbench.importers.times import clock
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.importer import Utterance
    from workbench.importers.parsed import ParsedSpeaker, ParsedTurn, ParsedWarning

_LONG_TURN_WORDS: Final = 1_500
_MONOLOGUE_WORDS: Final = 300
_PLACES_NAMED: Final = 5

_IDENTIFIER: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}|"
    r"(?<![\d.:])\+?\d[\d ()/-]{7,18}\d(?![\d:])"
)
_ASIDE: Final = re.compile(r"[\[(]I (?:think|feel|wonder|suspect|noticed?|sensed?)\b")
# What recognisers write into a silence: the credits of the films they learnt from.
_ARTEFACT: Final = re.compile(
    r"(?i)^\W*(?:thank(?:s| you)(?: so much| very much)? for (?:watching|listening)|"
    r"(?:please )?(?:like and )?subscribe(?: to (?:my|our|the) channel)?|"
    r"see you (?:in the )?next (?:video|time)|.{0,40}amara\.org.{0,20}|"
    r"(?:subtitles|captions|transcription|closed captions) (?:by|made by) .{1,60}|"
    r"untertitel(?:ung)?(?: (?:im auftrag|von|der|des|aufgrund)\b.{1,60})?|"
    r"sous-titr(?:es|age).{0,60}|subt[i\u00ed]tulos.{0,60}|legendas pel.{0,60}|"
    r"sottotitoli .{1,60}|ondertitel(?:d|ing) .{1,60}|"
    r"\u0441\u0443\u0431\u0442\u0438\u0442\u0440\u044b .{1,60}|"
    r"\u3054\u8996\u8074.{1,20})\W*$"
)
_ENTITY: Final = re.compile(r"&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,5}|amp|lt|gt|quot|nbsp);")


def check_talk(
    turns: Sequence[ParsedTurn], speakers: Sequence[ParsedSpeaker]
) -> list[ParsedWarning]:
    """Warnings about speakers first, then about passages."""
    if not turns:
        return []
    return [*_about_speakers(turns, speakers), *_about_passages(turns)]


def check_recogniser(said: Sequence[Sequence[Utterance]]) -> list[ParsedWarning]:
    """Where a recogniser may have written words that nobody said.

    Args:
        said: the cues of each turn, as they stood before they were merged: inside a
            turn an invented line no longer looks like one.
    """
    found = [
        (turn, cue)
        for turn, cues in enumerate(said, start=1)
        for cue in cues
        if is_artefact(cue.text)
    ]
    if not found:
        return []
    message = f"{counted(len(found), 'line')} perhaps invented in a silence"
    times = [clock(cue.start_ms) for _, cue in found if cue.start_ms is not None]
    if times:
        message += f"; listen at {', '.join(times[:_PLACES_NAMED])}"
    where = _places(list(dict.fromkeys(turn for turn, _ in found)))
    return [warning(Code.POSSIBLE_ASR_ARTEFACT, where, message)]


def _about_speakers(
    turns: Sequence[ParsedTurn], speakers: Sequence[ParsedSpeaker]
) -> list[ParsedWarning]:
    told = []
    unlabelled = sum(turn.speaker is None for turn in turns)
    if not speakers:
        message = "no speaker labels found; every turn stands without a speaker"
        told.append(warning(Code.NO_SPEAKERS, "whole file", message))
    elif unlabelled:
        message = f"{counted(unlabelled, 'turn')} without a speaker"
        told.append(warning(Code.UNLABELLED_TURNS, "whole file", message))
    roles = {turn.role for turn in turns if turn.speaker is not None}
    if roles == {"interviewer"}:
        message = "only an interviewer speaks; is the other side missing?"
        told.append(warning(Code.ONLY_INTERVIEWER, "whole file", message))
    elif len(speakers) == 1 and speakers[0].words > _MONOLOGUE_WORDS:
        message = f"one speaker says all {speakers[0].words} words; is that so?"
        told.append(warning(Code.ONE_SPEAKER, "whole file", message))
    for group in similar_labels(speaker.label for speaker in speakers):
        message = f"{len(group)} labels differ only in writing; one person or several?"
        told.append(warning(Code.SIMILAR_LABELS, "speakers", message))
    return told


def _about_passages(turns: Sequence[ParsedTurn]) -> list[ParsedWarning]:
    questions = (
        (Code.LONG_TURN, _is_long, f"longer than {_LONG_TURN_WORDS} words"),
        (Code.UNBALANCED_BRACKETS, _is_unbalanced, "a bracket opens or closes alone"),
        (Code.POSSIBLE_IDENTIFIER, _identifies, "may hold an address or a number"),
        (Code.ASIDE, _is_aside, "may be the interviewer's own note"),
        (Code.HTML_ENTITIES, _has_entity, "holds HTML character codes, kept as is"),
    )
    told = []
    for code, is_so, message in questions:
        found = [turn.index + 1 for turn in turns if is_so(turn.text)]
        if found:
            told.append(warning(code, _places(found), message))
    return told


def _places(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:_PLACES_NAMED])
    more = len(numbers) - _PLACES_NAMED
    noun = "turn" if len(numbers) == 1 else "turns"
    return f"{noun} {named}" + (f" and {more} more" if more > 0 else "")


def _is_long(text: str) -> bool:
    return len(text) > _LONG_TURN_WORDS and len(text.split()) > _LONG_TURN_WORDS


def _is_unbalanced(text: str) -> bool:
    return any(text.count(a) != text.count(b) for a, b in ("[]", "()"))


def _identifies(text: str) -> bool:
    return _IDENTIFIER.search(text) is not None


def _is_aside(text: str) -> bool:
    return _ASIDE.search(text) is not None


def is_artefact(text: str) -> bool:
    """It is a line of credits, as recognisers write into a silence."""
    return len(text) < 120 and _ARTEFACT.match(text) is not None


def _has_entity(text: str) -> bool:
    return "&" in text and _ENTITY.search(text) is not None
