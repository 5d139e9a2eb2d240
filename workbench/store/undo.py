"""Undo and redo: the changes of an act, turned round.

An undo is a decision like any other. It is allowed for one's own latest act that is not
yet undone, so it can be repeated without limit, and refused when a later decision rests
on what would go. Undoing an undo does the act again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import kinds
from workbench.decisions.setting_up import Undone
from workbench.errors import UndoRefusedError
from workbench.store import trail
from workbench.store.changes import Change, Put, touched
from workbench.store.projections.projection import Circumstance, changes_from
from workbench.store.projections.register import load_projections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.engine import Connection

    from workbench.store.trail import Event

    Lookup = Callable[[str], Sequence[Event]]

load_projections()


def changes_of(event: Event, act_of: Lookup) -> list[Change]:
    """What an event does to the state; for an undo, the act's changes turned round.

    Args:
        event: a stored event.
        act_of: the events of an act, by its UUID.
    """
    decision = event.decision()
    if not isinstance(decision, Undone):
        return list(changes_from(decision, Circumstance(event.by, event.at)))
    forward = [
        change
        for each in act_of(decision.undoes)
        for change in changes_of(each, act_of)
    ]
    return [change.inverse() for change in reversed(forward)]


def changes_now(conn: Connection, event: Event) -> list[Change]:
    """What an event about to be recorded does.

    Raises:
        UndoRefusedError: it is an undo, and a later decision rests on the act.
    """

    def act_of(act: str) -> Sequence[Event]:
        return trail.events_of_act(conn, act)

    changes = changes_of(event, act_of)
    if event.kind == Undone.__name__:
        _refuse_if_built_upon(conn, event, changes, act_of)
    return changes


def _refuse_if_built_upon(
    conn: Connection, event: Event, changes: Iterable[Change], act_of: Lookup
) -> None:
    """Refuse an undo when a later standing decision touches or names what it touches."""
    act = act_of(event.payload["undoes"])
    if not act:
        msg = "there is nothing to undo under that id."
        raise UndoRefusedError(msg)
    places: dict[object, frozenset[str]] = {}
    dropped = set()
    for change in changes:
        for place, columns in touched(change).items():
            places[place] = places.get(place, frozenset()) | columns
        if not isinstance(change, Put) and hasattr(change, "values"):
            dropped.add(str(change.shape.key_of(change.values)[0]))
    later = list(trail.events(conn, act[-1].seq))
    for each in standing(later):
        hit = any(
            columns & places.get(place, frozenset())
            for change in changes_of(each, act_of)
            for place, columns in touched(change).items()
        )
        if hit or dropped & _ids_in(each.payload):
            msg = (
                f"event {each.seq} ({each.kind}) rests on this. "
                "Take that back first, or decide anew."
            )
            raise UndoRefusedError(msg)


def _ids_in(payload: object) -> set[str]:
    if isinstance(payload, str):
        return {payload}
    if isinstance(payload, dict):
        return set().union(*(_ids_in(value) for value in payload.values()))
    if isinstance(payload, list):
        return set().union(*(_ids_in(value) for value in payload))
    return set()


def standing(events: Sequence[Event]) -> list[Event]:
    """The events that are in force: undone acts and the undos themselves left out."""
    undone: set[str] = set()
    kept = []
    for event in reversed(events):
        if event.kind == Undone.__name__:
            if event.act not in undone:
                undone.add(event.payload["undoes"])
        elif event.act not in undone:
            kept.append(event)
    return kept[::-1]


def latest_to_undo(conn: Connection, by: str) -> str:
    """The act a researcher's undo would take back.

    Raises:
        UndoRefusedError: there is none, or it is of a kind that stays.
    """
    own = [event for event in standing(list(trail.events(conn))) if event.by == by]
    if not own:
        msg = "there is nothing to undo."
        raise UndoRefusedError(msg)
    last = own[-1]
    if not all(kinds()[event.kind].undoable for event in own if event.act == last.act):
        msg = (
            f"the latest act, event {last.seq} ({last.kind}), cannot be taken back; "
            "correct it by a new decision."
        )
        raise UndoRefusedError(msg)
    return last.act


def latest_to_redo(conn: Connection, by: str) -> str:
    """The undo that a researcher's redo would take back.

    Raises:
        UndoRefusedError: nothing was undone since the last decision.
    """
    taken: set[str] = set()
    for event in reversed(list(trail.events(conn))):
        if event.by != by:
            continue
        if event.kind != Undone.__name__:
            break
        if event.act in taken:
            continue
        target = trail.events_of_act(conn, event.payload["undoes"])
        if target and target[0].kind == Undone.__name__:
            # a redo: it used up the undo it names
            taken.add(event.payload["undoes"])
            continue
        return event.act
    msg = "there is nothing to do again."
    raise UndoRefusedError(msg)
