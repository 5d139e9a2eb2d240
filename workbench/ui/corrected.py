"""Coded segments whose words were corrected: before and now, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding.corrected import Corrected, corrected, uphold
from workbench.coding.segments import withdraw_coding
from workbench.in_words import counted
from workbench.model import ERASED, Researcher
from workbench.ui import session, widgets
from workbench.ui.code_list import facts
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.ui.seen import Seen

_AT_ONCE: Final = 12


def at_corrected(seen: Seen) -> None:
    """Each that waits, with what was coded and what stands there now, to decide on."""
    found = seen.once("corrected", lambda: corrected(seen.project))
    if not found:
        st.info(
            "No code waits here. When a transcript is corrected, the coded segments "
            "whose words became others stand here until somebody has read them."
        )
        return
    st.caption(
        f"Corrections changed the words of {counted(len(found), 'coded segment')}. "
        "They decide nothing about a code: you do."
    )
    people = {who.id: who.name for who in seen.read(Researcher)}
    pages, page = -(-len(found) // _AT_ONCE), 1
    if pages > 1:
        page = st.number_input(f"Page of {pages}", 1, pages, key="corrected_page")
    for each in found[(page - 1) * _AT_ONCE : page * _AT_ONCE]:
        with st.container(border=True):
            name = facts.names(seen).get(each.segment.code, "")
            at = f"{each.segment.transcript} · {people.get(each.segment.by, '')}"
            st.markdown(f"**{plain(name)}** · {plain(at)}")
            _words(each)
            _acts(seen, each)


def _words(each: Corrected) -> None:
    before, now = st.columns(2)
    before.caption("When it was coded")
    before.text(ERASED if each.before is None else each.before)
    now.caption("Now")
    now.text("These words are no longer there." if each.is_lost else each.segment.quote)


def _acts(seen: Seen, each: Corrected) -> None:
    segment, project, me = each.segment, seen.project, session.me()
    holds, off, there = st.columns(3)
    if not each.is_lost and holds.button(
        "The code still holds", key=f"holds_{segment.id}", width="stretch"
    ):
        with widgets.attempt("Kept: the code holds for the corrected words."):
            uphold(project, me, segment.id, segment.version)
    if off.button("Take the code off", key=f"off_{segment.id}", width="stretch"):
        with widgets.attempt("Taken off. Undo brings it back."):
            withdraw_coding(project, me, segment.id)
    if not each.is_lost and there.button(
        "Open where it stands", key=f"there_{segment.id}", width="stretch"
    ):
        at = {"start": str(segment.start), "end": str(segment.end)}
        session.go("code", transcript=segment.transcript, segment=segment.id, **at)
