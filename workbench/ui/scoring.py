"""Questionnaire scores in a page: brought in, and read beside themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from workbench.alliance import joint_display
from workbench.alliance.scores import INSTRUMENTS, take_scores
from workbench.store import scratch
from workbench.themes.voices import codes_of
from workbench.ui import widgets

if TYPE_CHECKING:
    from workbench.model import Theme
    from workbench.store.project import Project
    from workbench.themes.voices import Voices

_OTHER = "another"


def show(project: Project, by: str, standing: list[Theme], voices: Voices) -> None:
    """Scores beside themes, and the way to bring more of them in."""
    scales = joint_display.scales(project)
    for scores in scales:
        st.text(f"{scores.title} ({scores.citation})")
        widgets.table(_rows(scores, standing, voices), key=f"joint_{scores.title}")
    if scales:
        st.caption(
            f"Median (range). Fewer than {joint_display.FEWEST} people are not shown, "
            "nor what would give them away."
        )
    _bring_in(project, by)


def _rows(
    scores: joint_display.Scores, standing: list[Theme], voices: Voices
) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for theme in standing:
        spoken = voices.of_codes(codes_of(theme.id, standing))
        people = {person for voice in spoken for person in voice.people}
        for group in voices.group_sizes():
            members = [each for each in voices.people if voices.group(each) == group]
            beside = joint_display.beside_theme(scores, people, members)
            found.append(
                {
                    "Theme": theme.name,
                    "Group": group,
                    "Those who speak in it": beside.speaking.in_words,
                    "Those who do not": beside.silent.in_words,
                }
            )
    return found


def _bring_in(project: Project, by: str) -> None:
    st.caption(
        "A CSV or XLSX table with the columns participant and score; instrument, "
        "subscale and citation may follow. Totals and subscales only, never items."
    )
    with st.form("scores", border=False, clear_on_submit=True):
        given = st.file_uploader("Scores", ["csv", "xlsx"], key="scores_file")
        one, two, three = st.columns(3)
        name = one.selectbox("Questionnaire", [*INSTRUMENTS, _OTHER], key="scores_name")
        other = one.text_input("Its full name, if another", key="scores_other")
        subscale = two.text_input("Subscale (empty: total)", key="scores_subscale")
        citation = three.text_input("Citation, if another", key="scores_citation")
        if st.form_submit_button("Bring in") and given is not None:
            with (
                widgets.attempt("Scores are in."),
                scratch.folder(project.surroundings) as folder,
            ):
                path = folder / Path(given.name).name
                path.write_bytes(given.getvalue())
                take_scores(
                    project,
                    by,
                    path,
                    instrument=other if name == _OTHER else name,
                    subscale=subscale,
                    citation=citation,
                )
