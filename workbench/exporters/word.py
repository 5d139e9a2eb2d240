"""Word documents: headings, dated prose and real tables under numbered captions.

Tables are written as one piece of XML: python-docx takes a minute over five thousand
rows, this takes a second.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from workbench.exporters.characters import escaped, runs_leftwards
from workbench.exporters.determinism import FIXED_TIME, fixed_zip
from workbench.exporters.table import Heading, Line, Table, Text, lines
from workbench.exporters.word_styles import HOUSES, TABLE_STYLE, House, define_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument

    from workbench.exporters.table import Block, Cell

#: Portrait A4 less its margins, in centimetres.
PAGE: Final = 17.0
#: Lines of a cell up to which its row is kept on one page.
_SHORT: Final = 14
_TWIPS: Final = 566.93  # to a centimetre
_NS: Final = nsdecls("w")
#: Word's own ids of the built-in styles that our blocks name.
_IDS: Final = {"Body Text": "BodyText", "Caption": "Caption"}


def document(title: str, blocks: Sequence[Block], style: str) -> bytes:
    """The bytes of a Word document, the same whenever the content is the same."""
    house = HOUSES[style]
    made = Document(io.BytesIO(_template(style)))
    _entitle(made, title)
    made.add_paragraph(_plain(title), style="Title")
    tables = 0
    parts = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(_paragraph(block.text, f"Heading{block.level}"))
        elif isinstance(block, Text):
            parts.append(_text(block))
        else:
            tables += 1
            parts.extend(_table(block, tables, house))
    body = made.element.body
    section = body.sectPr
    for part in parts:
        section.addprevious(parse_xml(part))
    out = io.BytesIO()
    made.save(out)
    return fixed_zip(out.getvalue())


@cache
def _template(style: str) -> bytes:
    """An empty document in the house's styles; making them takes most of the time."""
    made = Document()
    _set_up(made, HOUSES[style])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _set_up(made: WordDocument, house: House) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    define_styles(made, house)
    footer = section.footer.paragraphs[0]
    footer.style = "Footer"
    footer._p.append(  # noqa: SLF001 - python-docx has no fields
        parse_xml(
            f'<w:fldSimple {_NS} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def _entitle(made: WordDocument, title: str) -> None:
    properties = made.core_properties
    properties.title = _plain(title)[:255]  # Word takes no more
    properties.author = properties.last_modified_by = "workbench"
    properties.comments = ""
    properties.language = "en-GB"
    properties.created = properties.modified = FIXED_TIME


def _plain(text: str) -> str:
    """A one-line text that XML can hold."""
    from workbench.exporters.characters import for_xml  # noqa: PLC0415

    return " ".join(for_xml(text).split())


def _paragraph(text: str, style_id: str, before: str = "") -> str:
    right = runs_leftwards(text)
    properties = f'<w:pStyle w:val="{style_id}"/>' + ("<w:bidi/>" if right else "")
    runs = _runs(text, "<w:rPr><w:rtl/></w:rPr>" if right else "")
    return f"<w:p {_NS}><w:pPr>{properties}</w:pPr>{before}{runs}</w:p>"


def _runs(text: str, properties: str = "") -> str:
    if not text:
        return ""
    shown = "<w:br/>".join(
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escaped(piece)}</w:t>'
            for piece in line.split("\t")
        )
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return f"<w:r>{properties}{shown}</w:r>"


def _text(block: Text) -> str:
    if block.file:
        block = replace(block, text=f"{block.text} {block.file}", file="")
    if not block.day and block.style != "Dated Entry":
        return _paragraph(block.text, _style_id(block.style))
    day = _runs(f"{block.day}\t", '<w:rPr><w:rStyle w:val="Day"/></w:rPr>')
    return _paragraph(block.text, "DatedEntry", day)


def _style_id(name: str) -> str:
    return _IDS.get(name, name.replace(" ", ""))


def _table(table: Table, number: int, house: House) -> list[str]:
    """Caption, table and notes, in the house's order."""
    label = _runs("Note. ", '<w:rPr><w:rStyle w:val="NoteLabel"/></w:rPr>')
    note = " ".join(table.notes)
    # a table must not touch the next one, or Word makes one of the two
    after = _paragraph(note, "TableNote", label if note else "")
    return [*_caption(table.caption, number, house), _grid(table), after]


def _caption(text: str, number: int, house: House) -> list[str]:
    bold = '<w:rPr><w:rStyle w:val="CaptionNumber"/></w:rPr>'
    field = (
        f'<w:bookmarkStart w:id="{number}" w:name="Table_{number}"/>'
        f"{_runs('Table ', bold)}"
        '<w:fldSimple w:instr=" SEQ Table \\* ARABIC ">'
        f"<w:r>{bold}<w:t>{number}</w:t></w:r></w:fldSimple>"
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
    titled = _runs(text, '<w:rPr><w:rStyle w:val="CaptionTitle"/></w:rPr>')
    opening = f'<w:p {_NS}><w:pPr><w:pStyle w:val="Caption"/></w:pPr>'
    if house.caption == "two-lines":
        return [f"{opening}{field}</w:p>", f"{opening}{titled}</w:p>"]
    between = _runs(". ", bold) if house.caption == "dot" else _runs("  ", bold)
    return [f"{opening}{field}{between}{titled}</w:p>"]


def _grid(table: Table) -> str:
    total = sum(column.width for column in table.columns)
    # a table of few columns is not stretched over the page
    wide = PAGE if total > PAGE / 2 else total
    widths = [round(c.width / total * wide * _TWIPS) for c in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [(Line(column.heading, "Heading"),) for column in table.columns]
    rows = [_row(heads, widths, "<w:cantSplit/><w:tblHeader/>")]
    for row in table.rows:
        is_whole = table.whole_rows or _is_short(row, table)
        rows.append(_row(row, widths, "<w:cantSplit/>" if is_whole else ""))
    return (
        f"<w:tbl {_NS}><w:tblPr>"
        f'<w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escaped(_plain(table.caption))}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _is_short(row: Sequence[Cell], table: Table) -> bool:
    """Whether a row takes so little of a page that it is better not broken."""
    heights = (
        sum(1 + len(line.text) / (7 * column.width) for line in lines(cell))
        for cell, column in zip(row, table.columns, strict=False)
    )
    return max(heights, default=0) < _SHORT


def _row(cells: Sequence[Cell], widths: Sequence[int], properties: str) -> str:
    head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    spans = len(cells) == 1 and len(widths) > 1
    written = []
    for place, cell in enumerate(cells):
        width, span = widths[place], ""
        if spans:
            width, span = sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>'
        paragraphs = "".join(
            _paragraph(line.text, f"Table{line.style}")
            for line in lines(cell) or (Line(""),)
        )
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>'
            f"{paragraphs}</w:tc>"
        )
    return f"<w:tr>{head}{''.join(written)}</w:tr>"
