"""Memos: notes on anything, journal entries and field notes among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import MemoReleased, MemoWritten
from workbench.decisions.decision import Words
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import Memo
from workbench.store.shapes import SHAPES
from workbench.study import WRITE, require

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

KINDS: Final = (
    *("analytic", "familiarisation", "field-note", "journal", "theory"),
    "content-warning",
)
#: Who may read a memo: its writer, everyone in the study, or readers of its exports.
VISIBILITIES: Final = ("private", "team", "release")


def write(
    project: Project,
    by: str,
    *,
    kind: str,
    text: str,
    about: str | None = None,
    visibility: str | None = None,
    act: str | None = None,
) -> str:
    """A memo is written; its id.

    Args:
        project: the project.
        by: who writes.
        kind: one of `KINDS`.
        text: the note.
        about: the id of what it is about; None for the whole study.
        visibility: one of `VISIBILITIES`; None keeps a journal private and shows
            every other memo to the team.
        act: the caller's UUID for this act, so that a retry writes it once.

    Raises:
        UnknownObjectError: no such kind, visibility or object.
        RefusedError: the memo is empty.
    """
    require(project, by, WRITE)
    if kind not in KINDS:
        hint = f"Choose one of {', '.join(KINDS)}."
        raise UnknownObjectError("kind of memo", kind, hint)
    circle = visibility or ("private" if kind == "journal" else "team")
    _check_visibility(circle)
    if not text.strip():
        msg = "the memo is empty."
        raise RefusedError(msg)
    if about is not None and not _is_there(project, about):
        raise UnknownObjectError("object", about)
    memo = project.new_id("m")
    project.record(MemoWritten(memo, kind, about, Words(text), circle), by=by, act=act)
    return memo


def _check_visibility(circle: str) -> None:
    if circle not in VISIBILITIES:
        hint = f"Choose one of {', '.join(VISIBILITIES)}."
        raise UnknownObjectError("visibility", circle, hint)


def _is_there(project: Project, name: str) -> bool:
    return any(
        project.rows(row, id=name)
        for row, shape in SHAPES.items()
        if shape.key == ("id",)
    )


def release(
    project: Project, by: str, memo: str, visibility: str = "release"
) -> Receipt:
    """Others may read a memo, or no longer; its writer decides.

    Raises:
        UnknownObjectError: no such memo or visibility.
        RefusedError: somebody else wrote it.
    """
    require(project, by, WRITE)
    _check_visibility(visibility)
    standing = project.one(Memo, id=memo)
    if standing.by != by:
        msg = f"memo {memo} is someone else's; only its writer can release it."
        raise RefusedError(msg)
    released = MemoReleased(memo, standing.visibility, visibility)
    return project.record(released, by=by)


def readable(project: Project, by: str) -> list[Memo]:
    """The memos that this researcher may read, oldest first, words as text."""
    memos = [
        memo
        for memo in project.read(Memo)
        if memo.by == by or memo.visibility != "private"
    ]
    return sorted(memos, key=lambda memo: (memo.at, memo.id))
