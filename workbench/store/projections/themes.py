"""Groupings, themes, and what is quoted and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import themes as decided
from workbench.decisions import writing_up
from workbench.model import (
    Extract,
    Grouping,
    GroupingRun,
    OutsideCopy,
    Photograph,
    SetAside,
    Theme,
    ThemeLine,
    ThemeMap,
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


@follows(writing_up.CopyMade)
def copy_made(d: writing_up.CopyMade, c: Circumstance) -> Iterator[Change]:
    yield Put(OutsideCopy(d.copy, d.copy_kind, d.file_name, d.up_to, c.at))


@follows(decided.ThemeSplit)
def theme_split(d: decided.ThemeSplit, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        Theme,
        (d.source,),
        codes=(d.old_codes, d.codes),
        state=(d.old_state, d.state),
    )


@follows(decided.CodeSetAside)
def code_set_aside(d: decided.CodeSetAside, c: Circumstance) -> Iterator[Change]:
    yield Put(SetAside(d.aside, d.code, d.reason, "aside", c.by, c.at))


@follows(decided.CodeTakenUp)
def code_taken_up(d: decided.CodeTakenUp, _: Circumstance) -> Iterator[Change]:
    yield Edit(SetAside, (d.aside,), state=("aside", "taken-up"))


@follows(decided.ThemesRelated)
def themes_related(d: decided.ThemesRelated, c: Circumstance) -> Iterator[Change]:
    yield Put(ThemeLine(d.line, d.source, d.target, d.says, "drawn", c.by))


@follows(decided.ThemesUnrelated)
def themes_unrelated(d: decided.ThemesUnrelated, _: Circumstance) -> Iterator[Change]:
    yield Edit(ThemeLine, (d.line,), state=("drawn", "withdrawn"))


@follows(decided.MapArranged)
def map_arranged(d: decided.MapArranged, c: Circumstance) -> Iterator[Change]:
    yield Put(ThemeMap(d.map, d.themes, d.across, d.down, c.by, c.at))


@follows(decided.PhotographAttached)
def photograph_attached(
    d: decided.PhotographAttached, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        Photograph(
            id=d.photograph,
            about=d.about,
            caption=d.caption,
            file_name=d.file_name,
            sha256=d.sha256,
            format=d.format,
            image=d.image,
            state="attached",
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.PhotographPutAway)
def photograph_put_away(
    d: decided.PhotographPutAway, _: Circumstance
) -> Iterator[Change]:
    yield Edit(Photograph, (d.photograph,), state=("attached", "put-away"))


@follows(decided.ThemeDefined)
def theme_defined(d: decided.ThemeDefined, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        Theme,
        (d.theme,),
        definition=(d.old_definition, d.definition),
        scope=(d.old_scope, d.scope),
    )


@follows(decided.QuestionsAnswered)
def questions_answered(
    d: decided.QuestionsAnswered, _: Circumstance
) -> Iterator[Change]:
    yield Edit(Theme, (d.theme,), questions=(d.old, d.new))
