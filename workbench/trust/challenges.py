"""Challenges: raised, answered, followed by a change, and judged by who raised them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from workbench.decisions.debriefing import (
    ChallengeAnswered,
    ChallengeRaised,
    ChangeLinked,
    OutcomeJudged,
)
from workbench.decisions.decision import Words
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.model import (
    ABOUT,
    ANSWERS,
    CHALLENGES,
    OUTCOMES,
    READINGS,
    RINGS_TRUE,
    SEVERITIES,
    AllianceLink,
    Challenge,
    ChallengeAnswer,
    ChallengeOutcome,
    Code,
    CodedSegment,
    DebriefQuestion,
    DebriefSession,
    LinkedChange,
    MemberRemark,
    Researcher,
    Theme,
)
from workbench.store import trail
from workbench.study import ANSWER, DEBRIEF, can, require
from workbench.trust.sessions import standing

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

Told = TypeVar("Told", ChallengeAnswer, ChallengeOutcome, LinkedChange)

#: What each thing that is challenged is a row of; the map and what is missing are none.
ROW_OF: Final[dict[str, type]] = {
    "segment": CodedSegment,
    "code": Code,
    "theme": Theme,
    "mapping": AllianceLink,
    "question": DebriefQuestion,
}


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """A challenge with all that came of it, words as text, oldest first."""

    challenge: Challenge
    raised_by: str
    answers: tuple[ChallengeAnswer, ...]
    changes: tuple[LinkedChange, ...]
    outcomes: tuple[ChallengeOutcome, ...]

    @property
    def awaits_answer(self) -> bool:
        """Whether a researcher still owes an answer."""
        return self.challenge.awaits_answer

    @property
    def standing_outcome(self) -> str | None:
        """Agreed or dissent, as judged last; None where she has not judged."""
        return self.outcomes[-1].judged if self.outcomes else None


def check_challenge(
    about_kind: str, kind: str, severity: str | None, text: str
) -> None:
    """What is said is of the kinds that there are, and something is said.

    Raises:
        UnknownObjectError: a kind that is not known.
        RefusedError: no word was written.
    """
    for what, given, known in (
        ("thing to challenge", about_kind, ABOUT),
        ("kind of challenge", kind, (*CHALLENGES, *READINGS)),
        ("severity", severity, (*SEVERITIES, None)),
    ):
        if given not in known:
            listed = ", ".join(k for k in known if k)
            raise UnknownObjectError(what, given, f"Choose one of {listed}.")
    if not text.strip() and kind != RINGS_TRUE:
        msg = "a challenge needs a sentence that says what it is."
        raise RefusedError(msg)


def raise_challenge(
    project: Project,
    by: str,
    session: str,
    *,
    about_kind: str,
    about: str | None,
    kind: str,
    text: str,
    severity: str | None = None,
) -> str:
    """What was said in a debriefing is on record as the debriefer's; its id.

    In a meeting the lead types what the debriefer says; it stays attributed to her.

    Raises:
        UnknownObjectError, RefusedError, NotAllowedError.
    """
    require(project, by, DEBRIEF)
    asked = standing(project, session)
    check_challenge(about_kind, kind, severity, text)
    row = ROW_OF.get(about_kind)
    if row is not None and (about is None or not project.rows(row, id=about)):
        raise UnknownObjectError(about_kind, about or "")
    challenge = project.new_id("ch")
    project.record(
        ChallengeRaised(
            challenge=challenge,
            session=session,
            about_kind=about_kind,
            about=about if row is not None else None,
            challenge_kind=kind,
            severity=severity,
            text=Words(text.strip()),
            raised_by=asked.debriefer,
        ),
        by=by,
    )
    return challenge


def answer(
    project: Project,
    by: str,
    challenge: str,
    answered: str,
    text: str | None = None,
    *,
    act: str | None = None,
) -> Receipt:
    """A researcher answered a challenge; she may answer again, all answers stay.

    Raises:
        UnknownObjectError: no such challenge or answer.
        RefusedError: keeping things as they are was given no reason.
    """
    require(project, by, ANSWER)
    if answered not in ANSWERS:
        hint = f"Choose one of {', '.join(ANSWERS)}."
        raise UnknownObjectError("answer", answered, hint)
    told = (text or "").strip()
    if answered == "keep" and not told:
        msg = "keeping it as it is needs a reason, which the debriefer will read."
        raise RefusedError(msg)
    row = project.one(Challenge, id=challenge)
    return project.record(
        ChallengeAnswered(
            answer=project.new_id("ca"),
            challenge=challenge,
            old=row.state,
            new=answered,
            text=Words(told) if told else None,
        ),
        by=by,
        act=act,
    )


def link_change(project: Project, by: str, about: str, act: str) -> Receipt:
    """An act of the trail is what came of a challenge or a participant's remark.

    Raises:
        UnknownObjectError: there is no such challenge, remark or act.
        RefusedError: the two are linked already, or the act came before.
    """
    require(project, by, ANSWER)
    said = [
        *(row.at for row in project.rows(Challenge, id=about)),
        *(row.at for row in project.rows(MemberRemark, id=about)),
    ]
    if not said:
        raise UnknownObjectError("challenge or remark", about)
    events = project.events_of_act(act)
    if not events:
        raise UnknownObjectError("act", act)
    if events[-1].at < said[0]:
        msg = "that decision was taken before; it cannot have come of this."
        raise RefusedError(msg)
    if project.rows(LinkedChange, about=about, act=act):
        msg = "that decision is linked to this already."
        raise RefusedError(msg)
    return project.record(ChangeLinked(project.new_id("lc"), about, act), by=by)


def judge_outcome(
    project: Project, by: str, challenge: str, judged: str, text: str | None = None
) -> Receipt:
    """Who raised a challenge agrees with what came of it, or holds her dissent.

    Raises:
        UnknownObjectError: no such challenge or outcome.
        RefusedError: it was not answered yet.
        NotAllowedError: somebody else raised it, and no meeting speaks for her.
    """
    who = require(project, by, DEBRIEF)
    if judged not in OUTCOMES:
        hint = f"Choose one of {', '.join(OUTCOMES)}."
        raise UnknownObjectError("outcome", judged, hint)
    row = project.one(Challenge, id=challenge)
    meets = project.one(DebriefSession, id=row.session).meeting
    if by != row.raised_by and not (meets and can(who, ANSWER, project)):
        raise NotAllowedError(who.role, "judge the outcome of somebody's challenge")
    if row.state == "open":
        msg = "that challenge has no answer yet; there is no outcome to judge."
        raise RefusedError(msg)
    told = Words(text.strip()) if text and text.strip() else None
    return project.record(
        OutcomeJudged(project.new_id("oj"), challenge, judged, told, row.raised_by),
        by=by,
    )


def _in_order(rows: list[Told]) -> list[Told]:
    return sorted(rows, key=lambda row: (row.at, row.id))


def challenges(project: Project, session: str | None = None) -> list[ChallengeView]:
    """Every challenge, or those of one session, with all that came of each."""
    where: dict[str, object] = {} if session is None else {"session": session}
    # one file holds many, all of one moment: the trail has them as they were said
    with project.database.reading() as conn:
        raised = trail.events_of_kinds(conn, [ChallengeRaised.__name__])
        place = {event.payload["challenge"]: event.seq for event in raised}
    rows = sorted(project.read(Challenge, **where), key=lambda row: place[row.id])
    names = {who.id: who.name for who in project.read(Researcher)}
    answers = _in_order(project.read(ChallengeAnswer))
    outcomes = _in_order(project.read(ChallengeOutcome))
    changes = _in_order(project.read(LinkedChange))
    return [
        ChallengeView(
            row,
            names[row.raised_by],
            tuple(a for a in answers if a.challenge == row.id),
            tuple(c for c in changes if c.about == row.id),
            tuple(o for o in outcomes if o.challenge == row.id),
        )
        for row in rows
    ]
