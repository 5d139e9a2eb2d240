"""How the groups stand to each other on a theme.

Not triangulation towards one truth: clinicians and clients may both be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.coding.codes import fold
from workbench.decisions.decision import Words
from workbench.decisions.reviewing import GroupsContrasted
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.field_notes import refuse_as_talk
from workbench.model import (
    GROUP_RELATIONS,
    CodedSegment,
    Framework,
    GroupContrast,
    Participant,
)
from workbench.study import THEME, require
from workbench.themes.themes import find_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

SILENT: Final = "one-group-silent"


def contrast(
    project: Project,
    by: str,
    theme: str,
    relation: str,
    text: str | None = None,
    *,
    silent: str | None = None,
    cell: tuple[str, str] | None = None,
    segments: Sequence[str] = (),
) -> Receipt:
    """How the groups stand to each other on a theme, or on one cell of a framework.

    Args:
        project: the project.
        by: who judges.
        theme: its id or name.
        relation: shared, complementary, divergent or one-group-silent.
        text: in what; needed unless a group is silent.
        silent: the group that is.
        cell: a loaded framework's id and a dimension, where one cell is meant.
        segments: coded segments that show it.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    if relation not in GROUP_RELATIONS:
        hint = f"Choose one of {', '.join(GROUP_RELATIONS)}."
        raise UnknownObjectError("relation of groups", relation, hint)
    held = find_theme(project, theme)
    told = (text or "").strip()
    if relation == SILENT:
        silent = _group(project, silent)
    elif not told:
        msg = f"{relation}: say in a sentence in what."
        raise RefusedError(msg)
    framework, dimension = cell or (None, None)
    if framework is not None:
        project.one(Framework, id=framework)
    standing = {each.id for each in project.rows(CodedSegment, state="active")}
    for each in segments:
        if each not in standing:
            raise UnknownObjectError("coded segment", each)
    refuse_as_talk(project, segments)
    return project.record(
        GroupsContrasted(
            contrast=project.new_id("gc"),
            theme=held.id,
            framework=framework,
            dimension=dimension,
            relation=relation,
            silent=Words(silent) if silent and relation == SILENT else None,
            text=Words(told) if told else None,
            segments=tuple(dict.fromkeys(segments)),
        ),
        by=by,
    )


def _group(project: Project, name: str | None) -> str:
    groups = {p.group for p in project.read(Participant) if p.group}
    for group in groups:
        if name and fold(group) == fold(name):
            return group
    hint = f"There are: {', '.join(sorted(groups)) or 'none'}."
    raise UnknownObjectError("group", name or "", hint)


def contrasts(project: Project) -> dict[tuple[str, str | None], GroupContrast]:
    """The latest word on each theme (dimension None) and each cell, words as text."""
    given = sorted(project.read(GroupContrast), key=lambda each: (each.at, each.id))
    return {
        (
            each.theme,
            f"{each.framework}/{each.dimension}" if each.framework else None,
        ): each
        for each in given
    }
