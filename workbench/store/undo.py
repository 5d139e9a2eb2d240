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
from workbench.in_words import kind_in_words
from workbench.store import trail, wording
from workbench.store.changes import Change, Drop, Edit, Put, touched
from workbench.store.projections.projection import Circumstance, changes_from
from workbench.store.projections.register import load_projections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from workbench.store.trail import Brief, Event

    Lookup = Callable[[str], Sequence[Event]]

load_projections()


def changes_of(event: Event | Brief, act_of: Lookup) -> list[Change]:
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
        UndoRefusedError: it is an undo, and a later decision rests on the act; or it is
            a redo, and what the act rests on has changed meanwhile; or words that it
            would bring back were erased.
    """

    def act_of(act: str) -> Sequence[Event]:
        return trail.events_of_act(conn, act)

    changes = changes_of(event, act_of)
    if event.kind == Undone.__name__:
        act = act_of(event.payload["undoes"])
        if not act:
            msg = "there is nothing to undo under that id."
            raise UndoRefusedError(msg)
        later = list(trail.events(conn, act[-1].seq))
        _refuse_if_built_upon(changes, standing(later), act_of)
        named = _ids_said(act, act_of)
        if named:
            _refuse_if_ground_moved(named, in_force(later), act_of)
        _refuse_if_erased(conn, changes)
    return changes


def _refuse_if_built_upon(
    changes: Iterable[Change], later: Iterable[Event], act_of: Lookup
) -> None:
    """Refuse when a later standing decision touches or names what an undo touches."""
    places: dict[object, frozenset[str]] = {}
    dropped = set()
    for change in changes:
        for place, columns in touched(change).items():
            places[place] = places.get(place, frozenset()) | columns
        if isinstance(change, Drop):
            dropped.add(str(change.shape.key_of(change.values)[0]))
    for each in later:
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


def _refuse_if_erased(conn: Connection, changes: Iterable[Change]) -> None:
    """Refuse when words that would stand again are gone for good."""
    back = {
        words
        for change in changes
        if not isinstance(change, Drop)
        for words in _words_put(change)
    }
    if None in wording.read(conn, back).values():
        msg = "what it would bring back was erased. Decide anew."
        raise UndoRefusedError(msg)


def _words_put(change: Put | Edit) -> Iterator[str]:
    """The entries of the wording that stand after it and did not before."""
    old = change.old if isinstance(change, Edit) else {}
    new = (
        change.new
        if isinstance(change, Edit)
        else dict(zip(change.shape.columns, change.values, strict=True))
    )
    for name in change.shape.wording:
        words = new.get(name)
        if isinstance(words, str) and words != old.get(name):
            yield words


def _refuse_if_ground_moved(
    named: set[str], later: Iterable[Event], act_of: Lookup
) -> None:
    """Refuse to do an act again when what it names was edited or is gone by now."""
    for each in later:
        for change in changes_of(each, act_of):
            if isinstance(change, Put):
                continue
            key = (
                change.key
                if isinstance(change, Edit)
                else change.shape.key_of(change.values)
            )
            if str(key[0]) in named:
                msg = (
                    f"event {each.seq} ({each.kind}) changed what this rests on. "
                    "Decide anew."
                )
                raise UndoRefusedError(msg)


def _ids_said(act: Iterable[Event], act_of: Lookup) -> set[str]:
    """What the undone decisions name, when the act is an undo; else nothing."""
    return {
        name
        for each in act
        if each.kind == Undone.__name__
        for decided in act_of(each.payload["undoes"])
        for name in _ids_in(decided.payload)
    }


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
    return list(_standing(reversed(events)))[::-1]


def _standing(backwards: Iterable[Event]) -> Iterator[Event]:
    undone: set[str] = set()
    for event in backwards:
        if event.kind == Undone.__name__:
            if event.act not in undone:
                undone.add(event.payload["undoes"])
        elif event.act not in undone:
            yield event


def in_force(events: Sequence[Event]) -> list[Event]:
    """As `standing`, with the undos of acts that came before these events."""
    here = {event.act for event in events}
    undone: set[str] = set()
    kept = []
    for event in reversed(events):
        if event.act in undone:
            continue
        if event.kind == Undone.__name__ and event.payload["undoes"] in here:
            undone.add(event.payload["undoes"])
        else:
            kept.append(event)
    return kept[::-1]


def latest_to_undo(conn: Connection, by: str) -> str:
    """The act a researcher's undo would take back.

    Raises:
        UndoRefusedError: there is none, or it is of a kind that stays.
    """
    own = (
        event
        for event in _standing(trail.backwards(conn))
        if event.by == by and not kinds()[event.kind].undo_passes
    )
    last = next(own, None)
    if last is None:
        msg = "there is nothing to undo."
        raise UndoRefusedError(msg)
    act = trail.events_of_act(conn, last.act)
    if not all(kinds()[event.kind].undoable for event in act):
        msg = (
            f"your latest act, decision {last.seq} ({kind_in_words(last.kind)}), "
            "cannot be taken back; correct it by a new decision."
        )
        raise UndoRefusedError(msg)
    return last.act


def latest_to_redo(conn: Connection, by: str) -> str:
    """The undo that a researcher's redo would take back.

    Raises:
        UndoRefusedError: nothing was undone since the last decision.
    """
    taken: set[str] = set()
    for event in trail.backwards(conn):
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
