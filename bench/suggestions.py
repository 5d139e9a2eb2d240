"""How well the right codes and the right stretches come first, against baselines.

    python bench/suggestions.py --data tidy.csv [--k 5] [--repeats 10] [--seed 0]

Columns: doc_id, unit_id, speaker, text, code; one row per unit and code, an empty code
is a unit that was read and not coded, rows stand in reading order. docs/measuring.md
says what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shared import Meaning, emit, read_rows, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from workbench.coding.background import Background

    Array: TypeAlias = NDArray[np.floating]
    Rows: TypeAlias = NDArray[np.int64]

MEASURES = ("mrr", "hit1", "recall3", "map")
#: With fewer eligible codes a figure says little, and is marked.
SMALL = 8


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """A set of human-coded units, in reading order."""

    texts: list[str]
    documents: list[str]
    codes: list[set[str]]
    #: Where each stands in its document; empty where the rows' order says nothing
    places: list[tuple[str, int, int]]
    vectors: NDArray[np.float32]
    meaning: Meaning
    background: Background


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One draw: k examples for each eligible code, and the pool to rank."""

    codes: list[str]
    examples: Rows
    columns: Rows
    pool: Rows
    truth: NDArray[np.bool_]


def read_units(path: str) -> Units:
    """Read a tidy table and embed its units."""
    from workbench.coding.background import Background  # noqa: PLC0415
    from workbench.coding.stretches import Stretches  # noqa: PLC0415

    found: dict[tuple[str, str], tuple[str, set[str]]] = {}
    rows = read_rows(path, ("doc_id", "unit_id", "speaker", "text", "code"))
    # Some tables list units code by code. What stands beside a unit is used only where
    # the rows are the talk as it went: with uncoded units in it, or with offsets.
    has_offsets = all(row.get("start", "").isdigit() for row in rows)
    is_talk = has_offsets or any(not row["code"].strip() for row in rows)
    if has_offsets:
        rows.sort(key=lambda row: (row["doc_id"], int(row["start"])))
    for row in rows:
        key = (row["doc_id"], row["unit_id"])
        borne = found.setdefault(key, (row["text"], set()))[1]
        if row["code"].strip():
            borne.add(row["code"].strip())
    if not found:
        stop(f"{path}: no rows.")
    texts = [text for text, _ in found.values()]
    codes = [own for _, own in found.values()]
    places = [(key[0], at, at + 1) for at, key in enumerate(found)] if is_talk else []
    meaning = Meaning([*texts, *sorted(set().union(*codes))])
    vectors = meaning.of(texts)
    background = Background(Stretches(vectors, texts, places))
    documents = [document for document, _ in found]
    return Units(texts, documents, codes, places, vectors, meaning, background)


def eligible_codes(units: Units, k: int) -> dict[str, Rows]:
    """Give the units of each code that has at least k + 5, codes in name order."""
    bearing: dict[str, list[int]] = defaultdict(list)
    for row, codes in enumerate(units.codes):
        for code in codes:
            bearing[code].append(row)
    return {
        c: np.asarray(bearing[c]) for c in sorted(bearing) if len(bearing[c]) >= k + 5
    }


def draw(
    units: Units, k: int, repeats: int, seed: int, *, apart: bool
) -> Iterator[Split]:
    """Draw the splits; the same for every method.

    Args:
        units: the set.
        k: examples per code.
        repeats: how many splits.
        seed: of the draws.
        apart: examples from one half of the documents, the pool from the other.
    """
    random = np.random.default_rng(seed)
    eligible = eligible_codes(units, k)
    documents = sorted(set(units.documents))
    half_of = np.asarray([documents.index(one) for one in units.documents])
    for _ in range(repeats):
        teaching = np.ones(len(units.texts), dtype=bool)
        if apart:
            order = random.permutation(len(documents))
            teaching = np.isin(half_of, order[: max(1, len(documents) // 2)])
        drawn: dict[str, Rows] = {}
        for code, rows in eligible.items():
            inside = rows[teaching[rows]]
            if len(inside) >= k and (len(rows) > len(inside) or not apart):
                drawn[code] = random.choice(inside, k, replace=False)
        if not drawn:
            continue
        examples = np.concatenate(list(drawn.values()))
        free = np.ones(len(units.texts), dtype=bool)
        free[examples] = False
        pool = np.flatnonzero(free & ~teaching if apart else free)
        truth = np.asarray([[c in units.codes[row] for c in drawn] for row in pool])
        columns = np.repeat(np.arange(len(drawn)), k)
        yield Split(list(drawn), examples, columns, pool, truth)


def measure(scores: Array, truth: NDArray[np.bool_]) -> dict[str, float]:
    """Score one ranking: rows are pool units, columns are codes."""
    coded = truth.any(axis=1)
    order = np.argsort(-scores[coded], axis=1, kind="stable")
    hits = np.take_along_axis(truth[coded], order, axis=1)
    order = np.argsort(-scores, axis=0, kind="stable")
    found = np.take_along_axis(truth, order, axis=0)
    precision = np.cumsum(found, axis=0) / np.arange(1, len(truth) + 1)[:, None]
    per_code = found.sum(axis=0)
    some = per_code > 0
    average = (precision * found).sum(axis=0)[some] / per_code[some]
    return {
        "mrr": float(np.mean(1.0 / (1 + hits.argmax(axis=1)))),
        "hit1": float(np.mean(hits[:, 0])),
        "recall3": float(np.mean(hits[:, :3].sum(axis=1) / hits.sum(axis=1))),
        "map": float(average.mean()),
    }


def unit(vectors: Array) -> Array:
    """Bring rows to unit length."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))


def centroids(units: Units, split: Split) -> Array:
    """Average the examples of each code."""
    which = np.eye(len(split.codes))[split.columns]
    return unit(which.T @ units.vectors[split.examples])


def by_name(units: Units, split: Split) -> Array:
    """Rank by the cosine to the code's name."""
    return units.vectors[split.pool] @ units.meaning.of(split.codes).T


def by_centroid(units: Units, split: Split) -> Array:
    """Rank by the cosine to the mean example."""
    return units.vectors[split.pool] @ centroids(units, split).T


def by_centroid_and_name(units: Units, split: Split) -> Array:
    """Rank by the cosine to the mean example and name."""
    both = unit(centroids(units, split) + units.meaning.of(split.codes))
    return units.vectors[split.pool] @ both.T


def by_nearest(units: Units, split: Split) -> Array:
    """Rank by the cosine to the nearest example."""
    cosines = units.vectors[split.pool] @ units.vectors[split.examples].T
    of_code = [
        cosines[:, split.columns == c].max(axis=1) for c in range(len(split.codes))
    ]
    return np.stack(of_code, axis=1)


def by_logistic_regression(units: Units, split: Split) -> Array:
    """Rank by one logistic regression per code against the other codes' examples."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    examples, pool = units.vectors[split.examples], units.vectors[split.pool]
    if len(split.codes) < 2:
        return by_centroid(units, split)
    fitted = [
        LogisticRegression(class_weight="balanced", max_iter=1000)
        .fit(examples, split.columns == column)
        .decision_function(pool)
        for column in range(len(split.codes))
    ]
    return np.stack(fitted, axis=1)


def by_words(units: Units, split: Split) -> Array:
    """Rank by the cosine to the mean example in TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    words = TfidfVectorizer(sublinear_tf=True)
    examples = words.fit_transform([units.texts[row] for row in split.examples])
    pool = words.transform([units.texts[row] for row in split.pool])
    which = np.eye(len(split.codes))[split.columns]
    return np.asarray(pool @ unit(np.asarray(examples.T @ which).T).T)


def by_workbench(units: Units, split: Split) -> Array:
    """Rank as the workbench does, by its own function."""
    from workbench.coding.stretches import Coding, Stretches  # noqa: PLC0415
    from workbench.coding.suggest import rank_codes  # noqa: PLC0415

    def stretches(rows: Sequence[int]) -> Stretches:
        return Stretches(
            units.vectors[rows],
            [units.texts[row] for row in rows],
            [units.places[row] for row in rows] if units.places else [],
        )

    coding = Coding(
        codes=split.codes,
        descriptions=units.meaning.of(split.codes),
        examples=stretches(split.examples.tolist()),
        example_codes=[split.codes[column] for column in split.columns],
        wordings=split.codes,
    )
    return rank_codes(coding, stretches(split.pool.tolist()), units.background)


METHODS: dict[str, Callable[[Units, Split], Array]] = {
    "workbench": by_workbench,
    "name": by_name,
    "centroid": by_centroid,
    "centroid_and_name": by_centroid_and_name,
    "nearest": by_nearest,
    "logistic_regression": by_logistic_regression,
    "tfidf_centroid": by_words,
}


def measure_set(
    units: Units,
    splits: Sequence[Split],
    methods: dict[str, Callable[[Units, Split], Array]],
) -> dict[str, list[dict[str, float]]]:
    """Measure every method on the same splits."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in methods}
    for split in splits:
        for name, rank in methods.items():
            begun = time.perf_counter()
            scores = rank(units, split)
            seconds = time.perf_counter() - begun
            found[name].append(measure(scores, split.truth) | {"seconds": seconds})
    return found


def against_best(
    found: dict[str, list[dict[str, float]]], seed: int
) -> dict[str, object]:
    """Compare the workbench with the best baseline, split by split."""
    random = np.random.default_rng(seed)
    compared: dict[str, object] = {}
    for name in ("mrr", "map"):
        means = {
            method: float(np.mean([one[name] for one in rows]))
            for method, rows in found.items()
            if method != "workbench"
        }
        best = max(means, key=lambda method: means[method])
        own = np.asarray([one[name] for one in found["workbench"]])
        ahead = own - np.asarray([one[name] for one in found[best]])
        draws = random.integers(0, len(ahead), (2000, len(ahead)))
        low, high = np.percentile(ahead[draws].mean(axis=1), (2.5, 97.5))
        compared[name] = {
            "baseline": best,
            "difference": round(float(ahead.mean()), 4),
            "share": round(float(own.mean() / max(means[best], 1e-9) - 1), 4),
            "interval": [round(float(low), 4), round(float(high), 4)],
        }
    return compared


def measure_file(path: str, asked: argparse.Namespace) -> dict[str, object]:
    """Measure one set and describe it."""
    units = read_units(path)
    splits = list(draw(units, asked.k, asked.repeats, asked.seed, apart=asked.apart))
    parameters = {
        "k": asked.k,
        "repeats": asked.repeats,
        "seed": asked.seed,
        "apart": asked.apart,
        "reading_order": bool(units.places),
        "model": units.meaning.encoder.model,
        "path": units.meaning.encoder.path,
    }
    value: dict[str, object] = {"data": path, "parameters": parameters}
    splits = [split for split in splits if split.truth.any()]
    if not splits:
        reason = f"no code has the {asked.k + 5} units that this needs"
        return value | {"methods": {}, "reason": reason}
    methods = dict(METHODS)
    if asked.setfit:
        from bench._setfit import by_setfit  # noqa: PLC0415

        methods["setfit"] = by_setfit
    found = measure_set(units, splits, methods)
    value["eligible"] = len(splits[0].codes)
    value["pool"] = len(splits[0].pool)
    if len(splits[0].codes) < SMALL:
        value["small"] = True
    value["methods"] = {
        name: {
            key: round(float(np.mean([one[key] for one in rows])), 4)
            for key in (*MEASURES, "seconds")
        }
        for name, rows in found.items()
    }
    value["against_best"] = against_best(found, asked.seed)
    return value


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, nargs="+", help="one or more tidy.csv")
    parser.add_argument("--k", type=int, default=5, help="examples per code")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--apart", action="store_true", help="examples and pool from other documents"
    )
    parser.add_argument("--setfit", action="store_true", help="minutes per repeat")
    asked = parser.parse_args(arguments)
    if asked.k < 1 or asked.repeats < 1:
        parser.error("--k and --repeats are at least 1")
    # A regression that has not quite converged is a baseline all the same.
    warnings.filterwarnings("ignore", module="sklearn")
    sets = [measure_file(path, asked) for path in asked.data]
    emit(sets[0] if len(sets) == 1 else _over_sets(sets))


def _over_sets(sets: list[dict[str, object]]) -> dict[str, object]:
    """Average over the sets that had codes enough."""
    whole = [one for one in sets if one["methods"] and "small" not in one]
    value: dict[str, object] = {
        "data": [one["data"] for one in sets],
        "parameters": sets[0]["parameters"],
        "averaged": [one["data"] for one in whole],
        "sets": sets,
    }
    if not whole:
        reason = f"no set has {SMALL} eligible codes"
        return value | {"methods": {}, "reason": reason}
    tables = [one["methods"] for one in whole]
    value["methods"] = {
        name: {
            key: round(float(np.mean([table[name][key] for table in tables])), 4)  # type: ignore[index]
            for key in (*MEASURES, "seconds")
        }
        for name in tables[0]  # type: ignore[attr-defined]
    }
    return value


if __name__ == "__main__":
    main()
