"""What Word itself counts, finds and keeps together in a document of ours."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml.ns import qn

from workbench.exporters.plain import html, markdown, printed_page
from workbench.exporters.rendering import render
from workbench.exporters.table import (
    STYLES,
    AsTyped,
    Column,
    Content,
    Heading,
    Line,
    Note,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument

    from workbench.exporters.table import Block

_COLUMNS = (Column("Theme", 8), Column("Quote", 9))


def _table(caption: str = "Themes and what was said", **more: object) -> Table:
    rows = (((Line("Night", "Theme"), Line("Candidate", "Aside")), "It was dark."),)
    return Table(caption, _COLUMNS, rows, **more)  # type: ignore[arg-type]


def _word(blocks: Sequence[Block], style: str = "thesis") -> WordDocument:
    return Document(io.BytesIO(render(Content("A study", blocks), ".docx", style)))


def _captions(document: WordDocument) -> list[str]:
    return [
        "".join(
            "\n" if each.tag == qn("w:br") else each.text or ""
            for each in p._p.iter(qn("w:t"), qn("w:br"))
        )
        for p in document.paragraphs
        if p.style is not None and p.style.name == "Caption"
    ]


def _fields(document: WordDocument) -> list[tuple[str, str]]:
    return [
        (
            (field.get(qn("w:instr")) or "").strip(),
            "".join(t.text or "" for t in field.iter(qn("w:t"))),
        )
        for field in document.element.body.iter(qn("w:fldSimple"))
    ]


def test_a_reference_is_a_field_that_leads_to_the_caption_it_names() -> None:
    document = _word(
        [
            Text("See {table:second}, and {table:unknown} as it was typed."),
            _table("One", key="first"),
            _table("Two", key="second", notes=("More in {table:first}.",)),
        ]
    )

    bookmarks = {
        mark.get(qn("w:name"))
        for mark in document.element.body.iter(qn("w:bookmarkStart"))
    }
    references = [each for each in _fields(document) if each[0].startswith("REF")]
    assert references == [
        (r"REF _Ref_table_2 \h", "Table 2"),
        (r"REF _Ref_table_1 \h", "Table 1"),
    ]
    assert {instruction.split()[1] for instruction, _ in references} <= bookmarks
    assert "{table:unknown} as it was typed." in document.paragraphs[1].text


def test_references_lead_to_the_table_in_html_and_name_it_in_markdown() -> None:
    content = Content("A study", [Text("See {table:one}."), _table(key="one")])

    assert b'<a href="#table-1">Table 1</a>' in html(content)
    assert b'<table id="table-1">' in html(content)
    assert "See Table 1." in markdown(content).decode()


def test_a_document_of_many_tables_begins_with_words_list_of_them() -> None:
    few = _word([_table(f"Number {n}") for n in range(5)])
    many = _word([Text("Before."), *(_table(f"Number {n}") for n in range(6))])

    instructions = [e.text for e in many.element.body.iter(qn("w:instrText"))]
    assert instructions == [' TOC \\h \\z \\c "Table" ']
    listed = [
        "".join(t.text or "" for t in link.iter(qn("w:t")))
        for link in many.element.body.iter(qn("w:hyperlink"))
    ]
    assert listed == [f"Table {n + 1}. Number {n}" for n in range(6)]
    assert [p.text for p in many.paragraphs[:3]] == ["A study", "Before.", "Tables"]
    assert not list(few.element.body.iter(qn("w:instrText")))


@pytest.mark.parametrize(
    ("style", "caption"),
    [
        ("thesis", "Table 1. Themes and what was said"),
        ("jmir", "Table 1. Themes and what was said"),
        ("bmj-open", "Table 1  Themes and what was said"),
        ("apa", "Table 1\nThemes and What Was Said"),
    ],
)
def test_each_house_sets_number_and_title_in_one_paragraph(
    style: str, caption: str
) -> None:
    # Word's list of tables takes one paragraph per table
    assert _captions(_word([_table()], style)) == [caption]


def test_a_caption_of_the_authors_keeps_its_letters() -> None:
    typed = AsTyped("Themen und ihre Zitate")

    named = "Themes and the framework “Working alliance after Bordin”"

    assert _captions(_word([_table(typed)], "apa")) == [f"Table 1\n{typed}"]
    assert _captions(_word([_table(named)], "apa")) == [
        "Table 1\nThemes and the Framework “Working alliance after Bordin”"
    ]


def test_jmir_letters_each_note_where_it_belongs() -> None:
    notes = (
        Note("Not reviewed yet.", "Candidate"),
        Note("Word for word.", "Quote"),
        "Of ten talks.",
    )
    document = _word([_table(notes=notes)], "jmir")

    below = [
        p.text
        for p in document.paragraphs
        if p.style is not None and p.style.name == "Table Note"
    ]
    assert below == ["aOf ten talks.", "bWord for word.", "cNot reviewed yet."]
    assert _captions(document) == ["Table 1. Themes and what was saida"]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[0] == ["Theme", "Quoteb"]
    assert cells[1][0] == "Night\nCandidatec"
    marks = [
        run.style.font.superscript
        for p in document.tables[0].rows[0].cells[1].paragraphs
        for run in p.runs
        if run.text == "b"
    ]
    assert marks == [True]


def test_other_houses_set_one_note_below() -> None:
    document = _word([_table(notes=(Note("One.", "Quote"), "Two."))], "apa")

    assert document.paragraphs[-1].text == "Note. One. Two."


def test_the_preview_has_the_captions_and_letters_of_the_print() -> None:
    content = Content("A study", [_table(notes=(Note("One.", "Quote"),))])

    assert b"Table 1<br><em>Themes and What Was Said</em>" in printed_page(
        content, "apa"
    )
    assert b"Quote<sup>a</sup>" in printed_page(content, "jmir")


@pytest.mark.parametrize("style", STYLES)
def test_what_belongs_together_stays_on_one_page(style: str) -> None:
    styles = _word([_table()], style).styles

    for name in ("Heading 1", "Heading 2", "Caption", "Table Heading", "Table Group"):
        assert styles[name].paragraph_format.keep_with_next, name


def test_a_table_at_the_end_of_a_page_leaves_no_empty_page() -> None:
    last = _word([Heading("One"), _table()]).paragraphs[-1]

    assert last.style is not None
    assert last.style.name == "Table End"
    assert last.style.font.size is not None
    assert last.style.font.size.pt == 1


def test_a_long_row_breaks_between_quotes_and_never_within_one() -> None:
    quotes = [
        line
        for n in range(12)
        for line in (Line(f"Quote {n} " * 8, "Quote"), Line(f"(C{n})", "Source"))
    ]
    idea = "The idea of the theme, at some length. " * 4
    rows = ((Line("Night", "Theme"),), (Line(idea),), tuple(quotes))
    columns = (Column("Theme", 3), Column("Idea", 5), Column("Quote", 9))
    table = Table("Themes", columns, (rows,), whole_rows=False)

    written = _word([table]).tables[0].rows[1:]

    assert len(written) > 2
    for row in written:
        own = row._tr.tc_lst[-1]
        said = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in own.p_lst]
        assert said[0].startswith("Quote")
        assert said[-1].startswith("(C")
        assert list(row._tr.iter(qn("w:cantSplit")))
    merged = [row._tr.tc_lst[0].vMerge for row in written]
    assert merged == ["restart", *["continue"] * (len(written) - 1)]
    assert written[0].cells[1].text == idea


def test_a_page_of_many_parts_begins_with_links_to_them() -> None:
    parts = [
        block for n in range(6) for block in (Heading(f"C0{n}"), Text(f"Talk {n}"))
    ]
    page = html(Content("Talks", [Text("Before."), *parts])).decode()

    links = re.findall(r'<li><a href="#(part-\d+)">(C0\d)</a>', page)
    assert [name for _, name in links] == [f"C0{n}" for n in range(6)]
    assert all(f'id="{target}">{name}<' in page for target, name in links)
    assert page.index("Before.") < page.index("<nav>") < page.index("Talk 0")
    assert b"<nav>" not in html(Content("Talks", parts[:10]))


def test_a_note_never_stands_alone_on_a_page() -> None:
    rows = (("dusk", "one"), ("night", "two"))
    for notes, kept in ((("It was dark.",), [False, True]), ((), [False, False])):
        (table,) = _word([Table("Nights", _COLUMNS, rows, notes)]).tables
        with_next = [
            all(p._p.pPr.find(qn("w:keepNext")) is not None for p in cell.paragraphs)
            for cell in (row.cells[0] for row in table.rows[1:])
        ]
        assert with_next == kept
