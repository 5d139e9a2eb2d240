"""The version of a transcript in which decided places read otherwise."""

from __future__ import annotations

import json
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
from workbench.people.pseudonym_sought import put_in

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    places: Sequence[Place],
    sought: Sought,
) -> Changed:
    """The decision that gives the transcript its next version.

    Args:
        project: the study.
        transcript: its id.
        places: what was decided, none over another.
        sought: everything that was decided, to find it in labels and names of files.
    """
    standing = active(project, transcript)
    turns = turns_of(project, standing.version)
    put = [(turns[t].start + s, turns[t].start + e, text) for t, s, e, text in places]
    shift = _Shift(put)
    given, new_text, old = _turns(project, standing.version, turns, places)
    version = _version(project, standing.version, given, len(new_text), sought)
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
    sought: Sought,
) -> VersionGiven:
    before = project.one(Version, id=standing)
    named = project.read(Version, id=standing)[0]
    labels = {who.index: who.label for who in project.read(Speaker, version=standing)}
    speakers = project.rows(Speaker, version=standing)
    suffix = named.file_name.rpartition(".")[2]
    report = _report(named.report, sought)
    return VersionGiven(
        version=project.new_id("v"),
        number=before.number + 1,
        format=before.format,
        verdict=before.verdict,
        length=length,
        file_name=Words(f"{before.transcript}.{suffix}")
        if sought.stands_in(named.file_name)
        else before.file_name,
        sha256=before.sha256,
        original=None,
        # what was left out at import (front matter, comments) may name people
        report=before.report if report == named.report else Words(report),
        speakers=tuple(
            SpeakerGiven(
                _label(who, labels[who.index], sought), who.role, who.participant
            )
            for who in sorted(speakers, key=lambda each: each.index)
        ),
        turns=tuple(turns),
    )


def _report(given: str, sought: Sought) -> str:
    """The report of the import, with what was decided in each text of it."""
    try:
        return json.dumps(_in_texts(json.loads(given), sought), ensure_ascii=False)
    except ValueError:  # erased
        return given


def _in_texts(value: object, sought: Sought) -> object:
    if isinstance(value, str):
        return sought.replaced(value)
    if isinstance(value, list):
        return [_in_texts(each, sought) for each in value]
    if isinstance(value, dict):
        return {name: _in_texts(each, sought) for name, each in value.items()}
    return value


def _label(who: Speaker, shown: str | None, sought: Sought) -> str | None:
    """The label, or the person's id where the label is what was replaced."""
    if shown is None or not sought.stands_in(shown):
        return who.label
    return Words(who.participant or (who.role or "speaker").capitalize())


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
