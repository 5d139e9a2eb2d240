"""Peer debriefing: what a colleague was shown, what she asked, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class DebrieferDescribed(Decision):
    """Who a debriefer is to this study, in her own account; the latest counts."""

    undoable: ClassVar[bool] = True

    profile: str
    debriefer: str
    expertise: Wording | None
    relation: Wording | None
    interest: Wording | None
    confidential: bool


@dataclass(frozen=True, slots=True)
class QuestionPut:
    """One of the one to three questions that a debriefer is asked."""

    question: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class DebriefOpened(Decision):
    """A debriefing began: who is asked what, and exactly what she is shown."""

    undoable: ClassVar[bool] = True

    session: str
    debriefer: str
    #: A conversation with the study open, rather than a packet that is sent.
    meeting: bool
    #: whole, random, group, rare-codes, participant or low-agreement
    shows: str
    group: Wording | None
    participant: str | None
    size: int | None
    seed: int | None
    #: open, code-list (blind, with the code list) or free (blind, without)
    blind: str
    transcripts: tuple[str, ...]
    #: The version of each transcript, in the same order.
    versions: tuple[str, ...]
    segments: tuple[str, ...]
    #: Stretches without their coding, to be judged or coded: version:start:end.
    stretches: tuple[str, ...]
    codes: tuple[str, ...]
    themes: tuple[str, ...]
    links: tuple[str, ...]
    #: Notes that the researcher chose to show.
    memos: tuple[str, ...]
    questions: tuple[QuestionPut, ...]
    #: Who was there, in a meeting.
    present: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class DebriefPacketMade(Decision):
    """A frozen snapshot of the study was made for a debriefer."""

    undo_passes: ClassVar[bool] = True

    packet: str
    session: str
    #: SHA-256 of what the packet holds.
    sha256: Wording
    #: The trail up to this decision is vouched for in the packet.
    covered: int
    sealed: bool


@kind
@dataclass(frozen=True, slots=True)
class DebriefReturned(Decision):
    """A debriefer handed her work back; what follows in this act is hers."""

    back: str
    packet: str
    session: str
    sha256: Wording
    #: file or word
    form: str
    #: The researcher who took it in.
    taken_in_by: str


@kind
@dataclass(frozen=True, slots=True)
class DebriefQuestionAnswered(Decision):
    """A debriefer answered one of the questions she was asked."""

    undoable: ClassVar[bool] = True

    answer: str
    session: str
    question: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class VerdictGiven(Decision):
    """A debriefer judged one code assignment, or one stretch left uncoded."""

    undoable: ClassVar[bool] = True

    verdict: str
    session: str
    segment: str | None
    #: A stretch that nobody coded: version:start:end.
    stretch: str | None
    #: agree, unsure, other-code, boundary, should-not-be-coded, rightly-not-coded
    #: or should-be-coded
    judged: str
    code: str | None = None
    comment: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class BlindCodingGiven(Decision):
    """A debriefer coded a stretch without seeing how it was coded here."""

    undoable: ClassVar[bool] = True

    coding: str
    session: str
    transcript: str
    version: str
    start: int
    end: int
    #: A code of the list she was given, or one of her own.
    code: str | None
    own_code: Wording | None
    comment: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class StretchesRead(Decision):
    """A debriefer read these stretches in a blind round, whether she coded them or not.

    What she was shown and never came to is not among them: where nobody looked, no code
    is no reading.
    """

    undoable: ClassVar[bool] = True

    reading: str
    session: str
    #: Of those that were shown: version:start:end.
    stretches: tuple[str, ...]


@kind
@dataclass(frozen=True, slots=True)
class ChallengeRaised(Decision):
    """A debriefer questioned something, or read it in another way."""

    undoable: ClassVar[bool] = True

    challenge: str
    session: str
    #: segment, code, theme, mapping, map, question or missing
    about_kind: str
    about: str | None
    #: A kind of challenge, or of reading (`model.CHALLENGES`, `model.READINGS`).
    challenge_kind: str
    #: minor, matters or blocks; None where it was not said
    severity: str | None
    text: Wording
    #: Whose it is; in a meeting somebody else types it.
    raised_by: str


@kind
@dataclass(frozen=True, slots=True)
class ChallengeAnswered(Decision):
    """A researcher answered a challenge."""

    undoable: ClassVar[bool] = True

    answer: str
    challenge: str
    #: The state before, and the answer: accept, in-part, keep or park.
    old: str
    new: str
    text: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ChangeLinked(Decision):
    """An act of the trail is what came of a challenge or of a participant's remark."""

    undoable: ClassVar[bool] = True

    link: str
    about: str
    act: str


@kind
@dataclass(frozen=True, slots=True)
class OutcomeJudged(Decision):
    """Whoever raised a challenge agrees with what came of it, or holds her dissent."""

    undoable: ClassVar[bool] = True

    outcome: str
    challenge: str
    #: agreed or dissent
    judged: str
    text: Wording | None
    judged_by: str


@kind
@dataclass(frozen=True, slots=True)
class DebriefClosed(Decision):
    """A debriefing ended, with what it shifted."""

    undoable: ClassVar[bool] = True

    session: str
    minutes: int | None
    shifted: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class DifferenceTalkedOver(Decision):
    """Two readings of one place were talked over."""

    undoable: ClassVar[bool] = True

    talk: str
    one: str
    other: str
    version: str
    start: int
    end: int
    learned: Wording | None
    #: keep-both, recode, new-code, definition-change or no-change
    outcome: str


@kind
@dataclass(frozen=True, slots=True)
class AgreementAsked(Decision):
    """Figures of agreement between two readers were looked at."""

    undo_passes: ClassVar[bool] = True

    run: str
    one: str
    other: str
    #: turn or sentence
    unit: str
    units: int
    seed: int
    #: Why, where the study is reflexive and figures go to its exports.
    reason: Wording | None
