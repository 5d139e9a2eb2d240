"""Figures of agreement equal published examples and scikit-learn to the last digit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from workbench.trust.agreement import (
    FIGURES,
    OF_SPANS,
    Counts,
    Spans,
    ac1,
    alpha,
    alpha_nominal,
    alpha_spans,
    counts,
    figures,
    kappa,
    overlap,
    percent,
    positive,
    spans,
)

READINGS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60)


def test_krippendorffs_binary_example_of_2011() -> None:
    """Section A: two observers, binary data, no missing values; alpha 0.095."""
    a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    cells = counts([bool(x) for x in a], [bool(x) for x in b])

    found = alpha(cells)

    assert found is not None
    assert round(found, 3) == 0.095
    assert alpha_nominal(list(zip(a, b, strict=True))) == pytest.approx(found)


def test_krippendorffs_nominal_example_of_2011() -> None:
    """Section B: two observers, nominal data, no missing values; alpha 0.692."""
    pairs = list(zip("aabbdcccedda", "babbbcccedd" + "d", strict=True))

    found = alpha_nominal(pairs)

    assert found is not None
    assert round(found, 3) == 0.692


def test_krippendorffs_example_with_gaps_of_2011() -> None:
    """Section C: four observers, nominal data, missing values; alpha 0.743."""
    said = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )

    found = alpha_nominal(list(zip(*said, strict=True)))

    assert found is not None
    assert round(found, 3) == 0.743


def test_gwets_example_where_kappa_fails() -> None:
    """Gwet 2002: 118, 5, 2 and 0 of 125; kappa -0.023, AC1 0.941."""
    cells = Counts(118, 5, 2, 0)

    assert round(kappa(cells) or 0, 3) == -0.023
    assert round(ac1(cells) or 0, 3) == 0.941
    assert percent(cells) == 0.944


@settings(max_examples=60, deadline=None)
@given(READINGS)
def test_kappa_and_positive_agreement_equal_scikit_learn(
    pairs: list[tuple[bool, bool]],
) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    cells = counts(one, other)

    if len({*one, *other}) == 1:
        assert kappa(cells) is None
    else:
        expected = cohen_kappa_score(one, other)
        assert kappa(cells) == pytest.approx(expected, abs=1e-12)
    if any(one) or any(other):
        expected = f1_score(one, other)
        assert positive(cells) == pytest.approx(expected, abs=1e-12)
    else:
        assert positive(cells) is None
    assert alpha(cells) == pytest.approx(alpha_nominal(pairs), abs=1e-12)


def test_what_is_undefined_is_neither_nought_nor_one() -> None:
    nobody, both = Counts(0, 0, 0, 12), Counts(12, 0, 0, 0)

    assert (kappa(nobody), alpha(nobody), positive(nobody)) == (None, None, None)
    assert (kappa(both), alpha(both)) == (None, None)
    assert (positive(both), percent(both)) == (1.0, 1.0)
    nothing = Counts(0, 0, 0, 0)
    assert [f(nothing) for f in (percent, positive, kappa, alpha, ac1)] == [None] * 5


def test_one_unit_has_the_figures_it_can_have() -> None:
    split = Counts(0, 1, 0, 0)

    assert (percent(split), positive(split)) == (0.0, 0.0)
    assert kappa(split) == 0.0
    assert alpha(split) == 0.0
    assert ac1(split) == -1.0


def test_krippendorffs_and_mathets_example_of_2016() -> None:
    """Three observers of sixty characters: printed 0.413, from rounded cells.

    The example that Krippendorff, Mathet, Bouvry and Widlocher (2016) work through,
    with its stretches side by side kept apart. What they print is 1 - 26 / 44.3: 26
    characters marked by one and not by another, 44.3 expected, unrounded 44.338.
    """
    alex = [(0, 7), (7, 13), (30, 32), (32, 37), (37, 44), (44, 60)]
    paul = [(0, 7), (7, 13), (13, 21), (32, 44)]
    suzan = [(0, 7), (7, 13), (13, 21), (32, 37), (37, 41), (41, 44)]

    found = spans([alex, paul, suzan], 60)

    assert found == Spans(agreed=83, marked=109, squares=911, read=180)
    value = alpha_spans(found)
    assert value is not None
    expected = (found.marked - found.agreed) / (1 - value)
    assert round(expected, 1) == 44.3
    assert int(1000 * (1 - 26 / 44.3)) / 1000 == 0.413
    assert value == pytest.approx(
        1 - 26 / (180 * 71 * 109 / (180**2 - 911 - 71)), abs=1e-12
    )


def test_ones_own_overlapping_spans_are_no_agreement() -> None:
    def share(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> float | None:
        return overlap(spans([one, other], 40))

    assert share([(0, 10), (5, 15)], []) == 0
    assert share([(0, 10), (5, 15)], [(12, 20)]) == 3 / 20
    assert share([(0, 4), (4, 8)], [(0, 8)]) == 1
    assert share([], []) is None
    # marking a place twice is no more than marking it once
    assert spans([[(0, 10), (5, 15)], []], 40) == spans([[(0, 15)], []], 40)


def test_agreement_on_stretches_is_undefined_without_variance() -> None:
    assert alpha_spans(spans([[], []], 40)) is None
    assert alpha_spans(spans([[(0, 40)], [(0, 40)]], 40)) is None
    assert alpha_spans(spans([[(0, 9)], [(0, 9)]], 40)) == 1
    assert (alpha_spans(spans([[(0, 9)], [(20, 29)]], 40)) or 0) < 0


def test_intervals_draw_people_and_are_the_same_again() -> None:
    people = {f"C{n:02}": Counts(2 + n % 3, n % 2, 1, 20 + n) for n in range(1, 13)}
    found = figures(people, FIGURES, seed=5)

    assert found == figures(people, FIGURES, seed=5)
    assert found != figures(people, FIGURES, seed=6)
    for figure in found.values():
        assert figure.value is not None
        assert figure.interval is not None
        assert figure.interval.low <= figure.value <= figure.interval.high


def test_one_person_has_figures_and_no_interval() -> None:
    found = figures({"C01": Counts(3, 1, 1, 9)}, FIGURES, seed=0)

    assert found["kappa"].value is not None
    assert found["kappa"].interval is None


def test_where_many_draws_are_undefined_there_is_no_interval() -> None:
    people = {"C01": Counts(2, 0, 0, 0)} | {
        f"C{n:02}": Counts(0, 0, 0, 5) for n in range(2, 9)
    }
    found = figures(people, FIGURES, seed=1)

    assert found["kappa"].value == 1.0
    assert found["kappa"].interval is None


def test_stretches_have_intervals_over_people_too() -> None:
    people = {f"C{n:02}": spans([[(0, 9)], [(n, 9 + n)]], 40 + n) for n in range(1, 13)}
    found = figures(people, OF_SPANS, seed=3)

    for figure in found.values():
        assert figure.value is not None
        assert figure.interval is not None
        assert figure.interval.low < figure.value < figure.interval.high
