"""Develop and review: themes against their extracts, and against the whole."""

import streamlit as st

from workbench.exporters import figures_matrices
from workbench.model import Code
from workbench.study import is_on
from workbench.themes.board import standing_themes
from workbench.themes.voices import Voices
from workbench.ui import pictures, reviewing, session, theming, widgets

widgets.head(
    "Develop and review",
    "Check each theme against its extracts, then against every transcript.",
    "whether there is enough meaning in a theme, or too much for one.",
)
project, by = session.project(), session.me()
standing = standing_themes(project)
if not standing:
    widgets.empty(
        "No themes yet. Start one on the Themes page, or take them from a table:",
        "workbench theme my-study.workbench --from FILE.csv",
    )
    if st.button("Go to Themes", key="go_to_themes"):
        session.go("themes")
    session.end_page()
voices = session.seen().once("voices", lambda: Voices(project))
reviewing.overview(project, voices, standing)
one, whole, overlap, pictured = st.tabs(
    ["One theme", "Read everything again", "Overlap", "Pictures"],
    key="review_view",
    on_change="rerun",
)
if one.open:
    with one:
        theme = theming.choose(project)
        if theme is not None:
            words, asked, stand, against, groups = st.tabs(
                [
                    *("Extracts", "Five questions", "Concept and state"),
                    *("Against it", "Groups"),
                ],
                key="theme_view",
                on_change="rerun",
            )
            if words.open:
                with words:
                    reviewing.extracts_of(project, by, voices, theme, standing)
            with asked:
                reviewing.questions(project, by, theme)
            with stand:
                reviewing.state(project, by, theme)
            with against:
                reviewing.against(project, by, voices, theme)
            if groups.open:
                with groups:
                    reviewing.groups(project, by, voices, theme, standing)
if whole.open:
    with whole:
        reviewing.read_again(project, by, standing)
if overlap.open:
    with overlap:
        names = {code.id: code.name for code in project.read(Code)}
        reviewing.overlaps(voices, standing, names)
if pictured.open:
    with pictured:
        counts = is_on(project, "counts")
        pictures.show(
            project,
            by,
            "participant-matrix",
            lambda moment: figures_matrices.participant_dots(moment, counts=counts),
        )
        pictures.show(project, by, "group-comparison", figures_matrices.group_bars)
