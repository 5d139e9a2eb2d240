"""Rows as a workbook that no spreadsheet program reads as anything but words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from workbench.errors import RefusedError
from workbench.exporters.characters import for_xml
from workbench.exporters.determinism import FIXED_TIME, fixed_zip
from workbench.exporters.sheets_csv import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from workbench.exporters.table import Sheet

_LONGEST_CELL: Final = 32_767
_WIDEST, _NARROWEST = 60, 9
#: A sheet's name holds 31 characters and none of these.
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys(r"[]:*?/\\", "-"))


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as one workbook: words typed as text, whole numbers as numbers.

    Raises:
        RefusedError: a text is longer than a cell may be.
    """
    workbook = Workbook()
    workbook.properties.creator = "workbench"
    workbook.properties.created = workbook.properties.modified = FIXED_TIME
    top = Alignment(wrap_text=True, vertical="top")
    workbook.add_named_style(
        NamedStyle("Export header", font=Font(bold=True), alignment=top)
    )
    workbook.add_named_style(
        NamedStyle("Export text", alignment=top, number_format="@")
    )
    workbook.add_named_style(NamedStyle("Export number", alignment=top))
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        name = sheet.name.translate(_NOT_IN_NAMES)[:31]
        _fill(workbook.create_sheet(name), sheet)
    out = io.BytesIO()
    workbook.save(out)
    return fixed_zip(out.getvalue())


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        page.cell(1, place, column).style = "Export header"
        longest = max((len(cell_text(row[place - 1])) for row in sheet.rows), default=0)
        width = min(_WIDEST, max(_NARROWEST, longest + 2, len(column) + 2))
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(sheet.rows, start=2):
        for place, value in enumerate(row, start=1):
            text = for_xml(cell_text(value))
            if len(text) > _LONGEST_CELL:
                raise RefusedError(
                    f"row {number} of {sheet.name}: a text of {len(text)} characters; "
                    f"a spreadsheet cell holds {_LONGEST_CELL}. Export to .csv instead."
                )
            cell = page.cell(number, place)
            is_number = isinstance(value, int) and not isinstance(value, bool)
            cell.style = "Export number" if is_number else "Export text"
            if is_number:
                cell.value = value
            elif text:
                cell.value = text
                cell.data_type = "s"  # never a formula, a number or an error value
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0  # as many pages as it takes, each one wide
    page.print_title_rows = "1:1"
    page.auto_filter.ref = page.dimensions
