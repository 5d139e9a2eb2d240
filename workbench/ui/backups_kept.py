"""The backups of a study on this machine, and a study made anew from one of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.store import backups, copies, encryption
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.ui import widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.backups import Backup

_LOST = "a study that cannot be read here"


def show(project: Project) -> None:
    """What is kept, and a door to restore it beside the study, never over it."""
    st.header("Backups")
    st.caption(
        "Checked copies are made by themselves: at opening, before an import or a "
        "merge, and every quarter of an hour in which something was decided. They lie "
        f"outside the study's folder, in {plain(str(backups.folder(project)))}."
    )
    there = backups.kept(project)
    if not there:
        st.info("There is none yet: the next is made when something was decided.")
    else:
        widgets.table(
            [
                {
                    "Made (UTC)": each.at.strftime("%d %b %Y, %H:%M"),
                    "Decisions": each.decisions,
                    "Size (MB)": round(each.path.stat().st_size / 1e6, 1),
                }
                for each in there
            ],
            key="backups",
        )
    if st.button("Back up now"):
        if trouble := backups.keep_or_say(project):
            st.error(plain(trouble))
        else:
            st.rerun()
    if there:
        with st.expander("Restore one as a study of its own"):
            chosen = st.selectbox("Backup", there, format_func=_named)
            here = project.database.path
            _restore(
                chosen,
                here.parent if here else Path.home(),
                here.stem if here else "study",
                project.surroundings,
            )


def of_any_study() -> None:
    """Every backup on this machine, also of studies that are lost or do not open."""
    here = Surroundings()
    found = backups.of_every_study(here)
    if not found:
        st.caption("There are no backups on this machine yet.")
        return
    titles = {study: _title(there[0], here) for study, there in found.items()}
    study = st.selectbox(
        "Of which study", list(found), format_func=lambda s: titles[s], key="lost_study"
    )
    chosen = st.selectbox(
        "Backup", found[study], format_func=_named, key=f"backup_of_{study}"
    )
    if _ask_passphrase(chosen.path):
        _restore(chosen, Path.home(), "study", here)


def _named(backup: Backup) -> str:
    return f"{backup.at:%d %b %Y, %H:%M} UTC · {backup.decisions} decisions"


def _title(newest: Backup, here: Surroundings) -> str:
    """What the study is called, where its backup can be read without a passphrase."""
    day = f"{newest.at:%d %b %Y}"
    try:
        return f"{Project.open(newest.path, here).study().title} · {day}"
    except WorkbenchError:
        locked = encryption.is_encrypted(newest.path)
        return f"{'an encrypted study' if locked else _LOST} · {day}"


def _ask_passphrase(file: Path) -> bool:
    """Whether the backup can be opened; an encrypted one asks first."""
    if encryption.is_held(file) or not encryption.is_encrypted(file):
        return True
    with st.form("unlock_backup", border=False):
        secret = st.text_input(
            "Its passphrase or recovery key", type="password", autocomplete="off"
        )
        if st.form_submit_button("Unlock the backup") and secret:
            with widgets.attempt():
                encryption.unlock(file, secret)
            st.rerun()
    return False


def _restore(backup: Backup, folder: Path, name: str, here: Surroundings) -> None:
    beside = folder / f"{name} of {backup.at:%Y-%m-%d %H%M}.workbench"
    where = st.text_input("Its new file", str(beside), key=f"to_{backup.path.name}")
    if st.button("Restore", key=f"restore_{backup.path.name}"):
        try:
            backups.restore(backup, Path(where).expanduser(), here)
        except WorkbenchError as error:
            st.error(plain(str(error)))
        else:
            st.success(f"It stands at {plain(where)}. Open it from Start.")
            st.warning(copies.OF_THEN)
