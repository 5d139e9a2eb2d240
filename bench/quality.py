"""All quality benches at once, as the tables of docs/measuring.md.

    python bench/quality.py --data FOLDER [--repeats 10] [--bertopic] [--write]

FOLDER holds a folder for each set, with tidy.csv and, where its codes have themes,
codes.csv. Prints the tables; with --write they also replace those in docs/measuring.md.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import framework, grouping, suggestions
from bench._shared import stop

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs" / "measuring.md"
BEGIN, END = "<!-- tables by bench/quality.py -->", "<!-- end of tables -->"
KS = (1, 5, 20)
CODEBOOKS = ("bordin_working_alliance", "digital_therapeutic_alliance")

Table = list[list[str]]


def measured_suggestions(
    folder: Path, repeats: int
) -> dict[int, dict[str, dict[str, Any]]]:
    """Measure every set at every k; sets with no code of enough units left out."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for k in KS:
        asked = argparse.Namespace(
            k=k, repeats=repeats, seed=0, apart=False, setfit=False
        )
        found[k] = {}
        for file in sorted(folder.glob("*/tidy.csv")):
            value: dict[str, Any] = suggestions.measure_file(str(file), asked)
            if value["methods"]:
                found[k][file.parent.name] = value
            sys.stderr.write(f"{file.parent.name}, k = {k}: done\n")
    return found


def averages(found: dict[int, dict[str, dict[str, Any]]]) -> Table:
    """Average over the sets with codes enough, method by method."""
    whole = {
        k: [one for one in sets.values() if "small" not in one]
        for k, sets in found.items()
    }
    ks = [k for k in whole if whole[k]]
    heads = ["average, mrr / map", *(f"k = {k} ({len(whole[k])} sets)" for k in ks)]
    rows = [heads]
    for name in suggestions.METHODS:
        cells = [
            f"{_mean(whole[k], name, 'mrr'):.3f} / {_mean(whole[k], name, 'map'):.3f}"
            for k in ks
        ]
        rows.append([_plain(name), *cells])
    best = ["ahead of the best baseline"]
    for k in ks:
        ahead = []
        for measure in ("mrr", "map"):
            others = [
                _mean(whole[k], name, measure)
                for name in suggestions.METHODS
                if name != "workbench"
            ]
            own = _mean(whole[k], "workbench", measure)
            ahead.append(f"{100 * (own / max(others) - 1):+.1f} %")
        best.append(" / ".join(ahead))
    return [*rows, best]


def _mean(sets: Sequence[dict[str, Any]], method: str, measure: str) -> float:
    return float(np.mean([one["methods"][method][measure] for one in sets]))


def by_set(found: dict[int, dict[str, dict[str, Any]]]) -> Table:
    """Compare with each set's own best baseline, by paired interval."""
    rows = [
        ["set", "k", "codes", "mrr", "its best baseline", "map", "its best baseline"]
    ]
    for k, sets in found.items():
        for name, one in sets.items():
            codes = f"{one['eligible']}{' (small)' if 'small' in one else ''}"
            cells = [name, str(k), codes]
            for measure in ("mrr", "map"):
                against = one["against_best"][measure]
                best = one["methods"][against["baseline"]][measure]
                low, high = against["interval"]
                ahead = f"({low:+.3f}, {high:+.3f})"
                cells += [
                    f"{one['methods']['workbench'][measure]:.3f}",
                    f"{best:.3f} {_plain(against['baseline'])} {ahead}",
                ]
            rows.append(cells)
    return rows


def groupings(folder: Path, *, bertopic: bool) -> Table:
    """Compare groupings on every set with themes, and over all of them together."""
    files = sorted(folder.glob("*/codes.csv"))
    value = grouping.measure_files([str(file) for file in files], bertopic=bertopic)
    heads = [
        f"{file.parent.name}: {_parameter(one, 'codes')} codes, "
        f"{_parameter(one, 'themes')} themes"
        for file, one in zip(files, value["sets"], strict=True)
    ]
    ahead = "workbench ahead of it: at k, at its own number"
    rows = [["groupings: ami_k, ami (share grouped)", *heads, "average", ahead]]
    for method, together in _methods(value).items():
        shown = [_methods(one)[method] for one in value["sets"]] + [together]
        cells = [
            f"{row['ami_k']:.2f}, {row['ami']:.2f} ({row['share_grouped']:.2f})"
            for row in shown
        ]
        rows.append([_plain(method), *cells, _ahead(together)])
    return rows


def _ahead(row: dict[str, Any]) -> str:
    if "ami_k_ahead" not in row:
        return ""
    parts = []
    for measure in ("ami_k", "ami"):
        low, high = row[f"{measure}_interval"]
        parts.append(f"{row[f'{measure}_ahead']:+.2f} ({low:+.2f}, {high:+.2f})")
    return ", ".join(parts)


def _methods(value: dict[str, Any]) -> dict[str, Any]:
    return dict(value["methods"])


def _parameter(value: dict[str, Any], name: str) -> object:
    return value["parameters"][name]


def frameworks() -> Table:
    """Compare the closest dimension on the invented sentences."""
    rows = [["frameworks: macro-F1, precision of none", *CODEBOOKS]]
    values = [
        framework.measure_file(str(HERE / "framework.csv"), book) for book in CODEBOOKS
    ]
    for method in _methods(values[0]):
        cells = [
            f"{row['macro_f1']:.2f}, {row['none_precision']:.2f}"
            for row in (_methods(value)[method] for value in values)
        ]
        rows.append([_plain(method), *cells])
    return rows


def _plain(name: str) -> str:
    return f"**{name}**" if name == "workbench" else name.replace("_", " ")


def written(tables: Sequence[Table]) -> str:
    """Write tables as Markdown."""
    parts = []
    for heads, *rows in tables:
        lines = [heads, ["---"] * len(heads), *rows]
        parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="a folder of sets")
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--bertopic", action="store_true", help="needs umap-learn")
    parser.add_argument("--write", action="store_true", help="into docs/measuring.md")
    asked = parser.parse_args(arguments)
    folder = Path(asked.data)
    if not any(folder.glob("*/tidy.csv")):
        stop(f"{folder}: no set with a tidy.csv in it.")
    warnings.filterwarnings("ignore", module="sklearn")
    found = measured_suggestions(folder, asked.repeats)
    tables = [
        averages(found),
        by_set(found),
        groupings(folder, bertopic=asked.bertopic),
        frameworks(),
    ]
    text = written(tables)
    print(text)
    if asked.write:
        before, _, rest = DOCS.read_text("utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        DOCS.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
