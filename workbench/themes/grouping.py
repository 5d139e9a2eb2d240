"""Groupings of codes by what they say: something to look at, never a theme.

Pure: vectors in, groups out. A grouping is by construction about topics; whether a
group shares a meaning is for a person to say, and nothing here names anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]
    Distances: TypeAlias = NDArray[np.float64]

METHOD: Final = "ward on centred means"
#: Fewer codes than this are seen at a glance; they are not grouped.
FEWEST: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class CodeMaterial:
    """The codes to group and what they were given to.

    Attributes:
        codes: ids; the order decides ties only.
        descriptions: shape (c, d); row i is code i's name and definition, embedded.
        segments: shape (s, d); the coded segments, one with two codes twice.
        segment_codes: the code of each segment.
        segment_ids: which text each is, so that codes on the same text are known; s
            of them, or none.
    """

    codes: Sequence[str]
    descriptions: Vectors
    segments: Vectors
    segment_codes: Sequence[str]
    segment_ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that say similar things; numbered, not named."""

    #: From 1, the largest group first
    id: int
    codes: tuple[str, ...]
    #: Mean pairwise cosine of its codes, higher is closer
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
        k: how many groups; about the square root of twice the codes' number when
            None. More than there are codes means one each.
        seed: kept with the result.
    """
    count = len(material.codes)
    if count < FEWEST:
        parameters: dict[str, int | str] = {"k": 0, "codes": count}
        return Grouping(METHOD, parameters, seed, (), tuple(material.codes))
    vectors = code_vectors(material)
    tree = _tree(material, vectors)
    chosen = min(max(1, k if k is not None else default_k(count)), count)
    others = sorted({max(2, round(chosen * 0.6)), min(count, round(chosen * 1.6))})
    main = _cut(material, vectors, tree, chosen, seed)
    alternatives = tuple(
        _cut(material, vectors, tree, other, seed)
        for other in others
        if other != chosen
    )
    return Grouping(
        main.method, main.parameters, seed, main.groups, main.ungrouped, alternatives
    )


def default_k(count: int) -> int:
    """Give the number of groups that is offered first for so many codes."""
    return max(2, round(float(np.sqrt(count / 2))))


def code_vectors(material: CodeMaterial) -> Vectors:
    """Give each code one vector: its segments' mean, less what all codes share.

    Returns:
        shape (c, d), float32, rows of unit length.
    """
    place = {code: row for row, code in enumerate(material.codes)}
    sums = np.zeros(material.descriptions.shape)
    columns = np.asarray([place[code] for code in material.segment_codes], dtype=int)
    if len(columns):
        np.add.at(sums, columns, material.segments)
    bare = np.bincount(columns, minlength=len(material.codes)) == 0
    means, names = _centred(sums, ~bare), _centred(material.descriptions, None)
    means[bare] = names[bare]
    return np.asarray(means, dtype=np.float32)


def _centred(
    vectors: NDArray[np.floating], which: NDArray[np.bool_] | None
) -> Distances:
    unit = _unit(np.asarray(vectors, dtype=np.float64))
    chosen = unit if which is None else unit[which]
    if len(chosen) > 1:
        unit = unit - chosen.mean(axis=0)
    return _unit(unit)


def _unit(vectors: Distances) -> Distances:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float64)


def _tree(material: CodeMaterial, vectors: Vectors) -> Distances:
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415

    # Sorted by id first: the same codes in another order give the same groups.
    order = sorted(range(len(vectors)), key=lambda row: material.codes[row])
    return np.asarray(linkage(vectors[order].astype(np.float64), method="ward"))


def _cut(
    material: CodeMaterial, vectors: Vectors, tree: Distances, k: int, seed: int
) -> Grouping:
    from scipy.cluster.hierarchy import cut_tree  # noqa: PLC0415

    order = sorted(range(len(vectors)), key=lambda row: material.codes[row])
    piles: dict[int, list[int]] = {}
    for row, pile in zip(order, cut_tree(tree, n_clusters=k)[:, 0], strict=True):
        piles.setdefault(int(pile), []).append(row)
    members = [sorted(pile) for pile in piles.values() if len(pile) > 1]
    members.sort(key=lambda rows: (-len(rows), [material.codes[row] for row in rows]))
    alone = sorted(rows[0] for rows in piles.values() if len(rows) == 1)
    groups = tuple(
        Group(
            number, tuple(material.codes[row] for row in rows), _cohesion(vectors[rows])
        )
        for number, rows in enumerate(members, start=1)
    )
    parameters: dict[str, int | str] = {"k": k, "codes": len(material.codes)}
    ungrouped = tuple(material.codes[row] for row in alone)
    return Grouping(METHOD, parameters, seed, groups, ungrouped)


def _cohesion(vectors: Vectors) -> float:
    size = len(vectors)
    total = float(np.sum(vectors @ vectors.T)) - float(np.sum(vectors * vectors))
    return round(total / (size * (size - 1)), 6)
