"""Which project is open and who works on it: the app's only state."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.model import Researcher, Study
from workbench.store.project import Project


def page_file(name: str) -> str:
    """The file of a page, wherever the package is installed."""
    return str(Path(__file__).parent / "pages" / f"{name}.py")


def project() -> Project:
    """The open project; where there is none, the page says so and stops."""
    address = os.environ.get("WORKBENCH_PROJECT")
    if not address:
        st.title("No study is open")
        st.write("Start the app with the study you want to work on:")
        st.code("workbench open my-study.workbench")
        st.write("To look around first, build and open the invented sample study:")
        st.code("workbench demo")
        st.stop()
    try:
        return Project.open(address)
    except WorkbenchError as error:
        st.title("The study cannot be opened")
        st.error(str(error))
        st.stop()


def study() -> Study:
    """The study itself."""
    return project().study()


def show_where_we_are() -> None:
    """The sidebar says which study is open, and who works on it."""
    opened = project()
    everyone = opened.read(Researcher)
    with st.sidebar:
        st.markdown("**Study**")
        st.text(opened.study().title)
        names = {who.id: who.name for who in everyone}
        st.selectbox(
            "Researcher",
            list(names),
            format_func=lambda who: names[who],
            key="researcher",
            help="Everything you decide is recorded under this name.",
        )
        st.caption(f"{opened.study().orientation} · {opened.head().seq:,} decisions")
        if opened.study().is_sample:
            st.caption("Sample study: everyone in it is invented.")
