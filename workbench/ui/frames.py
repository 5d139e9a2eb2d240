"""Theory before the matrix: closed, opened on record, a framework chosen or loaded."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import alliance
from workbench.alliance.opening import open_theory, openings
from workbench.coding import frameworks
from workbench.coding.codebook import read_codebook, shipped_codebooks
from workbench.model import AllianceLink, Framework
from workbench.store import scratch
from workbench.ui import widgets

if TYPE_CHECKING:
    from workbench.store.project import Project

#: What the working alliance is most often argued against.
_FIRST: Final = ("bordin_working_alliance", "digital_therapeutic_alliance")


def closed(project: Project, by: str) -> None:
    """Theory is out of sight; opening it is a decision."""
    st.info(
        "Theory is closed, so that it does not lead the coding unseen. It is not part "
        "of Braun and Clarke's fifth phase. From when on it was in sight will be told "
        "in the trail."
    )
    with st.form("open_theory", border=False):
        note = st.text_input("Why now (may stay empty)", key="open_theory_note")
        if st.form_submit_button("Open theory"):
            with widgets.attempt("Theory is open from today."):
                open_theory(project, by, note)


def opened_when(project: Project) -> None:
    """The line that says from when on theory was in sight."""
    for each in openings(project):
        note = f": {each.note}" if each.note else ""
        widgets.in_grey(f"Opened on {each.at[:10]}{note}")


def choose_framework(project: Project, by: str) -> Framework | None:
    """The framework that is looked at; others can be loaded beside it."""
    used = Counter(link.framework for link in project.rows(AllianceLink))
    loaded = sorted(project.read(Framework), key=lambda each: -used[each.id])
    known = {each.name for each in loaded}
    if not loaded:
        st.info(
            "No framework is loaded yet. Loaded for mapping, its parts become places "
            "in a matrix; they do not join your codes."
        )
        _load(project, by, known)
        return None
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    titles = {each.id: each.title for each in loaded}
    chosen = left.selectbox(
        "Framework",
        list(titles),
        format_func=lambda id_: titles[id_],
        key="framework",
    )
    with right.popover("Load another framework"):
        _load(project, by, known)
    return next((each for each in loaded if each.id == chosen), None)


@cache
def _shipped() -> dict[str, str]:
    """Titles of the frameworks that come with the workbench, Bordin's before others."""
    titles = {name: read_codebook(name).title for name in shipped_codebooks()}
    return dict(sorted(titles.items(), key=lambda each: (each[0] not in _FIRST, each)))


def _load(project: Project, by: str, known: set[str]) -> None:
    names = [name for name in _shipped() if name not in known]
    name = st.selectbox(
        "One that comes with the workbench",
        names,
        format_func=lambda each: _shipped()[each],
        key="shipped_frame",
    )
    if st.button("Load it", disabled=not names, key="load_shipped") and name:
        with widgets.attempt("Loaded."):
            book = read_codebook(name)
            frameworks.load_codebook(project, by, book, for_mapping=True)
    own = st.file_uploader("Or your own", ["toml", "csv", "xlsx", "qdc"])
    if own is not None and st.button("Load this file", key="load_own"):
        with widgets.attempt("Loaded."), scratch.folder(project.surroundings) as folder:
            path = folder / Path(own.name).name
            path.write_bytes(own.getvalue())
            book = read_codebook(str(path))
            frameworks.load_codebook(project, by, book, for_mapping=True)


def warn(project: Project, framework: Framework) -> None:
    """One line where an undeclared framework takes in every theme."""
    taking = [each.id for each in alliance.swallowed_by(project)]
    key = f"warned_{framework.id}"
    if framework.id not in taking or st.session_state.get(key):
        return
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.warning(
        "Every theme finds a home in this framework, and it was not declared before "
        "the coding. Is the theory doing the work, rather than the interviews?"
    )
    if right.button("I have thought about it", key=f"dismiss_{key}"):
        st.session_state[key] = True
        st.rerun()
