"""The part of the Member check page where replies come in and each thing is decided."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.model import (
    FITS,
    RECEIVED,
    LinkedChange,
    MemberPacket,
    MemberRemark,
    MemberReply,
    Theme,
)
from workbench.shipped import shipped
from workbench.trust import challenges, member_packets, member_replies, returned
from workbench.trust.member_letters import FORM
from workbench.ui import changes, session, widgets
from workbench.ui.differences import marked
from workbench.ui.member_checks import about, spaced
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.removing import Removal
    from workbench.trust.returned import Returned

#: What she may say, as it is typed in by hand.
_KINDS: Final = {
    "correction": "a correction",
    "addition": "an addition",
    "removal": "to be removed",
    "theme-comment": "about a theme",
    "set-aside": "nothing follows",
}
_TOOK: Final = {
    "correction": "Corrected",
    "addition": "Taken in as an addition",
    "removal": "Erased",
    "theme-comment": "Said",
    "set-aside": "Nothing was changed",
}
_FITS: Final = {
    "fits": "fits",
    "partly": "fits partly",
    "does-not": "does not fit",
    "cannot-say": "cannot say",
}
_ADDS: Final = (FORM[1], FORM[3], returned.ABOVE)


def take_reply(project: Project, by: str) -> None:
    """A reply is taken down: a file to compare, or what was said."""
    rows = [r for r in member_packets.register(project, by) if r.state != "not-sent"]
    if not rows:
        st.info("Nobody was sent anything yet. Make a packet first.")
        return
    numbers = {r.number: r for r in rows}
    if "reply_to" not in st.session_state:
        waits = member_replies.unanswered(project)
        first = [r.number for r in rows if any(w.packet == r.id for w in waits)]
        st.session_state["reply_to"] = (first or list(numbers))[0]
    number = st.selectbox(
        "Reply to packet",
        list(numbers),
        key="reply_to",
        format_func=lambda n: _called(numbers[n]),
    )
    packet = numbers[int(number or 0)]
    replies = project.read(MemberReply, packet=packet.id)
    st.caption(f"State: {spaced(packet.state)}")
    with st.expander("A reply came", expanded=not replies):
        _new(project, by, packet)
    for row in sorted(replies, key=lambda r: r.at, reverse=True):
        with st.container(border=True):
            _show(project, by, packet, row)


def _called(packet: MemberPacket) -> str:
    # without its state: a chosen label that changes is no longer a choice
    return " · ".join((str(packet.number), packet.participant, about(packet)))


def _new(project: Project, by: str, packet: MemberPacket) -> None:
    left, right = st.columns([2, 1])
    received = left.segmented_control(
        *("How it came", RECEIVED),
        default="word",
        required=True,
        format_func=lambda way: "Word file" if way == "word" else spaced(way),
    )
    came_on = right.date_input("On")
    given = st.file_uploader(
        "The file that came back", type=["docx", "txt", "md", "vtt", "srt"]
    )
    text = st.text_area("Or what was said", height=90, key=f"said_to_{packet.id}")
    if not st.button("Record the reply", key="record_reply", type="primary"):
        return
    if given is None:
        with widgets.attempt("The reply is on record; nothing else is done yet."):
            member_replies.record_reply(
                *(project, by, packet.id),
                received=str(received),
                came_on=came_on.isoformat(),
                text=text,
            )
        return
    data = given.getvalue()
    with widgets.attempt():
        returned.compare(project, packet.id, data, given.name)
        known = member_replies.reply_with(project, packet.id, data)
        reply = known or member_replies.record_reply(
            *(project, by, packet.id),
            received=str(received),
            came_on=came_on.isoformat(),
            text=text,
            file=data,
        )
    st.session_state[f"returned_{reply}"] = data
    if known:
        widgets.say("That file came before; it is laid beside what was sent again.")
    else:
        widgets.say("The reply is on record. What it says otherwise is below.")
    st.rerun()


def _show(project: Project, by: str, packet: MemberPacket, reply: MemberReply) -> None:
    st.caption(f"Reply of {reply.came_on}, {spaced(reply.received)}")
    if reply.text:
        st.text(reply.text)
    remarks = sorted(project.read(MemberRemark, reply=reply.id), key=lambda r: r.at)
    for remark in remarks:
        _taken(project, by, remark)
    data = st.session_state.get(f"returned_{reply.id}")
    if data is not None:
        try:
            found = returned.compare(project, packet.id, data, "the file")
        except WorkbenchError as error:
            st.error(plain(str(error)))
            return
        left = returned.undecided(project, found, remarks)
        if not left:
            st.caption(
                "Nothing more in the file is open."
                if found
                else "It says what was sent. That is no agreement."
            )
        for each in left:
            with st.container(border=True):
                _confirm(project, by, reply.id, each, f"{reply.id}_{_named(each)}")
    elif (sent := _of_the_sample(project, reply)) is not None:
        if st.button("Lay the file that came beside what was sent", key="c09_file"):
            st.session_state[f"returned_{reply.id}"] = sent
            st.rerun()
    elif reply.sha256:
        st.caption("To go on with the file, take it in again above.")
    with st.popover("Type something in"):
        _by_hand(project, by, packet, reply.id)


def _of_the_sample(project: Project, reply: MemberReply) -> bytes | None:
    """The file of the one reply that waits in the sample study; it comes with it."""
    if not project.study().is_sample:
        return None
    data = shipped("sample_transcripts", "C09_corrected_after_return.vtt").read_bytes()
    return data if hashlib.sha256(data).hexdigest() == reply.sha256 else None


def _named(each: Returned) -> str:
    """The same name for the same difference, whatever else was decided before."""
    return str(each.theme or each.old if each.turn is None else each.turn)


def _taken(project: Project, by: str, remark: MemberRemark) -> None:
    """What was done about one thing she said, and what came of it."""
    where = "" if remark.turn is None else f", turn {remark.turn + 1}"
    if remark.theme is not None:
        name = _themes().get(remark.theme, remark.theme)
        where += f", {name}"
    fits = f": {_FITS[remark.fits]}" if remark.fits else ""
    widgets.in_grey(f"{_TOOK[remark.kind]}{where}{fits}")
    if remark.text:
        st.text(remark.text)
    seen = session.seen()
    linked = {c.act for c in seen.rows(LinkedChange) if c.about == remark.id}
    for act in linked:
        did = changes.told(project).get(act, "a decision")
        widgets.in_grey(f"Done: {did}")
    if remark.kind in ("theme-comment", "addition"):
        with st.popover("What came of it"):
            came = changes.choose(project, by, remark.at, linked, f"of_{remark.id}")
            if st.button("Link it", key=f"link_{remark.id}", disabled=came is None):
                with widgets.attempt("Linked."):
                    challenges.link_change(project, by, remark.id, str(came))


def _themes() -> dict[str, str]:
    return {t.id: t.name for t in session.seen().read(Theme)}


def _confirm(project: Project, by: str, reply: str, each: Returned, key: str) -> None:
    """One difference, to be done or left."""
    if each.turn is not None:
        _tell_turn(each)
    elif each.kind == "form":
        st.caption(each.old)
        st.text(each.new)
    fits = _how_it_fits(each, key) if each.theme is not None else None
    with st.container(horizontal=True):
        if each.kind == "changed" and st.button("Correct it so", key=f"correct_{key}"):
            with widgets.attempt("Corrected; every coded segment anchored anew."):
                member_replies.take_correction(
                    project, by, reply, each.turn or 0, each.new
                )
        if each.is_hers and each.turn is not None:
            _plan_button("Erase the turn", key)
        if each.theme is not None and st.button(
            "Take it in", key=f"theme_{key}", disabled=fits is None
        ):
            with widgets.attempt("Taken in."):
                member_replies.take_theme_comment(
                    project, by, reply, each.theme, str(fits), each.new
                )
        if each.old in _ADDS and st.button("Take in as an addition", key=f"add_{key}"):
            with widgets.attempt("Taken in as later material."):
                member_replies.take_addition(project, by, reply, each.new)
        _leave(project, by, reply, each, key)
    if each.turn is not None:
        _erase(project, by, reply, each.turn, key)


def _leave(project: Project, by: str, reply: str, each: Returned, key: str) -> None:
    """Nothing is done about it here, and that is on record."""
    asks = each.kind == "form" and each.old not in _ADDS
    if st.button("It is seen to" if asks else "Leave it", key=f"leave_{key}"):
        told = "read, and seen to by hand" if asks else "read, left as it is"
        text = f"{each.old} {told}" if each.kind == "form" else told
        with widgets.attempt("On record."):
            member_replies.set_aside(
                *(project, by, reply, text), turn=each.turn, theme=each.theme
            )


def _tell_turn(each: Returned) -> None:
    """A turn as it was sent and as it came back."""
    whose = "" if each.is_hers else ", the interviewer's"
    st.caption(f"Turn {(each.turn or 0) + 1}{whose}")
    if each.kind == "changed":
        st.html(f"<div>{marked(each.old, each.new)}</div>")
    else:
        st.text(each.old)
        st.caption("The file has no words there.")


def _how_it_fits(each: Returned, key: str) -> str | None:
    """What is said of a theme in the file; how it fits is read by a person."""
    widgets.in_grey(f"About the theme {each.old}")
    if each.new:
        st.text(each.new)
    fits: str | None = st.segmented_control(
        "The participant says that it",
        FITS,
        default=each.fits,
        format_func=lambda f: _FITS[f],
        key=f"fits_{key}",
    )
    return fits


def _plan_button(label: str, key: str) -> None:
    """Asks what would go, before anything does."""
    if st.button(label, key=f"plan_{key}"):
        st.session_state[f"planned_{key}"] = True


def _erase(project: Project, by: str, reply: str, turn: int, key: str) -> None:
    """What would go is said first; what repeats it is chosen by a person."""
    if not st.session_state.get(f"planned_{key}"):
        return
    try:
        plan = member_replies.plan(project, by, reply, turn)
    except WorkbenchError as error:
        st.error(plain(str(error)))
        return
    st.text(
        f"Turn {turn + 1} goes in every version, with the file it came from and "
        f"{len(plan.segments)} coded segments. This cannot be undone."
    )
    if plan.elsewhere:
        st.text(f"It shares words with {', '.join(plan.elsewhere)}: look at those too.")
    chosen = _repeats(plan, key)
    if st.button("Erase it", key=f"erase_{key}", type="primary"):
        with widgets.attempt():
            member_replies.check_repeats(project, chosen)
            gone = member_replies.take_removal(project, by, reply, turn)
            also = 0
            if chosen:
                also = member_replies.erase_repeats(project, by, reply, chosen)
        left = [each.what for each in gone.repeats if each.words not in chosen]
        kept = f" Kept, though it repeats its words: {'; '.join(left)}." if left else ""
        widgets.say(
            f"Erased in every version, with {len(gone.segments)} coded segments and "
            f"{also} repeats.{kept}"
        )
        st.rerun()


def _repeats(plan: Removal, key: str) -> list[str]:
    """Which entries that repeat the words are to go too; none by itself."""
    told = {each.words: each.what for each in plan.repeats}
    if not told:
        return []
    return st.multiselect(
        "What repeats its words: erase which?",
        list(told),
        format_func=lambda each: told[each],
        placeholder="none",
        key=f"erase_too_{key}",
    )


def _by_hand(project: Project, by: str, packet: MemberPacket, reply: str) -> None:
    """What came by telephone, e-mail or letter, typed in."""
    kinds = [k for k in _KINDS if packet.transcript or k not in _OF_TALK]
    kind = st.segmented_control(
        "It is", kinds, format_func=lambda k: _KINDS[k], key=f"kind_{reply}"
    )
    if kind is None:
        return
    turn = 0
    if kind in _OF_TALK:
        turn = int(st.number_input("Turn", min_value=1, key=f"turn_{reply}")) - 1
    if kind == "removal":
        _plan_button("What would go?", f"{reply}_by_hand_{turn}")
        _erase(project, by, reply, turn, f"{reply}_by_hand_{turn}")
        return
    theme = fits = None
    if kind == "theme-comment":
        names = _themes()
        theme = st.selectbox(
            "Theme", list(names), format_func=lambda t: names[t], key=f"theme_{reply}"
        )
        fits = st.segmented_control(
            "The participant says that it",
            FITS,
            format_func=lambda f: _FITS[f],
            key=f"fits_{reply}",
        )
    asked = (
        "Why nothing follows" if kind == "set-aside" else "In the participant's words"
    )
    text = st.text_area(asked, key=f"typed_{reply}")
    unsaid = kind == "theme-comment" and fits is None
    if not st.button("Keep", key=f"keep_{reply}", disabled=unsaid):
        return
    with widgets.attempt("Kept."):
        if kind == "correction":
            member_replies.take_correction(project, by, reply, turn, text)
        elif kind == "addition":
            member_replies.take_addition(project, by, reply, text)
        elif kind == "set-aside":
            member_replies.set_aside(project, by, reply, text)
        else:
            member_replies.take_theme_comment(
                project, by, reply, str(theme), str(fits), text
            )


_OF_TALK: Final = ("correction", "removal")
