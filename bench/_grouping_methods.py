"""The ways of laying codes together that bench/grouping.py compares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from workbench.themes.grouping import Grouping
    from workbench.themes.likeness import CodeMaterial

    Piles: TypeAlias = NDArray[np.int64]
    #: Material, number of groups (or None), seed -> pile of each code, -1 alone
    Method: TypeAlias = Callable[[CodeMaterial, int | None, int], Piles]

#: UMAP needs more points than its 15 neighbours.
LEAST_FOR_UMAP = 17


def piles_of(grouping: Grouping, codes: Sequence[str]) -> Piles:
    """Write a grouping as a pile for each code, -1 for the ungrouped."""
    place = {code: group.id for group in grouping.groups for code in group.codes}
    return np.asarray([place.get(code, -1) for code in codes])


def by_workbench(material: CodeMaterial, k: int | None, seed: int) -> Piles:
    """Group as the workbench does, by its own function."""
    from workbench.themes.grouping import group_codes  # noqa: PLC0415

    return piles_of(group_codes(material, k, seed), material.codes)


def means(material: CodeMaterial) -> NDArray[np.float64]:
    """Average the raw vectors of each code's segments; its name's where it has none."""
    sums = np.zeros(material.descriptions.shape)
    row = {code: at for at, code in enumerate(material.codes)}
    for code, vector in zip(material.segment_codes, material.segments, strict=True):
        sums[row[code]] += vector
    bare = np.linalg.norm(sums, axis=1) == 0
    sums[bare] = material.descriptions[bare]
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True))


def _ward(vectors: NDArray[np.floating], k: int | None) -> Piles:
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415

    from workbench.themes.grouping import default_k  # noqa: PLC0415

    # Ward names no number of its own: it gets the workbench's.
    tree = linkage(np.asarray(vectors, dtype=np.float64), method="ward")
    wanted = default_k(len(vectors)) if k is None else k
    return _singles_apart(np.asarray(fcluster(tree, wanted, "maxclust")))


def _singles_apart(piles: Piles) -> Piles:
    sizes = Counter(piles.tolist())
    return np.asarray([pile if sizes[pile] > 1 else -1 for pile in piles.tolist()])


def by_ward_on_segments(material: CodeMaterial, k: int | None, _: int) -> Piles:
    """Group by Ward's method on the mean segments."""
    return _ward(means(material), k)


def by_ward_on_names(material: CodeMaterial, k: int | None, _: int) -> Piles:
    """Group by Ward's method on the names."""
    return _ward(material.descriptions, k)


def _dense(points: NDArray[np.floating], k: int | None, size: int) -> Piles:
    """Find dense piles; at a wanted number, of the least sizes the one that comes near.

    Its own single-linkage tree cut at that number would be mostly piles of one.
    """
    import hdbscan  # noqa: PLC0415

    exact = np.asarray(points, dtype=np.float64)
    if k is None:
        return np.asarray(hdbscan.HDBSCAN(min_cluster_size=size).fit(exact).labels_)
    tried = [
        np.asarray(
            hdbscan.HDBSCAN(min_cluster_size=least, min_samples=some).fit(exact).labels_
        )
        for least in range(2, 11)
        for some in (1, None)
    ]
    return min(tried, key=lambda piles: abs(len(set(piles[piles >= 0].tolist())) - k))


def by_hdbscan(material: CodeMaterial, k: int | None, _: int) -> Piles:
    """Group by density on the mean segments."""
    return _dense(means(material), k, 2)


def by_bertopic(size: int) -> Method:
    """Group as BERTopic does: five UMAP dimensions of 15 neighbours, then HDBSCAN."""

    def group(material: CodeMaterial, k: int | None, seed: int) -> Piles:
        from umap import UMAP  # type: ignore[import-not-found]  # noqa: PLC0415

        points = means(material)
        if len(points) < LEAST_FOR_UMAP:
            return np.full(len(points), -1)
        mapped = UMAP(
            n_neighbors=15,
            n_components=5,
            min_dist=0.0,
            metric="cosine",
            random_state=seed,
        ).fit_transform(points)
        return _dense(mapped, k, size)

    return group


def methods_for(count: int, *, bertopic: bool) -> tuple[dict[str, Method], str]:
    """Name the methods, and say why BERTopic's are not among them if they are not."""
    methods: dict[str, Method] = {
        "workbench": by_workbench,
        "ward_segments": by_ward_on_segments,
        "ward_names": by_ward_on_names,
        "hdbscan": by_hdbscan,
    }
    if not bertopic:
        return methods, "asked for by --bertopic only"
    try:
        import umap  # noqa: F401, PLC0415
    except ImportError:
        return methods, "umap-learn is not installed, and is no part of the workbench"
    if count < LEAST_FOR_UMAP:
        return methods, f"UMAP needs {LEAST_FOR_UMAP} codes"
    methods["umap_hdbscan"] = by_bertopic(10)
    for size in range(2, 10):
        methods[f"umap_hdbscan_{size}"] = by_bertopic(size)
    return methods, ""
