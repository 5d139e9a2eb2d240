"""Groupings, themes, their relation to theory, and what is quoted and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import themes as decided
from workbench.decisions import theory, writing_up
from workbench.model import (
    AllianceLink,
    Extract,
    Grouping,
    GroupingRun,
    OutsideCopy,
    Theme,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.CodesGrouped)
def codes_grouped(d: decided.CodesGrouped, c: Circumstance) -> Iterator[Change]:
    yield Put(GroupingRun(d.run, d.method, d.model, d.path, d.seed, d.codes, c.at))
    for given in d.groupings:
        yield Put(
            Grouping(
                given.grouping, d.run, given.alternative, given.codes, given.cohesion
            )
        )


@follows(decided.ThemeStarted)
def theme_started(d: decided.ThemeStarted, c: Circumstance) -> Iterator[Change]:
    yield Put(
        Theme(
            id=d.theme,
            name=d.name,
            state="candidate",
            central_concept=d.central_concept,
            is_not=None,
            parent=d.parent,
            codes=d.codes,
            grouping=d.grouping,
            merged_into=None,
            by=c.by,
        )
    )


@follows(decided.ThemeRenamed)
def theme_renamed(d: decided.ThemeRenamed, _: Circumstance) -> Iterator[Change]:
    yield Edit(Theme, (d.theme,), name=(d.old, d.new))


@follows(decided.ThemeConceived)
def theme_conceived(d: decided.ThemeConceived, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        Theme,
        (d.theme,),
        central_concept=(d.old_concept, d.concept),
        is_not=(d.old_is_not, d.is_not),
    )


@follows(decided.ThemeCodesChanged)
def theme_codes_changed(
    d: decided.ThemeCodesChanged, _: Circumstance
) -> Iterator[Change]:
    yield Edit(Theme, (d.theme,), codes=(d.old, d.new))


@follows(decided.ThemeStateChanged)
def theme_state_changed(
    d: decided.ThemeStateChanged, _: Circumstance
) -> Iterator[Change]:
    yield Edit(Theme, (d.theme,), state=(d.old, d.new))


@follows(decided.ThemesMerged)
def themes_merged(d: decided.ThemesMerged, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        Theme,
        (d.source,),
        state=(d.old_state, "discarded"),
        merged_into=(None, d.into),
    )
    yield Edit(Theme, (d.into,), codes=(d.old_codes, d.codes))


@follows(decided.ThemeMoved)
def theme_moved(d: decided.ThemeMoved, _: Circumstance) -> Iterator[Change]:
    yield Edit(Theme, (d.theme,), parent=(d.old, d.new))


@follows(decided.ExtractChosen)
def extract_chosen(d: decided.ExtractChosen, _: Circumstance) -> Iterator[Change]:
    yield Put(Extract(d.extract, d.theme, d.segment, "chosen"))


@follows(decided.ExtractDropped)
def extract_dropped(d: decided.ExtractDropped, _: Circumstance) -> Iterator[Change]:
    yield Edit(Extract, (d.extract,), state=("chosen", "dropped"))


@follows(theory.AllianceLinked)
def alliance_linked(d: theory.AllianceLinked, c: Circumstance) -> Iterator[Change]:
    yield Put(
        AllianceLink(
            id=d.link,
            theme=d.theme,
            framework=d.framework,
            dimension=d.dimension,
            relation=d.relation,
            target=d.target,
            voice=d.voice,
            polarity=d.polarity,
            group=d.group,
            rationale=d.rationale,
            evidence=d.evidence,
            counter_evidence=d.counter_evidence,
            state="argued",
            by=c.by,
        )
    )


@follows(theory.AllianceLinkWithdrawn)
def alliance_link_withdrawn(
    d: theory.AllianceLinkWithdrawn, _: Circumstance
) -> Iterator[Change]:
    yield Edit(AllianceLink, (d.link,), state=("argued", "withdrawn"))


@follows(theory.AllianceEvidenceChanged)
def alliance_evidence_changed(
    d: theory.AllianceEvidenceChanged, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        AllianceLink,
        (d.link,),
        evidence=(d.old_evidence, d.evidence),
        counter_evidence=(d.old_counter_evidence, d.counter_evidence),
    )


@follows(writing_up.CopyMade)
def copy_made(d: writing_up.CopyMade, c: Circumstance) -> Iterator[Change]:
    yield Put(OutsideCopy(d.copy, d.copy_kind, d.file_name, d.up_to, c.at))
