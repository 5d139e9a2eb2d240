"""A study as the ground that stretches are compared on.

Pure. What all talk of a study shares (its subject, its manner) says nothing about a
code; how rare a word is, and what follows what, is known from the study too.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.stretches import Stretches
from workbench.coding.surroundings import ReadingOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    Array: TypeAlias = NDArray[np.float32]
    #: The row of each text, and the rows.
    Weighed: TypeAlias = tuple[dict[str, int], csr_matrix]

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
        self.order = ReadingOrder(study.places) if len(study.places) else None
        self._texts = study.texts
        self._places = study.places
        #: As `_counted`, with what was asked about since.
        self._weighed: Weighed | None = None

    def centred(self, vectors: Array) -> Array:
        """Take off what all stretches share; rows of unit length."""
        return unit(vectors - self.mean)

    @cached_property
    def all_centred(self) -> Array:
        """The study's own stretches, centred."""
        return self.centred(self.vectors)

    def some(self, most: int) -> Stretches:
        """Give stretches of the study, evenly spread, at most so many."""
        rows = range(0, len(self.vectors), max(1, -(-len(self.vectors) // most)))
        whole = len(self._texts) == len(self.vectors)
        return Stretches(
            self.vectors[rows.start : rows.stop : rows.step],
            [self._texts[row] for row in rows] if whole else (),
            [self._places[row] for row in rows] if len(self._places) else (),
        )

    def words(self, texts: Sequence[str]) -> csr_matrix:
        """Weigh the words of texts by their rarity in the study; unit rows.

        A text is weighed once: segments and names come again with every asking.
        """
        from scipy.sparse import vstack  # noqa: PLC0415

        if self._counted is None:
            return no_words(len(texts))
        vocabulary, of_study = self._counted
        place, rows = self._weighed or of_study
        new = [text for text in dict.fromkeys(texts) if text not in place]
        if new:
            place = place | {text: len(place) + at for at, text in enumerate(new)}
            rows = vstack([rows, vocabulary.transform(new)], format="csr")
            # Both at once: two pages may ask at the same time.
            self._weighed = place, rows
        return rows[[place[text] for text in texts]]

    @property
    def counted(self) -> csr_matrix | None:
        """The words of each distinct text of the study; None where it has none."""
        return None if self._counted is None else self._counted[1][1]

    @cached_property
    def _counted(self) -> tuple[TfidfVectorizer, Weighed] | None:
        from sklearn.feature_extraction.text import (  # noqa: PLC0415
            TfidfVectorizer,
        )

        texts = list(dict.fromkeys(self._texts))
        words = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
        try:
            rows = words.fit_transform(texts)
        except ValueError:
            # Not one word in all the texts: there is nothing to compare by words.
            return None
        return words, ({text: row for row, text in enumerate(texts)}, rows)


def no_words(count: int) -> csr_matrix:
    """Give rows for texts of which no words are known."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    return csr_matrix((count, 1), dtype=np.float32)


def unit(vectors: NDArray[np.floating]) -> Array:
    """Bring rows to unit length; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def spread(view: NDArray[np.floating]) -> float:
    """Measure how far columns are set apart in their rows; 1 where not at all."""
    found = float((view - view.mean(axis=1, keepdims=True)).std())
    return found if found > 1e-6 else 1.0
