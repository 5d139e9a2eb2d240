"""The theme table as it will print: its house, its caption, the order of the themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.exporters import plain, theme_table, writing_up
from workbench.exporters.analysis import Analysis
from workbench.exporters.reading import moment
from workbench.model import Caption, ThemeOrder
from workbench.ui import widgets
from workbench.ui.plain import plain as shown
from workbench.ui.plain import short
from workbench.ui.write_up import leaving
from workbench.ui.write_up.houses import HOUSES

if TYPE_CHECKING:
    from workbench.model import Theme
    from workbench.store.project import Project


def as_printed(project: Project, by: str) -> None:
    """The theme table as it will print, its caption, and the order of the themes."""
    left, middle, right = st.columns(
        [2, 2, 3], gap="medium", vertical_alignment="bottom"
    )
    style = left.selectbox(
        "House style", list(HOUSES), format_func=lambda h: HOUSES[h], key="style"
    )
    with moment(project, None) as seen:
        on = seen.is_on("counts")
        ordered = Analysis.of(seen).order
        caption = writing_up.caption_in_force(seen.read(Caption), "theme-table")
        told = writing_up.order_in_force(seen.read(ThemeOrder))
    counts = middle.toggle("Numbers of participants", on, key="with_counts")
    with right.popover("Order of the themes", width="stretch"):
        _order(project, by, [t for t in ordered if not t.parent], told)
    leaving.caption(project, by, "theme-table", caption, "print")
    try:
        with moment(project, None) as seen:
            content = theme_table.theme_table(seen, style or "thesis", counts=counts)
    except WorkbenchError as error:
        st.error(shown(str(error)))
        return
    page = plain.printed_page(content, style or "thesis").decode()
    # words stand in it escaped, and its own policy lets no script run
    st.iframe(page, height=620)
    leaving.show_hints(project, "print")


def _order(project: Project, by: str, tops: list[Theme], told: tuple[str, ...]) -> None:
    ids = [theme.id for theme in tops]
    for place, theme in enumerate(tops):
        name, up, down = st.columns([5, 1, 1], vertical_alignment="center")
        name.text(theme.name)
        for column, step, sign in ((up, -1, "↑"), (down, 1, "↓")):
            other = place + step
            label = f"{sign}"
            said = "Earlier" if step < 0 else "Later"
            if column.button(
                label,
                key=f"{said.lower()}_{theme.id}",
                disabled=not 0 <= other < len(ids),
                help=f"{said}: {short(shown(theme.name))}",
            ):
                ids[place], ids[other] = ids[other], ids[place]
                with widgets.attempt("In this order."):
                    writing_up.put_in_order(project, by, ids)
    if not told:
        st.caption("As they were begun, candidates last, until you move one.")
