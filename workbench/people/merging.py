"""A merge brings no words back: who withdrew in one copy has withdrawn after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import (
    CodingCarriedOver,
    SegmentCoded,
    SegmentResized,
)
from workbench.decisions.people import WordsErased
from workbench.model import ERASED, Participant, Pseudonymising
from workbench.people.carrying_over import CarryingOver
from workbench.people.withdrawal import KINDS, sweep, withdraw
from workbench.people.withdrawal_plan import ALL
from workbench.store import backups
from workbench.store.merge import Merged
from workbench.store.merge import merge as take_in
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project
    from workbench.store.trail import Event

_QUOTING: Final = (SegmentCoded.__name__, SegmentResized.__name__)
_REASON = "withdrawn in the copy that was merged in"


@dataclass(frozen=True, slots=True)
class MergedWithPeople:
    """What a merge did, and what it did for those who had withdrawn."""

    merged: Merged
    #: Who withdrew there and has withdrawn here too now, with the kind.
    withdrawn: tuple[tuple[str, str], ...]
    #: Who had withdrawn, and whose words came in again and were erased; how many.
    erased_again: tuple[tuple[str, int], ...]
    #: What a person must see to, one line each.
    to_do: tuple[str, ...]
    #: Codings that stand at their place in today's version of a transcript that was
    #: corrected here, and how many of them wait for a person, their words being others.
    carried_over: int
    to_look_at: int


def merge(project: Project, other: Project, by: str) -> MergedWithPeople:
    """The other copy's decisions are in this one, and its withdrawals hold here.

    A withdrawal whose act did not fit is made here anew; words of somebody who withdrew
    here, that the other copy still had, are erased again.

    Raises:
        NotAllowedError: only the lead may merge.
        RefusedError, DamagedProjectError: as `store.merge.merge`.
    """
    require(project, by, MANAGE)
    here_before = _states(project)
    there = _states(other)
    head = project.head().seq
    had_names = bool(project.rows(Pseudonymising))
    merged = take_in(project, other, by, CarryingOver(project, other).fit)
    came_in = project.events(head)
    withdrawn = []
    for participant, state in sorted(_states(project).items()):
        kind = there.get(participant, "active")
        if kind not in KINDS or state in (kind, ALL):
            continue
        withdraw(project, by, participant, _REASON, kind=kind)
        withdrawn.append((participant, kind))
    now = _states(project)
    withdrawn += [
        (participant, state)
        for participant, state in sorted(now.items())
        if here_before.get(participant) == "active"
        and state in KINDS
        and (participant, state) not in withdrawn
    ]
    erased = []
    for participant, state in sorted(now.items()):
        if state == ALL:
            count = sweep(project, by, participant)
            if count:
                erased.append((participant, count))
    if any(event.kind == WordsErased.__name__ for event in project.events(head)):
        backups.leave_nothing(project)
    anchors = [
        event.payload["anchor"]
        for event in came_in
        if event.kind == CodingCarriedOver.__name__
    ]
    return MergedWithPeople(
        merged,
        tuple(withdrawn),
        tuple(erased),
        (
            *_to_do(project, other, merged, now, there),
            *(_looking_through(project, came_in) if had_names else ()),
        ),
        len(anchors),
        anchors.count("text-changed"),
    )


def _states(project: Project) -> dict[str, str]:
    return {person.id: person.state for person in project.rows(Participant)}


def _to_do(
    project: Project,
    other: Project,
    merged: Merged,
    now: dict[str, str],
    there: dict[str, str],
) -> list[str]:
    """Copies that still hold words that are erased here."""
    if merged.kept_beside is None:
        return []
    holding = [
        participant
        for participant, state in sorted(now.items())
        if state == ALL and there.get(participant, ALL) != ALL
    ]
    if not holding:
        return _holding_erased(project, other, merged.kept_beside.name)
    return [
        f"{merged.kept_beside.name} still holds words of {who}, who has withdrawn: "
        "destroy it, and the copy it came from"
        for who in holding
    ]


def _looking_through(project: Project, came_in: Sequence[Event]) -> list[str]:
    """Where names were replaced here: whether texts came in that nobody looked through.

    Codings do not count, since they quote what stands here.
    """
    brought = [
        words
        for event in came_in
        if event.kind not in _QUOTING and event.kind != WordsErased.__name__
        for words in event.words
    ]
    if not any(text not in (None, ERASED) for text in project.words(*brought).values()):
        return []
    told = (
        "names were replaced here, and texts came in that were not looked through for "
        "them: run the search again (workbench pseudonymise PROJECT --key FILE, or "
        "People > Pseudonymise; names of codes, memos and reasons are listed there)"
    )
    return [told]


def _holding_erased(project: Project, other: Project, beside: str) -> list[str]:
    """Whether the other copy has words that both had and that are erased here."""
    gone = [
        words
        for event in project.events()
        if event.kind == WordsErased.__name__
        for words in event.payload["words"]
    ]
    left = [text for text in other.words(*gone).values() if text is not None]
    if not left:
        return []
    told = "still holds words that were erased here: destroy it, and the copy"
    return [f"{beside} {told} it came from"]
