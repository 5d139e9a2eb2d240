"""The backups of a study on this machine, and a study made anew from one of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.store import backups, copies
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.project import Project


def show(project: Project) -> None:
    """What is kept, and a door to restore it beside the study, never over it."""
    st.header("Backups")
    st.write(
        "Checked copies are made by themselves: at opening, before an import or a "
        "merge, and every quarter of an hour in which something was decided. They lie "
        f"outside the study's folder, in {plain(str(backups.folder(project)))}."
    )
    there = backups.kept(project)
    if not there:
        st.info("There is none yet: the next is made when something was decided.")
    else:
        st.dataframe(
            [
                {
                    "Made (UTC)": each.at.strftime("%d %b %Y, %H:%M"),
                    "Decisions": each.decisions,
                    "Size (MB)": round(each.path.stat().st_size / 1e6, 1),
                }
                for each in there
            ],
            hide_index=True,
            width="stretch",
            key="backups",
        )
    if st.button("Back up now"):
        if trouble := backups.keep_or_say(project):
            st.error(plain(trouble))
        else:
            st.rerun()
    if there:
        _restore(project, there)


def _restore(project: Project, there: list[backups.Backup]) -> None:
    with st.expander("Restore one as a study of its own"):
        chosen = st.selectbox(
            "Backup",
            there,
            format_func=lambda b: f"{b.at:%d %b %Y, %H:%M} · {b.decisions} decisions",
        )
        here = project.database.path
        beside = (here.parent if here else Path.home()) / (
            f"{here.stem if here else 'study'} of {chosen.at:%Y-%m-%d %H%M}.workbench"
        )
        where = st.text_input("Its new file", str(beside))
        if st.button("Restore"):
            try:
                target = Path(where).expanduser()
                copies.restore(chosen.path, target, project.surroundings)
            except WorkbenchError as error:
                st.error(plain(str(error)))
            else:
                st.success(f"It stands at {plain(where)}. Open it from Start.")
