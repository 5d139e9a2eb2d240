"""Every look of our Word documents, as named styles: one place to change them.

Nothing in a document is formatted directly, so a journal's or a department's own style
sheet can be laid over it in Word without touching a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle


@dataclass(frozen=True, slots=True)
class House:
    """What a house style asks of a table."""

    font: str
    #: Points, of the text in cells
    size: float
    #: "Table 1. Title", "Table 1  Title", or number and title on lines of their own
    caption: str
    #: none, light or full: rules between the rows
    rules: str
    #: Whether each note below a table has a letter, as JMIR asks
    lettered: bool = False


#: Fonts that Word has and LibreOffice has twins of, so that lines break alike.
#: Source: METHOD.md 5.2; to be checked against the authors' pages before a release.
HOUSES: Final = {
    "jmir": House("Arial", 9, "dot", "light", lettered=True),
    "bmj-open": House("Arial", 8.5, "spaced", "full"),
    "apa": House("Times New Roman", 10.5, "two-lines", "none"),
    "thesis": House("Times New Roman", 10.5, "dot", "light"),
}
#: Room for "10 September 2026" in bold.
_DATE: Final = Cm(4)
TABLE_STYLE: Final = "WorkbenchTable"

#: Line style -> (bold, italic, grey, points less than the text, points after)
_CELL_STYLES: Final = {
    "Text": (False, False, False, 0.0, 3),
    "Heading": (True, False, False, 0.0, 2),
    "Group": (True, False, False, -0.5, 2),
    "Under": (False, True, False, 0.0, 2),
    "Theme": (True, False, False, 0.0, 2),
    "Subtheme": (False, True, False, 0.0, 2),
    "Quote": (False, False, False, 0.0, 0),
    "Source": (False, False, True, 0.5, 6),
    "Aside": (False, False, True, 1.0, 3),
}
#: What heads something stays with it. Not quotes: a row whose first paragraph stays
#: with the next keeps whole tables on one page.
_WITH_NEXT: Final = ("Heading", "Group", "Under")
_UNBROKEN: Final = ("Theme", "Subtheme", "Quote", "Source", "Aside")
_GREY: Final = RGBColor(0x40, 0x40, 0x40)
_RULE: Final = '<w:{0} w:val="single" w:sz="{1}" w:space="0" w:color="{2}"/>'


def define_styles(document: WordDocument, house: House) -> None:
    """The document has every style that `word` uses, as the house wants it."""
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name, points, after in (
        ("Title", 20, 6),
        ("Heading 1", 14, 4),
        ("Heading 2", 12, 4),
        ("Heading 3", 11, 4),
        ("Caption", house.size + 0.5, 3),
    ):
        _undecorated(styles[name], house.font, points, after)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(8)
    _without_border(styles["Title"])
    normal = styles["Normal"]
    _font(normal, house.font)
    normal.font.size = Pt(11)
    for level in (1, 2, 3):
        styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    body = styles["Body Text"]
    body.paragraph_format.space_after = Pt(6)
    dated = _add(document, "Dated Entry", "Body Text")
    dated.paragraph_format.left_indent = _DATE
    dated.paragraph_format.first_line_indent = -_DATE
    dated.paragraph_format.tab_stops.add_tab_stop(_DATE, WD_TAB_ALIGNMENT.LEFT)
    aside = _add(document, "Aside", "Body Text")
    aside.font.size, aside.font.color.rgb = Pt(9.5), _GREY
    _add(document, "Entry", "Aside").paragraph_format.keep_with_next = True
    day = styles.add_style("Day", WD_STYLE_TYPE.CHARACTER)
    day.font.bold = True
    number = styles.add_style("Caption Number", WD_STYLE_TYPE.CHARACTER)
    number.font.bold = True
    title = styles.add_style("Caption Title", WD_STYLE_TYPE.CHARACTER)
    title.font.bold, title.font.italic = False, house.caption == "two-lines"
    styles["Caption"].font.bold = False
    mark = styles.add_style("Note Mark", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    listed: ParagraphStyle = styles.add_style(
        "table of figures", WD_STYLE_TYPE.PARAGRAPH, builtin=True
    )
    listed.base_style = body
    listed.paragraph_format.space_after = Pt(2)
    _cell_styles(document, house)
    styles.element.append(parse_xml(_table_style(house)))


def _cell_styles(document: WordDocument, house: House) -> None:
    for name, (bold, italic, grey, less, after) in _CELL_STYLES.items():
        base = "Normal" if name == "Text" else "Table Text"
        style = _add(document, f"Table {name}", base)
        style.font.size = Pt(house.size - less)
        style.font.bold, style.font.italic = bold, italic
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name in _WITH_NEXT
        style.paragraph_format.keep_together = name in _UNBROKEN
        if grey:
            style.font.color.rgb = _GREY
    note = _add(document, "Table Note", "Table Text")
    note.font.size = Pt(house.size - 0.5)
    note.paragraph_format.space_before = Pt(4)
    end = _add(document, "Table End", "Table Text")
    end.font.size = Pt(1)
    end.paragraph_format.space_after = Pt(6)
    end.paragraph_format.line_spacing = Pt(1)
    around = document.styles.add_style("Around", WD_STYLE_TYPE.CHARACTER)
    around.font.color.rgb = _GREY
    label = document.styles.add_style("Note Label", WD_STYLE_TYPE.CHARACTER)
    label.font.italic = True


def _add(document: WordDocument, name: str, base: str) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    style.quick_style = True
    return style


def _font(style: ParagraphStyle, font: str) -> None:
    """The style's font for every script; the template's theme font is taken off."""
    style.font.name = font
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _undecorated(style: ParagraphStyle, font: str, points: float, after: int) -> None:
    """The template's blue and theme font are off a style."""
    _font(style, font)
    style.font.size = Pt(points)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_after = Pt(after)


def _without_border(style: ParagraphStyle) -> None:
    """The template's blue line under a title is gone."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _table_style(house: House) -> str:
    top, bottom = _RULE.format("top", 8, "000000"), _RULE.format("bottom", 8, "000000")
    inner = {
        "none": "",
        "light": _RULE.format("insideH", 4, "BFBFBF"),
        "full": _RULE.format("insideH", 4, "7F7F7F")
        + _RULE.format("insideV", 4, "7F7F7F"),
    }[house.rules]
    left = right = ""
    if house.rules == "full":
        left = _RULE.format("left", 4, "7F7F7F")
        right = _RULE.format("right", 4, "7F7F7F")
    below_header = _RULE.format("bottom", 6, "000000")
    return f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">
  <w:name w:val="Workbench Table"/><w:basedOn w:val="TableNormal"/>
  <w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>{top}{left}{bottom}{right}{inner}</w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="50" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
      <w:bottom w:w="50" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:tcBorders>{below_header}</w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
