"""A codebook as a Word document: one portrait table, ready for an appendix.

Columns as journals print them: code, definition, when to apply it, when not, an
example, where it comes from. Every look is a named style, so that a house style can
be applied in Word without touching a cell.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from workbench.coding.codebook_files import LABELS
from workbench.exporters.determinism import FIXED_TIME, fixed_zip

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell

    from workbench.coding.codebook import Codebook, CodebookEntry, Dimension

#: Widths in centimetres; together the 17.6 of a portrait A4 page with its margins.
_COLUMNS: Final = (
    ("Code", 2.8),
    ("Definition", 4.3),
    ("Include when", 2.9),
    ("Exclude when", 3.1),
    ("Example", 2.6),
    ("Origin", 1.9),
)
#: Fields that stand below the definition where a code has them.
_BELOW: Final = ("attributes", "acts_on", "overlaps", "echoes", "mapping", "notes")
_TABLE_STYLE: Final = "Codebook Table"
_FONT: Final = "Arial"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# a word that would be cut in two at the edge of a narrow column
_LONG = re.compile(r"\S{22,}")
# rules at top, under the header and at the bottom only, as APA 7 asks
_TABLE_STYLE_XML: Final = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="CodebookTable">
  <w:name w:val="{_TABLE_STYLE}"/>
  <w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="99"/>
  <w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/>
      <w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/>
      <w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr>
      <w:tcBorders>
        <w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/>
      </w:tcBorders>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def codebook_docx(book: Codebook) -> bytes:
    """Write a codebook as a titled Word document with one captioned table."""
    document = Document()
    _set_up_page(document)
    _add_styles(document)
    properties = document.core_properties
    properties.title = _NOT_XML.sub(" ", book.title)[:255]  # Word takes no more
    properties.author = "workbench"
    properties.comments = ""
    properties.language = "en-GB"
    properties.last_modified_by = "workbench"
    properties.created = properties.modified = FIXED_TIME
    document.add_paragraph(_clean(book.title), style="Title")
    for text in filter(None, (book.about, book.source and f"Sources: {book.source}")):
        document.add_paragraph(_clean(text), style="Body Text")
    _add_caption(document, f"Codebook: {_clean(book.title)}")
    _add_table(document, book)
    note = [f"{len(book.entries)} codes."]
    if any(entry.added_by for entry in book.entries):
        note.append("Codes marked as added are not part of the framework itself.")
    if book.licence:
        note.append(f"Licence: {book.licence}.")
    document.add_paragraph(_clean("Note. " + " ".join(note)), style="Table Note")
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


def _set_up_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(2.0)


def _add_styles(document: WordDocument) -> None:
    styles = document.styles
    # the template says en-US; a codebook's own words are checked as British English
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    styles.element.append(parse_xml(_TABLE_STYLE_XML))
    styles["Normal"].font.name = _FONT
    styles["Normal"].font.size = Pt(10)
    _plain(styles["Title"], 18)
    _plain(styles["Caption"], 10)
    styles["Caption"].paragraph_format.keep_with_next = True
    text = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = styles["Normal"]
    text.font.size = Pt(8)
    text.paragraph_format.space_after = Pt(2)
    for name in ("Table Heading", "Table Group", "Table Code"):
        bold = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        bold.base_style = text
        bold.font.bold = True
    styles["Table Group"].font.size = Pt(9)
    styles["Table Group"].paragraph_format.space_before = Pt(6)
    styles["Table Group"].paragraph_format.keep_with_next = True
    note = styles.add_style("Table Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = text
    note.paragraph_format.space_before = Pt(4)
    below = styles.add_style("Table Aside", WD_STYLE_TYPE.PARAGRAPH)
    below.base_style = text
    below.font.size = Pt(7)


def _plain(style: ParagraphStyle, size: int) -> None:
    """Take the template's blue, its rule and its theme font off a style."""
    for rule in list(style.element.iter(qn("w:pBdr"))):
        rule.getparent().remove(rule)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[theme]
    style.font.name = _FONT
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)


def _add_caption(document: WordDocument, text: str) -> None:
    caption = document.add_paragraph("Table ", style="Caption")
    # a field, so that Word renumbers it beside other tables
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " SEQ Table \\* ARABIC ")
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    caption._p.append(field)  # noqa: SLF001 - python-docx has no fields
    caption.add_run(f". {text}")


def _add_table(document: WordDocument, book: Codebook) -> None:
    table = document.add_table(rows=1, cols=len(_COLUMNS), style=_TABLE_STYLE)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for cell, (heading, _) in zip(table.rows[0].cells, _COLUMNS, strict=True):
        _write(cell, heading, "Table Heading")
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - as above
    headings = {dimension.id: dimension for dimension in book.dimensions}
    above = ""
    for entry in book.entries:
        if entry.parent != above and entry.parent in headings:
            _add_group(table, headings[entry.parent])
        above = entry.parent
        _add_code(table, entry)
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Cm(width)


def _add_group(table: Table, dimension: Dimension) -> None:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    merged = cells[0].merge(cells[-1])
    _write(merged, dimension.title, "Table Group")
    if dimension.description:
        _write(merged, dimension.description, "Table Text")


def _add_code(table: Table, entry: CodebookEntry) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    # a code is read whole: its row moves to the next page rather than break
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    cells = row.cells
    for cell, (_, width) in zip(cells, _COLUMNS, strict=True):
        cell.width = Cm(width)
    _write(cells[0], entry.name, "Table Code")
    if entry.id != entry.name:
        _write(cells[0], entry.id, "Table Aside")
    _write(cells[1], entry.definition, "Table Text")
    for key in _BELOW:
        value = getattr(entry, key)
        if value:
            told = value if isinstance(value, str) else "; ".join(value)
            _write(cells[1], f"{LABELS[key]}: {told}", "Table Aside")
    _write(cells[2], entry.include, "Table Text")
    _write(cells[3], entry.exclude, "Table Text")
    _write(cells[4], entry.example, "Table Text")
    _write(cells[5], entry.source, "Table Text")
    if entry.cites:
        _write(cells[5], "; ".join(entry.cites), "Table Aside")
    if entry.added_by:
        _write(cells[5], f"Added by {entry.added_by}", "Table Aside")


def _write(cell: _Cell, text: str, style: str) -> None:
    """Add a paragraph to a cell; its first takes the place of the empty one."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) == 1 and not first.text:
        first.text, first.style = _clean(text), style
    else:
        cell.add_paragraph(_clean(text), style=style)


def _clean(text: str) -> str:
    """Replace what XML cannot hold, and let long ids break inside narrow columns."""
    return _LONG.sub(
        lambda found: re.sub(r"([._/])(?=\w)", "\\1\N{ZERO WIDTH SPACE}", found[0]),
        _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text),
    )
