"""Verify and replay.

Verify: the trail is whole, the words are the ones decided about, nothing is cut.
Replay: the current state is what the decisions say, and nothing else.

Each kind of damage has a name; the first bad event is named with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from workbench.errors import RefusedError, StaleDecisionError
from workbench.store import checkpoint, tables, trail, undo
from workbench.store.changes import Memory, name_row
from workbench.store.merkle import Tree
from workbench.store.schema import event, wording
from workbench.store.shapes import SHAPES
from workbench.store.side_by_side import WIDTH, side_by_side
from workbench.store.stretch import Found, Stretch, check_stretch
from workbench.store.wording import read as read_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from workbench.store.project import Project

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
    "words-kept": "words that were erased on record are still there",
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


def verify(project: Project, note: Path | None = None) -> Verification:
    """Whether the trail is whole, with every damage by kind and event.

    Args:
        project: any project; nothing is written.
        note: a checkpoint kept elsewhere. The one beside the project, and what this
            machine has seen of it, are looked at in any case.

    Raises:
        RefusedError: the file is no checkpoint.
    """
    found = Found()
    vouched = _vouched_sizes(project, note, found)
    with project.database.reading() as conn:
        events, last, words = _extent(conn)
        stretches = _stretches(last, tuple(vouched))
        parts = side_by_side(conn, project, stretches)
        if len(parts) > 1 and any(part.damage for part in parts):
            # each process saw its own moment: what one of them found is looked at again
            parts = [check_stretch(conn, project.uuid, each) for each in stretches]
        tree, roots = _grown(parts, found)
        _check_rest(conn, parts, events, words, found)
    for size, root in sorted(vouched.items()):
        if size > tree.size:
            found.add("shorter", tree.size + 1)
        elif roots.get(size) != root:
            found.add("rewritten", None)
    damage = (Damage(kind, seq) for kind, seq in found.damage)
    return Verification(
        events=tree.size,
        root=tree.root().hex(),
        damage=tuple(sorted(damage, key=_by_event)),
        covered_to=max((size for size in vouched if size <= tree.size), default=0),
    )


def _by_event(damage: Damage) -> tuple[bool, int, str]:
    """Damage that concerns an event stands first, in the order of the trail."""
    return damage.seq is None, damage.seq or 0, damage.kind


def _extent(conn: Connection) -> tuple[int, int, int]:
    """How many events stand there, the last one's number, and how many words."""
    events, last = conn.execute(
        sa.select(sa.func.count(), sa.func.max(event.c.seq)).select_from(event)
    ).one()
    words = conn.execute(sa.select(sa.func.count()).select_from(wording)).scalar_one()
    return events, last if type(last) is int else events, words


def _stretches(last: int, sizes: tuple[int, ...]) -> list[Stretch]:
    """The trail cut into stretches whose roots can be joined to the root of all."""
    return [
        Stretch(
            after,
            min(after + WIDTH, last),
            tuple(size for size in sizes if after < size <= after + WIDTH),
        )
        for after in range(0, max(last, 1), WIDTH)
    ]


def _grown(parts: list[Found], found: Found) -> tuple[Tree, dict[int, bytes]]:
    """The tree over all stretches, its root at each size asked for; damage gathered."""
    tree, roots = Tree(), {}
    for part in parts:
        for size, peaks in part.peaks_at.items():
            at_size = Tree()
            for width, node in [*tree.peaks, *peaks]:
                at_size.join(width, node)
            roots[size] = at_size.root()
        for width, node in part.peaks:
            tree.join(width, node)
        for kind, seq in part.damage:
            found.add(kind, seq)
    return tree, roots


def _check_rest(
    conn: Connection, parts: list[Found], events: int, words: int, found: Found
) -> None:
    """What only the whole shows: rows under no proper number, words gone or back."""
    if sum(part.events for part in parts) != events:
        found.add("renumbered", None)
    if sum(part.words for part in parts) != words:
        found.add("words-foreign", None)
    erased = set().union(*(part.erased for part in parts))
    emptied = {name: seq for part in parts for name, seq in part.emptied.items()}
    for name, seq in emptied.items():
        if name not in erased:
            found.add("words-missing", seq)
    still = erased - emptied.keys()
    if any(text is not None for text in read_words(conn, still).values()):
        found.add("words-kept", None)


def _vouched_sizes(
    project: Project, note: Path | None, found: Found
) -> dict[int, bytes]:
    """Sizes with the root that a checkpoint or this machine's memory vouches for."""
    vouched: dict[int, bytes] = {}
    seen = checkpoint.last_seen(project.surroundings, checkpoint.place(project))
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
            found.add("foreign-checkpoint", None)
        elif not any(given.is_signed_by(key) for key in keys.get(given.signer, ())):
            found.add("false-signature", None)
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
            memory.obey(undo.changes_of(trail.parse_briefly(body), act_of))
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
