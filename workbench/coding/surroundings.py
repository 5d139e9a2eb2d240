"""What stands beside a stretch of talk: the stretches just before and just after it.

Pure. People stay with a matter for a while, so what is said beside a stretch, and how
that was coded, says something about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Rows: TypeAlias = NDArray[np.int64]

#: A transcript (or version of one) and half-open offsets in it.
Place: TypeAlias = tuple[str, int, int]

#: So many stretches to each side count, the d-th of them by 1/d.
REACH: Final = 5


class ReadingOrder:
    """The stretches of a study as they follow each other.

    Args:
        places: where each stretch is. Stretches should not overlap each other.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        self._numbers = {
            name: number for number, name in enumerate(sorted({p[0] for p in places}))
        }
        self._span = max((place[2] for place in places), default=0) + 1
        starts, ends, numbers = self._keys(places)
        self._rows: Rows = np.lexsort((ends, starts))
        self._starts = starts[self._rows]
        self._ends = np.maximum.accumulate(ends[self._rows])
        self._transcripts = numbers[self._rows]

    def beside(self, places: Sequence[Place], reach: int = REACH) -> csr_matrix:
        """Weigh the study's stretches by how near they stand to these places.

        Returns:
            shape (places, study); 1/d for the d-th stretch before or after a place
            in its transcript, and 0 for what overlaps it.
        """
        starts, ends, numbers = self._keys(places)
        before = np.searchsorted(self._ends, starts, side="right")
        after = np.searchsorted(self._starts, ends, side="left")
        rows, columns, weights = [], [], []
        for distance in range(1, reach + 1):
            for found in (before - distance, after + distance - 1):
                inside = (found >= 0) & (found < len(self._rows))
                place = np.flatnonzero(inside)
                same = self._transcripts[found[place]] == numbers[place]
                place = place[same]
                rows.append(place)
                columns.append(self._rows[found[place]])
                weights.append(np.full(len(place), 1.0 / distance))
        return self._matrix(rows, columns, weights, len(places))

    def under(self, places: Sequence[Place]) -> csr_matrix:
        """Tell which of the study's stretches overlap each place.

        Returns:
            shape (places, study); 1 where they share a character, else 0.
        """
        starts, ends, numbers = self._keys(places)
        first = np.searchsorted(self._ends, starts, side="right")
        last = np.searchsorted(self._starts, ends, side="left")
        counts = np.where(numbers >= 0, np.maximum(last - first, 0), 0)
        place = np.repeat(np.arange(len(places)), counts)
        step = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        columns = self._rows[np.repeat(first, counts) + step]
        return self._matrix([place], [columns], [np.ones(len(place))], len(places))

    def _keys(self, places: Sequence[Place]) -> tuple[Rows, Rows, Rows]:
        """Give starts and ends that sort by transcript first, and the transcripts."""
        numbers = np.asarray(
            [self._numbers.get(place[0], -1) for place in places], dtype=np.int64
        )
        ends = np.asarray([place[2] for place in places], dtype=np.int64)
        starts = np.asarray([place[1] for place in places], dtype=np.int64)
        # An offset beyond what the study knows stays within its own transcript.
        last = self._span - 1
        base = numbers * self._span
        return base + np.minimum(starts, last), base + np.minimum(ends, last), numbers

    def _matrix(
        self,
        rows: list[Rows],
        columns: list[Rows],
        weights: list[NDArray[np.float64]],
        count: int,
    ) -> csr_matrix:
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        shape = (count, len(self._rows))
        if not rows:
            return csr_matrix(shape)
        entries = (np.concatenate(rows), np.concatenate(columns))
        return csr_matrix((np.concatenate(weights), entries), shape=shape)
