"""Verify: the trail is whole, the words are the ones decided about, nothing is cut.
Replay: the current state is what the decisions say, and nothing else.

Each kind of damage has a name; the first bad event is named with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sqlalchemy as sa

from workbench.decisions.decision import canonical, kinds
from workbench.decisions.people import WordsErased
from workbench.errors import RefusedError, StaleDecisionError
from workbench.store import checkpoint, tables, trail, undo
from workbench.store.changes import Memory, name_row
from workbench.store.merkle import Tree
from workbench.store.schema import event, wording
from workbench.store.shapes import SHAPES
from workbench.store.wording import commitment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from workbench.store.project import Project

#: More damage than this is not listed one by one.
_ENOUGH: Final = 100

#: Every kind of damage that `verify` can name, with what it means.
DAMAGE: Final = {
    "missing": "an event is gone from the middle",
    "altered": "an event is not the one that was recorded",
    "relinked": "an event names another one before it than stands there",
    "renumbered": "an event stands under another number than its own",
    "unreadable": "an event is not in the form events have",
    "mislabelled": "an event's index does not say what the event says",
    "words-altered": "words are not the ones that were decided about",
    "words-missing": "words are gone without a recorded erasure",
    "words-foreign": "words that no event brought in",
    "shorter": "the trail ends before a point that was signed or seen",
    "rewritten": "the trail was written anew before a point that was signed or seen",
    "foreign-checkpoint": "the checkpoint is of another project",
    "false-signature": "the checkpoint was not signed with an announced key",
}


@dataclass(frozen=True, slots=True)
class Damage:
    """One finding: its kind, and the event it concerns where there is one."""

    kind: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found."""

    events: int
    root: str
    damage: tuple[Damage, ...]
    #: The event up to which a signed or seen checkpoint vouches for the trail.
    covered_to: int

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.damage


@dataclass(slots=True)
class _Findings:
    damage: list[Damage] = field(default_factory=list)

    def add(self, kind: str, seq: int | None) -> None:
        if len(self.damage) < _ENOUGH:
            self.damage.append(Damage(kind, seq))


def verify(project: Project, note: Path | None = None) -> Verification:
    """Whether the trail is whole, with every damage by kind and event.

    Args:
        project: any project; nothing is written.
        note: a checkpoint kept elsewhere. The one beside the project, and what this
            machine has seen of it, are looked at in any case.

    Raises:
        RefusedError: the file is no checkpoint.
    """
    findings = _Findings()
    vouched = _vouched_sizes(project, note, findings)
    roots: dict[int, bytes] = {}
    tree = Tree()
    with project.database.reading() as conn:
        words = _Words(conn, findings)
        before, expected = trail.genesis(project.uuid), 1
        for row in _stored_events(conn):
            if row.seq != expected:
                findings.add("missing", expected)
            words.check(row.seq, _check_event(row, before, findings))
            tree.append(row.body)
            if tree.size in vouched:
                roots[tree.size] = tree.root()
            before, expected = row.hash, row.seq + 1
        words.finish()
    for size, root in sorted(vouched.items()):
        if size > tree.size:
            findings.add("shorter", tree.size + 1)
        elif roots.get(size, tree.root()) != root:
            findings.add("rewritten", None)
    return Verification(
        events=tree.size,
        root=tree.root().hex(),
        damage=tuple(sorted(findings.damage, key=lambda d: (d.seq or 0, d.kind))),
        covered_to=max((size for size in vouched if size <= tree.size), default=0),
    )


class _Stored(NamedTuple):
    seq: int
    uuid: str
    act: str
    kind: str
    body: bytes
    hash: bytes


def _stored_events(conn: Connection) -> Iterator[_Stored]:
    rows = conn.execution_options(yield_per=5000).execute(
        sa.select(*(event.c[name] for name in _Stored._fields)).order_by(event.c.seq)
    )
    for chunk in rows.partitions():
        for seq, uuid, act, kind, body, hash_ in chunk:
            yield _Stored(seq, uuid, act, kind, bytes(body), bytes(hash_))


def _check_event(row: _Stored, before: bytes, findings: _Findings) -> Mapping[str, Any]:
    """The event in a stored row, checked; empty when it cannot be read."""
    if trail.chain(before, row.seq, row.body) != row.hash:
        findings.add("altered", row.seq)
    try:
        found: Mapping[str, Any] = json.loads(row.body)
        if found["prev"] != before.hex():
            findings.add("relinked", row.seq)
        if found["seq"] != row.seq:
            findings.add("renumbered", row.seq)
        # queries rely on the columns beside the body
        if (found["uuid"], found["act"], found["kind"]) != row[1:4]:
            findings.add("mislabelled", row.seq)
        if found["kind"] not in kinds() or canonical(found) != row.body:
            findings.add("unreadable", row.seq)
    except (ValueError, KeyError, TypeError):
        findings.add("unreadable", row.seq)
        return {}
    return found


class _Words:
    """The wording, read beside the trail: each entry against its commitment."""

    def __init__(self, conn: Connection, findings: _Findings) -> None:
        columns = wording.c.seq, wording.c.id, wording.c.key, wording.c.text
        rows = conn.execution_options(yield_per=5000).execute(
            sa.select(*columns).order_by(wording.c.seq)
        )
        self._rows: Iterator[Any] = (
            row for chunk in rows.partitions() for row in chunk
        )
        self._next = next(self._rows, None)
        self._findings = findings
        self._emptied: dict[str, int] = {}
        self._erased: set[str] = set()

    def check(self, seq: int, found: Mapping[str, Any]) -> None:
        """The words of one event are the ones it committed to."""
        committed = dict(found.get("words") or {})
        if found.get("kind") == WordsErased.__name__:
            self._erased.update(found["payload"]["words"])
        row = self._next
        while row is not None and row[0] <= seq:
            at, name, key, text = row
            promised = committed.pop(name, None)
            if at != seq or promised is None:
                self._findings.add("words-foreign", at)
            elif key is None or text is None:
                self._emptied[name] = seq
            elif commitment(bytes(key), text) != promised:
                self._findings.add("words-altered", seq)
            row = next(self._rows, None)
        self._next = row
        if committed:
            self._findings.add("words-missing", seq)

    def finish(self) -> None:
        """What is empty was erased on record; nothing is left over."""
        for name, seq in self._emptied.items():
            if name not in self._erased:
                self._findings.add("words-missing", seq)
        if self._next is not None:
            self._findings.add("words-foreign", self._next[0])


def _vouched_sizes(
    project: Project, note: Path | None, findings: _Findings
) -> dict[int, bytes]:
    """Sizes with the root that a checkpoint or this machine's memory vouches for."""
    vouched: dict[int, bytes] = {}
    seen = checkpoint.last_seen(project.surroundings, project.uuid)
    if seen is not None:
        vouched[seen[0]] = seen[1]
    notes = [note] if note is not None else []
    if project.database.path is not None:
        beside = checkpoint.beside(project.database.path)
        if beside.exists():
            notes.append(beside)
    keys = checkpoint.announced_keys(project) if notes else {}
    for path in notes:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            msg = f"{path}: cannot be read as a checkpoint. Check the path."
            raise RefusedError(msg) from None
        given = checkpoint.parse_note(text, path)
        if given.origin != project.uuid:
            findings.add("foreign-checkpoint", None)
        elif not any(given.is_signed_by(key) for key in keys.get(given.signer, ())):
            findings.add("false-signature", None)
        else:
            vouched[given.size] = given.root
    return vouched


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether the current state is what the decisions say."""

    events: int
    #: The first row that differs, as "code c-1f…", or None.
    first_difference: str | None

    @property
    def equal(self) -> bool:
        """Whether no row differs."""
        return self.first_difference is None


def replay(project: Project) -> Replay:
    """The state computed anew from the trail, compared with the stored one."""
    with project.database.reading() as conn:
        memory, count, stopped = replayed(conn)
        if stopped is not None:
            return Replay(count, stopped)
        for shape in SHAPES.values():
            stored = tables.all_rows(conn, shape)
            expected = memory.tables[shape.table]
            if stored != expected:
                return Replay(count, name_row(shape, _first(stored, expected)))
    return Replay(count, None)


def replayed(conn: Connection) -> tuple[Memory, int, str | None]:
    """The state of the whole trail, how many events, and where it could not go on."""
    memory, count = Memory(), 0

    def act_of(act: str) -> list[trail.Event]:
        return trail.events_of_act(conn, act)

    for _, body, _ in trail.bodies(conn):
        count += 1
        try:
            memory.obey(undo.changes_of(trail.parse(body), act_of))
        except StaleDecisionError as error:
            return memory, count, f"event {count}: {error}"
        except (ValueError, KeyError, TypeError):
            return memory, count, f"event {count}: unreadable"
    return memory, count, None


def _first(
    stored: Mapping[Any, object], expected: Mapping[Any, object]
) -> tuple[Any, ...]:
    differing = [
        key for key in {**stored, **expected} if stored.get(key) != expected.get(key)
    ]
    return tuple(min(differing, key=str))
