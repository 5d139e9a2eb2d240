"""Which dimension of a framework a text comes closest to: a question, never an answer.

Pure: vectors in, dimensions out. Each text is compared with every definition, inclusion
note and example. A dimension is judged against the study's own background: where all
talk is about trust, closeness to "bond" says little, and more is asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]
    Scores: TypeAlias = NDArray[np.float64]

#: A text that stands out from the background by less than this many standard
#: deviations, for every dimension, comes close to none.
STANDS_OUT: Final = 0.75
#: With fewer texts than this the study's background is not known.
LEAST_BACKGROUND: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A framework as vectors.

    Attributes:
        dimensions: ids, in the framework's order, which decides ties.
        passages: shape (p, d); definitions, inclusion notes and examples, embedded.
        codes: the code that each passage tells of.
        dimension_of: the dimension of each code.
    """

    dimensions: Sequence[str]
    passages: Vectors
    codes: Sequence[str]
    dimension_of: dict[str, str]


def closest_dimensions(
    frame: Frame, texts: Vectors, background: Vectors | None = None
) -> list[str | None]:
    """Name the dimension each text comes closest to, or None for none of them.

    Args:
        frame: the framework.
        texts: shape (n, d), rows of unit length.
        background: shape (m, d), the study's stretches; the texts when None. With
            fewer than `LEAST_BACKGROUND` the largest plain cosine decides, and no
            text can be said to be close to none.
    """
    if not len(texts) or not frame.dimensions:
        return [None] * len(texts)
    found = closeness(frame, texts)
    ground = found if background is None else closeness(frame, background)
    if len(ground) < LEAST_BACKGROUND:
        return [frame.dimensions[column] for column in found.argmax(axis=1)]
    apart = (found - ground.mean(axis=0)) / np.maximum(ground.std(axis=0), 1e-6)
    return [
        frame.dimensions[column] if row[column] >= STANDS_OUT else None
        for row, column in zip(apart, apart.argmax(axis=1), strict=True)
    ]


def closeness(frame: Frame, texts: Vectors) -> Scores:
    """Say how close each text is to each dimension.

    A code counts by its nearest passage, a dimension by the mean of its two nearest
    codes, so that a dimension of many codes is not the nearest by their number.

    Returns:
        shape (n, dimensions); higher is closer. -1 for a dimension without a passage.
    """
    cosines = np.asarray(texts @ frame.passages.T, dtype=np.float64)
    found = np.full((len(texts), len(frame.dimensions)), -1.0)
    for column, dimension in enumerate(frame.dimensions):
        codes = [
            c for c in dict.fromkeys(frame.codes) if frame.dimension_of[c] == dimension
        ]
        if not codes:
            continue
        nearest = np.stack(
            [
                cosines[:, [at for at, c in enumerate(frame.codes) if c == code]].max(
                    axis=1
                )
                for code in codes
            ],
            axis=1,
        )
        found[:, column] = np.sort(nearest, axis=1)[:, -2:].mean(axis=1)
    return found
