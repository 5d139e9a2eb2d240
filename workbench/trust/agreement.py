"""Figures of agreement between two readers on one code. Pure.

A unit (a turn or a sentence) was given the code by each reader or was not; and of the
talk that both read, each marked stretches or did not. A figure that the data leave
undefined is None: it is not 0, and it is not 1.

Sources: Cohen 1960; Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability";
Gwet 2008, doi 10.1348/000711006X126600; for stretches Krippendorff, Mathet, Bouvry and
Widlöcher 2016, doi 10.1007/s11135-015-0266-1.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

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


class Spans(NamedTuple):
    """What readers marked of the same talk, in characters, all readers added up."""

    #: Marked by two readers at once; each pair counts twice, over readers less one.
    agreed: float
    marked: int
    #: The squared lengths of the stretches.
    squares: int
    #: All that was read: the length of the talk, once for each reader.
    read: int


def spans(readings: Sequence[Iterable[tuple[int, int]]], length: int) -> Spans:
    """What readers marked with a code; one's own overlapping stretches are one.

    Args:
        readings: for each reader, half-open stretches of the talk.
        length: how many characters the talk has.
    """
    given = [_joined(each) for each in readings]
    shared = sum(
        max(0, min(e, f) - max(s, t))
        for one, other in permutations(given, 2)
        for s, e in one
        for t, f in other
        if t < e and s < f
    )
    sizes = [end - start for each in given for start, end in each]
    return Spans(
        shared / (len(given) - 1),
        sum(sizes),
        sum(size * size for size in sizes),
        len(given) * length,
    )


def _joined(given: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters as stretches that do not overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(given):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def overlap(s: Spans) -> float | None:
    """Of two readers: characters that both marked, over those that either did."""
    either = s.marked - s.agreed / 2
    return s.agreed / 2 / either if either else None


def alpha_spans(s: Spans) -> float | None:
    """Krippendorff's alpha for unitizing, binary: marked or not, of any readers.

    Chance is that of stretches as they are, not of characters one by one: a stretch is
    never compared with itself.
    """
    left = s.read - s.marked
    if not s.marked or not left:
        return None
    by_chance = left * s.marked * s.read / (s.read**2 - s.squares - left)
    return 1 - (s.marked - s.agreed) / by_chance


#: Figures that rest on stretches.
OF_SPANS: Final[Mapping[str, Callable[[Spans], float | None]]] = {
    "overlap": overlap,
    "alpha_spans": alpha_spans,
}
Cells = TypeVar("Cells", Counts, Spans)


def figures(
    by_person: Mapping[str, Cells],
    functions: Mapping[str, Callable[[Cells], float | None]],
    *,
    seed: int,
    draws: int = DRAWS,
) -> dict[str, Figure]:
    """Every figure over all people, with an interval by drawing people anew.

    Units of one person hang together, so people are drawn and not units. A draw in
    which a figure is undefined is left out; where that is more than one in twenty, or
    fewer than two people were read, there is no interval.
    """
    cells = [by_person[who] for who in sorted(by_person)]
    whole = total(cells)
    drawn = _draws(cells, seed, draws)
    return {
        name: Figure(
            None if whole is None else figure(whole), _interval(figure, drawn, draws)
        )
        for name, figure in functions.items()
    }


def total(several: Sequence[Cells]) -> Cells | None:
    """The cells of all together; None where there are none."""
    if not several:
        return None
    return type(several[0])(*(sum(column) for column in zip(*several, strict=True)))


def _draws(cells: Sequence[Cells], seed: int, draws: int) -> list[Cells]:
    """The pooled cells of each draw of people, with putting back."""
    import numpy as np  # noqa: PLC0415 - slow to import

    if len(cells) < 2:
        return []
    chance = np.random.default_rng(seed)
    even = np.full(len(cells), 1 / len(cells))
    weights = chance.multinomial(len(cells), even, size=draws)
    return [type(cells[0])(*row) for row in (weights @ np.array(cells)).tolist()]


def _interval(
    figure: Callable[[Cells], float | None], drawn: Sequence[Cells], draws: int
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
