"""A study of another program is in the project: all of it in one act, or none.

What was decided there is kept under the names of those who decided it, with its dates;
the act is of whoever brings it in. What came before is not recorded, and the trail says
so. Bringing the same file in twice adds only what is not here yet.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench import study as rules
from workbench.coding.memos import KINDS
from workbench.decisions.decision import Decision, Words
from workbench.decisions.taking_over import (
    CodingTakenOver,
    MemosTakenOver,
    MemoTaken,
    SegmentTaken,
    StudyTakenOver,
)
from workbench.familiarise.anchoring import context
from workbench.importers import refi_names
from workbench.importers.foreign_projects import inspect_study
from workbench.model import ERASED, POLARITIES, TARGETS, CodedSegment, Memo
from workbench.taking_over.codes import Codes
from workbench.taking_over.people import People, Researchers
from workbench.taking_over.report import Report
from workbench.taking_over.transcripts import Transcripts

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importers.foreign import ForeignNote, ForeignSource
    from workbench.importers.foreign_projects import ForeignFile
    from workbench.store.project import Project
    from workbench.taking_over.transcripts import Place


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of a study of another program."""

    file: str
    program: str
    #: What was taken, such as segments -> 205.
    taken: dict[str, int]
    #: Ids of the transcripts that joined the study.
    transcripts: tuple[str, ...]
    #: One line for each thing that was not understood or not taken as it stands.
    findings: tuple[str, ...]


def take_over(project: Project, by: str, path: Path) -> TakenOver:
    """The study in a QDPX file, a Taguette file or a QualCoder folder goes on here.

    Raises:
        NotAllowedError: only the lead may; it brings researchers and people in.
        ImportRejectedError: the file cannot be read; nothing was changed.
    """
    rules.require(project, by, rules.MANAGE)
    return take_over_inspected(project, by, inspect_study(path))


def take_over_inspected(project: Project, by: str, file: ForeignFile) -> TakenOver:
    """The study in a file that was looked at before goes on here.

    Raises:
        NotAllowedError: only the lead may.
    """
    rules.require(project, by, rules.MANAGE)
    taking = _Taking(project, by, file)
    decisions = taking.decisions()
    if decisions:
        project.record(*decisions, by=by)
    return TakenOver(
        file=file.name,
        program=file.study.origin or file.study.format,
        taken={what: count for what, count in taking.report.taken.items() if count},
        transcripts=tuple(each.transcript for each in taking.transcripts.decisions),
        findings=tuple(taking.report.lines()),
    )


class _Taking:
    """One study on its way into the trail."""

    def __init__(self, project: Project, by: str, file: ForeignFile) -> None:
        self.report = Report()
        self._project, self._file, self._study = project, file, file.study
        self._is_own = file.study.origin.startswith(refi_names.ORIGIN)
        self._id = project.new_id("st")
        self._researchers = Researchers(project, by, self.report)
        self._people = People(project, self.report)
        self._codes = Codes(project, self.report, is_own=self._is_own)
        self.transcripts = Transcripts(project, self._people, self.report)
        self._qualities = self._read_qualities()
        #: Foreign id of a selection -> the segment it became.
        self._segments: dict[str, str] = {}
        #: Foreign id of a selection without a code -> where it stands.
        self._remarks: dict[str, tuple[str, int, int]] = {}
        self._there = {
            (each.by, each.code, each.version, each.start, each.end): each.id
            for each in project.rows(CodedSegment, state="active")
        }

    def decisions(self) -> list[Decision]:
        """Everything that is not here yet, in the order in which it must stand."""
        self._researchers.know(self._study.users)
        self._people.take(self._study)
        self._codes.take(self._study.codes, self._study.sets)
        coding = [self._coding(source) for source in self._study.sources]
        memos = self._memos()
        for finding in self._study.findings:
            where = self._named(finding.where)
            self.report.found(finding.what, where, finding.count)
        found: list[Decision] = [
            *self._researchers.decisions,
            *self._people.decisions,
            *self.transcripts.decisions,
            *self._codes.decisions,
            *(each for each in coding if each is not None),
        ]
        if memos:
            found.append(MemosTakenOver(self._id, tuple(memos)))
        return [self._head(), *found] if found else []

    def _head(self) -> StudyTakenOver:
        program = self._study.origin
        return StudyTakenOver(
            taken=self._id,
            format=self._study.format,
            program=Words(program) if program else None,
            file_name=Words(self._file.name),
            sha256=Words(hashlib.sha256(self._file.data).hexdigest()),
            report=Words(self.report.as_json()),
        )

    def _named(self, where: str) -> str:
        """A source by our id of it: its own name could be a person's."""
        for source in self._study.sources:
            if source.name == where and source.id in self.transcripts.places:
                return self.transcripts.places[source.id].transcript
        return where

    # --- segments --------------------------------------------------------------------

    def _coding(self, source: ForeignSource) -> CodingTakenOver | None:
        place = self.transcripts.take(source, self._study.format)
        if place is None:
            if source.segments:
                what = "segments in texts that were not taken"
                self.report.found(what, "", len(source.segments))
            return None
        taken = []
        for given in source.segments:
            if given.code is None:
                self._remarks[given.id] = (place.transcript, given.start, given.end)
                continue
            code = self._codes.ids.get(given.code)
            if code is None or ERASED in place.text[given.start : given.end]:
                self.report.found("segments whose code or words are not here")
                continue
            who = self._researchers.of(given.user)
            key = (who, code, place.version, given.start, given.end)
            if key in self._there:
                self._segments[given.id] = self._there[key]
                self.report.count("segments that are coded so already")
                continue
            segment = self._project.new_id("s")
            self._there[key] = self._segments[given.id] = segment
            quote, before, after = context(place.text, given.start, given.end)
            taken.append(
                SegmentTaken(
                    segment=segment,
                    start=given.start,
                    end=given.end,
                    quote=Words(quote),
                    before=Words(before),
                    after=Words(after),
                    code=code,
                    by=who,
                    at=given.at,
                    **self._qualities.get(given.id, {}),
                )
            )
        self.report.count("segments", len(taken))
        if not taken:
            return None
        return CodingTakenOver(self._id, place.transcript, place.version, tuple(taken))

    def _read_qualities(self) -> dict[str, dict[str, str]]:
        """Polarity and target of segments, as our own files tell them."""
        if not self._is_own:
            return {}
        known = {"polarity": POLARITIES, "target": TARGETS}
        found: dict[str, dict[str, str]] = {}
        for note in self._study.notes:
            _, parts = refi_names.parted(note.text, refi_names.SEGMENT)
            if note.about and parts and not note.name:
                found[note.about] = {
                    name: part for name, part in parts.items() if part in known[name]
                }
        return found

    # --- memos -----------------------------------------------------------------------

    def _memos(self) -> list[MemoTaken]:
        abouts = {
            **{source: each.transcript for source, each in self._places().items()},
            **self._people.cases,
            **self._codes.ids,
            **self._segments,
        }
        memos = self._project.read(Memo)
        said = {(memo.about, memo.text) for memo in memos}
        standing = {(memo.about, memo.text, memo.at) for memo in memos}
        cases = {case.id for case in self._study.cases}
        taken = []
        # our own files say each memo twice: first as what it is
        for note in sorted(self._study.notes, key=lambda each: not each.name):
            kind, person = refi_names.memo_kind(note.name)
            text = self._text(note)
            about = abouts.get(note.about or "")
            if self._is_own and not note.name and note.about in cases:
                continue
            if self._is_own and person in self._people.cases.values():
                about = person
            elif note.about in self._remarks:
                transcript, start, end = self._remarks[note.about]
                about = transcript
                text = f"{text}\n\n(On characters {start} to {end}.)"
            elif note.about and about is None:
                self.report.found("memos on things that are not here, kept without")
            is_second = note.at is None or (self._is_own and not note.name)
            if (
                not text
                or (is_second and (about, text) in said)
                or (about, text, note.at or "") in standing
            ):
                continue
            said.add((about, text))
            standing.add((about, text, note.at or ""))
            taken.append(
                MemoTaken(
                    memo=self._project.new_id("m"),
                    memo_kind=kind if self._is_own and kind in KINDS else "analytic",
                    about=about,
                    by=self._researchers.of(note.user),
                    at=note.at,
                    text=Words(text),
                )
            )
        self.report.count("memos", len(taken))
        return taken

    def _places(self) -> dict[str, Place]:
        return self.transcripts.places

    def _text(self, note: ForeignNote) -> str:
        """The memo, under its title where it has one of its own."""
        if self._is_own:
            if note.name:
                return note.text
            return refi_names.parted(note.text, refi_names.SEGMENT)[0].strip()
        return f"{note.name}\n\n{note.text}" if note.name else note.text
