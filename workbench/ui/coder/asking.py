"""Beside the words: a pass is put on record, and the machine may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench import study
from workbench.coding import suggestions
from workbench.coding.asking import NOTHING_YET, can_learn
from workbench.coding.offers import acceptance
from workbench.errors import WorkbenchError
from workbench.familiarise.transcripts import record_pass
from workbench.model import ReadingPass
from workbench.ui import presses, session
from workbench.ui.at_work import read_talk
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.project import Project


def passes(project: Project, by: str, transcript: str) -> None:
    """A small door: how often this was read, and a button that records a reading."""
    own = project.rows(ReadingPass, transcript=transcript, by=by)
    with st.popover(f"Passes: {len(own)}", width="stretch"):
        st.write(
            "A pass is one reading from the first word to the last. It is recorded "
            "by you, never counted by the machine."
        )
        if st.button("I have read it through", key="read_through", type="primary"):
            with presses.once("pass"):
                number = record_pass(project, by, transcript)
            st.toast(f"Pass {number} is on record.")
            st.rerun()


def suggestions_door(project: Project, by: str, transcript: str) -> None:
    """A small door: what a suggestion is, why none may be asked for, or the asking."""
    with st.popover("Suggestions", width="stretch"):
        st.write(
            "A model on this machine looks for stretches that resemble what people "
            "coded. It codes nothing: each suggestion waits for your yes or no."
        )
        locked = study.is_on(project, study.LOCK)
        if locked or not study.is_on(project, "code-suggestions"):
            st.write("They are switched off in this study; Settings says why.")
            if st.button("See the switches"):
                st.session_state["settings_view"] = "Switches"
                session.go("settings")
        elif st.button("Ask about this transcript", key="ask_here", type="primary"):
            _ask(project, by, transcript)


def _ask(project: Project, by: str, transcript: str) -> None:
    said: list[str] = []
    try:
        suggestions.check_may_ask(project, by, transcript)
        if not can_learn(project):
            st.write(NOTHING_YET)
            return
        encoder, talk = read_talk(project, "stop_reading")
        with presses.once("suggestions"):
            found = suggestions.suggest(
                *(project, by),
                transcript=transcript,
                encoder=encoder,
                talk=talk,
                say=said.append,
            )
    except WorkbenchError as refusal:
        st.warning(plain(str(refusal)))
        return
    count = len(found["suggestions"])
    if count:
        st.success(
            f"{count} suggestions stand in the text. Press g to go to the first."
        )
    else:
        st.write("Nothing here is close enough to what has been coded so far.")
    for each in acceptance(project):
        if each.coder == by and each.code is None and (asked := each.question()):
            st.info(plain(asked))
    for line in said:
        st.caption(line)
