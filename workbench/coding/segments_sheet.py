"""Coded segments from other programs' spreadsheets: CSV or XLSX, under their own names.

What MAXQDA, ATLAS.ti, Dedoose, Taguette and QualCoder call their columns is understood;
documents are found by id or by the name of their file, passages also where a
spreadsheet wrote their line breaks and blanks otherwise. What is not found is left
for `coding_table` to refuse, row by row.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from workbench.coding.coding_table import OPTIONAL, REQUIRED, TableRow, read_rows
from workbench.errors import ImportRejectedError
from workbench.familiarise.transcripts import text_of
from workbench.importers.guard import open_archive, refuse_declarations
from workbench.model import Transcript, Version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from workbench.store.project import Project

_CALLED: Final = {
    "transcript": (
        *("transcript", "document name", "document", "media title", "resource title"),
        *("file name", "filename", "file", "source name", "source", "case"),
    ),
    "quote": (
        *("quote", "segment", "quotation content", "coded segment", "coded text"),
        *("excerpt", "excerpt copy", "content", "quotation", "text", "selected text"),
    ),
    "code": (
        *("code", "codes", "code name", "tag", "tags", "codes applied"),
        *("codes applied combined", "codename"),
    ),
    "researcher": (
        *("researcher", "coder", "author", "created by", "excerpt creator", "owner"),
        *("user", "coder name"),
    ),
    "memo": ("memo", "comment", "note", "coded memo"),
}
_LARGEST: Final = 50_000_000
#: How several codes stand in one cell, and levels of one code.
_SEVERAL: Final = re.compile(r"[\n;]+")
_LEVELS: Final = re.compile(r"\s*(?:\\|>|::)\s*")


def read_segments(project: Project, path: Path) -> list[TableRow]:
    """The rows of a table of coded segments, in the columns of `coding_table`.

    Raises:
        ImportRejectedError: not readable, or its columns are none that are known.
    """
    lines = list(_lines(path))
    at, columns = _header(path, lines)
    names = [cell.strip().lower() for cell in lines[at][1]]
    is_own = set(REQUIRED) <= set(names) and set(names) <= {*REQUIRED, *OPTIONAL}
    if is_own and path.suffix.lower() != ".xlsx":
        return read_rows(path, REQUIRED, OPTIONAL)
    finding = _Finding(project)
    found = []
    for number, cells in lines[at + 1 :]:
        given = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in columns.items()
        }
        if not any(given.values()):
            continue
        if is_own:
            pairs = zip(names, cells, strict=False)
            given |= {name: cell.strip() for name, cell in pairs if name in OPTIONAL}
        where = f"{path.name}, row {number}"
        given = finding.placed(given)
        found += [TableRow(where, {**given, "code": c}) for c in _codes(given["code"])]
    return found


def _codes(cell: str) -> list[str]:
    """Each code of a cell, the last level of its path."""
    parts = [part.strip() for part in _SEVERAL.split(cell)]
    return [_LEVELS.split(part)[-1] for part in parts if part] or [""]


def _header(
    path: Path, lines: Sequence[tuple[int, list[str]]]
) -> tuple[int, dict[str, int]]:
    """Which line names the columns, and where each of ours stands."""
    for at, (_, cells) in enumerate(lines[:10]):
        given = [cell.strip().lower() for cell in cells]
        columns = {
            name: next((given.index(c) for c in called if c in given), -1)
            for name, called in _CALLED.items()
        }
        if all(columns[name] >= 0 for name in ("transcript", "quote", "code")):
            return at, {name: place for name, place in columns.items() if place >= 0}
    raise ImportRejectedError(
        f"{path.name}: no line names a document, a passage and a code. The columns can "
        f"be called {', '.join(REQUIRED)}, or as MAXQDA, ATLAS.ti, Dedoose, Taguette "
        "and QualCoder call them. Nothing was recorded."
    )


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportRejectedError(
            f"{path}: could not be read ({error.strerror}). Check the path."
        ) from error
    if len(data) > _LARGEST:
        raise ImportRejectedError(f"{path.name}: larger than 50 MB. Split it.")
    if path.suffix.lower() == ".xlsx":
        yield from _sheet(path, data)
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRejectedError(
            f"{path.name}, byte {error.start}: not UTF-8. Save it as UTF-8 (in Excel: "
            "'CSV UTF-8') and give it again."
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from enumerate(rows, start=1)
    except csv.Error as error:
        raise ImportRejectedError(
            f"{path.name}: not readable as a table ({error}). Save it as CSV again."
        ) from error


def _sheet(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    try:
        refuse_declarations(open_archive(data))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        listed = [["" if v is None else str(v) for v in row] for row in rows]
    except ImportRejectedError as error:
        msg = f"{path.name}: {error}"
        raise ImportRejectedError(msg) from error
    except Exception as error:  # openpyxl lets whatever it stumbles over through
        raise ImportRejectedError(
            f"{path.name}: not a readable Excel workbook ({type(error).__name__}). "
            "Open it in a spreadsheet and save it as .xlsx again."
        ) from error
    yield from enumerate(listed, start=1)


class _Finding:
    """The study's transcripts by every name they are known under."""

    def __init__(self, project: Project) -> None:
        self._project = project
        standing = project.rows(Transcript, state="active")
        self._versions = {each.id: each.version for each in standing}
        self._ids: dict[str, str] = {}
        for version in project.read(Version):
            if version.transcript in self._versions:
                name = version.file_name.casefold()
                for called in (name, name.rpartition(".")[0]):
                    self._ids.setdefault(called, version.transcript)
        self._ids |= {each.casefold(): each for each in self._versions}
        self._texts: dict[str, str] = {}

    def placed(self, given: dict[str, str]) -> dict[str, str]:
        """The row with the transcript's id and the passage as it stands there."""
        named = given["transcript"].casefold()
        known = self._ids.get(named) or self._ids.get(named.rpartition(".")[0])
        if known is None:
            return given
        place = self._place(known, given["quote"])
        if place is None:
            return {**given, "transcript": known}
        start, end = place
        return {
            **given,
            "transcript": known,
            "quote": self._texts[known][start:end],
            "start": str(start),
            "end": str(end),
        }

    def _place(self, transcript: str, quote: str) -> tuple[int, int] | None:
        """Where the passage stands, blanks and line breaks aside; None if unsure."""
        if transcript not in self._texts:
            version = self._versions[transcript]
            self._texts[transcript] = text_of(self._project, version)
        text, words = self._texts[transcript], quote.split()
        if not words:
            return None
        found = list(re.finditer(r"\s+".join(map(re.escape, words)), text))
        return found[0].span() if len(found) == 1 else None
