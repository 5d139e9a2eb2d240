"""Notes while reading: what struck, what surprised, what is missing; field notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding import memos
from workbench.model import Memo, Researcher
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from workbench.model import Transcript
    from workbench.ui.seen import Seen

#: METHOD.md 1.1, phase one; the last one is about all transcripts together.
PROMPTS: Final = (
    "What struck me?",
    "What surprised me?",
    "What is missing?",
    "How am I reacting, and why?",
    "Which patterns do I already suspect? (about all transcripts)",
)
#: METHOD.md 3.4.
FIELD_PROMPT: Final = (
    "Setting, platform, others present, interruptions, rapport, what was said off the "
    "record, how you felt; what you saw apart from what you make of it."
)


def show(seen: Seen, transcript: Transcript) -> None:
    """A box to write in, then what has been written about this transcript."""
    kind = st.radio(
        "Kind of note",
        ("familiarisation", "field-note"),
        format_func=lambda each: each.replace("-", " "),
        horizontal=True,
        key="note_kind",
        label_visibility="collapsed",
    )
    number = st.session_state.setdefault("notes_written", 0)
    with st.form(f"note_{number}", border=False):
        if kind == "familiarisation":
            prompt = st.selectbox("Prompt", PROMPTS, key="note_prompt")
        else:
            prompt = ""
            st.caption(FIELD_PROMPT)
        text = st.text_area("Note", key=f"note_text_{number}", height=110)
        kept = st.form_submit_button("Keep the note")
    if kept:
        about = None if prompt == PROMPTS[-1] else transcript.id
        said = f"{prompt} {text}" if prompt and text.strip() else text
        st.session_state["notes_written"] = number + 1
        with widgets.attempt("The note is kept."):
            memos.write(seen.project, session.me(), kind=kind, text=said, about=about)
    _written(seen, transcript)


def _written(seen: Seen, transcript: Transcript) -> None:
    names = {who.id: who.name for who in seen.read(Researcher)}
    me = session.me()
    written = [
        memo
        for memo in seen.read(Memo, about=transcript.id)
        if memo.by == me or memo.visibility != "private"
    ]
    with st.container(height=300, border=False):
        if not written:
            st.caption("No notes on this transcript yet.")
        for memo in sorted(written, key=lambda each: each.at, reverse=True):
            kind = memo.kind.replace("-", " ")
            widgets.in_grey(f"{kind} · {memo.at[:10]} · {names.get(memo.by, memo.by)}")
            st.text(memo.text)
