"""What pages share: the line above each phase, empty states, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def head(title: str, asks: str, cannot: str) -> None:
    """A page's title, what Braun and Clarke ask for there, what no tool can judge."""
    st.title(title)
    st.caption(f"{asks}  \n*What this tool cannot judge:* {cannot}")


def empty(what: str, command: str) -> None:
    """Nothing is here yet, and this is the next step."""
    st.info(what)
    st.code(command, language="sh")


def table(rows: Sequence[Mapping[str, object]], *, key: str) -> None:
    """Rows as a table that can be sorted and searched."""
    st.dataframe(list(rows), hide_index=True, width="stretch", key=key)


def not_built_yet(what: str) -> None:
    """This page shows what there is; changing it here comes with a later part."""
    st.caption(f"{what} The page is for reading in this version.")
