"""Excel workbooks: a sheet with speakers and talk."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.columns import find_columns
from workbench.importers.grid import Grid, read_grid
from workbench.importers.guard import parse_xml, read_member, refuse_declarations
from workbench.importers.importer import Reading
from workbench.importers.notices import comment_warnings
from workbench.importers.parsed import Comment, Omission
from workbench.importers.rejects import refuse_coded_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from workbench.importers.source import Source

NAME: Final = "Excel"

_MAX_ROWS: Final = 200_000
_MAX_COLUMNS: Final = 200
_LINKS: Final = re.compile(r"xl/worksheets/_rels/sheet(\d{1,4})\.xml\.rels$")
_COMMENTS: Final = re.compile(r"xl/(?:comments/)?comments?\d*\.xml$")


def identify(source: Source) -> bool:
    """It is an archive with a workbook's main part."""
    return "xl/workbook.xml" in source.members


def read(source: Source) -> Reading:
    """The talk of every sheet that has it; other cells listed."""
    refuse_declarations(source.archive)
    reading = Reading("table-xlsx")
    sheets = list(_sheets(source))
    for number, rows in enumerate(sheets, start=1):
        refuse_coded_table(rows)
        columns = find_columns(rows)
        where = f"sheet {number}, row"
        if columns is not None:
            read_grid(Grid(rows, where), columns, reading)
        elif any(cell.strip() for row in rows for cell in row):
            text = "\n".join("\t".join(row).strip() for row in rows if any(row))
            reading.omissions.append(Omission("sheet", f"sheet {number}", text))
    if not reading.utterances:
        raise ImportRejectedError(
            "a workbook without columns for speaker and talk. "
            "Name them 'speaker' and 'text' in the first row."
        )
    _list_comments(source, sheets, reading)
    return reading


def _sheets(source: Source) -> Iterator[list[list[str]]]:
    import openpyxl  # noqa: PLC0415  # half a second that other files need not pay

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            yield [
                [_written(cell) for cell in row]
                for row in sheet.iter_rows(
                    max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True
                )
            ]
    except (ImportRejectedError, MemoryError):
        raise
    except Exception as error:
        # openpyxl meets a broken part with whatever its own code then trips over.
        raise ImportRejectedError(
            "damaged: the workbook cannot be read. Save it again."
        ) from error


def _written(cell: object) -> str:
    """A cell as people see it; times of day and durations as H:MM:SS."""
    if cell is None:
        return ""
    if isinstance(cell, dt.timedelta):
        whole = int(cell.total_seconds())
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
    if isinstance(cell, dt.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _list_comments(
    source: Source, sheets: Sequence[list[list[str]]], reading: Reading
) -> None:
    """Each comment with the words of the cell it stands at."""
    for name in sorted(filter(_COMMENTS.match, source.members)):
        number = _sheet_of(source, name)
        rows = sheets[number] if number < len(sheets) else []
        root = parse_xml(read_member(source.archive, name))
        authors = ["".join(map(str, e.itertext())) for e in _named(root, "author")]
        for note in _named(root, "comment"):
            text = "".join(map(str, note.itertext())).strip()
            where = f"cell {note.get('ref', '')}"
            by = note.get("authorId", "")
            author = dict(enumerate(authors)).get(int(by) if by.isdecimal() else -1)
            quote = _cell_at(rows, note.get("ref", ""))
            reading.comments.append(Comment(text, quote, where, author=author or None))
            reading.omissions.append(Omission("comment", where, text))
    reading.warnings += comment_warnings(len(reading.comments))


def _named(root: _Element, name: str) -> Iterator[_Element]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.endswith(f"}}{name}"):
            yield element


def _sheet_of(source: Source, comments: str) -> int:
    """Which sheet the comments of a part belong to, told by the sheets' links."""
    wanted = comments.rpartition("/")[2].encode()
    sheets = sorted(filter(_LINKS.match, source.members))
    for name in sheets:
        match = _LINKS.match(name)
        if match and wanted in read_member(source.archive, name):
            return max(0, int(match[1]) - 1)
    return 0


def _cell_at(rows: Sequence[Sequence[str]], reference: str) -> str | None:
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    row = rows[int(match[2]) - 1] if 0 < int(match[2]) <= len(rows) else []
    return (row[column - 1].strip() or None) if column <= len(row) else None
