"""Debrief: a peer asks what the researcher did not; what came of it is kept."""

import streamlit as st

from workbench import study
from workbench.model import Researcher
from workbench.ui import challenge_cards, debriefs, packets, readings, session, widgets

widgets.head(
    "Debrief",
    "A peer who is not part of the analysis asks what you did not.",
    "whether a challenge is right.",
)
debriefs.no_login_note()
if not session.is_open():
    packets.read_packet()
    session.end_page()
project = session.project()
me = session.me()
who = project.one(Researcher, id=me)
if not study.can(who, study.READ, project):
    st.write("You are here as a debriefer: open the packet that you were given.")
    packets.read_packet()
    session.end_page()
PARTS = ("Debriefings", "Challenges", "Compare readings", "Open a packet")
first = st.session_state.get("debrief_part_first", PARTS[0])
part = st.segmented_control(
    "Part",
    PARTS,
    default=first,
    required=True,
    key="debrief_part",
    label_visibility="collapsed",
)
if part == "Challenges":
    challenge_cards.list_all(project, me)
elif part == "Compare readings":
    readings.show(project, me)
elif part == "Open a packet":
    packets.read_packet()
else:
    if study.can(who, study.PACK, project):
        with st.expander("Open a debriefing", icon=":material/add:"):
            debriefs.open_one(project, me)
        with st.expander("Take a debriefer's answers in", icon=":material/input:"):
            packets.take_back(project, me)
    debriefs.list_all(project, me)
