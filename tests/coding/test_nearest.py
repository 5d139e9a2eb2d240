"""The nearest rows are those of float32 throughout, whatever halving did."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coding import nearest as module
from workbench.coding.nearest import Nearest


def rows(seed: int, count: int, spread: float) -> np.ndarray:
    """Unit rows that lie closely together, so that halving can confuse them."""
    random = np.random.default_rng(seed)
    made = random.normal(size=(1, 48)) + spread * random.normal(size=(count, 48))
    unit = made / np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(unit, dtype=np.float32)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.001, 0.01, 0.3]))
def test_the_answer_is_that_of_float32(seed: int, spread: float) -> None:
    vectors = rows(seed, 3000, spread)
    found, cosines = Nearest(vectors).to(vectors[seed % 3000], 20)

    exact = vectors @ vectors[seed % 3000]
    # Products in another order differ in the last digit of float32.
    assert cosines == pytest.approx(np.sort(exact)[::-1][:20], abs=3e-7)
    assert exact[found] == pytest.approx(cosines, abs=3e-7)


def test_rows_that_halving_made_equal_are_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "AGAIN", 2)
    vectors = rows(1, 2000, 0.05)
    nearest = Nearest(vectors)
    for asked in vectors[:50]:
        exact = np.sum(vectors * asked, axis=1)
        found, _ = nearest.to(asked, 3)
        assert found.tolist() == np.argsort(-exact, kind="stable")[:3].tolist()


def test_equal_rows_come_in_their_order() -> None:
    vectors = np.tile(rows(4, 700, 0.3), (5, 1))
    found, cosines = Nearest(vectors).to(vectors[3], 12)
    exact = np.sum(vectors * vectors[3], axis=1)
    assert found.tolist() == np.argsort(-exact, kind="stable")[:12].tolist()
    assert found[:5].tolist() == [3, 703, 1403, 2103, 2803]
    assert len(set(cosines[:5].tolist())) == 1


def test_halves_that_moved_further_than_they_can_are_not_believed() -> None:
    vectors = rows(5, 3000, 0.3)
    halves = np.zeros(vectors.shape, dtype=np.float16)
    found, _ = Nearest(vectors, halves).to(vectors[2999], 1)
    assert found.tolist() == [2999]


def test_only_what_is_among_them_is_found() -> None:
    vectors = rows(2, 50, 0.5)
    among = np.zeros(50, dtype=bool)
    among[[3, 30]] = True
    found, _ = Nearest(vectors).to(vectors[0], 10, among)
    assert sorted(found.tolist()) == [3, 30]
    none, _ = Nearest(vectors).to(vectors[0], 10, np.zeros(50, dtype=bool))
    assert none.tolist() == []
