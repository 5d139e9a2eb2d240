"""Familiarise: read, search and note; put right what a transcript has wrong."""

import streamlit as st

from workbench.model import Transcript
from workbench.ui import session, widgets
from workbench.ui.reading import listing, searching, text

LIST, READ, SEARCH = "All transcripts", "Read one", "Search"

session.me()
widgets.head(
    "Familiarise",
    "Read and read again; note what strikes, surprises and is missing.",
    "whether you have listened.",
)
seen = session.seen()
if not seen.rows(Transcript, state="active"):
    st.info("There is nothing to read yet. Bring in an interview first.")
    if st.button("Go to Material", type="primary", key="to_material"):
        session.go("material")
    session.end_page()
if "go_to_transcript" in st.session_state or "transcript" in st.query_params:
    st.session_state["familiarise_view"] = READ
if "search" in st.query_params:
    st.session_state["familiarise_view"] = SEARCH
st.session_state.setdefault("familiarise_view", LIST)
view = st.segmented_control(
    "View",
    (LIST, READ, SEARCH),
    key="familiarise_view",
    label_visibility="collapsed",
)
if view == READ:
    text.show(seen)
elif view == SEARCH:
    searching.show(seen)
else:
    listing.show(seen)
