"""One stretch of the trail checked against its hashes, its index and its words.

A long trail is checked in stretches side by side, each in a process of its own. A
stretch begins from the stored hash before it and ends where the next one begins.
"""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import phases  # noqa: F401 - so that every kind is known
from workbench.decisions.decision import canonical, kinds
from workbench.decisions.people import WordsErased
from workbench.store import trail
from workbench.store.database import Database
from workbench.store.merkle import Peak, leaf, peaks_over
from workbench.store.wording import commitment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

#: More damage than this is not listed one by one.
ENOUGH: Final = 100
#: Events read at a time, so that a server need not send everything at once.
_PORTION: Final = 1000

_EVENTS: Final = (
    "SELECT seq, uuid, act, kind, body, hash FROM event "
    "WHERE seq > {after} AND seq <= {up_to} ORDER BY seq LIMIT {limit}"
)
_WORDS: Final = (
    "SELECT seq, id, key, text FROM wording "
    "WHERE seq > {after} AND seq <= {up_to} ORDER BY seq"
)
_HASH_BEFORE: Final = (
    "SELECT hash FROM event WHERE seq <= {after} ORDER BY seq DESC LIMIT 1"
)

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The events after a number, up to and with another."""

    after: int
    up_to: int
    #: Sizes of the whole trail, within the stretch, at which a root is asked for.
    sizes: tuple[int, ...] = ()


@dataclass(slots=True)
class Found:
    """What checking a stretch found."""

    #: Kind of damage with the number of its event.
    damage: list[tuple[str, int | None]] = field(default_factory=list)
    events: int = 0
    words: int = 0
    peaks: list[Peak] = field(default_factory=list)
    #: The stretch's own peaks when the trail was at each of the sizes.
    peaks_at: dict[int, list[Peak]] = field(default_factory=dict)
    #: Entries of the wording without words, with the event that brought them in.
    emptied: dict[str, int] = field(default_factory=dict)
    #: Entries that an event says were erased.
    erased: set[str] = field(default_factory=set)

    def add(self, kind: str, seq: int | None) -> None:
        """One more damage, if it is still to be listed."""
        if len(self.damage) < ENOUGH:
            self.damage.append((kind, seq))


def check_stretch(conn: Connection, project: str, stretch: Stretch) -> Found:
    """Every damage in a stretch, with what the whole trail needs to know of it."""
    found = Found()
    leaves: list[bytes] = []
    before = _hash_before(conn, project, stretch.after)
    expected = stretch.after + 1
    for row, words in _side_by_side(conn, stretch, found):
        seq, body, hash_ = row[0], row[4], row[5]
        if type(seq) is not int or type(body) is not bytes or type(hash_) is not bytes:
            found.add("unreadable", expected)
            body = hash_ = b""
            seq = expected
        if seq != expected:
            found.add("missing", expected)
        if trail.chain(before, seq, body) != hash_:
            found.add("altered", seq)
        if not _is_as_expected(row, body, before, words):
            _name_damage(row, body, before, words, found)
        leaves.append(leaf(body))
        before, expected = hash_, seq + 1
    if expected <= stretch.up_to:
        found.add("missing", expected)
    found.events, found.peaks = len(leaves), peaks_over(leaves)
    for size in stretch.sizes:
        if size - stretch.after <= len(leaves):
            found.peaks_at[size] = peaks_over(leaves[: size - stretch.after])
    return found


def _rows(conn: Connection, query: str, **numbers: int) -> Iterator[Row]:
    """Plain rows of a query whose only parameters are numbers.

    The driver's own cursor: a row of SQLAlchemy's costs as much as two hashes.
    """
    cursor = conn.connection.cursor()
    try:
        cursor.execute(query.format(**numbers))
        while rows := cursor.fetchmany(_PORTION):
            yield from rows
    finally:
        cursor.close()


def _hash_before(conn: Connection, project: str, after: int) -> bytes:
    row = next(_rows(conn, _HASH_BEFORE, after=after), None) if after else None
    return trail.genesis(project) if row is None else bytes(row[0])


def _side_by_side(
    conn: Connection, stretch: Stretch, found: Found
) -> Iterator[tuple[Row, Sequence[Row]]]:
    """Each event with the words that stand under its number."""
    after = stretch.after
    while True:
        given = {"after": after, "up_to": stretch.up_to}
        events = list(_rows(conn, _EVENTS, limit=_PORTION, **given))
        if len(events) == _PORTION:
            given["up_to"] = events[-1][0]
        words: dict[int, list[Row]] = {}
        for row in _rows(conn, _WORDS, **given):
            words.setdefault(row[0], []).append(row)
            found.words += 1
        for event in events:
            yield event, words.pop(event[0], ())
        for seq in words:
            found.add("words-foreign", seq)
        if len(events) < _PORTION:
            return
        after = events[-1][0]


def _is_as_expected(row: Row, body: bytes, before: bytes, words: Sequence[Row]) -> bool:
    """Whether the body is what its neighbours make of it, byte for byte.

    The canonical form has sorted keys, so an event begins with its act and ends with
    its number, id and commitments: what is expected can be written down and compared,
    without reading JSON a million times. False only says: read it and look closer.
    """
    seq, uuid, act, kind, _, _ = row
    if kind == WordsErased.__name__ or kind not in kinds():
        return False
    said = []
    for _, name, key, text in words:
        if not _are_words(key, text):
            return False
        said.append(f'"{name}":"{commitment(key, text)}"')
    said.sort()
    end = f'","uuid":"{uuid}","words":{{{",".join(said)}}}}}'
    tail = body[body.rfind(b',"prev":"') :]
    return (
        body.startswith(f'{{"act":"{act}","at":"'.encode())
        and body.startswith(f'"kind":"{kind}"'.encode(), body.find(b'"kind":"'))
        and tail.startswith(f',"prev":"{before.hex()}","role":"'.encode())
        and f'","seq":{seq},"tool":"'.encode() in tail
        and tail.endswith(end.encode())
    )


def _are_words(key: object, text: object) -> bool:
    return type(key) is bytes and type(text) is str


def _name_damage(
    row: Row, body: bytes, before: bytes, words: Sequence[Row], found: Found
) -> None:
    """What is wrong with an event and its words, if anything is."""
    seq, uuid, act, kind, _, _ = row
    try:
        read = json.loads(body)
        committed = dict(read["words"])
        payload = read["payload"]
        if read["prev"] != before.hex():
            found.add("relinked", seq)
        if read["seq"] != seq:
            found.add("renumbered", seq)
        # queries rely on the columns beside the body
        if (read["uuid"], read["act"], read["kind"]) != (uuid, act, kind):
            found.add("mislabelled", seq)
        if read["kind"] not in kinds() or canonical(read) != body:
            found.add("unreadable", seq)
        if read["kind"] == WordsErased.__name__:
            found.erased.update(map(str, payload["words"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        found.add("unreadable", seq)
        return
    _check_words(seq, words, committed, found)


def _check_words(
    seq: int, words: Sequence[Row], committed: Mapping[str, str], found: Found
) -> None:
    promised = dict(committed)
    for _, name, key, text in words:
        promise = promised.pop(name, None)
        if promise is None:
            found.add("words-foreign", seq)
        elif key is None or text is None:
            found.emptied[name] = seq
        elif not _are_words(key, text) or commitment(key, text) != promise:
            found.add("words-altered", seq)
    if promised:
        found.add("words-missing", seq)


def main() -> None:
    """Check the stretches that the parent process names, and tell it what was found."""
    address, project, stretches = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - our own parent wrote it
    with Database(address).reading() as conn:
        found = [check_stretch(conn, project, stretch) for stretch in stretches]
    pickle.dump(found, sys.stdout.buffer)
