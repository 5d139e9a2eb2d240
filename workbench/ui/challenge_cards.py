"""Challenges on the Debrief page: raised in a meeting, answered, linked to a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    DebriefQuestion,
    Researcher,
    Theme,
    Transcript,
)
from workbench.trust import challenges, sessions
from workbench.ui import changes, session, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.challenges import ChallengeView

_MISSING, _MAP, _PASSAGE = "missing", "map", "segment"
_GENERAL: Final = {
    _MISSING: "Something that is missing",
    _MAP: "The themes as a whole",
    _PASSAGE: "A coded passage",
}
_ANSWER: Final = {
    "accept": "Accept",
    "in-part": "Accept in part",
    "keep": "Keep as it is, with a reason",
    "park": "Park for now",
}
_ANSWERED: Final = {
    "open": "not answered yet",
    "accept": "accepted",
    "in-part": "accepted in part",
    "keep": "kept as it is",
    "park": "parked",
}
_JUDGED: Final = {"agreed": "Agrees", "dissent": "Still disagrees"}


def _names() -> dict[str, tuple[str, str]]:
    """What can be challenged by name: by id, of which kind it is and what it is called.

    Codes and themes that are gone since are named too: they may have been challenged.
    """
    return session.seen().once("names of what is challenged", _read_names)


def _read_names() -> dict[str, tuple[str, str]]:
    seen = session.seen()
    themes = {t.id: t for t in seen.read(Theme)}
    found = {t.id: ("theme", t.name) for t in themes.values()}
    found |= {c.id: ("code", c.name) for c in seen.read(Code)}
    found |= {q.id: ("question", q.text) for q in seen.read(DebriefQuestion)}
    for row in seen.read(AllianceLink):
        theme = themes.get(row.theme)
        told = f"{row.dimension or 'outside'}: {theme.name if theme else row.theme}"
        found[row.id] = ("mapping", told)
    return found


_KINDS_SAID: Final = {
    "theme": "theme",
    "code": "code",
    "mapping": "theory",
    "question": "question",
}


def _called(name: str) -> str:
    kind, told = _names()[name]
    return f"{_KINDS_SAID[kind]}: {told}"


def list_all(project: Project, by: str) -> None:
    """Every challenge: what awaits an answer first."""
    _raise_one(project, by)
    views = session.seen().once("challenges", lambda: challenges.challenges(project))
    if not views:
        st.info("No challenges yet. They come in with a debriefer's answers.")
        return
    waiting = [v for v in views if v.awaits_answer]
    if waiting:
        st.header("To be answered")
    for view in waiting:
        with st.container(border=True):
            _tell(project, view)
            _act(project, by, view)
    rest = [v for v in views if not v.awaits_answer]
    if rest:
        st.header("Answered, or asking for no answer")
    for view in rest:
        with st.expander(_title(view)):
            _tell(project, view)
            _act(project, by, view)


def _raise_one(project: Project, by: str) -> None:
    """A challenge as it is spoken in a meeting, under the debriefer's name."""
    meetings = [
        v
        for v in session.seen().once("sessions", lambda: sessions.sessions(project))
        if v.session.meeting and v.session.state == "open"
    ]
    if not meetings:
        return
    st.header("In the meeting")
    told = {v.session.id: f"{v.debriefer}, {v.session.at[:10]}" for v in meetings}
    number = st.session_state.setdefault("challenges_typed", 0)
    with st.container(border=True):
        left, right = st.columns(2)
        where = left.selectbox("Said by", list(told), format_func=lambda v: told[v])
        about_kind, about = _about_what(right, number)
        kind, severity = _kind(project, number)
        text = st.text_area("In her words", height=90, key=f"spoken_{number}")
        if st.button("Keep", type="primary", key="keep_spoken"):
            with widgets.attempt():
                challenges.raise_challenge(
                    *(project, by, str(where)),
                    about_kind=about_kind,
                    about=about,
                    kind=kind,
                    text=text,
                    severity=severity,
                )
            st.session_state["challenges_typed"] = number + 1
            widgets.say("Kept, under her name.")
            st.rerun()


def _about_what(
    column: st.delta_generator.DeltaGenerator, number: int
) -> tuple[str, str | None]:
    standing = {t.id for t in session.seen().rows(Theme) if t.state != "discarded"}
    standing |= {c.id for c in session.seen().rows(Code, state="active")}
    standing |= {a.id for a in session.seen().rows(AllianceLink, state="argued")}
    named = [n for n in _names() if n in standing]
    chosen = column.selectbox(
        "About",
        [*_GENERAL, *named],
        format_func=lambda n: _GENERAL.get(n) or _called(n),
        key=f"spoken_about_{number}",
    )
    if chosen == _PASSAGE:
        return _PASSAGE, _passage(number)
    if chosen in _GENERAL:
        return str(chosen), None
    return _names()[str(chosen)][0], str(chosen)


def _passage(number: int) -> str | None:
    """One coded passage, found by its transcript."""
    seen = session.seen()
    transcripts = sorted(t.id for t in seen.rows(Transcript, state="active"))
    left, right = st.columns([1, 3])
    transcript = left.selectbox("In", transcripts, key=f"spoken_in_{number}")
    codes = {c.id: c.name for c in seen.read(Code)}
    passages = {
        s.id: f"{codes.get(s.code, '')}: {short(s.quote, 90)}"
        for s in sorted(
            seen.read(CodedSegment, transcript=transcript, state="active"),
            key=lambda s: s.start,
        )
    }
    return right.selectbox(
        "The passage",
        list(passages),
        format_func=lambda s: passages[s],
        key=f"spoken_passage_{number}",
    )


def _kind(project: Project, number: int) -> tuple[str, str | None]:
    reflexive = project.study().orientation == "reflexive"
    kinds = (*READINGS, *CHALLENGES) if reflexive else (*CHALLENGES, *READINGS)
    left, right = st.columns(2)
    kind = left.selectbox(
        "Kind",
        kinds,
        index=kinds.index("remark"),
        format_func=lambda k: str(k).replace("-", " "),
        key=f"spoken_kind_{number}",
    )
    severity = right.segmented_control(
        "How much it matters, if she says", SEVERITIES, key=f"spoken_weight_{number}"
    )
    return str(kind), severity


def _title(view: ChallengeView) -> str:
    row = view.challenge
    told = [row.at[:10], plain(view.raised_by), row.kind.replace("-", " ")]
    waits = row.state == "open" and not row.awaits_answer
    told.append("asks for no answer" if waits else _ANSWERED[row.state])
    if view.standing_outcome:
        told.append(
            {"agreed": "agreed", "dissent": "she still disagrees"}[
                view.standing_outcome
            ]
        )
    return f"{' · '.join(told)}  \n{plain(short(row.text, 110))}"


def _tell(project: Project, view: ChallengeView) -> None:
    """What was said, and all that came of it."""
    row = view.challenge
    severity = f" · {row.severity}" if row.severity else ""
    kind = row.kind.replace("-", " ")
    st.caption(f"{row.at[:10]} · {plain(view.raised_by)} · {kind}{severity}")
    widgets.in_grey(_about(project, row.about_kind, row.about))
    if row.text:
        st.text(row.text)
    for told in view.answers:
        st.caption(f"Answered {told.at[:10]}: {_ANSWERED[told.answer]}")
        if told.text:
            st.text(told.text)
    for change in view.changes:
        widgets.in_grey(f"Done: {changes.told(project).get(change.act, 'a decision')}")
    for outcome in view.outcomes:
        st.caption(f"{plain(view.raised_by)}: {_JUDGED[outcome.judged].lower()}")
        if outcome.text:
            st.text(outcome.text)


def _about(project: Project, kind: str, about: str | None) -> str:
    if kind in (_MAP, _MISSING) or about is None:
        return f"About: {_GENERAL[kind].lower()}"
    if kind == _PASSAGE:
        found = project.read(CodedSegment, id=about)
        if not found:
            return about
        where, quote = plain(found[0].transcript), short(found[0].quote, 160)
        return f"About {where}: \u201c{quote}\u201d"
    return f"About the {_called(about)}" if about in _names() else f"About a {kind}"


def _act(project: Project, by: str, view: ChallengeView) -> None:
    who = project.one(Researcher, id=by)
    if study.can(who, study.ANSWER, project):
        if view.answers:
            with st.popover("Answer again, or link a change"):
                _answer(project, by, view)
        else:
            _answer(project, by, view)
    if view.challenge.state != "open" and _may_judge(project, by, view):
        with st.popover("What she says to it"):
            _judge(project, by, view)


def _answer(project: Project, by: str, view: ChallengeView) -> None:
    name = view.challenge.id
    with st.form(f"answer_{name}", border=False):
        answered = st.segmented_control(
            "Your answer",
            ANSWERS,
            format_func=lambda a: _ANSWER[a],
            key=f"answered_{name}",
        )
        text = st.text_area("What she will read", height=70, key=f"reply_{name}")
        linked = {change.act for change in view.changes}
        change = changes.choose(project, by, view.challenge.at, linked)
        if st.form_submit_button("Answer", type="primary"):
            with widgets.attempt("On record." if answered or change else None):
                if answered is not None:
                    challenges.answer(project, by, name, answered, text)
                if change is not None:
                    challenges.link_change(project, by, name, change)


def _may_judge(project: Project, by: str, view: ChallengeView) -> bool:
    views = session.seen().once("sessions", lambda: sessions.sessions(project))
    meets = any(
        v.session.id == view.challenge.session and v.session.meeting for v in views
    )
    return by == view.challenge.raised_by or meets


def _judge(project: Project, by: str, view: ChallengeView) -> None:
    name = view.challenge.id
    with st.form(f"judge_{name}", border=False):
        judged = st.segmented_control(
            "She", OUTCOMES, format_func=lambda o: _JUDGED[o], key=f"judged_{name}"
        )
        text = st.text_input("In her words", key=f"judged_text_{name}")
        if st.form_submit_button("Keep") and judged is not None:
            with widgets.attempt("Kept."):
                challenges.judge_outcome(project, by, name, judged, text)
