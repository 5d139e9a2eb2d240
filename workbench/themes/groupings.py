"""Groupings: the machine lays codes side by side, for a person to look at.

A grouping is never a theme and bears no name. Which codes it holds goes on record
whatever becomes of it.

A page asks once by `lay_out` (recorded), then looks at it from other sides without
asking anew: `LaidOut.at` for another number of groups, `LaidOut.holding` and
`LaidOut.stability` for what is in a group. A cut that a person goes on with is kept by
`keep`, which gives its groups the ids that a theme can be started from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workbench import study
from workbench.coding.codes import fold
from workbench.coding.examples import stack
from workbench.coding.passages import (
    describe,
    descriptions_of,
    encoder_of,
    passages_of,
    plain,
    vectors_of,
)
from workbench.coding.readable import Readable
from workbench.decisions.themes import CodesGrouped, GroupingGiven
from workbench.model import Code, CodedSegment, Transcript
from workbench.themes import grouping, holding
from workbench.themes.likeness import CodeMaterial, Ground

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workbench.coding.embedding import Encoder
    from workbench.store.project import Project

    Progress = Callable[[int, int], object]


@dataclass(frozen=True, eq=False)
class LaidOut:
    """The codes as the machine laid them side by side, to be looked at.

    Holds words of participants: drop it with the page, and when the project changed.

    Attributes:
        shown: the value of `workbench group --json`; its groups are on record.
        first: the grouping shown first; its groups in the order of those shown.
        names: of the codes, by id.
        ground: what was grouped, made ready.
        segments: ids of the coded segments, row by row of the material.
    """

    shown: dict[str, Any]
    first: grouping.Grouping
    names: dict[str, str]
    ground: Ground
    segments: tuple[str, ...]
    hierarchy: grouping.Hierarchy
    seed: int
    model: str
    path: str

    def at(self, k: int) -> grouping.Grouping:
        """The same codes in at most k groups; not on record until kept."""
        return self.hierarchy.at(k, self.seed)

    @cached_property
    def draws(self) -> holding.Draws:
        """The codes grouped with their segments drawn anew; made when first asked."""
        return holding.Draws(self.ground, self.hierarchy.far, seed=self.seed)

    def stability(self, found: grouping.Grouping) -> list[float]:
        """How far each group comes again when segments are drawn anew."""
        return self.draws.stability(found)

    def holding(self, codes: Sequence[str]) -> holding.Holding:
        """What these codes have in common; rows of `segments`."""
        return holding.what_holds(self.ground.material, codes)


def group(
    project: Project,
    by: str,
    *,
    seed: int = 0,
    groups: int | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The active codes are laid side by side, and the same codes in other ways.

    A code counts by what was coded with it, where the speakers agreed to computation;
    a code without such segments by its name and definition.

    Args:
        project: the project.
        by: who asks.
        seed: kept with the result.
        groups: how many; by the number of codes when None.
        encoder: the model; the packaged one when None.
        progress: called with (done, in all) while texts become vectors; what it raises
            ends the work, and what was made by then stays.

    Returns:
        The value of `workbench group --json` (DESIGN 6).

    Raises:
        SuggestionsLockedError: groupings are off, or the machine is locked out.
        ModelError: there is no model.
    """
    return lay_out(
        project, by, seed=seed, groups=groups, encoder=encoder, progress=progress
    ).shown


def lay_out(
    project: Project,
    by: str,
    *,
    seed: int = 0,
    groups: int | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> LaidOut:
    """As `group`, with what a page needs to look at it from other sides."""
    study.require(project, by, study.THEME)
    study.require_assistance(project, "groupings")
    model = encoder or encoder_of(project)
    codes = sorted(
        project.read(Code, state="active"), key=lambda code: (fold(code.name), code.id)
    )
    material, segments = _material(project, codes, model, progress)
    ground = Ground(material)
    hierarchy = grouping.Hierarchy(ground)
    found = grouping.groupings_of(hierarchy, ground, groups, seed)
    names = {code.id: code.name for code in codes}
    shown = _record(project, by, found, names, (plain(model.model), model.path))
    return LaidOut(
        shown,
        found,
        names,
        ground,
        segments,
        hierarchy,
        seed,
        plain(model.model),
        model.path,
    )


def keep(project: Project, by: str, laid: LaidOut, k: int) -> dict[str, Any]:
    """A cut that a person goes on with is on record, its groups under ids.

    Returns:
        As `group`, without alternatives.

    Raises:
        SuggestionsLockedError: groupings are off by now.
    """
    study.require(project, by, study.THEME)
    study.require_assistance(project, "groupings")
    return _record(project, by, laid.at(k), laid.names, (laid.model, laid.path))


def _record(
    project: Project,
    by: str,
    found: grouping.Grouping,
    names: Mapping[str, str],
    made_by: tuple[str, str],
) -> dict[str, Any]:
    """A grouping with its alternatives is on record, and shown."""
    ways = [(way, _named(project, way)) for way in (found, *found.alternatives)]
    project.record(
        CodesGrouped(
            run=project.new_id("n"),
            method=plain(found.method),
            model=made_by[0],
            path=made_by[1],
            seed=found.seed,
            codes=tuple(names),
            groupings=tuple(
                GroupingGiven(
                    grouping=name,
                    alternative=alternative,
                    codes=each.codes,
                    cohesion=round(each.cohesion * 10_000),
                )
                for alternative, (_, named) in enumerate(ways)
                for name, each in named.items()
            ),
        ),
        by=by,
    )
    first, *others = (_shown(way, named, names) for way, named in ways)
    return first | {"alternatives": others}


def _material(
    project: Project,
    codes: Sequence[Code],
    encoder: Encoder,
    progress: Progress | None,
) -> tuple[CodeMaterial, tuple[str, ...]]:
    """The codes with the vectors of what was coded with them, and its segments."""
    there = {row.id for row in project.rows(Transcript, state="active")}
    active = {code.id for code in codes}
    segments = [
        each
        for each in project.rows(CodedSegment, state="active")
        if each.code in active and each.transcript in there
    ]
    readable = Readable(project)
    passages = passages_of(project, readable, segments)
    read = [each for each in segments if each.id in passages]
    said = [passages[each.id] for each in read]
    made = vectors_of(project, encoder, said, progress)
    material = CodeMaterial(
        codes=[code.id for code in codes],
        descriptions=descriptions_of(project, encoder, codes),
        segments=stack(made, said, encoder),
        segment_codes=[each.code for each in read],
        segment_ids=[f"{each.version}.{each.start}.{each.end}" for each in read],
        texts=[each.text for each in said],
        wordings=[describe(code) for code in codes],
        people=[readable.speaking(e.version, e.start, e.end) for e in read],
    )
    return material, tuple(each.id for each in read)


def _named(project: Project, way: grouping.Grouping) -> dict[str, grouping.Group]:
    """The groups of one way of grouping under ids of their own."""
    return {project.new_id("u"): each for each in way.groups}


def _shown(
    way: grouping.Grouping,
    named: Mapping[str, grouping.Group],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """One way of grouping for people."""
    return {
        "method": way.method,
        "parameters": way.parameters,
        "seed": way.seed,
        "groups": [
            {
                "id": id_,
                "codes": list(each.codes),
                "code_names": [names[code] for code in each.codes],
                "cohesion": each.cohesion,
            }
            for id_, each in named.items()
        ],
        "ungrouped": list(way.ungrouped),
    }
