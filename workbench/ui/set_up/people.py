"""Participants: who they are to the study, what they agreed to, and leaving it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.decisions.people import Consent
from workbench.in_words import counted
from workbench.model import ParticipantLink
from workbench.people import participants
from workbench.people.withdrawal import plan, where_words_have_gone, withdraw
from workbench.store import scratch
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from workbench.people.participants import Person
    from workbench.ui.seen import Seen

QUOTES: Final = ("verbatim", "paraphrase", "none")
_KINDS: Final = {
    "all": "All: her words are erased everywhere in the study",
    "quotes": "Quotes only: nothing of hers is printed word for word",
    "contact": "No further contact: nobody asks her again",
}


def everyone(seen: Seen) -> list[Person]:
    """Every participant, with attributes, read once until something changes."""
    return seen.once("people", lambda: participants.everyone(seen.project))


def listed(seen: Seen) -> None:
    """All at a glance, and above it whose consent nobody has recorded."""
    _not_recorded(seen)
    columns = list(dict.fromkeys(c for p in everyone(seen) for c in p.attributes))
    widgets.table(
        [
            {
                "Id": person.id,
                "Group": person.group or "",
                "Consent": "recorded" if person.is_confirmed else "usual, not recorded",
                "Quotes": person.consent.quotes,
                "Computation": person.consent.computation,
                "Asked again": person.consent.recontact,
                "Archive": person.consent.archive,
                "Withdraw until": person.consent.withdraw_until or "",
                "State": person.state,
            }
            | {name: person.attributes.get(name, "") for name in columns}
            for person in everyone(seen)
        ],
        key="people",
    )
    links = seen.read(ParticipantLink)
    if links:
        st.caption("People who would recognise each other are kept out of one row:")
        st.text("\n".join(f"{k.one} and {k.other}: {k.relation}" for k in links))


def _not_recorded(seen: Seen) -> None:
    waiting = [
        person.id
        for person in everyone(seen)
        if person.state == "active" and not person.is_confirmed
    ]
    if not waiting:
        return
    with st.container(border=True):
        st.markdown(
            f"**Nobody has recorded what {counted(len(waiting), 'person', 'people')} "
            "agreed to.** Until somebody does, this stands: quotes word for word, the "
            "machine may read, they may be asked again, nothing goes into an archive."
        )
        chosen = st.multiselect(
            "Whose signed form says just this", waiting, key="agreed"
        )
        record, everybody, _ = st.columns([2, 2, 3])
        if record.button(
            "Record their consent",
            type="primary",
            disabled=not chosen,
            width="stretch",
        ):
            with widgets.attempt("Recorded."):
                participants.confirm_consent(seen.project, session.me(), chosen)
        everybody.button(
            f"Choose all {len(waiting)}",
            width="stretch",
            on_click=lambda: st.session_state.update(agreed=waiting),
        )
        st.caption("Who agreed to something else: **One person**, or **From a table**.")


def one(seen: Seen) -> None:
    """A participant, new or known: group, consent, attributes."""
    known = {person.id: person for person in everyone(seen)}
    standing = sorted(key for key, person in known.items() if person.state != "all")
    chosen = st.selectbox(
        "Participant",
        [None, *standing],
        format_func=lambda each: each or "somebody new",
        key="participant",
    )
    person = known.get(chosen or "")
    key = f"{chosen}_{seen.head}"
    agreed = person.consent if person else participants.USUAL
    with st.form(f"person_{key}"):
        id_, group = st.columns(2)
        name = id_.text_input(
            "Id", chosen or "", key=f"id_{key}", disabled=person is not None
        )
        of = group.text_input(
            "Group", (person.group if person else "") or "", key=f"group_{key}"
        )
        consent = _consent(agreed, key)
        values = _attributes(seen, person, key)
        reason = st.text_input("Why it changes (may be empty)", key=f"reason_{key}")
        if st.form_submit_button("Keep", type="primary"):
            with widgets.attempt("Kept."):
                _keep(seen, person, (name, of), consent, values, reason)


def _consent(agreed: Consent, key: str) -> Consent:
    quotes, until, computation, again, archive = st.columns(
        [2, 2, 1, 1, 1], vertical_alignment="bottom"
    )
    return Consent(
        quotes=quotes.selectbox(
            "Quotes", QUOTES, index=QUOTES.index(agreed.quotes), key=f"quotes_{key}"
        ),
        computation=computation.checkbox(
            "Machine may read", agreed.computation, key=f"computation_{key}"
        ),
        recontact=again.checkbox("Ask again", agreed.recontact, key=f"again_{key}"),
        archive=archive.checkbox("Archive", agreed.archive, key=f"archive_{key}"),
        withdraw_until=until.text_input(
            "Can withdraw until (2025-12-31)",
            agreed.withdraw_until or "",
            key=f"until_{key}",
        ).strip()
        or None,
    )


def _attributes(seen: Seen, person: Person | None, key: str) -> dict[str, str]:
    columns = sorted({name for each in everyone(seen) for name in each.attributes})
    own = person.attributes if person else {}
    found = {
        name: st.text_input(name, own.get(name, ""), key=f"value_{name}_{key}")
        for name in columns
    }
    new, value = st.columns(2)
    column = new.text_input("A column more", key=f"column_{key}").strip()
    entry = value.text_input("Entry in it", key=f"entry_{key}")
    return found | ({column: entry} if column else {})


def _keep(
    seen: Seen,
    person: Person | None,
    named: tuple[str, str],
    consent: Consent,
    values: dict[str, str],
    reason: str,
) -> None:
    project, me = seen.project, session.me()
    name, group = named[0].strip(), named[1].strip() or None
    given = {column: value for column, value in values.items() if value.strip()}
    if person is None:
        participants.add(project, me, name, group, consent, given)
        return
    if group != person.group:
        participants.set_group(project, me, person.id, group)
    if consent != person.consent:
        participants.set_consent(project, me, person.id, consent, reason or None)
    for column, value in values.items():
        if value.strip() != (person.attributes.get(column) or ""):
            participants.set_attribute(
                project, me, person.id, column, value.strip() or None
            )


def from_table(seen: Seen) -> None:
    """A table of participants is taken in: id, group, consent, further columns."""
    st.caption(
        "Columns: participant (or id), group, quotes, computation, recontact, archive, "
        "withdraw until; every further column is an attribute."
    )
    given = st.file_uploader("Table", type=["csv", "xlsx"], key="people_table")
    if given is not None and st.button("Take it in", type="primary", key="take_table"):
        with scratch.folder(seen.project.surroundings) as folder:
            path = folder / f"participants{Path(given.name).suffix.lower()}"
            path.write_bytes(given.getvalue())
            with widgets.attempt():
                taken = participants.from_table(seen.project, session.me(), path)
        widgets.say(f"{taken.added} added, {taken.updated} updated.")
        st.rerun()


def linked(seen: Seen) -> None:
    """Two who would recognise each other, such as a client and her therapist."""
    ids = [person.id for person in everyone(seen) if person.state != "all"]
    with st.form("link", border=False):
        one_, other, how = st.columns(3)
        first = one_.selectbox("One", ids, key="link_one")
        second = other.selectbox(
            "The other", ids, index=min(1, len(ids) - 1), key="link_other"
        )
        relation = how.text_input("What they are to each other", key="link_relation")
        if st.form_submit_button("Link them"):
            with widgets.attempt("Linked."):
                participants.link_people(
                    seen.project, session.me(), first, second, relation
                )


def leaving(seen: Seen) -> None:
    """A withdrawal: told in full beforehand, decided entry by entry, then final."""
    ids = [person.id for person in everyone(seen) if person.state != "all"]
    who = st.selectbox("Who withdraws", ids, index=None, key="who_withdraws")
    if who is None:
        st.caption("Choose a participant to see what her withdrawal would reach.")
        return
    kind = st.radio(
        "What is withdrawn",
        list(_KINDS),
        format_func=_KINDS.__getitem__,
        key="withdraw_kind",
    )
    erased: list[str] = []
    if kind == "all":
        erased = _look_ahead(seen, who)
    else:
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
                done = withdraw(seen.project, session.me(), who, reason, kind, erased)
            widgets.say(
                f"Recorded: {done.turns} turns, {done.segments} coded segments, "
                f"{done.vectors} vectors, {done.repeats} repeats erased; "
                f"{done.copies} copies are to be recalled."
            )
            st.rerun()


def _look_ahead(seen: Seen, who: str) -> list[str]:
    """What would go; which names, memos and reasons that repeat her go with it."""
    ahead = seen.once(("plan", who), lambda: plan(seen.project, who))
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
    for copy in ahead.copies:
        st.text(f"to recall: {copy.kind}, {copy.at[:10]}, {copy.file_name}")
    repeats = {each.words: each.what for each in (*ahead.repeats, *ahead.notes)}
    if not repeats:
        return []
    return st.multiselect(
        "These repeat her words or are about her: erase which?",
        list(repeats),
        default=[each.words for each in ahead.repeats],
        format_func=lambda each: repeats[each],
        key=f"repeats_of_{who}",
    )
