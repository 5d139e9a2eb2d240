"""Tables: separated columns, workbooks, and what a column is taken for."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.comments import Comment

if TYPE_CHECKING:
    from tests.importers.conftest import Parse


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    sheet["A1"].comment = Comment("check this", "A")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_is_read_with_its_times_and_comments(parse: Parse) -> None:
    parsed = parse(
        workbook(
            ("Speaker", "Start", "Text", "Theme"),
            ("I", dt.time(0, 0, 12), "How was it?", None),
            ("P01", dt.timedelta(minutes=1, seconds=5), "Fine.", "bond"),
            (None, None, "Mostly.", None),
        )
    )
    assert [(t.speaker, t.start_ms, t.text) for t in parsed.turns] == [
        ("I", 12_000, "How was it?"),
        ("P01", 65_000, "Fine."),
        ("P01", None, "Mostly."),
    ]
    assert parsed.format == "table-xlsx"
    assert [(o.what, o.text) for o in parsed.omissions] == [
        ("column", "bond"),
        ("comment", "check this"),
    ]


def test_a_workbook_without_talk_is_rejected(parse: Parse) -> None:
    assert parse(workbook(("id", "age"), ("P01", 34))).verdict == "rejected"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str, parse: Parse) -> None:
    rows = [("speaker", "text"), ("I", "How?"), ("P01", "So.")]
    parsed = parse("".join(delimiter.join(row) + "\n" for row in rows))
    assert [(t.speaker, t.text) for t in parsed.turns] == rows[1:]


def test_a_line_feed_inside_a_cell_is_kept(parse: Parse) -> None:
    parsed = parse('speaker,text\nI,"One\nand two."\nP01,Three.\n')
    assert parsed.turns[0].text == "One\nand two."


def test_columns_without_names_are_told_by_what_stands_in_them(parse: Parse) -> None:
    parsed = parse("1,I,So how was it?\n2,P01,It was fine.\n3,I,And then what?\n")
    assert [t.speaker for t in parsed.turns] == ["I", "P01", "I"]
    assert [w.code for w in parsed.warnings] == ["table-columns"]


@pytest.mark.parametrize(
    ("header", "row", "start_ms"),
    [
        ("start,end,text", "43810,47850,Hello and welcome.", 43_810),
        ("start,end,text", "43.81,47.85,Hello and welcome.", 43_810),
        ("start,end,text", "12,15,Hello and welcome to you.", 12_000),
        ("start_ms,end_ms,text", "12,15,Hello.", 12),
        ("timespan,text", "0:12 - 0:15,Hello.", 12_000),
        ("time,text", "000115,Hello.", 75_000),
        ("time,text", "75,Hello and welcome to you all.", 75_000),
    ],
)
def test_times_are_read_in_their_unit(
    header: str, row: str, start_ms: int, parse: Parse
) -> None:
    assert parse(f"{header}\n{row}\n").turns[0].start_ms == start_ms


def test_an_empty_speaker_cell_of_a_file_stays_empty(parse: Parse) -> None:
    parsed = parse("speaker,text\nI,How?\n,[door opens]\n")
    assert [t.speaker for t in parsed.turns] == ["I", None]


def test_a_named_column_gives_labels_as_they_stand(parse: Parse) -> None:
    assert parse("speaker,text\nLG:,Yes.\nDB:,No.\n").speakers[0].label == "LG:"


def test_words_beside_a_time_are_listed(parse: Parse) -> None:
    parsed = parse("time,speaker,text\n[00:03:43] second tape,I,So.\n")
    assert parsed.turns[0].start_ms == 223_000
    assert [o.text for o in parsed.omissions] == ["second tape"]


def test_a_row_without_talk_is_listed(parse: Parse) -> None:
    parsed = parse("speaker,text\nI,How?\nP01,\n")
    assert [o.text for o in parsed.omissions] == ["P01"]


def test_merged_cells_of_a_sheet_hold_for_the_rows_they_cover(parse: Parse) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("time", "speaker", "text"),
        ("Part one", None, None),
        ("0:00:12", "I", "How?"),
        (None, "P01", "Tired."),
        (None, None, "So tired."),
        ("0:01:05", "I", "And then?"),
    ):
        sheet.append(row)
    for merged in ("A2:C2", "A3:A5", "B4:B5"):
        sheet.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)

    parsed = parse(buffer.getvalue())

    assert [(t.speaker, t.start_ms, t.text) for t in parsed.turns] == [
        ("I", 12_000, "How?"),
        ("P01", None, "Tired."),
        ("P01", None, "So tired."),
        ("I", 65_000, "And then?"),
    ]
    assert [(o.where, o.text) for o in parsed.omissions] == [
        ("sheet 1, row 2", "Part one")
    ]
    assert [w.code for w in parsed.warnings] == ["filled-down"]
