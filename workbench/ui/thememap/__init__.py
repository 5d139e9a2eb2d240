"""The theme map on the Themes page: arranged by hand, with lines that say something."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.exporters import figures_themes
from workbench.exporters.reading import moment
from workbench.model import Researcher, ThemeLine
from workbench.study import THEME, can
from workbench.themes import theme_map
from workbench.themes.board import standing_themes
from workbench.ui import widgets

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

    from workbench.store.project import Project

#: Pixels of the page for a point of the picture.
_SCALE: Final = 2


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component(
        "workbench.thememap", js="map.js", css="map.css", isolate_styles=False
    )


def show(project: Project, by: str) -> None:
    """The map stands in the page; where a theme is put, it stays."""

    def take_in() -> None:
        sent = st.session_state["theme_map"].get("moved")
        if not sent:
            return
        try:
            places = {theme: (x, y) for theme, (x, y) in sent["places"].items()}
            theme_map.arrange(project, by, places)
        except WorkbenchError as error:
            widgets.say(str(error))

    _component()(key="theme_map", data=_message(project, by), on_moved_change=take_in)


def _message(project: Project, by: str) -> dict[str, Any]:
    with moment(project, None) as seen:
        boxes, height = figures_themes.layout(seen)
    standing = standing_themes(project)
    ids = {theme.id for theme in standing}
    return {
        "width": figures_themes.PAGE * _SCALE,
        "height": height * _SCALE,
        "may": can(project.one(Researcher, id=by), THEME, project),
        "nodes": [
            {
                "id": theme.id,
                "name": theme.name,
                "state": theme.state,
                "top": theme.parent not in ids,
                "x": boxes[theme.id].x * _SCALE,
                "y": boxes[theme.id].y * _SCALE,
                "width": boxes[theme.id].width * _SCALE,
                "height": boxes[theme.id].height * _SCALE,
            }
            for theme in standing
        ],
        "parts": [[t.id, t.parent] for t in standing if t.parent in ids],
        "lines": [
            {"source": line.source, "target": line.target, "says": line.says or ""}
            for line in project.read(ThemeLine, state="drawn")
            if {line.source, line.target} <= ids
        ],
    }


def lines(project: Project, by: str) -> None:
    """Lines between themes are drawn and taken away."""
    names = {theme.id: theme.name for theme in standing_themes(project)}
    with st.form("draw_line", border=False, clear_on_submit=True):
        one, two, three, four = st.columns([3, 2, 3, 1], vertical_alignment="bottom")
        source = one.selectbox(
            "From", list(names), format_func=lambda id_: names[id_], key="line_from"
        )
        says = two.text_input("says", key="line_says")
        target = three.selectbox(
            "to", list(names), format_func=lambda id_: names[id_], key="line_to"
        )
        if four.form_submit_button("Draw") and source and target:
            with widgets.attempt("Drawn."):
                theme_map.relate(project, by, source, target, says)
    for line in project.read(ThemeLine, state="drawn"):
        if {line.source, line.target} <= names.keys():
            left, right = st.columns([6, 1])
            left.text(
                f"{names[line.source]} → {line.says or ''} → {names[line.target]}"
            )
            if right.button("Take away", key=f"unrelate_{line.id}"):
                with widgets.attempt("Taken away."):
                    theme_map.unrelate(project, by, line.id)
