"""What stands in a project's file beside what the workbench puts there.

A file from somebody else can hold triggers that keep what is erased, views that answer
in the trail's place, or tables that never end. SQLite runs none of it while nothing of
it is asked; so it is looked for before anything is. On a server the same is looked for
in the project's schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.errors import NotAProjectError, StrangeProjectError
from workbench.store.database import APPLICATION_ID
from workbench.store.schema import GUARDS, SCHEMA, SQLITE_GUARDS, meta, metadata

if TYPE_CHECKING:
    from collections.abc import Container

    from sqlalchemy.engine import Connection

    from workbench.store.database import Database


#: Which tables stand in a file, with the columns of each, hidden ones too.
_COLUMNS: Final = """
    SELECT m.name, x.name, x.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) x
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"""
_OBJECTS: Final = """
    SELECT type, name, coalesce(sql, '') FROM sqlite_master
    WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"""
#: What could act when a table of a project on a server is read or written.
_SERVER_OBJECTS: Final = """
    SELECT 'trigger', t.tgname, '' FROM pg_trigger t
      JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
    UNION SELECT 'view', viewname, '' FROM pg_views WHERE schemaname = current_schema()
    UNION SELECT 'rule', rulename, '' FROM pg_rules
      WHERE schemaname = current_schema()"""


def foreign_objects(conn: Connection) -> list[str]:
    """What stands beside our tables and could act: triggers, views, other tables.

    Somebody may have put them there to keep what is erased, or to answer in the trail's
    place. They are told by kind and count; their names are a stranger's words.
    """
    if conn.dialect.name != "sqlite":
        odd = [
            kind
            for kind, name, _ in conn.exec_driver_sql(_SERVER_OBJECTS)
            if (kind, name) not in {("trigger", guard) for guard in GUARDS}
        ]
        return _counted(odd)
    ours = {("trigger", name): _plain(sql) for name, sql in _guards_of_a_file()}
    known = {("table", name) for name in metadata.tables}
    known |= {
        ("index", str(index.name))
        for table in metadata.tables.values()
        for index in table.indexes
    }
    odd = []
    for kind, name, sql in conn.exec_driver_sql(_OBJECTS):
        is_ours = (kind, name) in known and "VIRTUAL" not in sql[:20].upper()
        if not is_ours and ours.get((kind, name)) != _plain(sql):
            odd.append(kind)
    if _version(conn) == SCHEMA:
        odd += ["column" for _ in _foreign_columns(conn)]
    return _counted(odd)


def missing_objects(conn: Connection) -> list[str]:
    """Which guards of the trail are gone; without them a mistake can change it."""
    rows = _OBJECTS if conn.dialect.name == "sqlite" else _SERVER_OBJECTS
    there = {name for kind, name, _ in conn.exec_driver_sql(rows) if kind == "trigger"}
    return [f"guard {name} is gone" for name in GUARDS if name not in there]


def _foreign_columns(
    conn: Connection, tables: Container[str] = tuple(metadata.tables)
) -> set[tuple[str, str]]:
    ours = {
        (name, column.name)
        for name, table in metadata.tables.items()
        for column in table.columns
    }
    return {
        (table, column)
        for table, column, hidden in conn.exec_driver_sql(_COLUMNS)
        if table in tables and (hidden or (table, column) not in ours)
    }


def _version(conn: Connection) -> int:
    known = conn.execute(sa.select(meta.c.value).where(meta.c.key == "schema")).scalar()
    return int(str(known)) if str(known).isdecimal() else 0


def _guards_of_a_file() -> list[tuple[str, str]]:
    return list(zip(GUARDS, SQLITE_GUARDS, strict=True))


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _counted(kinds: list[str]) -> list[str]:
    return [
        f"{kinds.count(kind)} {kind}{'s' if kinds.count(kind) > 1 else ''}"
        for kind in sorted(set(kinds))
    ]


#: Files that were looked at in this process, as they then were.
_LOOKED_AT: Final[set[tuple[object, ...]]] = set()
#: Tables that a strange project is read from when it is made into a clean one.
_READ: Final = ("meta", "event", "wording", "vector")


def refuse(conn: Connection, database: Database) -> None:
    """The project is one of ours and holds nothing that could act by itself.

    Raises:
        NotAProjectError: the file is another program's.
        StrangeProjectError: something stands in it that the workbench never makes.
    """
    place: tuple[object, ...] = (database.shown, database.file_now())
    if database.is_file:
        made_by = conn.exec_driver_sql("PRAGMA application_id").scalar()
        if made_by != APPLICATION_ID:
            raise NotAProjectError(database.shown, "another program's database")
        place += (conn.exec_driver_sql("PRAGMA schema_version").scalar(),)
        if place in _LOOKED_AT:
            return
    if odd := foreign_objects(conn):
        raise StrangeProjectError(database.shown, ", ".join(odd))
    if database.is_file:
        _LOOKED_AT.add(place)


def can_be_read(conn: Connection) -> bool:
    """Whether the tables that hold trail and words are plain tables."""
    kinds = {
        name: (kind, sql[:20].upper())
        for kind, name, sql in conn.exec_driver_sql(_OBJECTS)
    }
    return all(
        kinds.get(name, ("", ""))[0] == "table" and "VIRTUAL" not in kinds[name][1]
        for name in _READ
    ) and not _foreign_columns(conn, _READ)
