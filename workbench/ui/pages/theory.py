"""Theory: how the themes relate to a framework, argued."""

import streamlit as st

from workbench.alliance import opening
from workbench.exporters import figures_matrices
from workbench.themes.board import standing_themes
from workbench.themes.voices import NO_GROUP, Voices
from workbench.ui import (
    frames,
    pictures,
    scoring,
    session,
    theming,
    theorising,
    widgets,
)

widgets.head(
    "Theory",
    "Relate your themes to theory late, and say where they do not fit.",
    "whether the theory is doing the work rather than the interviews.",
)
project, by = session.project(), session.me()
if not opening.is_open(project):
    frames.closed(project, by)
    session.end_page()
frames.opened_when(project)
standing = standing_themes(project)
if not standing:
    widgets.empty(
        "There is no theme to relate yet. Start one on the Themes page:",
        "workbench theme my-study.workbench --from FILE.csv",
    )
    session.end_page()
framework = frames.choose_framework(project, by)
if framework is None:
    session.end_page()
voices = session.seen().once("voices", lambda: Voices(project))
groups = [each for each in voices.group_sizes() if each != NO_GROUP] or [""]
frames.warn(project, framework)
place = theorising.board(project, by, framework, standing, groups)
if place is not None:
    theorising.one_place(project, by, framework, place, standing, voices)
else:
    st.caption("Choose a place in the matrix to argue it.")
theorising.left_empty(project, framework, standing)
with st.expander("A question from the machine", key="theory_question"):
    theme = theming.choose(project)
    if theme is not None:
        theorising.ask_closest(project, framework, theme, standing)
with st.expander("The matrix for print", key="theory_print"):
    pictures.show(project, by, "alliance-matrix", figures_matrices.alliance_cells)
with st.expander("Questionnaire scores beside what was said", key="theory_scores"):
    scoring.show(project, by, framework)
