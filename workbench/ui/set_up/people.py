"""Participants: who they are to the study, and what they agreed to."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.decisions.people import Consent
from workbench.in_words import counted
from workbench.model import ParticipantLink
from workbench.people import participants
from workbench.store import scratch
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from workbench.people.participants import Person
    from workbench.ui.seen import Seen

QUOTES: Final = ("verbatim", "paraphrase", "none")


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
    key = _key_of(person)
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
        is_form = _says_her_form(person, key)
        values = _attributes(seen, person, key)
        reason = st.text_input("Why it changes (may be empty)", key=f"reason_{key}")
        if st.form_submit_button("Keep", type="primary"):
            # what is shown from now on was decided here, and the next form is empty
            st.session_state["person_shown"] = None
            with widgets.attempt():
                _keep(seen, person, (name, of), consent, values, reason)
                if is_form and person and consent == person.consent:
                    participants.confirm_consent(
                        seen.project, session.me(), [person.id]
                    )
            st.session_state["people_kept"] = st.session_state.get("people_kept", 0) + 1
            widgets.say("Kept.")
            st.rerun()


def _key_of(person: Person | None) -> str:
    """A form begins anew where what stands of this person changed, and says so.

    What is decided about anything else, in whatever window, leaves it as it is.
    """
    if person is None:
        return f"None_{st.session_state.get('people_kept', 0)}"
    stands = f"{person.group}|{person.consent}|{person.is_confirmed}|"
    stands += f"{person.state}|{sorted(person.attributes.items())}"
    key = f"{person.id}_{sha256(stands.encode()).hexdigest()[:12]}"
    shown = st.session_state.get("person_shown")
    if shown is not None and shown[0] == person.id and shown[1] != key:
        st.warning(
            f"What stands of {person.id} was changed meanwhile, in another window. It "
            "is shown as it stands now; what was typed here was not kept."
        )
    st.session_state["person_shown"] = (person.id, key)
    return key


def _says_her_form(person: Person | None, key: str) -> bool:
    """Where nobody has recorded her consent, whether this is what she signed."""
    if person is None or person.is_confirmed:
        return False
    return st.checkbox(
        "This is what her signed form says",
        help="Nobody has recorded what she agreed to. Ticked, it is on record.",
        key=f"signed_{key}",
    )


def _consent(agreed: Consent, key: str) -> Consent:
    quotes, until, computation, again, archive = st.columns(
        [4, 4, 3, 2, 2], vertical_alignment="bottom"
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
