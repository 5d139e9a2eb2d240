"""Where every candidate went: begun, merged, split, discarded, standing.

Nothing is lost: as many candidates come out as went in, each with its end, and the
path from codes to final themes can be followed by someone who was not there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.decisions.setting_up import Undone
from workbench.decisions.themes import (
    ThemeCodesChanged,
    ThemeRenamed,
    ThemesMerged,
    ThemeSplit,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.model import ERASED
from workbench.store import trail, undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.store.project import Project
    from workbench.store.trail import Event

STANDING, MERGED, SPLIT, DISCARDED = "standing", "merged", "split", "discarded"
FATES: Final = (STANDING, MERGED, SPLIT, DISCARDED)
#: Ends of a flow that are no theme.
NOWHERE: Final = "discarded"


@dataclass(slots=True)
class Candidate:
    """One candidate theme that was ever begun."""

    theme: str
    #: Wording ids, or words once `trace` was given them.
    first_name: str
    name: str
    begun_at: str
    by: str
    #: Every code it ever held, in the order in which they came.
    codes: list[str]
    held: tuple[str, ...]
    state: str = "candidate"
    fate: str = STANDING
    #: What it went into.
    into: tuple[str, ...] = ()
    ended_at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every candidate, and what became of it."""

    candidates: tuple[Candidate, ...]
    #: candidate -> the ends that can be reached from it: standing themes or NOWHERE.
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def account(self) -> dict[str, int]:
        """How many candidates came to each end; their sum is the number begun."""
        found = Counter(each.fate for each in self.candidates)
        return {fate: found[fate] for fate in FATES}

    def find(self, theme: str) -> Candidate:
        """The candidate of this id."""
        return next(each for each in self.candidates if each.theme == theme)


#: The kinds that a candidate's way is made of, and what takes them back.
KINDS: Final = tuple(
    kind.__name__
    for kind in (
        *(ThemeStarted, ThemeRenamed, ThemeCodesChanged, ThemesMerged),
        *(ThemeSplit, ThemeStateChanged, Undone),
    )
)


def lineage_of(project: Project) -> Lineage:
    """The lineage as it stands, words as text."""
    with project.database.reading() as conn:
        standing = undo.standing(list(trail.events_of_kinds(conn, list(KINDS))))
    texts = project.words(*wordings(standing))
    return trace(standing, {name: text or ERASED for name, text in texts.items()})


def wordings(events: Iterable[Event]) -> list[str]:
    """The ids of what is said in such events."""
    return sorted(
        {
            value
            for event in events
            for value in event.payload.values()
            if isinstance(value, str)
        }
    )


def trace(standing: Sequence[Event], words: Mapping[str, str]) -> Lineage:
    """The lineage that follows from decisions in force, in order.

    Args:
        standing: events without those that were undone.
        words: what stands under wording ids.
    """
    begun: dict[str, Candidate] = {}
    for event in standing:
        decision = event.decision()
        if isinstance(decision, ThemeStarted):
            name = words.get(decision.name, ERASED)
            begun[decision.theme] = Candidate(
                theme=decision.theme,
                first_name=name,
                name=name,
                begun_at=event.at,
                by=event.by,
                codes=list(decision.codes),
                held=decision.codes,
            )
        else:
            _follow(begun, decision, event.at, words)
    ends = {theme: tuple(_ends(begun, theme)) for theme in begun}
    return Lineage(tuple(begun.values()), ends)


def _follow(
    begun: dict[str, Candidate], decision: object, at: str, words: Mapping[str, str]
) -> None:
    if isinstance(decision, ThemeRenamed):
        begun[decision.theme].name = words.get(decision.new, ERASED)
    elif isinstance(decision, ThemeCodesChanged):
        _hold(begun[decision.theme], decision.new)
    elif isinstance(decision, ThemesMerged):
        _hold(begun[decision.into], decision.codes)
        reason = words.get(decision.reason or "")
        _end(begun[decision.source], MERGED, (decision.into,), at, reason)
    elif isinstance(decision, ThemeSplit):
        source = begun[decision.source]
        _hold(source, decision.codes)
        reason = words.get(decision.reason or "")
        if decision.state == "discarded":
            _end(source, SPLIT, decision.into, at, reason)
        else:
            source.into = (*source.into, *decision.into)
    elif isinstance(decision, ThemeStateChanged):
        changed = begun[decision.theme]
        if decision.new == "discarded":
            reason = words.get(decision.reason or "")
            _end(changed, DISCARDED, (), at, reason)
        else:
            changed.fate, changed.ended_at, changed.reason = STANDING, None, None
        changed.state = decision.new


def _hold(candidate: Candidate, codes: tuple[str, ...]) -> None:
    candidate.held = codes
    candidate.codes.extend(code for code in codes if code not in candidate.codes)


def _end(
    candidate: Candidate,
    fate: str,
    into: tuple[str, ...],
    at: str,
    reason: str | None,
) -> None:
    candidate.fate, candidate.into = fate, (*candidate.into, *into)
    candidate.state, candidate.ended_at, candidate.reason = "discarded", at, reason


def _ends(begun: Mapping[str, Candidate], theme: str) -> list[str]:
    """Where a candidate can be found today, through merges and splits."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [theme]
    while waiting:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        candidate = begun[at]
        if candidate.fate == STANDING:
            found[at] = None
        elif candidate.fate == DISCARDED:
            found[NOWHERE] = None
        waiting.extend(candidate.into)
    return list(found)


@dataclass(frozen=True, slots=True)
class Flow:
    """One band of the lineage figure: from a code or candidate to where it went."""

    source: str
    target: str
    #: How many codes it carries.
    weight: int


def flows(lineage: Lineage) -> tuple[list[Flow], list[Flow]]:
    """The bands from codes to candidates, and from candidates to their ends.

    A code flows into every candidate that ever held it. A candidate's codes flow to
    the ends it reached: to those that hold the code today, else to all of them.
    """
    first = [
        Flow(code, each.theme, 1) for each in lineage.candidates for code in each.codes
    ]
    holding = {each.theme: set(each.held) for each in lineage.candidates}
    second: Counter[tuple[str, str]] = Counter()
    for each in lineage.candidates:
        ends = lineage.ends[each.theme]
        for code in each.codes or [""]:
            reached = [end for end in ends if code in holding.get(end, ())] or ends
            for end in reached:
                second[each.theme, end] += 1
    return first, [Flow(*place, weight) for place, weight in second.items()]
