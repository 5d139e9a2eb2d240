"""Challenges on the Debrief page: raised in a meeting, answered, linked to a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench import study
from workbench.model import (
    ANSWERS,
    CHALLENGES,
    OUTCOMES,
    READINGS,
    SEVERITIES,
    AllianceLink,
    Code,
    CodedSegment,
    Researcher,
    Theme,
)
from workbench.trust import challenges, sessions
from workbench.ui import session, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.challenges import ChallengeView

_RECENT = 12


def _names() -> dict[str, str]:
    """What can be challenged, by id, as it is called."""
    seen = session.seen()
    themes = {t.id: t.name for t in seen.read(Theme) if t.state != "discarded"}
    found = {name: f"theme: {told}" for name, told in themes.items()}
    found |= {c.id: f"code: {c.name}" for c in seen.read(Code) if c.state == "active"}
    for row in seen.read(AllianceLink):
        told = f"{themes.get(row.theme, row.theme)}, {row.dimension}"
        found[row.id] = f"theory: {told}"
    return found


def raise_one(project: Project, by: str) -> None:
    """A challenge as it is spoken in a meeting, under the debriefer's name."""
    meetings = [
        v
        for v in sessions.sessions(project)
        if v.session.meeting and v.session.state == "open"
    ]
    if not meetings:
        return
    st.header("In the meeting")
    names = _names()
    reflexive = project.study().orientation == "reflexive"
    kinds = (*READINGS, *CHALLENGES) if reflexive else (*CHALLENGES, *READINGS)
    with st.form("raise_challenge", clear_on_submit=True):
        told = {v.session.id: f"{v.debriefer}, {v.session.at[:10]}" for v in meetings}
        where = st.selectbox("Said by", list(told), format_func=lambda v: told[v])
        about = st.selectbox(
            "About",
            ["missing", "map", *names],
            format_func=lambda n: names.get(n, n),
        )
        left, right = st.columns(2)
        kind = left.selectbox("Kind", kinds, format_func=lambda k: k.replace("-", " "))
        severity = right.selectbox(
            "How much it matters", SEVERITIES, index=None, placeholder="not said"
        )
        text = st.text_area("In her words", height=90)
        if st.form_submit_button("Keep", type="primary"):
            about_kind = {"t": "theme", "c": "code", "al": "mapping"}.get(
                str(about).partition("-")[0], str(about)
            )
            with widgets.attempt("Kept, under her name."):
                challenges.raise_challenge(
                    *(project, by, str(where)),
                    about_kind=about_kind,
                    about=str(about) if about in names else None,
                    kind=str(kind),
                    text=text,
                    severity=severity,
                )


def list_all(project: Project, by: str) -> None:
    """Every challenge: what awaits an answer first."""
    raise_one(project, by)
    views = challenges.challenges(project)
    if not views:
        st.info("No challenges yet. They come in with a debriefer's answers.")
        return
    waiting = [v for v in views if v.awaits_answer]
    if waiting:
        st.header("To be answered")
    for view in waiting:
        _card(project, by, view)
    rest = [v for v in views if not v.awaits_answer]
    if rest:
        st.header("Answered")
    for view in rest:
        _card(project, by, view)


def _card(project: Project, by: str, view: ChallengeView) -> None:
    row = view.challenge
    with st.container(border=True):
        kind = row.kind.replace("-", " ")
        severity = f" · {row.severity}" if row.severity else ""
        st.caption(f"{row.at[:10]} · {plain(view.raised_by)} · {kind}{severity}")
        st.text(_about(project, row.about_kind, row.about))
        st.text(row.text)
        for told in view.answers:
            st.caption(f"Answered {told.at[:10]}: {told.answer}")
            if told.text:
                st.text(told.text)
        for change in view.changes:
            events = project.events_of_act(change.act)
            if events:
                st.caption(f"Led to decision {events[0].seq}: {events[0].kind}")
        for outcome in view.outcomes:
            st.caption(f"{plain(view.raised_by)}: {outcome.judged}")
            if outcome.text:
                st.text(outcome.text)
        who = project.one(Researcher, id=by)
        if study.can(who, study.ANSWER, project):
            _answer(project, by, view)
        if view.challenge.state != "open" and _may_judge(project, by, view):
            _judge(project, by, view)


def _about(project: Project, kind: str, about: str | None) -> str:
    if about is None:
        return {"map": "On the map of themes", "missing": "On what is missing"}[kind]
    if kind == "segment":
        found = project.read(CodedSegment, id=about)
        return f"On \u201c{short(found[0].quote, 160)}\u201d" if found else about
    return f"On {_names().get(about, kind)}"


def _answer(project: Project, by: str, view: ChallengeView) -> None:
    name = view.challenge.id
    with st.form(f"answer_{name}", border=False):
        answered = st.segmented_control(
            "Your answer",
            ANSWERS,
            format_func=lambda a: a.replace("-", " "),
            key=f"answered_{name}",
        )
        text = st.text_area("What she will read", height=70, key=f"reply_{name}")
        later = [
            e
            for e in project.events()[-200:]
            if e.at > view.challenge.at and e.by == by and e.kind not in _OURS
        ][-_RECENT:]
        acts = {e.act: f"{e.seq}: {e.kind} ({e.at[:10]})" for e in reversed(later)}
        change = st.selectbox(
            "What you changed for it",
            list(acts),
            index=None,
            format_func=lambda a: acts[a],
            placeholder="nothing, or not yet",
        )
        if st.form_submit_button("Answer"):
            with widgets.attempt("Answered."):
                if answered is not None:
                    challenges.answer(project, by, name, answered, text)
                if change is not None:
                    challenges.link_change(project, by, name, change)


#: Decisions that are no change to the analysis.
_OURS = frozenset(
    {
        *("ChallengeRaised", "ChallengeAnswered", "ChangeLinked", "OutcomeJudged"),
        *("CopyMade", "DebriefOpened", "DebriefPacketMade", "DebriefReturned"),
        *("KeyAnnounced", "AgreementAsked", "DebriefClosed"),
    }
)


def _may_judge(project: Project, by: str, view: ChallengeView) -> bool:
    meets = any(
        v.session.id == view.challenge.session and v.session.meeting
        for v in sessions.sessions(project)
    )
    return by == view.challenge.raised_by or meets


def _judge(project: Project, by: str, view: ChallengeView) -> None:
    name = view.challenge.id
    with st.form(f"judge_{name}", border=False):
        judged = st.segmented_control(
            "What she says to it", OUTCOMES, key=f"judged_{name}"
        )
        text = st.text_input("In her words", key=f"judged_text_{name}")
        if st.form_submit_button("Keep") and judged is not None:
            with widgets.attempt("Kept."):
                challenges.judge_outcome(project, by, name, judged, text)
