"""Where the study lies, what encrypts it, whether it is sound, and its backups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import study as rules
from workbench.errors import RefusedError, WorkbenchError
from workbench.store import backups, copies, encryption, gate, premises, repairs
from workbench.ui import backups_kept, session, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.doctor import Check
    from workbench.store.project import Project
    from workbench.ui.seen import Seen

#: The recovery key, to be shown once.
_RECOVERY: Final = "recovery_key_to_be_written_down"
_WHAT: Final = {
    "file": "The file is whole",
    "tables": "Its tables are ours, the trail is guarded",
    "trail": "No decision is gone, altered or added",
    "state": "What pages show follows from the trail",
    "places": "Every segment lies inside its text",
    "quotes": "Every quote is what its transcript says",
    "orphans": "Nothing names what is not there",
}


def is_needed(seen: Seen) -> bool:
    """Whether something stands in the way of writing, so that this comes first."""
    held = gate.held_by(seen.project)
    return held is not None or bool(gate.failed_checks(seen.project))


def safe_keeping(seen: Seen) -> None:
    """Everything that keeps the study from being lost, read by others, or wrong."""
    project = seen.project
    _machine(project)
    st.header("The file")
    path = project.database.path
    st.text(project.database.shown)
    if found := premises.warning(path):
        st.warning(plain(found))
    if path is None:
        st.caption("A study on a server is encrypted by the server's own means.")
    elif encryption.is_encrypted(path):
        _encrypted(project, path)
    else:
        _plain_file(project, path)
    if recovery := st.session_state.pop(_RECOVERY, None):
        st.warning(
            "Write this recovery key on paper now and keep it apart from this machine. "
            "It opens the study when the passphrase is forgotten. It is shown once."
        )
        st.code(recovery, language=None)
    _checks(project)
    backups_kept.show(project)


def _machine(project: Project) -> None:
    before = gate.held_by(project)
    if before is None:
        return
    st.header("Another machine")
    st.info(
        f"This study is written to on the machine {plain(before)}; here it is read "
        "only, so that two machines never write over each other. Take it over if that "
        "machine is done with it: it can then no longer write to this file."
    )
    if st.button("Take the study over to this machine", key="take_over"):
        with widgets.attempt(f"Taken over from {before}; you can go on here."):
            rules.take_over(project, session.me())


def _plain_file(project: Project, path: Path) -> None:
    st.caption(
        "Not encrypted. Your system's own disk encryption protects it while the "
        "machine is off; encrypting the file too protects it wherever it is copied to."
    )
    if project.study().is_sample:
        return
    with st.expander("Encrypt this study"):
        try:
            encryption.driver()
        except WorkbenchError as error:
            st.text(str(error))
            return
        st.caption(
            "From then on it opens with the passphrase, or with a recovery key that "
            "you will see once. Without both, or without the key file beside the "
            "study, nobody can open it again."
        )
        chosen = _new_passphrase("encrypt")
        if chosen is not None:
            with widgets.attempt():
                _checked(chosen)
                st.session_state[_RECOVERY] = copies.encrypt(
                    path, chosen[0], project.surroundings
                )
                backups.begin_anew(project)
            widgets.say("The study is encrypted, and so are its backups.")
            st.rerun()


def _encrypted(project: Project, path: Path) -> None:
    st.caption(
        "Encrypted. It opens with your passphrase or the recovery key, and needs its "
        f"key file {plain(encryption.key_file(path).name)} beside it."
    )
    with st.expander("Change the passphrase"):
        chosen = _new_passphrase("change")
        if chosen is not None:
            with widgets.attempt():
                _checked(chosen)
                st.session_state[_RECOVERY] = encryption.change(path, chosen[0])
                backups.renew_keys(project)
            widgets.say(
                "Changed, for the backups on this machine too. Copies elsewhere keep "
                "their own key file: there the old passphrase still fits."
            )
            st.rerun()
    st.download_button(
        "Save a copy of the key file",
        encryption.key_file(path).read_bytes(),
        encryption.key_file(path).name,
        key="save_key_file",
        help="Keep it with each copy of the study. It opens nothing without the "
        "passphrase or the recovery key.",
    )


def _new_passphrase(what: str) -> tuple[str, str] | None:
    """A passphrase typed twice; the boxes are empty afterwards."""
    with st.form(f"passphrase_{what}", clear_on_submit=True, border=False):
        one, other = st.columns(2)
        first = one.text_input(
            "New passphrase (a sentence is good)",
            type="password",
            autocomplete="new-password",
        )
        again = other.text_input(
            "Once more", type="password", autocomplete="new-password"
        )
        label = "Encrypt" if what == "encrypt" else "Change it"
        return (first, again) if st.form_submit_button(label) else None


def _checked(chosen: tuple[str, str]) -> None:
    if chosen[0] != chosen[1]:
        msg = "the two are not the same. Type the passphrase twice."
        raise RefusedError(msg)


def _checks(project: Project) -> None:
    st.header("Is it sound?")
    failed = gate.failed_checks(project)
    if failed:
        st.error(
            f"A check failed ({', '.join(failed)}). The study can be read, and nothing "
            "is written to it until this is seen to."
        )
    else:
        st.caption(
            "Looked over at opening, and before anything is exported. A check that "
            "fails stops writing, never reading."
        )
    if not (st.button("Look it over now", key="look_over") or failed):
        return
    found = gate.look_over(project)
    widgets.table(
        [
            {
                "Check": _WHAT[each.name],
                "Result": "sound" if each.ok else "not sound",
                "Found": each.found,
            }
            for each in found
        ],
        key="checks",
    )
    for each in found:
        if not each.ok:
            _repair(project, each)


def _repair(project: Project, check: Check) -> None:
    """What mends it, or how to go on knowing it; never done by itself."""
    with st.form(f"repair_{check.name}"):
        can_mend = repairs.can_mend(check)
        st.text(f"{_WHAT[check.name]}: {check.found}")
        if not can_mend:
            st.text(
                "Nothing here mends this. Restore the newest backup below. If there is "
                "none, you can put the damage on record as known and go on."
            )
        reason = st.text_input("Why, for the trail", key=f"why_{check.name}")
        label = "Mend it" if can_mend else "Go on, knowing it"
        if st.form_submit_button(label):
            with widgets.attempt():
                rules.require(project, session.me(), rules.CODE)
                done = repairs.repair(
                    project, session.me(), check.name, reason, as_known=not can_mend
                )
            before = f" As it was before: {done.before}." if done.before else ""
            widgets.say(f"{check.name}: {done.way}, on record.{before}")
            st.rerun()
