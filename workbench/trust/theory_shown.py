"""Relations of themes to theory as a debriefer reads them: in words, theme by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.alliance.frames import constructs, dimensions
from workbench.in_words import in_words
from workbench.model import AllianceLink, Framework

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from workbench.store.project import Project


def theory_shown(
    project: Project, links: Collection[str], themes: Sequence[str]
) -> list[dict[str, Any]]:
    """The chosen relations, in the order of themes, frameworks and their parts.

    Args:
        project: the study.
        links: the ids of the relations that are shown.
        themes: the ids of the themes that are shown, in order.
    """
    frameworks = {row.id: row for row in project.read(Framework)}
    parts = {
        row.id: {**dimensions(project, row), **constructs(project, row)}
        for row in frameworks.values()
    }
    place = {
        (framework, part): at
        for framework, known in parts.items()
        for at, part in enumerate(known)
    }
    shown = [
        row
        for row in project.read(AllianceLink)
        if row.id in links and row.theme in themes
    ]
    shown.sort(
        key=lambda row: (
            themes.index(row.theme),
            frameworks[row.framework].title,
            place.get((row.framework, row.dimension), -1),
            row.id,
        )
    )
    return [
        {
            "id": row.id,
            "theme": row.theme,
            "framework": frameworks[row.framework].title,
            "dimension": parts[row.framework].get(row.dimension, row.dimension),
            "relation": in_words(row.relation),
            "target": _between(row.target),
            "polarity": in_words(row.polarity),
            "rationale": row.rationale,
        }
        for row in shown
    ]


def _between(target: str) -> str | None:
    """Between whom; None where it was not said."""
    return None if target == "unspecified" else f"between {in_words(target)}"
