"""Files of a debriefing on the Debrief page: packets out, answers in, the record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import BrokenTrailError, RefusedError
from workbench.people import identity_key
from workbench.store import scratch
from workbench.trust import answers_file, continuing, packet_file
from workbench.trust.handing_out import hand_out, hand_out_packet
from workbench.trust.taking_in import take_in
from workbench.ui import keeping, made, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.people.identity_key import IdentityKey
    from workbench.store.project import Project
    from workbench.trust.packet import Packet
    from workbench.trust.sessions import SessionView

KEY_AT = "WORKBENCH_IDENTITY_KEY"
_FORMS = {
    ".html": "One page for any browser",
    ".docx": "A Word document to comment on",
    ".zip": "A packet for the workbench",
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


def make(project: Project, by: str, view: SessionView) -> None:
    """A packet is made and offered as a download."""
    name = view.session.id
    blind = view.session.blind != "open"
    left, right = st.columns(2)
    suffix = str(
        left.selectbox(
            "As",
            [form for form in _FORMS if not (blind and form == ".docx")],
            format_func=lambda form: _FORMS[form],
            key=f"as_{name}",
        )
    )
    passphrase = None
    if suffix != ".docx":
        passphrase = right.text_input(
            "Passphrase, if it is to be sealed", type="password", key=f"phrase_{name}"
        )
    file = f"debriefing {name}{suffix}"
    if st.button("Make the packet", key=f"make_{name}", type="primary"):
        with widgets.attempt(), scratch.folder(project.surroundings) as folder:
            from workbench.exporters.acts_in_words import (  # noqa: PLC0415 - slow
                acts_in_words,
            )
            from workbench.exporters.debriefing_word import (  # noqa: PLC0415 - slow
                packet_document,
            )

            out = folder / file
            key, seq = names_key(), project.head().seq
            hand_out_packet(
                *(project, by, name, out),
                passphrase=passphrase or None,
                key=key,
                word=packet_document,
                tell=acts_in_words,
            )
            made.keep(
                *(file, project, seq, file, out.read_bytes()), checked=key is not None
            )
            keeping.sign(project, by)
        st.rerun()
    made.offer(file, project, "Download the packet", type="primary")


def record(project: Project, by: str, name: str) -> None:
    """The record of one debriefing, as a Word document."""
    file = f"record {name}.docx"
    if st.button("Make the record of this session", key=f"record_{name}"):
        with widgets.attempt(), scratch.folder(project.surroundings) as folder:
            from workbench.exporters.debriefing_record import (  # noqa: PLC0415 - slow
                STYLE,
                session_record,
            )
            from workbench.exporters.rendering import render  # noqa: PLC0415 - slow

            out = folder / file
            key, seq = names_key(), project.head().seq
            data = render(session_record(project, name), ".docx", STYLE)
            hand_out(project, by, out, data, "debrief-record", None, key)
            made.keep(*(file, project, seq, file, data), checked=key is not None)
    made.offer(file, project, "Download the record", type="primary")


def take_back(project: Project, by: str) -> None:
    """A debriefer's file comes in."""
    given = st.file_uploader("Her answers (.json, or her Word file)", key="answers")
    if given is None:
        st.caption(
            "The file that her page saved, or the Word packet with her comments."
        )
        return
    data, name = given.getvalue(), given.name
    is_word = name.lower().endswith(".docx")
    phrase = ""
    with widgets.attempt():
        if not is_word and answers_file.is_sealed(data, name):
            phrase = st.text_input("Its passphrase: it is sealed", type="password")
    if not st.button("Take it in", key="take_in", type="primary"):
        return
    with widgets.attempt():
        if is_word:
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
        told += " " + ", ".join(f"{part}: {n}" for part, n in done.counts.items()) + "."
    if done.known:
        told += f" {done.known} stood here already."
    if done.passed_over:
        told += " Not taken: " + "; ".join(done.passed_over) + "."
    if done.counts.get("challenges"):
        told += " Her challenges wait for you under Challenges."
    widgets.say(told)
    st.rerun()


def read_packet() -> None:
    """A packet is opened for a debriefer, read-only and by keys; no study is needed."""
    given = st.file_uploader("A packet (.zip or .html)", key="packet_to_read")
    if given is None:
        st.caption("Everything works by keyboard; save your answers when you are done.")
        return
    data, phrase = given.getvalue(), ""
    with widgets.attempt():
        sealed = packet_file.is_sealed(data, given.name)
        if sealed:
            phrase = st.text_input("Its passphrase: it is sealed", type="password")
            if not phrase:
                return
        packet = packet_file.open_packet(data, given.name, phrase or None)
        if not _goes_on(packet):
            return
        # our own page around the data, never the page in the file: it runs beside ours
        page = packet_file.page(packet, phrase if sealed else None)
    st.iframe(page.decode(), height=900, alt="The packet")


def _goes_on(packet: Packet) -> bool:
    """Whether its trail goes on from the one seen here before, or she has asked."""
    before = continuing.seen_before(packet)
    try:
        continuing.check(packet)
    except BrokenTrailError as error:
        st.error(plain(str(error)))
        if st.button("I have asked, and open it all the same"):
            continuing.accept(packet)
            st.rerun()
        return False
    if before is not None:
        st.caption(
            f"Its trail goes on from the {before:,} decisions that were vouched for "
            "when you opened a packet of this study here before."
        )
    return True
