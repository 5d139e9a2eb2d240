"""A project: opened, read, and changed by recording decisions, in no other way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import sqlalchemy as sa

from workbench import __version__
from workbench.decisions.decision import Decision, Words, to_payload
from workbench.decisions.people import WordsErased
from workbench.decisions.setting_up import (
    ProjectCreated,
    ResearcherAdded,
    Undone,
)
from workbench.errors import (
    NewerProjectError,
    NotAProjectError,
    OlderProjectError,
    ProjectExistsError,
    UnknownObjectError,
)
from workbench.model import ORIENTATIONS, Researcher, Study
from workbench.store import (
    gate,
    ground,
    strange,
    tables,
    trail,
    undo,
    vectors,
    wording,
)
from workbench.store.database import Database
from workbench.store.schema import SCHEMA, STATE, create_tables, read_meta
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from workbench.store.changes import Change

Row = TypeVar("Row")

_ROLE: Final = sa.select(STATE[Researcher].c.role).where(
    STATE[Researcher].c.id == sa.bindparam("by")
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one call of `record` did."""

    act: str
    #: Number of the act's first and last event.
    first: int
    last: int
    #: The act had been recorded before; nothing was done this time.
    was_recorded: bool


class Project:
    """A study in its file or schema.

    Holds an address, no connection and no cache: every call sees what is stored now.
    """

    def __init__(
        self, database: Database, uuid: str, surroundings: Surroundings
    ) -> None:
        self.database = database
        self.uuid = uuid
        self.surroundings = surroundings

    @classmethod
    def create(
        cls,
        address: str | Path,
        *,
        title: str,
        orientation: str,
        researcher: str,
        note: str | None = None,
        is_sample: bool = False,
        public_key: str | None = None,
        surroundings: Surroundings | None = None,
    ) -> Project:
        """A new project with its first decision recorded.

        Raises:
            ProjectExistsError: something stands at the address.
            UnknownObjectError: the orientation is not one of the four.
        """
        if orientation not in ORIENTATIONS:
            hint = f"Choose one of {', '.join(ORIENTATIONS)}."
            raise UnknownObjectError("orientation", orientation, hint)
        given = surroundings or Surroundings()
        database = Database(address)
        if database.exists():
            raise ProjectExistsError(database.shown)
        uuid = given.new_uuid()
        machine = given.machine_id() if database.is_file else None
        first = ProjectCreated(
            project=uuid,
            title=Words(title),
            orientation=orientation,
            orientation_note=Words(note) if note else None,
            is_sample=is_sample,
            machine=machine,
            machine_name=Words(given.machine_name or "") if machine else None,
            researcher=given.new_id("r"),
            researcher_name=Words(researcher),
            public_key=public_key,
        )
        project = cls(database, uuid, given)
        with database.creating() as conn:
            create_tables(conn, uuid)
            project._write(conn, (first,), first.researcher, given.new_uuid(), None)
        return project

    @classmethod
    def open(
        cls, address: str | Path, surroundings: Surroundings | None = None
    ) -> Project:
        """The project at an address, in today's schema.

        Raises:
            ProjectNotFoundError, NotAProjectError, NewerProjectError.
            StrangeProjectError: it holds what could act by itself.
            OlderProjectError: it must be brought up to date first (`store.migration`).
        """
        database = Database(address)
        with database.reading() as conn:
            strange.refuse(conn, database)
            found = read_meta(conn)
        if "project" not in found or not found.get("schema", "").isdecimal():
            raise NotAProjectError(database.shown, "it names no project or schema")
        schema = int(found["schema"])
        if schema > SCHEMA:
            raise NewerProjectError(database.shown, schema, SCHEMA)
        if schema < SCHEMA:
            raise OlderProjectError(database.shown, schema, SCHEMA)
        return cls(database, found["project"], surroundings or Surroundings())

    def record(
        self,
        *decisions: Decision,
        by: str,
        act: str | None = None,
        origin: Mapping[str, object] | None = None,
        first: Callable[[Connection], None] | None = None,
    ) -> Receipt:
        """The decisions are in the trail and the state obeys them: all, or none.

        Args:
            decisions: what was decided, in order; together one act.
            by: the researcher's id.
            act: the caller's UUID for this act; a second call with it does nothing
                and returns what the first one did.
            origin: where the decisions come from, when they are another project's.
            first: what a repair mends, in the same transaction as its record.

        Raises:
            StaleDecisionError: what is decided about has changed meanwhile, or a quote
                is no longer what its transcript says.
            UnknownObjectError: nobody of that id is in the study.
            ForeignLockError: another machine holds the project.
            UnsoundProjectError: a check failed when it was looked over.
            UndoRefusedError: an undo would break a later decision.
            StorageError: the disk or server refused; nothing is half-written.
        """
        act = act or self.surroundings.new_uuid()
        with self.database.writing() as conn:
            known = trail.events_of_act(conn, act)
            if known:
                return Receipt(act, known[0].seq, known[-1].seq, was_recorded=True)
            gate.check(conn, self, decisions)
            if origin is None:
                ground.check(conn, decisions)
            if first is not None:
                first(conn)
            return self._write(conn, decisions, by, act, origin)

    def _write(
        self,
        conn: Connection,
        decisions: tuple[Decision, ...],
        by: str,
        act: str,
        origin: Mapping[str, object] | None,
    ) -> Receipt:
        at = self.surroundings.now()
        role = _role_of(conn, by, decisions)
        head = trail.head(conn, self.uuid)
        kept = wording.Kept(self.surroundings)
        events = []
        for index, decision in enumerate(decisions):
            seq = head.seq + 1 + index
            payload = to_payload(decision, kept.keep)
            events.append(
                trail.Event(
                    seq=seq,
                    uuid=trail.event_uuid(act, index),
                    act=act,
                    at=at,
                    by=by,
                    role=role,
                    kind=type(decision).__name__,
                    tool=__version__,
                    payload=payload,
                    words=kept.take_commitments(seq),
                    origin=origin,
                )
            )
        changes: list[Change] = []
        for event in events:
            changes.extend(undo.changes_now(conn, event))
        wording.insert(conn, kept.rows)
        trail.append(conn, events, head)
        tables.obey(conn, changes)
        for event in events:
            if event.kind == WordsErased.__name__:
                wording.erase(conn, event.payload["words"])
                vectors.forget(conn, event.payload["words"])
        return Receipt(act, head.seq + 1, head.seq + len(events), was_recorded=False)

    def undo(self, by: str, *, act: str | None = None) -> Receipt:
        """A researcher's own latest act that is not yet undone is taken back.

        Runs of the machine and copies that left are passed over.

        Raises:
            UndoRefusedError: there is none, or a later decision rests on it.
        """
        with self.database.reading() as conn:
            taken_back = undo.latest_to_undo(conn, by)
        return self.record(Undone(taken_back), by=by, act=act)

    def redo(self, by: str, *, act: str | None = None) -> Receipt:
        """The act that was undone last is done again.

        Raises:
            UndoRefusedError: nothing was undone since the last decision.
        """
        with self.database.reading() as conn:
            done_again = undo.latest_to_redo(conn, by)
        return self.record(Undone(done_again), by=by, act=act)

    def read(self, row: type[Row], **where: object) -> list[Row]:
        """Rows of the current state for people: words as they were spoken or typed."""
        with self.database.reading() as conn:
            return tables.select_rows(conn, row, where, words=True)

    def rows(self, row: type[Row], **where: object) -> list[Row]:
        """Rows of the current state for deciding: words as wording ids."""
        with self.database.reading() as conn:
            return tables.select_rows(conn, row, where, words=False)

    def one(self, row: type[Row], **where: object) -> Row:
        """The one row that matches, words as wording ids.

        Raises:
            UnknownObjectError: there is none.
        """
        found = self.rows(row, **where)
        if not found:
            kind = row.__name__.lower()
            raise UnknownObjectError(kind, "/".join(str(v) for v in where.values()))
        return found[0]

    def study(self) -> Study:
        """The study itself, words as text."""
        return self.read(Study)[0]

    def words(self, *ids: str) -> dict[str, str | None]:
        """The words under these ids; None where they were erased."""
        with self.database.reading() as conn:
            return wording.read(conn, ids)

    def head(self) -> trail.Head:
        """Where the trail stands."""
        with self.database.reading() as conn:
            return trail.head(conn, self.uuid)

    def events(self, after: int = 0, up_to: int | None = None) -> list[trail.Event]:
        """The events after a number, in order."""
        with self.database.reading() as conn:
            return list(trail.events(conn, after, up_to))

    def events_of_act(self, act: str) -> list[trail.Event]:
        """The events of one act, in order; empty where it was never recorded."""
        with self.database.reading() as conn:
            return trail.events_of_act(conn, act)

    def new_id(self, prefix: str) -> str:
        """A fresh id such as s-3f9a0c12be."""
        return self.surroundings.new_id(prefix)


def _role_of(conn: Connection, by: str, decisions: tuple[Decision, ...]) -> str:
    """The role in which somebody decides, who may be arriving with these decisions."""
    role = conn.execute(_ROLE, {"by": by}).scalar()
    if role is not None:
        return str(role)
    for decision in decisions:
        if isinstance(decision, ProjectCreated) and decision.researcher == by:
            return "lead"
        if isinstance(decision, ResearcherAdded) and decision.researcher == by:
            return decision.role
    raise UnknownObjectError("researcher", by)
