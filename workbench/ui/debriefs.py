"""Parts of the Debrief page: sessions opened and closed, their packets and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench import study
from workbench.errors import WorkbenchError
from workbench.in_words import counted
from workbench.model import (
    BLINDNESS,
    SHOWN,
    DebriefAnswer,
    Memo,
    Participant,
    Researcher,
)
from workbench.trust import sessions
from workbench.trust.shown import Wish, choose
from workbench.ui import packets, session, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.sessions import SessionView

SHOWN_SAYS = {
    "whole": "The whole study",
    "random": "A random sample",
    "group": "One group",
    "rare-codes": "Rare codes",
    "participant": "One participant",
    "low-agreement": "Where two coders differ",
}
BLIND_SAYS = {
    "open": "Open: she sees the coding and the themes",
    "code-list": "Blind, with the code list",
    "free": "Blind, without codes",
}
_PACKET, _MEETING = "She gets a packet", "We meet"
#: Blind, these would give away where codes are.
_OPEN_ONLY = ("rare-codes", "low-agreement")


def no_login_note() -> None:
    """What a role is worth here, said where it matters."""
    st.caption(
        "Roles are stated, not proved: there is no login. What a debriefer must not "
        "see is therefore not in her packet at all."
    )


def open_one(project: Project, by: str) -> None:
    """A session is opened: who is asked what, about what, and how."""
    peers = [
        who
        for who in session.seen().read(Researcher)
        if study.can(who, study.DEBRIEF, project) and who.id != by
    ]
    if not peers:
        st.info(
            "Nobody in this study can debrief yet. Add somebody in the role "
            "'debriefer' under Settings."
        )
        return
    names = {who.id: f"{who.name} ({who.role})" for who in peers}
    debriefer = str(
        st.selectbox("Who is asked", list(names), format_func=lambda w: names[w])
    )
    _account(project, by, debriefer)
    asked = _questions()
    way = st.segmented_control(
        "How", (_PACKET, _MEETING), default=_PACKET, required=True
    )
    present, notes = None, []
    if way == _MEETING:
        wish = Wish()
        present = st.text_input("Who is there, and how you meet", key="debrief_present")
    else:
        wish = _wish()
        if wish.blind == "open":
            notes = _notes(by)
    _how_much(project, wish)
    if st.button("Open the debriefing", key="open_debriefing", type="primary"):
        if present is not None and not present.strip():
            present = "not said"
        with widgets.attempt():
            sessions.open_session(
                *(project, by, debriefer, asked, wish), memos=notes, present=present
            )
        widgets.say(
            "The debriefing is open. Its challenges are typed under Challenges."
            if present is not None
            else "The debriefing is open. Make its packet below."
        )
        for number in (1, 2, 3):
            st.session_state.pop(f"debrief_question_{number}", None)
        st.rerun()


def _account(project: Project, by: str, debriefer: str) -> None:
    """Who she is to this study: told once, printed in every record of hers."""
    known = sessions.described(project, debriefer)
    if known is None:
        st.caption("Who she is to this study is not recorded yet.")
    else:
        told = (known.expertise, known.relation, known.interest)
        agreed = "confidentiality agreed" if known.confidential else ""
        widgets.in_grey(" · ".join(p.rstrip(".") for p in (*told, agreed) if p))
    with st.popover("Who she is to this study"), st.form("account", border=False):
        expertise = st.text_input("What she knows of the matter and the method")
        relation = st.text_input("Her relation to you and to the study")
        interest = st.text_input("Any interest of hers in what comes out")
        confidential = st.checkbox("She has agreed to keep it confidential")
        if st.form_submit_button("Keep"):
            with widgets.attempt("Kept; it goes into the record of each session."):
                sessions.describe(
                    *(project, by, debriefer),
                    expertise=expertise,
                    relation=relation,
                    interest=interest,
                    confidential=confidential,
                )


def _questions() -> list[str]:
    asked = [
        st.text_input(f"Question {number}", key=f"debrief_question_{number}")
        for number in (1, 2, 3)
    ]
    with st.popover("Questions she could be asked"):
        for prompt in sessions.PROMPTS:
            st.text(prompt)
    return asked


def _wish() -> Wish:
    """What she is to see, field by field as the choice before it asks for."""
    left, right = st.columns(2)
    blind = str(
        left.selectbox(
            "What she sees of the coding",
            BLINDNESS,
            format_func=lambda b: BLIND_SAYS[b],
            key="debrief_blind",
        )
    )
    choices = [s for s in SHOWN if blind == "open" or s not in _OPEN_ONLY]
    shows = str(
        right.selectbox(
            "Of which material",
            choices,
            format_func=lambda s: SHOWN_SAYS[s],
            key="debrief_shows",
        )
    )
    people = session.seen().read(Participant)
    group = person = None
    if shows == "group":
        groups = sorted({p.group for p in people if p.group})
        group = left.selectbox("Which group", groups)
    if shows == "participant":
        person = left.selectbox("Which participant", [p.id for p in people])
    size = left.number_input(
        "How many places" if shows == "random" else "At most so many places",
        min_value=1,
        value=20 if shows == "random" else None,
        placeholder="all",
    )
    seed = 0
    if size is not None:
        seed = int(
            right.number_input(
                "Draw number",
                min_value=0,
                value=0,
                help="Another number draws other places; the same one, the same.",
            )
        )
    return Wish(shows, group, person, size, seed, blind)


def _notes(by: str) -> list[str]:
    own = [
        memo
        for memo in session.seen().read(Memo)
        if memo.by == by or memo.visibility != "private"
    ]
    told = {m.id: f"{m.at[:10]} {m.kind}: {short(m.text, 50)}" for m in own}
    return list(
        st.multiselect(
            "Notes of yours to show her", list(told), format_func=lambda m: told[m]
        )
    )


def _how_much(project: Project, wish: Wish) -> None:
    """What would be shown, before it is fixed."""
    try:
        shown = session.seen().once(("shown", wish), lambda: choose(project, wish))
    except WorkbenchError as error:
        widgets.in_grey(str(error))
        return
    places = len(shown.segments) + len(shown.stretches)
    st.caption(
        f"That is {counted(places, 'place')} of "
        f"{counted(len(shown.transcripts), 'transcript')}"
        + (
            f" and {counted(len(shown.themes), 'theme')}."
            if wish.blind == "open"
            else "."
        )
    )


def list_all(project: Project, by: str) -> None:
    """Every session, with what can be done in it."""
    views = session.seen().once("sessions", lambda: sessions.sessions(project))
    if not views:
        st.info(
            "No debriefing yet. Ask a peer one to three questions; she answers in any "
            "browser, without installing anything."
        )
        return
    who = project.one(Researcher, id=by)
    for view in reversed(views):
        row = view.session
        what = "meeting" if row.meeting else SHOWN_SAYS[row.shows].lower()
        title = f"{row.at[:10]} · {plain(view.debriefer)} · {what} · {row.state}"
        with st.expander(title, expanded=row.state == "open"):
            _tell(view)
            if row.state == "open" and study.can(who, study.PACK, project):
                if not row.meeting:
                    packets.make(project, by, view)
                _close(project, by, row.id)
            if study.can(who, study.EXPORT, project):
                packets.record(project, by, row.id)


def _tell(view: SessionView) -> None:
    row = view.session
    answers = {a.question: a.text for a in session.seen().read(DebriefAnswer)}
    for question in view.questions:
        st.text(f"{question.number}. {question.text}")
        if question.id in answers:
            widgets.in_grey(f"Answer: {answers[question.id]}")
    told = [counted(len(row.transcripts), "transcript")]
    told.append(counted(len(row.segments) + len(row.stretches), "place"))
    if not row.meeting:
        out, back = len(view.packets), len(view.returns)
        told.append(f"{counted(out, 'packet')} out, {back} came back")
        told.insert(0, BLIND_SAYS[row.blind])
    st.caption(" · ".join(told))
    if row.present:
        st.text(f"Present: {row.present}")
    if row.shifted:
        st.text(f"What it shifted: {row.shifted}")


def _close(project: Project, by: str, name: str) -> None:
    with st.popover("Close this debriefing"), st.form(f"close_{name}", border=False):
        shifted = st.text_area("What did it shift in your thinking?", height=80)
        minutes = st.number_input("Minutes it took", min_value=1, value=None)
        if st.form_submit_button("Close it"):
            with widgets.attempt("The debriefing is closed."):
                sessions.close(project, by, name, shifted=shifted, minutes=minutes)
