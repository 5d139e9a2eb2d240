from __future__ import annotations

import csv
import sqlite3
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.decisions.themes import ExtractDropped, ThemeStateChanged
from workbench.errors import RefusedError
from workbench.exporters.export import export
from workbench.model import OutsideCopy, Turn
from workbench.study import change_setting

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.styles.style import BaseStyle

    from tests.exporters.conftest import Builder


def _rows(study: Builder, kind: str, tmp_path: Path) -> list[dict[str, str]]:
    out = tmp_path / f"{kind}.csv"
    export(study.project, study.by, kind, out, force=True)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _word(study: Builder, tmp_path: Path, **how: object) -> WordDocument:
    out = tmp_path / "themes.docx"
    export(study.project, study.by, "theme-table", out, force=True, **how)  # type: ignore[arg-type]
    return Document(str(out))


def name_of(style: BaseStyle | None) -> str | None:
    return style.name if style else None


def _cells(document: WordDocument) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_the_theme_table_is_a_real_word_table_in_portrait(
    study: Builder, tmp_path: Path
) -> None:
    document = _word(study, tmp_path)

    section = document.sections[0]
    assert section.orientation == WD_ORIENT.PORTRAIT
    assert (section.page_width or 0) < (section.page_height or 0)
    assert _cells(document)[0] == [
        "Theme",
        "Subtheme",
        "Central concept",
        "Is not",
        "Illustrative quote",
    ]
    assert not document.inline_shapes


def test_the_header_row_is_repeated_on_every_page(
    study: Builder, tmp_path: Path
) -> None:
    first = _word(study, tmp_path).tables[0].rows[0]._tr

    assert list(first.iter(qn("w:tblHeader")))


def test_looks_come_from_named_styles_only(study: Builder, tmp_path: Path) -> None:
    document = _word(study, tmp_path)
    direct = {
        element.tag
        for run in document.element.body.iter(qn("w:rPr"))
        for element in run
        if element.tag not in (qn("w:rStyle"), qn("w:rtl"))
    }
    styles = {
        name_of(p.style)
        for row in document.tables[0].rows
        for cell in row.cells
        for p in cell.paragraphs
    }

    assert direct == set()
    assert {"Table Heading", "Table Theme", "Table Quote", "Table Source"} <= styles
    assert name_of(document.tables[0].style) == "Workbench Table"


def test_the_caption_is_numbered_by_a_field(study: Builder, tmp_path: Path) -> None:
    document = _word(study, tmp_path)

    fields = [
        f.get(qn("w:instr")) for f in document.element.body.iter(qn("w:fldSimple"))
    ]
    captions = [p for p in document.paragraphs if name_of(p.style) == "Caption"]
    assert fields == [r" SEQ Table \* ARABIC "]
    assert len(captions) == 1


def test_an_extract_stands_with_participant_group_and_id(
    study: Builder, tmp_path: Path
) -> None:
    row = _cells(_word(study, tmp_path))[1]

    assert row == [
        "Someone is there at night",
        "",
        "Being answered at all matters more than being understood.",
        "Loneliness in general.",
        "“It asked how I was and nobody else did”\n(C01, client; Q-0001)",
    ]


def test_a_subtheme_stands_below_its_theme_in_its_own_column(
    study: Builder, tmp_path: Path
) -> None:
    row = _cells(_word(study, tmp_path))[2]

    assert row[:2] == ["", "Presence without understanding"]


def test_a_participant_without_consent_is_never_quoted(
    study: Builder, tmp_path: Path
) -> None:
    study.extract("Q-0005", "t-3", "s-4")

    row = _cells(_word(study, tmp_path))[3]

    assert "[not quoted: no consent to quotation]\n(C02, client; Q-0003)" in row[4]
    assert "[paraphrase only: not quoted]\n(C03, client; Q-0005)" in row[4]


def test_a_theme_without_extracts_says_so(study: Builder, tmp_path: Path) -> None:
    study.record(ExtractDropped("Q-0001"))

    assert _cells(_word(study, tmp_path))[1][4] == "[no extract chosen]"


def test_a_discarded_theme_is_not_in_the_table(study: Builder, tmp_path: Path) -> None:
    study.record(ThemeStateChanged("t-3", "candidate", "discarded", Words("Thin.")))

    assert "Kept out" not in str(_cells(_word(study, tmp_path)))


def test_counts_are_off_in_a_reflexive_study_until_asked_for(
    study: Builder, tmp_path: Path
) -> None:
    without = _cells(_word(study, tmp_path))
    asked = _cells(_word(study, tmp_path, counts=True))
    change_setting(study.project, study.by, "counts", "on", "The journal asks for it.")
    switched = _cells(_word(study, tmp_path))

    assert "participants" not in str(without)
    assert asked[3][0].endswith(
        "3 of 4 participants (client: 2 of 3, clinician: 1 of 1)"
    )
    assert switched == asked


def test_jmir_cites_in_square_brackets(study: Builder, tmp_path: Path) -> None:
    assert "[C01, client; Q-0001]" in str(_cells(_word(study, tmp_path, style="jmir")))


def _tamper(study: Builder, transcript: str, index: int, text: str) -> None:
    turn = study.project.rows(Turn, version=f"v-{transcript}", index=index)[0]
    path = study.project.database.path
    assert path is not None
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE wording SET text = ? WHERE id = ?", (text, turn.text))
    raw.close()


@pytest.mark.parametrize("kind", ["theme-table", "quote-bank"])
def test_a_quote_that_the_transcript_does_not_say_stops_the_export(
    study: Builder, tmp_path: Path, kind: str
) -> None:
    _tamper(study, "C01-1", 1, "At noon, mostly. It asked how I was. Everyone did so.")
    _tamper(study, "T01-1", 1, "They brought printouts, each of them, every week.")

    with pytest.raises(RefusedError) as caught:
        export(study.project, study.by, kind, tmp_path / "out.csv")

    said = str(caught.value)
    assert "Q-0001 (C01-1" in said
    assert "Q-0004 (T01-1" in said
    assert "nobody else" not in said
    assert not (tmp_path / "out.csv").exists()
    assert study.project.read(OutsideCopy) == []


def test_a_turn_that_was_erased_moves_no_other_quote(
    study: Builder, tmp_path: Path
) -> None:
    first = study.project.rows(Turn, version="v-C01-1", index=0)[0].text
    study.project.record(WordsErased((first,), None, Words("asked")), by=study.by)

    rows = {row["Extract"]: row for row in _rows(study, "theme-table", tmp_path)}

    assert rows["Q-0002"]["Illustrative quote"].startswith("I trusted that")


def test_the_quote_bank_leads_back_to_the_place(study: Builder, tmp_path: Path) -> None:
    row = next(
        row
        for row in _rows(study, "quote-bank", tmp_path)
        if row["subtheme"] == "Presence without understanding"
    )

    start, end = int(row["start"]), int(row["end"])
    assert study.texts["C01-1"][start:end] == row["quote"]
    assert {
        key: row[key] for key in ("participant", "group", "transcript", "turn")
    } == {
        "participant": "C01",
        "group": "client",
        "transcript": "C01-1",
        "turn": "4",
    }
    assert (row["version"], row["time"], row["coded by"], row["origin"]) == (
        "1",
        "0:01:00",
        "Ann Reyes",
        "manual",
    )
    assert (row["extract id"], row["polarity"], row["target"]) == (
        "Q-0002",
        "contested",
        "client-AI",
    )


def test_the_quote_bank_holds_every_coded_segment(
    study: Builder, tmp_path: Path
) -> None:
    study.segment("s-6", "T01-1", "we laugh a little", "c-6")

    rows = _rows(study, "quote-bank", tmp_path)

    places = {(row["transcript"], row["start"]) for row in rows}
    assert len(places) == 6
    assert rows[-1]["theme"] == ""


def test_one_who_is_not_identified_is_not_quoted_beside_one_who_refused(
    study: Builder, tmp_path: Path
) -> None:
    from workbench.decisions.familiarisation import (
        SpeakerGiven,
        TranscriptImported,
        TurnGiven,
        VersionGiven,
    )

    first, second = "We both use it.", "Every night in fact."
    study.texts["X-1"] = f"{first}\n{second}"
    version = VersionGiven(
        "v-X-1", 1, "plain", "whole", 36, Words("f"), Words("0"), None, Words("{}"),
        (
            SpeakerGiven(Words("Her"), "participant", "C02"),
            SpeakerGiven(Words("Him"), "participant", None),
        ),
        (
            TurnGiven(0, 0, 15, None, None, Words(first)),
            TurnGiven(1, 16, 36, None, None, Words(second)),
        ),
    )  # fmt: skip
    study.record(TranscriptImported("X-1", None, None, version))
    study.segment("s-7", "X-1", "Every night in fact.", "c-1")

    rows = _rows(study, "quote-bank", tmp_path)

    quote = next(row["quote"] for row in rows if row["transcript"] == "X-1")
    assert quote.startswith("[not quoted")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_is_guarded(
    empty: Builder, tmp_path: Path, start: str
) -> None:
    name = f"{start}HYPERLINK(A1)"
    empty.theme("t-1", name)

    row = _rows(empty, "theme-table", tmp_path)[0]
    out = tmp_path / "themes.xlsx"
    export(empty.project, empty.by, "theme-table", out)
    cell = load_workbook(out).worksheets[0]["A2"]

    assert row["Theme"] == f"'{name}"
    assert cell.data_type == "s"


def test_words_are_text_and_whole_numbers_are_numbers_in_a_spreadsheet(
    study: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "bank.xlsx"
    export(study.project, study.by, "quote-bank", out)

    page = load_workbook(out).worksheets[0]
    heads = [cell.value for cell in page[1]]
    types = {
        head: {cell.data_type for cell in column[1:] if cell.value is not None}
        for head, column in zip(heads, page.iter_cols(), strict=True)
    }
    numbers = {head for head, found in types.items() if found == {"n"}}
    assert numbers == {"version", "turn", "start", "end"}
    assert all(found <= {"s"} for head, found in types.items() if head not in numbers)
    assert page.max_row == 7


def test_a_spreadsheet_prints_a_page_wide_with_its_header_on_each(
    study: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "bank.xlsx"
    export(study.project, study.by, "quote-bank", out)

    page = load_workbook(out).worksheets[0]
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToHeight, page.print_title_rows) == (0, "$1:$1")


def test_control_characters_and_long_and_leftward_quotes_reach_word(
    empty: Builder, tmp_path: Path
) -> None:
    empty.participant("C01", "client")
    hebrew = (
        "\u05d0\u05e0\u05d9 \u05de\u05d3\u05d1\u05e8 \u05d1\u05dc\u05d9\u05dc\u05d4"
    )
    long = "and so on and on " * 400
    empty.transcript("C01-1", "C01", "Well?", f"{hebrew}\x0b {long}")
    empty.code("c-1", "night")
    empty.segment("s-1", "C01-1", f"{hebrew}\x0b {long}".strip(), "c-1")
    empty.theme("t-1", "Night", "c-1")
    empty.extract("Q-0001", "t-1", "s-1")

    document = _word(empty, tmp_path)

    assert hebrew in _cells(document)[1][-1]
    assert "\N{REPLACEMENT CHARACTER}" in _cells(document)[1][-1]


def test_a_large_quote_bank_is_written_quickly(empty: Builder, tmp_path: Path) -> None:
    import time

    empty.participant("C01", "client")
    empty.transcript("C01-1", "C01", "Well?", "I said so. " * 3000)
    empty.code("c-1", "saying so")
    from workbench.decisions.coding import SegmentCoded

    text = empty.texts["C01-1"]
    empty.record(
        *(
            SegmentCoded(
                f"s-{n}", "C01-1", "v-C01-1", 6 + 5 * n, 16 + 5 * n,
                Words(text[6 + 5 * n : 16 + 5 * n]), Words(""), Words(""), "c-1",
            )
            for n in range(5000)
        )
    )  # fmt: skip
    empty.theme("t-1", "Saying", "c-1")

    # the limit is for a busy machine; rows in quadratic time would pass it by far
    began = time.perf_counter()
    export(empty.project, empty.by, "quote-bank", tmp_path / "bank.docx")

    assert time.perf_counter() - began < 40


def test_an_extract_stands_under_the_theme_that_quotes_it(
    study: Builder, tmp_path: Path
) -> None:
    study.segment("s-6", "T01-1", "we laugh a little", "c-6")
    study.extract("Q-0005", "t-1", "s-6")

    rows = {
        row["extract id"]: row
        for row in _rows(study, "quote-bank", tmp_path)
        if row["extract id"]
    }

    assert rows["Q-0005"]["theme"] == "Someone is there at night"
    assert rows["Q-0005"]["code"] == "parrot"
    assert list(rows) == ["Q-0001", "Q-0005", "Q-0002", "Q-0004", "Q-0003"]
