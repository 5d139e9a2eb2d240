"""Codes and themes moved about: what a wall of notes is for.

A code stands in themes, on the set-aside pile, or in neither. Every move is one act,
so that one undo takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.coding.codes import code_list, require_active
from workbench.decisions.decision import Decision, Words
from workbench.decisions.themes import (
    CodeSetAside,
    CodeTakenUp,
    ThemeCodesChanged,
    ThemeMoved,
    ThemeSplit,
    ThemeStarted,
)
from workbench.errors import RefusedError
from workbench.model import Code, SetAside, Theme
from workbench.store import trail
from workbench.study import THEME, require
from workbench.themes.themes import check_free, find_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

#: Places of the board beside the themes.
ASIDE: Final = "aside"
LOOSE: Final = "loose"


@dataclass(frozen=True, slots=True)
class Board:
    """Where every code and every theme stands; words as text."""

    #: Standing themes, each before what stands under it, with its depth.
    themes: tuple[tuple[int, Theme], ...]
    #: Codes by id: every active one, and whatever else a theme still holds.
    codes: dict[str, Code]
    #: Codes on no pile and in no theme.
    loose: tuple[str, ...]
    #: Codes set aside, with the reason.
    aside: tuple[tuple[str, str | None], ...]


def read_board(project: Project) -> Board:
    """The board as it stands."""
    themes = standing_themes(project)
    held = {code for each in themes for code in each.codes}
    codes = {
        each.id: each
        for each in project.read(Code)
        if each.state == "active" or each.id in held
    }
    aside = {
        each.code: each.reason
        for each in project.read(SetAside, state="aside")
        if each.code in codes and each.code not in held
    }
    by_name = sorted(codes, key=lambda code: (codes[code].name.casefold(), code))
    return Board(
        themes=tuple(in_order(themes)),
        codes=codes,
        loose=tuple(code for code in by_name if code not in held | aside.keys()),
        aside=tuple((code, aside[code]) for code in by_name if code in aside),
    )


def standing_themes(project: Project) -> list[Theme]:
    """The themes that were not discarded, in the order in which they were begun."""
    with project.database.reading() as conn:
        begun = {
            event.payload["theme"]: event.seq
            for event in trail.events_of_kinds(conn, [ThemeStarted.__name__])
        }
    standing = [each for each in project.read(Theme) if each.state != "discarded"]
    return sorted(standing, key=lambda each: begun.get(each.id, 0))


def in_order(themes: Sequence[Theme]) -> list[tuple[int, Theme]]:
    """Themes with their depth, each before what stands under it."""
    ids = {each.id for each in themes}
    found: list[tuple[int, Theme]] = []

    def add(above: str | None, depth: int) -> None:
        for each in themes:
            top = each.parent if each.parent in ids else None
            if top == above:
                found.append((depth, each))
                add(each.id, depth + 1)

    add(None, 0)
    return found


def move_codes(
    project: Project,
    by: str,
    codes: Sequence[tuple[str, str]],
    target: str,
    *,
    reason: str | None = None,
    act: str | None = None,
) -> Receipt | None:
    """Codes go from where they stand to another place of the board, in one act.

    Args:
        project: the project.
        by: who moves them.
        codes: each code's id or name, with the theme it leaves, or `aside`, or `loose`
            to leave none.
        target: the theme they join, or `aside`, or `loose`.
        reason: why; asked by nobody.
        act: the caller's id of the act, so that a repeated call does it once.

    Returns:
        None where they stand there already.

    Raises:
        UnknownObjectError: no such code or theme.
        RefusedError: a code is no longer applied, or a theme was discarded.
    """
    require(project, by, THEME)
    listed = code_list(project)
    moved = [(listed.find(code), source) for code, source in codes]
    why = Words(reason) if reason and reason.strip() else None
    decisions: list[Decision] = []
    for source in dict.fromkeys(source for _, source in moved):
        if source in (ASIDE, LOOSE, target):
            continue
        left = _standing(project, source)
        gone = {code.id for code, place in moved if place == source}
        kept = tuple(each for each in left.codes if each not in gone)
        if kept != left.codes:
            decisions.append(ThemeCodesChanged(left.id, left.codes, kept, why))
    if target not in (ASIDE, LOOSE):
        joined = _standing(project, target)
        new = [code for code, _ in moved if code.id not in joined.codes]
        if new:
            ids = dict.fromkeys(require_active(code).id for code in new)
            codes_now = (*joined.codes, *ids)
            decisions.append(ThemeCodesChanged(joined.id, joined.codes, codes_now, why))
    for code, source in {code.id: (code, source) for code, source in moved}.values():
        decisions.extend(_pile(project, code.id, source, target, reason))
    if not decisions:
        return None
    return project.record(*decisions, by=by, act=act)


def move_code(
    project: Project,
    by: str,
    code: str,
    source: str,
    target: str,
    *,
    reason: str | None = None,
    act: str | None = None,
) -> Receipt | None:
    """One code goes from one place of the board to another; as `move_codes`."""
    moved = ((code, source),)
    return move_codes(project, by, moved, target, reason=reason, act=act)


def _pile(
    project: Project, code: str, source: str, target: str, reason: str | None
) -> list[Decision]:
    """What a move does to the set-aside pile."""
    lying = project.rows(SetAside, code=code, state=ASIDE)
    if target == ASIDE and not lying:
        why = Words(reason) if reason and reason.strip() else None
        return [CodeSetAside(project.new_id("ca"), code, why)]
    if target != ASIDE and (source == ASIDE or target != LOOSE):
        return [CodeTakenUp(each.id, code) for each in lying]
    return []


def set_aside(
    project: Project, by: str, code: str, reason: str | None = None
) -> Receipt | None:
    """A code belongs to no theme for now, and that is meant."""
    return move_code(project, by, code, LOOSE, ASIDE, reason=reason)


def take_up(project: Project, by: str, code: str) -> Receipt | None:
    """A code that was set aside lies open again."""
    return move_code(project, by, code, ASIDE, LOOSE)


def split(
    project: Project,
    by: str,
    theme: str,
    parts: Sequence[tuple[str, Sequence[str]]],
    reason: str | None = None,
) -> list[str]:
    """What was one theme is several; the ids of the new ones.

    Codes that no part takes stay; where none stays, the theme is discarded and lives
    on in its parts.

    Args:
        project: the project.
        by: who decides.
        theme: its id or name.
        parts: the new themes: a name, and ids or names of its codes.
        reason: why.

    Raises:
        UnknownObjectError, DuplicateError.
        RefusedError: no part, or a part would take what the theme does not hold.
    """
    require(project, by, THEME)
    whole = _standing(project, theme)
    if not parts:
        msg = f"theme {whole.id} cannot be split into nothing; name the parts."
        raise RefusedError(msg)
    started = _parts_of(project, whole, parts)
    gone = {code for each in started for code in each.codes}
    kept = tuple(code for code in whole.codes if code not in gone)
    project.record(
        *started,
        ThemeSplit(
            source=whole.id,
            into=tuple(each.theme for each in started),
            old_codes=whole.codes,
            codes=kept,
            old_state=whole.state,
            state=whole.state if kept else "discarded",
            reason=Words(reason) if reason and reason.strip() else None,
        ),
        by=by,
    )
    return [each.theme for each in started]


def _parts_of(
    project: Project, whole: Theme, parts: Sequence[tuple[str, Sequence[str]]]
) -> list[ThemeStarted]:
    """The parts of a theme as themes that are about to begin."""
    codes = code_list(project)
    standing = project.read(Theme)
    started: list[ThemeStarted] = []
    for name, given in parts:
        check_free([*standing, *_named(started, whole)], name)
        taken = tuple(dict.fromkeys(codes.find(each).id for each in given))
        stray = [each for each in taken if each not in whole.codes]
        if stray:
            msg = f"code {stray[0]} is not in theme {whole.id}; move it there first."
            raise RefusedError(msg)
        started.append(
            ThemeStarted(
                theme=project.new_id("t"),
                name=Words(name.strip()),
                codes=taken,
                parent=whole.parent,
            )
        )
    return started


def _named(started: Sequence[ThemeStarted], like: Theme) -> list[Theme]:
    """Themes that are about to begin, for their names' sake."""
    return [
        Theme(each.theme, each.name, "candidate", None, None, None, (), None, None, "")
        for each in started
        if each.theme != like.id
    ]


def overarch(
    project: Project,
    by: str,
    name: str,
    below: Sequence[str],
    idea: str | None = None,
) -> str:
    """An overarching theme begins above these; its id.

    Raises:
        DuplicateError, UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    check_free(project.read(Theme), name)
    moved = [_standing(project, each) for each in below]
    if not moved:
        msg = "an overarching theme stands above at least one theme."
        raise RefusedError(msg)
    above = moved[0].parent if len({each.parent for each in moved}) == 1 else None
    theme = project.new_id("t")
    project.record(
        ThemeStarted(
            theme=theme,
            name=Words(name.strip()),
            parent=above,
            idea=Words(idea) if idea and idea.strip() else None,
        ),
        *(ThemeMoved(each.id, each.parent, theme) for each in moved),
        by=by,
    )
    return theme


def _standing(project: Project, theme: str) -> Theme:
    found = find_theme(project, theme)
    if found.state == "discarded":
        msg = f"theme {found.id} was discarded. Take it up again first."
        raise RefusedError(msg)
    return found
