"""Where a project lives, and the only place that opens a connection.

A project is one SQLite file, or one schema of a PostgreSQL database. A connection is
opened per operation, and kept no longer than one drawing of a page (`kept_open`). On
SQLite: journal_mode=DELETE and
synchronous=EXTRA (nothing acknowledged is lost at a power cut), secure_delete=ON
(erased words are overwritten), each read back, since a pragma can be ignored silently.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import threading
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy import exc, make_url
from sqlalchemy.pool import NullPool

from workbench.errors import (
    DamagedProjectError,
    NotAProjectError,
    ProjectError,
    ProjectExistsError,
    ProjectNotFoundError,
    RefusedError,
    StorageError,
)
from workbench.store import encryption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

#: "THAW" in the header of a project file (PRAGMA application_id).
APPLICATION_ID: Final = 0x54484157

_PRAGMAS: Final = {
    "busy_timeout": "10000",
    "synchronous": "EXTRA",
    "secure_delete": "ON",
    "recursive_triggers": "ON",  # else REPLACE slips past the trail's guard
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "mmap_size": "0",
    "temp_store": "MEMORY",
}
#: By default a server shows each statement of a transaction a newer state.
_ONE_VIEW: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_READ_BACK: Final = {"journal_mode": "delete", "synchronous": 3, "secure_delete": 1}


#: How often a writer goes after a file that is replaced under it.
_TRIES: Final = 5
#: PostgreSQL's codes for a table and a schema that are not there, and one that is.
_NO_SCHEMA: Final = ("42P01", "3F000")
_SCHEMA_EXISTS: Final = "42P06"


class _Kept(threading.local):
    """What this thread keeps open, by address; None until it is first asked for."""

    def __init__(self) -> None:
        self.open: dict[str, tuple[Connection, object] | None] = {}


_KEPT: Final = _Kept()


class Database:
    """A project's file or schema."""

    def __init__(self, address: str | Path) -> None:
        """Know the address; nothing is opened yet.

        Raises:
            RefusedError: a PostgreSQL address without a project or with a password.
        """
        self.path: Path | None = None
        self._server: sa.Engine | None
        text = str(address)
        if text.startswith("postgresql://"):
            self.shown, self.schema, self._server = _postgres(text)
        else:
            self.path = Path(text)
            self.shown, self.schema = text, ""
            self._server = None

    @property
    def is_file(self) -> bool:
        """Whether the project is one file on this machine."""
        return self.path is not None

    @property
    def _engine(self) -> sa.Engine:
        """As the file is now: it may have been encrypted since it was opened."""
        if self.path is None:
            if self._server is None:
                raise ProjectNotFoundError(self.shown)
            return self._server
        return _engine_of_file(self.path.absolute(), driver_of(self.path))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection with one consistent view of the project."""
        with self._connected() as conn:
            conn.exec_driver_sql("BEGIN" if self.is_file else _ONE_VIEW)
            yield conn
            conn.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone may write; committed at the end, or nothing done."""
        for _ in range(_TRIES):
            stood = self.file_now()
            with self._connected() as conn:
                self._begin(conn)
                # a file that was encrypted or brought up to date while we waited for
                # our turn has another in its place: what we wrote would be nowhere
                if self.file_now() != stood:
                    conn.rollback()
                    continue
                try:
                    yield conn
                except BaseException:
                    conn.rollback()
                    raise
                conn.commit()
                return
        raise StorageError(self.shown, "the file was replaced again and again")

    def _begin(self, conn: Connection) -> None:
        if self.is_file:
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            return
        conn.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        conn.exec_driver_sql("SET LOCAL synchronous_commit = on")
        conn.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (self.schema,)
        )

    def file_now(self) -> tuple[int, int] | None:
        """Which file stands at the address at this moment."""
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """One connection serves all operations of this thread until the end.

        Between two operations it holds no lock and no view of the project. To open one
        takes as long as ten questions, and a page of the app asks fifty.
        """
        if self.shown in _KEPT.open:
            yield
            return
        _KEPT.open[self.shown] = None
        try:
            yield
        finally:
            kept = _KEPT.open.pop(self.shown, None)
            if kept is not None:
                kept[0].close()

    @contextmanager
    def _lent(self, *, own: bool) -> Iterator[Connection]:
        """The connection that is kept, or a fresh one for this operation alone."""
        engine = self._engine
        if own or self.shown not in _KEPT.open:
            with engine.connect() as conn:
                yield conn
            return
        # another engine for a file that was encrypted, another file that took its place
        place = (engine, self.file_now())
        # while it is lent it is not there, so that an operation inside gets its own
        kept = _KEPT.open.pop(self.shown)
        if kept is not None and kept[1] != place:
            kept[0].close()
            kept = None
        conn = engine.connect() if kept is None else kept[0]
        try:
            yield conn
            conn.rollback()
        except BaseException:
            conn.close()
            _KEPT.open[self.shown] = None
            raise
        _KEPT.open[self.shown] = (conn, place)

    @contextmanager
    def _connected(self, *, own: bool = False) -> Iterator[Connection]:
        if self.path is not None and not self.path.exists():
            raise ProjectNotFoundError(self.shown)
        try:
            with self._lent(own=own) as conn:
                yield conn
        except exc.IntegrityError:
            raise
        except exc.DBAPIError as error:
            raise translated(self.shown, error) from None
        except sqlite3.Error as error:
            raise StorageError(self.shown, str(error)) from None

    def compact(self) -> None:
        """What was erased is gone from the file's free pages as well."""
        # a setting of its own, which no kept connection should be left with
        with self._connected(own=True) as conn:
            bare = conn.execution_options(isolation_level="AUTOCOMMIT")
            if self.is_file:
                bare.exec_driver_sql("VACUUM")
            else:
                for table in ("wording", "vector"):
                    bare.exec_driver_sql(f'VACUUM FULL "{self.schema}".{table}')

    @contextmanager
    def creating(self) -> Iterator[Connection]:
        """A connection to a project that comes to be with it.

        A new SQLite file is made, and is gone again if anything fails; a PostgreSQL
        schema is made in the same transaction.

        Raises:
            ProjectExistsError: something stands at the address.
        """
        if self.path is None:
            with self.writing() as conn:
                conn.exec_driver_sql(f'CREATE SCHEMA "{self.schema}"')
                yield conn
            return
        try:
            # made by us or refused, so that what is cleaned up below is ours
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise ProjectExistsError(self.shown) from None
        except OSError as error:
            raise StorageError(
                self.shown, error.strerror or "no reason given"
            ) from None
        try:
            with self._engine.connect() as conn:
                conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                conn.exec_driver_sql("BEGIN IMMEDIATE")
                yield conn
                conn.commit()
        except BaseException as error:
            self.path.unlink(missing_ok=True)
            encryption.forget(self.path)
            if isinstance(error, exc.DBAPIError):
                raise translated(self.shown, error) from None
            raise

    def exists(self) -> bool:
        """Whether something stands at the address."""
        if self.path is not None:
            return self.path.exists()
        with self.reading() as conn:
            found = conn.exec_driver_sql(
                "SELECT 1 FROM information_schema.schemata WHERE schema_name = %s",
                (self.schema,),
            )
            return found.first() is not None


def translated(shown: str, error: exc.DBAPIError) -> ProjectError:
    """A driver's error as one of ours, without a value that was on its way."""
    original: Any = error.orig
    diagnosis = getattr(original, "diag", None)
    said = getattr(diagnosis, "message_primary", None) or str(original)
    first = said.strip().splitlines()[0] if said.strip() else "no reason given"
    if getattr(original, "sqlstate", None) in _NO_SCHEMA:
        return ProjectNotFoundError(shown)
    if getattr(original, "sqlstate", None) == _SCHEMA_EXISTS:
        return ProjectExistsError(shown)
    if "not a database" in first:
        needs = "an encrypted one needs its key file beside it"
        return NotAProjectError(shown, f"{first}; {needs}")
    if "no such table" in first:
        return NotAProjectError(shown, first)
    if "malformed" in first:
        return DamagedProjectError(shown, "the database file contradicts itself")
    return StorageError(shown, first)


@lru_cache(maxsize=64)
def _engine_of_file(path: Path, driver: Any) -> sa.Engine:  # noqa: ANN401 - a module
    def connect() -> sqlite3.Connection:
        conn = open_file(path, "rw")
        try:
            for name, value in _PRAGMAS.items():
                conn.execute(f"PRAGMA {name} = {value}")
            if sys.platform == "darwin":
                conn.execute("PRAGMA fullfsync = ON")
            for name, expected in _READ_BACK.items():
                found = conn.execute(f"PRAGMA {name}").fetchone()[0]
                if found != expected:
                    _refuse_pragma(path, name, found, expected)
        except BaseException:
            conn.close()
            raise
        return conn

    return sa.create_engine(
        "sqlite://",
        module=driver,
        creator=connect,
        poolclass=NullPool,
        hide_parameters=True,
    )


def driver_of(path: Path) -> Any:  # noqa: ANN401 - a module of the DB API
    """The SQLite that opens this file: Python's own, or the one that encrypts."""
    if encryption.is_encrypted(path) or encryption.is_held(path):
        return encryption.driver()
    return sqlite3


def open_file(path: Path, mode: str) -> sqlite3.Connection:
    """A bare connection to a project file, unlocked where it is encrypted.

    Args:
        path: the file.
        mode: ro, rw or rwc, as SQLite has them.

    Raises:
        LockedProjectError: it is encrypted, and nobody gave its passphrase.
    """
    driver = driver_of(path)
    key = encryption.key_of(path)
    conn: sqlite3.Connection = driver.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=10,
        check_same_thread=False,
    )
    if key is not None:
        conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return conn


def _refuse_pragma(path: Path, name: str, found: object, expected: object) -> None:
    raise StorageError(path, f"SQLite keeps {name} at {found} instead of {expected}")


@lru_cache(maxsize=16)
def _postgres(text: str) -> tuple[str, str, sa.Engine]:
    url = make_url(text)
    project = url.query.get("project")
    if not isinstance(project, str) or not re.fullmatch(
        r"[a-z][a-z0-9_]{0,50}", project
    ):
        msg = (
            f"{url.render_as_string(hide_password=True)}: a project on a server needs "
            "a name of small letters, digits and _: postgresql://HOST/DB?project=NAME"
        )
        raise RefusedError(msg)
    if url.password is not None:
        msg = (
            "an address with a password stays in the shell's history. "
            "Put the password into ~/.pgpass or PGPASSWORD and leave it out here."
        )
        raise RefusedError(msg)
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query(["project"]),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"options": f"-csearch_path={project}"},
    )
    return text, project, engine
