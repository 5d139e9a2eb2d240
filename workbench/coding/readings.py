"""Reading against the grain: where a code's own coding might be looked at again.

Pure: vectors in, rows out; pointers to places, never text, and no verdict on any. All
closeness is of wording and topic. People who say the opposite cannot be found so: "I
trust it" and "I don't trust it" are neighbours. What a person marked absent or
contested is the only sign of that.

Vectors are rows of unit length, shape (n, d), float32; `around` is the study they come
from, whose common talk is taken off before segments are set apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.background import LEAST_STUDY, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float32]

#: A code with fewer segments than this falls into no piles.
LEAST_TO_SPLIT: Final = 8
#: Piles are proposed only if they stand apart at least this much (silhouette).
APART: Final = 0.06
#: A stretch of talk shorter than this (in characters) is too little to send anyone to.
LEAST_TO_READ: Final = 60
#: So many coded segments beside a segment say what others of its kind bear.
OF_ITS_KIND: Final = 10


@dataclass(frozen=True, slots=True)
class Pointer:
    """A row worth a look."""

    row: int
    #: Cosine, higher is closer; to what, the function says
    similarity: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment and a segment like it."""

    row: int
    other: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Borne:
    """A code that segments like this one bear."""

    code: str
    #: Rows of those segments, nearest first, three at most
    because: tuple[int, ...]
    #: Cosine to the nearest of them
    similarity: float


@dataclass(frozen=True, slots=True)
class Pile:
    """Part of a code's segments."""

    #: Typical first
    rows: tuple[int, ...]
    #: Cosine of each to the middle of the pile, the study's common talk taken off
    similarities: tuple[float, ...]


def worded_differently(segments: Array, around: Array, limit: int = 5) -> list[Pointer]:
    """Point at a code's segments that are least like its others, least like first.

    Args:
        segments: of one code.
        around: the study's stretches.
        limit: at most this many, and never more than half.

    Returns:
        With the mean cosine to the code's other segments. Empty below three segments.
    """
    if len(segments) < 3:
        return []
    own = _set_apart(segments, around)
    total = own @ own.sum(axis=0) - np.sum(own * own, axis=1)
    mean = total / (len(own) - 1)
    order = np.argsort(np.round(mean, 6), kind="stable")[: min(limit, len(own) // 2)]
    return [Pointer(int(row), float(mean[row])) for row in order]


def most_like(
    segments: Array, others: Array, limit: int = 5, close_enough: float = 0.35
) -> list[Pair]:
    """Point at what is most like any of a code's segments, nearest first.

    Among segments coded otherwise it shows where a boundary is thin; among unread or
    uncoded stretches, where the code may be met again.

    Args:
        segments: of one code or theme; rows of the pairs' `row`.
        others: where to look; rows of the pairs' `other`, each named once.
        limit: at most this many.
        close_enough: least cosine.
    """
    if not len(segments) or not len(others):
        return []
    cosines = others @ segments.T
    nearest = cosines.argmax(axis=1)
    best = cosines[np.arange(len(others)), nearest]
    order = np.argsort(-np.round(best, 6), kind="stable")
    return [
        Pair(int(nearest[at]), int(at), float(best[at]))
        for at in order[:limit]
        if best[at] >= close_enough
    ]


def borne_by_its_kind(
    segment: Array,
    segments: Array,
    codes: Sequence[str],
    own: frozenset[str] = frozenset(),
    close_enough: float = 0.35,
) -> list[Borne]:
    """Name codes that the segments most like one segment bear, and it does not.

    Args:
        segment: shape (d,).
        segments: the other coded segments, one with two codes standing here twice.
        codes: the code of each.
        own: codes that the segment bears already.
        close_enough: least cosine of a segment that counts.

    Returns:
        The code borne most among the `OF_ITS_KIND` nearest comes first.
    """
    if not len(segments):
        return []
    cosines = np.round(np.asarray(segments @ segment, dtype=np.float64), 6)
    order = [
        int(at)
        for at in np.argsort(-cosines, kind="stable")
        if cosines[at] >= close_enough and codes[at] not in own
    ][:OF_ITS_KIND]
    weight: dict[str, float] = {}
    because: dict[str, list[int]] = {}
    for at in order:
        weight[codes[at]] = weight.get(codes[at], 0.0) + float(cosines[at])
        because.setdefault(codes[at], []).append(at)
    ranked = sorted(weight, key=lambda code: (-weight[code], code))
    return [
        Borne(code, tuple(because[code][:3]), float(cosines[because[code][0]]))
        for code in ranked
    ]


def fits_no_code(
    segments: Array, codes: Sequence[str], limit: int = 10, close_enough: float = 0.35
) -> list[Pointer]:
    """Point at coded segments that are like no other segment of any code of theirs.

    Args:
        segments: all coded segments, one with two codes standing here twice.
        codes: the code of each.
        limit: at most this many.
        close_enough: a cosine at which two segments are alike.

    Returns:
        Least like first, with the cosine to the nearest of its own code. Codes with
        one segment are left out: they say nothing of fit.
    """
    found = []
    names = np.asarray(codes)
    for code in sorted(set(codes)):
        rows = np.flatnonzero(names == code)
        if len(rows) < 2:
            continue
        cosines = segments[rows] @ segments[rows].T
        np.fill_diagonal(cosines, -1.0)
        found += [
            Pointer(int(row), float(nearest))
            for row, nearest in zip(rows, cosines.max(axis=1), strict=True)
            if nearest < close_enough
        ]
    found.sort(key=lambda each: (round(each.similarity, 6), each.row))
    return found[:limit]


def fall_apart(segments: Array, around: Array, most: int = 4) -> list[Pile]:
    """Propose how a broad code's segments fall into piles; empty if they do not.

    Args:
        segments: of one code.
        around: the study's stretches.
        most: at most this many piles.

    Returns:
        Largest pile first, every segment in one. The number is the one whose piles
        stand apart most; fewer than `LEAST_TO_SPLIT` segments, or piles that hardly
        stand apart, are no proposal.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415
    from sklearn.metrics import silhouette_score  # noqa: PLC0415

    own = _set_apart(segments, around).astype(np.float64)
    if len(own) < LEAST_TO_SPLIT:
        return []
    tree = linkage(np.round(own, 6), method="ward")
    best, chosen = APART, None
    for count in range(2, most + 1):
        cut = fcluster(tree, count, "maxclust")
        sizes = np.bincount(cut)[1:]
        if len(sizes) < 2 or sizes.min() < 2:
            continue
        apart = float(silhouette_score(own, cut, metric="cosine"))
        if apart > best:
            best, chosen = apart, cut
    if chosen is None:
        return []
    piles = []
    for number in np.unique(chosen):
        rows = np.flatnonzero(chosen == number)
        middle = unit(own[rows].sum(axis=0, keepdims=True))[0]
        near = np.round(own[rows] @ middle, 6)
        order = np.argsort(-near, kind="stable")
        piles.append(
            Pile(
                tuple(int(row) for row in rows[order]),
                tuple(float(one) for one in near[order]),
            )
        )
    return sorted(piles, key=lambda pile: (-len(pile.rows), min(pile.rows)))


def where_next(
    stretches: Array, texts: Sequence[str], coded: Array, limit: int = 10
) -> list[Pointer]:
    """Point at uncoded stretches unlike anything coded so far, and unlike each other.

    Args:
        stretches: uncoded.
        texts: their words; short ones are passed over.
        coded: all coded segments.
        limit: at most this many.

    Returns:
        With the cosine to the nearest coded segment. Empty where nothing is coded:
        everything is unlike nothing.
    """
    long = np.asarray([len(text) >= LEAST_TO_READ for text in texts], dtype=bool)
    rows = np.flatnonzero(long)
    if not len(rows) or not len(coded):
        return []
    mean = stretches.mean(axis=0) if len(stretches) >= LEAST_STUDY else 0.0
    apart, known = unit(stretches[rows] - mean), unit(coded - mean)
    near = np.round((apart @ known.T).max(axis=1), 6)
    shown = (stretches[rows] @ coded.T).max(axis=1)
    found: list[Pointer] = []
    for _ in range(min(limit, len(rows))):
        at = int(near.argmin())
        found.append(Pointer(int(rows[at]), float(shown[at])))
        # What is like a stretch pointed at already is not the next to point at.
        near = np.maximum(near, np.round(apart @ apart[at], 6))
        near[at] = np.inf
    return found


def _set_apart(segments: Array, around: Array) -> Array:
    mean = around.mean(axis=0) if len(around) >= LEAST_STUDY else np.float32(0.0)
    return unit(segments - mean)
