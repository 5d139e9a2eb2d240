"""The decision trail: events in a hash chain, exactly as stored.

h_0 = SHA-256(project UUID); h_i = SHA-256(0x02 || h_{i-1} || seq || body), seq as eight
bytes, big-endian. The stored bytes are what is hashed; nothing is ever re-serialised to
be verified. Each body also names the hash before it, so that the exported lines can be
checked on their own.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sqlalchemy as sa

from workbench.decisions.decision import Decision, canonical, from_payload
from workbench.errors import UnreadableEventError
from workbench.store.schema import event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.engine import Connection

FORMAT: Final = 1

_OPENING: Final = re.compile(
    r'\{"act":"[^"]*","at":"([^"]*)","by":"([^"]*)","format":\d+,"kind":"([^"]*)",'
)
_DECODER: Final = json.JSONDecoder()
_LAST: Final = (
    sa.select(event.c.seq, event.c.hash).order_by(event.c.seq.desc()).limit(1)
)
_BEFORE: Final = (
    sa.select(event.c.body)
    .where(event.c.seq > sa.bindparam("above"), event.c.seq <= sa.bindparam("up_to"))
    .order_by(event.c.seq.desc())
)
_HASH_AT: Final = sa.select(event.c.hash).where(event.c.seq == sa.bindparam("seq"))
_OF_ACT: Final = (
    sa.select(event.c.body)
    .where(event.c.act == sa.bindparam("act"))
    .order_by(event.c.seq)
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the trail stands: how many events, and the hash of the last."""

    seq: int
    hash: bytes


class Event(NamedTuple):
    """One stored event, read."""

    seq: int
    uuid: str
    act: str
    at: str
    by: str
    role: str
    kind: str
    tool: str
    payload: Mapping[str, Any]
    #: Commitments of the words it brought in, by wording id.
    words: Mapping[str, str]
    origin: Mapping[str, Any] | None = None

    def decision(self) -> Decision:
        """What was decided, words as wording ids."""
        return from_payload(self.kind, self.payload)


class Brief(NamedTuple):
    """As much of a stored event as the state follows from."""

    at: str
    by: str
    kind: str
    payload: Mapping[str, Any]

    def decision(self) -> Decision:
        """What was decided, words as wording ids."""
        return from_payload(self.kind, self.payload)


def genesis(project: str) -> bytes:
    """h_0 of a project."""
    return hashlib.sha256(project.encode()).digest()


def chain(before: bytes, seq: int, body: bytes) -> bytes:
    """h_i from the hash before it."""
    return hashlib.sha256(b"\x02" + before + seq.to_bytes(8, "big") + body).digest()


def event_uuid(act: str, index: int) -> str:
    """The id of the index-th event of one act; the first bears the act's own."""
    return act if index == 0 else str(uuid.uuid5(uuid.UUID(act), str(index)))


def make_body(event_: Event, before: bytes) -> bytes:
    """The canonical bytes of an event."""
    body: dict[str, object] = {
        "act": event_.act,
        "at": event_.at,
        "by": event_.by,
        "format": FORMAT,
        "kind": event_.kind,
        "payload": event_.payload,
        "prev": before.hex(),
        "role": event_.role,
        "seq": event_.seq,
        "tool": event_.tool,
        "uuid": event_.uuid,
        "words": event_.words,
    }
    if event_.origin is not None:
        body["origin"] = event_.origin
    return canonical(body)


def parse(body: bytes) -> Event:
    """The event in stored bytes.

    Raises:
        UnreadableEventError: the bytes are not an event.
    """
    try:
        found = json.loads(body)
        return Event(
            seq=found["seq"],
            uuid=found["uuid"],
            act=found["act"],
            at=found["at"],
            by=found["by"],
            role=found["role"],
            kind=found["kind"],
            tool=found["tool"],
            payload=found["payload"],
            words=found["words"],
            origin=found.get("origin"),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableEventError from None


def parse_briefly(body: bytes) -> Brief:
    """What an event decided, read from between its sorted keys.

    A replay needs neither hashes nor commitments, and they are half of the reading.

    Raises:
        UnreadableEventError: the bytes are not an event.
    """
    try:
        text = body.decode()
        opening, start = _OPENING.match(text), text.find('"payload":')
        if opening is None or start < 0:
            raise UnreadableEventError
        payload, _ = _DECODER.raw_decode(text, start + len('"payload":'))
    except (ValueError, RecursionError):
        raise UnreadableEventError from None
    at, by, kind = opening.group(1), opening.group(2), opening.group(3)
    return Brief(at, by, kind, payload)


def head(conn: Connection, project: str) -> Head:
    """The last event's number and hash; 0 and h_0 for an empty trail."""
    last = conn.execute(_LAST).first()
    return Head(0, genesis(project)) if last is None else Head(last.seq, last.hash)


def hash_at(conn: Connection, project: str, seq: int) -> bytes | None:
    """The hash that the event of this number has; None where there is none."""
    if seq == 0:
        return genesis(project)
    found: bytes | None = conn.execute(_HASH_AT, {"seq": seq}).scalar()
    return found


def append(conn: Connection, events: Iterable[Event], at: Head) -> Head:
    """The events stand at the end of the trail.

    Returns:
        The head afterwards.
    """
    rows = []
    for event_ in events:
        body = make_body(event_, at.hash)
        at = Head(event_.seq, chain(at.hash, event_.seq, body))
        rows.append(
            {
                "seq": event_.seq,
                "uuid": event_.uuid,
                "act": event_.act,
                "kind": event_.kind,
                "body": body,
                "hash": at.hash,
            }
        )
    if rows:
        conn.execute(sa.insert(event), rows)
    return at


def bodies(
    conn: Connection, after: int = 0, up_to: int | None = None
) -> Iterator[tuple[int, bytes, bytes]]:
    """(seq, body, hash) of the events after a number, in order, streamed."""
    query = sa.select(event.c.seq, event.c.body, event.c.hash).where(
        event.c.seq > after
    )
    if up_to is not None:
        query = query.where(event.c.seq <= up_to)
    # the option stands on the statement: on the connection it would stay, and make a
    # server take the next INSERT for something to be read in portions
    ordered = query.order_by(event.c.seq).execution_options(yield_per=5000)
    for row in conn.execute(ordered):
        yield row[0], _stored(row[1]), _stored(row[2])


def _stored(value: object) -> bytes:
    """A stored value; nothing where somebody put in something that is no bytes."""
    return value if isinstance(value, bytes) else b""


def events(
    conn: Connection, after: int = 0, up_to: int | None = None
) -> Iterator[Event]:
    """The events after a number, in order."""
    for _, body, _ in bodies(conn, after, up_to):
        yield parse(body)


def backwards(conn: Connection) -> Iterator[Event]:
    """The events from the last to the first, read only as far as they are asked for."""
    upper, step = conn.execute(_LAST).scalar() or 0, 64
    while upper > 0:
        rows = conn.execute(_BEFORE, {"above": upper - step, "up_to": upper})
        yield from (parse(_stored(row[0])) for row in rows)
        upper -= step
        step = min(step * 2, 8192)


def events_of_act(conn: Connection, act: str) -> list[Event]:
    """The events of one act, in order; empty when there is none."""
    rows = conn.execute(_OF_ACT, {"act": act})
    return [parse(_stored(row[0])) for row in rows]


def events_of_kinds(conn: Connection, kinds: list[str]) -> list[Event]:
    """The events of some kinds, in order."""
    return [parse(body) for body in bodies_of_kinds(conn, kinds)]


def bodies_of_kinds(conn: Connection, kinds: list[str]) -> list[bytes]:
    """The stored bytes of the events that are filed under some kinds, in order."""
    rows = conn.execute(
        sa.select(event.c.body).where(event.c.kind.in_(kinds)).order_by(event.c.seq)
    )
    return [_stored(row[0]) for row in rows]
