"""What was done on the board, turned into decisions, each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.themes import board, themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.store.project import Project


def take_in(
    project: Project,
    by: str,
    operations: Iterable[dict[str, Any]],
    keep: Callable[[str], str | None],
) -> dict[str, str]:
    """The operations are done, in order.

    Args:
        project: the project.
        by: who did them.
        operations: as the browser sent them: id, act, and what it is about.
        keep: gives the id on record of a grouping that was only looked at.

    Returns:
        For each operation's id the refusal, or nothing.
    """
    answers: dict[str, str] = {}
    for operation in operations:
        name = str(operation["id"])
        try:
            _do(project, by, operation, keep)
        except WorkbenchError as error:
            answers[name] = str(error)
        else:
            answers[name] = ""
    return answers


def _do(
    project: Project,
    by: str,
    operation: dict[str, Any],
    keep: Callable[[str], str | None],
) -> None:
    act = str(operation["id"])
    if operation["act"] == "move":
        codes = [(str(code), str(place)) for code, place in operation["codes"]]
        board.move_codes(project, by, codes, str(operation["target"]), act=act)
    elif operation["act"] == "nest":
        themes.move(project, by, operation["theme"], operation["parent"], act=act)
    elif operation["act"] == "undo":
        project.undo(by, act=act)
    elif operation["act"] == "start":
        grouping = operation.get("grouping")
        themes.start(
            project,
            by,
            str(operation["name"]),
            codes=tuple(map(str, operation["codes"])),
            grouping=keep(str(grouping)) if grouping else None,
            idea=operation.get("idea") or None,
            act=act,
        )
