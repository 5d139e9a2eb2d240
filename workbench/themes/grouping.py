"""Groupings of codes by what they say: something to look at, never a theme.

Pure: likenesses in, groups out. A grouping is by construction about topics; whether a
group shares a meaning is for a person to say, and nothing here names one.

`group_codes` gives one grouping and others beside it. The first is cut from a whole
hierarchy (average linkage: what is nearest first, the rest in its turn), and
`Hierarchy.at` cuts it anywhere else, so that granularity is the researcher's choice.
Codes that lie far from all others are in no group, however it is cut. Beside it stand
the same codes in fewer and in more groups, only what is dense (hdbscan), and the codes
by whose talk they stand in. What holds a group together, and how firmly, is told by
`workbench.themes.holding`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.themes.likeness import FEWEST, Ground, in_talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workbench.themes.likeness import CodeMaterial, Square, Vectors

    Rows: TypeAlias = NDArray[np.int64]

LINKED: Final = (
    "average linkage of segments, names and shared text, each by its own measure"
)
DENSE: Final = "hdbscan of segments, names and shared text, each by its own measure"
BY_TALK: Final = "average linkage by whose talk codes stand in"
#: Two codes near each other are a pair by chance as often as not; three are dense.
LEAST_DENSE: Final = 3


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
        seed: the seed that was given; the present methods draw nothing by lot.
        groups: of two codes at least.
        ungrouped: codes that belong nowhere, in the order given.
        alternatives: the same codes laid otherwise.
    """

    method: str
    parameters: dict[str, int | str]
    seed: int
    groups: tuple[Group, ...]
    ungrouped: tuple[str, ...]
    alternatives: tuple[Grouping, ...] = ()


class Hierarchy:
    """All groupings of the codes from each alone to all together.

    Args:
        ground: the codes and what they were given to; a code without segments counts
            by its name and definition.
        alike: shape (c, c), how alike the codes are; by all views when None.
        method: how it was made, in words.
        far: shape (c,), the codes that belong nowhere; by the ground when None.
    """

    def __init__(
        self,
        ground: Ground,
        alike: Square | None = None,
        method: str = LINKED,
        far: NDArray[np.bool_] | None = None,
    ) -> None:
        self.codes = tuple(ground.material.codes)
        self.likeness = ground.likeness() if alike is None else alike
        self.far = ground.far() if far is None else far
        self._method = method
        self._vectors = ground.code_vectors()
        # By id: the same codes in another order give the same groups.
        belong = np.flatnonzero(~self.far).tolist()
        self._order: Rows = np.asarray(
            sorted(belong, key=lambda row: self.codes[row]), dtype=int
        )
        small = len(self._order) < FEWEST
        self._tree = None if small else _tree(self.among())

    def belonging(self) -> list[int]:
        """List the rows of the codes that belong somewhere, in order of id."""
        return [int(row) for row in self._order]

    def among(self) -> Square:
        """Give the likenesses of the codes that belong somewhere, in order of id."""
        return self.likeness[np.ix_(self._order, self._order)]

    def at(self, k: int, seed: int = 0) -> Grouping:
        """Cut into at most k piles; piles of one code stay out of the groups.

        Args:
            k: from 1, which lays all codes together that belong somewhere, to their
                number, which lays none. What is outside is brought to the nearest end.
            seed: kept with the result.
        """
        size = min(max(1, k), max(1, len(self.codes)))
        parameters: dict[str, int | str] = {"k": size, "codes": len(self.codes)}
        piles = self._unforced(self._cut(size))
        return self.described(self._method, piles, parameters, seed)

    def described(
        self,
        method: str,
        piles: list[list[int]],
        parameters: dict[str, int | str],
        seed: int,
    ) -> Grouping:
        """Number the piles of two codes at least, largest first; the rest stay out.

        Args:
            method: how they were made, in words.
            piles: rows of codes; codes in none of them stay out as well.
            parameters: with what numbers.
            seed: kept with the result.
        """
        codes = self.codes
        together = [pile for pile in piles if len(pile) > 1]
        together.sort(key=lambda rows: (-len(rows), min(codes[row] for row in rows)))
        inside = {row for pile in together for row in pile}
        groups = tuple(
            Group(number, tuple(codes[r] for r in rows), _cohesion(self._vectors[rows]))
            for number, rows in enumerate(together, start=1)
        )
        alone = tuple(code for row, code in enumerate(codes) if row not in inside)
        return Grouping(method, parameters, seed, groups, alone)

    def _cut(self, k: int) -> list[list[int]]:
        from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415

        if self._tree is None:
            return [[row] for row in self.belonging()]
        cut = fcluster(self._tree, k, "maxclust")
        return _piles(self.belonging(), cut.tolist())

    def _unforced(self, piles: list[list[int]]) -> list[list[int]]:
        """Put out of its pile each code that is no nearer to it than to the rest."""
        if len(piles) < 2:
            return piles
        alike = self.likeness.copy()
        np.fill_diagonal(alike, 0.0)
        everyone = alike[:, self._order].sum(axis=1)
        kept: list[list[int]] = []
        for pile in piles:
            inside = alike[np.ix_(pile, pile)].sum(axis=1)
            outside = everyone[pile] - inside
            own = inside / max(1, len(pile) - 1)
            others = outside / max(1, len(self._order) - len(pile))
            kept.append([r for r, near in zip(pile, own > others, strict=True) if near])
        return [pile for pile in kept if pile]


def group_codes(
    material: CodeMaterial, k: int | None = None, seed: int = 0
) -> Grouping:
    """Group codes, with other ways to lay the same codes beside it.

    Args:
        material: the codes and their segments; a code without segments counts by its
            name and definition.
        k: how many piles to make, codes that stand alone being piles of one; by
            `default_k` when None. At least 1 and at most one for each code.
        seed: kept with the result.
    """
    ground = Ground(material)
    return groupings_of(Hierarchy(ground), ground, k, seed)


def groupings_of(
    hierarchy: Hierarchy, ground: Ground, k: int | None = None, seed: int = 0
) -> Grouping:
    """As `group_codes`, from a hierarchy of this ground that is there already."""
    count = len(hierarchy.codes)
    if count < FEWEST:
        return replace(hierarchy.at(count, seed), alternatives=())
    chosen = min(max(1, default_k(count) if k is None else k), count)
    coarser, finer = max(2, round(chosen * 0.6)), min(count, round(chosen * 1.6))
    main, *others = (
        hierarchy.at(size, seed) for size in dict.fromkeys((chosen, coarser, finer))
    )
    others.append(dense(hierarchy, seed))
    talk = in_talk(ground.material)
    if talk is not None:
        nobody = np.zeros(count, dtype=bool)
        others.append(Hierarchy(ground, talk, BY_TALK, nobody).at(chosen, seed))
    return replace(main, alternatives=tuple(others))


def default_k(count: int) -> int:
    """Give the number of groups that is offered first: the root of half the codes."""
    return max(2, round(float(np.sqrt(count / 2))))


def dense(hierarchy: Hierarchy, seed: int = 0) -> Grouping:
    """Group only codes that lie close together; all others stand alone (hdbscan)."""
    count = len(hierarchy.codes)
    parameters: dict[str, int | str] = {"least": LEAST_DENSE, "codes": count}
    return hierarchy.described(DENSE, _dense_piles(hierarchy), parameters, seed)


def _dense_piles(hierarchy: Hierarchy) -> list[list[int]]:
    from hdbscan import HDBSCAN  # noqa: PLC0415

    rows, alike = hierarchy.belonging(), hierarchy.among()
    if len(rows) < FEWEST:
        return []
    distances = _distances(alike)
    np.fill_diagonal(distances, 0.0)
    found = HDBSCAN(
        metric="precomputed",
        min_cluster_size=LEAST_DENSE,
        min_samples=1,
    ).fit(distances)
    piles = found.labels_.tolist()
    # -1 is what lies in no dense place: each a pile of its own.
    alone = range(len(piles), 2 * len(piles))
    return _piles(
        rows,
        [pile if pile >= 0 else one for pile, one in zip(piles, alone, strict=True)],
    )


def _piles(rows: Sequence[int], numbers: Sequence[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for row, number in zip(rows, numbers, strict=True):
        found.setdefault(number, []).append(row)
    return [sorted(pile) for pile in found.values()]


def _tree(alike: Square) -> Square:
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415

    upper = np.triu_indices(len(alike), 1)
    return np.asarray(linkage(_distances(alike)[upper], method="average"))


def _distances(alike: Square) -> Square:
    # Rounded, so that the last digit of a sum does not decide between equals.
    return np.asarray(np.round(alike.max(initial=0.0) - alike, 9))


def _cohesion(vectors: Vectors) -> float:
    size = len(vectors)
    exact = vectors.astype(np.float64)
    # All pairs at once: the square of the sum, less each vector with itself.
    total = float(np.sum(exact.sum(axis=0) ** 2)) - float(np.sum(exact * exact))
    return round(total / (size * (size - 1)), 6)
