"""What was found when themes were held against the data again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import reviewing as decided
from workbench.model import (
    GroupContrast,
    NegativeCase,
    NegativeSearch,
    Reread,
    ReviewAnswer,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.ReviewAnswered)
def review_answered(d: decided.ReviewAnswered, c: Circumstance) -> Iterator[Change]:
    yield Put(ReviewAnswer(d.answer, d.theme, d.question, d.text, c.by, c.at))


@follows(decided.TranscriptReread)
def transcript_reread(d: decided.TranscriptReread, c: Circumstance) -> Iterator[Change]:
    yield Put(
        Reread(
            *(d.reread, d.transcript, d.version, d.themes, d.changed, d.text),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.NegativeCasesSought)
def negative_cases_sought(
    d: decided.NegativeCasesSought, c: Circumstance
) -> Iterator[Change]:
    yield Put(NegativeSearch(d.search, d.theme, d.how, d.found, c.by, c.at))


@follows(decided.NegativeCaseNoted)
def negative_case_noted(
    d: decided.NegativeCaseNoted, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        NegativeCase(
            id=d.case,
            theme=d.theme,
            segment=d.segment,
            participant=d.participant,
            differs=d.differs,
            action=d.action,
            account=d.account,
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.NegativeCaseAnswered)
def negative_case_answered(
    d: decided.NegativeCaseAnswered, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        NegativeCase,
        (d.case,),
        action=(d.old_action, d.action),
        account=(d.old_account, d.account),
    )


@follows(decided.GroupsContrasted)
def groups_contrasted(d: decided.GroupsContrasted, c: Circumstance) -> Iterator[Change]:
    yield Put(
        GroupContrast(
            id=d.contrast,
            theme=d.theme,
            framework=d.framework,
            dimension=d.dimension,
            relation=d.relation,
            silent=d.silent,
            text=d.text,
            segments=d.segments,
            by=c.by,
            at=c.at,
        )
    )
