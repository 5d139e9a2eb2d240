"""What the board shows: groupings of the machine, themes of people, and the piles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from workbench.in_words import counted
from workbench.model import Grouping, GroupingRun, Researcher
from workbench.study import THEME, can
from workbench.themes import holding

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from workbench.store.project import Project
    from workbench.themes.board import Board
    from workbench.themes.groupings import LaidOut


@dataclass(frozen=True, slots=True)
class Way:
    """One way of laying the codes together, as the board shows it."""

    title: str
    #: Each group's id, codes and a line on how firmly it holds.
    groups: tuple[tuple[str, tuple[str, ...], str], ...]
    ungrouped: tuple[str, ...]
    #: Who laid them so, and when.
    made: str
    #: Whether what holds a group together can be asked.
    inside: bool = field(default=False)

    def message(self, applied: Collection[str]) -> dict[str, Any]:
        """The way for the browser: of its codes, those that are still applied.

        A theme cannot begin from a code that was merged or retired since.
        """
        groups = [
            {"id": id_, "codes": [c for c in codes if c in applied], "says": says}
            for id_, codes, says in self.groups
        ]
        return {
            "title": self.title,
            "made": self.made,
            "groups": [each for each in groups if each["codes"]],
            "ungrouped": [code for code in self.ungrouped if code in applied],
            "inside": self.inside,
        }


def recorded_ways(project: Project, *, inside: bool) -> list[Way]:
    """The ways on record: those of the newest asking, and the newest cut kept since.

    A cut is kept when a theme begins from it; what was asked for stays beside it.
    """
    runs = sorted(project.rows(GroupingRun), key=lambda run: run.at)
    ways = {run.id: _ways(project, run, inside=inside) for run in runs}
    asked = [run for run in runs if len(ways[run.id]) > 1] or runs[-1:]
    shown = [way for run in asked[-1:] for way in ways[run.id]]
    kept = [way for run in runs[-1:] if run not in asked[-1:] for way in ways[run.id]]
    shown += [
        replace(way, title=way.title.replace("Grouping A", "Kept cut")) for way in kept
    ]
    return shown


def _ways(project: Project, run: GroupingRun, *, inside: bool) -> list[Way]:
    given: dict[int, list[Grouping]] = {}
    for each in project.rows(Grouping, run=run.id):
        given.setdefault(each.alternative, []).append(each)
    found = []
    for alternative, groups in sorted(given.items()):
        held = {code for each in groups for code in each.codes}
        ordered = sorted(groups, key=lambda each: (-len(each.codes), each.codes))
        found.append(
            Way(
                title=f"Grouping {ascii_uppercase[alternative]}: {_groups(ordered)}",
                groups=tuple((each.id, each.codes, "") for each in ordered),
                ungrouped=tuple(code for code in run.codes if code not in held),
                made=f"By the machine, {run.at[:10]}.",
                inside=inside,
            )
        )
    return found


def cut(laid: LaidOut, k: int) -> Way:
    """The codes in k groups, each with a line on how firmly it holds."""
    found = laid.at(k)
    firm = laid.stability(found)
    return Way(
        title=f"Your cut: {_groups(found.groups)}",
        groups=tuple(
            (f"cut-{k}-{at}", group.codes, holding.in_words(stable).partition(":")[0])
            for at, (group, stable) in enumerate(zip(found.groups, firm, strict=True))
        ),
        ungrouped=found.ungrouped,
        made="By the machine, just now; on record once a theme begins from it.",
        inside=True,
    )


def _groups(groups: Sequence[object]) -> str:
    return counted(len(groups), "group")


def message(
    project: Project,
    by: str,
    board: Board,
    ways: Sequence[Way],
    answers: dict[str, str],
) -> dict[str, Any]:
    """Everything the board shows, for the browser."""
    held = {code for _, theme in board.themes for code in theme.codes}
    applied = {id_ for id_, code in board.codes.items() if code.state == "active"}
    return {
        "may": can(project.one(Researcher, id=by), THEME, project),
        "codes": {
            id_: {
                "name": code.name,
                "definition": code.definition or "",
                "retired": code.state != "active",
                "held": id_ in held,
            }
            for id_, code in board.codes.items()
        },
        "themes": [
            {
                "id": theme.id,
                "name": theme.name,
                "state": theme.state,
                "depth": min(depth, 4),
                "says": theme.central_concept or "",
                "codes": list(theme.codes),
            }
            for depth, theme in board.themes
        ],
        "loose": list(board.loose),
        "aside": [list(each) for each in board.aside],
        "groupings": [way.message(applied) for way in ways],
        "answers": answers,
    }
