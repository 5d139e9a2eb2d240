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

from workbench.coding.background import Background
from workbench.coding.evidence import Evidence
from workbench.coding.stretches import Stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workbench.coding.stretches import Coding

    Vectors: TypeAlias = NDArray[np.float32]
    Scores: TypeAlias = NDArray[np.float64]

#: A code with fewer coded segments than this is said to have too few, not guessed at.
LEAST_EXAMPLES: Final = 2
#: A stretch whose nearest coded segment is further than this resembles nothing coded.
CLOSE_ENOUGH: Final = 0.35
#: Rejected once, a stretch this close is the same stretch and is not offered again.
SAME: Final = 0.999


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
    study: Stretches | Background | None = None,
    *,
    limit: int = 20,
    per_stretch: int = 3,
    close_enough: float = CLOSE_ENOUGH,
) -> Suggestions:
    """Rank pairs of stretch and code that are worth a look, best first.

    Args:
        coding: what people have decided.
        candidates: the stretches to look at, as a rule those of one transcript.
        study: all stretches of the study, coded or not; what they have in common
            says nothing and is taken off. With places it also tells what stands
            beside a stretch. As a `Background` it is prepared once for many askings.
            The candidates and examples when None.
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
    # Rounded, so that the last digits of a sum do not decide between equals.
    scores = np.round(rank_codes(coding, candidates, study), 6)
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
    columns = _columns(coding, coding.example_codes)
    found = [
        Suggestion(
            candidate=row,
            code=coding.codes[column],
            rank=rank,
            similarity=because[0].similarity,
            because=because,
        )
        for rank, (_, row, column) in enumerate(sorted(pairs)[:limit], start=1)
        if (because := _because(coding, columns == column, candidates.vectors[row]))
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
        by_code = np.argsort(columns, kind="stable")
        used, firsts = np.unique(columns[by_code], return_index=True)
        found[:, used] = np.maximum.reduceat(cosines[:, by_code], firsts, axis=1)
    clipped: Scores = np.clip(found, -1.0, 1.0)
    return clipped


def rank_codes(
    coding: Coding,
    candidates: Stretches,
    study: Stretches | Background | None = None,
    weights: Scores | None = None,
) -> Scores:
    """Score every code for every stretch, for comparison within the answer only.

    Args:
        coding: what people have decided.
        candidates: the stretches to look at.
        study: as in `suggest`.
        weights: of the views (see evidence.py), as learned before; learned anew when
            None.

    Returns:
        shape (n, c); higher comes first; means nothing by itself.
    """
    background = _background(coding, candidates, study)
    scores = Evidence(coding, background, weights).scores(candidates)
    if coding.rejected is not None and len(coding.rejected):
        turned = _columns(coding, coding.rejected_codes)
        rejected = background.centred(coding.rejected)
        likeness = background.centred(candidates.vectors) @ rejected.T
        spread = float(scores.std())
        for column in sorted(set(turned.tolist())):
            worst = likeness[:, turned == column].max(axis=1)
            scores[:, column] -= 2.0 * spread * np.maximum(worst, 0.0) ** 2
    return scores


def _background(
    coding: Coding, candidates: Stretches, study: Stretches | Background | None
) -> Background:
    if isinstance(study, Background):
        return study
    if study is None:
        both = np.concatenate([candidates.vectors, coding.examples.vectors])
        study = Stretches(both)
    if not len(study.texts):
        texts = (*candidates.texts, *coding.examples.texts)
        study = Stretches(study.vectors, texts, study.places)
    return Background(study)


def _counts(coding: Coding) -> list[int]:
    columns = _columns(coding, coding.example_codes)
    found: list[int] = np.bincount(columns, minlength=len(coding.codes)).tolist()
    return found


def _columns(coding: Coding, codes: Sequence[str]) -> NDArray[np.int64]:
    place = {code: column for column, code in enumerate(coding.codes)}
    return np.asarray([place[code] for code in codes], dtype=np.int64)


def _rejected_before(coding: Coding, vectors: Vectors) -> NDArray[np.bool_]:
    found = np.zeros((len(vectors), len(coding.codes)), dtype=bool)
    if coding.rejected is not None and len(coding.rejected):
        same = vectors @ coding.rejected.T >= SAME
        columns = _columns(coding, coding.rejected_codes)
        for row, which in np.argwhere(same):
            found[row, columns[which]] = True
    return found


def _because(
    coding: Coding, own: NDArray[np.bool_], vector: Vectors
) -> tuple[Likeness, ...]:
    """Name the nearest of a code's own segments, three at most."""
    rows = np.flatnonzero(own)
    cosines = coding.examples.vectors[rows] @ vector
    nearest = np.argsort(-cosines, kind="stable")[:3]
    return tuple(
        Likeness(int(rows[i]), float(np.clip(cosines[i], -1.0, 1.0))) for i in nearest
    )
