"""Debrief: not yet in this version."""

import streamlit as st

from workbench.ui import widgets

widgets.head(
    "Debrief", "A peer who asks what you did not.", "whether a challenge is right."
)
st.info("Packets for debriefers come with a later version.")
