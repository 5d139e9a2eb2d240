"""What stands in a codebook file of another kind than TOML, as rows of named cells.

A row is a dict from a column of `COLUMNS` to its text, with the place it was read
from. What a file has beyond these columns goes into the notes, so that nothing read
is lost. Which rows make a codebook is decided in `codebook.py`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from workbench.errors import ImportRejectedError
from workbench.importers.guard import open_archive, refuse_declarations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

#: Columns of a codebook table; `kind` is code or heading.
COLUMNS: Final = (
    "kind",
    "id",
    "parent",
    "name",
    "definition",
    "include",
    "exclude",
    "example",
    "source",
    "cites",
    "added_by",
    "attributes",
    "acts_on",
    "overlaps",
    "echoes",
    "mapping",
    "notes",
)
#: What other programs call these columns.
_ALSO_CALLED: Final = {
    "code": "name",
    "tag": "name",
    "code name": "name",
    "description": "definition",
    "inclusion": "include",
    "exclusion": "exclude",
}
#: The labels of the paragraphs of a QDC description, in the order written.
LABELS: Final = {
    "include": "Include",
    "exclude": "Exclude",
    "example": "Example",
    "source": "Source",
    "cites": "Cites",
    "added_by": "Added by",
    "attributes": "Attributes",
    "acts_on": "Acts on",
    "overlaps": "Overlaps",
    "echoes": "Echoes",
    "mapping": "Mapping",
    "notes": "Notes",
    "id": "Id",
}
LARGEST: Final = 32 * 1024 * 1024
#: Between the entries of a list in one cell.
BETWEEN: Final = " | "

# Excel and LibreOffice run a cell that begins so as a formula
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_LABELLED = re.compile(rf"(?:^|\n\n)({'|'.join(LABELS.values())}): ")


@dataclass(frozen=True, slots=True)
class Row:
    """One code or heading as it stands in the file, and where."""

    where: str
    cells: dict[str, str]


def guard(text: str) -> str:
    """Make a CSV cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Give back the text that `guard` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def read_bytes(path: Path) -> bytes:
    """Read a codebook file whole.

    Raises:
        ImportRejectedError: it is not there, not readable or too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRejectedError(
                f"{path.name}: larger than {LARGEST // 2**20} MB, which no codebook is."
                " Check that it is the right file."
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportRejectedError(
            f"{path}: could not be read ({error.strerror}). Check the path."
        ) from error


def as_text(path: Path, data: bytes) -> str:
    """Decode a text file that should be UTF-8, with or without a byte-order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRejectedError(
            f"{path.name}, byte {error.start}: not UTF-8. Save it as UTF-8 (in Excel: "
            "'CSV UTF-8') and load it again."
        ) from error


class TomlPlaces:
    """Where the tables of a TOML file begin and their keys stand, for messages.

    A parser tells the line of what it cannot read, and of nothing else. Where the
    headers that are seen are not as many as the tables that were read (a text of
    several lines can hold one), no line is told rather than a wrong one.

    Args:
        name: the file's.
        text: what is in it.
    """

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = text.splitlines()
        self._begin: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines, start=1):
            header = _HEADER.match(line)
            if header:
                self._begin.setdefault(header[1], []).append(number)

    def where(self, what: str, tables: int, number: int, key: str = "") -> str:
        """Say where a table stands, or a key of it.

        Args:
            what: the tables' name in the file.
            tables: how many of them were read.
            number: of the table, from 1; 0 for what stands before the first.
            key: the key, or nothing for the table's head.
        """
        begin = self._begin.get(what, [])
        if number and len(begin) != tables:
            return self._name
        at = begin[number - 1] if number else 0
        if not key:
            return f"{self._name}, line {at}"
        for line, said in enumerate(self._lines[at:], start=at + 1):
            if _HEADER.match(said):
                break
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", said):
                return f"{self._name}, line {line}"
        return f"{self._name}, line {at}" if at else self._name


def csv_rows(path: Path) -> list[Row]:
    """Read a table with one row per code; comma, semicolon or tab between cells."""
    text = as_text(path, read_bytes(path))
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        table = [(reader.line_num, [unguard(c) for c in cells]) for cells in reader]
    except csv.Error as error:
        raise ImportRejectedError(
            f"{path.name}, line {reader.line_num}: not readable as a table ({error}). "
            "Open it in a spreadsheet and save it as CSV again."
        ) from error
    return _rows(path, table, "line")


def xlsx_rows(path: Path) -> tuple[list[Row], dict[str, str]]:
    """Read the first sheet as a table, and a sheet 'about' as the book's own fields."""
    from openpyxl import load_workbook  # noqa: PLC0415  # 0.1 s only where needed

    data = read_bytes(path)
    try:
        refuse_declarations(open_archive(data))
    except ImportRejectedError as error:
        raise ImportRejectedError(f"{path.name}: {error}") from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = {
            sheet.title: [[_cell(c) for c in row] for row in sheet.values]
            for sheet in book.worksheets
        }
    except Exception as error:  # openpyxl lets whatever it stumbles over through
        raise ImportRejectedError(
            f"{path.name}: not a readable Excel workbook ({type(error).__name__}). "
            "Open it in a spreadsheet and save it as .xlsx again."
        ) from error
    about = sheets.pop("about", [])
    table = next(iter(sheets.values()), [])
    rows = _rows(path, enumerate(table, start=1), "row")
    return rows, {row[0]: row[1] for row in about if len(row) > 1 and row[0]}


def qdc_rows(path: Path) -> list[Row]:
    """Read a REFI-QDA codebook, whichever program wrote it."""
    try:
        root = ElementTree.fromstring(read_bytes(path), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportRejectedError(
            f"{path.name}: declares a document type, which a REFI-QDA codebook never "
            "does and which can be used to attack a reader. Export the codebook again."
        ) from error
    except (SyntaxError, ValueError, LookupError) as error:
        raise ImportRejectedError(
            f"{path.name}: not well-formed XML ({error}). Export the codebook again."
        ) from error
    if _tag(root) != "CodeBook":
        raise ImportRejectedError(
            f"{path.name}: holds a '{_tag(root)}', not a CodeBook. Export the codebook "
            "alone (.qdc) from the other program and load that."
        )
    sets = _sets_by_code(root)
    rows: list[Row] = []
    try:
        for codes in _children(root, "Codes"):
            _walk(path, codes, "", sets, rows)
    except RecursionError as error:
        raise ImportRejectedError(
            f"{path.name}: codes inside codes hundreds of levels deep. "
            "Check that it is the right file."
        ) from error
    return rows


def slug(text: str) -> str:
    """Make an id out of a name: lower case, underscores between words."""
    return re.sub(r"\W+", "_", text.lower()).strip("_") or "code"


def _rows(
    path: Path, table: Iterable[tuple[int, Sequence[str]]], unit: str
) -> list[Row]:
    numbered = [(n, cells) for n, cells in table if any(c.strip() for c in cells)]
    if not numbered:
        raise ImportRejectedError(
            f"{path.name}: empty. A codebook table has a header with at least 'name'."
        )
    raw = [cell.strip() for cell in numbered[0][1]]
    header = [_ALSO_CALLED.get(cell.lower(), cell.lower()) for cell in raw]
    known = [column for column in header if column in COLUMNS]
    if "name" not in known and "id" not in known:
        raise ImportRejectedError(
            f"{path.name}, {unit} {numbered[0][0]}: no column 'name' or 'id'. The first"
            f" row names the columns: {', '.join(COLUMNS)}; 'name' alone is enough."
        )
    doubled = sorted({column for column in known if known.count(column) > 1})
    if doubled:
        raise ImportRejectedError(
            f"{path.name}: two columns for '{doubled[0]}'. Rename or remove one."
        )
    rows = []
    for number, cells in numbered[1:]:
        where = f"{path.name}, {unit} {number}"
        found: dict[str, str] = {}
        further: list[str] = []
        for place, cell in enumerate(cells):
            column = header[place] if place < len(header) else ""
            if column in COLUMNS:
                found[column] = cell
            elif cell.strip():
                further.append(f"{raw[place] if column else '(no column)'}: {cell}")
        if further:
            notes = [found["notes"]] if found.get("notes") else []
            found["notes"] = "\n".join(notes + further)
        rows.append(Row(where, found))
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _walk(
    path: Path, element: Element, parent: str, sets: dict[str, str], rows: list[Row]
) -> None:
    for code in _children(element, "Code"):
        name = code.get("name", "").strip()
        where = f"{path.name}, code {len(rows) + 1}"
        described = "".join(
            text
            for found in _children(code, "Description")
            for text in found.itertext()
        )
        cells = _labelled(described.replace("\r\n", "\n"))
        cells.setdefault("id", _free_id(f"{parent}.{slug(name)}".strip("."), rows))
        cells |= {"name": name, "parent": parent}
        cells["kind"] = "code" if code.get("isCodable") in {"true", "1"} else "heading"
        member = sets.get(code.get("guid", "").strip("{}").lower())
        if member:
            cells["notes"] = "\n".join(filter(None, (cells.get("notes"), member)))
        rows.append(Row(where, cells))
        _walk(path, code, cells["id"], sets, rows)


def _free_id(wanted: str, rows: Sequence[Row]) -> str:
    taken = {row.cells["id"] for row in rows}
    number = 2
    free = wanted
    while free in taken:
        free = f"{wanted}_{number}"
        number += 1
    return free


def _labelled(description: str) -> dict[str, str]:
    """Split a description at the paragraphs that begin with one of our labels."""
    column = {label: key for key, label in LABELS.items()}
    parts = _LABELLED.split(description)
    cells = {"definition": parts[0].strip("\n")}
    for label, text in zip(parts[1::2], parts[2::2], strict=True):
        cells[column[label]] = text.strip("\n")
    return cells


def _sets_by_code(root: Element) -> dict[str, str]:
    named: dict[str, str] = {}
    for sets in _children(root, "Sets"):
        for one in _children(sets, "Set"):
            for member in _children(one, "MemberCode"):
                guid = member.get("guid", "").strip("{}").lower()
                said = f"Set: {one.get('name', '')}"
                named[guid] = f"{named[guid]}\n{said}" if guid in named else said
    return named


def _children(element: Element, tag: str) -> Iterator[Element]:
    # programs write the namespace of other versions: only the local name counts
    return (child for child in element if _tag(child) == tag)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
