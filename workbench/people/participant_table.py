"""A table of participants as a researcher keeps it: CSV, one row per person. Pure.

Columns: id; group; consent (verbatim, paraphrase, none); computation, recontact and
archive (yes, no); withdraw_until (a date). Each further column is an attribute.
An empty cell says nothing: what is known stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

#: What a participant can agree to be done with her words in a text.
QUOTES: Final = ("verbatim", "paraphrase", "none")
#: A short code that holds a digit, so that no name becomes one.
ID: Final = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9_-]{1,16}")
ID_RULE: Final = (
    "a participant's id is a short code with a digit, such as C07 (letters, digits, "
    "- and _, at most 16 characters), so that no name becomes one"
)

_SWITCHES: Final = ("computation", "recontact", "archive")
_KNOWN: Final = ("id", "group", "consent", *_SWITCHES, "withdraw_until")
#: Columns that belong in the identity key and nowhere else.
_IDENTIFYING: Final = frozenset(
    {
        "name", "real_name", "full_name", "first_name", "last_name", "surname",
        "forename", "email", "e-mail", "phone", "telephone", "address",
        "date_of_birth",
    }
)  # fmt: skip
_LARGEST: Final = 10_000_000
_YES_NO: Final = {"yes": True, "no": False}

Agreed = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True)
class TableRow:
    """What one row says: only the fields of consent that it fills in."""

    line: int
    participant: str
    group: str | None
    agreed: Agreed
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ParticipantTable:
    """The rows that can be taken, and why the others cannot, by line."""

    rows: tuple[TableRow, ...]
    refusals: tuple[str, ...]


def read_table(path: Path) -> ParticipantTable:
    """The rows of a table of participants.

    Raises:
        RefusedError: it cannot be read, or its columns are not such a table's.
    """
    lines = _cells(path)
    if not lines:
        msg = f"{path.name}: empty. It needs a first line with the column 'id'."
        raise RefusedError(msg)
    header = _header(path, lines[0][1])
    rows: list[TableRow] = []
    refusals: list[str] = []
    seen: set[str] = set()
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = _row(line, header, cells)
        except _RowError as refusal:
            refusals.append(f"{path.name}, line {line}: {refusal}.")
            continue
        if row.participant in seen:
            refusals.append(
                f"{path.name}, line {line}: {row.participant} stands in the table "
                "twice; the first counts."
            )
            continue
        seen.add(row.participant)
        rows.append(row)
    return ParticipantTable(tuple(rows), tuple(refusals))


class _RowError(Exception):
    """Why a row cannot be taken."""


def _cells(path: Path) -> list[tuple[int, list[str]]]:
    """Every row with the line it begins on."""
    try:
        if path.stat().st_size > _LARGEST:
            msg = f"{path.name}: larger than 10 MB, which no table of people is."
            raise RefusedError(msg)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}). Check the path."
        raise RefusedError(msg) from None
    except UnicodeDecodeError:
        msg = f"{path.name}: not UTF-8. In Excel, save it as 'CSV UTF-8'."
        raise RefusedError(msg) from None
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, line = [], 1
    try:
        for cells in reader:
            found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        msg = (
            f"{path.name}, line {line}: not readable as a table. "
            "Open it in a spreadsheet and save it as CSV again."
        )
        raise RefusedError(msg) from None
    return found


def _header(path: Path, cells: Sequence[str]) -> list[str]:
    names = []
    for cell in cells:
        plain = cell.strip()
        folded = re.sub(r"\s+", "_", plain.casefold())
        if folded in _IDENTIFYING:
            msg = (
                f"{path.name}: the column '{plain}' would put real people into the "
                "project. Keep it in the identity key and leave it out here."
            )
            raise RefusedError(msg)
        names.append(folded if folded in _KNOWN else plain)
    while names and not names[-1]:
        names.pop()
    twice = sorted({name for name in names if names.count(name) > 1})
    if "id" not in names or "" in names or twice:
        found = f"'{twice[0]}' is there twice" if twice else "found another header"
        msg = (
            f"{path.name}: not a table of participants ({found}). Its first line "
            "names the columns: id, then group, consent, and one per attribute."
        )
        raise RefusedError(msg)
    return names


def _row(line: int, header: Sequence[str], cells: Sequence[str]) -> TableRow:
    given = [cell.strip() for cell in cells]
    if any(given[len(header) :]):
        msg = f"more cells than the {len(header)} columns"
        raise _RowError(msg)
    found = dict(zip(header, given, strict=False))
    participant = found.get("id", "")
    if not ID.fullmatch(participant):
        raise _RowError(ID_RULE)
    return TableRow(
        line=line,
        participant=participant,
        group=found.get("group") or None,
        agreed=_agreed(found),
        attributes={
            name: value for name, value in found.items() if name not in _KNOWN and value
        },
    )


def _agreed(found: Mapping[str, str]) -> dict[str, str | bool]:
    agreed: dict[str, str | bool] = {}
    quotes = found.get("consent", "").casefold()
    if quotes:
        if quotes not in QUOTES:
            msg = f"consent is one of {', '.join(QUOTES)}"
            raise _RowError(msg)
        agreed["quotes"] = quotes
    for name in _SWITCHES:
        said = found.get(name, "").casefold()
        if said:
            if said not in _YES_NO:
                msg = f"{name} is yes or no"
                raise _RowError(msg)
            agreed[name] = _YES_NO[said]
    until = found.get("withdraw_until", "")
    if until:
        if not is_day(until):
            msg = "withdraw_until is a date such as 2026-03-31"
            raise _RowError(msg)
        agreed["withdraw_until"] = until
    return agreed


def is_day(text: str) -> bool:
    """Whether the text is a day as ISO 8601 writes it: 2026-03-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
