"""What a file's name and labels propose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from workbench.importers.proposals import (
    propose_day,
    propose_interviewer,
    propose_participant,
)

if TYPE_CHECKING:
    from tests.importers.conftest import Parse

TALK = "I: So?\nC07: So.\n"
NAMES = "Ana Rossi: So?\nBen Okafor: So.\n" * 2


@pytest.mark.parametrize(
    ("file", "talk", "proposed"),
    [
        ("Interview 1 - T01 - final FINAL.docx", NAMES, "T01"),
        ("c06 APRIL 11 clean.txt", NAMES, "C06"),
        ("C14_2025-03-25.vtt", NAMES, "C14"),
        ("interview_v2.txt", NAMES, None),
        ("C01 and C02 together.txt", NAMES, None),
        ("interview.txt", TALK, "C07"),
        ("interview.txt", NAMES, None),
        ("with anna-1 at home.txt", NAMES, "Anna-1"),
        ("GMT20250228-100214_Recording.vtt", NAMES, None),
    ],
)
def test_a_participant_is_proposed_where_one_is_plain(
    file: str, talk: str, proposed: str | None, parse: Parse
) -> None:
    assert propose_participant(parse(talk, file), ["Anna-1"]) == proposed


@pytest.mark.parametrize(
    ("talk", "asks"),
    [
        ("Nerys Thackwood: So?\nBen Okafor: So.\n" * 2, "Nerys Thackwood"),
        ("Thackwood: So?\nBen: So.\n" * 2, "Thackwood"),
        ("Ana Rossi: So?\nC07: So.\n" * 2, "Ana Rossi"),
        ("Ana Rossi: So?\nBen Okafor: So.\n" * 2, None),
        ("I: So?\nC07: So.\n" * 2, None),
        ("Ana Rossi: So?\nC07: So.\nBen Okafor: Well.\n" * 2, None),
    ],
)
def test_who_asks_is_proposed_where_it_is_plain(
    talk: str, asks: str | None, parse: Parse
) -> None:
    found = propose_interviewer(parse(talk), ["Dr Nerys Thackwood", "Bohdana"])
    assert found == asks


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("C14_2025-03-25.vtt", date(2025, 3, 25)),
        ("GMT20250228-100214_Recording.vtt", date(2025, 2, 28)),
        ("20251399.txt", None),
        ("interview 7.txt", None),
    ],
)
def test_a_day_is_proposed_where_the_name_has_one(
    file: str, day: date | None, parse: Parse
) -> None:
    assert propose_day(parse(TALK, file)) == day
