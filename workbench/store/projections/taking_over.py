"""What came from another program, under the names of those who did it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import taking_over as decided
from workbench.model import CodedSegment, Memo, TakenStudy
from workbench.store.changes import Change, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.StudyTakenOver)
def study_taken_over(d: decided.StudyTakenOver, c: Circumstance) -> Iterator[Change]:
    yield Put(
        TakenStudy(
            id=d.taken,
            format=d.format,
            program=d.program,
            file_name=d.file_name,
            sha256=d.sha256,
            report=d.report,
            at=c.at,
        )
    )


@follows(decided.CodingTakenOver)
def coding_taken_over(d: decided.CodingTakenOver, c: Circumstance) -> Iterator[Change]:
    for given in d.segments:
        yield Put(
            CodedSegment(
                id=given.segment,
                transcript=d.transcript,
                version=d.version,
                start=given.start,
                end=given.end,
                quote=given.quote,
                before=given.before,
                after=given.after,
                code=given.code,
                by=given.by,
                origin="imported",
                suggestion=None,
                polarity=given.polarity,
                target=given.target,
                anchor="unchanged",
                state="active",
                at=given.at or c.at,
            )
        )


@follows(decided.MemosTakenOver)
def memos_taken_over(d: decided.MemosTakenOver, c: Circumstance) -> Iterator[Change]:
    for given in d.memos:
        yield Put(
            Memo(
                id=given.memo,
                kind=given.memo_kind,
                about=given.about,
                by=given.by,
                text=given.text,
                visibility="team",
                at=given.at or c.at,
            )
        )
