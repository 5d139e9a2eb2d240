"""Themes: groupings of the machine, and candidate themes of people."""

import streamlit as st

from workbench.model import Code, Grouping, GroupingRun, Theme
from workbench.ui import session, widgets

widgets.head(
    "Themes",
    "Generate initial themes: what single idea unites these codes?",
    "whether a set of codes shares a meaning or only a topic.",
)
project = session.project()
names = {code.id: code.name for code in project.read(Code)}
st.subheader("Candidate themes")
candidates = project.read(Theme, state="candidate")
for theme in candidates:
    st.markdown("**" + theme.name.replace("*", "") + "**")
    st.text(theme.central_concept or "No central organising concept yet.")
    st.caption(" · ".join(names[code] for code in theme.codes))
if not candidates:
    widgets.empty(
        "No candidates now.", "workbench theme my-study.workbench --from FILE"
    )
st.subheader("Groupings to look at")
runs = project.read(GroupingRun)
if not runs:
    widgets.empty(
        "The machine has not been asked to group codes.",
        "workbench group my-study.workbench",
    )
for run in runs[-1:]:
    groupings = project.read(Grouping, run=run.id)
    kinds = sorted({grouping.alternative for grouping in groupings})
    if not kinds:
        st.caption("Too few codes with segments to put side by side.")
        continue
    for column, alternative in zip(st.columns(len(kinds)), kinds, strict=True):
        column.caption(f"Grouping {alternative + 1}")
        for grouping in groupings:
            if grouping.alternative == alternative:
                column.text(" · ".join(names[code] for code in grouping.codes))
