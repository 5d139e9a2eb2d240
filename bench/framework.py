"""How often the dimension of a framework that a sentence is about is found.

    python bench/framework.py --data labelled.csv --codebook NAME|FILE

Columns: text, dimension (what stands before the first dot of a code's id; | between
several; empty for none of these). Where there is a column codebook, only its rows count
that name the codebook asked for; bench/framework.csv is such a table, of invented
sentences. docs/measuring.md says what is measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shared import Meaning, emit, read_rows, stop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.coding.codebook import Codebook

    #: Sentences -> the dimension found for each, or None
    Method: TypeAlias = Callable[[list[str]], list[str | None]]

#: Where plain cosine, if it may say "none of these" at all, does so.
COSINE_FLOOR = 0.25


def by_workbench(book: Codebook, meaning: Meaning) -> Method:
    """Find the closest dimension by the workbench's own function."""
    from workbench.themes.closest import (  # noqa: PLC0415
        closest_dimensions,
        frame_of,
    )

    frame = frame_of(book, meaning.of)
    return lambda texts: closest_dimensions(frame, meaning.of(texts))


def by_cosine(book: Codebook, meaning: Meaning, floor: float) -> Method:
    """Find the dimension of the code whose definition is nearest by plain cosine."""
    codes = [entry.id.partition(".")[0] for entry in book.entries]
    definitions = meaning.of(entry.definition or entry.name for entry in book.entries)

    def find(texts: list[str]) -> list[str | None]:
        cosines = meaning.of(texts) @ definitions.T
        return [
            codes[int(row.argmax())] if row.max() >= floor else None for row in cosines
        ]

    return find


def macro_f1(
    truth: list[set[str]], found: list[str | None], names: list[str]
) -> dict[str, float]:
    """Average F1 over the dimensions that occur and none; a hit is any of several."""
    answers: list[str | None] = [*names, None]
    scores = []
    for name in answers:
        own = [name in true if name else not true for true in truth]
        if not any(own):
            continue
        # A sentence of several dimensions is found when one of them is.
        hit = [
            (one in true if one else not true)
            for one, true in zip(found, truth, strict=True)
        ]
        right = sum(a and b == name for a, b in zip(own, found, strict=True))
        missed = sum(a and not h for a, h in zip(own, hit, strict=True))
        wrong = sum(b == name and not a for a, b in zip(own, found, strict=True))
        scores.append(2 * right / max(1, 2 * right + missed + wrong))
    said_none = [
        not true for true, one in zip(truth, found, strict=True) if one is None
    ]
    return {
        "macro_f1": round(float(np.mean(scores)), 4),
        "none_precision": round(float(np.mean(said_none)) if said_none else 0.0, 4),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="labelled.csv")
    parser.add_argument(
        "--codebook", required=True, help="a shipped one's name or a file"
    )
    asked = parser.parse_args(arguments)
    emit(measure_file(asked.data, asked.codebook))


def measure_file(data: str, codebook: str) -> dict[str, object]:
    """Measure every method on the sentences of one codebook."""
    from workbench.coding.codebook import read_codebook  # noqa: PLC0415
    from workbench.errors import WorkbenchError  # noqa: PLC0415
    from workbench.themes.closest import EVERYDAY, passages_of  # noqa: PLC0415

    try:
        book = read_codebook(codebook)
    except WorkbenchError as problem:
        stop(str(problem))
    names = [dimension.id for dimension in book.all_dimensions()]
    rows = [
        row
        for row in read_rows(data, ("text", "dimension"))
        if row.get("codebook", book.name) == book.name
    ]
    truth = [
        {part.strip().partition(".")[0] for part in row["dimension"].split("|")} - {""}
        for row in rows
    ]
    unknown = sorted(set().union(*truth) - set(names))
    if unknown:
        stop(f"{data}: '{unknown[0]}' is no dimension of {codebook}.")
    value: dict[str, object] = {
        "data": data,
        "parameters": {"codebook": codebook, "sentences": len(rows)},
    }
    if not rows:
        return value | {"methods": {}, "reason": "no sentences"}
    texts = [row["text"] for row in rows]
    spoken = [*(text for _, text in passages_of(book)), *EVERYDAY]
    meaning = Meaning(
        [*texts, *spoken, *(e.definition or e.name for e in book.entries)]
    )
    methods = {
        "workbench": by_workbench(book, meaning),
        "cosine": by_cosine(book, meaning, -1.0),
        "cosine_with_none": by_cosine(book, meaning, COSINE_FLOOR),
    }
    measured = {}
    for name, method in methods.items():
        begun = time.perf_counter()
        found = method(texts)
        seconds = round(time.perf_counter() - begun, 4)
        measured[name] = macro_f1(truth, found, names) | {"seconds": seconds}
    return value | {"methods": measured}


if __name__ == "__main__":
    main()
