"""Tables to who said what: Word's, spreadsheets', comma-separated.

Every cell becomes talk, a speaker, a time, a row's number, or is listed as left out:
a column of codes or notes must not become talk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.importers.columns import Columns, read_times
from workbench.importers.importer import Utterance
from workbench.importers.labels import clean_label
from workbench.importers.notices import Code, warning
from workbench.importers.parsed import Omission
from workbench.importers.times import TIME
from workbench.in_words import counted

if TYPE_CHECKING:
    from workbench.importers.columns import Row
    from workbench.importers.importer import Reading

_TIME_FIRST: Final = re.compile(rf"\s*([\[(]?{TIME}[\])]?)\s+(\S.*)$", re.DOTALL)


@dataclass(slots=True)
class Grid:
    """A table of a file: its rows of cell texts, all of one width."""

    rows: list[list[str]]
    #: Such as 'row' or 'table 2, row'.
    where: str = "row"
    #: An empty speaker cell means the speaker above, as people fill tables by hand.
    fills_down: bool = True
    #: The speaker cell is a name as it stands, colon and all.
    is_verbatim: bool = False
    #: Rows that are one cell across the table: headings between the talk.
    across: frozenset[int] = frozenset()


@dataclass(slots=True)
class _State:
    """What reading a grid gathers beside utterances."""

    speaker: str | None = None
    filled: int = 0
    other: dict[int, list[str]] = field(default_factory=dict)


def read_grid(grid: Grid, columns: Columns, reading: Reading) -> None:
    """Append each row's talk to the reading, and list every cell that is none."""
    state = _State()
    header = columns.header_row
    for at, row in enumerate(grid.rows):
        where = f"{grid.where} {at + 1}"
        if header is not None and (at == header or row == grid.rows[header]):
            continue
        if at in grid.across or (header is not None and at < header):
            _omit_row("row across the table", where, row, reading)
        else:
            _read_row(row, where, grid, columns, state, reading)
    _list_columns(grid, columns, state, reading)


def _read_row(
    row: Row, where: str, grid: Grid, columns: Columns, state: _State, reading: Reading
) -> None:
    text = _cell(row, columns.text)
    if not text:
        _omit_row("row without talk", where, row, reading)
        return
    speaker = _speaker(row, grid, columns, state)
    start, end = _times(row, where, columns, reading)
    for column, cell in enumerate(row):
        if column not in columns.taken() and cell.strip():
            state.other.setdefault(column, []).append(cell.strip())
    has_span = start is not None and end is not None
    reading.utterances.append(
        Utterance(text, where, speaker, start, end, is_cue=has_span)
    )


def _cell(row: Row, column: int | None) -> str:
    if column is None or column >= len(row):
        return ""
    return row[column].strip()


def _speaker(row: Row, grid: Grid, columns: Columns, state: _State) -> str | None:
    written = _cell(row, columns.speaker)
    label = written if grid.is_verbatim else clean_label(written)
    if label:
        state.speaker = label
    elif grid.fills_down and columns.speaker is not None and state.speaker:
        state.filled += 1
    else:
        return None
    return state.speaker


def _times(
    row: Row, where: str, columns: Columns, reading: Reading
) -> tuple[int | None, int | None]:
    first, second = _cell(row, columns.start), _cell(row, columns.end)
    start, end = read_times((first, second), is_ms=columns.is_ms)
    if first and start is None:
        match = _TIME_FIRST.match(first)
        start = read_times((match[1], ""), is_ms=False)[0] if match else None
        left = match[2] if match and start is not None else first
        reading.omissions.append(Omission("time cell", where, left))
    if second and end is None:
        reading.omissions.append(Omission("time cell", where, second))
    return start, end


def _omit_row(what: str, where: str, row: Row, reading: Reading) -> None:
    cells = [cell.strip() for cell in row if cell.strip()]
    # A number alone is the row's own.
    if any(not cell.isdecimal() for cell in cells):
        text = "\t".join(dict.fromkeys(cells))
        reading.omissions.append(Omission(what, where, text))


def _list_columns(
    grid: Grid, columns: Columns, state: _State, reading: Reading
) -> None:
    for column, cells in sorted(state.other.items()):
        place = f"{grid.where.removesuffix('row')}column {column + 1}"
        reading.omissions.append(Omission("column", place, "\n".join(cells)))
    if columns.header_row is None or state.other:
        told = _meaning(columns)
        reading.warnings.append(warning(Code.TABLE_COLUMNS, grid.where, told))
    if state.filled:
        told = f"{counted(state.filled, 'row')} without a speaker: the one above speaks"
        reading.warnings.append(warning(Code.FILLED_DOWN, grid.where, told))


def _meaning(columns: Columns) -> str:
    parts = [f"column {columns.text + 1} read as talk"]
    if columns.speaker is not None:
        parts.append(f"column {columns.speaker + 1} as speaker")
    if columns.start is not None:
        parts.append(f"column {columns.start + 1} as time")
    return ", ".join(parts) + "; the others left out"
