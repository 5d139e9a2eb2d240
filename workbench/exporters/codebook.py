"""A codebook as a file: TOML, QDC (REFI-QDA), CSV, XLSX or a Word table."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from typing import TYPE_CHECKING, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter

from workbench.coding.codebook import (
    BOOK_TEXTS,
    DIMENSION_TEXTS,
    ENTRY_LISTS,
    CodebookEntry,
    Dimension,
    default_parent,
)
from workbench.coding.codebook_files import BETWEEN, COLUMNS, LABELS, guard
from workbench.errors import RefusedError
from workbench.exporters.codebook_word import codebook_docx
from workbench.exporters.determinism import fixed_zip, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from workbench.coding.codebook import Codebook

_QDC: Final = "urn:QDA-XML:codebook:1.0"
# every GUID grows from this one, so the same code has the same GUID on every machine
_GUIDS: Final = uuid.UUID("6c1d3b52-5b3f-4b9e-9d0a-5f0e7f6a2c11")
_WIDTH: Final = 88
_LONGEST_CELL: Final = 32_767
# code points that XML 1.0 cannot hold
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ENTRY_ORDER: Final = tuple(c for c in COLUMNS if c not in ("kind", "parent", "id"))
_COLUMN_WIDTHS: Final = {
    "kind": 9,
    "id": 26,
    "parent": 14,
    "name": 26,
    "definition": 60,
    "include": 40,
    "exclude": 40,
    "example": 44,
    "notes": 44,
}


def write_codebook(book: Codebook, out: Path) -> None:
    """Write a codebook in the format of `out`'s suffix, the same bytes each time.

    TOML and XLSX are read back as an equal codebook; CSV and QDC without the book's
    title, sources and advice, for which they have no place. An existing `out` is
    replaced in one step.

    Raises:
        RefusedError: no such format, no code in the book, or a text too long for a
            spreadsheet cell.
        StorageError: the disk refused; what was at `out` is untouched.
    """
    writers: dict[str, Callable[[Codebook], bytes]] = {
        ".toml": codebook_toml,
        ".qdc": codebook_qdc,
        ".csv": codebook_csv,
        ".xlsx": codebook_xlsx,
        ".docx": codebook_docx,
    }
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise RefusedError(
            f"{out.name}: codebooks are written as {', '.join(writers)}. "
            "Choose one of these endings."
        )
    if not book.entries:
        raise RefusedError(
            f"{out.name}: the codebook has no codes yet, so nothing was written. "
            "Add a code first."
        )
    write_whole(out, writer(book))


def codebook_toml(book: Codebook) -> bytes:
    """Write every field of a codebook as TOML, long texts wrapped for reading."""
    lines = [_pair(key, getattr(book, key)) for key in BOOK_TEXTS if getattr(book, key)]
    for dimension in book.dimensions:
        lines += ["", "[[dimensions]]"]
        for key in DIMENSION_TEXTS:
            if getattr(dimension, key):
                lines.append(_pair(key, getattr(dimension, key)))
    known = {one.id for one in book.members()}
    for entry in book.entries:
        lines += ["", "[[code]]", _pair("id", entry.id)]
        # only where the id's dots do not say it already
        if entry.parent != default_parent(entry.id, known):
            lines.append(_pair("parent", entry.parent))
        for key in _ENTRY_ORDER:
            value = getattr(entry, key)
            if value:
                write = _list if key in ENTRY_LISTS else _pair
                lines.append(write(key, value))
    return ("\n".join(lines) + "\n").encode()


def codebook_qdc(book: Codebook) -> bytes:
    """Write codes and headings as a REFI-QDA codebook that fits the official schema.

    What QDC has no attribute for stands as labelled paragraphs in the description.
    """
    root = etree.Element(
        f"{{{_QDC}}}CodeBook",
        nsmap={None: _QDC},  # type: ignore[dict-item]  # the stubs know no default
        origin="workbench",
    )
    codes = etree.SubElement(root, f"{{{_QDC}}}Codes")
    _qdc_children(book, "", codes)
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    )


def codebook_csv(book: Codebook) -> bytes:
    """Write headings and codes as rows that no spreadsheet runs as formulas."""
    out = io.StringIO(newline="")
    # CR LF as in RFC 4180; it also makes the writer quote a lone CR
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(book):
        writer.writerow([guard(cell) for cell in row])
    return out.getvalue().encode()


def codebook_xlsx(book: Codebook) -> bytes:
    """Write the table of codes, and a second sheet with what the book says of itself.

    Raises:
        RefusedError: a text is longer than a spreadsheet cell may be.
    """
    workbook = Workbook()
    top = Alignment(wrap_text=True, vertical="top")
    workbook.add_named_style(
        NamedStyle("Codebook header", font=Font(bold=True), alignment=top)
    )
    workbook.add_named_style(
        NamedStyle("Codebook text", alignment=top, number_format="@")
    )
    workbook.remove(workbook.worksheets[0])
    codes = workbook.create_sheet("codebook")
    _sheet(codes, [COLUMNS, *_rows(book)], header=True)
    for place, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        codes.column_dimensions[letter].width = _COLUMN_WIDTHS.get(column, 22)
    codes.freeze_panes = "A2"
    codes.auto_filter.ref = codes.dimensions
    about = workbook.create_sheet("about")
    _sheet(about, [(key, getattr(book, key)) for key in BOOK_TEXTS], header=False)
    about.column_dimensions["A"].width = 14
    about.column_dimensions["B"].width = 110
    out = io.BytesIO()
    workbook.save(out)
    return fixed_zip(out.getvalue())


def _rows(book: Codebook) -> Iterator[tuple[str, ...]]:
    for dimension in book.dimensions:
        cells = {
            "kind": "heading",
            "id": dimension.id,
            "parent": dimension.parent,
            "name": dimension.title,
            "definition": dimension.description,
        }
        yield tuple(cells.get(column, "") for column in COLUMNS)
    for entry in book.entries:
        yield (
            "code",
            *(_one_text(getattr(entry, column)) for column in COLUMNS[1:]),
        )


def _one_text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else BETWEEN.join(value)


def _sheet(sheet: Worksheet, rows: list[tuple[str, ...]], *, header: bool) -> None:
    for row_number, row in enumerate(rows, start=1):
        for column_number, text in enumerate(row, start=1):
            if len(text) > _LONGEST_CELL:
                raise RefusedError(
                    f"{row[1]}: a text of {len(text)} characters; a spreadsheet cell "
                    f"holds {_LONGEST_CELL}. Shorten it, or export to .toml or .docx."
                )
            cell = sheet.cell(row_number, column_number)
            cell.style = (
                "Codebook header" if header and row_number == 1 else "Codebook text"
            )
            if text:
                cell.value = _for_xml(text)
                cell.data_type = "s"  # never a formula, a number or an error value


def _qdc_children(book: Codebook, parent: str, into: etree._Element) -> None:
    for one in _under(book, parent):
        is_code = isinstance(one, CodebookEntry)
        element = etree.SubElement(
            into,
            f"{{{_QDC}}}Code",
            guid=str(uuid.uuid5(_GUIDS, f"{book.name}/{one.id}")),
            name=_for_xml(one.name if isinstance(one, CodebookEntry) else one.title),
            isCodable="true" if is_code else "false",
        )
        described = etree.SubElement(element, f"{{{_QDC}}}Description")
        described.text = _for_xml(_description(one))
        _qdc_children(book, one.id, element)


def _under(book: Codebook, parent: str) -> list[Dimension | CodebookEntry]:
    """List what stands under a heading, each where its first code stands."""
    members = book.members()
    parents = {one.id: one.parent for one in members}
    place: dict[str, int] = {}
    for number, entry in enumerate(book.entries):
        above = entry.id
        while above and above not in place:
            place[above] = number
            above = parents.get(above, "")
    # a parent that the book does not hold leaves its codes at the top
    here = [
        one
        for one in members
        if (one.parent if one.parent in parents else "") == parent
    ]
    return sorted(here, key=lambda one: place.get(one.id, len(book.entries)))


def _description(one: Dimension | CodebookEntry) -> str:
    if isinstance(one, Dimension):
        parts = [one.description, f"{LABELS['id']}: {one.id}"]
    else:
        parts = [one.definition]
        for key, label in LABELS.items():
            text = _one_text(getattr(one, key))
            if text:
                parts.append(f"{label}: {text}")
    return "\n\n".join(parts)


def _for_xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _pair(key: str, text: str) -> str:
    return f"{key} = {_text(text, len(key) + 3)}"


def _list(key: str, texts: tuple[str, ...]) -> str:
    written = [_text(text, _WIDTH) for text in texts]
    line = f"{key} = [{', '.join(written)}]"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{key} = [", *(f"  {one}," for one in written), "]"])


def _text(text: str, before: int) -> str:
    """Write a TOML string: plain where it fits the line, else wrapped at spaces."""
    is_plain = not _CONTROL.search(text)
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    if '"' in text and "'" not in text and is_plain:
        quoted = f"'{text}'"
    # a wrapped string loses the space it begins with, so that one is not wrapped
    if before + len(quoted) <= _WIDTH or before >= _WIDTH or text.startswith(" "):
        return quoted
    escaped = json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
    # one quotation mark may stand in a wrapped string; several might end it
    escaped = re.sub(r'(?<!")\\"(?!\\"|$)', '"', escaped)
    lines = [""]
    for word in re.split(r"(?<= )(?=[^ ])", escaped):
        if lines[-1] and len(lines[-1]) + len(word.rstrip()) > _WIDTH - 2:
            lines.append("")
        lines[-1] += word
    return '"""\\\n' + "\\\n".join(lines) + '"""'
