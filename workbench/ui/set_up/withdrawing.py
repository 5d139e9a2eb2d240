"""A participant leaves the study: told in full beforehand, then final."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.people import withdrawal
from workbench.people.withdrawal_plan import not_identified, where_words_have_gone
from workbench.ui import session, widgets
from workbench.ui.set_up.people import everyone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.people.withdrawal import WithdrawalResult
    from workbench.people.withdrawal_plan import NotIdentified, WithdrawalPlan
    from workbench.ui.seen import Seen

_KINDS: Final = {
    "all": "All: her words are erased everywhere in the study",
    "quotes": (
        "Quotes only: no quote of hers is printed; what you wrote in her words is "
        "listed for you to decide"
    ),
    "contact": "No further contact: nobody asks her again",
}


def leaving(seen: Seen) -> None:
    """A withdrawal: told in full beforehand, decided entry by entry, then final."""
    gone = {person.id for person in everyone(seen) if person.state == "all"}
    who = st.selectbox(
        "Who withdraws",
        [person.id for person in everyone(seen)],
        index=None,
        format_func=lambda each: f"{each} (has withdrawn)" if each in gone else each,
        key="who_withdraws",
    )
    if who is None:
        st.caption("Choose a participant to see what her withdrawal would reach.")
        return
    if who in gone:
        st.caption(
            f"{who} has withdrawn. What is found of her words since is erased here."
        )
    kind = "all" if who in gone else _kind()
    speakers = _may_be_she(seen, who) if kind != "contact" else []
    erased = _look_ahead(seen, who, kind, speakers) if kind != "contact" else []
    if kind == "contact":
        copies = where_words_have_gone(seen.project, who)
        st.caption(
            f"Copies that left the project and may hold her words: {len(copies)}"
        )
    with st.form("withdraw"):
        reason = st.text_input("Reason, for the trail", key="withdraw_reason")
        sure = st.text_input(
            f"This cannot be undone. Type {who} to confirm", key="withdraw_sure"
        )
        if st.form_submit_button("Record the withdrawal"):
            if sure.strip() != who:
                st.warning(f"Type {who} to confirm.")
                return
            with widgets.attempt():
                done = withdrawal.withdraw(
                    seen.project, session.me(), who, reason, kind, erased, speakers
                )
            widgets.say(_told(done))
            st.rerun()


def _kind() -> str:
    return st.radio(
        "What is withdrawn",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        key="withdraw_kind",
    )


def _told(done: WithdrawalResult) -> str:
    """What was done, in counts."""
    told = (
        f"Recorded: {done.turns} turns, {done.segments} coded segments, "
        f"{done.vectors} vectors erased; {done.copies} copies are to be recalled."
    )
    if done.listed_repeats:
        stay = done.listed_repeats - done.erased_repeats
        told += (
            f" Of {done.listed_repeats} listed entries that repeat her words or are "
            f"about her, {done.erased_repeats} were erased; {stay} stay."
        )
    return told


def _may_be_she(seen: Seen, who: str) -> list[tuple[str, int]]:
    """Speakers whom nobody identified: what she said there would stay."""
    found = seen.once(
        ("not identified", who), lambda: not_identified(seen.project, who)
    )
    if not found:
        return []
    called = [each for each in found if each.is_called(who)]
    if called:
        where = ", ".join(each.transcript for each in called)
        st.warning(
            f"A speaker is called {who} in {where}, and nobody has said that it is "
            "this person. What was said there stays as it is unless you choose it here."
        )
    chosen: list[NotIdentified] = st.multiselect(
        f"Nobody has said who these speakers are. Which of them are {who}?",
        found,
        format_func=lambda e: f"{e.transcript}: {e.label or '?'} ({e.turns} turns)",
        key=f"speakers_of_{who}",
    )
    return [(each.transcript, each.index) for each in chosen]


def _look_ahead(
    seen: Seen, who: str, kind: str, speakers: list[tuple[str, int]]
) -> list[str]:
    """What would go; which names, memos and reasons that repeat her go with it."""
    ahead = seen.once(
        ("plan", who, tuple(speakers)),
        lambda: withdrawal.plan(seen.project, who, speakers),
    )
    if kind == "all":
        _reached(ahead)
    for copy in ahead.copies:
        st.text(f"to recall: {copy.kind}, {copy.at[:10]}, {copy.file_name}")
    repeats = {each.words: each.what for each in (*ahead.repeats, *ahead.notes)}
    if not repeats:
        return []
    is_all = kind == "all"
    if not is_all:
        _still_printed([each.what for each in ahead.repeats])
    return st.multiselect(
        "These repeat her words or are about her: erase which?",
        list(repeats),
        default=[each.words for each in ahead.repeats] if is_all else [],
        format_func=lambda each: repeats[each],
        key=f"repeats_of_{who}_{kind}_{speakers}",
    )


def _still_printed(repeats: Sequence[str]) -> None:
    if repeats:
        st.warning(
            "Written in her words, and printed all the same. Give these other words "
            "first (Code list, Define, Journal), or choose below what is erased for "
            "good; what is erased reads as a block."
        )
        st.text("\n".join(repeats))


def _reached(ahead: WithdrawalPlan) -> None:
    if ahead.is_after_cut_off:
        st.warning("The day to withdraw by has passed. Whether to erase is yours.")
    widgets.table(
        [
            {"What": "Transcripts she speaks in", "How many": len(ahead.transcripts)},
            {"What": "Turns erased", "How many": ahead.turns},
            {"What": "Coded segments erased", "How many": len(ahead.segments)},
            {"What": "Chosen extracts gone", "How many": len(ahead.extracts)},
            {"What": "Themes that rest on her words", "How many": len(ahead.themes)},
            {"What": "Relations to theory", "How many": len(ahead.alliance_links)},
            {"What": "Copies that left the project", "How many": len(ahead.copies)},
        ],
        key="withdrawal_plan",
    )
