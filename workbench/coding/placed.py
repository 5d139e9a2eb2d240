"""Coded segments with where they stand: who speaks, of which group, asked what."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.familiarise.field_notes import FIELD_NOTE, opened
from workbench.familiarise.marks import question_at, questions_asked
from workbench.familiarise.transcripts import text_of
from workbench.familiarise.voices import NOBODY, Voice, voices
from workbench.model import CodedSegment, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.familiarise.voices import Reading
    from workbench.store.project import Project


#: Whose a field note is, where a segment of talk has its speaker.
_NOTE: Final = Voice(FIELD_NOTE, None, None, None)


@dataclass(frozen=True, slots=True)
class Placed:
    """A coded segment of the analysis, words left aside."""

    id: str
    code: str
    transcript: str
    version: str
    start: int
    end: int
    #: The turn in which it begins, and that turn's speaker.
    turn: int
    voice: Voice
    question: str | None
    polarity: str | None
    target: str | None
    by: str
    origin: str
    #: Where it begins, as a share of the transcript from 0 to 1.
    along: float

    @property
    def person(self) -> str | None:
        """The participant who speaks."""
        return self.voice.participant

    @property
    def group(self) -> str | None:
        """The group she belongs to."""
        return self.voice.group

    @property
    def note(self) -> str | None:
        """That it is of a field note; None where it is of talk."""
        return self.voice.label if self.voice is _NOTE else None


def place(project: Project, reading: Reading) -> list[Placed]:
    """Every coded segment that stands in the current version of a transcript.

    A segment is the talk of whoever speaks at its beginning, unless that is the
    interviewer: then of the first other voice in it.
    """
    cast = voices(reading)
    asked = questions_asked(project)
    turns: dict[str, list[Turn]] = {
        t.version: sorted(
            reading.rows(Turn, version=t.version), key=lambda turn: turn.start
        )
        for t in reading.rows(Transcript, state="active")
    }
    starts = {version: [t.start for t in known] for version, known in turns.items()}
    found = []
    for segment in reading.rows(CodedSegment, state="active"):
        known = turns.get(segment.version)
        if not known or segment.anchor == "lost":
            continue
        first = max(0, bisect_right(starts[segment.version], segment.start) - 1)
        turn, voice = _speaking(known, first, segment.end, cast[segment.version])
        found.append(
            Placed(
                id=segment.id,
                code=segment.code,
                transcript=segment.transcript,
                version=segment.version,
                start=segment.start,
                end=segment.end,
                turn=turn.index,
                voice=voice,
                question=question_at(asked.get(segment.transcript, ()), segment.start),
                polarity=segment.polarity,
                target=segment.target,
                by=segment.by,
                origin=segment.origin,
                along=segment.start / max(1, known[-1].end),
            )
        )
    return sorted(found, key=lambda each: (each.transcript, each.start, each.end))


def place_in_notes(reading: Reading) -> list[Placed]:
    """Every coded segment of a field note, in the order of notes and places.

    Kept apart from those of talk, so that none is counted as what a person said.
    """
    notes = {str(note.version): note for note in opened(reading)}
    found = []
    for segment in reading.rows(CodedSegment, state="active"):
        note = notes.get(segment.version)
        if note is None:
            continue
        turns = reading.rows(Turn, version=segment.version)
        turn = max((t for t in turns if t.start <= segment.start), key=_start)
        found.append(
            Placed(
                id=segment.id,
                code=segment.code,
                transcript=segment.transcript,
                version=segment.version,
                start=segment.start,
                end=segment.end,
                turn=turn.index,
                voice=_NOTE,
                question=None,
                polarity=segment.polarity,
                target=segment.target,
                by=segment.by,
                origin=segment.origin,
                along=segment.start / max(1, *(t.end for t in turns)),
            )
        )
    return sorted(found, key=lambda each: (each.transcript, each.start, each.end))


def _start(turn: Turn) -> int:
    return turn.start


def _speaking(
    turns: Sequence[Turn], first: int, end: int, cast: dict[int, Voice]
) -> tuple[Turn, Voice]:
    at = first
    while at < len(turns) and turns[at].start < end:
        speaker = turns[at].speaker
        voice = cast.get(-1 if speaker is None else speaker, NOBODY)
        if not voice.is_asking:
            return turns[at], voice
        at += 1
    speaker = turns[first].speaker
    return turns[first], cast.get(-1 if speaker is None else speaker, NOBODY)


def spread(segments: Iterable[Placed]) -> list[Placed]:
    """The segments in an order in which one voice after the other is heard.

    Groups take turns, and within a group its people: whoever reads the first ten has
    read ten people, where there are ten.
    """
    people: dict[tuple[str, str], list[Placed]] = {}
    for each in segments:
        key = (each.group or "", each.person or each.transcript)
        people.setdefault(key, []).append(each)
    groups: dict[str, list[list[Placed]]] = {}
    for (group, _), own in sorted(people.items()):
        groups.setdefault(group, []).append(own)
    lines = [_in_turn(own) for own in groups.values()]
    return _in_turn(lines)


def _in_turn(piles: list[list[Placed]]) -> list[Placed]:
    """One of each pile after the other, until all are empty."""
    found: list[Placed] = []
    while any(piles):
        found += [pile.pop(0) for pile in piles if pile]
    return found


@dataclass(frozen=True, slots=True)
class InTalk:
    """A coded segment's words in their surroundings."""

    placed: Placed
    before: str
    words: str
    after: str


def in_talk(
    project: Project, segments: Sequence[Placed], around: int = 160
) -> list[InTalk]:
    """The words of segments with what stands around them, in the order given."""
    texts = {v: text_of(project, v) for v in {each.version for each in segments}}
    return [
        InTalk(
            each,
            _from_a_word(texts[each.version], each.start, around),
            texts[each.version][each.start : each.end],
            _to_a_word(texts[each.version], each.end, around),
        )
        for each in segments
    ]


def _from_a_word(text: str, start: int, around: int) -> str:
    """What stands before a place, from the beginning of a word."""
    at = max(0, start - around)
    before = text[at:start]
    if not at or not around:
        return before
    return f"\N{HORIZONTAL ELLIPSIS} {before.split(None, 1)[-1]}" if before else ""


def _to_a_word(text: str, end: int, around: int) -> str:
    """What stands after a place, to the end of a word."""
    after = text[end : end + around]
    if end + around >= len(text) or not around:
        return after
    kept = after.rstrip().rsplit(None, 1)[0] if after.strip() else ""
    return f"{kept} \N{HORIZONTAL ELLIPSIS}"
