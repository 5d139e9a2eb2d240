"""Comments and the passages they stand on, from every kind of file that has them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from docx.enum.text import WD_COLOR_INDEX
from openpyxl.comments import Comment as CellComment

from tests.importers.conftest import saved

if TYPE_CHECKING:
    from tests.importers.conftest import Parse, ParseWord
    from workbench.importers.parsed import ParsedTranscript

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
DC = "http://purl.org/dc/elements/1.1/"


def open_document(*paragraphs: str) -> bytes:
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" '
        f'xmlns:dc="{DC}"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def annotation(text: str, name: str | None = None) -> str:
    named = f' office:name="{name}"' if name else ""
    return (
        f"<office:annotation{named}><dc:creator>NT</dc:creator>"
        f"<text:p>{text}</text:p></office:annotation>"
    )


def told(
    parsed: ParsedTranscript,
) -> list[tuple[str, str | None, str, str | None]]:
    return [(c.text, c.quote, c.before, c.author) for c in parsed.comments]


def end(name: str) -> str:
    return f'<office:annotation-end office:name="{name}"/>'


def test_an_open_documents_comment_keeps_its_passage_and_its_writer(
    parse: Parse,
) -> None:
    data = open_document(
        "I: How?", f"P01: I was {annotation('exhaustion', 'a')}so tired{end('a')}."
    )
    parsed = parse(data)

    assert parsed.turns[1].text == "I was so tired."
    assert told(parsed) == [("exhaustion", "so tired", "P01: I was ", "NT")]
    assert [(o.what, o.text) for o in parsed.omissions] == [("comment", "exhaustion")]
    assert [w.code for w in parsed.warnings] == ["comments"]


def test_an_open_documents_comment_may_reach_over_paragraphs(parse: Parse) -> None:
    data = open_document(
        f"I: {annotation('opening', 'a')}How?", f"P01: So{end('a')} tired."
    )
    assert told(parse(data)) == [("opening", "How?\nP01: So", "I: ", "NT")]


def test_a_comment_at_a_point_has_no_passage(parse: Parse) -> None:
    data = open_document("I: How?", f"P01: So tired{annotation('hm')}.")
    assert told(parse(data)) == [("hm", None, "P01: So tired", "NT")]


def test_rich_texts_comments_keep_passage_and_writer(parse: Parse) -> None:
    parsed = parse(
        rb"{\rtf1\ansi I: How?\par P01: I was {\*\atrfstart 1}so tired"
        rb"{\*\atrfend 1}{\*\atnid N}{\*\atnauthor NT}\chatn"
        rb"{\*\annotation{\*\atndate 1}{\*\atnref 1}\pard exhaustion}.\par "
        rb"I: And?{\*\atnauthor BS}{\*\annotation probe}\par}"
    )

    assert [turn.text for turn in parsed.turns] == ["How?", "I was so tired.", "And?"]
    assert told(parsed) == [
        ("exhaustion", "so tired", "P01: I was ", "NT"),
        ("probe", None, "I: And?", "BS"),
    ]
    assert [o.text for o in parsed.omissions] == ["exhaustion", "probe"]
    assert [w.code for w in parsed.warnings] == ["comments"]


def test_words_comments_keep_what_stands_before_and_their_writer(
    parse_word: ParseWord,
) -> None:
    document = docx.Document()
    document.add_paragraph("I: How?")
    paragraph = document.add_paragraph("P01: I was ")
    document.add_comment(paragraph.add_run("so tired"), "exhaustion", author="NT")

    assert told(parse_word(document)) == [
        ("exhaustion", "so tired", "P01: I was ", "NT")
    ]


def test_passages_highlighted_in_word_can_become_codes_too(
    parse_word: ParseWord,
) -> None:
    document = docx.Document()
    document.add_paragraph("I: How?")
    paragraph = document.add_paragraph("P01: I was ")
    for words in ("so ", "tired"):
        paragraph.add_run(words).font.highlight_color = WD_COLOR_INDEX.YELLOW
    paragraph.add_run(" then, ")
    paragraph.add_run("very").font.highlight_color = WD_COLOR_INDEX.DARK_BLUE

    parsed = parse_word(document)

    assert parsed.turns[1].text == "I was so tired then, very"
    assert told(parsed) == [
        ("highlighted yellow", "so tired", "P01: I was ", None),
        ("highlighted dark blue", "very", "P01: I was so tired then, ", None),
    ]
    assert (parsed.verdict, parsed.omissions) == ("whole", [])
    assert [w.code for w in parsed.warnings] == ["highlights"]
    assert parsed.warnings[0].message.startswith("2 highlighted passages")


def test_a_sheets_comment_stands_on_the_words_of_its_cell(parse: Parse) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["a note"])
    sheet = book.create_sheet()
    for row in (("speaker", "text"), ("I", "How?"), ("P01", "So tired.")):
        sheet.append(row)
    sheet["B3"].comment = CellComment("exhaustion", "NT")
    buffer = io.BytesIO()
    book.save(buffer)

    assert told(parse(buffer.getvalue())) == [("exhaustion", "So tired.", "", "NT")]


@pytest.mark.parametrize("container", ["docx", "odt"])
def test_the_child_hands_comments_over_as_they_are(
    container: str, parse: Parse
) -> None:
    """The wire between the two processes keeps every field."""
    from workbench.importers.child import reading_to_wire
    from workbench.importers.children import reading_from_wire
    from workbench.importers.identify import read_source
    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

    if container == "odt":
        data = open_document(f"I: {annotation('x', 'a')}How?{end('a')}", "P01: So.")
    else:
        document = docx.Document()
        paragraph = document.add_paragraph("I: ")
        document.add_comment(paragraph.add_run("How?"), "x", author="NT")
        document.add_paragraph("P01: So.")
        data = saved(document)
    reading = read_source(Source("talk", data))

    again = reading_from_wire(reading_to_wire(reading))

    assert isinstance(again, Reading)
    assert again.comments == reading.comments
    assert again.comments == list(parse(data).comments)
