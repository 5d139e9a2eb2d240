"""Parts of the Member check page: packets, the register, replies confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.model import (
    FITS,
    RECEIVED,
    SAFETY_FLAGS,
    MemberPacket,
    MemberRemark,
    MemberReply,
    Participant,
    Theme,
)
from workbench.store import scratch
from workbench.trust import member_packets, member_replies, returned_word
from workbench.trust.handing_out import hand_out_letter
from workbench.ui import keeping, session, widgets
from workbench.ui.packets import names_key

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.returned_word import Returned


def make(project: Project, by: str) -> None:
    """A packet for one participant."""
    people = [p for p in session.seen().read(Participant) if p.state != "all"]
    if not people:
        st.info("Nobody is listed yet. Take participants in under People.")
        return
    person = st.selectbox("For whom", [p.id for p in people])
    about = st.segmented_control(
        "About", ["transcript", "synthesis"], default="transcript"
    )
    left, right = st.columns(2)
    transcript = left.text_input("Transcript, if she has several")
    deadline = right.date_input("To be answered by", value=None)
    contact = st.text_input("How she can reach you")
    suffix = left.selectbox("As", [".docx", ".txt"])
    flag = member_packets.safety_of(project, str(person))
    if flag is not None and flag.flag != "none":
        st.warning(f"Safety flag of {flag.at[:10]}: {flag.flag}")
        st.text(flag.reason or "")
    if st.button("Make the packet", type="primary"):
        with widgets.attempt(), scratch.folder(project.surroundings) as folder:
            from workbench.exporters.member_word import (  # noqa: PLC0415 - slow
                letter_document,
            )

            given = member_packets.letter(
                *(project, by, str(person)),
                about=about or "transcript",
                transcript=transcript.strip() or None,
                deadline=deadline.isoformat() if deadline else None,
                contact=contact,
            )
            out = folder / f"packet {given.number}{suffix}"
            hand_out_letter(
                *(project, by, given, out), key=names_key(), word=letter_document
            )
            keeping.sign(project, by)
            st.session_state["member_packet"] = (out.name, out.read_bytes())
    made = st.session_state.get("member_packet")
    if made:
        st.download_button("Download it", made[1], file_name=made[0], type="primary")
        st.caption("Mark it as sent in the register once it is.")
    with st.expander("Safety flag, or not to be sent at all"):
        _safety(project, by, str(person))


def _safety(project: Project, by: str, person: str) -> None:
    with st.form("safety", clear_on_submit=True):
        flag = st.segmented_control("Safety flag", SAFETY_FLAGS)
        reason = st.text_input("Why")
        left, right = st.columns(2)
        if left.form_submit_button("Set the flag") and flag is not None:
            with widgets.attempt("The flag is set."):
                member_packets.set_safety(project, by, person, flag, reason)
        if right.form_submit_button("Record: not sent"):
            with widgets.attempt("Recorded as not sent."):
                member_packets.record_not_sent(project, by, person, reason)


def words_for_participants(project: Project, by: str) -> None:
    """The themes in plain words, written by a person."""
    texts = member_packets.syntheses(project)
    themes = [t for t in session.seen().read(Theme) if t.state != "discarded"]
    if not themes:
        st.info("There are no themes yet to be told to anybody.")
    for theme in themes:
        with st.form(f"synthesis_{theme.id}"):
            st.text(theme.name)
            text = st.text_area(
                "In plain words", texts.get(theme.id, ""), key=f"plain_{theme.id}"
            )
            if st.form_submit_button("Keep"):
                with widgets.attempt("Kept."):
                    member_packets.word_synthesis(project, by, theme.id, text)


def register(project: Project, by: str) -> None:
    """Every packet and where it stands; counts by group."""
    rows = member_packets.register(project, by)
    if not rows:
        st.info("No packet yet. Make one above; each has a number and a state.")
        return
    groups = {p.id: p.group or "" for p in session.seen().read(Participant)}
    counted = member_packets.counts_by_group(rows, groups)
    for group, found in sorted(counted.items()):
        told = ", ".join(f"{n} {state}" for state, n in sorted(found.items()))
        st.text(f"{group or 'no group'}: {told}")
    widgets.table(
        [
            {
                "Number": row.number,
                "Participant": row.participant,
                "Group": groups.get(row.participant),
                "About": row.about,
                "State": row.state,
                "Made": row.at[:10],
                "By": row.deadline,
            }
            for row in rows
        ],
        key="member_register",
    )
    by_number = {row.number: row for row in rows}
    with st.form("mark", clear_on_submit=True):
        left, middle, right = st.columns(3)
        number = left.selectbox("Packet", list(by_number))
        states = ["sent", "reminded", "no-reply", "declined", "withdrawn", "not-sent"]
        state = middle.selectbox("is now", states)
        on = right.date_input("since", value=None)
        note = st.text_input("Note")
        if st.form_submit_button("Mark"):
            with widgets.attempt("Marked."):
                member_packets.move(
                    *(project, by, by_number[int(number or 0)].id, str(state)),
                    on=on.isoformat() if on else None,
                    note=note,
                )
    st.caption("No reply is neither a yes nor a no.")


def take_reply(project: Project, by: str) -> None:
    """A reply is taken down: a Word file to compare, or what was said."""
    open_ = [r for r in member_packets.register(project, by) if r.state != "not-sent"]
    if not open_:
        st.info("Nobody was sent anything yet.")
        return
    numbers = {r.number: r for r in open_}
    number = st.selectbox("Reply to packet", list(numbers), key="reply_to")
    packet = numbers[int(number or 0)]
    with st.expander("A new reply", expanded=True):
        received = st.segmented_control("How it came", RECEIVED, default="word")
        came_on = st.date_input("On")
        given = st.file_uploader("The returned Word file", type=["docx"])
        text = st.text_area("Or what she said", height=90)
        if st.button("Record the reply", type="primary"):
            data = given.getvalue() if given is not None else None
            with widgets.attempt("The reply is on record; nothing else is done yet."):
                if given is not None and data is not None:
                    returned_word.compare(project, packet.id, data, given.name)
                reply = member_replies.record_reply(
                    *(project, by, packet.id),
                    received=str(received),
                    came_on=came_on.isoformat(),
                    text=text,
                    file=data,
                )
                if data is not None:
                    st.session_state[f"returned_{reply}"] = data
    for row in sorted(project.read(MemberReply, packet=packet.id), key=_when):
        _show_reply(project, by, packet, row)


def _when(row: MemberReply) -> str:
    return row.at


def _show_reply(
    project: Project, by: str, packet: MemberPacket, reply: MemberReply
) -> None:
    with st.container(border=True):
        st.caption(f"Reply of {reply.came_on}, {reply.received}")
        if reply.text:
            st.text(reply.text)
        remarks = project.read(MemberRemark, reply=reply.id)
        for remark in sorted(remarks, key=lambda r: r.at):
            where = "" if remark.turn is None else f", turn {remark.turn + 1}"
            fits = f": {remark.fits}" if remark.fits else ""
            st.caption(f"Taken: {remark.kind}{where}{fits}")
            if remark.text:
                st.text(remark.text)
        data = st.session_state.get(f"returned_{reply.id}")
        if data is not None:
            done = {(r.turn, r.kind) for r in remarks}
            with widgets.attempt():
                found = returned_word.compare(project, packet.id, data, "the file")
            for place, each in enumerate(found):
                if not any(turn == each.turn for turn, _ in done if turn is not None):
                    _confirm(project, by, reply.id, each, place)
        _by_hand(project, by, reply.id)


def _confirm(project: Project, by: str, reply: str, each: Returned, place: int) -> None:
    """One difference, to be done or left."""
    key = f"{reply}_{place}"
    left, right = st.columns(2)
    left.caption("Sent" if each.kind != "form" else each.old)
    left.text(each.old if each.kind != "form" else each.new)
    right.caption("Returned")
    right.text(each.new or "(nothing)")
    turn = each.turn
    one, two, three = st.columns(3)
    if turn is not None:
        if each.kind == "changed" and one.button("Correct it so", key=f"correct_{key}"):
            with widgets.attempt("Corrected; every coded segment anchored anew."):
                member_replies.take_correction(project, by, reply, turn, each.new)
        if each.is_hers and two.button("Erase the turn", key=f"erase_{key}"):
            with widgets.attempt():
                gone = member_replies.take_removal(project, by, reply, turn)
            _tell_gone(len(gone.segments), [r.what for r in gone.repeats])
    if each.kind == "form" and one.button("Take in as an addition", key=f"add_{key}"):
        with widgets.attempt("Taken in as later material."):
            member_replies.take_addition(project, by, reply, each.new)
    if three.button("Leave it", key=f"leave_{key}"):
        with widgets.attempt("Left as it is, on record."):
            member_replies.set_aside(project, by, reply, "read, left as it is", turn)


def _tell_gone(segments: int, repeats: list[str]) -> None:
    told = f"Erased in every version, with {segments} coded segments."
    if repeats:
        told += " What repeats her words is still there; decide about: "
        told += "; ".join(repeats) + "."
    widgets.say(told)
    st.rerun()


def _by_hand(project: Project, by: str, reply: str) -> None:
    """What came by telephone or e-mail, typed in."""
    themes = {t.id: t.name for t in session.seen().read(Theme)}
    with st.popover("Type something in"):
        kind = st.segmented_control(
            "It is",
            ["correction", "addition", "removal", "theme-comment"],
            key=f"kind_{reply}",
        )
        number = st.number_input("Turn", min_value=1, value=1, key=f"turn_{reply}")
        theme = st.selectbox(
            "Theme",
            list(themes),
            format_func=lambda t: themes[t],
            key=f"theme_{reply}",
        )
        fits = st.segmented_control("She says it", FITS, key=f"fits_{reply}")
        text = st.text_area("In her words", key=f"typed_{reply}")
        if not st.button("Keep", key=f"keep_{reply}") or kind is None:
            return
        with widgets.attempt("Kept."):
            turn = int(number) - 1
            if kind == "correction":
                member_replies.take_correction(project, by, reply, turn, text)
            elif kind == "addition":
                member_replies.take_addition(project, by, reply, text)
            elif kind == "removal":
                member_replies.take_removal(project, by, reply, turn)
            else:
                member_replies.take_theme_comment(
                    project, by, reply, str(theme), str(fits), text
                )
