"""What is being typed survives a reload of the page, in the browser's own tab only."""

from __future__ import annotations

import streamlit as st

_COMPONENT = st.components.v2.component("workbench.drafts", js="drafts.js")


def keep(study: str) -> None:
    """Text boxes of this study keep what is typed until it is handed in."""
    _COMPONENT(key="drafts", data={"study": study})
