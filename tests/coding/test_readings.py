"""Reading against the grain, on vectors made up for the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from workbench.coding import readings

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 16
NONE = np.zeros((0, SIZE), dtype=np.float32)


def near(axis: int, count: int, spread: float, seed: int = 0) -> NDArray[np.float32]:
    """Make up unit rows around one axis."""
    random = np.random.default_rng(seed)
    rows = np.eye(SIZE)[axis] + spread * random.normal(size=(count, SIZE))
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(unit, dtype=np.float32)


def test_the_segment_worded_differently_comes_first() -> None:
    segments = np.concatenate([near(0, 7, 0.1), near(1, 1, 0.1)])
    found = readings.worded_differently(segments, NONE, limit=3)
    assert found[0].row == 7
    assert found[0].similarity < found[1].similarity
    assert readings.worded_differently(segments[:2], NONE) == []


def test_segments_like_a_codes_but_coded_otherwise_stand_beside_their_like() -> None:
    segments = near(0, 4, 0.1)
    others = np.concatenate([near(3, 3, 0.1), near(0, 1, 0.1, seed=9)])
    found = readings.most_like(segments, others)
    assert [pair.other for pair in found] == [3]
    nearest = max(float(others[3] @ segment) for segment in segments)
    assert found[0].similarity == pytest.approx(nearest, abs=1e-6)
    assert readings.most_like(segments, NONE) == []


def test_a_segment_gets_the_codes_its_kind_bears_and_not_its_own() -> None:
    segments = np.concatenate([near(0, 3, 0.1), near(0, 2, 0.1, 5), near(4, 3, 0.1)])
    codes = ["night", "night", "night", "cost", "cost", "bus", "bus", "bus"]
    found = readings.borne_by_its_kind(near(0, 1, 0.1, 7)[0], segments, codes)
    assert [one.code for one in found] == ["night", "cost"]
    assert set(found[0].because) == {0, 1, 2}
    own = readings.borne_by_its_kind(
        near(0, 1, 0.1, 7)[0], segments, codes, frozenset({"night"})
    )
    assert [one.code for one in own] == ["cost"]


def test_a_segment_like_none_of_its_code_is_pointed_at() -> None:
    segments = np.concatenate([near(0, 4, 0.1), near(2, 1, 0.1), near(5, 1, 0.1)])
    codes = ["night", "night", "night", "night", "night", "once"]
    found = readings.fits_no_code(segments, codes)
    assert [one.row for one in found] == [4]


def test_a_broad_code_falls_into_the_piles_it_is_made_of() -> None:
    segments = np.concatenate([near(0, 6, 0.1), near(1, 5, 0.1, 1)])
    piles = readings.fall_apart(segments, NONE)
    assert [set(pile.rows) for pile in piles] == [set(range(6)), set(range(6, 11))]


def test_a_code_of_one_meaning_is_not_split() -> None:
    random = np.random.default_rng(2)
    wide = random.normal(size=(20, 400))
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    assert readings.fall_apart(wide.astype(np.float32), NONE) == []
    assert readings.fall_apart(near(0, 5, 0.1), NONE) == []


def test_where_to_read_next_is_unlike_what_is_coded_and_unlike_each_other() -> None:
    talk = np.concatenate([near(0, 20, 0.1), near(3, 3, 0.02), near(6, 2, 0.02)])
    texts = ["a stretch of talk that is long enough to be read by itself, yes"] * 24
    found = readings.where_next(talk, [*texts, "Mm."], near(0, 5, 0.1, 4), limit=2)
    assert {one.row // 3 for one in found} != {0}
    axes = [int(np.abs(talk[one.row]).argmax()) for one in found]
    assert sorted(axes) == [3, 6]
    assert 24 not in [one.row for one in found]


def test_where_nothing_is_coded_nothing_is_unlike_it() -> None:
    talk = near(0, 3, 0.1)
    assert readings.where_next(talk, ["long" * 20] * 3, NONE) == []
    assert readings.borne_by_its_kind(talk[0], NONE, []) == []
    assert readings.fits_no_code(NONE, []) == []
