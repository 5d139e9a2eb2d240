"""Word documents as researchers have them, made with python-docx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import Table as DocumentTable
    from docx.text.paragraph import Paragraph

    from tests.importers.conftest import ParseWord
    from workbench.importers.parsed import ParsedTranscript


def said(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in parsed.turns]


def add_xml(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.replace("NS", nsdecls("w"), 1)))


def test_labelled_paragraphs_become_turns(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("Interviewer: How was it?")
    document.add_paragraph("P01:\tFine.")
    document.add_paragraph("Mostly.")
    parsed = parse_word(document)
    assert said(parsed) == [("Interviewer", "How was it?"), ("P01", "Fine.\nMostly.")]
    assert (parsed.format, parsed.verdict) == ("labelled-docx", "whole")


@pytest.mark.parametrize("mark", ["bold", "italic", "underline"])
def test_an_emphasised_name_needs_no_colon(
    mark: str, document: Document, parse_word: ParseWord
) -> None:
    for name, talk in [("Ana", " How?"), ("P01", " So."), ("Ana", " Why?")] * 2:
        paragraph = document.add_paragraph()
        setattr(paragraph.add_run(name), mark, True)
        paragraph.add_run(talk)
    assert said(parse_word(document))[:2] == [("Ana", "How?"), ("P01", "So.")]


def test_a_stressed_word_is_no_label(document: Document, parse_word: ParseWord) -> None:
    for name, talk in [("Interviewer: ", "How?"), ("P01: ", "So.")] * 3:
        document.add_paragraph(name + talk)
        stressed = document.add_paragraph()
        stressed.add_run("Never").bold = True
        stressed.add_run(" again.")
    assert said(parse_word(document))[0] == ("Interviewer", "How?\nNever again.")


def test_a_heading_names_the_speaker_of_what_follows(
    document: Document, parse_word: ParseWord
) -> None:
    for name, talk in [("Interviewer", "How?"), ("Anna", "So."), ("Anna", "Yes.")]:
        document.add_heading(name, level=2)
        document.add_paragraph(talk)
    assert said(parse_word(document)) == [
        ("Interviewer", "How?"),
        ("Anna", "So."),
        ("Anna", "Yes."),
    ]


def test_soft_breaks_part_the_lines_of_a_paragraph(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("I: How?\nP01: So,\nit went.")
    assert said(parse_word(document)) == [("I", "How?"), ("P01", "So, it went.")]


def test_new_teams_paragraphs_are_read(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("Weekly interview")
    document.add_paragraph("November 3, 2025, 2:00PM")
    document.add_paragraph("Ana Rossi started transcription")
    document.add_paragraph("Ana Rossi   0:11\nHow did it go?")
    document.add_paragraph("P07   1:02:03\nSlowly.\nThen better.")
    document.add_paragraph("Ana Rossi stopped transcription")
    parsed = parse_word(document)
    assert [(t.speaker, t.start_ms, t.text) for t in parsed.turns] == [
        ("Ana Rossi", 11_000, "How did it go?"),
        ("P07", 3_723_000, "Slowly. Then better."),
    ]
    assert parsed.format == "teams-docx"
    assert [o.text for o in parsed.omissions][-1] == "Ana Rossi stopped transcription"


def test_a_table_with_named_columns_is_read_row_by_row(
    document: Document, parse_word: ParseWord
) -> None:
    rows = [
        ("#", "Time", "Speaker", "Talk", "Notes"),
        ("14", "00:12:40", "C12", "It says it cares. I mean.", "looks away"),
        ("15", "", "I", "Mm.", ""),
        ("16", "00:12:50", "", "And you?", ""),
    ]
    fill_table(document, rows)
    parsed = parse_word(document)
    assert [(t.speaker, t.start_ms, t.text) for t in parsed.turns] == [
        ("C12", 760_000, "It says it cares. I mean."),
        ("I", None, "Mm."),
        ("I", 770_000, "And you?"),
    ]
    assert parsed.format == "table-docx"
    assert [(o.what, o.text) for o in parsed.omissions] == [("column", "looks away")]
    assert {"filled-down", "table-columns"} <= {w.code for w in parsed.warnings}


def test_a_table_without_names_is_read_by_what_stands_in_it(
    document: Document, parse_word: ParseWord
) -> None:
    fill_table(document, [("I:", "How was it?"), ("P01:", "It was fine.")] * 2)
    assert (
        said(parse_word(document))
        == [
            ("I", "How was it?"),
            ("P01", "It was fine."),
        ]
        * 2
    )


def test_merged_cells_keep_talk_once_and_headings_out(
    document: Document, parse_word: ParseWord
) -> None:
    table = fill_table(
        document,
        [
            ("Speaker", "Text"),
            ("Part 2", ""),
            ("P01", "First."),
            ("", "Second."),
            ("I", "Third."),
        ],
    )
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(2, 0).merge(table.cell(3, 0))
    parsed = parse_word(document)
    assert said(parsed) == [("P01", "First."), ("P01", "Second."), ("I", "Third.")]
    assert [o.text for o in parsed.omissions] == ["Part 2"]


def test_a_small_table_in_prose_stays_in_its_place(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("I: Look at these cards and tell me what you see there.")
    fill_table(document, [("goal", "task"), ("bond", "trust")])
    document.add_paragraph("P01: I see many words, and I would put trust first of all.")
    parsed = parse_word(document)
    assert parsed.turns[0].text.endswith("there.\ngoal\ntask\nbond\ntrust")
    assert [w.code for w in parsed.warnings] == ["table-in-prose"]


def test_tracked_insertions_are_taken_and_deletions_listed(
    document: Document, parse_word: ParseWord
) -> None:
    paragraph = document.add_paragraph("P01: It was ")
    add_xml(paragraph, '<w:ins NS w:id="1"><w:r><w:t>good</w:t></w:r></w:ins>')
    deleted = '<w:del NS w:id="2"><w:r><w:delText>bad</w:delText></w:r></w:del>'
    add_xml(paragraph, deleted)
    document.add_paragraph("I: Mm.")
    parsed = parse_word(document)
    assert parsed.turns[0].text == "It was good"
    assert [(o.what, o.text) for o in parsed.omissions] == [("deleted text", "bad")]
    assert [w.code for w in parsed.warnings] == ["tracked-changes"]


def test_content_controls_links_and_text_boxes_are_read(
    document: Document, parse_word: ParseWord
) -> None:
    paragraph = document.add_paragraph("P01: One ")
    add_xml(
        paragraph,
        "<w:sdt NS><w:sdtContent><w:r><w:t>two </w:t></w:r></w:sdtContent></w:sdt>",
    )
    add_xml(paragraph, "<w:hyperlink NS><w:r><w:t>three</w:t></w:r></w:hyperlink>")
    box = (
        "<w:txbxContent><w:p><w:r><w:t>I: In the box.</w:t></w:r></w:p></w:txbxContent>"
    )
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    add_xml(
        document.add_paragraph("P01: After."),
        f"<w:r NS {mc}><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
    )
    parsed = parse_word(document)
    assert said(parsed) == [
        ("P01", "One two three"),
        ("P01", "After."),
        ("I", "In the box."),
    ]
    assert [w.code for w in parsed.warnings] == ["text-box"]


def test_hidden_text_headers_and_page_numbers_do_not_become_talk(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("I: How?")
    paragraph = document.add_paragraph("P01: So.")
    paragraph.add_run("secret").font.hidden = True
    document.sections[0].header.paragraphs[0].text = "Interview with Jane Doe"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 4"
    parsed = parse_word(document)
    assert said(parsed) == [("I", "How?"), ("P01", "So.")]
    assert [(o.what, o.text) for o in parsed.omissions] == [
        ("hidden text", "secret"),
        ("header", "Interview with Jane Doe"),
    ]


def test_comments_are_kept_with_the_words_they_stand_on(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("I: How?")
    paragraph = document.add_paragraph("P01: I was ")
    run = paragraph.add_run("so tired")
    document.add_comment(run, "code: exhaustion", author="A", initials="A")
    parsed = parse_word(document)
    assert parsed.turns[1].text == "I was so tired"
    assert [(c.text, c.quote) for c in parsed.comments] == [
        ("code: exhaustion", "so tired")
    ]
    assert ("comment", "code: exhaustion") in [
        (o.what, o.text) for o in parsed.omissions
    ]
    assert [w.code for w in parsed.warnings] == ["comments"]


def test_automatic_numbers_and_symbols_are_warned_of(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("I: How?")
    paragraph = document.add_paragraph("P01: So ")
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:numPr {nsdecls('w')}/>"))
    add_xml(paragraph, '<w:r NS><w:sym w:font="Wingdings" w:char="F04A"/></w:r>')
    parsed = parse_word(document)
    assert parsed.turns[1].text == "So \N{REPLACEMENT CHARACTER}"
    assert {w.code for w in parsed.warnings} == {"symbols", "automatic-numbers"}


def test_front_matter_is_listed_and_not_talk(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_heading("Interview about sleep", level=0)
    document.add_paragraph("Date: 1 May 2024")
    document.add_paragraph("Participant: Jane Doe, age 41, Leeds")
    for line in ["I: How?", "P: So.", "I: Why?", "P: Thus."]:
        document.add_paragraph(line)
    parsed = parse_word(document)
    assert said(parsed)[0] == ("I", "How?")
    assert parsed.title == "Interview about sleep"
    assert [o.text for o in parsed.omissions] == [
        "Date: 1 May 2024",
        "Participant: Jane Doe, age 41, Leeds",
    ]
    assert [w.code for w in parsed.warnings] == ["front-matter"]


def test_paragraphs_without_labels_are_whole_but_said(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("I really like it.")
    document.add_paragraph("It helps me sleep.")
    parsed = parse_word(document)
    assert said(parsed) == [(None, "I really like it."), (None, "It helps me sleep.")]
    assert parsed.verdict == "whole"
    assert [w.code for w in parsed.warnings] == ["no-speakers"]


def test_one_block_without_speakers_is_rejected(
    document: Document, parse_word: ParseWord
) -> None:
    document.add_paragraph("word " * 1_501)
    parsed = parse_word(document)
    assert parsed.verdict == "rejected"
    assert "1501 words" in (parsed.reason or "")
    assert parsed.turns == ()


def fill_table(document: Document, rows: Sequence[Sequence[str]]) -> DocumentTable:
    table: DocumentTable = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table
