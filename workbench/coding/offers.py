"""What the machine offered and what became of it, as the study records it.

What was offered is shown; what a person decided stands with it; what was still open
when the machine was asked again about the same transcript was left aside. None of this
measures how good a suggestion was: it says what people did.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench import study
from workbench.coding.asking import refusal_of
from workbench.coding.readable import Readable
from workbench.decisions.coding import SuggestionDecided
from workbench.errors import SuggestionsLockedError
from workbench.familiarise.transcripts import active, text_of
from workbench.model import Code, CodedSegment, Suggestion, SuggestionRun
from workbench.store import undo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.store.project import Project

#: With fewer decisions than this a share of them is not put to anyone.
LEAST_DECIDED = 10
_TAKEN = ("accepted", "edited")
_OPEN = ("offered", "deferred")


@dataclass(frozen=True, slots=True)
class Because:
    """A coded segment that an offer resembles."""

    segment: str
    transcript: str
    quote: str
    #: Cosine, higher is closer
    similarity: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A stretch and a code that wait for a person's decision."""

    id: str
    turn: int
    start: int
    end: int
    quote: str
    code: str
    code_name: str
    rank: int
    #: Cosine to the nearest of `because`
    similarity: float
    #: offered or deferred
    state: str
    #: One to three, nearest first
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a coder decided on what was offered her, for one code or for all."""

    coder: str
    #: None for all codes together
    code: str | None
    accepted: int
    edited: int
    rejected: int
    deferred: int

    @property
    def decided(self) -> int:
        """How many were taken or turned down; a deferred one is neither."""
        return self.accepted + self.edited + self.rejected

    def question(self) -> str | None:
        """What to ask her; None where there is too little to ask about."""
        if self.decided < LEAST_DECIDED:
            return None
        taken = self.accepted + self.edited
        share = round(100 * taken / self.decided)
        return f"{taken} of {self.decided} taken ({share} %): whose reading is this?"


def offered(project: Project, transcript: str) -> list[Offer]:
    """What waits for a decision in a transcript, best first.

    Empty where the machine may not be asked: its switch is off, it is locked out, or
    nobody has read the transcript. Left out is what a correction, a withdrawn code or a
    coding by hand has overtaken. What was offered more than once stands once, as it was
    offered last; decided on then, it waits no more.

    Args:
        project: the project.
        transcript: its id.

    Raises:
        UnknownObjectError, RefusedError: there is no such transcript any more.
    """
    standing = active(project, transcript)
    try:
        study.require_assistance(project, "code-suggestions")
    except SuggestionsLockedError:
        return []
    if refusal_of(project, Readable(project), standing) is not None:
        return []
    runs = _newest_first(project, transcript)
    names = {code.id: code.name for code in project.read(Code, state="active")}
    bears = {
        (each.code, each.start, each.end)
        for each in project.rows(
            CodedSegment, transcript=transcript, version=standing.version
        )
        if each.state == "active"
    }
    last: dict[tuple[str, int, int], Suggestion] = {}
    for each in project.rows(Suggestion, version=standing.version):
        place = (each.code, each.start, each.end)
        if each.run not in runs or each.code not in names:
            continue
        if any(
            code == each.code and start < each.end and each.start < end
            for code, start, end in bears
        ):
            continue
        before = last.get(place)
        if before is None or runs[each.run] < runs[before.run]:
            last[place] = each
    waiting = [each for each in last.values() if each.state in _OPEN]
    ordered = sorted(waiting, key=lambda one: (runs[one.run], one.rank))
    text = text_of(project, standing.version)
    told = _because(project, ordered)
    return [_shown(each, names[each.code], text, told) for each in ordered]


def because(project: Project, suggestion: str) -> tuple[Because, ...]:
    """The coded segments that a suggestion resembles, nearest first.

    Raises:
        UnknownObjectError: there is no such suggestion.
    """
    each = project.one(Suggestion, id=suggestion)
    told = _because(project, [each])
    return _because_of(each, told)


def outcomes(project: Project) -> dict[str, int]:
    """How many suggestions came to each end.

    Returns:
        Counts of shown (all), accepted, edited, rejected, deferred, open, and ignored:
        left open when the machine was asked again about the transcript.
    """
    runs = project.rows(SuggestionRun)
    newest = {
        _newest_first_of(own)[0].id
        for own in (
            [run for run in runs if run.transcript == transcript]
            for transcript in {run.transcript for run in runs}
        )
    }
    ends: Counter[str] = Counter()
    for each in project.rows(Suggestion):
        is_open = each.state == "offered"
        passed = "open" if each.run in newest else "ignored"
        ends[passed if is_open else each.state] += 1
    names = ("accepted", "edited", "rejected", "deferred", "open", "ignored")
    return {"shown": ends.total()} | {name: ends[name] for name in names}


def acceptance(project: Project) -> list[Acceptance]:
    """What each coder decided, over all and code by code, most decided first."""
    codes = {each.id: each.code for each in project.rows(Suggestion)}
    last: dict[str, tuple[str, str]] = {}
    for event in undo.standing(project.events()):
        if event.kind == SuggestionDecided.__name__:
            last[event.payload["suggestion"]] = (event.by, event.payload["new"])
    counts: dict[tuple[str, str | None], Counter[str]] = {}
    for suggestion, (coder, answer) in last.items():
        for code in (None, codes.get(suggestion)):
            counts.setdefault((coder, code), Counter())[answer] += 1
    found = [
        Acceptance(
            coder,
            code,
            *(told[answer] for answer in (*_TAKEN, "rejected", "deferred")),
        )
        for (coder, code), told in counts.items()
    ]
    found.sort(key=lambda one: (one.coder, one.code is not None, -one.decided))
    return found


def _newest_first(project: Project, transcript: str) -> dict[str, int]:
    runs = _newest_first_of(project.rows(SuggestionRun, transcript=transcript))
    return {run.id: place for place, run in enumerate(runs)}


def _newest_first_of(runs: Iterable[SuggestionRun]) -> list[SuggestionRun]:
    return sorted(runs, key=lambda run: (run.at, run.id), reverse=True)


def _because(
    project: Project, suggestions: Iterable[Suggestion]
) -> dict[str, CodedSegment]:
    ids = sorted({segment for each in suggestions for segment in each.because})
    return {row.id: row for row in project.read(CodedSegment, id=ids)} if ids else {}


def _because_of(each: Suggestion, told: dict[str, CodedSegment]) -> tuple[Because, ...]:
    pairs = zip(each.because, each.because_similarity, strict=True)
    return tuple(
        Because(segment, told[segment].transcript, told[segment].quote, cosine / 10_000)
        for segment, cosine in pairs
        if segment in told and told[segment].state == "active"
    )


def _shown(
    each: Suggestion, name: str, text: str, told: dict[str, CodedSegment]
) -> Offer:
    return Offer(
        each.id,
        each.turn,
        each.start,
        each.end,
        text[each.start : each.end],
        each.code,
        name,
        each.rank,
        each.similarity / 10_000,
        each.state,
        _because_of(each, told),
    )
