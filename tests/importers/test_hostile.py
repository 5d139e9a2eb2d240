"""Files that were made to do harm, or are broken: a clear verdict for each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import docx
import pytest

from bench._hostile import FILES, LARGE
from bench._making import PARAGRAPH, archive, pdf_bomb, word
from tests.importers.conftest import saved
from workbench.importers import inspect_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.importers.conftest import Parse

SMALL = [name for name in FILES if name not in LARGE]


@pytest.mark.parametrize("name", SMALL)
def test_the_verdict_is_honest(name: str, parse: Parse) -> None:
    parsed = parse(FILES[name].make(), FILES[name].file)
    assert FILES[name].fault(parsed.verdict, parsed.reason, parsed.text) == ""
    parsed.text.encode("utf-8")


def test_every_large_one_is_of_the_corpus() -> None:
    assert set(FILES) >= LARGE
    assert len(FILES) > 90


def test_two_parts_of_one_name_are_rejected(parse: Parse) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = word(PARAGRAPH, ("word/document.xml", b"<a/>"))
    assert "one name" in (parse(data).reason or "")


def test_two_importers_that_claim_a_file_are_named(parse: Parse) -> None:
    data = word(PARAGRAPH, ("xl/workbook.xml", b"<a/>"))
    parsed = parse(data, "both.docx")
    assert parsed.verdict == "rejected"
    assert "could be Word or Excel" in (parsed.reason or "")


def test_a_project_of_another_tool_is_named_as_such(parse: Parse) -> None:
    reason = parse(archive(("project.qde", b"<Project/>")), "study.qdpx").reason
    assert "a whole study of another tool" in (reason or "")


def test_an_xml_file_of_another_kind_is_no_transcript(parse: Parse) -> None:
    data = b'<?xml version="1.0"?>\n<xsd:schema>I: Is it talk? P: No.</xsd:schema>'
    parsed = parse(data, "Project.xsd")
    assert parsed.verdict == "rejected"
    assert "an XML file" in (parsed.reason or "")


def test_the_guard_lets_usual_files_pass(parse: Parse) -> None:
    document = docx.Document()
    for _ in range(3_000):
        document.add_paragraph("Interviewer: the same words again and again")
    assert parse(saved(document)).verdict == "whole"


def test_a_bomb_in_the_child_harms_no_other_file(tmp_path: Path) -> None:
    bomb, good = tmp_path / "bomb.pdf", tmp_path / "good.txt"
    bomb.write_bytes(pdf_bomb())
    good.write_bytes(b"I: A?\nP01: B.\n")
    verdicts = [parsed.verdict for parsed in inspect_files([bomb, good, bomb])]
    assert verdicts == ["rejected", "whole", "rejected"]


@pytest.mark.parametrize(
    "line",
    [
        b" " * 300_000,
        b"a " * 150_000,
        b"\t" * 300_000,
        b"A: " * 100_000,
        b"1:" * 99_999,
    ],
    ids=["spaces", "words", "tabs", "labels", "times"],
)
def test_no_line_holds_the_reader_up(line: bytes, parse: Parse) -> None:
    parsed = parse(b"I: A?\nP: B.\nx" + line + b"x\n")
    assert len(parsed.turns) == 2


@pytest.mark.parametrize("line", ["\n", "\t\n"], ids=["empty", "blank"])
def test_the_time_it_takes_grows_as_the_file_does(line: str, parse: Parse) -> None:
    began = time.process_time()
    parse(40_000 * line + "I: A?\nP01: B.\n")
    assert time.process_time() - began < 3
