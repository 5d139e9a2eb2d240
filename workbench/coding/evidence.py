"""How strongly what people coded speaks for each code at each stretch of talk.

Pure. Seven views are added up, each a direction for every code in one or two parts of
what is known of a stretch; how far a stretch lies along it is the view's score:

1. closeness to the mean of a code's segments, joined with its name and definition;
2. closeness to the name and definition alone;
3. a ridge regression over all segments, names as further segments, all centred on
   the study: what everyone says in this study says nothing;
4. the words shared with a code's segments and its name, rare words counting more;
5. and 6. views 1 and 3 of the stretches just before and after;
7. how the stretches just before and after were coded.

How much each view counts is learned from the researcher's own coding (weighing.py): a
fifth of each code's segments is hidden in turn, and the weights move from a common
start to where the hidden codes come out on top. Nothing is drawn by lot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.background import no_words, spread, unit
from workbench.coding.weighing import START, find_weights, hidden_in_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from workbench.coding.background import Background
    from workbench.coding.stretches import Coding, Stretches
    from workbench.coding.surroundings import Place

    Array: TypeAlias = NDArray[np.float32]
    Columns: TypeAlias = NDArray[np.int64]
    Rows: TypeAlias = NDArray[np.bool_]
    #: What is known of stretches by part, one row each: RAW, CENTRED, WORDS, the first
    #: two of what stands BESIDE, and which stretches those are.
    Facts: TypeAlias = dict[str, Array | csr_matrix]
    #: Where the codes lie in these parts, one row each.
    View: TypeAlias = dict[str, Array | csr_matrix]

RAW, CENTRED, WORDS, BESIDE = "raw", "centred", "words", "beside"
RAW_BESIDE, CENTRED_BESIDE = "raw beside", "centred beside"
#: The second view counts so much more, over the mean number of segments: while a code
#: has few, its name is most of what is known.
NAME_WHEN_FEW: Final = 0.6
#: A stretch this close to a segment is that segment.
SAME: Final = 0.999
#: A code with few segments borrows from the stretches of the study that come first for
#: it: so many of them, counting so much over the number of its own segments, and not
#: at all from so many segments on. No more stretches than this are looked through.
BORROWED: Final = 5
BORROWS: Final = 0.5
ENOUGH_SEGMENTS: Final = 8
LOOKED_THROUGH: Final = 2000
#: The ridge's penalty, in segments.
PENALTY: Final = 2.0


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
        examples = coding.examples
        words = self._words_of([*examples.texts, *coding.wordings], len(columns))
        self._name_words = words[len(columns) :]
        self._centred_names = unit(self._names - self._names.mean(axis=0))
        self._under = self._overlaps(examples.places, kept)
        places = [examples.places[i] for i in kept] if self._under is not None else []
        self._examples = self._known(
            examples.vectors[kept], words[: len(columns)][kept], places
        )
        centred = self._examples[CENTRED]
        self._square = centred.T @ centred
        self._scales: tuple[float, ...] | None = None
        views = self._views(np.ones(len(kept), dtype=bool))
        self.weights = self._learn() if weights is None else weights
        self._directions = _added_up(views, self.weights)
        self._borrow()

    def scores(self, stretches: Stretches) -> NDArray[np.float64]:
        """Add up the views.

        Returns:
            shape (n, c); higher comes first. Comparable within the answer only.
        """
        return self._along(self._known_of(stretches), self._directions)

    def _words_of(self, texts: Sequence[str], segments: int) -> csr_matrix:
        """Weigh the words of segments and names; none where some have no text."""
        if len(texts) == segments + self._codes:
            return self._background.words(texts)
        return no_words(segments + self._codes)

    def _known_of(self, stretches: Stretches) -> Facts:
        size = len(stretches.vectors)
        words = no_words(size)
        if self._name_words.shape[1] > 1 and len(stretches.texts) == size:
            words = self._background.words(stretches.texts)
        return self._known(stretches.vectors, words, stretches.places)

    def _known(
        self, vectors: Array, words: csr_matrix, places: Sequence[Place]
    ) -> Facts:
        study = self._background
        raw = np.asarray(vectors, dtype=np.float32)
        facts = {RAW: raw, CENTRED: study.centred(raw), WORDS: words}
        if study.order is None or self._under is None or len(places) != len(raw):
            return facts
        beside = study.order.beside(places).astype(np.float32)
        # What was coded itself speaks through its code, not once more by its words.
        free = np.asarray(self._under.sum(axis=0)).ravel() == 0
        uncoded = beside.multiply(free[None, :].astype(np.float32)).tocsr()
        near = np.maximum(np.asarray(uncoded.sum(axis=1)), np.float32(0.5))
        return facts | {
            RAW_BESIDE: np.asarray(uncoded @ study.vectors) / near,
            CENTRED_BESIDE: np.asarray(uncoded @ study.all_centred) / near,
            BESIDE: beside,
        }

    def _overlaps(self, places: Sequence[Place], kept: Columns) -> csr_matrix | None:
        order = self._background.order
        if order is None or not len(places):
            return None
        return order.under([places[i] for i in kept])

    def _views(self, taught: Rows) -> list[View]:
        """Point to each code, as these examples teach it, in each of the seven views.

        All views are brought to one scale: how far each sets the codes of a stretch
        apart over the whole study, once all examples are known.
        """
        which = _marks(self._columns[taught], self._codes)
        raw, centred = self._examples[RAW][taught], self._examples[CENTRED][taught]
        sums = np.asarray(which.T @ centred)
        middles = unit(unit(np.asarray(which.T @ raw)) + self._names)
        shared = unit(unit(sums) + self._centred_names)
        ridge = self._ridge(taught, sums)
        words = _unit_rows(
            which.T @ self._examples[WORDS][taught] + self._name_words / 2
        )
        if self._scales is None:
            self._scales = self._spreads(middles, ridge, words, shared)
        middle, name, ridged, worded, shares = self._scales
        # Between the codes of a stretch plain cosines tell best; between stretches
        # centred ones do. So the former's mean is exchanged for the latter's.
        level = np.repeat(shared.mean(axis=0, keepdims=True) / shares, self._codes, 0)
        by_middle, by_ridge = (middles - middles.mean(axis=0)) / middle, ridge / ridged
        views: list[View] = [
            {RAW: by_middle, CENTRED: level},
            {RAW: (self._names - self._names.mean(axis=0)) / name, CENTRED: level},
            {CENTRED: by_ridge},
            {WORDS: words / worded},
            {RAW_BESIDE: by_middle, CENTRED_BESIDE: level},
            {CENTRED_BESIDE: by_ridge},
            {},
        ]
        if self._under is not None:
            marks = (which.T @ self._under[taught]).tocsr().astype(np.float32)
            marks.data = np.minimum(marks.data, np.float32(1.0))
            views[-1] = {BESIDE: marks}
        return views

    def _ridge(self, taught: Rows, sums: Array) -> Array:
        """Regress the codes on stretches; each name is one more segment."""
        hidden, names = self._examples[CENTRED][~taught], self._centred_names
        square = self._square - hidden.T @ hidden + names.T @ names
        square += PENALTY * np.eye(len(square), dtype=np.float32)
        # Each code's answers are centred on their mean.
        counts = np.bincount(self._columns[taught], minlength=self._codes) + 1
        share = (counts / counts.sum()).astype(np.float32)[:, None]
        answers = sums + names - share * (sums + names).sum(axis=0)
        return np.linalg.solve(square, answers.T).T.astype(np.float32)

    def _spreads(
        self, middles: Array, ridge: Array, words: csr_matrix, shared: Array
    ) -> tuple[float, ...]:
        """Measure how far each view sets codes apart, on some hundreds of stretches."""
        study = self._background
        some = slice(None, None, max(1, len(study.vectors) // 500))
        vectors, centred = study.vectors[some], study.all_centred[some]
        worded = 1.0
        if words.shape[1] > 1 and study.counted is not None:
            several = study.counted[:: max(1, study.counted.shape[0] // 500)]
            worded = spread((several @ words.T).toarray())
        return (
            spread(vectors @ middles.T),
            spread(vectors @ self._names.T),
            spread(centred @ ridge.T),
            worded,
            spread(centred @ shared.T),
        )

    def _learn(self) -> NDArray[np.float64]:
        """Move the weights to where hidden segments find their own code."""
        counts = np.bincount(self._columns, minlength=self._codes)
        start = np.asarray(START)
        used = counts[counts > 0]
        start[1] += NAME_WHEN_FEW / max(1.0, float(used.mean()) if len(used) else 1.0)
        seen, answers = [], []
        for hidden, asked in hidden_in_turn(self._columns):
            facts = {part: known[asked] for part, known in self._examples.items()}
            each = [self._along(facts, view) for view in self._views(~hidden)]
            seen.append(np.stack(each, axis=-1))
            answers.append(self._columns[asked])
        if self._codes < 2 or not seen:
            return start
        return find_weights(np.concatenate(seen), np.concatenate(answers), start)

    def _borrow(self) -> None:
        """Point codes of few segments also to where the study looks like them."""
        counts = np.bincount(self._columns, minlength=self._codes)
        needs = (counts > 0) & (counts < ENOUGH_SEGMENTS)
        if not needs.any() or self._codes < 2:
            return
        facts = self._known_of(self._background.some(LOOKED_THROUGH))
        total = self._along(facts, self._directions)
        # What a code was given already teaches it nothing more.
        for column in np.flatnonzero(needs):
            given = self._examples[RAW][self._columns == column]
            same = (facts[RAW] @ given.T >= SAME).any(axis=1)
            total[same, column] = -np.inf
        first = np.argsort(-np.round(total, 6), axis=0, kind="stable")[:BORROWED]
        places = np.isfinite(np.take_along_axis(total, first, axis=0))
        found = unit(np.einsum("tcd,tc->cd", facts[CENTRED][first], places))
        scale = spread(facts[CENTRED] @ found[needs].T)
        weight = np.where(needs, BORROWS / np.maximum(counts, 1), 0.0) / scale
        self._directions[CENTRED] += (found * weight[:, None]).astype(np.float32)

    def _along(self, facts: Facts, view: View) -> NDArray[np.float64]:
        """Tell how far stretches lie along directions; shape (n, c)."""
        total = np.zeros((len(facts[RAW]), self._codes), dtype=np.float32)
        for part, directions in view.items():
            known = facts.get(part)
            if known is not None and known.shape[1] == directions.shape[1]:
                made = known @ directions.T
                total += made if isinstance(made, np.ndarray) else made.toarray()
        return total.astype(np.float64)


def _added_up(views: Sequence[View], weights: NDArray[np.float64]) -> View:
    """Add up views to one: a sum of scores is the score along the sum."""
    total: View = {}
    for view, weight in zip(views, weights, strict=True):
        for part, directions in view.items():
            weighed = directions * np.float32(weight)
            total[part] = total[part] + weighed if part in total else weighed
    # Dense, because many stretches are asked.
    return {
        part: found if isinstance(found, np.ndarray) else found.toarray()
        for part, found in total.items()
    }


def _marks(columns: Columns, count: int) -> csr_matrix:
    """Mark each segment's code; shape (segments, count)."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    ones = np.ones(len(columns), dtype=np.float32)
    places = (np.arange(len(columns)), columns)
    return csr_matrix((ones, places), shape=(len(columns), count))


def _unit_rows(rows: csr_matrix) -> csr_matrix:
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    return normalize(rows)


def _distinct(columns: Columns, vectors: Array) -> NDArray[np.int64]:
    """Keep the first of equal segments of one code, as two coders leave them."""
    first: dict[tuple[int, bytes], int] = {}
    for row, column in enumerate(columns.tolist()):
        first.setdefault((column, vectors[row].tobytes()), row)
    # In an order of their own, so that the order given decides nothing.
    return np.asarray([first[key] for key in sorted(first)], dtype=np.int64)
