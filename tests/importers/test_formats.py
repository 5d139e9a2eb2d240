"""Every format of METHOD 7, from a fixture with its golden turns beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbench.importers.notices import formats

if TYPE_CHECKING:
    from tests.importers.conftest import Parse

FIXTURES = Path(__file__).parent / "fixtures"
FILES = sorted(
    path for path in FIXTURES.iterdir() if not path.name.endswith(".golden.json")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_its_golden_turns(path: Path, parse: Parse) -> None:
    golden: dict[str, Any] = json.loads(
        path.with_name(f"{path.name}.golden.json").read_text(encoding="utf-8")
    )
    parsed = parse(path.read_bytes(), path.name)
    assert golden == {
        "format": parsed.format,
        "verdict": parsed.verdict,
        "turns": [
            [turn.speaker, turn.role, turn.start_ms, turn.end_ms, turn.text]
            for turn in parsed.turns
        ],
        "omissions": [[o.what, o.where, o.text] for o in parsed.omissions],
        "warnings": [warning.code for warning in parsed.warnings],
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_name_of_a_file_plays_no_part(path: Path, parse: Parse) -> None:
    own = parse(path.read_bytes(), path.name)
    disguised = parse(path.read_bytes(), "minutes.docx")
    assert (own.format, own.turns) == (disguised.format, disguised.turns)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_offsets_point_at_each_turn(path: Path, parse: Parse) -> None:
    parsed = parse(path.read_bytes())
    assert parsed.text == "\n".join(turn.text for turn in parsed.turns)
    assert [turn.text for turn in parsed.turns] == [
        parsed.text[turn.start : turn.end] for turn in parsed.turns
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_format_has_a_documented_name(path: Path, parse: Parse) -> None:
    assert parse(path.read_bytes()).format in formats()


def test_the_printed_shape_is_the_contracts(parse: Parse) -> None:
    printed = parse("I: How?\nP01: So.\n").to_json()
    assert list(printed) == [
        "file",
        "sha256",
        "format",
        "verdict",
        "reason",
        "title",
        "language",
        "text",
        "turns",
        "speakers",
        "omissions",
        "warnings",
    ]
    assert printed["turns"][1] == {
        "index": 1,
        "speaker": "P01",
        "role": "participant",
        "start_ms": None,
        "end_ms": None,
        "start": 5,
        "end": 8,
        "text": "So.",
    }
    assert printed["speakers"][0] == {"label": "I", "turns": 1, "words": 1}
    assert json.loads(json.dumps(printed)) == printed


def test_an_unnamed_person_who_answers_after_a_dash_is_not_the_named_one(
    parse: Parse,
) -> None:
    cues = (
        ("BŠ: It records now.",),
        ("- Yes, if it is fine with you.",),
        ("There is a reason for it.",),
        ("BŠ: I can wait.",),
        ("- We have a postdoc who used it.",),
    )
    text = "\n".join(
        f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{line}\n"
        for number, (line,) in enumerate(cues, start=1)
    )

    found = parse(text, "talk.srt")

    assert [turn.speaker for turn in found.turns] == ["BŠ", "-", "BŠ", "-"]
    assert found.turns[1].text == (
        "Yes, if it is fine with you. There is a reason for it."
    )
