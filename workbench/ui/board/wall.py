"""The board in a page of the app."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.themes import groupings
from workbench.themes.board import read_board
from workbench.ui.board import acts, picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.components.v2.types import ComponentRenderer

    from workbench.store.project import Project
    from workbench.themes.groupings import LaidOut

_ANSWERS: Final = "answers of the board"
_LAID: Final = "codes laid side by side"
_CUTS: Final = "cuts of the codes, by fineness"
_LOOKED_AT: Final = "group that is looked into"
#: Answers that a window may still be waiting for.
_KEPT: Final = 50


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component(
        "workbench.board", js="board.js", css="board.css", isolate_styles=False
    )


def laid_out(project: Project) -> LaidOut | None:
    """The codes as the machine laid them for this window, while they are the same."""
    kept = st.session_state.get(_LAID)
    if kept is None or kept[0] != project.uuid:
        return None
    laid: LaidOut = kept[1]
    now = {code for code, each in read_board(project).codes.items() if each.state}
    return laid if set(laid.names) <= now else None


def keep_laid_out(project: Project, laid: LaidOut) -> None:
    """This window looks at the codes as the machine has just laid them."""
    st.session_state[_LAID] = (project.uuid, laid)
    st.session_state.pop(_CUTS, None)


def cut(laid: LaidOut, k: int) -> picture.Way:
    """The codes in k groups; how firmly each holds is asked once."""
    kept: dict[int, picture.Way] = st.session_state.setdefault(_CUTS, {})
    if k not in kept:
        kept[k] = picture.cut(laid, k)
    return kept[k]


def looked_at() -> tuple[str, ...]:
    """The codes of the group whose inside was asked for."""
    return tuple(st.session_state.get(_LOOKED_AT, ()))


def look_away() -> None:
    """No group is looked into any more."""
    st.session_state.pop(_LOOKED_AT, None)


def show(project: Project, by: str, ways: Sequence[picture.Way]) -> None:
    """The board stands in the page and takes in what is done on it."""
    answers: dict[str, str] = st.session_state.setdefault(_ANSWERS, {})

    def take_in() -> None:
        sent = st.session_state["board"].get("done")
        if sent:
            _take_in(project, by, sent["ops"], answers)

    _component()(
        key="board",
        data=picture.message(project, by, read_board(project), ways, dict(answers)),
        on_done_change=take_in,
    )


def _take_in(
    project: Project, by: str, sent: Sequence[dict[str, Any]], answers: dict[str, str]
) -> None:
    new = [each for each in sent if each["id"] not in answers]
    for each in new:
        if each["act"] == "look":
            st.session_state[_LOOKED_AT] = tuple(map(str, each["codes"]))
            answers[each["id"]] = ""
    done = [each for each in new if each["act"] != "look"]
    answers.update(acts.take_in(project, by, done, lambda id_: _kept(project, by, id_)))
    for old in list(answers)[:-_KEPT]:
        del answers[old]


def _kept(project: Project, by: str, shown: str) -> str | None:
    """The id on record of a group; a cut that was only looked at is kept first."""
    if not shown.startswith("cut-"):
        return shown
    laid = laid_out(project)
    if laid is None:
        return None
    _, k, at = shown.split("-")
    try:
        kept = groupings.keep(project, by, laid, int(k))
    except WorkbenchError:
        return None
    return str(kept["groups"][int(at)]["id"])
