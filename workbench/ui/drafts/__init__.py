"""What is being typed survives a reload of the page, in the browser's own tab only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component("workbench.drafts", js="drafts.js")


def keep(study: str) -> None:
    """Text boxes of this study keep what is typed until it is handed in."""
    _component()(key="drafts", data={"study": study})
