"""Phase two: codes, coded segments, memos, and what the machine was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class CodebookLoaded(Decision):
    """A framework's codes joined the code list, or the mapping only."""

    framework: str
    name: Wording
    title: Wording
    for_mapping: bool


@kind
@dataclass(frozen=True, slots=True)
class CodeCreated(Decision):
    """A code began."""

    undoable: ClassVar[bool] = True

    code: str
    name: Wording
    definition: Wording | None = None
    include: Wording | None = None
    exclude: Wording | None = None
    example: Wording | None = None
    parent: str | None = None
    origin: str = "manual"
    framework: str | None = None
    construct: str | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeRenamed(Decision):
    """A code goes by another name."""

    undoable: ClassVar[bool] = True

    code: str
    old: Wording
    new: Wording
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeRedefined(Decision):
    """What a code means, takes in or leaves out was written anew."""

    undoable: ClassVar[bool] = True

    code: str
    old_definition: Wording | None
    definition: Wording | None
    old_include: Wording | None
    include: Wording | None
    old_exclude: Wording | None
    exclude: Wording | None
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeMoved(Decision):
    """A code stands under another code, or under none."""

    undoable: ClassVar[bool] = True

    code: str
    old: str | None
    new: str | None


@kind
@dataclass(frozen=True, slots=True)
class CodesMerged(Decision):
    """One code went into another, with every segment it had."""

    undoable: ClassVar[bool] = True

    source: str
    into: str
    segments: tuple[str, ...]
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeRetired(Decision):
    """A code is no longer applied; its segments stay."""

    undoable: ClassVar[bool] = True

    code: str
    reason: Wording | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """Segments of a code that was split, and the new code they went to."""

    code: str
    name: Wording
    definition: Wording | None
    segments: tuple[str, ...]


@kind
@dataclass(frozen=True, slots=True)
class CodeSplit(Decision):
    """Segments of one code were sorted into piles, each a code of its own."""

    undoable: ClassVar[bool] = True

    source: str
    parent: str | None
    piles: tuple[Pile, ...]
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeColoured(Decision):
    """A code is shown in a colour that a person chose."""

    undoable: ClassVar[bool] = True

    code: str
    old: str | None
    new: str


@kind
@dataclass(frozen=True, slots=True)
class QuerySaved(Decision):
    """A question to the coded material was kept, to be asked again."""

    undoable: ClassVar[bool] = True

    query: str
    name: Wording
    #: How it is asked, as JSON.
    asks: Wording


@kind
@dataclass(frozen=True, slots=True)
class QueryPutAway(Decision):
    """A kept question is no longer listed."""

    undoable: ClassVar[bool] = True

    query: str


@kind
@dataclass(frozen=True, slots=True)
class SegmentCoded(Decision):
    """A person gave a stretch of a transcript a code."""

    undoable: ClassVar[bool] = True

    segment: str
    transcript: str
    version: str
    start: int
    end: int
    quote: Wording
    before: Wording
    after: Wording
    code: str
    origin: str = "manual"
    suggestion: str | None = None
    polarity: str | None = None
    target: str | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodingWithdrawn(Decision):
    """A person took a code off a segment."""

    undoable: ClassVar[bool] = True

    segment: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class SegmentRecoded(Decision):
    """A coded segment bears another code."""

    undoable: ClassVar[bool] = True

    segment: str
    old: str
    new: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class SegmentResized(Decision):
    """A coded segment begins or ends elsewhere; it stays what it was otherwise."""

    undoable: ClassVar[bool] = True

    segment: str
    old_start: int
    old_end: int
    start: int
    end: int
    old_quote: Wording
    quote: Wording
    old_before: Wording
    before: Wording
    old_after: Wording
    after: Wording


@kind
@dataclass(frozen=True, slots=True)
class CodingUpheld(Decision):
    """A person read a segment's corrected words, and the code still holds."""

    undoable: ClassVar[bool] = True

    segment: str
    #: In which the words read as she saw them.
    version: str


@kind
@dataclass(frozen=True, slots=True)
class CodingCarriedOver(Decision):
    """A coding that a merge took in stands at its place in today's version."""

    undoable: ClassVar[bool] = True

    segment: str
    #: Where it was coded in the other copy.
    version: str
    start: int
    end: int
    #: How it got to where it stands, as of a correction.
    anchor: str


@kind
@dataclass(frozen=True, slots=True)
class CodingQualified(Decision):
    """A coded segment's polarity or alliance target was set."""

    undoable: ClassVar[bool] = True

    segment: str
    old_polarity: str | None
    polarity: str | None
    old_target: str | None
    target: str | None


@kind
@dataclass(frozen=True, slots=True)
class MemoWritten(Decision):
    """A note was written; journal entries and field notes are notes as well."""

    undoable: ClassVar[bool] = True

    memo: str
    memo_kind: str
    about: str | None
    text: Wording
    visibility: str = "team"


@kind
@dataclass(frozen=True, slots=True)
class MemoReleased(Decision):
    """Who may read a note became another circle."""

    undoable: ClassVar[bool] = True

    memo: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SuggestionGiven:
    """One stretch the machine put forward, with the segments it resembles."""

    suggestion: str
    version: str
    turn: int
    start: int
    end: int
    code: str
    rank: int
    similarity: int
    because: tuple[str, ...]
    because_similarity: tuple[int, ...]


@kind
@dataclass(frozen=True, slots=True)
class SuggestionsOffered(Decision):
    """The machine was asked about a transcript, and this is what it offered."""

    undo_passes: ClassVar[bool] = True

    run: str
    transcript: str
    model: str
    weights: str
    path: str
    limit: int
    suggestions: tuple[SuggestionGiven, ...]


@dataclass(frozen=True, slots=True)
class PassagePointedOut:
    """A stretch the machine pointed at, with its cosine in 1/10,000."""

    version: str
    start: int
    end: int
    similarity: int


@kind
@dataclass(frozen=True, slots=True)
class PassagesPointedOut(Decision):
    """The machine was asked for passages to look at again, and pointed at these."""

    undo_passes: ClassVar[bool] = True

    run: str
    switch: str
    reading: str
    about: str | None
    model: str
    weights: str
    path: str
    passages: tuple[PassagePointedOut, ...]


@kind
@dataclass(frozen=True, slots=True)
class SuggestionDecided(Decision):
    """A person accepted, edited, rejected or deferred a suggestion."""

    undoable: ClassVar[bool] = True

    suggestion: str
    old: str
    new: str
    reason: Wording | None = None
