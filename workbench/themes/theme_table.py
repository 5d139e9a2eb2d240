"""Themes from a CSV file: theme, state, central_concept, is_not, parent, codes.

A theme that is not there is started, one that is there is brought up to date; an empty
cell leaves things as they are. `|` stands between codes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.coding.codes import code_list, fold, require_active
from workbench.coding.coding_table import TableRow, check_width, read_rows
from workbench.decisions.decision import Decision, Words
from workbench.decisions.themes import (
    ThemeCodesChanged,
    ThemeConceived,
    ThemeMoved,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.errors import (
    DuplicateError,
    RefusedError,
    RowsRefusedError,
    UnknownObjectError,
)
from workbench.model import THEME_STATES, Theme
from workbench.study import THEME, require
from workbench.themes.themes import check_above, check_state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.store.project import Project

COLUMNS: Final = ("theme", "state", "central_concept", "is_not", "parent", "codes")


def themes_from_table(project: Project, by: str, path: Path) -> dict[str, int]:
    """The themes of a table are in the study, in one act.

    Returns:
        How many were `started`, `changed`, or `unchanged`.

    Raises:
        ImportRejectedError: not such a table; nothing was recorded.
        RowsRefusedError: the rows listed were refused, all others recorded.
    """
    require(project, by, THEME)
    rows = read_rows(path, COLUMNS)
    table = _Themes(project)
    refused: list[str] = []
    wanted: list[tuple[TableRow, _Wanted]] = []
    for row in rows:
        try:
            wanted.append((row, table.read(row)))
        except RefusedError as error:
            refused.append(f"{row.where}: {error}")
    placed, misplaced = table.place(wanted)
    decisions: list[Decision] = []
    counts = {"started": 0, "changed": 0, "unchanged": 0}
    for each in placed:
        steps = table.decide(each)
        kind = "started" if each.is_new else "changed" if steps else "unchanged"
        counts[kind] += 1
        decisions.extend(steps)
    if decisions:
        project.record(*decisions, by=by)
    if refused or misplaced:
        raise RowsRefusedError([*refused, *misplaced], counts)
    return counts


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a row asks for; None leaves a thing as it is."""

    theme: str
    name: str
    is_new: bool
    state: str | None
    concept: str | None
    is_not: str | None
    codes: tuple[str, ...] | None
    parent_name: str
    parent: str | None = None


class _Themes:
    """The standing themes, to read a table against."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._codes = code_list(project)
        self._kept = {theme.id: theme for theme in project.rows(Theme)}
        self._read = {theme.id: theme for theme in project.read(Theme)}
        self._ids = {
            fold(theme.name): theme.id
            for theme in sorted(
                self._read.values(), key=lambda theme: theme.state != "discarded"
            )
            if theme.merged_into is None
        }
        self._seen: set[str] = set()

    def read(self, row: TableRow) -> _Wanted:
        """What the row asks for, checked but for its parent.

        Raises:
            RefusedError: the row is wrong.
        """
        check_width(row)
        name = row.get("theme")
        if not name:
            msg = "no theme."
            raise RefusedError(msg)
        if fold(name) in self._seen:
            raise DuplicateError("row for the theme", name)
        known = self._read.get(self._ids.get(fold(name), ""))
        theme = known or Theme(
            id=self._project.new_id("t"),
            name=name,
            state="candidate",
            central_concept=None,
            is_not=None,
            parent=None,
            codes=(),
            grouping=None,
            merged_into=None,
            by="",
        )
        concept, is_not = row.get("central_concept"), row.get("is_not")
        state = row.choice("state", THEME_STATES)
        if state is not None and state != theme.state:
            has_concept = bool(concept or theme.central_concept)
            check_state(theme, state, has_concept=has_concept)
        parts = row.parts("codes")
        found = (require_active(self._codes.find(part)).id for part in parts)
        codes = tuple(dict.fromkeys(found)) if parts else None
        self._seen.add(fold(name))
        return _Wanted(
            theme=theme.id,
            name=name,
            is_new=known is None,
            state=None if state == theme.state else state,
            concept=concept or None,
            is_not=is_not or None,
            codes=codes,
            parent_name=row.get("parent"),
        )

    def place(
        self, wanted: Sequence[tuple[TableRow, _Wanted]]
    ) -> tuple[list[_Wanted], list[str]]:
        """The rows under their parents, which may stand further down; and the refused.

        A row under a refused one is refused as well.
        """
        left = list(wanted)
        refused: list[str] = []
        while True:
            placed, misplaced = self._place_once([each for _, each in left])
            if not misplaced:
                return placed, refused
            refused.extend(
                f"{row.where}: {misplaced[each.theme]}"
                for row, each in left
                if each.theme in misplaced
            )
            left = [(row, each) for row, each in left if each.theme not in misplaced]

    def _place_once(
        self, wanted: Sequence[_Wanted]
    ) -> tuple[list[_Wanted], dict[str, RefusedError]]:
        ids = self._ids | {fold(each.name): each.theme for each in wanted}
        parents = {theme.id: theme.parent for theme in self._kept.values()}
        placed: list[_Wanted] = []
        misplaced: dict[str, RefusedError] = {}
        for each in wanted:
            above = ids.get(fold(each.parent_name)) if each.parent_name else None
            try:
                if each.parent_name and above is None:
                    raise UnknownObjectError("theme", each.parent_name)
                if above is not None:
                    check_above(parents, each.theme, above)
                    parents[each.theme] = above
                placed.append(replace(each, parent=above))
            except RefusedError as error:
                misplaced[each.theme] = error
        return placed, misplaced

    def decide(self, wanted: _Wanted) -> list[Decision]:
        """The decisions that bring a theme to what its row asks for."""
        decisions: list[Decision] = []
        if wanted.is_new:
            # the concept follows by itself, since a boundary names what was there
            decisions.append(
                ThemeStarted(
                    theme=wanted.theme,
                    name=Words(wanted.name),
                    codes=wanted.codes or (),
                    parent=wanted.parent,
                )
            )
            decisions.extend(self._conceived(wanted, None, None))
            old_state = "candidate"
        else:
            kept, read = self._kept[wanted.theme], self._read[wanted.theme]
            decisions.extend(self._conceived(wanted, kept, read))
            if wanted.codes is not None and wanted.codes != kept.codes:
                decisions.append(ThemeCodesChanged(kept.id, kept.codes, wanted.codes))
            if wanted.parent is not None and wanted.parent != kept.parent:
                decisions.append(ThemeMoved(kept.id, kept.parent, wanted.parent))
            old_state = kept.state
        if wanted.state is not None:
            changed = ThemeStateChanged(wanted.theme, old_state, wanted.state)
            decisions.append(changed)
        return decisions

    @staticmethod
    def _conceived(
        wanted: _Wanted, kept: Theme | None, read: Theme | None
    ) -> list[Decision]:
        """The theme conceived anew where the row says something else."""
        old_concept = kept.central_concept if kept else None
        old_is_not = kept.is_not if kept else None
        concept: str | None = old_concept
        is_not: str | None = old_is_not
        if wanted.concept and (read is None or wanted.concept != read.central_concept):
            concept = Words(wanted.concept)
        if wanted.is_not and (read is None or wanted.is_not != read.is_not):
            is_not = Words(wanted.is_not)
        if (concept, is_not) == (old_concept, old_is_not):
            return []
        return [ThemeConceived(wanted.theme, old_concept, concept, old_is_not, is_not)]
