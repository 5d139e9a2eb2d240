"""Groupings: the machine lays codes side by side, for a person to look at.

A grouping is never a theme and bears no name. Which codes it holds goes on record
whatever becomes of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench import study
from workbench.coding.codes import fold
from workbench.coding.examples import stack
from workbench.coding.passages import (
    Readable,
    descriptions_of,
    encoder_of,
    passages_of,
    plain,
    vectors_of,
)
from workbench.decisions.themes import CodesGrouped, GroupingGiven
from workbench.model import Code, CodedSegment, Transcript
from workbench.themes import grouping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.coding.embedding import Encoder
    from workbench.store.project import Project


def group(
    project: Project,
    by: str,
    *,
    seed: int = 0,
    groups: int | None = None,
    encoder: Encoder | None = None,
) -> dict[str, Any]:
    """The active codes are laid side by side, and again in fewer and more groups.

    A code counts by what was coded with it, where the speakers agreed to computation;
    a code without such segments by its name and definition.

    Args:
        project: the project.
        by: who asks.
        seed: kept with the result.
        groups: how many; by the number of codes when None.
        encoder: the model; the packaged one when None.

    Returns:
        The value of `workbench group --json` (DESIGN 6).

    Raises:
        SuggestionsLockedError: groupings are off, or the machine is locked out.
        ModelError: there is no model.
    """
    study.require(project, by, study.THEME)
    study.require_assistance(project, "groupings")
    model = encoder or encoder_of(project)
    codes = sorted(
        project.read(Code, state="active"), key=lambda code: (fold(code.name), code.id)
    )
    material = _material(project, codes, model)
    found = grouping.group_codes(material, groups, seed)
    ways = [(way, _named(project, way)) for way in (found, *found.alternatives)]
    project.record(
        CodesGrouped(
            run=project.new_id("n"),
            method=plain(found.method),
            model=plain(model.model),
            path=model.path,
            seed=seed,
            codes=tuple(code.id for code in codes),
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
    names = {code.id: code.name for code in codes}
    first, *others = (_shown(way, named, names) for way, named in ways)
    return first | {"alternatives": others}


def _material(
    project: Project, codes: Sequence[Code], encoder: Encoder
) -> grouping.CodeMaterial:
    """The codes with the vectors of what was coded with them."""
    there = {row.id for row in project.rows(Transcript, state="active")}
    active = {code.id for code in codes}
    segments = [
        each
        for each in project.rows(CodedSegment, state="active")
        if each.code in active and each.transcript in there
    ]
    passages = passages_of(project, Readable(project), segments)
    read = [each for each in segments if each.id in passages]
    said = [passages[each.id] for each in read]
    return grouping.CodeMaterial(
        codes=[code.id for code in codes],
        descriptions=descriptions_of(encoder, codes),
        segments=stack(vectors_of(project, encoder, said), said, encoder),
        segment_codes=[each.code for each in read],
        segment_ids=[f"{each.version}.{each.start}.{each.end}" for each in read],
    )


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
