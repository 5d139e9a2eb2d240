"""What an export says, as the bytes of a file in the format its suffix names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import RefusedError
from workbench.exporters import plain, sheets_csv

if TYPE_CHECKING:
    from workbench.exporters.table import Content


def render(content: Content, suffix: str, style: str) -> bytes:
    """The bytes of a file that says it.

    Args:
        content: what the export says.
        suffix: .docx, .md, .html, .xlsx or .csv.
        style: the house style, for Word.

    Raises:
        RefusedError: a text is too long for a spreadsheet cell.
    """
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
        return sheets_csv.csv_bytes(content.flat or content.sheets[0])
    msg = f"nothing is written as '{suffix}'."
    raise RefusedError(msg)
