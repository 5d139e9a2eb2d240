"""Peer debriefing: sessions, packets, verdicts, challenges and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.model.words import Wording  # noqa: TC001 - read for the shape

#: What a debriefer may be shown.
SHOWN: Final = (
    *("whole", "random", "group", "rare-codes", "participant", "low-agreement"),
)
#: open, or blind with the code list, or blind without it.
BLINDNESS: Final = ("open", "code-list", "free")
ABOUT: Final = ("segment", "code", "theme", "mapping", "map", "question", "missing")
CHALLENGES: Final = (
    *("thin-evidence", "overclaim", "alternative-reading", "boundary-blur"),
    *("topic-not-theme", "negative-case-ignored", "group-conflated"),
    *("theory-forced", "assumption-unowned", "wording", "ethics"),
    # said without choosing a kind, as in a Word comment
    "remark",
)
#: The reading that agrees, and asks for no answer.
RINGS_TRUE: Final = "rings-true"
#: What a reader says in a reflexive study; never counted.
READINGS: Final = (
    *("read-differently", "say-more", "what-about", "troubles-me", RINGS_TRUE),
)
SEVERITIES: Final = ("minor", "matters", "blocks")
ANSWERS: Final = ("accept", "in-part", "keep", "park")
OUTCOMES: Final = ("agreed", "dissent")
VERDICTS: Final = (
    *("agree", "unsure", "other-code", "boundary", "should-not-be-coded"),
    *("rightly-not-coded", "should-be-coded"),
)
#: Verdicts on a stretch that nobody coded.
UNCODED_VERDICTS: Final = ("rightly-not-coded", "should-be-coded", "unsure")
DIFFERENCE_OUTCOMES: Final = (
    *("keep-both", "recode", "new-code", "definition-change", "no-change"),
)


@dataclass(frozen=True, slots=True)
class DebrieferProfile:
    """Who a debriefer is to this study; the latest counts."""

    id: str
    debriefer: str
    expertise: Wording | None
    relation: Wording | None
    interest: Wording | None
    confidential: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class DebriefSession:
    """One debriefing, with exactly what was shown in it."""

    id: str
    debriefer: str
    meeting: bool
    shows: str
    group: Wording | None
    participant: str | None
    size: int | None
    seed: int | None
    blind: str
    transcripts: tuple[str, ...]
    versions: tuple[str, ...]
    segments: tuple[str, ...]
    stretches: tuple[str, ...]
    codes: tuple[str, ...]
    themes: tuple[str, ...]
    links: tuple[str, ...]
    memos: tuple[str, ...]
    present: Wording | None
    #: open or closed
    state: str
    minutes: int | None
    #: What it shifted in the researcher's thinking.
    shifted: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class DebriefQuestion:
    """A question put to a debriefer."""

    id: str
    session: str
    number: int
    text: Wording


@dataclass(frozen=True, slots=True)
class DebriefPacket:
    """A frozen snapshot that was made for a session."""

    id: str
    session: str
    sha256: Wording
    covered: int
    sealed: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class DebriefReturn:
    """What a debriefer handed back, by its digest."""

    id: str
    packet: str
    session: str
    sha256: Wording
    form: str
    taken_in_by: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class DebriefAnswer:
    """A debriefer's answer to a question."""

    id: str
    session: str
    question: str
    text: Wording
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A debriefer's judgement of one code assignment or uncoded stretch."""

    id: str
    session: str
    segment: str | None
    stretch: str | None
    judged: str
    code: str | None
    comment: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class BlindCoding:
    """A stretch as a debriefer coded it without seeing the study's coding."""

    id: str
    session: str
    transcript: str
    version: str
    start: int
    end: int
    code: str | None
    own_code: Wording | None
    comment: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class BlindReading:
    """Stretches that a debriefer read in a blind round, coded or not."""

    id: str
    session: str
    stretches: tuple[str, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """Something a debriefer questioned, or read in another way."""

    id: str
    session: str
    about_kind: str
    about: str | None
    kind: str
    severity: str | None
    text: Wording
    raised_by: str
    #: open, or the answer: accept, in-part, keep or park
    state: str
    by: str
    at: str

    @property
    def is_reading(self) -> bool:
        """Whether it says how she reads, and questions nothing; never counted."""
        return self.kind in READINGS

    @property
    def awaits_answer(self) -> bool:
        """Whether a researcher still owes an answer; what rings true asks for none."""
        return self.state == "open" and self.kind != RINGS_TRUE


@dataclass(frozen=True, slots=True)
class ChallengeAnswer:
    """An answer to a challenge; the latest counts, all are kept."""

    id: str
    challenge: str
    answer: str
    text: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ChallengeOutcome:
    """Agreement with what came of a challenge, or dissent that is kept."""

    id: str
    challenge: str
    judged: str
    text: Wording | None
    judged_by: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class LinkedChange:
    """An act that came of a challenge or of a participant's remark."""

    id: str
    about: str
    act: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class DifferenceTalk:
    """What came of talking over two readings of one place."""

    id: str
    one: str
    other: str
    version: str
    start: int
    end: int
    learned: Wording | None
    outcome: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class AgreementRun:
    """Somebody looked at figures of agreement."""

    id: str
    one: str
    other: str
    unit: str
    units: int
    seed: int
    reason: Wording | None
    by: str
    at: str
