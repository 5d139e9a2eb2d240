"""How the dataclasses of the model stand in tables: one shape each, read off the class.

A value is stored as text or integer: a tuple as a JSON array, a bool as 0 or 1.
"""

from __future__ import annotations

import json
import re
import types
from dataclasses import dataclass, fields, is_dataclass
from operator import attrgetter
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from workbench import model

if TYPE_CHECKING:
    from collections.abc import Callable

#: A row's key is its first field, but for the rows that are part of another's.
_KEYS: Final[dict[type, tuple[str, ...]]] = {
    model.AttributeValue: ("participant", "attribute"),
    model.Withdrawal: ("participant", "kind"),
    model.FrameworkPart: ("framework", "part"),
    model.Speaker: ("version", "index"),
    model.Turn: ("version", "index"),
}

Row = TypeVar("Row")
Stored = str | int | None


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: its name, columns, and which of them need care."""

    row: type
    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    integers: frozenset[str]
    optional: frozenset[str]
    wording: frozenset[str]
    tuples: tuple[int, ...]
    bools: tuple[int, ...]
    values: Callable[[object], tuple[Any, ...]]

    def stored(self, row: object) -> tuple[Stored, ...]:
        """The row's values as they stand in the table."""
        values = self.values(row)
        if not self.tuples and not self.bools:
            return values
        listed = list(values)
        for place in self.tuples:
            listed[place] = store_tuple(listed[place])
        for place in self.bools:
            listed[place] = int(listed[place])
        return tuple(listed)

    def read(self, values: tuple[Any, ...]) -> Any:  # noqa: ANN401 - the row's own class
        """The row of stored values."""
        if not self.tuples and not self.bools:
            return self.row(*values)
        listed = list(values)
        for place in self.tuples:
            listed[place] = tuple(json.loads(listed[place]))
        for place in self.bools:
            listed[place] = bool(listed[place])
        return self.row(*listed)

    def key_of(self, values: tuple[Stored, ...]) -> tuple[Stored, ...]:
        """The key among stored values: its columns stand first."""
        return values[: len(self.key)]


def store_tuple(values: tuple[object, ...]) -> str:
    """A tuple as it stands in a column."""
    return json.dumps(values, separators=(",", ":"))


def store_value(value: object) -> Stored:
    """Any value of the model as it stands in a column."""
    if isinstance(value, tuple):
        return store_tuple(value)
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int):
        return value
    msg = f"no column holds a {type(value).__name__}"
    raise TypeError(msg)


def _shape(row: type) -> Shape:
    hints = get_type_hints(row, include_extras=True)
    columns = tuple(field.name for field in fields(row))
    parts = {name: _parts(hints[name]) for name in columns}
    return Shape(
        row=row,
        table=re.sub(r"(?<=[a-z])(?=[A-Z])", "_", row.__name__).lower(),
        columns=columns,
        key=_KEYS.get(row, columns[:1]),
        integers=frozenset(name for name in columns if parts[name] & {int, bool}),
        optional=frozenset(name for name in columns if type(None) in parts[name]),
        wording=frozenset(name for name in columns if "wording" in parts[name]),
        tuples=tuple(i for i, name in enumerate(columns) if tuple in parts[name]),
        bools=tuple(i for i, name in enumerate(columns) if bool in parts[name]),
        values=attrgetter(*columns),
    )


def _parts(hint: object) -> set[object]:
    """The plain types in an annotation, and "wording" where it says so."""
    if get_origin(hint) is Annotated:
        return {"wording"}
    if isinstance(hint, types.UnionType) or str(get_origin(hint)) == "typing.Union":
        return set().union(*(_parts(part) for part in get_args(hint)))
    return {get_origin(hint) or hint}


#: Every table of the current state, by name.
SHAPES: Final[dict[type, Shape]] = {
    row: _shape(row)
    for row in vars(model).values()
    if isinstance(row, type) and is_dataclass(row)
}
