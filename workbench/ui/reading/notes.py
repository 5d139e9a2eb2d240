"""Notes while reading: what struck, what surprised, what is missing; field notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding import memos
from workbench.familiarise.field_notes import FIELD_NOTE
from workbench.model import FieldNote, Memo, Researcher
from workbench.trust import field_notes
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from collections.abc import Callable

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
            kept = _of_reading(seen, transcript, number)
        else:
            kept = _from_the_field(seen, transcript, number)
    if kept is not None:
        st.session_state["notes_written"] = number + 1
        with widgets.attempt("The note is kept."):
            kept()
    _written(seen, transcript)


def _of_reading(
    seen: Seen, transcript: Transcript, number: int
) -> Callable[[], object] | None:
    prompt = st.selectbox("Prompt", PROMPTS, key="note_prompt")
    text = st.text_area("Note", key=f"note_text_{number}", height=110)
    if not st.form_submit_button("Keep the note"):
        return None
    about = None if prompt == PROMPTS[-1] else transcript.id
    said = f"{prompt} {text}" if text.strip() else text
    return lambda: memos.write(
        seen.project, session.me(), kind="familiarisation", text=said, about=about
    )


def _from_the_field(
    seen: Seen, transcript: Transcript, number: int
) -> Callable[[], object] | None:
    st.caption(FIELD_PROMPT)
    seen_there = st.text_area(
        "What you saw and heard", key=f"note_text_{number}", height=90
    )
    made = st.text_area("What you make of it", key=f"note_made_{number}", height=70)
    if not st.form_submit_button("Keep the note"):
        return None
    return lambda: field_notes.write(
        seen.project,
        session.me(),
        transcript=transcript.id,
        observation=seen_there,
        interpretation=made,
        held_on=transcript.held_on,
    )


def _written(seen: Seen, transcript: Transcript) -> None:
    names = {who.id: who.name for who in seen.read(Researcher)}
    me = session.me()
    written = [
        (memo.at, memo.kind.replace("-", " "), memo.by, memo.text)
        for memo in seen.read(Memo, about=transcript.id)
        if memo.by == me or memo.visibility != "private"
    ]
    written += [
        (note.at, FIELD_NOTE, note.by, "\n\n".join(filter(None, parts)))
        for note in seen.read(FieldNote, transcript=transcript.id)
        if (parts := (note.observation, note.interpretation))
    ]
    with st.container(height=300, border=False):
        if not written:
            st.caption("No notes on this transcript yet.")
        for at, kind, by, text in sorted(written, reverse=True):
            widgets.in_grey(f"{kind} · {at[:10]} · {names.get(by, by)}")
            st.text(text)
