"""How alike codes are: what they were given to, what they are called, where they stand.

Pure: vectors and words in, a square of likenesses out. Five views are averaged: what
the codes' segments say (by vectors and by words), their names and definitions
(likewise), and whether they stand on the same text. Each view is taken by its own
measure, in standard deviations over the study's pairs: cosines of vectors spread widely
and those of words hardly, and without this the first would decide alone. A view that
is not known of a code does not count for it. Whose talk codes stand in is a view of
its own (`in_talk`): it tells who spoke, and so it is laid beside the others and not
mixed with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Vectors: TypeAlias = NDArray[np.float32]
    Square: TypeAlias = NDArray[np.float64]
    Times: TypeAlias = NDArray[np.float64]

#: Fewer vectors than this have no middle worth taking off.
FEWEST: Final = 3
#: How much the views count: segments and names by vectors, segments and names by
#: words, standing on the same text.
WEIGHTS: Final = (1.0, 1.0, 0.5, 0.5, 0.5)
#: No view says more than so many standard deviations: two codes on one text, where all
#: others share none, would be alike beyond all that is said in them.
MOST: Final = 6.0
#: A code is far from all if its nearest three are no nearer to it than any two codes of
#: the study mostly are; of fewer codes with segments, that is not known.
NEAREST: Final = 3
LEAST_KNOWN: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class CodeMaterial:
    """The codes to group and what they were given to.

    Attributes:
        codes: ids; the order decides nothing but how a group is listed.
        descriptions: shape (c, d); row i is code i's name and definition, embedded.
        segments: shape (s, d); the coded segments, one with two codes twice.
        segment_codes: the code of each segment.
        segment_ids: which text each is, so that codes on the same text are known; s
            of them, or none.
        texts: the segments' words; s of them, or none.
        wordings: name and definition in words; c of them, or none.
        people: who said each segment; s of them, or none; None where nobody is named.
    """

    codes: Sequence[str]
    descriptions: Vectors
    segments: Vectors
    segment_codes: Sequence[str]
    segment_ids: Sequence[str] = ()
    texts: Sequence[str] = ()
    wordings: Sequence[str] = ()
    people: Sequence[str | None] = ()

    def columns(self) -> NDArray[np.int64]:
        """Give the place in `codes` of each segment's code."""
        place = {code: row for row, code in enumerate(self.codes)}
        return np.asarray([place[code] for code in self.segment_codes], dtype=np.int64)


class Ground:
    """Material made ready to be compared again and again, as often as it is drawn.

    Args:
        material: the codes and what they were given to.
    """

    def __init__(self, material: CodeMaterial) -> None:
        self.material = material
        self._count = len(material.codes)
        self._columns = material.columns()
        self._segments = centred(material.segments)
        self._names = centred(material.descriptions)
        self._name_words = _weighed(_counted(list(material.wordings)))
        self._said = _counted(list(material.texts))
        self._stands = _stands(self._columns, list(material.segment_ids), self._count)

    def likeness(self, times: Times | None = None) -> Square:
        """Say for each pair of codes how alike they are, from all views known.

        Args:
            times: how often each segment counts; once each when None.

        Returns:
            shape (c, c), symmetric, higher is closer: in standard deviations, 0 for
            two codes as alike as codes of this study mostly are, and on the diagonal.
        """
        marks = self._marks(times)
        means, bare = self._means(marks)
        everyone = np.ones(self._count, dtype=bool)
        said = None if self._said is None else _weighed(marks.T @ self._said)
        views: list[tuple[Square | None, NDArray[np.bool_]]] = [
            (means @ means.T, ~bare),
            (self._names @ self._names.T, everyone),
            (_cosines(said), ~bare),
            (_cosines(self._name_words), everyone),
            (self._same_text(marks), ~bare),
        ]
        total = np.zeros((self._count, self._count))
        weights = np.zeros((self._count, self._count))
        for weight, (view, known) in zip(WEIGHTS, views, strict=True):
            if view is not None:
                both = np.outer(known, known)
                total += weight * np.where(both, _by_own_measure(view, both), 0.0)
                weights += weight * both
        total /= np.maximum(weights, 1e-9)
        np.fill_diagonal(total, 0.0)
        # Symmetric to the last digit, whatever the order the sums were made in.
        return np.asarray((total + total.T) / 2.0)

    def far(self) -> NDArray[np.bool_]:
        """Say of each code whether it is far from all others by what was said in it.

        Measured on the vectors as they are: less what all share, codes that have
        nothing to do with the study would be alike in just that.

        Returns:
            shape (c,). False for a code without segments, of which it is not known.
        """
        sums = np.zeros((self._count, self.material.segments.shape[-1]))
        sums += self._marks(None).T @ np.asarray(self.material.segments, dtype=float)
        there = np.flatnonzero(np.linalg.norm(sums, axis=1) > 0)
        found = np.zeros(self._count, dtype=bool)
        if len(there) < LEAST_KNOWN:
            return found
        means = unit(sums[there])
        cosines = means @ means.T
        usual = np.median(cosines[np.triu_indices(len(there), 1)])
        np.fill_diagonal(cosines, -1.0)
        near = np.sort(cosines, axis=1)[:, -NEAREST:].mean(axis=1)
        found[there] = np.round(near - usual, 9) <= 0
        return found

    def code_vectors(self) -> Vectors:
        """Give each code one vector: its segments' mean, less what all share.

        Returns:
            shape (c, d), float32, rows of unit length. A code without segments has
            its name and definition's, less what all names share.
        """
        means, bare = self._means(self._marks(None))
        means[bare] = self._names[bare]
        return np.asarray(means, dtype=np.float32)

    def _marks(self, times: Times | None) -> csr_matrix:
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        size = len(self._columns)
        counts = np.ones(size) if times is None else times
        places = (np.arange(size), self._columns)
        return csr_matrix((counts, places), shape=(size, self._count))

    def _means(self, marks: csr_matrix) -> tuple[Square, NDArray[np.bool_]]:
        """Give each code's mean segment, and which codes have none."""
        sums = np.asarray(marks.T @ self._segments, dtype=np.float64)
        bare = np.asarray(marks.sum(axis=0)).ravel() == 0
        return unit(sums), bare

    def _same_text(self, marks: csr_matrix) -> Square | None:
        if self._stands is None:
            return None
        stands = marks.T @ self._stands
        stands.data = np.minimum(stands.data, 1.0)
        return _cosines(_unit_rows(stands))


def in_talk(material: CodeMaterial) -> Square | None:
    """Say how alike codes are by whose talk they stand in.

    A person counts the less, the more codes stand in her talk: one who bears all codes
    sets none apart.

    Returns:
        shape (c, c), 1 on the diagonal; None where fewer than two people are known.
    """
    known = [person is not None for person in material.people]
    names = sorted({person for person in material.people if person is not None})
    if len(names) < 2:
        return None
    columns = material.columns()
    place = {name: at for at, name in enumerate(names)}
    bears = np.zeros((len(material.codes), len(names)))
    for column, person, told in zip(columns, material.people, known, strict=True):
        if told:
            bears[column, place[str(person)]] += 1
    rarity = np.log((1 + len(bears)) / (1 + (bears > 0).sum(axis=0))) + 1.0
    talk = unit(np.log1p(bears) * rarity)
    alike = talk @ talk.T
    np.fill_diagonal(alike, 1.0)
    return np.asarray((alike + alike.T) / 2.0)


def _by_own_measure(view: Square, known: NDArray[np.bool_]) -> Square:
    """Put a view in standard deviations over the pairs of codes it knows."""
    pairs = view[np.triu(known, 1)]
    if not len(pairs):
        return np.zeros_like(view)
    apart = (view - pairs.mean()) / max(float(pairs.std()), 1e-6)
    return np.asarray(np.clip(apart, -MOST, MOST), dtype=np.float64)


def centred(vectors: NDArray[np.floating]) -> Square:
    """Take off what all rows share; rows of unit length."""
    exact = np.asarray(vectors, dtype=np.float64)
    # Of one or two, nothing would be left.
    return unit(exact - exact.mean(axis=0)) if len(exact) >= FEWEST else unit(exact)


def unit(vectors: Square) -> Square:
    """Bring rows to unit length; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float64)


def _counted(texts: list[str]) -> csr_matrix | None:
    """Count the words of each text."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    # One letter is a word in some names.
    word = r"(?u)\b\w+\b"
    words = CountVectorizer(token_pattern=word, dtype=np.float64)
    try:
        return words.fit_transform(texts)
    except ValueError:
        return None


def _weighed(counts: csr_matrix | None) -> csr_matrix | None:
    """Weigh words by their rarity among the rows; words of half the rows say nothing.

    Rows are of unit length. None where nothing is left.
    """
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415

    if counts is None:
        return None
    used = np.asarray((counts > 0).sum(axis=0)).ravel()
    telling = (used > 0) & (used <= 0.5 * counts.shape[0])
    if not telling.any():
        return None
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts[:, telling])


def _cosines(rows: csr_matrix | None) -> Square | None:
    if rows is None:
        return None
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float64)


def _stands(
    columns: NDArray[np.int64], texts: list[str], count: int
) -> csr_matrix | None:
    """Mark the text of each segment; shape (segments, texts)."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    if not texts or not count:
        return None
    numbers = {name: at for at, name in enumerate(dict.fromkeys(texts))}
    places = (np.arange(len(columns)), [numbers[name] for name in texts])
    return csr_matrix((np.ones(len(columns)), places), shape=(len(texts), len(numbers)))


def _unit_rows(rows: csr_matrix) -> csr_matrix:
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    return normalize(rows)
