"""How near groupings of codes come to the themes people made of them.

    python bench/grouping.py --data codes.csv [--data MORE.csv] [--bertopic]
    python bench/grouping.py --size 800 20000

Columns: code, theme, unit_id, text; one row per coded segment. The measure is agreement
with one team's themes. Another team would have made others: it compares methods, and
says nothing of a theme's worth. Of several tables each is measured by itself (`sets`),
and `methods` holds their averages, with how far ahead the workbench is over the sets
together. With --size only time is measured, on codes and segments made up by the
script. docs/measuring.md says what is measured.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._grouping_methods import methods_for
from bench._shared import Meaning, emit, read_rows, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench._grouping_methods import Method, Piles
    from workbench.themes.likeness import CodeMaterial

OURS = "workbench"
SAMPLES = 20
DRAWS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """How one method laid the codes: at the human number of groups, and at its own."""

    at_k: Piles
    own: Piles


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One set measured: what is printed of it, and how its codes were laid.

    Attributes:
        value: as `measure_file` gives it.
        themes: the theme of each code.
        cuts: by method.
    """

    value: dict[str, Any]
    themes: Piles
    cuts: dict[str, Cuts]


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


def measure(method: Method, themed: Themed) -> tuple[dict[str, object], Cuts]:
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
    return row, Cuts(at_k, own)


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


def ahead(sets: Sequence[Compared], other: str) -> dict[str, object]:
    """Say how far the workbench is ahead of a method over these sets together.

    The codes of every set are drawn again and again, the same for both, and the
    differences averaged over the sets.

    Returns:
        For both numbers of groups the difference, its interval, and the ratio.
    """
    found: dict[str, object] = {}
    for measure, cut in (("ami_k", "at_k"), ("ami", "own")):
        random = np.random.default_rng(0)
        pairs = [
            (
                each.themes,
                spread(getattr(each.cuts[OURS], cut)),
                spread(getattr(each.cuts[other], cut)),
            )
            for each in sets
        ]
        drawn = [
            np.mean([_difference(*pair, random) for pair in pairs])
            for _ in range(DRAWS)
        ]
        own, theirs = (
            float(np.mean([agreement(pair[0], pair[at])[0] for pair in pairs]))
            for at in (1, 2)
        )
        low, high = np.percentile(drawn, (2.5, 97.5))
        found[f"{measure}_ahead"] = round(own - theirs, 4)
        found[f"{measure}_interval"] = [round(float(low), 4), round(float(high), 4)]
        if theirs >= 0.01:
            found[f"{measure}_ratio"] = round(own / theirs, 3)
    return found


def _difference(
    themes: Piles, own: Piles, other: Piles, random: np.random.Generator
) -> float:
    # Each code once: a code drawn twice would agree with itself.
    drawn = np.unique(random.integers(0, len(themes), len(themes)))
    mine, _ = agreement(themes[drawn], own[drawn])
    theirs, _ = agreement(themes[drawn], other[drawn])
    return mine - theirs


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", action="append", default=[], help="codes.csv")
    parser.add_argument("--bertopic", action="store_true", help="needs umap-learn")
    parser.add_argument(
        "--size", type=int, nargs=2, metavar=("CODES", "SEGMENTS"), help="time only"
    )
    asked = parser.parse_args(arguments)
    if asked.size:
        emit(timed(*asked.size))
    elif len(asked.data) == 1:
        emit(measure_file(asked.data[0], bertopic=asked.bertopic))
    elif asked.data:
        emit(measure_files(asked.data, bertopic=asked.bertopic))
    else:
        stop("bench/grouping.py: --data or --size is needed.")


def measure_file(path: str, *, bertopic: bool) -> dict[str, Any]:
    """Measure every method on one table."""
    found = _compare(path, bertopic=bertopic)
    return found if isinstance(found, dict) else found.value


def measure_files(paths: Sequence[str], *, bertopic: bool) -> dict[str, Any]:
    """Measure every method on several tables, and on all together."""
    found = [_compare(path, bertopic=bertopic) for path in paths]
    sets = [each for each in found if isinstance(each, Compared)]
    names = (
        [n for n in _rows(sets[0]) if all(n in _rows(s) for s in sets)] if sets else []
    )
    methods: dict[str, dict[str, object]] = {}
    for name in names:
        methods[name] = {
            key: round(float(np.mean([_rows(each)[name][key] for each in sets])), 4)
            for key in ("ami_k", "ari_k", "ami", "ari", "share_grouped", "seconds")
        }
        if name != OURS:
            methods[name] |= ahead(sets, name)
    return {
        "data": list(paths),
        "parameters": {"sets": len(sets)},
        "methods": methods,
        "sets": [each if isinstance(each, dict) else each.value for each in found],
    }


def _rows(each: Compared) -> dict[str, Any]:
    return dict(each.value["methods"])


def _compare(path: str, *, bertopic: bool) -> Compared | dict[str, Any]:
    """Measure every method on one table; only the reason where it has too little."""
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
    cuts: dict[str, Cuts] = {}
    for name, method in methods.items():
        rows[name], cuts[name] = measure(method, themed)
    _keep_best_size(rows, cuts)
    value = {"data": path, "parameters": parameters, "methods": rows}
    compared = Compared(value, themed.themes, cuts)
    for name, row in rows.items():
        if "umap" not in name:
            row.update(stability(methods[name], themed))
        if name != OURS:
            row.update(ahead([compared], name))
    return compared


def _keep_best_size(rows: dict[str, dict[str, object]], cuts: dict[str, Cuts]) -> None:
    """Keep of BERTopic's sizes its default and the one that agrees best."""
    sizes = [name for name in rows if name.startswith("umap_hdbscan")]
    if not sizes:
        return
    # At the human number all sizes were tried already; this is about their own.
    best = max(sizes, key=lambda name: _number(rows[name], "ami"))
    rows["umap_hdbscan_best"] = rows[best] | {"source": best}
    cuts["umap_hdbscan_best"] = cuts[best]
    for name in sizes:
        if name != "umap_hdbscan":
            del rows[name]


def _number(row: dict[str, object], key: str) -> float:
    value = row[key]
    return float(value) if isinstance(value, int | float) else 0.0


def timed(codes: int, segments: int) -> dict[str, object]:
    """Time a grouping of so many codes and segments, of which a few codes have most.

    The first call loads its libraries, and a researcher waits for that as well.
    """
    from workbench.themes.grouping import group_codes  # noqa: PLC0415

    material = made_up(codes, segments)
    walls, processor = [], []
    for _ in range(2):
        begun, worked = time.perf_counter(), time.process_time()
        found = group_codes(material)
        walls.append(round(time.perf_counter() - begun, 3))
        processor.append(round(time.process_time() - worked, 3))
    return {
        "parameters": {"codes": codes, "segments": segments},
        "groups": len(found.groups),
        "seconds": walls[0],
        "again_seconds": walls[1],
        "processor_seconds": processor[0],
    }


def made_up(codes: int, segments: int) -> CodeMaterial:
    """Make up codes of twenty piles; a few have most of the segments, as happens."""
    from workbench.themes.likeness import CodeMaterial, unit  # noqa: PLC0415

    random = np.random.default_rng(0)
    pile = np.arange(codes) % 20
    middles = random.normal(size=(20, 384))[pile] + random.normal(size=(codes, 384))
    rows = np.concatenate([np.arange(codes), random.zipf(1.4, segments) % codes])
    rows = rows[:segments]
    said = unit(middles[rows] + random.normal(size=(len(rows), 384)))
    words = random.zipf(1.3, size=(len(rows), 40)) % 20_000
    names = [f"c{number}" for number in range(codes)]
    return CodeMaterial(
        codes=names,
        descriptions=unit(middles + random.normal(size=middles.shape)).astype("f4"),
        segments=said.astype("f4"),
        segment_codes=[names[row] for row in rows],
        segment_ids=[f"u{number // 2}" for number in range(len(rows))],
        texts=[" ".join(f"w{word}" for word in each) for each in words],
        wordings=[f"name w{number % 97} w{number % 20}" for number in range(codes)],
        people=[f"P{number % 25}" for number in range(len(rows))],
    )


if __name__ == "__main__":
    main()
