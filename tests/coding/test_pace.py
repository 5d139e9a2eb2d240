"""How long the reading of texts will still take."""

from __future__ import annotations

import pytest

from workbench.coding.pace import Pace


def test_short_work_is_silent_and_long_work_says_what_is_left() -> None:
    now = [0.0]
    said: list[str] = []
    pace = Pace(said.append, lambda: now[0])
    for second, done in ((1, 5), (2, 4), (4, 15), (5, 20), (7, 30), (20, 100)):
        now[0] = float(second)
        pace(done, 100)
    assert said == [
        # the longest came first: of them nothing can be told of the others
        "Reading 4 of 100 stretches on this machine.",
        "Reading 15 of 100 stretches on this machine; about 25 seconds left.",
        "Reading 30 of 100 stretches on this machine; about 15 seconds left.",
    ]


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "about 45 seconds"), (60, "about 9 minutes")]
)
def test_what_is_left_is_said_roughly(seconds: float, said: str) -> None:
    now = [0.0]
    lines: list[str] = []
    pace = Pace(lines.append, lambda: now[0])
    now[0] = seconds
    pace(1, 10)
    assert said in lines[0]
