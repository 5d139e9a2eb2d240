"""The simulated disk loses what nobody waited for; the workbench waits."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bench import _disk, _power

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    _disk.why_not() is not None, reason=str(_disk.why_not())
)
CHANCE = random.Random(7)  # noqa: S311 - moments to strike


@pytest.fixture(scope="module")
def disk() -> Iterator[_disk.Disk]:
    with _disk.ready() as made:
        yield made


@pytest.mark.parametrize("deed", ["export", "withdraw"])
def test_nothing_that_was_told_is_lost_when_the_power_is_cut(
    disk: _disk.Disk, deed: str
) -> None:
    said = _power.cut(disk, deed, 12, CHANCE)

    assert (said["lost"], said["not_whole"]) == (0, 0), said


def test_a_program_that_does_not_wait_for_the_disk_loses_something(
    disk: _disk.Disk,
) -> None:
    said = _power.cut(disk, "control: decide, synchronous=OFF", 30, CHANCE)

    assert said["lost"] + said["not_whole"] > 0


def test_a_full_disk_is_told_in_clear_words_wherever_it_fills_up(
    disk: _disk.Disk,
) -> None:
    said = _disk.fill_everywhere(disk, "back up", 4)

    faults = ("lost", "not_whole", "unclear_errors", "not_repeatable")
    assert said["tried"] == 4
    assert [said[fault] for fault in faults] == [0, 0, 0, 0], said
