"""Themes: groupings of the machine to look at, candidate themes of people to make."""

import streamlit as st

from workbench.exporters import figures_lineage, figures_themes
from workbench.themes.board import read_board
from workbench.themes.lineage import lineage_of
from workbench.ui import laying, pictures, session, thememap, theming, widgets
from workbench.ui.board import wall

widgets.head(
    "Themes",
    "Generate initial themes: what single idea unites these codes?",
    "whether a set of codes shares a meaning or only a topic.",
)
project, by = session.project(), session.me()
board = read_board(project)
if not board.codes and not board.themes:
    widgets.empty(
        "There are no codes yet. Code a transcript first, or take coding from a table:",
        "workbench code my-study.workbench --from coding.csv",
    )
    if st.button("Go to Code", key="go_to_code"):
        session.go("code")
    st.stop()
on_board, on_map, given_up = st.tabs(["Board", "Map", "Where candidates went"])
with on_board:
    wall.show(project, by, laying.ways(project, by))
    laying.inside(project, board.codes)
    theming.set_aside_reasons(project, by)
    if board.themes:
        st.subheader("One theme at hand")
        theming.panel(project, by, board.codes)
with on_map:
    if board.themes:
        st.caption("Drag a theme, or move it by the arrow keys; it stays where it is.")
        thememap.show(project, by)
        thememap.lines(project, by)
        st.caption("The map and the code tree for print:")
        pictures.show(
            project, by, "theme-map", figures_themes.theme_map, is_shown=False
        )
        pictures.show(project, by, "code-tree", figures_themes.code_tree)
    else:
        st.caption("The map shows candidates once there are some.")
with given_up:
    account = lineage_of(project).account
    st.text(
        f"{sum(account.values())} candidates were begun: "
        + ", ".join(f"{count} {fate}" for fate, count in account.items())
        + "."
    )
    if sum(account.values()):
        pictures.show(project, by, "lineage", figures_lineage.lineage_flow)
    theming.given_up(project, by)
