"""How strongly what people coded speaks for each code at each stretch of talk.

Pure. Seven views are added up:

1. closeness to the mean of a code's segments, joined with its name and definition;
2. closeness to the name and definition alone;
3. a ridge regression over all segments, names as further segments, all centred on
   the study: what everyone says in this study says nothing;
4. the words shared with a code's segments and its name, rare words counting more;
5. and 6. views 1 and 3 of the stretches just before and after;
7. how the stretches just before and after were coded.

How much each view counts is learned from the researcher's own coding: a fifth of each
code's segments is hidden in turn, and the weights are moved from a common start to
where the hidden codes come out on top. Nothing is drawn by lot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.background import no_words, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from workbench.coding.background import Background
    from workbench.coding.suggest import Coding, Stretches

    Array: TypeAlias = NDArray[np.float32]
    Columns: TypeAlias = NDArray[np.int64]

#: Where the weights of the seven views start. The second is raised while a code has
#: few segments: then its name is most of what is known.
START: Final = (0.6, 0.4, 0.6, 0.3, 0.3, 0.3, 0.8)
NAME_WHEN_FEW: Final = 0.6
#: How firmly the weights hold to their start, in hidden segments.
FIRMNESS: Final = 6.0
#: A stretch this close to a segment is that segment.
SAME: Final = 0.999
#: Each segment is hidden once in this many rounds.
ROUNDS: Final = 5
#: More hidden segments than this teach the weights nothing further.
ENOUGH_HIDDEN: Final = 400
#: A code with few segments borrows from the stretches of the study that come first for
#: it: so many of them, counting so much over the number of its own segments, and not
#: at all from so many segments on. No more stretches than this are looked through.
BORROWED: Final = 5
BORROWS: Final = 0.5
ENOUGH_SEGMENTS: Final = 8
LOOKED_THROUGH: Final = 2000
#: The ridge's penalty, in segments.
PENALTY: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """What is known of some stretches, whatever the codes."""

    raw: Array
    centred: Array
    words: csr_matrix
    raw_beside: Array
    centred_beside: Array
    #: shape (stretches, study), None without places
    beside: csr_matrix | None

    def rows(self, chosen: NDArray[np.int64]) -> _Facts:
        return _Facts(
            self.raw[chosen],
            self.centred[chosen],
            self.words[chosen],
            self.raw_beside[chosen],
            self.centred_beside[chosen],
            None if self.beside is None else self.beside[chosen],
        )


class Evidence:
    """What people coded, ready to be asked about stretches.

    Args:
        coding: what people decided.
        background: the study, prepared.
        weights: of the seven views, to go on with those learned before; learned from
            the coding when None.
    """

    def __init__(
        self,
        coding: Coding,
        background: Background,
        weights: NDArray[np.float64] | None = None,
    ) -> None:
        self._background = background
        self._codes = len(coding.codes)
        column = {code: place for place, code in enumerate(coding.codes)}
        columns = np.asarray([column[code] for code in coding.example_codes], dtype=int)
        kept = _distinct(columns, coding.examples.vectors)
        self._columns: Columns = columns[kept]
        self._names = np.asarray(coding.descriptions, dtype=np.float32)
        self._centred_names = unit(self._names - self._names.mean(axis=0))
        texts = [*coding.examples.texts, *coding.wordings]
        whole = len(coding.examples.texts) == len(columns)
        self._with_words = whole and len(coding.wordings) == self._codes
        words = background.words(texts) if self._with_words else None
        self._name_words = words[len(columns) :] if words is not None else None
        self._under = self._overlaps(coding.examples.places, kept)
        self._examples = self._facts(
            coding.examples.vectors[kept],
            words[: len(columns)][kept] if words is not None else None,
            [coding.examples.places[i] for i in kept]
            if self._under is not None
            else [],
        )
        self._directions = self._fit(np.arange(len(kept)))
        self._scales = self._spreads(self._directions)
        self.weights = self._learn() if weights is None else weights
        self._borrowed = self._borrow()

    def scores(self, stretches: Stretches) -> NDArray[np.float64]:
        """Add up the views.

        Returns:
            shape (n, c); higher comes first. Comparable within the answer only.
        """
        facts = self._known_of(stretches)
        total = self._added_up(facts)
        if self._borrowed is not None:
            total += facts.centred @ self._borrowed.T
        return total

    def _known_of(self, stretches: Stretches) -> _Facts:
        words = None
        if self._with_words and len(stretches.texts) == len(stretches.vectors):
            words = self._background.words(stretches.texts)
        return self._facts(stretches.vectors, words, stretches.places)

    def _added_up(self, facts: _Facts) -> NDArray[np.float64]:
        everyone = np.arange(len(self._columns))
        total = np.zeros((len(facts.raw), self._codes), dtype=np.float32)
        for weight, view in zip(
            self.weights, self._views(facts, self._directions, everyone), strict=True
        ):
            total += np.float32(weight) * view
        return total.astype(np.float64)

    def _borrow(self) -> Array | None:
        """Point codes of few segments also to where the study looks like them.

        Returns:
            shape (c, d), to be added to the scores; None where no code needs it.
        """
        counts = np.bincount(self._columns, minlength=self._codes)
        needs = (counts > 0) & (counts < ENOUGH_SEGMENTS)
        if not needs.any() or self._codes < 2:
            return None
        study = self._background.some(LOOKED_THROUGH)
        facts = self._known_of(study)
        total = self._added_up(facts)
        # What a code was given already teaches it nothing more.
        own = facts.raw @ self._examples.raw.T >= SAME
        for column in np.flatnonzero(needs):
            total[own[:, self._columns == column].any(axis=1), column] = -np.inf
        first = np.argsort(-np.round(total, 6), axis=0, kind="stable")[:BORROWED]
        places = np.isfinite(np.take_along_axis(total, first, axis=0))
        found = np.einsum("tcd,tc->cd", facts.centred[first], places)
        found = unit(found)
        scale = _spread(facts.centred @ found[needs].T)
        weight = np.where(needs, BORROWS / np.maximum(counts, 1), 0.0) / scale
        return np.asarray(found * weight[:, None], dtype=np.float32)

    def _overlaps(
        self, places: Sequence[tuple[str, int, int]], kept: NDArray[np.int64]
    ) -> csr_matrix | None:
        order = self._background.order
        if order is None or not len(places):
            return None
        return order.under([places[i] for i in kept])

    def _facts(
        self,
        vectors: Array,
        words: csr_matrix | None,
        places: Sequence[tuple[str, int, int]],
    ) -> _Facts:
        raw = np.asarray(vectors, dtype=np.float32)
        centred = self._background.centred(raw)
        words = words if words is not None else no_words(len(raw))
        order, under = self._background.order, self._under
        if order is None or under is None or len(places) != len(raw):
            nothing = np.zeros_like(raw)
            return _Facts(raw, centred, words, nothing, nothing, None)
        beside = order.beside(places)
        # What was coded itself speaks through its code, not once more by its words.
        free = np.asarray(under.sum(axis=0)).ravel() == 0
        uncoded = beside.multiply(free[None, :]).tocsr().astype(np.float32)
        near = np.maximum(np.asarray(uncoded.sum(axis=1)), 0.5).astype(np.float32)
        study = self._background
        return _Facts(
            raw,
            centred,
            words,
            np.asarray(uncoded @ study.vectors) / near,
            np.asarray(uncoded @ study.all_centred) / near,
            beside,
        )

    def _fit(self, taught: NDArray[np.int64]) -> _Directions:
        """Point to each code from these examples."""
        columns, facts = self._columns[taught], self._examples.rows(taught)
        which = _marks(columns, self._codes)
        sums = np.asarray(which.T @ facts.centred)
        names = self._centred_names
        square = facts.centred.T @ facts.centred + names.T @ names
        square += PENALTY * np.eye(len(square), dtype=np.float32)
        # Each name is one more segment; each code's answers are centred on their mean.
        counts = np.bincount(columns, minlength=self._codes) + 1
        share = (counts / counts.sum()).astype(np.float32)[:, None]
        taught_sum = sums.sum(axis=0) + names.sum(axis=0)
        answers = sums + names - share * taught_sum
        words = None
        if self._name_words is not None:
            words = _unit_rows(which.T @ facts.words + self._name_words / 2)
        return _Directions(
            unit(unit(np.asarray(which.T @ facts.raw)) + self._names),
            np.linalg.solve(square, answers.T).T.astype(np.float32),
            words,
            unit(unit(sums) + names),
        )

    def _spreads(self, directions: _Directions) -> list[float]:
        """Measure how far each view sets codes apart, on some hundreds of stretches."""
        study = self._background.vectors
        some = study[:: max(1, len(study) // 500)]
        centred = self._background.centred(some)
        worded = 1.0
        counted = self._background.counted
        if directions.words is not None and counted is not None:
            several = counted[:: max(1, counted.shape[0] // 500)]
            worded = _spread((several @ directions.words.T).toarray())
        return [
            _spread(some @ directions.middles.T),
            _spread(some @ self._names.T),
            _spread(centred @ directions.ridge.T),
            worded,
            _spread(centred @ directions.centred.T),
        ]

    def _views(
        self, facts: _Facts, directions: _Directions, taught: NDArray[np.int64]
    ) -> list[Array]:
        middle, name, ridge, worded, shared = self._scales
        nothing = np.zeros((len(facts.raw), self._codes), dtype=np.float32)
        words = coded = nothing
        if directions.words is not None and facts.words.shape[1] > 1:
            words = (facts.words @ directions.words.T).toarray() / worded
        if facts.beside is not None and self._under is not None and len(taught):
            marks = self._under[taught].T @ _marks(self._columns[taught], self._codes)
            marks.data = np.minimum(marks.data, 1.0)
            coded = (facts.beside @ marks).toarray()
        # Between the codes of a stretch plain cosines tell best; between stretches
        # centred ones do. So the former's mean is exchanged for the latter's.
        mean = directions.centred.mean(axis=0)[:, None] / shared
        level, level_beside = facts.centred @ mean, facts.centred_beside @ mean
        return [
            _apart(facts.raw @ directions.middles.T) / middle + level,
            _apart(facts.raw @ self._names.T) / name + level,
            (facts.centred @ directions.ridge.T) / ridge,
            words,
            _apart(facts.raw_beside @ directions.middles.T) / middle + level_beside,
            (facts.centred_beside @ directions.ridge.T) / ridge,
            coded,
        ]

    def _learn(self) -> NDArray[np.float64]:
        """Move the weights to where hidden segments find their own code."""
        counts = np.bincount(self._columns, minlength=self._codes)
        start = np.asarray(START)
        used = counts[counts > 0]
        start[1] += NAME_WHEN_FEW / max(1.0, float(used.mean()) if len(used) else 1.0)
        turn = _turns(self._columns) % ROUNDS
        # The only segment of a code is never hidden: nothing would be left to find it.
        may_hide = counts[self._columns] > 1
        if self._codes < 2 or not may_hide.any():
            return start
        step = max(1, -(-int(may_hide.sum()) // ENOUGH_HIDDEN))
        views, answers = [], []
        for each in range(ROUNDS):
            hidden = np.flatnonzero(may_hide & (turn == each))[::step]
            if not len(hidden):
                continue
            taught = np.flatnonzero(~(may_hide & (turn == each)))
            directions = self._fit(taught)
            seen = self._views(self._examples.rows(hidden), directions, taught)
            views.append(np.stack(seen, axis=-1).astype(np.float64))
            answers.append(self._columns[hidden])
        return _fit_weights(np.concatenate(views), np.concatenate(answers), start)


@dataclass(frozen=True, slots=True, eq=False)
class _Directions:
    """Where each code lies, row by row."""

    middles: Array
    ridge: Array
    words: csr_matrix | None
    #: As middles, by centred vectors
    centred: Array


def _fit_weights(
    views: NDArray[np.float64], answers: Columns, start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit a softmax over codes by the views' weights, held to their start.

    Args:
        views: shape (hidden, c, views).
        answers: the column of each hidden segment's own code.
        start: where to begin and what to hold to.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    rows = np.arange(len(answers))
    flat = views.reshape(-1, views.shape[-1])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = views @ weights
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        totals = shares.sum(axis=1, keepdims=True)
        shares /= totals
        missed = np.log(totals[:, 0]) - logits[rows, answers]
        expected = shares.reshape(-1) @ flat
        away = weights - start
        return (
            float(missed.sum() + FIRMNESS * (away @ away)),
            expected - views[rows, answers].sum(axis=0) + 2 * FIRMNESS * away,
        )

    # A view that would count against a code is the noise of few examples.
    bounds = [(0.0, None)] * len(start)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)


def _apart(view: NDArray[np.floating]) -> Array:
    """Keep what sets codes apart at a stretch."""
    return np.asarray(view - view.mean(axis=1, keepdims=True), dtype=np.float32)


def _spread(view: NDArray[np.floating]) -> float:
    """Measure how far codes are set apart; 1 where they are not at all."""
    found = float(_apart(view).std())
    return found if found > 1e-6 else 1.0


def _marks(columns: Columns, count: int) -> csr_matrix:
    """Mark each segment's code; shape (segments, count)."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    ones = np.ones(len(columns), dtype=np.float32)
    places = (np.arange(len(columns)), columns)
    return csr_matrix((ones, places), shape=(len(columns), count))


def _unit_rows(rows: csr_matrix) -> csr_matrix:
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    return normalize(rows)


def _turns(columns: Columns) -> Columns:
    """Number the segments of each code, in the order given."""
    order = np.argsort(columns, kind="stable")
    counts = np.bincount(columns)
    turns = np.empty(len(columns), dtype=np.int64)
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    turns[order] = np.arange(len(columns)) - firsts
    return turns


def _distinct(columns: Columns, vectors: Array) -> NDArray[np.int64]:
    """Keep the first of equal segments of one code, as two coders leave them."""
    first: dict[tuple[int, bytes], int] = {}
    for row, column in enumerate(columns.tolist()):
        first.setdefault((column, vectors[row].tobytes()), row)
    # In an order of their own, so that the order given decides nothing.
    rows = sorted(
        first.values(), key=lambda row: (columns[row], vectors[row].tobytes())
    )
    return np.asarray(rows, dtype=np.int64)
