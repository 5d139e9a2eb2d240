"""A study as one browser window has read it: nothing is read twice until it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from workbench.model import Study

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.store.project import Project

Row = TypeVar("Row")
Made = TypeVar("Made")


class Seen:
    """Rows of one moment of a study, each kind read when it is first asked for."""

    def __init__(self, project: Project, head: int) -> None:
        self.project = project
        #: The number of the newest decision that is taken into account.
        self.head = head
        self._found: dict[object, Any] = {}

    def read(self, row: type[Row], **where: object) -> list[Row]:
        """Rows with words as text; the list is the caller's own."""
        key = ("read", row, tuple(sorted(where.items())))
        return list(self.once(key, lambda: self.project.read(row, **where)))

    def rows(self, row: type[Row], **where: object) -> list[Row]:
        """Rows with words as wording ids; the list is the caller's own."""
        key = ("rows", row, tuple(sorted(where.items())))
        return list(self.once(key, lambda: self.project.rows(row, **where)))

    def study(self) -> Study:
        """The study itself."""
        return self.read(Study)[0]

    def once(self, what: object, make: Callable[[], Made]) -> Made:
        """What was made the first time it was asked for at this moment."""
        if what not in self._found:
            self._found[what] = make()
        return cast("Made", self._found[what])
