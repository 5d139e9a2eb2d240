"""The stretches nearest to a text, exactly, among a million as among a hundred.

Pure. Every row is looked at: first in half precision, which is half as much to read,
then the first thousand again in float32. What halving can have moved is bounded, so the
answer is known to be that of float32 throughout; where the bound does not set the
first apart, more rows are looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]
    Halves: TypeAlias = NDArray[np.float16]

#: So many of the first are compared again in float32.
AGAIN: Final = 1000
#: How far the cosine of two unit rows can move: both are halved (each number by at most
#: 2^-11 of itself, so that by Cauchy and Schwarz the cosine moves by 2^-11 each time),
#: the products summed in float32 (less than 2^-15 for up to 512 numbers) and the sum
#: halved (2^-11). That makes a little over three; the rest is room.
MOVED: Final = 4 * 2.0**-11
#: Rows that are halved at once.
AT_ONCE: Final = 8192


class Nearest:
    """Rows of unit length, ready to be searched.

    Args:
        vectors: shape (n, d), float32; may be mapped from a file, since only
            `AGAIN` rows of it are read for a question.
        halves: the same in half precision, as `halve` makes them; may be mapped
            as well. Made in memory when None.
    """

    def __init__(self, vectors: Vectors, halves: Halves | None = None) -> None:
        self._vectors = vectors
        if halves is None:
            halves = np.empty(vectors.shape, dtype=np.float16)
            halve(vectors, halves)
        self._halves = halves

    def to(
        self, vector: Vectors, count: int = 100, among: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Find the rows nearest to a vector, nearest first.

        Args:
            vector: shape (d,), of unit length.
            count: so many.
            among: shape (n,); only rows marked here. All when None.

        Returns:
            The rows and their cosines in float32; equal ones in the order of the rows.
        """
        there = len(self._vectors) if among is None else int(among.sum())
        wanted = min(count, there)
        if not wanted:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        rough = self._roughly(vector)
        rows = np.arange(len(rough)) if among is None else np.flatnonzero(among)
        rough = rough[rows] if there < len(rough) else rough
        looked = min(max(AGAIN, wanted), there)
        while True:
            first = np.sort(np.argpartition(-rough, looked - 1)[:looked])
            cosines = self._exactly(rows[first], vector)
            order = np.argsort(-cosines, kind="stable")[:wanted]
            # Whoever was not looked at again is at most so near.
            others = rough[first].min() + MOVED
            # Moved further than that, halves tell nothing: they were summed in halves.
            holds = np.abs(cosines - rough[first]).max() <= MOVED
            if looked == there or (holds and cosines[order[-1]] > others):
                return rows[first][order], cosines[order]
            looked = min(2 * looked, there) if holds else there

    def _roughly(self, vector: Vectors) -> Vectors:
        """Give the cosines to all rows, each within `MOVED`; shape (n,)."""
        import torch  # noqa: PLC0415  # a second of import, paid when first needed

        asked = torch.from_numpy(vector.astype(np.float16))
        # Half as many bytes to read is what makes this fast: all of them are.
        found = (torch.from_numpy(self._halves) @ asked).numpy().astype(np.float32)
        return np.asarray(found, dtype=np.float32)

    def _exactly(self, rows: NDArray[np.int64], vector: Vectors) -> Vectors:
        """Give the cosines to these rows in float32.

        Each row is summed by itself, so that equal rows are equally near wherever
        they stand.
        """
        found = np.empty(len(rows), dtype=np.float32)
        for at in range(0, len(rows), AT_ONCE):
            some = self._vectors[rows[at : at + AT_ONCE]]
            found[at : at + AT_ONCE] = np.sum(some * vector, axis=1)
        return found


def halve(vectors: Vectors, into: Halves) -> None:
    """Fill `into` with the rows in half precision, a few at a time."""
    for at in range(0, len(vectors), AT_ONCE):
        into[at : at + AT_ONCE] = vectors[at : at + AT_ONCE]
