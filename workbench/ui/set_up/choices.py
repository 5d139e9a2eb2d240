"""Where a researcher stands, how the study was done, and what the machine may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import study as rules
from workbench.model import ORIENTATIONS, Researcher, Setting
from workbench.ui import session, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.ui.seen import Seen

_STAND: Final = (
    *("positionality", "expectations", "paradigm", "inductive-deductive"),
    *("semantic-latent", "sampling", "information-power"),
)
_SWITCHES: Final = (
    *("counts", "first-pass", rules.LOCK, *rules.SWITCHES),
    *(key for key in ("gap-report",) if key in rules.KNOWN_SETTINGS),
)
_OTHERS: Final = tuple(
    key for key in rules.KNOWN_SETTINGS if key not in (*_STAND, *_SWITCHES)
)
#: What a switch does, for whoever has to decide about it.
_MEANS: Final = {
    "counts": "Numbers of people and segments, shares and percentages are shown.",
    "first-pass": "Suggestions on a transcript wait until a person has read it.",
    rules.LOCK: "No assistance by the machine at all; the report can then say so.",
    "similar-passages": "Passages like the one you are reading are pointed out.",
    "contrast": "Within a code, what is worded differently is pointed out.",
    "code-suggestions": "Passages that resemble what you coded are pointed out.",
    "groupings": "Codes are put beside each other by their segments.",
    "gap-report": "The audit pack tells what is not recorded.",
}


_FIRST: Final = "As this tradition begins; nobody has turned it."


def where_you_stand(seen: Seen) -> None:
    """The questions of METHOD.md's phase 0 that wait after the first four."""
    _texts(seen, _STAND, "stand")


def how_it_was_done(seen: Seen) -> None:
    """What a journal's checklist asks, typed once."""
    _texts(seen, _OTHERS, "done")


def _texts(seen: Seen, keys: tuple[str, ...], form: str) -> None:
    said = {each.key: each.value for each in seen.read(Setting)}
    with st.form(f"texts_{form}", border=False):
        given = {
            key: st.text_area(
                f"{rules.called(key).capitalize()}: {rules.KNOWN_SETTINGS[key]}",
                said.get(key, ""),
                key=f"{key}_{seen.head}",
                height=75,
            )
            for key in keys
        }
        reason = st.text_input("Why it changes (may be empty)", key=f"why_{form}")
        kept = st.form_submit_button("Keep what was written", type="primary")
    if kept:
        changed = {
            key: text
            for key, text in given.items()
            if text.strip() and text != said.get(key, "")
        }
        with widgets.attempt(f"{len(changed)} kept, with the day and your name."):
            for key, text in changed.items():
                rules.change_setting(
                    seen.project, session.me(), key, text, reason.strip() or None
                )


def switches(seen: Seen) -> None:
    """Each switch says what it does; turning it needs a reason, which is printed."""
    reason = st.text_input(
        "Reason for the switch you are about to turn", key="switch_reason"
    )
    since = seen.once("switches", lambda: _since(seen.project))
    for key in _SWITCHES:
        on = rules.is_on(seen.project, key)
        what, act = st.columns([5, 1], vertical_alignment="center")
        name, state = rules.called(key), "on" if on else "off"
        told = f"{_MEANS[key]}  \n{plain(since.get(key, _FIRST))}"
        what.markdown(f"**{name.capitalize()}**: {state}  \n:gray[:small[{told}]]")
        # the button's words would be cut off beside a long name
        label = f"Switch {'off' if on else 'on'}"
        if act.button(label, key=f"switch_{key}", help=name, width="stretch"):
            with widgets.attempt(f"{name.capitalize()}: {'off' if on else 'on'}."):
                value = "off" if on else "on"
                rules.change_setting(
                    seen.project, session.me(), key, value, reason.strip() or None
                )


def _since(project: Project) -> dict[str, str]:
    """When each switch was turned last, by whom and why."""
    names = {each.id: each.name for each in project.read(Researcher)}
    told = {}
    for event in rules.setting_changes(project):
        reason = event.payload["reason"] or ""
        why = project.words(reason).get(reason) or "no reason is recorded."
        who = names.get(event.by, event.by)
        told[event.payload["key"]] = f"Since {event.at[:10]}, {who}: {why}"
    return told


def the_study(seen: Seen) -> None:
    """What it asks, and in which tradition."""
    project = seen.project
    st.header("Research questions")
    for number, asked in enumerate(rules.questions(project), 1):
        text, aside = st.columns([6, 1], vertical_alignment="center")
        text.text(f"{number}.  {asked.text}")
        if aside.button("Set aside", key=f"aside_{asked.id}", width="stretch"):
            with widgets.attempt("The question is set aside; it stays on record."):
                rules.set_question_aside(project, session.me(), asked.id)
    count = st.session_state.setdefault("questions_asked", 0)
    with st.form(f"question_{count}", border=False):
        new = st.text_input("A question more", key=f"new_question_{count}")
        if st.form_submit_button("Ask it") and new.strip():
            st.session_state["questions_asked"] = count + 1
            with widgets.attempt("The study asks it from today."):
                rules.ask_question(project, session.me(), new.strip())
    st.header("Tradition")
    now = seen.study()
    if now.orientation_note:
        st.text(now.orientation_note)
    with st.form("orientation", border=False):
        wanted = st.radio(
            "The study is done as",
            ORIENTATIONS,
            index=ORIENTATIONS.index(now.orientation),
            horizontal=True,
            key=f"orientation_{seen.head}",
        )
        reason = st.text_input("Why it changes", key="orientation_reason")
        if st.form_submit_button("Change the tradition"):
            with widgets.attempt("Changed, on record and in the report."):
                if wanted != now.orientation:
                    rules.change_orientation(project, session.me(), wanted, reason)


def team(seen: Seen) -> None:
    """Who works on the study, and in which role."""
    for who in seen.read(Researcher):
        with st.form(f"role_{who.id}"):
            name, role, keep = st.columns([3, 3, 1], vertical_alignment="bottom")
            name.markdown(f"**{plain(who.name)}**")
            wanted = role.selectbox(
                "Role",
                rules.ROLES,
                index=rules.ROLES.index(who.role),
                key=f"role_of_{who.id}_{seen.head}",
            )
            if keep.form_submit_button("Change"):
                with widgets.attempt("The role has changed."):
                    rules.change_role(seen.project, session.me(), who.id, wanted)
    with st.form("join", clear_on_submit=True):
        name, role = st.columns(2)
        new = name.text_input("Somebody more", key="new_researcher")
        as_ = role.selectbox("Role", rules.ROLES, index=1, key="new_role")
        if st.form_submit_button("Add to the study") and new.strip():
            with widgets.attempt("Added."):
                rules.add_researcher(seen.project, session.me(), new.strip(), as_)
