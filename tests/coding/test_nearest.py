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
    vectors = rows(1, 400, 0.0001)
    _, cosines = Nearest(vectors).to(vectors[7], 2)
    assert cosines == pytest.approx(np.sort(vectors @ vectors[7])[::-1][:2], abs=3e-7)


def test_only_what_is_among_them_is_found() -> None:
    vectors = rows(2, 50, 0.5)
    among = np.zeros(50, dtype=bool)
    among[[3, 30]] = True
    found, _ = Nearest(vectors).to(vectors[0], 10, among)
    assert sorted(found.tolist()) == [3, 30]
    none, _ = Nearest(vectors).to(vectors[0], 10, np.zeros(50, dtype=bool))
    assert none.tolist() == []
