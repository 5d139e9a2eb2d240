"""Codes, coded segments, notes, and what the machine pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class Framework:
    """A codebook that was loaded, for coding or for mapping only."""

    id: str
    name: Wording
    title: Wording
    for_mapping: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A meaning that segments are coded with."""

    id: str
    name: Wording
    definition: Wording | None
    include: Wording | None
    exclude: Wording | None
    example: Wording | None
    parent: str | None
    #: manual, in-vivo, framework or imported
    origin: str
    framework: str | None
    #: The framework's own id of this code, such as goal.agreement
    construct: str | None
    #: active, merged or retired
    state: str
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """A stretch of one version that a person gave a code."""

    id: str
    transcript: str
    version: str
    start: int
    end: int
    quote: Wording
    before: Wording
    after: Wording
    code: str
    by: str
    origin: str
    suggestion: str | None
    polarity: str | None
    target: str | None
    anchor: str
    #: active or withdrawn
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on anything: analytic, familiarisation, field-note, journal or theory."""

    id: str
    kind: str
    #: The id of what it is about; None for the whole study.
    about: str | None
    by: str
    text: Wording
    #: private, team or release
    visibility: str
    at: str


@dataclass(frozen=True, slots=True)
class SuggestionRun:
    """One asking of the machine for segments worth a look."""

    id: str
    transcript: str
    model: str
    weights: str
    path: str
    limit: int
    at: str


@dataclass(frozen=True, slots=True)
class PassageRun:
    """One asking of the machine for passages like others, or unlike them."""

    id: str
    #: The switch it stands under: similar-passages or contrast
    switch: str
    #: What was asked, such as worded-differently
    reading: str
    #: The code or segment it was about; None for the whole study
    about: str | None
    model: str
    weights: str
    path: str
    #: How many passages were pointed at
    shown: int
    at: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One stretch the machine put beside human-coded segments it resembles."""

    id: str
    run: str
    version: str
    turn: int
    start: int
    end: int
    code: str
    rank: int
    #: Cosine to the nearest human example, in 1/10,000.
    similarity: int
    #: The coded segments it resembles, nearest first.
    because: tuple[str, ...]
    because_similarity: tuple[int, ...]
    #: offered, accepted, edited, rejected or deferred
    state: str


@dataclass(frozen=True, slots=True)
class CodeColour:
    """The colour a person chose for a code; others have one by their place."""

    code: str
    colour: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question to the coded material that is asked again and again."""

    id: str
    name: Wording
    #: How it is asked, as JSON (`coding.asking`).
    asks: Wording
    by: str
    #: kept or put-away
    state: str
    at: str
