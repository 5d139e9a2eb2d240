"""How much each kind of evidence counts, learned from what a person coded.

Pure. Segments are hidden in turn and the weights fitted to where each hidden one finds
its own code, held to a common start: with few segments to learn from they stay there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Weights: TypeAlias = NDArray[np.float64]

#: Where the weights of the seven views (evidence.py) start.
START: Final = (0.6, 0.4, 0.6, 0.3, 0.3, 0.3, 0.8)
#: How firmly the weights hold to their start, in hidden segments.
FIRMNESS: Final = 6.0
#: Each segment is hidden once in this many rounds.
ROUNDS: Final = 5
#: More hidden segments than this teach the weights nothing further.
ENOUGH_HIDDEN: Final = 400


def hidden_in_turn(
    columns: NDArray[np.int64],
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    """Hide a fifth of each code's segments in turn, all codes at once.

    Args:
        columns: the code of each segment.

    Yields:
        Which segments are hidden, shape (segments,), and those of them to be asked
        about. The only segment of a code is never hidden: nothing would be left to
        find it by.
    """
    may_hide = np.bincount(columns)[columns] > 1 if len(columns) else np.zeros(0, bool)
    step = max(1, -(-int(may_hide.sum()) // ENOUGH_HIDDEN))
    for turn in range(ROUNDS):
        hidden = may_hide & (_numbers(columns) % ROUNDS == turn)
        if hidden.any():
            yield hidden, np.flatnonzero(hidden)[::step]


def _numbers(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the segments of each code, in the order given."""
    order = np.argsort(columns, kind="stable")
    counts = np.bincount(columns)
    numbers = np.empty(len(columns), dtype=np.int64)
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    numbers[order] = np.arange(len(columns)) - firsts
    return numbers


def find_weights(
    views: NDArray[np.float64], answers: NDArray[np.int64], start: Weights
) -> Weights:
    """Fit a softmax over codes by the views' weights, held to their start.

    Args:
        views: shape (hidden, c, views).
        answers: the column of each hidden segment's own code.
        start: where to begin and what to hold to.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    rows = np.arange(len(answers))
    flat = views.reshape(-1, views.shape[-1])
    own = views[rows, answers].sum(axis=0)

    def loss(weights: Weights) -> tuple[float, Weights]:
        logits = views @ weights
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        totals = shares.sum(axis=1, keepdims=True)
        shares /= totals
        missed = np.log(totals[:, 0]) - logits[rows, answers]
        away = weights - start
        return (
            float(missed.sum() + FIRMNESS * (away @ away)),
            shares.reshape(-1) @ flat - own + 2 * FIRMNESS * away,
        )

    # A view that would count against a code is the noise of few examples.
    bounds = [(0.0, None)] * len(start)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)
