"""Settings: where you stand, how the study was done, and what the machine may do."""

import streamlit as st

from workbench.ui import session, widgets
from workbench.ui.set_up import choices, protection

session.me()
widgets.head(
    "Settings",
    "Say where you stand before you begin, and change it on record.",
    "whether your assumptions are the ones you have written down.",
)
views = {
    "Where you stand": choices.where_you_stand,
    "Switches": choices.switches,
    "Questions and tradition": choices.the_study,
    "How it was done": choices.how_it_was_done,
    "Who works on it": choices.team,
    "Safe keeping": protection.safe_keeping,
}
if protection.is_needed(session.seen()):
    st.session_state.setdefault("settings_view", "Safe keeping")
st.session_state.setdefault("settings_view", "Where you stand")
view = st.segmented_control(
    "Settings", list(views), key="settings_view", label_visibility="collapsed"
)
views[view or "Where you stand"](session.seen())
