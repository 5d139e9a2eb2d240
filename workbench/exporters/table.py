"""A record on its way out: what it says, before it is a Word table or a spreadsheet.

A `Table` is laid out for readers, a `Sheet` for programs; an export has either or both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES: Final = ("jmir", "bmj-open", "apa", "thesis")
#: Where a text points to a table of its own document: the table's key in braces.
REFERENCE: Final = re.compile(r"\{table:([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a cell; its style says what it is, never how it looks."""

    text: str
    #: Text, Quote, Source, Theme, Subtheme, Aside, Heading, Group or Under
    style: str = "Text"
    #: Words around it in the same paragraph, with their blanks, set back from it.
    before: str = ""
    after: str = ""


Cell: TypeAlias = str | tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table, with its width in centimetres."""

    heading: str
    width: float


class AsTyped(str):
    """A caption as its author typed it: no house changes its letters."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note below a table, and what in it is explained.

    Houses that letter their notes set the letter behind the first line, heading or
    caption that reads like `on`; without such a one, behind the caption.
    """

    text: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table for readers, under a numbered caption."""

    caption: str
    columns: Sequence[Column]
    #: A row of one cell spans the table.
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str | Note] = ()
    #: Whether a row is kept on one page; not for rows that may fill one.
    whole_rows: bool = True
    #: What texts of the same document call it by, as in {table:key}.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document, level 1 and down."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of a document, with the day it tells of, if any."""

    text: str
    style: str = "Body Text"
    day: str = ""
    #: A file of the same folder that it points to.
    file: str = ""


Block: TypeAlias = Heading | Text | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows for programs: plain columns, one value per cell."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]


@dataclass(frozen=True, slots=True)
class Content:
    """What an export says, to be written in the format that OUT's suffix names."""

    title: str
    blocks: Sequence[Block] = ()
    sheets: Sequence[Sheet] = field(default=())
    #: What a CSV holds, where that is not the first sheet.
    flat: Sheet | None = None


def numbers_by_key(blocks: Sequence[Block]) -> dict[str, int]:
    """The number of each table that texts can point to."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return {table.key: number for number, table in enumerate(tables, 1) if table.key}


def note_texts(table: Table) -> list[str]:
    """What stands below a table."""
    return [note if isinstance(note, str) else note.text for note in table.notes]


def lines(cell: Cell) -> tuple[Line, ...]:
    """A cell's paragraphs."""
    return (Line(cell),) if isinstance(cell, str) else cell
