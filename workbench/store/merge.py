"""Merging: another project's decisions taken in, each with where it came from.

One `ProjectMerged` names the other's trail; its decisions follow as new events with
their origin. Two copies of one project share a beginning: only what the other did
after it is taken in. The other project is kept read-only beside this one.
"""

from __future__ import annotations

import stat
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.decisions.decision import Decision, Words, from_payload
from workbench.decisions.setting_up import (
    ProjectCreated,
    ProjectMerged,
    ProjectTakenOver,
    ResearcherAdded,
)
from workbench.errors import (
    DamagedProjectError,
    RefusedError,
    StaleDecisionError,
    StorageError,
    UndoRefusedError,
    UnknownObjectError,
)
from workbench.model import ERASED, MergedProject
from workbench.store import copies, trail, undo, verification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from workbench.store.project import Project

    Fit = Callable[[Sequence[trail.Event], Sequence[Decision]], "Fitted"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """An act as it fits here."""

    decisions: Sequence[Decision]
    #: Number of an event there that has no place here -> why; the rest came in.
    left_out: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did."""

    taken: int
    #: One line for each act, or coding of an act, that does not fit and was left out.
    left_out: tuple[str, ...]
    kept_beside: Path | None


def merge(project: Project, other: Project, by: str, fit: Fit | None = None) -> Merged:
    """The other project's standing decisions are in this one, act by act.

    An act that does not fit (an id or row that is otherwise here) is left out and
    listed for decision; nothing is overwritten. A merge that was interrupted goes on
    where it stopped when it is asked for again.

    Args:
        project: the project of here.
        other: the one whose decisions come in; it is only read.
        by: who merges.
        fit: makes an act fit what stands here; it may leave out codings, adds only
            behind what was said, and refuses what does not fit (RefusedError).

    Raises:
        RefusedError: the other was merged before, or is this project as it stands.
        DamagedProjectError: the other does not pass its checks.
    """
    if not verification.verify(other).ok:
        raise DamagedProjectError(other.database.shown, "its trail does not verify")
    theirs, head = other.events(), other.head()
    shared = _shared(project.events(), theirs)
    merged = project.read(MergedProject, id=other.uuid)
    if shared == len(theirs):
        msg = "that project holds nothing that is not here already."
        raise RefusedError(msg)
    if merged and merged[0].head != head.hash.hex():
        msg = (
            "an earlier state of that project was merged before. Merge into a backup "
            "from before that, so that nothing is taken in twice."
        )
        raise RefusedError(msg)
    beside = _keep_beside(project, other)
    if not merged:
        project.record(ProjectMerged(other.uuid, head.hash.hex(), head.seq), by=by)
    acts = _acts(undo.in_force(theirs[shared:]))
    taken, left_out = _take_in(project, other, acts, fit or _as_said)
    if merged and not taken:
        msg = "that project was merged before, and has not changed since."
        raise RefusedError(msg)
    return Merged(taken, tuple(left_out), beside)


def _take_in(
    project: Project, other: Project, acts: Iterable[list[trail.Event]], fit: Fit
) -> tuple[int, list[str]]:
    """How many events were taken in anew, and what did not fit."""
    taken, left_out = 0, []
    ours_by_theirs: dict[str, str] = {}
    for act in acts:
        first = act[0]
        decisions: Sequence[Decision] = [
            _said_here(other, each, ours_by_theirs) for each in act
        ]
        # the same here however often it is tried
        same = str(uuid.uuid5(uuid.UUID(first.act), project.uuid))
        fitted = Fitted(decisions, {})
        try:
            if not project.events_of_act(same):
                fitted = fit(act, decisions)
        except RefusedError as error:
            left_out.append(f"event {first.seq} ({first.kind}): {error}")
            continue
        kinds = {each.seq: each.kind for each in act}
        apart = [f"event {n} ({kinds[n]}): {why}" for n, why in fitted.left_out.items()]
        if not fitted.decisions:
            left_out.extend(apart)
            continue
        try:
            receipt = project.record(
                *fitted.decisions,
                by=first.by,
                act=same,
                origin=_origin(other, first),
            )
        except (StaleDecisionError, UndoRefusedError, UnknownObjectError) as error:
            left_out.append(f"event {first.seq} ({first.kind}): {error}")
            continue
        left_out.extend(apart)
        pairs = list(_matched(act, project.events(receipt.first - 1, receipt.last)))
        if receipt.was_recorded:
            why = "it did not fit when this merge was begun."
            came = {their.seq for their, _ in pairs}
            left_out += [
                f"event {n} ({kinds[n]}): {why}" for n in kinds if n not in came
            ]
        else:
            taken += len(pairs)
        for their, mine in pairs:
            strings = _side_by_side(their.payload, mine.payload)
            ours_by_theirs |= {old: new for old, new in strings if old in their.words}
    return taken, left_out


def _matched(
    theirs: Sequence[trail.Event], mine: Sequence[trail.Event]
) -> Iterator[tuple[trail.Event, trail.Event]]:
    """Each event of an act with what it became here, but for those left out."""
    at = 0
    for each in theirs:
        if at < len(mine) and _is_same(each, mine[at]):
            yield each, mine[at]
            at += 1


def _is_same(their: trail.Event, mine: trail.Event) -> bool:
    segments = their.payload.get("segment") == mine.payload.get("segment")
    return segments and their.kind in (mine.kind, ProjectCreated.__name__)


def _as_said(_: Sequence[trail.Event], said: Sequence[Decision]) -> Fitted:
    return Fitted(said, {})


def _origin(other: Project, event: trail.Event) -> dict[str, object]:
    """Where an act stands in the other trail: project, number and hash of its first."""
    with other.database.reading() as conn:
        _, _, hash_ = next(trail.bodies(conn, event.seq - 1, event.seq))
    return {"project": other.uuid, "seq": event.seq, "hash": hash_.hex()}


def _shared(ours: list[trail.Event], theirs: list[trail.Event]) -> int:
    """How many first events two trails have in common."""
    count = 0
    for mine, other in zip(ours, theirs, strict=False):
        if mine != other:
            break
        count += 1
    return count


def _acts(events: Iterable[trail.Event]) -> list[list[trail.Event]]:
    """The acts that mean something here; which machine held the other does not."""
    grouped: dict[str, list[trail.Event]] = {}
    for event in events:
        if event.kind != ProjectTakenOver.__name__:
            grouped.setdefault(event.act, []).append(event)
    return list(grouped.values())


def _said_here(other: Project, event: trail.Event, known: dict[str, str]) -> Decision:
    """The decision with its words as text, to be kept under keys of our own.

    Words of an earlier decision of theirs are named by the id they have here. The
    other project's beginning becomes the arrival of its researcher.
    """
    texts = other.words(*event.words)

    def said(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, str):
            if value in event.words:
                return Words(_text_or_erased(texts.get(value)))
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


def _text_or_erased(text: str | None) -> str:
    return ERASED if text is None else text


def _side_by_side(theirs: Any, mine: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON value
    """The strings of two payloads of one shape, pair by pair."""
    if isinstance(theirs, str) and isinstance(mine, str):
        yield theirs, mine
    elif isinstance(theirs, dict):
        # a beginning became an arrival, with fewer fields
        for name in theirs.keys() & mine.keys():
            yield from _side_by_side(theirs[name], mine[name])
    elif isinstance(theirs, list):
        for old, new in _paired(theirs, mine):
            yield from _side_by_side(old, new)


def _paired(theirs: list[Any], mine: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Entry by entry; entries about segments by segment, of which some may differ."""
    if not all(isinstance(each, dict) and "segment" in each for each in theirs):
        yield from zip(theirs, mine, strict=True)
        return
    own = {each["segment"]: each for each in mine}
    for each in theirs:
        if each["segment"] in own:
            yield each, own[each["segment"]]


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
