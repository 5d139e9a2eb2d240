"""Where the study lies, what encrypts it, whether it is sound, and its backups."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import study as rules
from workbench.errors import WorkbenchError
from workbench.store import backups, copies, encryption, gate, premises, repairs
from workbench.ui import backups_kept, session, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.store.doctor import Check
    from workbench.store.project import Project
    from workbench.ui.seen import Seen

#: Study -> its new recovery key, until somebody says that it is written down. Kept for
#: all windows: neither another press nor a page loaded anew may lose the only copy.
_TO_WRITE_DOWN: Final[dict[str, str]] = {}
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
    """Whether something has to be seen to here first, before anything is written."""
    project = seen.project
    held = gate.held_by(project)
    waits = has_to_be_written_down(project)
    return waits or held is not None or bool(gate.failed_checks(project))


def has_to_be_written_down(project: Project) -> bool:
    """Whether a recovery key was made and nobody has said that it is on paper."""
    return project.database.shown in _TO_WRITE_DOWN


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
    _recovery_key(project.database.shown)
    _checks(project)
    backups_kept.show(project)


def _recovery_key(shown: str) -> None:
    """The new recovery key stays here until it is on paper."""
    key = _TO_WRITE_DOWN.get(shown)
    if key is None:
        return
    st.warning(
        "Write this recovery key on paper now and keep it apart from this machine. It "
        "opens the study when the passphrase is forgotten. A recovery key that you "
        "wrote down before does not open the study any more."
    )
    st.code(key, language=None)
    if st.button("I have written it down", key="written_down", type="primary"):
        _TO_WRITE_DOWN.pop(shown, None)
        widgets.say("It is not shown again.")
        st.rerun()


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
        chosen = _new_passphrase("Encrypt")
        if chosen:
            with widgets.attempt():
                _TO_WRITE_DOWN[project.database.shown] = copies.encrypt(
                    path, chosen, project.surroundings
                )
                _backups_too(
                    "The study is encrypted, and so are its backups.",
                    lambda: backups.begin_anew(project),
                )
            st.rerun()


def _encrypted(project: Project, path: Path) -> None:
    st.caption(
        "Encrypted. It opens with your passphrase or the recovery key, and needs its "
        f"key file {plain(encryption.key_file(path).name)} beside it."
    )
    with st.expander("Change the passphrase"):
        chosen = _new_passphrase("Change it", encryption.key_file(path).read_bytes())
        if chosen:
            with widgets.attempt():
                _TO_WRITE_DOWN[project.database.shown] = encryption.change(path, chosen)
                _backups_too(
                    "Changed, for the backups on this machine too. Copies elsewhere "
                    "keep their own key file: there the old passphrase still fits.",
                    lambda: backups.renew_keys(project),
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


def _backups_too(done: str, follow: Callable[[], object]) -> None:
    """The backups follow the study; where they cannot, the study has changed still."""
    try:
        follow()
    except WorkbenchError as error:
        widgets.refuse(
            "The study has its new passphrase; its backups on this machine have not. "
            f"Make a new one below. {error}"
        )
    else:
        widgets.say(done)


def _new_passphrase(label: str, opened_by: bytes = b"") -> str | None:
    """A passphrase typed twice alike; None where nothing was asked for.

    Args:
        label: what the button says.
        opened_by: the key file as it stands: with another one the boxes are empty, and
            a press on the boxes that were filled before is none on these.
    """
    which = f"{label}_{sha256(opened_by).hexdigest()[:12]}"
    with st.form(f"passphrase_{which}", border=False):
        one, other = st.columns(2)
        first = one.text_input(
            "New passphrase (a sentence is good)",
            type="password",
            autocomplete="new-password",
        )
        again = other.text_input(
            "Once more", type="password", autocomplete="new-password"
        )
        if not st.form_submit_button(label):
            return None
    if not first and not again:
        st.caption("Type the new passphrase in both boxes.")
        return None
    if first != again:
        st.error("The two are not the same. Type the passphrase twice.")
        return None
    return first


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
