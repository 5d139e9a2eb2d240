"""Coded segments from other programs' spreadsheets find their place in the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.conftest import lead_of, parse_lines
from workbench.coding.coding_table import code_from_table
from workbench.coding.segments_sheet import read_segments
from workbench.errors import ImportRejectedError, RowsRefusedError
from workbench.familiarise.transcripts import Arrival, bring_in
from workbench.model import Code, CodedSegment, Memo
from workbench.study import add_researcher

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project


@pytest.fixture
def study(file_project: Project) -> Project:
    by = lead_of(file_project)
    made = parse_lines(
        "I: How so?", "P01: I felt heard at night.\nIt is there.", file="Talk one.docx"
    )
    bring_in(file_project, by, [Arrival(made, b"", "int-1")])
    add_researcher(file_project, by, "Ben", "co-analyst")
    return file_project


def taken(study: Project, path: Path) -> list[tuple[str, str]]:
    rows = read_segments(study, path)
    code_from_table(study, lead_of(study), path, rows=rows)
    names = {code.id: code.name for code in study.read(Code)}
    return [(s.quote, names[s.code]) for s in study.read(CodedSegment)]


@pytest.mark.parametrize(
    "table",
    [
        (
            "Color,Document name,Code,Begin,End,Segment,Author,Comment\n"
            '●,Talk one,Outer\\heard,2,2,"felt heard at night. It is there",Ben,so\n'
        ),
        (
            "ID,Document,Quotation Content,Codes,Created by\n"
            '1:1,Talk one.docx,"felt  heard\nat night. It is there","heard",Ben\n'
        ),
        (
            "id;document;tag;content\n"
            "3;talk one.docx;heard;felt heard at night.\tIt is there\n"
        ),
        (
            "Coded segments of the study\n\nFile,Coder,Code name,Coded text\n"
            'int-1,Ben,Outer > heard,"felt heard at night.\nIt is there"\n'
        ),
    ],
    ids=["maxqda", "atlas.ti", "taguette", "qualcoder"],
)
def test_what_other_programs_write_is_understood(
    study: Project, tmp_path: Path, table: str
) -> None:
    path = tmp_path / "segments.csv"
    path.write_text(table, "utf-8-sig")

    assert taken(study, path) == [("felt heard at night.\nIt is there", "heard")]


def test_a_workbook_is_read_with_several_codes_in_a_cell(
    study: Project, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Document", "Quotation Content", "Codes", "Comment"])
    sheet.append(["Talk one", "felt heard", "heard\nby night", "a note"])
    sheet.append([None, None, None, None])
    book.save(tmp_path / "q.xlsx")

    assert sorted(taken(study, tmp_path / "q.xlsx")) == [
        ("felt heard", "by night"),
        ("felt heard", "heard"),
    ]
    assert {memo.text for memo in study.read(Memo)} == {"a note"}


def test_our_own_columns_are_read_as_ever(study: Project, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "transcript,quote,code,researcher\nint-1,felt heard,heard,Ben\n", "utf-8"
    )

    assert taken(study, path) == [("felt heard", "heard")]


def test_what_is_not_found_is_refused_by_row_and_the_rest_taken(
    study: Project, tmp_path: Path
) -> None:
    path = tmp_path / "segments.csv"
    path.write_text(
        "document,content,tag\nTalk one,felt heard,heard\nTalk two,felt,heard\n"
        "Talk one,never said,heard\n",
        "utf-8",
    )

    with pytest.raises(RowsRefusedError) as refused:
        taken(study, path)

    assert [r.partition(":")[0] for r in refused.value.refusals] == [
        "segments.csv, row 3",
        "segments.csv, row 4",
    ]
    assert len(study.rows(CodedSegment)) == 1


def test_a_table_of_something_else_is_refused(study: Project, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "no.xlsx").write_bytes(b"PK\x03\x04 nothing")

    for given in (path, tmp_path / "no.xlsx", tmp_path / "absent.csv"):
        with pytest.raises(ImportRejectedError):
            read_segments(study, given)
