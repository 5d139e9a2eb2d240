"""The version of a transcript in which decided places read otherwise."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    Reanchored,
    SpeakerGiven,
    TranscriptCorrected,
    TurnGiven,
    VersionGiven,
)
from workbench.familiarise.anchoring import context
from workbench.familiarise.transcripts import active, turns_of
from workbench.model import ERASED, CodedSegment, Speaker, Turn, Version
from workbench.people.pseudonym_finder import FILE_NAME, LABEL, REPORT, TURN
from workbench.people.pseudonym_sought import put_in
from workbench.people.pseudonym_texts import report_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from workbench.model import Wording
    from workbench.people.pseudonym_finder import Hit
    from workbench.people.pseudonym_sought import Sought
    from workbench.store.project import Project

#: Turn, start and end in it, and what stands there.
Place = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Replaced:
    """How the coded segments of a transcript fared."""

    transcript: str
    unchanged: int
    shifted: int
    text_changed: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A transcript's new version, and the words that it puts out of use."""

    transcript: str
    decision: TranscriptCorrected
    #: The replaced places, by start and end in the text of the version before.
    places: tuple[tuple[int, int], ...]
    old_words: tuple[str, ...]
    #: Entries that the new version still says.
    kept_words: frozenset[str]
    replaced: Replaced


class _Shift:
    """Where the characters of a text stand after its replacements."""

    def __init__(self, places: Sequence[tuple[int, int, str]]) -> None:
        self._places = sorted(places)
        self._ends = [end for _, end, _ in self._places]
        self._moved = [0]
        for start, end, text in self._places:
            self._moved.append(self._moved[-1] + len(text) - (end - start))

    def start(self, at: int) -> int:
        """Where a stretch begins; within a replaced place, with what replaced it."""
        known = bisect_right(self._ends, at)
        if known < len(self._places) and self._places[known][0] < at:
            at = self._places[known][0]
        return at + self._moved[known]

    def end(self, at: int) -> int:
        """Where a stretch ends, likewise."""
        known = bisect_right(self._ends, at)
        if known < len(self._places) and self._places[known][0] < at:
            return self._places[known][1] + self._moved[known + 1]
        return at + self._moved[known]

    def touches(self, start: int, end: int) -> bool:
        """Whether a replaced place is in the stretch."""
        return any(s < end and start < e for s, e, _ in self._places)


def corrected(
    project: Project,
    transcript: str,
    decided: Sequence[tuple[Hit, str]],
    sought: Sought,
) -> Changed:
    """The decision that gives the transcript its next version.

    Args:
        project: the study.
        transcript: its id.
        decided: the places with what stands there from now on, none over another.
        sought: everything that was decided, to find it in labels and names of files.
    """
    standing = active(project, transcript)
    turns = turns_of(project, standing.version)
    places = [(h.turn, h.start, h.end, t) for h, t in decided if h.part == TURN]
    put = [(turns[t].start + s, turns[t].start + e, text) for t, s, e, text in places]
    shift = _Shift(put)
    given, new_text, old = _turns(project, standing.version, turns, places)
    elsewhere = [(hit, text) for hit, text in decided if hit.part != TURN]
    version = _version(
        *(project, standing.version, given, len(new_text)), elsewhere, sought
    )
    old += _out_of_version(project, standing.version, version)
    segments = project.rows(CodedSegment, transcript=transcript, state="active")
    said = {s.id: s for s in project.read(CodedSegment, transcript=transcript)}
    moved = [
        _anchored(each, said[each.id], shift, new_text, sought)
        for each in segments
        if each.version == standing.version
    ]
    counts = [each.anchor for each in moved]
    return Changed(
        transcript,
        TranscriptCorrected(
            transcript=transcript,
            old_version=standing.version,
            version=version,
            reanchored=tuple(moved),
            reason=Words("pseudonymised"),
        ),
        tuple((start, end) for start, end, _ in sorted(put)),
        tuple(dict.fromkeys([*old, *_out_of_use(moved)])),
        _kept_words(version, moved),
        Replaced(
            transcript,
            counts.count("unchanged"),
            counts.count("shifted"),
            counts.count("text-changed"),
        ),
    )


def _turns(
    project: Project, version: str, turns: Sequence[Turn], places: Sequence[Place]
) -> tuple[list[TurnGiven], str, list[str]]:
    """The turns as they read now, their text, and the entries they no longer use."""
    ids = {turn.index: turn.text for turn in project.rows(Turn, version=version)}
    by_turn: dict[int, list[Place]] = {}
    for place in places:
        by_turn.setdefault(place[0], []).append(place)
    given, texts, old, at = [], [], [], 0
    for turn in turns:
        text = put_in(turn.text, [p[1:] for p in by_turn.get(turn.index, [])])
        texts.append(text)
        words = ids[turn.index] if text == turn.text else Words(text)
        if text != turn.text:
            old.append(ids[turn.index])
        end = at + len(text)
        times = (turn.start_ms, turn.end_ms)
        given.append(TurnGiven(turn.speaker, at, end, *times, words))
        at = end + 1
    return given, "\n".join(texts), old


def _out_of_use(moved: Sequence[Reanchored]) -> list[str]:
    """Entries of quotes and of the words beside them that read otherwise now."""
    return [
        before
        for each in moved
        for before, after in (
            (each.old_quote, each.quote),
            (each.old_before, each.before),
            (each.old_after, each.after),
        )
        if before != after
    ]


def _kept_words(version: VersionGiven, moved: Sequence[Reanchored]) -> frozenset[str]:
    """Every entry that stands on; what is new has no entry yet."""
    named = [version.file_name, version.sha256, version.report]
    named += [turn.text for turn in version.turns]
    named += [who.label for who in version.speakers if who.label is not None]
    named += [words for m in moved for words in (m.quote, m.before, m.after)]
    return frozenset(words for words in named if not isinstance(words, Words))


def _version(
    project: Project,
    standing: str,
    turns: Sequence[TurnGiven],
    length: int,
    decided: Sequence[tuple[Hit, str]],
    sought: Sought,
) -> VersionGiven:
    before = project.one(Version, id=standing)
    named = project.read(Version, id=standing)[0]
    places: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    for hit, text in decided:
        where = places.setdefault((hit.part, hit.turn), [])
        where.append((hit.start, hit.end, text))
    report = report_with(
        named.report,
        {n: p for (part, n), p in places.items() if part == REPORT},
        sought,
    )
    is_telling = (FILE_NAME, 0) in places or sought.stands_in(named.file_name)
    suffix = named.file_name.rpartition(".")[2]
    return VersionGiven(
        version=project.new_id("v"),
        number=before.number + 1,
        format=before.format,
        verdict=before.verdict,
        length=length,
        file_name=Words(f"{before.transcript}.{suffix}")
        if is_telling
        else before.file_name,
        sha256=before.sha256,
        original=None,
        report=before.report if report == named.report else Words(report),
        speakers=_speakers(project, standing, places, sought),
        turns=tuple(turns),
    )


def _speakers(
    project: Project,
    standing: str,
    places: Mapping[tuple[str, int], Sequence[tuple[int, int, str]]],
    sought: Sought,
) -> tuple[SpeakerGiven, ...]:
    """The speakers by index; no two of them come to bear one label."""
    shown = {who.index: who.label for who in project.read(Speaker, version=standing)}
    taken = set(shown.values())
    given = []
    for who in sorted(project.rows(Speaker, version=standing), key=lambda w: w.index):
        told = shown[who.index]
        decided = places.get((LABEL, who.index))
        label: Wording | None = who.label
        if told is not None and (decided or sought.stands_exactly(told)):
            name = (
                put_in(told, decided)
                if decided
                else who.participant or (who.role or "speaker").capitalize()
            )
            label = Words(_other_than(taken, name))
            taken.add(str(label))
        given.append(SpeakerGiven(label, who.role, who.participant))
    return tuple(given)


def _other_than(taken: AbstractSet[str | None], name: str) -> str:
    number = 1
    told = name
    while told in taken:
        number += 1
        told = f"{name} {number}"
    return told


def _out_of_version(project: Project, standing: str, new: VersionGiven) -> list[str]:
    """Entries of the version before that the new one says otherwise."""
    before = project.one(Version, id=standing)
    labels = [who.label for who in project.rows(Speaker, version=standing)]
    kept = {new.file_name, new.report, *(who.label for who in new.speakers)}
    named = [before.file_name, before.report, *labels]
    return [words for words in named if words is not None and words not in kept]


def _anchored(
    segment: CodedSegment,
    said: CodedSegment,
    shift: _Shift,
    new_text: str,
    sought: Sought,
) -> Reanchored:
    """Where the segment stands now: every place is known, so none is lost."""
    start, end = shift.start(segment.start), shift.end(segment.end)
    is_lost = segment.anchor == "lost"
    if is_lost:
        start, end = 0, 0
        quote = sought.replaced(said.quote)
        before = after = ""
    else:
        quote, before, after = context(new_text, start, end)
    if is_lost:
        anchor = "lost"
    elif shift.touches(segment.start, segment.end):
        anchor = "text-changed"
    elif segment.anchor == "text-changed":
        anchor = segment.anchor
    else:
        anchor = "unchanged" if start == segment.start else "shifted"
    return Reanchored(
        segment=segment.id,
        old_anchor=segment.anchor,
        anchor=anchor,
        old_start=segment.start,
        old_end=segment.end,
        start=start,
        end=end,
        old_quote=segment.quote,
        quote=_kept(segment.quote, said.quote, quote),
        old_before=segment.before,
        before=_kept(segment.before, said.before, before),
        old_after=segment.after,
        after=_kept(segment.after, said.after, after),
    )


def _kept(words: str, said: str, now: str) -> str:
    """The entry that stands, where it says the same; what was erased stays so."""
    return words if said in (now, ERASED) else Words(now)
