"""Debriefing sessions: opened with a question, closed with what they shifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.debriefing import (
    DebriefClosed,
    DebrieferDescribed,
    DebriefOpened,
    QuestionPut,
)
from workbench.decisions.decision import Words
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.model import (
    DebrieferProfile,
    DebriefPacket,
    DebriefQuestion,
    DebriefReturn,
    DebriefSession,
    Memo,
    Researcher,
)
from workbench.study import DEBRIEF, PACK, can, require
from workbench.trust.shown import Wish, choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

MOST_QUESTIONS: Final = 3
#: What a debriefer can be asked where the researcher has no question of her own.
PROMPTS: Final = (
    "What would you have coded that is not here?",
    "Which theme is least convincing?",
    "Which participant does this story serve worst?",
    "Where is the framework doing the work rather than the data?",
    "What does my position make easy to see, and what hard?",
)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as a list shows it, words as text."""

    session: DebriefSession
    debriefer: str
    questions: tuple[DebriefQuestion, ...]
    packets: tuple[DebriefPacket, ...]
    returns: tuple[DebriefReturn, ...]


def describe(
    project: Project,
    by: str,
    debriefer: str,
    *,
    expertise: str = "",
    relation: str = "",
    interest: str = "",
    confidential: bool,
) -> str:
    """Who a debriefer is to this study is on record, dated; the id of the account.

    Raises:
        NotAllowedError, UnknownObjectError.
    """
    require(project, by, PACK)
    _debriefer(project, debriefer)
    profile = project.new_id("dp")

    def words(text: str) -> Words | None:
        return Words(text.strip()) if text.strip() else None

    project.record(
        DebrieferDescribed(
            *(profile, debriefer, words(expertise), words(relation), words(interest)),
            confidential=confidential,
        ),
        by=by,
    )
    return profile


def described(project: Project, debriefer: str) -> DebrieferProfile | None:
    """The latest account of a debriefer; None where nobody gave one."""
    found = project.read(DebrieferProfile, debriefer=debriefer)
    return max(found, key=lambda row: (row.at, row.id), default=None)


def _debriefer(project: Project, researcher: str) -> Researcher:
    who = project.one(Researcher, id=researcher)
    if not can(who, DEBRIEF, project):
        raise NotAllowedError(who.role, DEBRIEF)
    return who


def open_session(
    project: Project,
    by: str,
    debriefer: str,
    questions: Sequence[str],
    wish: Wish,
    *,
    memos: Sequence[str] = (),
    present: str | None = None,
) -> str:
    """A debriefing began: what is shown is fixed and on record; its id.

    Args:
        project: the study.
        by: the researcher who asks.
        debriefer: the id of who is asked.
        questions: one to three.
        wish: what is to be looked at.
        memos: ids of notes to show: the researcher's own, or those the team may read.
        present: who is there, where this is a conversation and no packet is sent.

    Raises:
        RefusedError: no question or more than three, or nothing fits the wish.
        UnknownObjectError, NotAllowedError.
    """
    require(project, by, PACK)
    _debriefer(project, debriefer)
    asked = _asked(questions)
    _check_memos(project, by, memos, wish)
    shown = choose(project, wish)
    session = project.new_id("db")
    project.record(
        DebriefOpened(
            session=session,
            debriefer=debriefer,
            meeting=present is not None,
            shows=wish.shows,
            group=Words(wish.group) if wish.group else None,
            participant=wish.participant,
            size=wish.size,
            seed=wish.seed,
            blind=wish.blind,
            transcripts=shown.transcripts,
            versions=shown.versions,
            segments=shown.segments,
            stretches=shown.stretches,
            codes=shown.codes,
            themes=shown.themes,
            links=shown.links,
            memos=tuple(memos),
            questions=tuple(
                QuestionPut(project.new_id("dq"), Words(text)) for text in asked
            ),
            present=Words(present) if present else None,
        ),
        by=by,
    )
    return session


def _asked(questions: Sequence[str]) -> list[str]:
    asked = [text.strip() for text in questions if text.strip()]
    if not 1 <= len(asked) <= MOST_QUESTIONS:
        msg = "ask the debriefer one to three questions; more get no answer."
        raise RefusedError(msg)
    return asked


def _check_memos(project: Project, by: str, memos: Sequence[str], wish: Wish) -> None:
    if memos and wish.blind != "open":
        msg = "a blind debriefer is shown no notes; they tell how you read."
        raise RefusedError(msg)
    for name in memos:
        memo = project.one(Memo, id=name)
        if memo.visibility == "private" and memo.by != by:
            raise UnknownObjectError("memo", name, "It is not yours to show.")


def standing(project: Project, session: str) -> DebriefSession:
    """A session that is open, words as wording ids.

    Raises:
        UnknownObjectError: there is none of that id.
        RefusedError: it was closed.
    """
    found = project.rows(DebriefSession, id=session)
    if not found:
        raise UnknownObjectError("debriefing", session)
    if found[0].state != "open":
        msg = f"debriefing {session} was closed. Open another one to go on."
        raise RefusedError(msg)
    return found[0]


def close(
    project: Project,
    by: str,
    session: str,
    *,
    shifted: str | None = None,
    minutes: int | None = None,
) -> Receipt:
    """The debriefing ended; what it shifted in the researcher's thinking is kept.

    Raises:
        UnknownObjectError, RefusedError, NotAllowedError.
    """
    require(project, by, PACK)
    standing(project, session)
    told = Words(shifted.strip()) if shifted and shifted.strip() else None
    return project.record(DebriefClosed(session, minutes, told), by=by)


def sessions(project: Project) -> list[SessionView]:
    """Every session, oldest first, with what went out and came back."""
    names = {who.id: who.name for who in project.read(Researcher)}
    rows = sorted(project.read(DebriefSession), key=lambda row: (row.at, row.id))
    questions = sorted(project.read(DebriefQuestion), key=lambda row: row.number)
    packets, returns = project.read(DebriefPacket), project.read(DebriefReturn)
    return [
        SessionView(
            row,
            names[row.debriefer],
            tuple(q for q in questions if q.session == row.id),
            tuple(p for p in packets if p.session == row.id),
            tuple(r for r in returns if r.session == row.id),
        )
        for row in rows
    ]
