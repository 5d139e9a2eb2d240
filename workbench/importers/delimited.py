"""Comma-, semicolon- and tab-separated tables, Whisper's TSV among them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.columns import find_columns
from workbench.importers.grid import Grid, read_grid
from workbench.importers.guard import MAX_CHARACTERS
from workbench.importers.importer import Reading
from workbench.importers.rejects import lists_coded_passages, refuse_coded_table

if TYPE_CHECKING:
    from workbench.importers.source import Source

NAME: Final = "a table with separated columns"

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS: Final = 20_000


def identify(source: Source) -> bool:
    """Its first row names columns for talk, or its rows are of one width."""
    return _delimiter(source.text[:_SAMPLE_CHARACTERS]) is not None


def read(source: Source) -> Reading:
    """Each row's talk; other columns listed."""
    delimiter = _delimiter(source.text[:_SAMPLE_CHARACTERS]) or ","
    rows = _rows(source.text, delimiter)
    refuse_coded_table(rows)
    columns = find_columns(rows, by_content=delimiter != "\t")
    if columns is None:
        raise ImportRejectedError(
            "a table without columns for speaker and talk. "
            "Name them 'speaker' and 'text' in the first row."
        )
    reading = Reading("table-tsv" if delimiter == "\t" else "table-csv")
    reading.warnings += source.decoded.warnings
    grid = Grid(rows, fills_down=False, is_verbatim=columns.header_row is not None)
    read_grid(grid, columns, reading)
    return reading


def _delimiter(sample: str) -> str | None:
    """The character that splits the sample into a transcript's columns."""
    if "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        rows = [row for row in _rows(sample, delimiter) if row]
        columns = find_columns(rows[:1], by_content=False)
        is_report = bool(rows) and lists_coded_passages(rows[0])
        if columns is not None or is_report or _is_even(rows, delimiter):
            return delimiter
    return None


def _is_even(rows: list[list[str]], delimiter: str) -> bool:
    """Rows of one width without names; with tabs that is how labelled text looks.

    Three columns and more are a table, if only one to be refused by `read`.
    """
    widths = {len(row) for row in rows}
    if delimiter == "\t" or len(rows) < 3 or len(widths) != 1:
        return False
    columns = find_columns(rows)
    is_table = len(rows) >= 5 and len(rows[0]) >= 3
    return is_table or (columns is not None and columns.header_row is None)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(MAX_CHARACTERS)
    # StringIO must not translate line ends that stand inside a cell.
    lines = io.StringIO(text.replace("\0", "\N{REPLACEMENT CHARACTER}"), newline="")
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        raise ImportRejectedError(
            "a table whose quotation marks do not match. "
            "Open it in a spreadsheet program and save it again."
        ) from None
