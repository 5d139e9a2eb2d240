from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.coding import codes
from workbench.coding.coding_table import code_from_table
from workbench.errors import ImportRejectedError, RowsRefusedError
from workbench.model import Code, CodedSegment, Memo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.coding.conftest import PutIn
    from workbench.store.project import Project


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "coding.csv"


def test_a_table_codes_creates_codes_and_writes_memos(
    project: Project, ann: str, text: str, table: Path
) -> None:
    at = text.rindex("It never sighed.")
    table.write_text(
        "transcript,quote,code,researcher,start,end,memo,polarity,target\n"
        "C01,It listened at three in the morning.,Being heard,Ann,,,So warm,Present,\n"
        f"C01,It never sighed.,being heard,,{at},{at + 16},,,CLIENT-ai\n"
    )
    done = code_from_table(project, ann, table)
    coded = sorted(project.read(CodedSegment), key=lambda each: each.start)

    assert done == {"coded": 2, "already": 0, "codes": 1, "memos": 1}
    assert [each.quote for each in coded] == [
        "It listened at three in the morning.",
        "It never sighed.",
    ]
    assert (coded[1].start, coded[1].target) == (at, "client-AI")
    assert (coded[0].polarity, coded[0].origin) == ("present", "imported")
    assert project.read(Memo)[0].about == coded[0].id
    assert project.read(Code)[0].name == "Being heard"


@pytest.mark.usefixtures("text")
def test_bad_rows_are_listed_by_line_and_the_others_taken(
    project: Project, ann: str, table: Path
) -> None:
    table.write_text(
        "transcript,quote,code,researcher,start,end,memo,polarity,target\n"
        'C01,"What was it like to talk to the app?\nIt",A,Ann,,,,,\n'
        "C09,What was it like,A,Ann,,,,,\n"
        "C01,It never sighed.,A,Ann,,,,,\n"
        "C01,It never laughed.,A,Ann,,,,,\n"
        "C01,What,A,Ann,3,7,,,\n"
        "C01,What,A,Ann,3,,,,\n"
        "C01,What,A,Ann,,,,warm,\n"
        "C01,What,A,Ann,,,,,nobody\n"
        "C01,What,A,Zoe,,,,,\n"
        "C01,What,,Ann,,,,,\n"
        "C01,What,A,Ann,,,,,,,surplus\n"
        "C01,What was it,A,Ann,,,,,\n"
    )
    with pytest.raises(RowsRefusedError) as refused:
        code_from_table(project, ann, table)
    reasons = refused.value.refusals

    assert [reason.split(":")[0] for reason in reasons] == [
        f"coding.csv, line {number}" for number in range(4, 14)
    ]
    expected = "C09,2 times,is not in,is not what,whole numbers,warm,nobody,Zoe,no code"
    for reason, says in zip(reasons, [*expected.split(","), "cells"], strict=True):
        assert says in reason
    assert "sighed" not in str(refused.value)
    assert len(project.rows(CodedSegment)) == 2


@pytest.mark.usefixtures("text")
def test_a_mended_table_can_be_given_again(
    project: Project, ann: str, table: Path
) -> None:
    table.write_text(
        "transcript,quote,code,researcher\nC01,What was,A,Ann\nC01,And yours,A,Ann\n"
    )
    with pytest.raises(RowsRefusedError):
        code_from_table(project, ann, table)
    table.write_text(table.read_text().replace("And yours", "And your"))
    done = code_from_table(project, ann, table)

    assert (done["coded"], done["already"]) == (1, 1)


@pytest.mark.usefixtures("text")
def test_each_researchers_rows_are_recorded_as_hers(
    project: Project, ann: str, table: Path
) -> None:
    ben = study.add_researcher(project, ann, "Ben", "co-analyst")
    study.add_researcher(project, ann, "Dee", "debriefer")
    table.write_text(
        "transcript;quote;code;researcher\n"
        "C01;What was;A;Ben\nC01;What was;A;Ann\nC01;What was;A;Dee\n"
    )
    with pytest.raises(RowsRefusedError, match="line 4: the role 'debriefer'"):
        code_from_table(project, ann, table)

    assert {each.by for each in project.rows(CodedSegment)} == {ann, ben}
    assert len({event.act for event in project.events() if event.by == ben}) == 1
    kinds = [event.kind for event in project.events()]
    assert kinds.index("CodeCreated") < kinds.index("SegmentCoded")


@pytest.mark.usefixtures("text")
def test_a_merged_codes_name_is_refused_rather_than_taken_up_again(
    project: Project, ann: str, table: Path
) -> None:
    source = codes.create(project, ann, "Listening")
    codes.merge(project, ann, source, codes.create(project, ann, "Being heard"))
    table.write_text("transcript,quote,code,researcher\nC01,What was,listening,\n")

    with pytest.raises(RowsRefusedError, match="merged into 'Being heard'"):
        code_from_table(project, ann, table)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"transcript,text,code\n", "missing: quote, researcher; unknown: text"),
        (b"", "missing: transcript"),
        (b"transcript,quote,code,researcher,code\n", "twice: code"),
        ("transcript,quote,code,researcher\nC01,é\n".encode("latin-1"), "not UTF-8"),
        (b'transcript,quote,code,researcher\nC01,"a"b,c\n', "line 2"),
    ],
)
def test_what_is_no_such_table_is_refused_whole(
    project: Project, ann: str, table: Path, content: bytes, says: str
) -> None:
    table.write_bytes(content)

    with pytest.raises(ImportRejectedError, match=says):
        code_from_table(project, ann, table)


def test_five_thousand_rows_take_seconds(
    project: Project, ann: str, table: Path, put_in: PutIn
) -> None:
    lines = ["transcript,quote,code,researcher"]
    for number in range(25):
        turns = [
            ("participant", f"word{number} {index} " + "and so on " * 30)
            for index in range(200)
        ]
        put_in(f"T{number}", turns)
        lines += [
            f"T{number},word{number} {index} and,code {index % 50},Ann"
            for index in range(200)
        ]
    table.write_text("\n".join(lines))
    start = time.perf_counter()
    done = code_from_table(project, ann, table)

    assert (done["coded"], done["codes"]) == (5000, 50)
    assert time.perf_counter() - start < 10
