"""Parts of the Debrief page: sessions opened, packets out, answers in."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from workbench import study
from workbench.errors import RefusedError
from workbench.model import BLINDNESS, SHOWN, Memo, Participant, Researcher
from workbench.people import identity_key
from workbench.trust import answers_file, packet_file, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish
from workbench.trust.taking_in import take_in
from workbench.ui import keeping, session, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.people.identity_key import IdentityKey
    from workbench.store.project import Project

KEY_AT = "WORKBENCH_IDENTITY_KEY"
_SHOWN_SAYS = {
    "whole": "The whole study",
    "random": "A random sample",
    "group": "One group",
    "rare-codes": "Rare codes",
    "participant": "One participant",
    "low-agreement": "Where two coders differ",
}
_BLIND_SAYS = {
    "open": "Open: she sees the coding and the themes",
    "code-list": "Blind, with the code list",
    "free": "Blind, without codes",
}


def names_key() -> IdentityKey | None:
    """The identity key that packets are looked through with, where one is set.

    Raises:
        RefusedError: it is set and its passphrase is not, or not the right one.
    """
    at = os.environ.get(KEY_AT)
    if not at:
        return None
    phrase = identity_key.passphrase_from_environment()
    if phrase is None:
        msg = (
            f"{KEY_AT} names the identity key, but {identity_key.PASSPHRASE_VARIABLE} "
            "does not hold its passphrase. Make the packet with the command instead."
        )
        raise RefusedError(msg)
    return identity_key.open_key(Path(at), phrase)


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
    with st.form("open_debriefing"):
        debriefer = st.selectbox(
            "Who is asked", list(names), format_func=lambda w: names[w]
        )
        asked = _questions()
        left, right = st.columns(2)
        shows = left.selectbox(
            "What she sees", SHOWN, format_func=lambda s: _SHOWN_SAYS[s]
        )
        blind = right.selectbox("How", BLINDNESS, format_func=lambda b: _BLIND_SAYS[b])
        people = session.seen().read(Participant)
        groups = sorted({p.group for p in people if p.group})
        group = left.selectbox("Which group", groups, index=None, placeholder="any")
        person = right.selectbox(
            "Which participant",
            [p.id for p in people],
            index=None,
            placeholder="any",
        )
        size = left.number_input(
            "At most so many places", min_value=1, value=None, placeholder="all"
        )
        seed = right.number_input("Seed of what is drawn", min_value=0, value=0)
        own = [
            memo
            for memo in session.seen().read(Memo)
            if memo.by == by or memo.visibility != "private"
        ]
        told = {m.id: f"{m.at[:10]} {short(m.text, 50)}" for m in own}
        notes = st.multiselect(
            "Notes to show her (open only)",
            list(told),
            format_func=lambda m: told[m],
        )
        present = st.text_input(
            "A meeting instead of a packet: who is there?",
            help="Leave empty to hand out a packet.",
        )
        if st.form_submit_button("Open the debriefing", type="primary"):
            wish = Wish(shows, group, person, size, int(seed), blind)
            with widgets.attempt("The debriefing is open. Its packet is below."):
                sessions.open_session(
                    *(project, by, str(debriefer), asked, wish),
                    memos=notes,
                    present=present.strip() or None,
                )


def _questions() -> list[str]:
    with st.popover("Questions she could be asked"):
        for prompt in sessions.PROMPTS:
            st.text(prompt)
    return [
        st.text_input(f"Question {number}", key=f"debrief_question_{number}")
        for number in (1, 2, 3)
    ]


def list_all(project: Project, by: str) -> None:
    """Every session, with what can be done in it."""
    views = sessions.sessions(project)
    if not views:
        st.info(
            "No debriefing yet. Ask a peer one to three questions; she answers in any "
            "browser, without installing anything."
        )
        return
    for view in reversed(views):
        row = view.session
        what = "meeting" if row.meeting else _SHOWN_SAYS[row.shows].lower()
        title = f"{row.at[:10]} · {plain(view.debriefer)} · {what} · {row.state}"
        with st.expander(title, expanded=row.state == "open"):
            for question in view.questions:
                st.text(f"{question.number}. {question.text}")
            st.caption(
                f"{_BLIND_SAYS[row.blind]} · {len(row.transcripts)} transcripts · "
                f"{len(row.segments) + len(row.stretches)} places · "
                f"{len(view.packets)} packets out, {len(view.returns)} came back"
            )
            if row.present:
                st.text(f"Present: {row.present}")
            if row.shifted:
                st.text(f"What it shifted: {row.shifted}")
            if row.state == "open":
                if not row.meeting:
                    _packet(project, by, row.id)
                _close(project, by, row.id)


def _packet(project: Project, by: str, name: str) -> None:
    """A packet is made and offered as a download."""
    form, phrase = st.columns(2)
    suffix = form.selectbox("As", [".html", ".zip", ".docx"], key=f"as_{name}")
    passphrase = phrase.text_input(
        "Passphrase (not for Word)", type="password", key=f"phrase_{name}"
    )
    made: dict[str, bytes] = st.session_state.setdefault("packets_made", {})
    if st.button("Make the packet", key=f"make_{name}"):
        with widgets.attempt(), tempfile.TemporaryDirectory() as folder:
            from workbench.exporters.debriefing_word import (  # noqa: PLC0415 - slow
                packet_document,
            )

            out = Path(folder) / f"debriefing {name}{suffix}"
            hand_out_packet(
                *(project, by, name, out),
                passphrase=passphrase or None,
                key=names_key(),
                word=packet_document,
            )
            keeping.sign(project, by)
            made[name + str(suffix)] = out.read_bytes()
    data = made.get(name + str(suffix))
    if data is not None:
        st.download_button(
            "Download it",
            data,
            file_name=f"debriefing {name}{suffix}",
            key=f"download_{name}",
            type="primary",
        )
        if not os.environ.get(KEY_AT):
            st.caption(
                "Not looked through for names: the app was started without the "
                f"identity key ({KEY_AT})."
            )


def _close(project: Project, by: str, name: str) -> None:
    with st.form(f"close_{name}", border=False):
        shifted = st.text_area("What did it shift in your thinking?", height=80)
        minutes = st.number_input("Minutes it took", min_value=1, value=None)
        if st.form_submit_button("Close this debriefing"):
            with widgets.attempt("The debriefing is closed."):
                sessions.close(project, by, name, shifted=shifted, minutes=minutes)


def take_back(project: Project, by: str) -> None:
    """A debriefer's file comes in."""
    given = st.file_uploader("Her answers (.json, or her Word file)", key="answers")
    phrase = st.text_input("Passphrase, if it is sealed", type="password")
    if given is None or not st.button("Take it in", type="primary"):
        return
    data, name = given.getvalue(), given.name
    with widgets.attempt():
        if name.lower().endswith(".docx"):
            from workbench.trust.word_answers import (  # noqa: PLC0415 - slow
                read_comments,
            )

            answers, form = read_comments(project, data, name), "word"
        else:
            answers, form = answers_file.read(data, name, phrase or None), "file"
        done = take_in(project, by, answers, name, form)
        keeping.sign(project, by)
    told = "Taken in, all of it hers."
    if project.study().orientation != "reflexive":
        told += " " + ", ".join(f"{n} {part}" for part, n in done.counts.items()) + "."
    if done.known:
        told += f" {done.known} stood here already."
    if done.passed_over:
        told += " Passed over: " + "; ".join(done.passed_over) + "."
    widgets.say(told)
    st.rerun()


def read_packet() -> None:
    """A packet is opened for a debriefer, read-only and by keys; no study is needed."""
    given = st.file_uploader("A packet (.zip or .html)", key="packet_to_read")
    phrase = st.text_input("Its passphrase, if it has one", type="password")
    if given is None:
        st.caption("Everything works by keyboard; save your answers when you are done.")
        return
    data = given.getvalue()
    with widgets.attempt():
        sealed = packet_file.is_sealed(data, given.name)
        if sealed and not phrase:
            st.info("It is sealed. Type its passphrase.")
            return
        packet = packet_file.open_packet(data, given.name, phrase or None)
        packet_file.check_against_seen(packet)
        # our own page around the data, never the page in the file: it runs beside ours
        page = packet_file.page(packet, phrase if sealed else None)
    st.iframe(page.decode(), height=900, alt="The packet")
