"""What Word counts and finds itself: captions, references, lists of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.characters import escaped
from workbench.exporters.table import REFERENCE
from workbench.exporters.table_notes import titled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.exporters.word_styles import House


def runs(text: str, style: str = "", *, leftwards: bool = False) -> str:
    """A text as runs of Word, with its line breaks and tabs."""
    if not text:
        return ""
    looks = f'<w:rStyle w:val="{style}"/>' if style else ""
    looks += "<w:rtl/>" if leftwards else ""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    shown = "<w:br/>".join(
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escaped(piece)}</w:t>'
            for piece in line.split("\t")
        )
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    return f"<w:r>{properties}{shown}</w:r>"


def with_references(
    text: str, numbers: Mapping[str, int], *, leftwards: bool = False
) -> str:
    """A text as runs, each {table:key} a field that follows the table's number."""
    written, at = [], 0
    for found in REFERENCE.finditer(text):
        number = numbers.get(found[1])
        if number is not None:
            written.append(runs(text[at : found.start()], leftwards=leftwards))
            written.append(_field(f"REF {bookmark(number)} \\h", f"Table {number}"))
            at = found.end()
    return "".join(written) + runs(text[at:], leftwards=leftwards)


def bookmark(number: int) -> str:
    """The name under which the number of a caption is referred to."""
    return f"_Ref_table_{number}"


def caption(text: str, number: int, house: House, marks: str = "") -> str:
    """What stands in a caption: a number that Word counts, and the title."""
    count = _field("SEQ Table \\* ARABIC", str(number), "CaptionNumber")
    numbered = (
        f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(number)}"/>'
        f"{runs('Table ', 'CaptionNumber')}{count}"
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
    # one paragraph in every house, or a list of tables has numbers without titles
    between = {"dot": ". ", "spaced": "  ", "two-lines": "\n"}[house.caption]
    shown = runs(titled(text, house.caption), "CaptionTitle")
    return f"{numbered}{runs(between, 'CaptionNumber')}{shown}{runs(marks, 'NoteMark')}"


def list_of_tables(captions: Sequence[str]) -> list[str]:
    """The paragraphs of a list of all tables; Word adds the pages when it updates."""
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space='
        '"preserve"> TOC \\h \\z \\c "Table" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    entries = [
        f'<w:hyperlink w:anchor="{bookmark(number)}" w:history="1">'
        f"{runs(f'Table {number}. {text}')}</w:hyperlink>"
        for number, text in enumerate(captions, 1)
    ]
    entries[0] = opening + entries[0]
    entries[-1] += closing
    return entries


def _field(instruction: str, shown: str, style: str = "") -> str:
    return f'<w:fldSimple w:instr=" {instruction} ">{runs(shown, style)}</w:fldSimple>'
