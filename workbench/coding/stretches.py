"""Stretches of talk and what people coded of them, as the ranking takes them.

Pure: rows of numbers beside words and places, in the order of their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from workbench.coding.surroundings import Place

    Vectors: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Stretches of talk: rows of vectors, and what else is known of them.

    Attributes:
        vectors: shape (n, d), float32, rows of unit length.
        texts: their words, for what vectors miss; n of them, or none.
        places: transcript (or version), start and end of each, so that what stands
            beside a stretch can count; n of them, or none.
    """

    vectors: Vectors
    texts: Sequence[str] = ()
    places: Sequence[Place] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """What people have decided so far.

    Attributes:
        codes: ids in the codebook's order, which decides ties.
        descriptions: shape (c, d); row i is code i's name and definition, embedded.
        examples: the coded segments; one with two codes stands here twice.
        example_codes: the code of each example.
        wordings: name and definition of each code in words; c of them, or none.
        rejected: stretches for which a suggestion was rejected.
        rejected_codes: the code that each of these was rejected for.
    """

    codes: Sequence[str]
    descriptions: Vectors
    examples: Stretches
    example_codes: Sequence[str]
    wordings: Sequence[str] = ()
    rejected: Vectors | None = None
    rejected_codes: Sequence[str] = ()
