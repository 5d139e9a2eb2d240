"""How evenly each transcript has been worked through.

Pure but for what is read. By default the interviewer's talk is left out: nobody means
to code it. What was passed over on purpose counts as worked through, not as neglect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.familiarise.marks import carried
from workbench.familiarise.voices import NOBODY, groups_in, voices
from workbench.model import (
    ERASED,
    CodedSegment,
    Memo,
    PassedOver,
    ReadingPass,
    Transcript,
    TranscriptCheck,
    Turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.familiarise.voices import Reading
    from workbench.store.project import Project

    Span = tuple[int, int]

#: Into so many parts a transcript's strip is cut.
PARTS: Final = 40
#: Below this share of the talk a transcript counts as thinly coded.
THIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class Coverage:
    """One transcript, and how far it has been worked through."""

    transcript: str
    group: str
    #: Words of participants, or of everyone where the interviewer counts.
    words: int
    segments: int
    #: Share of that talk, from 0 to 1, that bears a code.
    coded: float
    #: Share that was passed over on purpose.
    passed_over: float
    #: For each part of the transcript, the share that bears a code.
    strip: tuple[float, ...]
    passes: int
    #: The day it was last read from end to end; empty where nobody has.
    last_read: str
    coders: int
    notes: int
    checked: bool

    @property
    def flag(self) -> str:
        """What an auditor would ask about; empty where nothing stands out."""
        if self.passed_over >= 1 - THIN:
            return ""
        if not self.passes and not self.segments and not self.notes:
            return "not opened yet"
        if self.segments and self.coded + self.passed_over < THIN:
            return "thinly coded"
        return ""


def coverage(
    project: Project, reading: Reading, *, with_interviewer: bool = False
) -> list[Coverage]:
    """Each transcript of the analysis, in the order of their ids.

    Args:
        project: the project, to find marks of earlier versions again.
        reading: the same, or what a window has read of it.
        with_interviewer: whether the interviewer's talk counts as well.
    """
    cast = voices(reading)
    segments = _by_transcript(reading.rows(CodedSegment, state="active"))
    passes = _by_transcript(reading.rows(ReadingPass))
    checks = reading.rows(TranscriptCheck)
    memos = reading.rows(Memo)
    marked: dict[str, list[Span]] = {}
    for mark, start, end in carried(project, reading.rows(PassedOver, state="active")):
        marked.setdefault(mark.transcript, []).append((start, end))
    found = []
    for transcript in reading.rows(Transcript, state="active"):
        known = cast[transcript.version]
        counted = [
            turn
            for turn in reading.read(Turn, version=transcript.version)
            if with_interviewer
            or not known.get(
                -1 if turn.speaker is None else turn.speaker, NOBODY
            ).is_asking
        ]
        talk = [(turn.start, turn.end) for turn in counted if turn.text != ERASED]
        words = sum(len(turn.text.split()) for turn in counted if turn.text != ERASED)
        here = [
            s
            for s in segments.get(transcript.id, ())
            if s.version == transcript.version and s.anchor != "lost"
        ]
        coded = _within(_joined((s.start, s.end) for s in here), talk)
        length = sum(end - start for start, end in talk)
        over = _within(_joined(marked.get(transcript.id, ())), talk)
        read = passes.get(transcript.id, [])
        found.append(
            Coverage(
                transcript=transcript.id,
                group=", ".join(groups_in(known)),
                words=words,
                segments=len(segments.get(transcript.id, ())),
                coded=_length(coded) / length if length else 0.0,
                passed_over=_length(over) / length if length else 0.0,
                strip=_strip(talk, coded),
                passes=len(read),
                last_read=max((each.at[:10] for each in read), default=""),
                coders=len({s.by for s in here}),
                notes=sum(memo.about == transcript.id for memo in memos),
                checked=any(c.version == transcript.version for c in checks),
            )
        )
    return found


def _by_transcript(rows: Iterable[object]) -> dict[str, list]:  # type: ignore[type-arg]
    found: dict[str, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.transcript, []).append(row)  # type: ignore[attr-defined]
    return found


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching stretches as one, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _within(spans: Sequence[Span], talk: Sequence[Span]) -> list[Span]:
    """The parts of joined stretches that lie in the talk; both in order."""
    found, at = [], 0
    for start, end in talk:
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        here = at
        while here < len(spans) and spans[here][0] < end:
            found.append((max(start, spans[here][0]), min(end, spans[here][1])))
            here += 1
    return found


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _strip(talk: Sequence[Span], coded: Sequence[Span]) -> tuple[float, ...]:
    """The talk cut into equal parts, with the coded share of each."""
    length = _length(talk)
    if not length:
        return (0.0,) * PARTS
    parts = [0.0] * PARTS
    size = length / PARTS
    before, at = 0, 0
    for start, end in talk:
        while at < len(coded) and coded[at][1] <= start:
            at += 1
        here = at
        while here < len(coded) and coded[here][0] < end:
            a = before + max(coded[here][0], start) - start
            b = before + min(coded[here][1], end) - start
            for part in range(int(a / size), min(PARTS, int((b - 1e-9) / size) + 1)):
                inside = min(b, (part + 1) * size) - max(a, part * size)
                parts[part] += max(0.0, inside) / size
            here += 1
        before += end - start
    return tuple(round(min(1.0, part), 4) for part in parts)
