"""A list of names, places and employers, and what is to stand for them: CSV. Pure.

Columns: text; kind (name, nickname, place, employer, other); participant; replacement.
A row with a replacement is decided: it is replaced in all its forms, but for places
where it could be a word of everyday talk. A row without is only looked for.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError, RowsRefusedError
from workbench.people.identity_key import KINDS, NOBODY, Entry, IdentityKey
from workbench.people.participant_table import ID

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS: Final = ("text", "kind", "participant", "replacement")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row."""

    kind: str
    participant: str
    text: str = field(repr=False)
    replacement: str = field(repr=False)


def read_list(path: Path) -> list[Listed]:
    """The rows of the list.

    Raises:
        RefusedError: it is no such table.
        RowsRefusedError: some rows cannot be read; told by line, without their words.
    """
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        msg = f"{path.name}: cannot be read as a CSV table in UTF-8. Save it as such."
        raise RefusedError(msg) from None
    delimiter = ";" if written.partition("\n")[0].count(";") else ","
    reader = csv.DictReader(io.StringIO(written, newline=""), delimiter=delimiter)
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "text" not in names or not set(names) <= set(COLUMNS):
        msg = f"{path.name}: the first line names the columns {', '.join(COLUMNS)}."
        raise RefusedError(f"{msg} 'text' alone is enough.")
    reader.fieldnames = names
    found, refused = [], []
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        where = f"{path.name}, line {reader.line_num}"
        wrong = _wrong(cells)
        if not any(cells.values()):
            continue
        if wrong:
            refused.append(f"{where}: {wrong}")
            continue
        kind, person = cells["kind"].lower() or "name", cells["participant"] or NOBODY
        found.append(Listed(kind, person, cells["text"], cells["replacement"]))
    if refused:
        raise RowsRefusedError(refused)
    return found


def _wrong(cells: dict[str, str]) -> str:
    if sum(letter.isalnum() for letter in cells["text"]) < 2:
        return "the text needs two letters or digits at least."
    if cells["kind"] and cells["kind"].lower() not in KINDS:
        return f"the kind is one of {', '.join(KINDS)}."
    if cells["participant"] and not ID.fullmatch(cells["participant"]):
        return "the participant is an id such as C07."
    return ""


def with_list(key: IdentityKey, rows: list[Listed]) -> IdentityKey:
    """The key with what the list adds to it or decides, in memory only."""
    entries = {entry.text.casefold(): entry for entry in key.entries}
    number = max((entry.number for entry in key.entries), default=0)
    for row in rows:
        known = entries.get(row.text.casefold())
        if known is None:
            number += 1
            known = Entry(number, row.participant, row.kind, row.text)
        replacement = row.replacement or known.replacement
        entries[row.text.casefold()] = Entry(
            known.number, known.participant, known.kind, known.text, replacement
        )
    return IdentityKey(tuple(entries.values()), key.kept)
