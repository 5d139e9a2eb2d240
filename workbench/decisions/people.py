"""Who took part, what they agreed to, and what they took back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@dataclass(frozen=True, slots=True)
class Consent:
    """What a participant agreed to."""

    quotes: str = "verbatim"
    computation: bool = True
    recontact: bool = True
    archive: bool = False
    withdraw_until: str | None = None


@kind
@dataclass(frozen=True, slots=True)
class ParticipantAdded(Decision):
    """A participant joined under a short id."""

    participant: str
    group: Wording | None
    consent: Consent


@kind
@dataclass(frozen=True, slots=True)
class GroupSet(Decision):
    """A participant belongs to another group."""

    undoable: ClassVar[bool] = True

    participant: str
    old: Wording | None
    new: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ConsentSet(Decision):
    """A participant's consent is recorded anew."""

    participant: str
    old: Consent
    new: Consent
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ConsentConfirmed(Decision):
    """What stands as a participant's consent is what she agreed to."""

    participant: str
    consent: Consent


@kind
@dataclass(frozen=True, slots=True)
class AttributeAdded(Decision):
    """The participants' table has a further column."""

    attribute: str
    name: Wording


@kind
@dataclass(frozen=True, slots=True)
class AttributeSet(Decision):
    """A participant's attribute has a first value."""

    participant: str
    attribute: str
    value: Wording


@kind
@dataclass(frozen=True, slots=True)
class AttributeChanged(Decision):
    """A participant's attribute has another value, or none."""

    undoable: ClassVar[bool] = True

    participant: str
    attribute: str
    old: Wording | None
    new: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ParticipantsLinked(Decision):
    """Two participants would recognise each other in the findings."""

    link: str
    one: str
    other: str
    relation: Wording


@kind
@dataclass(frozen=True, slots=True)
class TranscriptsPseudonymised(Decision):
    """Decided names left these transcripts; new versions and an erasure follow."""

    run: str
    transcripts: tuple[str, ...]
    offered: int
    replaced: int
    kept: int
    log: Wording


@kind
@dataclass(frozen=True, slots=True)
class ParticipantWithdrawn(Decision):
    """A participant took back consent; what was erased is told in counts only."""

    participant: str
    old_state: str
    withdrawal: str
    transcripts: tuple[str, ...]
    segments: tuple[str, ...]
    extracts: tuple[str, ...]
    turns: int
    vectors: int
    themes: int
    repeats: int
    copies: int
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class WordsErased(Decision):
    """The words under these ids are gone from the project, for the reason given."""

    words: tuple[str, ...]
    participant: str | None
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ScaleDescribed(Decision):
    """A column of participants is the score on a questionnaire; items never come in."""

    scale: str
    attribute: str
    instrument: Wording
    subscale: Wording | None
    citation: Wording
