"""A merge brings no words back: who withdrew in one copy has withdrawn after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import Participant
from workbench.people.withdrawal import KINDS, sweep, withdraw
from workbench.people.withdrawal_plan import ALL
from workbench.store import backups
from workbench.store.merge import Merged
from workbench.store.merge import merge as take_in
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from workbench.store.project import Project

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
    merged = take_in(project, other, by)
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
    if erased or any(kind == ALL for _, kind in withdrawn):
        backups.leave_nothing(project)
    return MergedWithPeople(
        merged, tuple(withdrawn), tuple(erased), tuple(_to_do(merged, now, there))
    )


def _states(project: Project) -> dict[str, str]:
    return {person.id: person.state for person in project.rows(Participant)}


def _to_do(merged: Merged, now: dict[str, str], there: dict[str, str]) -> list[str]:
    """Copies that still hold words of somebody who has withdrawn."""
    holding = [
        participant
        for participant, state in sorted(now.items())
        if state == ALL and there.get(participant, ALL) != ALL
    ]
    if not holding or merged.kept_beside is None:
        return []
    return [
        f"{merged.kept_beside.name} still holds words of {who}, who has withdrawn: "
        "destroy it, and the copy it came from"
        for who in holding
    ]
