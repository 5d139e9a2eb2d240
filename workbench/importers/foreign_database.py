"""Another program's SQLite file, read from memory and trusted in nothing.

The only module beside the store that speaks SQL. It opens a copy in memory, read-only,
without extensions, views or triggers, and stops a query that takes too long.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Value = str | int | float | bytes | None

MAX_ROWS: Final = 1_000_000
_SECONDS: Final = 20.0
_STEPS: Final = 100_000
_LONGEST_TEXT: Final = 64_000_000
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA}
)
_PRAGMAS: Final = frozenset({"quick_check", "table_info"})
_DAMAGED: Final = (
    "damaged, or not the database it seems to be. Open it in the program that made it "
    "and export the study as REFI-QDA (.qdpx)."
)


class ForeignDatabase:
    """Plain tables of a database that somebody else made."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._columns: dict[str, tuple[str, ...]] = {}
        for (name,) in self._all("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if isinstance(name, str):
                found = self._all(f"PRAGMA table_info({_quoted(name)})")
                self._columns[name] = tuple(str(column[1]) for column in found)

    def has(self, *tables: str) -> bool:
        """Whether all of these are tables of it."""
        return all(table in self._columns for table in tables)

    def rows(
        self, table: str, columns: Sequence[str]
    ) -> list[dict[str, str | int | None]]:
        """The table's rows with these columns; a column that is not there reads None.

        Raises:
            ImportRejectedError: it is damaged, or larger than any study.
        """
        there = [name for name in columns if name in self._columns.get(table, ())]
        if not there:
            return []
        listed = ", ".join(map(_quoted, there))
        # the names are those that the database itself lists, in quotation marks
        query = f"SELECT {listed} FROM {_quoted(table)} LIMIT {MAX_ROWS + 1}"  # noqa: S608
        found = self._all(query)
        if len(found) > MAX_ROWS:
            raise ImportRejectedError(
                f"more than {MAX_ROWS:,} rows in one table; no study has so many."
            )
        missing = dict.fromkeys(columns)
        return [
            missing | {n: _told(v) for n, v in zip(there, row, strict=True)}
            for row in found
        ]

    def _all(self, query: str) -> list[tuple[Value, ...]]:
        try:
            return self._conn.execute(query).fetchmany(MAX_ROWS + 1)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError):
            raise ImportRejectedError(_DAMAGED) from None


@contextmanager
def foreign_database(data: bytes) -> Iterator[ForeignDatabase]:
    """The database in these bytes, while the block runs.

    Raises:
        ImportRejectedError: it is damaged.
    """
    conn = sqlite3.connect(":memory:")
    try:
        conn.deserialize(_without_log(data))
        for safe in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
            conn.execute(f"PRAGMA {safe}")
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_TEXT)
        conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
        until = time.monotonic() + _SECONDS
        conn.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        conn.set_authorizer(_only_reading)
        if conn.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise ImportRejectedError(_DAMAGED)
        yield ForeignDatabase(conn)
    except (sqlite3.Error, OverflowError):
        raise ImportRejectedError(_DAMAGED) from None
    finally:
        conn.close()


def _without_log(data: bytes) -> bytes:
    """The same file, said to have no write-ahead log: memory cannot hold one."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data


def _only_reading(action: int, one: str | None, *_: str | None) -> int:
    is_allowed = action in _ALLOWED
    if action == sqlite3.SQLITE_PRAGMA:
        is_allowed = one in _PRAGMAS
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _told(value: Value) -> str | int | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, float) else value
