"""Who took part."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who was interviewed, under a short id, with what she consented to."""

    id: str
    group: Wording | None
    #: verbatim, paraphrase or none
    quotes: str
    computation: bool
    recontact: bool
    archive: bool
    withdraw_until: str | None
    #: active, or the kind of withdrawal: all, quotes, contact
    state: str
    #: whether somebody said that she agreed to just this, rather than an import
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of the participants' table, such as an age band."""

    id: str
    name: Wording


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """One participant's entry in that column."""

    participant: str
    attribute: str
    value: Wording | None


@dataclass(frozen=True, slots=True)
class ParticipantLink:
    """Two participants who would recognise each other, such as a pair in therapy."""

    id: str
    one: str
    other: str
    relation: Wording


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The count-only tombstone of a withdrawal."""

    participant: str
    kind: str
    at: str
    turns: int
    segments: int
    vectors: int
    themes: int
    repeats: int
    copies: int


@dataclass(frozen=True, slots=True)
class Pseudonymising:
    """One run in which decided names and other strings left the transcripts."""

    id: str
    at: str
    by: str
    offered: int
    replaced: int
    kept: int
    #: What was looked for and what cannot be found by looking, as JSON; no names.
    log: Wording


@dataclass(frozen=True, slots=True)
class Scale:
    """A questionnaire, or a part of it, whose scores stand in a column."""

    id: str
    attribute: str
    instrument: Wording
    subscale: Wording | None
    citation: Wording
