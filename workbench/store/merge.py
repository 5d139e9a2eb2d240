"""Merging: another project's decisions taken in, each with where it came from.

One `ProjectMerged` names the other's trail; its decisions follow as new events with
their origin. Two copies of one project share a beginning: only what the other did
after it is taken in. The other project is kept read-only beside this one.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.decisions.decision import Decision, Words, from_payload
from workbench.decisions.people import WordsErased
from workbench.decisions.setting_up import (
    ProjectCreated,
    ProjectMerged,
    ResearcherAdded,
    Undone,
)
from workbench.errors import RefusedError, StaleDecisionError, StorageError
from workbench.model import MergedProject
from workbench.store import copies, trail, undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    taken: int
    #: One line for each act that does not fit here and was left out.
    left_out: tuple[str, ...]
    kept_beside: Path | None


def merge(project: Project, other: Project, by: str) -> Merged:
    """The other project's standing decisions are in this one, act by act.

    An act that does not fit (an id or row that is otherwise here) is left out and
    listed for decision; nothing is overwritten.

    Raises:
        RefusedError: the other was merged before, or is this project as it stands.
    """
    theirs, head = other.events(), other.head()
    ours = project.events()
    shared = _shared(ours, theirs)
    merged = project.read(MergedProject, id=other.uuid)
    if merged and merged[0].head == head.hash.hex():
        msg = "that project was merged before, and has not changed since."
        raise RefusedError(msg)
    if shared == len(theirs):
        msg = "that project holds nothing that is not here already."
        raise RefusedError(msg)
    if merged:
        msg = (
            "an earlier state of that project was merged before. Merge into a backup "
            "from before that, so that nothing is taken in twice."
        )
        raise RefusedError(msg)
    beside = _keep_beside(project, other)
    project.record(ProjectMerged(other.uuid, head.hash.hex(), head.seq), by=by)
    taken, left_out = 0, []
    ours_by_theirs: dict[str, str] = {}
    for act in _acts(undo.standing(theirs[shared:])):
        decisions = [_said_here(project, other, each, ours_by_theirs) for each in act]
        origin = {"project": other.uuid, "seq": act[0].seq, "act": act[0].act}
        try:
            receipt = project.record(*decisions, by=act[0].by, origin=origin)
        except StaleDecisionError as error:
            left_out.append(f"event {act[0].seq} ({act[0].kind}): {error}")
            continue
        taken += len(act)
        for mine, their in zip(
            project.events(receipt.first - 1, receipt.last), act, strict=True
        ):
            for old, new in _side_by_side(their.payload, mine.payload):
                if old in their.words:
                    ours_by_theirs[old] = new
    return Merged(taken, tuple(left_out), beside)


def _shared(ours: list[trail.Event], theirs: list[trail.Event]) -> int:
    """How many first events two trails have in common."""
    count = 0
    for mine, other in zip(ours, theirs, strict=False):
        if mine.uuid != other.uuid:
            break
        count += 1
    return count


def _acts(events: Iterable[trail.Event]) -> list[list[trail.Event]]:
    grouped: dict[str, list[trail.Event]] = {}
    for event in events:
        if event.kind not in (Undone.__name__, WordsErased.__name__):
            grouped.setdefault(event.act, []).append(event)
    return list(grouped.values())


def _said_here(
    project: Project, other: Project, event: trail.Event, known: dict[str, str]
) -> Decision:
    """The decision with its words as text, to be kept under keys of our own.

    Words of an earlier decision of theirs are named by the id they have here. The
    other project's beginning becomes the arrival of its researcher.
    """
    texts = other.words(*event.words)

    def said(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, str):
            if value in event.words:
                return Words(texts.get(value) or "")
            return known.get(value, value)
        if isinstance(value, dict):
            return {name: said(entry) for name, entry in value.items()}
        if isinstance(value, list):
            return [said(entry) for entry in value]
        return value

    decision = from_payload(event.kind, said(dict(event.payload)))
    if isinstance(decision, ProjectCreated):
        return ResearcherAdded(decision.researcher, decision.researcher_name, "lead")
    return decision


def _side_by_side(theirs: Any, mine: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON value
    """The strings of two payloads of one shape, pair by pair."""
    if isinstance(theirs, str) and isinstance(mine, str):
        yield theirs, mine
    elif isinstance(theirs, dict):
        for name, value in theirs.items():
            yield from _side_by_side(value, mine[name])
    elif isinstance(theirs, list):
        for old, new in zip(theirs, mine, strict=True):
            yield from _side_by_side(old, new)


def _keep_beside(project: Project, other: Project) -> Path | None:
    path = project.database.path
    if path is None:
        return None
    kept = path.with_name(f"{path.stem}.merged-{other.uuid[:8]}.workbench")
    copies.backup(other, kept, replace=True)
    try:
        kept.chmod(stat.S_IRUSR)
    except OSError as error:
        raise StorageError(kept, error.strerror or "unknown reason") from None
    return kept
