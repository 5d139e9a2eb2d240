"""The coding in pictures, each with its table and its files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.exporters import figures_coding as figures
from workbench.model import Researcher
from workbench.study import EXPORT, can, is_on
from workbench.trust.handing_out import hand_out
from workbench.ui import session, widgets
from workbench.ui.code_list import facts
from workbench.ui.made import UNCHECKED
from workbench.ui.packets import KEY_AT, names_key
from workbench.ui.pictures import maker
from workbench.ui.reading.listing import covered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.exporters.figures_coding import Picture
    from workbench.store.project import Project
    from workbench.ui.seen import Seen

_COVERAGE: Final = "Coverage"
_GROUPS: Final = "Codes by group"
_TOGETHER: Final = "Codes on the same words"
_COURSE: Final = "Over the interview"


def show(seen: Seen) -> None:
    """One picture at a time: the picture first, its table second, its files last."""
    st.session_state.setdefault("picture", _COVERAGE)
    which = st.segmented_control(
        "Picture",
        (_COVERAGE, _GROUPS, _TOGETHER, _COURSE),
        key="picture",
        label_visibility="collapsed",
    )
    with_counts = is_on(seen.project, "counts")
    if which == _GROUPS and not with_counts:
        st.info(
            "How often a code stands in a group is a count, and counts are off in this "
            "study. They are switched on in the settings, with a reason on record."
        )
        return
    picture = _made(seen, which or _COVERAGE, with_counts=with_counts)
    if not picture.rows:
        st.info("There is nothing to draw yet: no segment is coded.")
        return
    st.vega_lite_chart(
        dict(picture.specification), width="content", theme=None, key=f"drawn_{which}"
    )
    st.caption(picture.says)
    _files(seen.project, picture)
    with st.expander("The same as a table"):
        widgets.table(list(picture.rows), key="rows_of_picture")


def _made(seen: Seen, which: str, *, with_counts: bool) -> Picture:
    names = facts.names(seen)
    if which == _COVERAGE:
        return figures.coverage_strips(covered(seen), counts=with_counts)
    segments = facts.placed(seen)
    if which == _GROUPS:
        st.session_state.setdefault("counted_as", "people")
        of = st.radio(
            "Counted as", ("people", "segments"), horizontal=True, key="counted_as"
        )
        return figures.by_group(segments, names, people=of == "people")
    if which == _TOGETHER:
        return figures.on_one_another(segments, names, counts=with_counts)
    return figures.along_the_talk(segments, names)


def _files(project: Project, picture: Picture) -> None:
    """A button for each format; what leaves is looked through, and on record."""
    by = session.me()
    if not can(project.one(Researcher, id=by), EXPORT, project):
        return
    name = re.sub(r"\W+", "-", picture.title.lower()).strip("-")
    kinds = (
        ("SVG", picture.svg, "image/svg+xml"),
        ("PNG", picture.png, "image/png"),
        ("CSV", picture.csv, "text/csv"),
    )
    for column, (kind, made, mime) in zip(st.columns(6), kinds, strict=False):
        file = f"{name}.{kind.lower()}"
        column.download_button(
            kind,
            maker(project, file, _writer(project, by, picture, made)),
            file_name=file,
            mime=mime,
            key=f"download_{kind}",
            on_click="ignore",
            width="stretch",
        )
    if not os.environ.get(KEY_AT):
        st.caption(UNCHECKED)


def _writer(
    project: Project, by: str, picture: Picture, made: Callable[[], bytes]
) -> Callable[[Path], None]:
    def write(out: Path) -> None:
        # names in an image cannot be read; the drawing it is made of says the same
        hand_out(
            *(project, by, out, made(), "picture", None, names_key()),
            also_look_into={"drawing.svg": picture.svg()},
        )

    return write
