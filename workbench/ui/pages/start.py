"""Start: the study at a glance, and what to do next."""

import streamlit as st

from workbench.counts import counts
from workbench.study import questions
from workbench.ui import session, widgets
from workbench.ui.overview import open_threads

project = session.project()
study = project.study()
found = counts(project)

st.header(study.title)
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

st.caption("What the study asks")
st.text("\n".join(f"{n}.  {q.text}" for n, q in enumerate(questions(project), 1)))

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
        st.switch_page(session.page_file(thread.page))
