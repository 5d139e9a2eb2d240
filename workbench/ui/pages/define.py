"""Define: what each theme says, and where it ends."""

import streamlit as st

from workbench.model import Theme
from workbench.ui import session, widgets

widgets.head(
    "Define",
    "Refine, define and name: the story of each theme, and what it is not.",
    "whether a name tells the reader why she should care.",
)
themes = [t for t in session.project().read(Theme) if t.state != "discarded"]
if not themes:
    widgets.empty("No themes yet.", "workbench theme my-study.workbench --from FILE")
for theme in themes:
    st.subheader(theme.name.replace("*", ""))
    st.caption(theme.state)
    st.text(theme.central_concept or "Central organising concept: not recorded.")
    st.text(f"Is not: {theme.is_not}" if theme.is_not else "Boundary: not recorded.")
