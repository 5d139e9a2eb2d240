"""Word documents: headings, dated prose and real tables under numbered captions.

Tables are written as one piece of XML: python-docx takes a minute over five thousand
rows, this takes a second.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from workbench.exporters.characters import escaped, runs_leftwards
from workbench.exporters.determinism import FIXED_TIME, fixed_zip
from workbench.exporters.table import (
    Heading,
    Line,
    Table,
    Text,
    lines,
    note_texts,
    numbers_by_key,
)
from workbench.exporters.table_notes import Letters
from workbench.exporters.word_fields import (
    caption,
    list_of_tables,
    runs,
    with_references,
)
from workbench.exporters.word_styles import HOUSES, TABLE_STYLE, House, define_styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docx.document import Document as WordDocument

    from workbench.exporters.table import Block, Cell

#: Portrait A4 less its margins, in centimetres.
PAGE: Final = 17.0
#: Lines of a cell up to which its row is kept on one page: half of one.
_SHORT: Final = 24
#: With this many tables a document begins with a list of them.
_MANY: Final = 6
_TWIPS: Final = 566.93  # to a centimetre
_NS: Final = nsdecls("w")
#: The style that a paragraph names.
_STYLED: Final = re.compile(r'(<w:pPr><w:pStyle w:val="[^"]*"/>)')
#: Word's own ids of the built-in styles that our blocks name.
_IDS: Final = {"Body Text": "BodyText", "Caption": "Caption"}


def document(title: str, blocks: Sequence[Block], style: str) -> bytes:
    """The bytes of a Word document, the same whenever the content is the same."""
    house = HOUSES[style]
    made = Document(io.BytesIO(_template(style)))
    _entitle(made, title)
    made.add_paragraph(_plain(title), style="Title")
    section = made.element.body.sectPr
    for part in _parts(blocks, house):
        section.addprevious(parse_xml(part))
    out = io.BytesIO()
    made.save(out)
    return fixed_zip(out.getvalue())


def _parts(blocks: Sequence[Block], house: House) -> Iterator[str]:
    """Every paragraph and table of the document, as XML."""
    numbers = numbers_by_key(blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    place = _first_heading(blocks) if len(tables) >= _MANY else -1
    number = 0
    for at, block in enumerate(blocks):
        if at == place:
            yield _paragraph("Tables", "Heading1")
            for entry in list_of_tables([table.caption for table in tables]):
                yield _wrapped(entry, "tableoffigures")
        if isinstance(block, Heading):
            yield _paragraph(block.text, f"Heading{block.level}")
        elif isinstance(block, Text):
            yield _text(block, numbers)
        else:
            number += 1
            yield from _table(block, number, house, numbers)


def _first_heading(blocks: Sequence[Block]) -> int:
    """Where what introduces the document ends."""
    return next(
        (at for at, block in enumerate(blocks) if not isinstance(block, Text)), 0
    )


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


def _wrapped(content: str, style_id: str, *, leftwards: bool = False) -> str:
    way = "<w:bidi/>" if leftwards else ""
    return (
        f'<w:p {_NS}><w:pPr><w:pStyle w:val="{style_id}"/>{way}</w:pPr>{content}</w:p>'
    )


def _paragraph(text: str, style_id: str, before: str = "", after: str = "") -> str:
    right = runs_leftwards(text)
    content = f"{before}{runs(text, leftwards=right)}{after}"
    return _wrapped(content, style_id, leftwards=right)


def _text(block: Text, numbers: Mapping[str, int]) -> str:
    told = f"{block.text} {block.file}" if block.file else block.text
    day, style = "", _IDS.get(block.style, block.style.replace(" ", ""))
    if block.day or block.style == "Dated Entry":
        day, style = runs(f"{block.day}\t", "Day"), "DatedEntry"
    right = runs_leftwards(told)
    content = day + with_references(told, numbers, leftwards=right)
    return _wrapped(content, style, leftwards=right)


def _table(
    table: Table, number: int, house: House, numbers: Mapping[str, int]
) -> Iterator[str]:
    """Caption, table and notes, in the house's order."""
    marks = Letters(table) if house.lettered else None
    above = marks.behind("") if marks else ""
    yield _wrapped(caption(table.caption, number, house, above), "Caption")
    yield _grid(table, marks)
    # a table must not touch the next one, or Word makes one of the two
    texts = note_texts(table)
    if not texts:
        yield _paragraph("", "TableEnd")
    elif marks:
        for letter, text in marks.notes:
            told = runs(letter, "NoteMark") + with_references(text, numbers)
            yield _wrapped(told, "TableNote")
    else:
        told = with_references(" ".join(texts), numbers)
        yield _wrapped(runs("Note. ", "NoteLabel") + told, "TableNote")


def _grid(table: Table, marks: Letters | None) -> str:
    total = sum(column.width for column in table.columns)
    # a table of few columns is not stretched over the page
    wide = PAGE if total > PAGE / 2 else total
    widths = [round(c.width / total * wide * _TWIPS) for c in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [(Line(column.heading, "Heading"),) for column in table.columns]
    rows = [_row(heads, widths, "<w:cantSplit/><w:tblHeader/>", marks)]
    for row in table.rows:
        if table.whole_rows or _height(row, table) < _SHORT:
            rows.append(_row(row, widths, "<w:cantSplit/>", marks))
        else:
            rows.extend(_long_row(row, table, widths, marks))
    if len(rows) > 1 and note_texts(table):
        # a note never stands alone on a page
        rows[-1] = _STYLED.sub(r"\1<w:keepNext/>", rows[-1])
    return (
        f"<w:tbl {_NS}><w:tblPr>"
        f'<w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escaped(_plain(table.caption))}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _height(row: Sequence[Cell], table: Table) -> float:
    """About how many lines a row takes."""
    heights = (
        _lines_of(lines(cell), column.width)
        for cell, column in zip(row, table.columns, strict=False)
    )
    return max(heights, default=0)


def _lines_of(told: Sequence[Line], width: float) -> float:
    return sum(1 + len(line.text) / (6 * width) for line in told)


def _long_row(
    row: Sequence[Cell], table: Table, widths: Sequence[int], marks: Letters | None
) -> Iterator[str]:
    """A row as several, so that a page ends between quotes and not within one.

    Its longest cell is divided; the others stand whole beside the first part, and run
    on beside the rest.
    """
    wide = [column.width for column in table.columns]
    heights = [_lines_of(lines(c), w) for c, w in zip(row, wide, strict=False)]
    longest = heights.index(max(heights))
    beside = max((h for at, h in enumerate(heights) if at != longest), default=0.0)
    units: list[tuple[Line, ...]] = []
    for line in lines(row[longest]):
        belongs = line.style in ("Source", "Aside") or (
            _lines_of(units[0], wide[longest]) < beside if len(units) == 1 else False
        )
        if units and belongs:
            units[-1] = (*units[-1], line)
        else:
            units.append((line,))
    for number, unit in enumerate(units):
        cells = tuple(unit if at == longest else cell for at, cell in enumerate(row))
        height = _lines_of(unit, wide[longest])
        properties = "<w:cantSplit/>" if height < _SHORT else ""
        place = {"goes_on": number > 0, "is_last": number == len(units) - 1}
        yield _row(cells, widths, properties, marks, own=longest, **place)


def _row(
    cells: Sequence[Cell],
    widths: Sequence[int],
    properties: str,
    marks: Letters | None,
    *,
    own: int | None = None,
    goes_on: bool = False,
    is_last: bool = True,
) -> str:
    """A row of the table; of a row in parts, only the cell in column `own` is new."""
    head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    spans = len(cells) == 1 and len(widths) > 1
    written = []
    for place, cell in enumerate(cells):
        width, more, told = widths[place], "", lines(cell)
        if spans:
            width, more = sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>'
        elif own not in (None, place):
            more = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
            told = () if goes_on else told
        elif own == place:
            # a rule here would look like the beginning of another row
            top = '<w:top w:val="nil"/>' if goes_on else ""
            bottom = "" if is_last else '<w:bottom w:val="nil"/>'
            more = f"<w:tcBorders>{top}{bottom}</w:tcBorders>"
        paragraphs = "".join(_line(line, marks) for line in told or (Line(""),))
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>'
            f"{paragraphs}</w:tc>"
        )
    return f"<w:tr>{head}{''.join(written)}</w:tr>"


def _line(line: Line, marks: Letters | None) -> str:
    letter = marks.behind(line.text) if marks and line.text else ""
    return _paragraph(
        line.text,
        f"Table{line.style}",
        runs(line.before, "Around"),
        runs(line.after, "Around") + runs(letter, "NoteMark"),
    )
