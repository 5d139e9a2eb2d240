"""How near groupings of codes come to the themes people made of them.

    python bench/grouping.py --data codes.csv [--bertopic]

Columns: code, theme, unit_id, text; one row per coded segment. The measure is agreement
with one team's themes. Another team would have made others: it compares methods, and
says nothing of a theme's worth. docs/measuring.md says what is measured.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shared import Meaning, emit, read_rows, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from workbench.themes.grouping import Grouping
    from workbench.themes.likeness import CodeMaterial

    Piles: TypeAlias = NDArray[np.int64]
    #: Material, number of groups (or None), seed -> pile of each code, -1 alone
    Method: TypeAlias = Callable[[CodeMaterial, int | None, int], Piles]

SAMPLES = 20
DRAWS = 400
#: UMAP needs more points than its 15 neighbours.
LEAST_FOR_UMAP = 17


@dataclass(frozen=True, slots=True, eq=False)
class Themed:
    """Codes with their segments and the themes people put them in."""

    material: CodeMaterial
    themes: Piles
    meaning: Meaning


def read_themed(path: str) -> Themed | None:
    """Read a table of codes with themes and embed it; None if no code has a theme."""
    from workbench.themes.likeness import CodeMaterial  # noqa: PLC0415

    read = read_rows(path, ("code", "theme", "unit_id", "text"))
    rows = [row for row in read if row["code"].strip() and row["theme"].strip()]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        votes[row["code"].strip()][row["theme"].strip()] += 1
    if len({one for themes in votes.values() for one in themes}) < 2 or len(votes) < 3:
        return None
    codes = sorted(votes)
    theme_of = [votes[code].most_common(1)[0][0] for code in codes]
    names = sorted(set(theme_of))
    said = [row for row in rows if row["text"].strip()]
    meaning = Meaning([*codes, *(row["text"] for row in said)])
    material = CodeMaterial(
        codes=codes,
        descriptions=meaning.of(codes),
        segments=meaning.of(row["text"] for row in said),
        segment_codes=[row["code"].strip() for row in said],
        # Coders cut the same words out more than once, each time under a new id.
        segment_ids=[row["text"].strip() for row in said],
        texts=[row["text"] for row in said],
        wordings=codes,
    )
    themes = np.asarray([names.index(theme) for theme in theme_of])
    return Themed(material, themes, meaning)


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


def agreement(themes: Piles, piles: Piles) -> tuple[float, float]:
    """Give adjusted mutual information and Rand index, lone codes as piles of one."""
    from sklearn.metrics import (  # noqa: PLC0415
        adjusted_mutual_info_score,
        adjusted_rand_score,
    )

    whole = spread(piles)
    return (
        float(adjusted_mutual_info_score(themes, whole)),
        float(adjusted_rand_score(themes, whole)),
    )


def spread(piles: Piles) -> Piles:
    """Give each ungrouped code a pile of its own."""
    whole = piles.copy()
    alone = np.flatnonzero(piles < 0)
    whole[alone] = piles.max(initial=0) + 1 + np.arange(len(alone))
    return whole


def measure(method: Method, themed: Themed) -> tuple[dict[str, object], Piles]:
    """Measure one method at the human number of groups and at its own."""
    begun = time.perf_counter()
    at_k = method(themed.material, len(set(themed.themes.tolist())), 0)
    own = method(themed.material, None, 0)
    seconds = time.perf_counter() - begun
    ami_k, ari_k = agreement(themed.themes, at_k)
    ami, ari = agreement(themed.themes, own)
    row: dict[str, object] = {
        "ami_k": round(ami_k, 4),
        "ari_k": round(ari_k, 4),
        "ami": round(ami, 4),
        "ari": round(ari, 4),
        "groups": len(set(own[own >= 0].tolist())),
        "share_grouped": round(float(np.mean(own >= 0)), 4),
        "seconds": round(seconds, 4),
    }
    return row, at_k


def stability(method: Method, themed: Themed) -> dict[str, float]:
    """Say how alike the groups stay under other seeds and other segments."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415

    k = len(set(themed.themes.tolist()))
    first = spread(method(themed.material, k, 0))
    seeds = [spread(method(themed.material, k, seed)) for seed in range(1, SAMPLES)]
    random = np.random.default_rng(0)
    samples = []
    for _ in range(SAMPLES):
        drawn = random.integers(
            0, len(themed.material.texts), len(themed.material.texts)
        )
        some = replace(
            themed.material,
            segments=themed.material.segments[drawn],
            segment_codes=[themed.material.segment_codes[i] for i in drawn],
            segment_ids=[themed.material.segment_ids[i] for i in drawn],
            texts=[themed.material.texts[i] for i in drawn],
        )
        samples.append(spread(method(some, k, 0)))
    return {
        "stability_seeds": _mean_rand(adjusted_rand_score, first, seeds),
        "stability_samples": _mean_rand(adjusted_rand_score, first, samples),
    }


def _mean_rand(
    rand: Callable[[Piles, Piles], float], first: Piles, others: Sequence[Piles]
) -> float:
    return round(float(np.mean([rand(first, other) for other in others])), 4)


def against(themes: Piles, own: Piles, other: Piles) -> dict[str, object]:
    """Compare two groupings over the same codes, drawn again and again."""
    random = np.random.default_rng(0)
    own, other = spread(own), spread(other)
    ahead = []
    for _ in range(DRAWS):
        # Each code once: a code drawn twice would agree with itself.
        drawn = np.unique(random.integers(0, len(themes), len(themes)))
        mine, _ = agreement(themes[drawn], own[drawn])
        theirs, _ = agreement(themes[drawn], other[drawn])
        ahead.append(mine - theirs)
    low, high = np.percentile(ahead, (2.5, 97.5))
    return {"ami_k_interval": [round(float(low), 4), round(float(high), 4)]}


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


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="codes.csv")
    parser.add_argument("--bertopic", action="store_true", help="needs umap-learn")
    asked = parser.parse_args(arguments)
    emit(measure_file(asked.data, bertopic=asked.bertopic))


def measure_file(path: str, *, bertopic: bool) -> dict[str, object]:
    """Measure every method on one table."""
    warnings.filterwarnings("ignore")
    themed = read_themed(path)
    if themed is None:
        reason = "needs three codes and two themes"
        return {"data": path, "parameters": {}, "methods": {}, "reason": reason}
    if not len(themed.material.texts):
        stop(f"{path}: no code has a segment with words.")
    methods, missing = methods_for(len(themed.themes), bertopic=bertopic)
    parameters: dict[str, object] = {
        "codes": len(themed.themes),
        "themes": len(set(themed.themes.tolist())),
        "segments": len(themed.material.texts),
        "model": themed.meaning.encoder.model,
        "path": themed.meaning.encoder.path,
    }
    if missing:
        parameters["bertopic"] = missing
    rows: dict[str, dict[str, object]] = {}
    piles: dict[str, Piles] = {}
    for name, method in methods.items():
        rows[name], piles[name] = measure(method, themed)
    _keep_best_size(rows)
    for name, row in rows.items():
        if "umap" not in name:
            row.update(stability(methods[name], themed))
        if name != "workbench":
            source = str(row.get("source", name))
            row.update(against(themed.themes, piles["workbench"], piles[source]))
    return {"data": path, "parameters": parameters, "methods": rows}


def _keep_best_size(rows: dict[str, dict[str, object]]) -> None:
    """Keep of BERTopic's sizes its default and the one that agrees best."""
    sizes = [name for name in rows if name.startswith("umap_hdbscan")]
    if not sizes:
        return
    # At the human number all sizes were tried already; this is about their own.
    best = max(sizes, key=lambda name: _number(rows[name], "ami"))
    rows["umap_hdbscan_best"] = rows[best] | {"source": best}
    for name in sizes:
        if name != "umap_hdbscan":
            del rows[name]


def _number(row: dict[str, object], key: str) -> float:
    value = row[key]
    return float(value) if isinstance(value, int | float) else 0.0


if __name__ == "__main__":
    main()
