"""Figures of agreement between two readers on one code. Pure.

A unit (a turn or a sentence) was given the code by each reader or was not. A figure
that the data leave undefined is None: it is not 0, and it is not 1.

Sources: Cohen 1960; Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability";
Gwet 2008, doi 10.1348/000711006X126600.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: How often people are drawn anew for an interval.
DRAWS: Final = 1000


class Counts(NamedTuple):
    """The four cells: coded by both, by the one only, by the other only, by neither."""

    both: int
    only_one: int
    only_other: int
    neither: int

    @property
    def units(self) -> int:
        """All units."""
        return sum(self)


class Interval(NamedTuple):
    """Where a figure lies in 95 of 100 draws of people."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval; None where it is undefined."""

    value: float | None
    interval: Interval | None


def percent(c: Counts) -> float | None:
    """The share of units on which both did the same."""
    return (c.both + c.neither) / c.units if c.units else None


def positive(c: Counts) -> float | None:
    """Agreement on where the code is; what neither coded does not count."""
    coded = 2 * c.both + c.only_one + c.only_other
    return 2 * c.both / coded if coded else None


def kappa(c: Counts) -> float | None:
    """Cohen's kappa; undefined where both are bound to agree by chance."""
    n = c.units
    if not n:
        return None
    one, other = c.both + c.only_one, c.both + c.only_other
    by_chance = one * other + (n - one) * (n - other)
    if by_chance == n * n:
        return None
    return ((c.both + c.neither) * n - by_chance) / (n * n - by_chance)


def alpha(c: Counts) -> float | None:
    """Krippendorff's alpha, nominal, of two readers without gaps."""
    given = 2 * c.both + c.only_one + c.only_other
    left = 2 * c.units - given
    if not given or not left:
        return None
    disagreed = c.only_one + c.only_other
    return 1 - (2 * c.units - 1) * disagreed / (given * left)


def ac1(c: Counts) -> float | None:
    """Gwet's AC1, which stays meaningful where a code is rare."""
    n = c.units
    if not n:
        return None
    share = (2 * c.both + c.only_one + c.only_other) / (2 * n)
    by_chance = 2 * share * (1 - share)
    return ((c.both + c.neither) / n - by_chance) / (1 - by_chance)


FIGURES: Final[Mapping[str, Callable[[Counts], float | None]]] = {
    "percent": percent,
    "positive": positive,
    "kappa": kappa,
    "alpha": alpha,
    "ac1": ac1,
}


def alpha_nominal(units: Iterable[Sequence[object | None]]) -> float | None:
    """Krippendorff's alpha for any number of readers and values, with gaps.

    Args:
        units: for each unit, what each reader said; None where a reader said nothing.
    """
    coincidences: Counter[tuple[object, object]] = Counter()
    for unit in units:
        said = Counter(value for value in unit if value is not None)
        many = sum(said.values())
        if many < 2:
            continue
        for a, n in said.items():
            for b, m in said.items():
                pairs = n * (m - 1) if a == b else n * m
                coincidences[a, b] += pairs / (many - 1)  # type: ignore[assignment]
    totals: Counter[object] = Counter()
    for (a, _), weight in coincidences.items():
        totals[a] += weight
    n = sum(totals.values())
    expected = n * n - sum(t * t for t in totals.values())
    if not expected or n <= 1:
        return None
    observed = sum(w for (a, b), w in coincidences.items() if a != b)
    return 1 - (n - 1) * observed / expected


def counts(one: Sequence[bool], other: Sequence[bool]) -> Counts:
    """The four cells of two readings of the same units."""
    cells = Counter(zip(one, other, strict=True))
    return Counts(
        cells[True, True], cells[True, False], cells[False, True], cells[False, False]
    )


def overlap(
    one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """Characters that both marked, and that either did; own overlaps count once."""
    a, b = _joined(one), _joined(other)
    shared = sum(
        max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b if t < e and s < f
    )
    total = sum(e - s for s, e in a) + sum(f - t for t, f in b)
    return shared, total - shared


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters as spans that do not touch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def figures(
    by_person: Mapping[str, Counts], *, seed: int, draws: int = DRAWS
) -> dict[str, Figure]:
    """Every figure over all people, with an interval by drawing people anew.

    Units of one person hang together, so people are drawn and not units. A draw in
    which a figure is undefined is left out; where that is more than one in twenty, or
    fewer than two people were read, there is no interval.
    """
    people = sorted(by_person)
    whole = _sum(by_person[who] for who in people)
    drawn = _draws([by_person[who] for who in people], seed, draws)
    return {
        name: Figure(figure(whole), _interval(figure, drawn, draws))
        for name, figure in FIGURES.items()
    }


def _sum(several: Iterable[Counts]) -> Counts:
    cells = list(several)
    return Counts(*(sum(c[place] for c in cells) for place in range(4)))


def _draws(cells: Sequence[Counts], seed: int, draws: int) -> list[Counts]:
    """The pooled cells of each draw of people, with putting back."""
    import numpy as np  # noqa: PLC0415 - slow to import

    if len(cells) < 2:
        return []
    chance = np.random.default_rng(seed)
    even = np.full(len(cells), 1 / len(cells))
    weights = chance.multinomial(len(cells), even, size=draws)
    pooled = weights @ np.array(cells, dtype=np.int64)
    return [Counts(*map(int, row)) for row in pooled]


def _interval(
    figure: Callable[[Counts], float | None], drawn: Sequence[Counts], draws: int
) -> Interval | None:
    values = sorted(v for v in map(figure, drawn) if v is not None)
    if not values or len(values) < 0.95 * draws:
        return None
    return Interval(_at(values, 0.025), _at(values, 0.975))


def _at(values: Sequence[float], share: float) -> float:
    """The value below which this share lies, between neighbours in proportion."""
    place = share * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
