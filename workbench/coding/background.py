"""A study as the ground that stretches are compared on.

Pure. What all talk of a study shares (its subject, its manner) says nothing about a
code; how rare a word is, and what follows what, is known from the study too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.surroundings import ReadingOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    from workbench.coding.suggest import Stretches

    Array: TypeAlias = NDArray[np.float32]

#: With fewer stretches than this there is no study to centre on.
LEAST_STUDY: Final = 10


class Background:
    """A study's stretches, prepared once for any number of rankings.

    Args:
        study: all stretches that may be compared, coded ones included.
    """

    def __init__(self, study: Stretches) -> None:
        self.vectors = np.asarray(study.vectors, dtype=np.float32)
        known = len(self.vectors) >= LEAST_STUDY
        self.mean = self.vectors.mean(axis=0) if known else np.float32(0.0)
        self.all_centred = self.centred(self.vectors)
        self.order = ReadingOrder(study.places) if len(study.places) else None
        self._texts = study.texts
        self._places = study.places
        self._words: TfidfVectorizer | None = None
        self._known: dict[str, int] = {}
        self.counted: csr_matrix | None = None

    def centred(self, vectors: Array) -> Array:
        """Take off what all stretches share; rows of unit length."""
        return unit(vectors - self.mean)

    def some(self, most: int) -> Stretches:
        """Give stretches of the study, evenly spread, at most so many."""
        from workbench.coding.suggest import Stretches  # noqa: PLC0415 - it needs this

        rows = range(0, len(self.vectors), max(1, -(-len(self.vectors) // most)))
        whole = len(self._texts) == len(self.vectors)
        return Stretches(
            self.vectors[rows.start : rows.stop : rows.step],
            [self._texts[row] for row in rows] if whole else (),
            [self._places[row] for row in rows] if len(self._places) else (),
        )

    def words(self, texts: Sequence[str]) -> csr_matrix:
        """Weigh the words of texts by their rarity in the study; unit rows."""
        from scipy.sparse import vstack  # noqa: PLC0415

        self._count_words(texts)
        if self._words is None or self.counted is None:
            return no_words(len(texts))
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        rows = self.counted
        if new:
            rows = vstack([rows, self._words.transform(new)], format="csr")
        place = self._known | {t: self.counted.shape[0] + i for i, t in enumerate(new)}
        return rows[[place[text] for text in texts]]

    def _count_words(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import (  # noqa: PLC0415
            TfidfVectorizer,
        )

        if self._words is not None:
            return
        counted = list(dict.fromkeys(self._texts or texts))
        words = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
        try:
            self.counted = words.fit_transform(counted)
        except ValueError:
            # Not one word in all the texts: there is nothing to compare by words.
            return
        self._words = words
        self._known = {text: row for row, text in enumerate(counted)}


def no_words(count: int) -> csr_matrix:
    """Give rows for texts of which no words are known."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    return csr_matrix((count, 1), dtype=np.float32)


def unit(vectors: NDArray[np.floating]) -> Array:
    """Bring rows to unit length; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
