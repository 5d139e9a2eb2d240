"""A record on its way out: what it says, before it is a Word table or a spreadsheet.

A `Table` is laid out for readers, a `Sheet` for programs; an export has either or both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from workbench.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES: Final = ("jmir", "bmj-open", "apa", "thesis")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a cell; its style says what it is, never how it looks."""

    text: str
    #: Text, Quote, Source, Theme, Subtheme, Aside, Heading or Group
    style: str = "Text"


Cell: TypeAlias = str | tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table, with its width in centimetres."""

    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table for readers, under a numbered caption."""

    caption: str
    columns: Sequence[Column]
    #: A row of one cell spans the table.
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    #: Whether a row is kept on one page; not for rows that may fill one.
    whole_rows: bool = True


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


def render(content: Content, suffix: str, style: str) -> bytes:
    """The bytes of a file that says it.

    Raises:
        RefusedError: a text is too long for a spreadsheet cell.
    """
    # these need the classes above
    from workbench.exporters import plain, sheets_csv  # noqa: PLC0415

    if suffix == ".docx":
        from workbench.exporters import word  # noqa: PLC0415 - slow to import

        return word.document(content.title, content.blocks, style)
    if suffix == ".md":
        return plain.markdown(content)
    if suffix == ".html":
        return plain.html(content)
    if suffix == ".xlsx":
        from workbench.exporters import sheets  # noqa: PLC0415 - slow to import

        return sheets.xlsx(content.sheets)
    if suffix == ".csv":
        return sheets_csv.csv_bytes(content.sheets[0])
    msg = f"nothing is written as '{suffix}'."
    raise RefusedError(msg)


def lines(cell: Cell) -> tuple[Line, ...]:
    """A cell's paragraphs."""
    return (Line(cell),) if isinstance(cell, str) else cell
