"""The tables: the trail, the wording, the vectors, and the state read off the model.

The trail refuses to be changed by trigger. That stops mistakes, not the owner of the
file; what a trigger cannot see, `verify` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

#: Raised whenever a table of the state changes shape; the state is then replayed.
SCHEMA: Final = 4

metadata: Final = sa.MetaData()

meta: Final = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

event: Final = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uuid", sa.Text, nullable=False, unique=True),
    sa.Column("act", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)

wording: Final = sa.Table(
    "wording",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # the event that brought the words in, so that both can be read side by side
    sa.Column("seq", sa.BigInteger, nullable=False, index=True),
    sa.Column("key", sa.LargeBinary),
    sa.Column("text", sa.Text),
)

vector: Final = sa.Table(
    "vector",
    metadata,
    sa.Column("words", sa.Text, primary_key=True),
    sa.Column("start", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("end", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

#: The state: one table per class of the model.
STATE: Final[dict[type, sa.Table]] = {
    row: sa.Table(
        shape.table,
        metadata,
        *(
            sa.Column(
                name,
                sa.BigInteger if name in shape.integers else sa.Text,
                primary_key=name in shape.key,
                autoincrement=False,
                nullable=name in shape.optional,
            )
            for name in shape.columns
        ),
    )
    for row, shape in SHAPES.items()
}

sa.Index("coded_segment_by_transcript", metadata.tables["coded_segment"].c.transcript)
sa.Index("coded_segment_by_code", metadata.tables["coded_segment"].c.code)
sa.Index("suggestion_by_run", metadata.tables["suggestion"].c.run)

GUARDS: Final = ("event_is_final", "event_stays")
SQLITE_GUARDS: Final = (
    """CREATE TRIGGER event_is_final BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    """CREATE TRIGGER event_stays BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
)

_POSTGRES_GUARDS: Final = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$""",
    """CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON event
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER event_stays BEFORE TRUNCATE ON event
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
)


def create_tables(conn: Connection, project: str) -> None:
    """An empty project: every table, the guards of the trail, and who it is."""
    metadata.create_all(conn)
    set_guards(conn)
    conn.execute(
        sa.insert(meta),
        [
            {"key": "project", "value": project},
            {"key": "schema", "value": str(SCHEMA)},
        ],
    )


def set_guards(conn: Connection) -> None:
    """The trail refuses to be changed, whether or not its guards stood before."""
    if conn.dialect.name == "sqlite":
        for name in GUARDS:
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        for statement in SQLITE_GUARDS:
            conn.exec_driver_sql(statement)
        return
    for name in GUARDS:
        conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON event")
    for statement in _POSTGRES_GUARDS:
        conn.exec_driver_sql(statement)


def renew_state(conn: Connection) -> None:
    """Every table of the state is there in today's shape, and empty."""
    tables = list(STATE.values())
    metadata.drop_all(conn, tables=tables)
    metadata.create_all(conn, tables=tables)


def read_meta(conn: Connection) -> dict[str, str]:
    """The project's UUID and schema version."""
    return {row.key: row.value for row in conn.execute(sa.select(meta))}
