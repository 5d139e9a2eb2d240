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
    session.end_page()
on_board, on_map, given_up = st.tabs(
    ["Board", "Map", "Where candidates went"], key="themes_view", on_change="rerun"
)
if on_board.open:
    with on_board:
        ways = laying.ways(project, by)
        # Always there, so that the board below keeps its place and what is chosen.
        with st.container():
            laying.inside(project, board.codes)
        wall.show(project, by, ways)
        theming.set_aside_reasons(project, by)
        if board.themes:
            st.header("One theme at hand")
            theming.panel(project, by, board.codes)
if on_map.open:
    with on_map:
        if board.themes:
            st.caption("Drag a theme, or move it by the arrow keys; it stays there.")
            thememap.show(project, by)
            thememap.lines(project, by)
            st.caption("The map and the code tree for print:")
            pictures.ways_out(project, by, "theme-map", (".svg", ".png", ".csv"))
            pictures.show(project, by, "code-tree", figures_themes.code_tree)
        else:
            st.caption("The map shows candidates once there are some.")
if given_up.open:
    with given_up:
        lineage = lineage_of(project)
        account = lineage.account
        told = ", ".join(f"{count} {fate}" for fate, count in account.items())
        st.text(f"{sum(account.values())} candidates were begun: {told}.")
        if lineage.candidates:
            pictures.show(project, by, "lineage", figures_lineage.lineage_flow)
        theming.given_up(project, by, lineage)
