"""The trail to look through and to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE, Phase
from workbench.errors import WorkbenchError
from workbench.exporters.trail_lines import concerns, tell
from workbench.model import Code, Participant, Researcher, Theme, Transcript
from workbench.store.cheating import try_to_cheat
from workbench.store.verification import DAMAGE, replay, verify
from workbench.ui import keeping, session, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.store.project import Project
    from workbench.store.trail import Event
    from workbench.ui.seen import Seen

#: Decisions on the page at once, newest first.
_AT_ONCE: Final = 200


def look_through(seen: Seen) -> None:
    """Decisions, newest first: by phase, by person, by what they are about."""
    names = {who.id: who.name for who in seen.read(Researcher)}
    things = _things(seen)
    phase, who, about = st.columns([3, 2, 3])
    of = phase.multiselect(
        "Phase", list(Phase), format_func=lambda p: p.capitalize(), key="trail_phase"
    )
    by = who.multiselect(
        "Who", list(names), format_func=lambda each: names[each], key="trail_who"
    )
    thing = about.selectbox(
        "About",
        list(things),
        index=None,
        format_func=lambda each: things[each],
        placeholder="a code, a theme, a person, a transcript",
        key="trail_about",
    )
    events: list[Event] = seen.once("trail", seen.project.events)
    found = [
        event
        for event in reversed(events)
        if (not of or _phase(event) in of)
        and (not by or event.by in by)
        and (thing is None or concerns(event, thing))
    ]
    pages = max(1, -(-len(found) // _AT_ONCE))
    count, turn = st.columns([7, 1], vertical_alignment="bottom")
    count.caption(f"{len(found):,} of {len(events):,} decisions, newest first")
    at = 1
    if pages > 1:
        at = turn.number_input(
            f"Page of {pages}", min_value=1, max_value=pages, key="trail_page"
        )
    shown = found[(at - 1) * _AT_ONCE : at * _AT_ONCE]
    st.dataframe(
        _rows(seen, events, shown, names),
        column_config={
            "No.": st.column_config.NumberColumn(width=60),
            "Day": st.column_config.TextColumn(width=90),
            "What": st.column_config.TextColumn(width=420),
            "Why": st.column_config.TextColumn(width=260),
        },
        hide_index=True,
        width="stretch",
        key="events",
    )


def _things(seen: Seen) -> dict[str, str]:
    """What a decision can be about, by id."""
    return {
        **{theme.id: f"theme: {theme.name}" for theme in seen.read(Theme)},
        **{code.id: f"code: {code.name}" for code in seen.read(Code)},
        **{who.id: f"person: {who.id}" for who in seen.rows(Participant)},
        **{t.id: f"transcript: {t.id}" for t in seen.rows(Transcript)},
    }


def _phase(event: Event) -> Phase:
    return PHASE[kinds()[event.kind]]


def _rows(
    seen: Seen, events: list[Event], shown: list[Event], names: dict[str, str]
) -> list[dict[str, object]]:
    def words(ids: Iterable[str]) -> dict[str, str]:
        read = seen.project.words(*ids)
        return {name: text for name, text in read.items() if text is not None}

    told = {line.seq: line for line in tell(events, {e.seq for e in shown}, words)}
    return [
        {
            "No.": event.seq,
            "Day": event.at[:10],
            "Who": names.get(event.by, event.by),
            "What": told[event.seq].what,
            "Why": told[event.seq].why,
            "Phase": _phase(event).capitalize(),
            "Taken back": "taken back" if told[event.seq].taken_back else "",
        }
        for event in shown
    ]


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
            else "The sample study and one on a server have no checkpoint beside them."
        )
        st.rerun()
    if project.database.path is not None and cheat.button(
        "Try to cheat, on a copy",
        key="cheat",
        width="stretch",
        help="One letter of one decision is changed in a copy, which is then checked.",
    ):
        st.info(_cheated(project))


def _cheated(project: Project) -> str:
    """What is found when one letter of a copy was changed."""
    try:
        found = try_to_cheat(project)
    except WorkbenchError as error:
        return plain(str(error))
    where = f", at decision {found[0].seq}" if found and found[0].seq else ""
    told = DAMAGE[found[0].kind] if found else "nothing"
    return f"One letter was changed in a copy. Found: {told}{where}"
