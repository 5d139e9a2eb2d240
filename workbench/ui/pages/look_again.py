"""Look again: at what does not fit, at what was left out, at what was offered."""

import streamlit as st

from workbench.model import CodedSegment
from workbench.ui import looking, session, widgets
from workbench.ui.corrected import at_corrected

session.me()
widgets.head(
    "Look again",
    "Go back over what you coded; look for what does not fit and for what is missing.",
    "whether two passages mean the same, or one the opposite of the other.",
)
seen = session.seen()
if not seen.rows(CodedSegment, state="active"):
    st.info("There is nothing to look at again yet: no segment is coded.")
    if st.button("Code a transcript", type="primary", key="to_code"):
        session.go("code")
    session.end_page()

ONE, WHOLE, WORDS, OFFERS, CORRECTED = (
    "A code or theme",
    "The whole study",
    "By your words",
    "What was offered",
    "What was corrected",
)
st.session_state.setdefault("look_view", ONE)
view = st.segmented_control(
    "View",
    (ONE, WHOLE, WORDS, OFFERS, CORRECTED),
    key="look_view",
    label_visibility="collapsed",
)
if view == CORRECTED:
    at_corrected(seen)
    session.end_page()
left, words = st.columns([2, 5], gap="medium")
with left:
    if view == WHOLE:
        looking.at_whole(seen, words)
    elif view == WORDS:
        looking.by_words(seen, words)
    elif view == OFFERS:
        with words:
            looking.at_offers(seen)
    else:
        chosen = looking.choose(seen)
        if chosen:
            looking.at_codes(seen, chosen, words)
