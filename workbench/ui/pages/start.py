"""Start: the study at a glance, and what to do next."""

import streamlit as st

from workbench.counts import counts
from workbench.study import questions
from workbench.ui import session, widgets
from workbench.ui.overview import open_threads

project = session.project()
study = project.study()
found = counts(project)

st.title(study.title)
for question in questions(project):
    st.markdown("**Question.**")
    st.text(question.text)

shown = {
    "participants": "People",
    "transcripts": "Transcripts",
    "coded_segments": "Coded segments",
    "codes": "Codes",
    "candidate_themes": "Candidate themes",
    "themes": "Themes",
}
for column, (name, title) in zip(st.columns(len(shown)), shown.items(), strict=True):
    column.metric(title, f"{found[name]:,}")

st.subheader("Open threads")
threads = open_threads(project)
if not threads:
    widgets.empty(
        "Nothing is waiting. Bring in transcripts to begin.",
        "workbench import my-study.workbench interview.docx",
    )
for thread in threads:
    left, right = st.columns([5, 1])
    left.markdown(f"**{thread.title}**  \n{thread.detail}")
    if right.button("Go there", key=f"go_{thread.page}_{thread.title}"):
        st.switch_page(f"workbench/ui/pages/{thread.page}.py")
