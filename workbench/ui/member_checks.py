"""Parts of the Member check page: packets, the register, words for participants."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.in_words import counted
from workbench.model import SAFETY_FLAGS, Participant, Theme
from workbench.trust import member_packets
from workbench.trust.addressees import addressees
from workbench.trust.handing_out import hand_out_letters
from workbench.ui import keeping, made, session, widgets
from workbench.ui.packets import names_key
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from workbench.model import MemberPacket
    from workbench.store.project import Project
    from workbench.trust.addressees import Addressee

_ABOUT: Final = {
    "transcript": "their own words, to be corrected",
    "synthesis": "the themes, in plain words",
}
_SHORT: Final = {"transcript": "own words", "synthesis": "the themes"}
_CHOSEN: Final = "packets_for"


def spaced(term: str) -> str:
    """A term of the trail as people write it."""
    return term if term == "e-mail" else term.replace("-", " ")


def about(packet: MemberPacket) -> str:
    """What a packet holds, in a few words."""
    place = f" in {packet.transcript}" if packet.transcript else ""
    return f"{_SHORT[packet.about]}{place}"


def make(project: Project, by: str) -> None:
    """Packets for one participant or for many, each a file of her own."""
    kind = str(
        st.segmented_control(
            "About",
            list(_ABOUT),
            default="transcript",
            required=True,
            format_func=lambda k: _ABOUT[k],
        )
    )
    people = session.seen().once(
        ("addressees", kind), lambda: addressees(project, by, kind)
    )
    if not people:
        st.info("Nobody is listed yet. Take participants in under People.")
        return
    free = {_name(each): each for each in people if each.hindrance is None}
    new = [name for name, each in free.items() if not each.packets]
    # nobody is chosen any more once packets were made
    choice = f"{_CHOSEN}_{sum(len(each.packets) for each in people)}"
    held = st.session_state.get(choice, [])
    st.session_state[choice] = [name for name in held if name in free]
    chosen = st.multiselect(
        "For whom",
        list(free),
        key=choice,
        format_func=lambda name: _line(free[name]),
        placeholder="nobody chosen",
    )
    if new:
        st.button(
            f"Everybody who was sent nothing of the kind ({len(new)})",
            on_click=lambda: st.session_state.update({choice: new}),
        )
    left, middle, right = st.columns([2, 1, 1])
    contact = left.text_input("How they can reach you")
    deadline = middle.date_input("To be answered by", value=None)
    suffix = right.selectbox("As", [".docx", ".txt"])
    wanted = [free[name] for name in chosen]
    _warn(wanted)
    many = {0: "packets", 1: "the packet"}.get(len(wanted), f"{len(wanted)} packets")
    if st.button(
        f"Make {many}", key="make_packets", type="primary", disabled=not wanted
    ):
        _make(project, by, kind, wanted, deadline, contact, suffix)
    if made.offer("packets", project, type="primary"):
        st.caption("Mark what you sent in the register.")
    _hindered(people)
    with st.expander("A safety flag, or not to be sent at all"):
        _safety(project, by)


def _name(each: Addressee) -> str:
    return f"{each.participant} {each.transcript or ''}".strip()


def _line(each: Addressee) -> str:
    place = each.transcript if each.transcript != each.participant else None
    parts = [each.participant, each.group, place]
    if each.packets:
        last = each.packets[-1]
        parts.append(f"packet {last.number}: {spaced(last.state)}")
    return " · ".join(part for part in parts if part)


def _warn(wanted: Sequence[Addressee]) -> None:
    for each in wanted:
        if each.flag is not None and each.flag.flag != "none":
            told = f"{each.participant}, flag of {each.flag.at[:10]}: "
            told += f"{spaced(each.flag.flag)}. {each.flag.reason or ''}"
            st.warning(plain(told))


def _make(
    project: Project,
    by: str,
    kind: str,
    wanted: Sequence[Addressee],
    deadline: date | None,
    contact: str,
    suffix: str,
) -> None:
    from workbench.exporters.member_word import (  # noqa: PLC0415 - slow
        letter_document,
    )

    with widgets.attempt():
        key, seq = names_key(), project.head().seq
        letters = [
            member_packets.letter(
                *(project, by, each.participant),
                about=kind,
                transcript=each.transcript,
                deadline=deadline.isoformat() if deadline else None,
                contact=contact,
            )
            for each in wanted
        ]
        files = hand_out_letters(
            *(project, by, letters, suffix), key=key, word=letter_document
        )
        made.keep(
            *("packets", project, seq, *_together(files)), checked=key is not None
        )
        widgets.say(f"Made: {', '.join(files)}. Each is in the register.")
        keeping.sign(project, by)
    st.rerun()


def _together(files: dict[str, bytes]) -> tuple[str, bytes]:
    """One file as it is; several in a folder of their own."""
    if len(files) == 1:
        return next(iter(files.items()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in files.items():
            folder.writestr(name, data)
    return "packets for participants.zip", out.getvalue()


def _hindered(people: Sequence[Addressee]) -> None:
    told = {p.participant: p.hindrance for p in people if p.hindrance is not None}
    if told:
        with st.expander(f"Not to be written to: {len(told)}"):
            for person, why in told.items():
                st.text(f"{person} {why}")


def _safety(project: Project, by: str) -> None:
    people = [p.id for p in session.seen().read(Participant) if p.state != "all"]
    with st.form("safety", clear_on_submit=True):
        left, right = st.columns([1, 3])
        person = left.selectbox("Participant", people)
        reason = right.text_input("Why")
        flag = st.segmented_control(
            "Safety flag", SAFETY_FLAGS, format_func=spaced, default="none"
        )
        one, two, _ = st.columns([1, 1, 2])
        if one.form_submit_button("Set the flag") and flag is not None:
            with widgets.attempt("The flag is set."):
                member_packets.set_safety(project, by, str(person), flag, reason)
        if two.form_submit_button("Record: not sent"):
            with widgets.attempt("Recorded as not sent."):
                member_packets.record_not_sent(project, by, str(person), reason)


def words_for_participants(project: Project, by: str) -> None:
    """The themes in plain words, written by a person."""
    texts = member_packets.syntheses(project)
    themes = [t for t in session.seen().read(Theme) if t.state != "discarded"]
    if not themes:
        st.info("There are no themes yet to be told to anybody.")
        return
    st.caption("A theme without words is left out of packets about the themes.")
    for theme in themes:
        with st.form(f"synthesis_{theme.id}"):
            st.text(theme.name)
            text = st.text_area(
                "In plain words",
                texts.get(theme.id, ""),
                key=f"plain_{theme.id}",
                height=90,
            )
            if st.form_submit_button("Keep"):
                with widgets.attempt("Kept."):
                    member_packets.word_synthesis(project, by, theme.id, text)


def register(project: Project, by: str, *, may_mark: bool = True) -> None:
    """Every packet and where it stands; counts by group."""
    rows = member_packets.register(project, by)
    if not rows:
        st.info("No packet yet. Each that is made has a number and a state here.")
        return
    groups = {p.id: p.group or "" for p in session.seen().read(Participant)}
    _count(rows, groups)
    widgets.table(
        [
            {
                "Number": row.number,
                "Participant": row.participant,
                "Group": groups.get(row.participant),
                "About": about(row),
                "State": spaced(row.state) + (f": {row.reason}" if row.reason else ""),
                "Made": row.at[:10],
                "To be answered by": row.deadline or "",
            }
            for row in rows
        ],
        key="member_register",
    )
    st.caption("No reply is neither a yes nor a no.")
    if may_mark:
        _mark(project, by, rows)


def _count(rows: Sequence[MemberPacket], groups: dict[str, str]) -> None:
    by_group = member_packets.counts_by_group(rows, groups)
    for group, found in sorted(by_group.items()):
        people = {r.participant for r in rows if groups.get(r.participant, "") == group}
        told = ", ".join(f"{n} {spaced(state)}" for state, n in sorted(found.items()))
        whose = counted(len(people), "person", "people")
        st.text(f"{group or 'no group'}, packets of {whose}: {told}")


def _mark(project: Project, by: str, rows: Sequence[MemberPacket]) -> None:
    """What became of packets, one or many at a time."""
    free = Counter(state for r in rows for state in member_packets.can_become(r))
    if not free:
        return
    with st.container(border=True):
        st.markdown("**Mark packets**")
        left, right = st.columns([1, 3])
        states = [state for state in _MARKS if free[state]]
        state = str(left.selectbox("They are now", states, format_func=spaced))
        can = {r.number: r for r in rows if state in member_packets.can_become(r)}
        chosen = right.multiselect(
            "Packets",
            list(can),
            key=f"mark_{state}",
            format_func=lambda n: f"{n} · {can[n].participant} · {about(can[n])}",
        )
        left, right = st.columns([1, 3])
        on = left.date_input("Since", key="marked_on")
        note = right.text_input("Note", key=f"mark_note_{len(rows)}")
        if st.button("Mark", key="mark_packets", disabled=not chosen):
            with widgets.attempt(f"{len(chosen)} marked as {spaced(state)}."):
                for number in chosen:
                    member_packets.move(
                        *(project, by, can[number].id, state),
                        on=on.isoformat(),
                        note=note,
                    )


_MARKS: Final = ("sent", "reminded", "no-reply", "declined", "withdrawn", "not-sent")
