"""The trail to look through and to check."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE
from workbench.errors import WorkbenchError
from workbench.model import Researcher
from workbench.store.project import Project
from workbench.store.verification import DAMAGE, replay, verify
from workbench.ui import keeping, session, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.trail import Event
    from workbench.ui.seen import Seen

#: Decisions on the page at once, newest first.
_AT_ONCE: Final = 500


def look_through(seen: Seen) -> None:
    """Decisions, newest first, by who took them and in which phase."""
    names = {who.id: who.name for who in seen.read(Researcher)}
    phases = list(dict.fromkeys(phase.value for phase in PHASE.values()))
    phase, who, page = st.columns([3, 2, 1])
    of = phase.multiselect("Phase", phases, key="trail_phase")
    by = who.multiselect(
        "Who", list(names), format_func=lambda each: names[each], key="trail_who"
    )
    pages = max(1, -(-seen.head // _AT_ONCE))
    at = page.number_input(
        f"Page of {pages}", min_value=1, max_value=pages, key="trail_page"
    )
    last = seen.head - (at - 1) * _AT_ONCE
    events = seen.project.events(after=max(0, last - _AT_ONCE), up_to=last)
    rows = [_row(event, names) for event in reversed(events)]
    st.dataframe(
        [
            row
            for row in rows
            if (not of or row["Phase"] in of)
            and (not by or row["Who"] in {names[each] for each in by})
        ],
        hide_index=True,
        width="stretch",
        height=480,
        key="events",
    )


def _row(event: Event, names: dict[str, str]) -> dict[str, object]:
    kind = kinds()[event.kind]
    told = (kind.__doc__ or event.kind).splitlines()[0]
    return {
        "No.": event.seq,
        "Day": event.at[:10],
        "Who": names.get(event.by, event.by),
        "Phase": PHASE[kind].value,
        "What": told,
        "Kind": event.kind,
    }


def check(seen: Seen) -> None:
    """Whether the trail is whole, the state follows from it, and a forger is caught."""
    project = seen.project
    whole, follows, sign, cheat = st.columns(4)
    if whole.button("Is the trail whole?", key="verify", width="stretch"):
        found = verify(project)
        if found.ok:
            st.success(f"Trail intact, {found.events:,} decisions.")
        else:
            first = found.damage[0]
            st.error(
                f"Damaged: {DAMAGE[first.kind]}; first at decision {first.seq}. "
                "Restore a backup, or ask whoever leads the study."
            )
    if follows.button("Does everything follow from it?", key="replay", width="stretch"):
        same = replay(project)
        if same.equal:
            st.success(f"The study is what its {same.events:,} decisions say.")
        else:
            st.error(f"It differs first at: {plain(str(same.first_difference))}")
    if sign.button("Sign a checkpoint", key="sign", width="stretch"):
        with widgets.attempt():
            name = keeping.sign(project, session.me())
        widgets.say(
            f"Signed; it lies beside the study as {name}."
            if name
            else "The "
            "sample study, and one on a server, have no checkpoint beside them."
        )
        st.rerun()
    if project.database.path is not None and cheat.button(
        "Try to cheat, on a copy",
        key="cheat",
        width="stretch",
        help="One letter of one decision is changed in a copy, which is then checked.",
    ):
        st.info(_cheated(project, project.database.path))


def _cheated(project: Project, path: Path) -> str:
    """What is found when one letter of a copy was changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        data = copy.read_bytes()
        at = data.rfind(b'"kind":"CodeCreated"')
        at = data.rfind(b'"role":"') if at < 0 else at
        copy.write_bytes(data[: at + 9] + b"X" + data[at + 10 :])
        try:
            found = verify(Project.open(copy, project.surroundings))
        except WorkbenchError as error:
            return plain(str(error))
        if found.ok:
            return "Nothing was found: the letter stood in a page that is not in use."
        first = found.damage[0]
        where = "" if first.seq is None else f", at decision {first.seq}"
        return f"One letter was changed in a copy. Found: {DAMAGE[first.kind]}{where}"
