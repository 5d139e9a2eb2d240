"""Rows as CSV that no spreadsheet program runs as formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from workbench.coding.codebook_files import guard

if TYPE_CHECKING:
    from workbench.exporters.table import Sheet


def csv_bytes(sheet: Sheet) -> bytes:
    """One sheet as CSV in UTF-8, cells guarded against formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(column) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([guard(cell_text(value)) for value in row])
    return out.getvalue().encode()


def cell_text(value: str | int | None) -> str:
    """A value as a cell shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
