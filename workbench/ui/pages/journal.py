"""Journal: the researcher's own voice; private unless she releases an entry."""

import streamlit as st

from workbench import study
from workbench.model import Researcher
from workbench.ui import journal_desk, session, widgets

widgets.head(
    "Journal",
    "Write what you expect, feel and change your mind about.",
    "anything that is not written down.",
)
project = session.project()
me = session.me()
who = project.one(Researcher, id=me)
if not study.can(who, study.READ, project):
    st.info("A debriefer does not see the journal.")
    session.end_page()
if study.can(who, study.WRITE, project):
    with st.expander("Write in the journal", icon=":material/edit:"):
        journal_desk.write(project, me)
    with st.expander("Write a field note", icon=":material/visibility:"):
        journal_desk.write_field_note(project, me)
with st.expander("What I expected, beside what was found"):
    journal_desk.show_beforehand(project)
journal_desk.read(project, me)
