"""The current state in tables: changes obeyed, rows read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc

from workbench.errors import StaleDecisionError
from workbench.model import ERASED
from workbench.store.changes import Change, Drop, Edit, Put, name_row
from workbench.store.schema import STATE, wording
from workbench.store.shapes import SHAPES, Shape, Stored, store_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from workbench.store.changes import Table

Row = TypeVar("Row")

_INSERT: Final = {row: sa.insert(table) for row, table in STATE.items()}


def obey(conn: Connection, changes: Iterable[Change]) -> None:
    """The tables after the changes; neighbours of one kind go in one statement.

    Raises:
        StaleDecisionError: a change does not fit the state it finds.
    """
    for _, alike in groupby(changes, key=_kind_of_change):
        batch = list(alike)
        first = batch[0]
        if isinstance(first, Put):
            _insert(conn, first.shape, [p.values for p in batch if isinstance(p, Put)])
        elif isinstance(first, Edit):
            _update(conn, first, [e for e in batch if isinstance(e, Edit)])
        else:
            for drop in batch:
                if isinstance(drop, Drop):
                    _delete(conn, drop)


def _kind_of_change(change: Change) -> tuple[object, ...]:
    columns = tuple(change.new) if isinstance(change, Edit) else ()
    return (type(change).__name__, change.shape.table, columns)


def _insert(conn: Connection, shape: Shape, rows: Sequence[tuple[Stored, ...]]) -> None:
    given = [dict(zip(shape.columns, row, strict=True)) for row in rows]
    try:
        conn.execute(_INSERT[shape.row], given)
    except exc.IntegrityError:
        keys = [shape.key_of(row) for row in rows]
        raise StaleDecisionError(_name_one_of(shape, keys)) from None


def _update(conn: Connection, first: Edit, edits: Sequence[Edit]) -> None:
    shape, table = first.shape, STATE[first.shape.row]
    statement = (
        sa.update(table)
        .where(*(table.c[name] == sa.bindparam(f"key_{name}") for name in shape.key))
        .where(
            *(
                table.c[name].is_not_distinct_from(
                    sa.bindparam(f"old_{name}", type_=table.c[name].type)
                )
                for name in first.new
            )
        )
        .values({name: sa.bindparam(f"new_{name}") for name in first.new})
    )
    given = [
        {f"key_{name}": value for name, value in zip(shape.key, edit.key, strict=True)}
        | {f"old_{name}": value for name, value in edit.old.items()}
        | {f"new_{name}": value for name, value in edit.new.items()}
        for edit in edits
    ]
    if conn.execute(statement, given).rowcount != len(edits):
        raise StaleDecisionError(_name_one_of(shape, [edit.key for edit in edits]))


def _name_one_of(shape: Shape, keys: Sequence[tuple[object, ...]]) -> str:
    """A row, or where the database did not say which of several, the range."""
    first = name_row(shape, keys[0])
    if len(keys) == 1:
        return first
    return f"one of {len(keys)} rows from {first} to {name_row(shape, keys[-1])}"


def _delete(conn: Connection, drop: Drop) -> None:
    table = STATE[drop.shape.row]
    matched = (
        table.c[name].is_not_distinct_from(sa.literal(value, table.c[name].type))
        for name, value in zip(drop.shape.columns, drop.values, strict=True)
    )
    if conn.execute(sa.delete(table).where(*matched)).rowcount != 1:
        key = drop.shape.key_of(drop.values)
        raise StaleDecisionError(name_row(drop.shape, key))


def select_rows(
    conn: Connection, row: type[Row], where: dict[str, object], *, words: bool
) -> list[Row]:
    """Rows of one table that match, by key; words as text, or as wording ids.

    A value of `where` that is a list or set matches any of its members.
    """
    shape, table = SHAPES[row], STATE[row]
    columns: list[Any] = []
    source: Any = table
    for name in shape.columns:
        column = table.c[name]
        if not words or name not in shape.wording:
            columns.append(column)
            continue
        entry = wording.alias(f"words_{name}")
        source = source.outerjoin(entry, entry.c.id == column)
        columns.append(
            sa.case(
                (column.is_(None), None), else_=sa.func.coalesce(entry.c.text, ERASED)
            )
        )
    query = sa.select(*columns).select_from(source)
    for name, value in where.items():
        if isinstance(value, list | set | frozenset):
            query = query.where(table.c[name].in_(sorted(value)))
        else:
            query = query.where(
                table.c[name].is_(None)
                if value is None
                else table.c[name] == store_value(value)
            )
    query = query.order_by(*(table.c[name] for name in shape.key))
    return [shape.read(tuple(values)) for values in conn.execute(query)]


def all_rows(conn: Connection, shape: Shape) -> Table:
    """A whole table as plain values by key, for comparison with a replay."""
    places = [shape.columns.index(name) for name in shape.key]
    rows = conn.execute(sa.select(STATE[shape.row])).all()
    if len(places) == 1:
        at = places[0]
        return {(values[at],): tuple(values) for values in rows}
    return {tuple(values[at] for at in places): tuple(values) for values in rows}
