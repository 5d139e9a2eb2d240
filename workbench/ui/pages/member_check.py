"""Member check: participants read what they said, or what was made of it."""

import streamlit as st

from workbench import study
from workbench.model import Researcher
from workbench.ui import member_answers, member_checks, session, widgets

widgets.head(
    "Member check",
    "Participants read what they said, or what you made of it, and may answer.",
    "whether agreement means anything.",
)
project = session.project()
me = session.me()
who = project.one(Researcher, id=me)
if not study.can(who, study.READ, project):
    st.info("A debriefer does not see what participants were sent.")
    session.end_page()
PARTS = ("Register", "Make packets", "Replies", "Words for participants")
first = st.session_state.get("member_part_first", PARTS[0])
part = st.segmented_control(
    "Part",
    PARTS,
    default=first,
    required=True,
    key="member_part",
    label_visibility="collapsed",
)
if not study.can(who, study.CHECK, project):
    st.caption("The lead writes to participants; you can look.")
    member_checks.register(project, me, may_mark=False)
elif part == "Make packets":
    member_checks.make(project, me)
elif part == "Replies":
    member_answers.take_reply(project, me)
elif part == "Words for participants":
    member_checks.words_for_participants(project, me)
else:
    member_checks.register(project, me)
