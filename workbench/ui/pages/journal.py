"""Journal: the researcher's own voice; private unless she releases an entry."""

import streamlit as st

from workbench.model import Memo, Researcher
from workbench.ui import session, widgets

widgets.head(
    "Journal",
    "Write what you expect, feel and change your mind about.",
    "anything that is not written down.",
)
project = session.project()
names = {who.id: who.name for who in project.read(Researcher)}
me = st.session_state.get("researcher")
entries = [
    memo
    for memo in project.read(Memo, kind="journal")
    if memo.by == me or memo.visibility != "private"
]
if not entries:
    st.info("No entries that are yours or released to you.")
for entry in sorted(entries, key=lambda memo: memo.at):
    st.markdown(f"**{entry.at[:10]}** · {entry.visibility}")
    st.caption(names[entry.by])
    st.text(entry.text)
