"""Lines and tables of a document, in the order of reading, to one reading.

A table that holds the talk is read as a table; any other stands in the prose, its
cells one after another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.importers.columns import Columns, find_columns
from workbench.importers.dialogue import read_dialogue
from workbench.importers.grid import Grid, read_grid
from workbench.importers.importer import Reading
from workbench.importers.labels import Strength, clean_label, label_strength
from workbench.importers.lines import Block, Cell, Line, Table, joined
from workbench.importers.notices import Code, warning
from workbench.importers.parsed import Omission
from workbench.importers.rejects import refuse_other_text
from workbench.importers.times import parse_span
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_ROWS: Final = 2


def read_blocks(
    blocks: Sequence[Block], container: str, title: str | None = None
) -> Reading:
    """Talk from the tables where there is any, else from the lines.

    Raises:
        ImportRejectedError: it is a form, a report or a stub, and no interview.
    """
    refuse_other_text("\n".join(line.text for line in _flatten(blocks)))
    grids = [
        (at, grid, columns)
        for at, block in enumerate(blocks)
        if isinstance(block, Table)
        and (grid := _grid(block, 1 + _tables_before(blocks, at)))
        and (columns := find_columns(grid.rows)) is not None
        and len(grid.rows) >= _FEWEST_ROWS
    ]
    prose = _flatten(blocks, without={at for at, _, _ in grids})
    if not grids or _is_mostly_prose(prose, grids):
        return _read_prose(blocks, container, title)
    reading = Reading(f"table-{container}", title=title)
    last: Columns | None = None
    for _, grid, columns in grids:
        last = columns
        read_grid(grid, last, reading)
    for line in prose:
        text = line.text.strip()
        if text != title:
            reading.omissions.append(
                Omission("text beside the table", line.where, text)
            )
    return reading


def _read_prose(blocks: Sequence[Block], container: str, title: str | None) -> Reading:
    reading = read_dialogue(_flatten(blocks), container, title)
    tables = sum(isinstance(block, Table) for block in blocks)
    if tables:
        told = f"{counted(tables, 'table')} read cell by cell where it stands"
        reading.warnings.append(warning(Code.TABLE_IN_PROSE, "whole file", told))
    return reading


def _tables_before(blocks: Sequence[Block], at: int) -> int:
    return sum(isinstance(block, Table) for block in blocks[:at])


def _is_mostly_prose(
    prose: Sequence[Line], grids: Sequence[tuple[int, Grid, Columns]]
) -> bool:
    """A small table of talk-like cells in an interview of many paragraphs."""
    cells = sum(len(" ".join(row)) for _, grid, _ in grids for row in grid.rows)
    return sum(len(line.text) for line in prose) > cells


def _flatten(
    blocks: Sequence[Block], without: set[int] | frozenset[int] = frozenset()
) -> list[Line]:
    lines: list[Line] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Line):
            lines.append(block)
        elif at not in without:
            lines += [line for row in block.rows for cell in row for line in cell.lines]
    return lines


def _grid(table: Table, number: int) -> Grid:
    """Rows of one width: wide cells leave gaps, tall ones fill down."""
    width = max((sum(cell.width for cell in row) for row in table.rows), default=0)
    rows: list[list[str]] = []
    across = set()
    for at, row in enumerate(table.rows):
        texts = _row_texts(row, rows[-1] if rows else [])
        if len(row) == 1 < width:
            across.add(at)
        rows.append(texts + [""] * (width - len(texts)))
    return Grid(rows, where=f"table {number}, row", across=frozenset(across))


def _row_texts(row: Sequence[Cell], above: Sequence[str]) -> list[str]:
    texts: list[str] = []
    for cell in row:
        at = len(texts)
        is_filled = cell.goes_on and not cell.lines and at < len(above)
        told = above[at] if is_filled and _is_head(above[at]) else joined(cell.lines)
        texts.append(told)
        texts += [""] * (cell.width - 1)
    return texts


def _is_head(text: str) -> bool:
    """A speaker or a time holds for every row it stands beside; talk is said once."""
    is_label = label_strength(clean_label(text)) is not Strength.NEVER
    return is_label or parse_span(text)[0] is not None
