"""Which stretches of talk may carry which codes: a ranking, for a person to judge.

Pure: vectors in, a ranking out; asking, showing and recording is the caller's part.
What a person coded is all there is to learn from, and every suggestion names the
coded segments it resembles. Similarity is closeness of wording and topic: it is no
confidence, and opposites ("I trust it", "I don't trust it") are close.
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

#: A transcript and a position in it, for stretches that follow each other.
Place: TypeAlias = tuple[str, int]

#: A code with fewer coded segments than this is said to have too few, not guessed at.
LEAST_EXAMPLES: Final = 2
#: A stretch whose nearest coded segment is further than this resembles nothing coded.
CLOSE_ENOUGH: Final = 0.35
#: Rejected once, a stretch this close is the same stretch and is not offered again.
SAME: Final = 0.999


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Stretches of talk: rows of vectors, and what else is known of them.

    Attributes:
        vectors: shape (n, d), float32, rows of unit length.
        texts: their words, for what vectors miss; n of them, or none.
        places: transcript and position of each, so that what stands beside a stretch
            can count; n of them, or none.
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


@dataclass(frozen=True, slots=True)
class Likeness:
    """A coded segment that a suggestion resembles."""

    #: Row of Coding.examples
    example: int
    #: Cosine, higher is closer
    similarity: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stretch and a code that a person may want to look at."""

    #: Row of the candidates
    candidate: int
    code: str
    #: From 1; the order of the ranking, which is not the order of similarity
    rank: int
    #: Cosine to the nearest coded segment of the code
    similarity: float
    #: The one to three coded segments of this code that are nearest, nearest first
    because: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A ranking, and what was left out of it.

    Attributes:
        found: best first; empty says that nothing is close enough.
        too_few_examples: codes with fewer than `LEAST_EXAMPLES` coded segments.
        nothing_close: how many candidates resemble no coded segment.
    """

    found: tuple[Suggestion, ...]
    too_few_examples: tuple[str, ...]
    nothing_close: int


def suggest(
    coding: Coding,
    candidates: Stretches,
    study: Stretches | None = None,
    *,
    limit: int = 20,
    per_stretch: int = 3,
    close_enough: float = CLOSE_ENOUGH,
) -> Suggestions:
    """Rank pairs of stretch and code that are worth a look, best first.

    Args:
        coding: what people have decided.
        candidates: the stretches to look at, as a rule those of one transcript.
        study: all stretches of the study; what they have in common says nothing and
            is taken off. The candidates and examples when None.
        limit: at most this many suggestions.
        per_stretch: at most this many codes for one stretch.
        close_enough: least cosine to the nearest coded segment of the code.
    """
    counts = _counts(coding)
    too_few = tuple(
        code
        for code, count in zip(coding.codes, counts, strict=True)
        if count < LEAST_EXAMPLES
    )
    size = len(candidates.vectors)
    if size == 0 or not any(count >= LEAST_EXAMPLES for count in counts):
        return Suggestions((), too_few, size)
    scores = rank_codes(coding, candidates, study)
    nearest = nearest_examples(coding, candidates.vectors)
    offered = (nearest >= close_enough) & (np.asarray(counts) >= LEAST_EXAMPLES)
    offered &= ~_rejected_before(coding, candidates.vectors)
    order = np.argsort(-np.where(offered, scores, -np.inf), axis=1, kind="stable")
    pairs = [
        (-float(scores[row, column]), row, int(column))
        for row in range(size)
        for column in order[row, :per_stretch]
        if offered[row, column]
    ]
    found = [
        Suggestion(
            candidate=row,
            code=coding.codes[column],
            rank=rank,
            similarity=float(nearest[row, column]),
            because=_because(coding, candidates.vectors[row], column),
        )
        for rank, (_, row, column) in enumerate(sorted(pairs)[:limit], start=1)
    ]
    return Suggestions(
        tuple(found), too_few, int(np.sum(nearest.max(axis=1) < close_enough))
    )


def nearest_examples(coding: Coding, vectors: Vectors) -> Scores:
    """Give the cosine to the nearest coded segment of each code.

    Returns:
        shape (n, c); -1 where a code has no coded segment.
    """
    found = np.full((len(vectors), len(coding.codes)), -1.0)
    if len(coding.example_codes):
        cosines = vectors @ coding.examples.vectors.T
        columns = _columns(coding, coding.example_codes)
        for column in range(len(coding.codes)):
            of_code = columns == column
            if of_code.any():
                found[:, column] = cosines[:, of_code].max(axis=1)
    return np.clip(found, -1.0, 1.0)


def rank_codes(
    coding: Coding, candidates: Stretches, study: Stretches | None = None
) -> Scores:
    """Score every code for every stretch, for comparison within the answer only.

    Four views are added: closeness to the mean of a code's segments with its name and
    definition, a ridge regression over all segments, name and definition alone, and
    the words themselves.

    Returns:
        shape (n, c); higher comes first; means nothing by itself.
    """
    columns = _columns(coding, coding.example_codes)
    count = len(coding.codes)
    raw = _unit(_sums(coding.examples.vectors, columns, count))
    everything = study.vectors if study is not None else candidates.vectors
    mean = everything.mean(axis=0)
    centred = _unit(candidates.vectors - mean)
    names = _unit(coding.descriptions - coding.descriptions.mean(axis=0))
    taught = np.concatenate([_unit(coding.examples.vectors - mean), names])
    answers = np.concatenate([np.eye(count)[columns], np.eye(count)])
    answers -= answers.mean(axis=0)
    hat = taught.T @ taught + 2.0 * np.eye(taught.shape[1])
    ridge = centred @ np.linalg.solve(hat, taught.T @ answers)
    views = [
        (1.0, candidates.vectors @ _unit(raw + coding.descriptions).T),
        (1.0, ridge),
        (0.5, candidates.vectors @ coding.descriptions.T),
    ]
    scores = np.zeros((len(candidates.vectors), count))
    for weight, view in views:
        scores += weight * _comparable(view)
    if coding.rejected is not None and len(coding.rejected):
        turned = _columns(coding, coding.rejected_codes)
        likeness = centred @ _unit(coding.rejected - mean).T
        for column in set(turned.tolist()):
            worst = likeness[:, turned == column].max(axis=1)
            scores[:, column] -= 2.0 * np.maximum(worst, 0.0) ** 2
    return scores


def _comparable(view: Scores) -> Scores:
    """Bring a view to one scale: what sets codes apart for a stretch, of spread 1."""
    apart = view - view.mean(axis=1, keepdims=True)
    return np.asarray(apart / max(float(apart.std()), 1e-12), dtype=np.float64)


def _counts(coding: Coding) -> list[int]:
    columns = _columns(coding, coding.example_codes)
    found: list[int] = np.bincount(columns, minlength=len(coding.codes)).tolist()
    return found


def _columns(coding: Coding, codes: Sequence[str]) -> NDArray[np.int64]:
    place = {code: column for column, code in enumerate(coding.codes)}
    return np.asarray([place[code] for code in codes], dtype=np.int64)


def _sums(vectors: Vectors, columns: NDArray[np.int64], count: int) -> Scores:
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, columns, vectors)
    return sums


def _unit(vectors: NDArray[np.floating]) -> Scores:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float64)


def _rejected_before(coding: Coding, vectors: Vectors) -> NDArray[np.bool_]:
    found = np.zeros((len(vectors), len(coding.codes)), dtype=bool)
    if coding.rejected is not None and len(coding.rejected):
        same = vectors @ coding.rejected.T >= SAME
        columns = _columns(coding, coding.rejected_codes)
        for row, which in np.argwhere(same):
            found[row, columns[which]] = True
    return found


def _because(coding: Coding, vector: Vectors, column: int) -> tuple[Likeness, ...]:
    rows = np.flatnonzero(_columns(coding, coding.example_codes) == column)
    cosines = coding.examples.vectors[rows] @ vector
    nearest = np.argsort(-cosines, kind="stable")[:3]
    return tuple(
        Likeness(int(rows[i]), float(np.clip(cosines[i], -1.0, 1.0))) for i in nearest
    )
