"""The study as an export reads it: one moment of the trail, seen whole.

Now, that is the stored tables under one consistent view. An earlier moment is
computed from the decisions up to it; consent is always today's, and what was erased
since reads as erased.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

from workbench import study as rules
from workbench.errors import RefusedError
from workbench.model import ERASED, Participant, Study
from workbench.store import tables, trail, undo, wording
from workbench.store.changes import Memory
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workbench.store.project import Project

Row = TypeVar("Row")
Made = TypeVar("Made")
#: Handed through to the store, which alone knows what it is.
Connection: TypeAlias = Any
#: What a participant agrees to binds every export from then on.
_OF_TODAY: Final = ("quotes", "computation", "recontact", "archive", "state")


class Moment:
    """The study after its decisions up to one number."""

    def __init__(
        self, conn: Connection, uuid: str, at: int, memory: Memory | None
    ) -> None:
        self._conn = conn
        self._memory = memory
        #: What was read before: one moment does not change while it is looked at.
        self._read: dict[object, list[Any]] = {}
        self._kept: dict[type, Any] = {}
        self.uuid = uuid
        #: The number of the last decision that counts.
        self.at = at

    def read(self, row: type[Row], **where: object) -> list[Row]:
        """Rows that match, by key, words as text; as `Project.read` does."""

        def look() -> list[Row]:
            if self._memory is None:
                return tables.select_rows(self._conn, row, where, words=True)
            return self._with_words(row, self._remembered(row, where))

        return self._once(("read", row, _asked(where)), lambda: _by_key(row, look()))

    def rows(self, row: type[Row], **where: object) -> list[Row]:
        """Rows that match, by key, words as wording ids; spares reading long texts."""

        def look() -> list[Row]:
            if self._memory is None:
                return tables.select_rows(self._conn, row, where, words=False)
            return self._remembered(row, where)

        return self._once(("rows", row, _asked(where)), lambda: _by_key(row, look()))

    def keep(self, kind: type[Made], make: Callable[[], Made]) -> Made:
        """What was made of this moment the first time, for whoever looks next."""
        if kind not in self._kept:
            self._kept[kind] = make()
        made: Made = self._kept[kind]
        return made

    def _once(self, what: object, look: Callable[[], list[Row]]) -> list[Row]:
        """What was found the first time; the list is the caller's own."""
        if what not in self._read:
            self._read[what] = look()
        return list(self._read[what])

    def participants_now(self) -> dict[str, Participant]:
        """Everyone who had joined, with the consent of today."""
        now = tables.select_rows(self._conn, Participant, {}, words=False)
        today = {person.id: person for person in now}
        return {
            person.id: replace(
                person,
                **{name: getattr(today[person.id], name) for name in _OF_TODAY},
            )
            for person in self.read(Participant)
        }

    def study(self) -> Study:
        """The study itself."""
        return self.read(Study)[0]

    def is_on(self, switch: str) -> bool:
        """Whether a switch was on at this moment."""
        # the rule needs `read` and `study` only, and a moment has both
        return rules.is_on(cast("Project", self), switch)

    def events(self) -> list[trail.Event]:
        """The decisions up to the moment, in order."""
        return self._once("events", lambda: list(trail.events(self._conn, 0, self.at)))

    def standing(self) -> list[trail.Event]:
        """The decisions in force, without what was taken back and the taking back."""
        return self._once("standing", lambda: undo.standing(self.events()))

    def events_of_kind(self, kind: str) -> list[trail.Event]:
        """The decisions of one kind up to the moment, in order."""
        found = trail.events_of_kinds(self._conn, [kind])
        return [event for event in found if event.seq <= self.at]

    def bodies(self) -> Iterator[tuple[int, bytes, bytes]]:
        """The stored bytes and hash of each decision up to the moment."""
        return trail.bodies(self._conn, 0, self.at)

    def words(self, ids: Iterable[str]) -> dict[str, str]:
        """The words under these ids, as they read today."""
        found = wording.read(self._conn, ids)
        return {name: ERASED if text is None else text for name, text in found.items()}

    def keyed_words(self) -> Iterator[tuple[str, bytes, str]]:
        """(id, key, text) of every wording that was not erased, by id."""
        return wording.keyed(self._conn)

    def _remembered(self, row: type[Row], where: dict[str, object]) -> list[Row]:
        shape = SHAPES[row]
        memory = cast("Memory", self._memory)
        found = [shape.read(values) for values in memory.tables[shape.table].values()]
        return [
            each
            for each in found
            if all(_matches(getattr(each, name), want) for name, want in where.items())
        ]

    def _with_words(self, row: type[Row], found: Sequence[Row]) -> list[Row]:
        worded = SHAPES[row].wording
        ids = {getattr(each, name) for each in found for name in worded} - {None}
        texts = self.words(sorted(ids))
        changed = []
        for each in found:
            given: dict[str, Any] = {
                name: texts.get(getattr(each, name), ERASED)
                for name in worded
                if getattr(each, name) is not None
            }
            changed.append(replace(each, **given))  # type: ignore[type-var]
        return changed


def _by_key(row: type[Row], found: Iterable[Row]) -> list[Row]:
    key = SHAPES[row].key
    # a server may sort text by its own language
    return sorted(found, key=lambda each: tuple(getattr(each, k) for k in key))


def _asked(where: dict[str, object]) -> tuple[object, ...]:
    """A condition as it can be looked up by."""
    return tuple(
        (name, frozenset(want) if isinstance(want, list | set | frozenset) else want)
        for name, want in sorted(where.items())
    )


def _matches(value: object, want: object) -> bool:
    if isinstance(want, list | set | frozenset):
        return value in want
    return value == want


@contextmanager
def moment(project: Project, at: int | None) -> Iterator[Moment]:
    """The study as it stands, or as it stood after decision `at`.

    Raises:
        RefusedError: the trail has no such decision.
    """
    with project.database.reading() as conn:
        head = trail.head(conn, project.uuid).seq
        if at is not None and not 1 <= at <= head:
            msg = f"--at {at}: the trail has decisions 1 to {head}. Choose one of them."
            raise RefusedError(msg)
        if at is None or at == head:
            yield Moment(conn, project.uuid, head, None)
        else:
            yield Moment(conn, project.uuid, at, _replayed(conn, at))


def _replayed(conn: Connection, at: int) -> Memory:
    memory = Memory()

    def act_of(act: str) -> list[trail.Event]:
        return trail.events_of_act(conn, act)

    for event in trail.events(conn, 0, at):
        memory.obey(undo.changes_of(event, act_of))
    return memory
