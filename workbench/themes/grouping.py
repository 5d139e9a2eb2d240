"""Groupings of codes by what they say: something to look at, never a theme.

Pure: vectors and words in, groups out. A grouping is by construction about topics;
whether a group shares a meaning is for a person to say, and nothing here names one.

Two codes are alike by five views: what their segments say (by vectors and by words),
their names and definitions (likewise), and whether they stand on the same text. The
views are averaged, those by vectors counting whole and the others half, and the codes
are laid together by average linkage: what is nearest first, the rest in its turn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]
    Square: TypeAlias = NDArray[np.float64]

METHOD: Final = "average linkage of segments, names and shared text"
#: Fewer codes than this are seen at a glance; they are not grouped.
FEWEST: Final = 3
#: How much the views count: segments and names by vectors, segments and names by
#: words, standing on the same text.
WEIGHTS: Final = (1.0, 1.0, 0.5, 0.5, 0.5)


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
    """

    codes: Sequence[str]
    descriptions: Vectors
    segments: Vectors
    segment_codes: Sequence[str]
    segment_ids: Sequence[str] = ()
    texts: Sequence[str] = ()
    wordings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that say similar things; numbered, not named."""

    #: From 1, the largest group first
    id: int
    codes: tuple[str, ...]
    #: Mean pairwise cosine of its codes' vectors, higher is closer
    cohesion: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to lay codes together, out of several possible.

    Attributes:
        method: how, in words.
        parameters: with what numbers; enough to make it again.
        seed: the seed that was given; the present method draws nothing by lot.
        groups: of two codes at least.
        ungrouped: codes that stand alone, in the order given.
        alternatives: the same codes in fewer and in more groups.
    """

    method: str
    parameters: dict[str, int | str]
    seed: int
    groups: tuple[Group, ...]
    ungrouped: tuple[str, ...]
    alternatives: tuple[Grouping, ...] = ()


def group_codes(
    material: CodeMaterial, k: int | None = None, seed: int = 0
) -> Grouping:
    """Group codes, with the same codes in coarser and finer groups beside it.

    Args:
        material: the codes and their segments; a code without segments counts by its
            name and definition.
        k: how many piles to make, codes that stand alone being piles of one; by
            `default_k` when None. At least 1 and at most one for each code.
        seed: kept with the result.
    """
    count = len(material.codes)
    if count < FEWEST:
        alone = tuple(material.codes)
        return Grouping(METHOD, {"k": count, "codes": count}, seed, (), alone)
    # By id: the same codes in another order give the same groups.
    order = np.asarray(sorted(range(count), key=lambda row: material.codes[row]))
    tree = _tree(likeness(material)[np.ix_(order, order)])
    vectors = code_vectors(material)
    chosen = min(max(1, default_k(count) if k is None else k), count)
    coarser, finer = max(2, round(chosen * 0.6)), min(count, round(chosen * 1.6))
    main, *others = (
        _describe(material, vectors, _cut(tree, order, piles), piles, seed)
        for piles in dict.fromkeys((chosen, coarser, finer))
    )
    return replace(main, alternatives=tuple(others))


def default_k(count: int) -> int:
    """Give the number of groups that is offered first: the root of half the codes."""
    return max(2, round(float(np.sqrt(count / 2))))


def code_vectors(material: CodeMaterial) -> Vectors:
    """Give each code one vector: its segments' mean, less what all segments share.

    Returns:
        shape (c, d), float32, rows of unit length. A code without segments has its
        name and definition's, less what all names share.
    """
    means, bare = _segment_means(material)
    means[bare] = _centred(material.descriptions)[bare]
    return np.asarray(means, dtype=np.float32)


def likeness(material: CodeMaterial) -> Square:
    """Say for each pair of codes how alike they are, from all views that are known.

    Returns:
        shape (c, c), symmetric, 1 on the diagonal; higher is closer.
    """
    means, bare = _segment_means(material)
    names = _centred(material.descriptions)
    everyone = np.ones(len(bare), dtype=bool)
    views: list[tuple[Square | None, NDArray[np.bool_]]] = [
        (means @ means.T, ~bare),
        (names @ names.T, everyone),
    ]
    views.append((_shared_words(_said(material)), ~bare & bool(len(material.texts))))
    views.append((_shared_words(list(material.wordings)), everyone))
    views.append((_shared_texts(material), ~bare))
    total, weights = np.zeros((len(bare), len(bare))), np.zeros((len(bare), len(bare)))
    for weight, (view, known) in zip(WEIGHTS, views, strict=True):
        if view is not None:
            both = weight * np.outer(known, known)
            total += both * view
            weights += both
    total /= weights
    np.fill_diagonal(total, 1.0)
    # Symmetric to the last digit, whatever the order the sums were made in.
    return np.asarray((total + total.T) / 2.0)


def _columns(material: CodeMaterial) -> NDArray[np.int64]:
    place = {code: row for row, code in enumerate(material.codes)}
    return np.asarray([place[code] for code in material.segment_codes], dtype=np.int64)


def _segment_means(material: CodeMaterial) -> tuple[Square, NDArray[np.bool_]]:
    """Give each code's mean segment, and which codes have none."""
    columns = _columns(material)
    sums = np.zeros((len(material.codes), material.descriptions.shape[1]))
    if len(columns):
        np.add.at(sums, columns, _centred(material.segments))
    bare = np.bincount(columns, minlength=len(material.codes)) == 0
    return _unit(sums), bare


def _centred(vectors: NDArray[np.floating]) -> Square:
    exact = np.asarray(vectors, dtype=np.float64)
    # Of one or two, nothing would be left.
    return _unit(exact - exact.mean(axis=0)) if len(exact) >= FEWEST else _unit(exact)


def _unit(vectors: Square) -> Square:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float64)


def _said(material: CodeMaterial) -> list[str]:
    """Join the words of each code's segments."""
    if not len(material.texts):
        return []
    said: list[list[str]] = [[] for _ in material.codes]
    for column, text in zip(_columns(material), material.texts, strict=True):
        said[column].append(text)
    return ["\n".join(texts) for texts in said]


def _shared_words(texts: list[str]) -> Square | None:
    """Give the cosines of texts by their words, rare words counting more."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    # One letter is a word in some names, and many words are in most codes' talk: what
    # all share is taken off by rarity and by the limit.
    pattern = r"(?u)\b\w+\b"
    words = TfidfVectorizer(sublinear_tf=True, max_df=0.5, token_pattern=pattern)
    try:
        weighed = words.fit_transform(texts)
    except ValueError:
        return None
    return np.asarray((weighed @ weighed.T).toarray(), dtype=np.float64)


def _shared_texts(material: CodeMaterial) -> Square | None:
    """Give the cosines of codes by the texts that they stand on."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    if not len(material.segment_ids):
        return None
    numbers = {name: at for at, name in enumerate(dict.fromkeys(material.segment_ids))}
    rows = _columns(material)
    columns = [numbers[name] for name in material.segment_ids]
    shape = (len(material.codes), len(numbers))
    stands = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    stands.data = np.minimum(stands.data, 1.0)
    unit = normalize(stands)
    return np.asarray((unit @ unit.T).toarray(), dtype=np.float64)


def _tree(alike: Square) -> Square:
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415

    upper = np.triu_indices(len(alike), 1)
    # Rounded, so that the last digit of a sum does not decide between equals.
    distances = np.round(1.0 - alike[upper], 9)
    return np.asarray(linkage(distances, method="average"))


def _cut(tree: Square, order: NDArray[np.int64], k: int) -> list[list[int]]:
    """Cut the tree into at most k piles of rows."""
    from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415

    piles: dict[int, list[int]] = {}
    for row, pile in zip(order, fcluster(tree, k, "maxclust"), strict=True):
        piles.setdefault(int(pile), []).append(int(row))
    return [sorted(pile) for pile in piles.values()]


def _describe(
    material: CodeMaterial, vectors: Vectors, piles: list[list[int]], k: int, seed: int
) -> Grouping:
    together = [pile for pile in piles if len(pile) > 1]
    together.sort(key=lambda rows: (-len(rows), min(material.codes[r] for r in rows)))
    alone = sorted(pile[0] for pile in piles if len(pile) == 1)
    groups = tuple(
        Group(number, tuple(material.codes[r] for r in rows), _cohesion(vectors[rows]))
        for number, rows in enumerate(together, start=1)
    )
    parameters: dict[str, int | str] = {"k": k, "codes": len(material.codes)}
    ungrouped = tuple(material.codes[row] for row in alone)
    return Grouping(METHOD, parameters, seed, groups, ungrouped)


def _cohesion(vectors: Vectors) -> float:
    size = len(vectors)
    exact = vectors.astype(np.float64)
    total = float(np.sum(exact @ exact.T)) - float(np.sum(exact * exact))
    return round(total / (size * (size - 1)), 6)
