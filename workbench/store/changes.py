"""What a decision does to the current state: rows put, edited, dropped.

A change says what was there before as well as what is there after. So it can be
refused when the state has moved on, and taken back without looking anything up.
Two readers obey changes: `Memory` here, for replay, and `store.tables` for the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from workbench.errors import StaleDecisionError
from workbench.store.shapes import SHAPES, Shape, Stored, store_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Put:
    """A row that was not there is there afterwards."""

    __slots__ = ("shape", "values")

    def __init__(self, row: object) -> None:
        self.shape: Final = SHAPES[type(row)]
        self.values: Final = self.shape.stored(row)

    def inverse(self) -> Drop:
        """The row is gone again."""
        return Drop(self.shape, self.values)


@dataclass(frozen=True, slots=True)
class Drop:
    """A row that stood exactly so is gone afterwards; only undo makes one."""

    shape: Shape
    values: tuple[Stored, ...]

    def inverse(self) -> Change:
        """The row is back."""
        put = Put.__new__(Put)
        put.shape = self.shape  # type: ignore[misc]
        put.values = self.values  # type: ignore[misc]
        return put


class Edit:
    """Columns of one row go from the values they had to others."""

    __slots__ = ("key", "new", "old", "shape")

    def __init__(
        self, row: type, key: tuple[Stored, ...], **columns: tuple[object, object]
    ) -> None:
        self.shape: Final = SHAPES[row]
        self.key: Final = key
        self.old = {name: store_value(pair[0]) for name, pair in columns.items()}
        self.new = {name: store_value(pair[1]) for name, pair in columns.items()}

    def inverse(self) -> Edit:
        """The columns are as they were."""
        back = Edit(self.shape.row, self.key)
        back.old, back.new = self.new, self.old
        return back


Change: TypeAlias = Put | Drop | Edit
Table: TypeAlias = dict[tuple[Stored, ...], tuple[Stored, ...]]


class Memory:
    """The current state as plain dictionaries, built by obeying changes in order."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {shape.table: {} for shape in SHAPES.values()}

    def obey(self, changes: Iterable[Change]) -> None:
        """The state after the changes.

        Raises:
            StaleDecisionError: a change does not fit the state it finds.
        """
        for change in changes:
            table = self.tables[change.shape.table]
            if isinstance(change, Put):
                key = change.shape.key_of(change.values)
                if key in table:
                    raise StaleDecisionError(name_row(change.shape, key))
                table[key] = change.values
            elif isinstance(change, Drop):
                key = change.shape.key_of(change.values)
                if table.get(key) != change.values:
                    raise StaleDecisionError(name_row(change.shape, key))
                del table[key]
            else:
                table[change.key] = _edited(change, table.get(change.key))


def _edited(change: Edit, values: tuple[Stored, ...] | None) -> tuple[Stored, ...]:
    shape = change.shape
    if values is None:
        raise StaleDecisionError(name_row(shape, change.key))
    listed = list(values)
    for name, old in change.old.items():
        place = shape.columns.index(name)
        if listed[place] != old:
            raise StaleDecisionError(name_row(shape, change.key))
        listed[place] = change.new[name]
    return tuple(listed)


def name_row(shape: Shape, key: Iterable[object]) -> str:
    """How a row is called in a message: by its kind and id."""
    return f"{shape.table.replace('_', ' ')} {'/'.join(str(part) for part in key)}"


def touched(change: Change) -> Mapping[tuple[str, tuple[Stored, ...]], frozenset[str]]:
    """The row a change touches, with the columns it depends on."""
    if isinstance(change, Edit):
        place = (change.shape.table, change.key)
        return {place: frozenset(change.new)}
    place = (change.shape.table, change.shape.key_of(change.values))
    return {place: frozenset(change.shape.columns)}
