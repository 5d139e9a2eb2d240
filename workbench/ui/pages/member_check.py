"""Member check: not yet in this version."""

import streamlit as st

from workbench.ui import widgets

widgets.head(
    "Member check",
    "Reflections of participants on what you made of their words.",
    "whether agreement means anything.",
)
st.info("Packets for participants come with a later version.")
