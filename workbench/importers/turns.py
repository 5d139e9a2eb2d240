"""Utterances to turns: merging, cleaning, offsets, and the verdict on the file."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from workbench.importers.checks import check_recogniser, check_talk
from workbench.importers.decoding import clean, cleaning_warnings
from workbench.importers.labels import visible_label
from workbench.importers.language import guess_language
from workbench.importers.notices import Code, warning
from workbench.importers.parsed import (
    Omission,
    ParsedSpeaker,
    ParsedTranscript,
    ParsedTurn,
    ParsedWarning,
)
from workbench.importers.speakers import guess_roles
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.importer import Reading, Utterance

#: Longer than this without a speaker is a file whose turns were not found.
MAX_UNLABELLED_WORDS: Final = 1_500
#: No recording of an interview begins in its sixth hour: such times are a clock's.
_WALL_CLOCK_FROM_MS: Final = 5 * 3_600_000

# Chinese and Japanese write no spaces: each character counts as a word there.
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)


def count_words(text: str) -> int:
    """Words between spaces; each character where a script writes none."""
    return len(text.split()) if text.isascii() else len(_WORD.findall(text))


def lay_out(file: str, sha256: str, reading: Reading) -> ParsedTranscript:
    """The transcript of a reading: turns with offsets, and what to look at."""
    warnings = list(reading.warnings)
    omissions = [replace(o, text=clean(o.text)[0]) for o in reading.omissions]
    utterances = _cleaned(reading.utterances, omissions, warnings)
    utterances = _timed(utterances, reading, warnings)
    said = _by_turn(utterances)
    turns = _turns([_joined_cues(cues) for cues in said])
    speakers = speakers_of(turns)
    warnings += [*check_talk(turns, speakers), *check_recogniser(said)]
    refusal = _refusal(turns)
    parsed = ParsedTranscript(
        file=file,
        sha256=sha256,
        format=reading.format,
        verdict="with-omissions" if omissions else "whole",
        reason=_reason(omissions),
        title=clean(reading.title)[0] if reading.title else None,
        language=reading.language or guess_language(turns),
        text="\n".join(turn.text for turn in turns),
        turns=turns,
        speakers=speakers,
        omissions=omissions,
        warnings=warnings,
        comments=reading.comments,
    )
    return reject(parsed, refusal) if refusal else parsed


def reject(parsed: ParsedTranscript, reason: str) -> ParsedTranscript:
    """The same file with nothing to store, and why."""
    return replace(
        parsed, verdict="rejected", reason=reason, text="", turns=(), speakers=()
    )


def _reason(omissions: Sequence[Omission]) -> str | None:
    if not omissions:
        return None
    kinds = dict.fromkeys(omission.what for omission in omissions)
    count = counted(len(omissions), "passage")
    return f"{count} left out and listed: {', '.join(kinds)}"


def _refusal(turns: Sequence[ParsedTurn]) -> str | None:
    if not any(character.isalnum() for turn in turns for character in turn.text):
        return (
            "nothing that anyone said was found. If the file is not empty, "
            "save it as plain text with a label before each turn, such as 'P03: ...'."
        )
    for turn in turns:
        words = count_words(turn.text) if turn.speaker is None else 0
        if words > MAX_UNLABELLED_WORDS:
            return (
                f"turn {turn.index + 1} is one block of {words} words without "
                "speakers. Put a label before each turn, such as 'P03: ...'."
            )
    return None


def _cleaned(
    utterances: Sequence[Utterance],
    omissions: list[Omission],
    warnings: list[ParsedWarning],
) -> list[Utterance]:
    """Utterances with storable text; a label with nothing said goes to omissions."""
    kept: list[Utterance] = []
    controls = surrogates = 0
    for utterance in utterances:
        text, bad, lone = clean(utterance.text)
        controls, surrogates = controls + bad, surrogates + lone
        label = clean(visible_label(utterance.speaker or ""))[0]
        if text.strip():
            kept.append(replace(utterance, text=text.strip(), speaker=label or None))
        elif label and not utterance.is_cue:
            omissions.append(Omission("label without words", utterance.where, label))
    warnings += cleaning_warnings(controls, surrogates)
    return kept


def _timed(
    utterances: list[Utterance], reading: Reading, warnings: list[ParsedWarning]
) -> list[Utterance]:
    """Utterances whose times are offsets into a recording, or None."""
    starts = [u.start_ms for u in utterances if u.start_ms is not None]
    if not starts:
        return utterances
    if reading.is_wall_clock or min(starts) >= _WALL_CLOCK_FROM_MS:
        told = "times of day, not offsets into a recording; not kept"
        warnings.append(warning(Code.WALL_CLOCK, "whole file", told))
        return [replace(u, start_ms=None, end_ms=None) for u in utterances]
    back = sum(b < a for a, b in pairwise(starts))
    if back:
        told = f"times go back {counted(back, 'time')}; kept as they stand"
        warnings.append(warning(Code.TIMES_OUT_OF_ORDER, "whole file", told))
    return _without_negative_spans(utterances, warnings)


def _without_negative_spans(
    utterances: list[Utterance], warnings: list[ParsedWarning]
) -> list[Utterance]:
    kept = []
    for utterance in utterances:
        start, end = utterance.start_ms, utterance.end_ms
        if end is not None and (start is None or end < start):
            told = "ends before it starts; the end was left out"
            warnings.append(warning(Code.BAD_TIME, utterance.where, told))
            kept.append(replace(utterance, end_ms=None))
        else:
            kept.append(utterance)
    return kept


def _by_turn(utterances: Sequence[Utterance]) -> list[list[Utterance]]:
    """Consecutive cues of one speaker together: what one turn is made of."""
    runs: list[list[Utterance]] = []
    for utterance in utterances:
        if runs and _continues(runs[-1][-1], utterance):
            runs[-1].append(utterance)
        else:
            runs.append([utterance])
    return runs


def _joined_cues(run: Sequence[Utterance]) -> Utterance:
    """One utterance, from the first start to the last end."""
    if len(run) == 1:
        return run[0]
    # Where times go back, a later cue may end before the first has begun.
    begun = run[0].start_ms
    ends = [
        cue.end_ms
        for cue in run
        if cue.end_ms is not None and begun is not None and cue.end_ms >= begun
    ]
    text = " ".join(utterance.text for utterance in run)
    return replace(run[0], text=text, end_ms=max(ends, default=None))


def _continues(before: Utterance, cue: Utterance) -> bool:
    both = before.is_cue and cue.is_cue and not before.ends_turn
    return both and cue.speaker is not None and before.speaker == cue.speaker


def _turns(utterances: Sequence[Utterance]) -> list[ParsedTurn]:
    roles = guess_roles(u.speaker for u in utterances if u.speaker)
    turns: list[ParsedTurn] = []
    start = 0
    for index, said in enumerate(utterances):
        end = start + len(said.text)
        turns.append(
            ParsedTurn(
                index=index,
                speaker=said.speaker,
                role=roles.get(said.speaker) if said.speaker else None,
                start_ms=said.start_ms,
                end_ms=said.end_ms,
                start=start,
                end=end,
                text=said.text,
            )
        )
        start = end + 1
    return turns


def speakers_of(turns: Sequence[ParsedTurn]) -> list[ParsedSpeaker]:
    """Who spoke, in the order of their first turn."""
    told: dict[str, tuple[int, int]] = {}
    for turn in turns:
        if turn.speaker is not None:
            count, words = told.get(turn.speaker, (0, 0))
            told[turn.speaker] = count + 1, words + count_words(turn.text)
    return [ParsedSpeaker(label, *counts) for label, counts in told.items()]
