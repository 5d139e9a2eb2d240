"""Ask the data: who says what, what stands beside what, and the coding in pictures."""

import streamlit as st

from workbench.model import CodedSegment
from workbench.ui import session, widgets
from workbench.ui.asking import pictures, question

ASK, LOOK = "Ask", "Pictures"

session.me()
widgets.head(
    "Ask the data",
    "Look across what you have coded: who says it, who does not, and beside what.",
    "whether what is said often matters, or what is said once.",
)
seen = session.seen()
if not seen.rows(CodedSegment, state="active"):
    st.info("There is nothing to ask yet: no segment is coded.")
    if st.button("Code a transcript", type="primary", key="to_code"):
        session.go("code")
    session.end_page()
st.session_state.setdefault("ask_view", ASK)
view = st.segmented_control(
    "View", (ASK, LOOK), key="ask_view", label_visibility="collapsed"
)
if view == LOOK:
    pictures.show(seen)
else:
    question.show(seen)
