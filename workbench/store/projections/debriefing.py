"""What follows from peer debriefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import debriefing as decided
from workbench.model import (
    AgreementRun,
    BlindCoding,
    BlindReading,
    Challenge,
    ChallengeAnswer,
    ChallengeOutcome,
    DebriefAnswer,
    DebrieferProfile,
    DebriefPacket,
    DebriefQuestion,
    DebriefReturn,
    DebriefSession,
    DifferenceTalk,
    LinkedChange,
    Verdict,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.DebrieferDescribed)
def debriefer_described(
    d: decided.DebrieferDescribed, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        DebrieferProfile(
            *(d.profile, d.debriefer, d.expertise, d.relation, d.interest),
            confidential=d.confidential,
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.DebriefOpened)
def debrief_opened(d: decided.DebriefOpened, c: Circumstance) -> Iterator[Change]:
    yield Put(
        DebriefSession(
            id=d.session,
            debriefer=d.debriefer,
            meeting=bool(d.meeting),
            shows=d.shows,
            group=d.group,
            participant=d.participant,
            size=d.size,
            seed=d.seed,
            blind=d.blind,
            transcripts=d.transcripts,
            versions=d.versions,
            segments=d.segments,
            stretches=d.stretches,
            codes=d.codes,
            themes=d.themes,
            links=d.links,
            memos=d.memos,
            present=d.present,
            state="open",
            minutes=None,
            shifted=None,
            by=c.by,
            at=c.at,
        )
    )
    for number, put in enumerate(d.questions, start=1):
        yield Put(DebriefQuestion(put.question, d.session, number, put.text))


@follows(decided.DebriefPacketMade)
def packet_made(d: decided.DebriefPacketMade, c: Circumstance) -> Iterator[Change]:
    yield Put(
        DebriefPacket(
            *(d.packet, d.session, d.sha256, d.covered),
            sealed=bool(d.sealed),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.DebriefReturned)
def debrief_returned(d: decided.DebriefReturned, c: Circumstance) -> Iterator[Change]:
    yield Put(
        DebriefReturn(
            *(d.back, d.packet, d.session, d.sha256, d.form, d.taken_in_by),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.DebriefQuestionAnswered)
def question_answered(
    d: decided.DebriefQuestionAnswered, c: Circumstance
) -> Iterator[Change]:
    yield Put(DebriefAnswer(d.answer, d.session, d.question, d.text, c.by, c.at))


@follows(decided.VerdictGiven)
def verdict_given(d: decided.VerdictGiven, c: Circumstance) -> Iterator[Change]:
    yield Put(
        Verdict(
            *(d.verdict, d.session, d.segment, d.stretch, d.judged, d.code, d.comment),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.BlindCodingGiven)
def blind_coding_given(
    d: decided.BlindCodingGiven, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        BlindCoding(
            *(d.coding, d.session, d.transcript, d.version, d.start, d.end),
            *(d.code, d.own_code, d.comment),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.StretchesRead)
def stretches_read(d: decided.StretchesRead, c: Circumstance) -> Iterator[Change]:
    yield Put(BlindReading(d.reading, d.session, d.stretches, by=c.by, at=c.at))


@follows(decided.ChallengeRaised)
def challenge_raised(d: decided.ChallengeRaised, c: Circumstance) -> Iterator[Change]:
    yield Put(
        Challenge(
            *(d.challenge, d.session, d.about_kind, d.about, d.challenge_kind),
            *(d.severity, d.text, d.raised_by, "open"),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.ChallengeAnswered)
def challenge_answered(
    d: decided.ChallengeAnswered, c: Circumstance
) -> Iterator[Change]:
    yield Edit(Challenge, (d.challenge,), state=(d.old, d.new))
    yield Put(ChallengeAnswer(d.answer, d.challenge, d.new, d.text, c.by, c.at))


@follows(decided.ChangeLinked)
def change_linked(d: decided.ChangeLinked, c: Circumstance) -> Iterator[Change]:
    yield Put(LinkedChange(d.link, d.about, d.act, c.by, c.at))


@follows(decided.OutcomeJudged)
def outcome_judged(d: decided.OutcomeJudged, c: Circumstance) -> Iterator[Change]:
    yield Put(
        ChallengeOutcome(
            d.outcome, d.challenge, d.judged, d.text, d.judged_by, c.by, c.at
        )
    )


@follows(decided.DebriefClosed)
def debrief_closed(d: decided.DebriefClosed, _: Circumstance) -> Iterator[Change]:
    yield Edit(
        DebriefSession,
        (d.session,),
        state=("open", "closed"),
        minutes=(None, d.minutes),
        shifted=(None, d.shifted),
    )


@follows(decided.DifferenceTalkedOver)
def difference_talked_over(
    d: decided.DifferenceTalkedOver, c: Circumstance
) -> Iterator[Change]:
    yield Put(
        DifferenceTalk(
            *(d.talk, d.one, d.other, d.version, d.start, d.end, d.learned),
            d.outcome,
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.AgreementAsked)
def agreement_asked(d: decided.AgreementAsked, c: Circumstance) -> Iterator[Change]:
    yield Put(
        AgreementRun(
            *(d.run, d.one, d.other, d.unit, d.units, d.seed, d.reason),
            by=c.by,
            at=c.at,
        )
    )
