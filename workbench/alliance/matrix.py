"""Themes by dimensions by groups, and what is left empty on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.alliance.arguing import OUTSIDE
from workbench.alliance.frames import dimensions
from workbench.decisions.coding import CodebookLoaded, SegmentCoded
from workbench.model import AllianceLink, Framework, Theme
from workbench.store import trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project


#: How polarity is told apart on screen and in print, without colour.
MARKS: Final = {
    "present": "+",
    "absent": "\N{MINUS SIGN}",
    "contested": "\N{PLUS-MINUS SIGN}",
    "conditional": "(+)",
    "not-called-for": "0",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is argued of one theme, one dimension and one group."""

    theme: str
    framework: str
    dimension: str
    #: None where a relation is argued for everyone.
    group: str | None
    links: tuple[AllianceLink, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes by dimensions by groups, with what is left empty on both sides."""

    cells: tuple[Cell, ...]
    #: Standing themes without any relation.
    unmapped: tuple[Theme, ...]
    #: (framework, dimension) without a theme: absence is a finding.
    silent: tuple[tuple[str, str], ...]


def matrix(project: Project) -> Matrix:
    """The relations argued for standing themes, for tables; words as text.

    A relation to a single construct, such as bond.trust, stands in the cell of its
    dimension; one outside a framework in the cell of the dimension ''.
    """
    themes = [each for each in project.read(Theme) if each.state != "discarded"]
    standing = {theme.id for theme in themes}
    links = [
        each
        for each in project.read(AllianceLink, state="argued")
        if each.theme in standing
    ]
    cells: dict[tuple[str, str, str, str | None], list[AllianceLink]] = {}
    for each in links:
        groups: Sequence[str | None] = each.group.split("|") if each.group else [None]
        outside = each.relation == OUTSIDE
        dimension = "" if outside else each.dimension.partition(".")[0]
        for group in groups:
            place = (each.theme, each.framework, dimension, group)
            cells.setdefault(place, []).append(each)
    spoken = {(framework, dimension) for _, framework, dimension, _ in cells}
    mapped = {each.theme for each in links}
    return Matrix(
        cells=tuple(Cell(*place, tuple(found)) for place, found in cells.items()),
        unmapped=tuple(theme for theme in themes if theme.id not in mapped),
        silent=tuple(
            (framework.id, dimension)
            for framework in project.read(Framework)
            for dimension in dimensions(project, framework)
            if (framework.id, dimension) not in spoken
        ),
    )


def swallowed_by(project: Project) -> list[Framework]:
    """Frameworks that take in every theme though nobody declared them beforehand.

    A framework is declared that was loaded before anything was coded. Two themes at
    least must stand, and each be related to it other than as outside or against it.
    """
    themes = {each.id for each in project.rows(Theme) if each.state != "discarded"}
    if len(themes) < _FEWEST:
        return []
    taken: dict[str, set[str]] = {}
    for link in project.rows(AllianceLink, state="argued"):
        if link.relation not in (OUTSIDE, "contradicts"):
            taken.setdefault(link.framework, set()).add(link.theme)
    declared = _declared(project)
    return [
        framework
        for framework in project.read(Framework)
        if framework.id not in declared and themes <= taken.get(framework.id, set())
    ]


#: With a single theme, taking in every theme says nothing.
_FEWEST = 2


def _declared(project: Project) -> set[str]:
    """The frameworks loaded before the first segment was coded."""
    kinds = [CodebookLoaded.__name__, SegmentCoded.__name__]
    found: set[str] = set()
    with project.database.reading() as conn:
        for event in trail.events_of_kinds(conn, kinds):
            if event.kind == SegmentCoded.__name__:
                break
            found.add(event.payload["framework"])
    return found
