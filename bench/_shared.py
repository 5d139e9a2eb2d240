"""What the quality benches have in common: reading their tables, encoding, printing."""

from __future__ import annotations

import csv
import itertools
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray


def read_rows(path: str, columns: Iterable[str]) -> list[dict[str, str]]:
    """Read a CSV that has at least these columns, or stop with one clear line.

    Lines at its head that begin with # are for people and left out.
    """
    file = Path(path)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            lines = itertools.dropwhile(lambda line: line.startswith("#"), stream)
            reader = csv.DictReader(lines)
            missing = [c for c in columns if c not in (reader.fieldnames or [])]
            if missing:
                stop(f"{path}: no column {', '.join(missing)}. See docs/measuring.md.")
            return [{k: v or "" for k, v in row.items() if k} for row in reader]
    except OSError as problem:
        stop(f"{path}: cannot be read ({problem.strerror}).")


def stop(line: str) -> NoReturn:
    """End with one line for people and the exit status of wrong usage."""
    sys.stderr.write(line + "\n")
    raise SystemExit(2)


class Meaning:
    """Vectors by text, each text encoded once, by the workbench's own encoder."""

    def __init__(self, texts: Iterable[str]) -> None:
        from workbench.coding.embedding import load_encoder  # noqa: PLC0415

        distinct = list(dict.fromkeys(texts))
        self.encoder = load_encoder()
        self._vectors = self.encoder.encode(distinct)
        self._row = {text: row for row, text in enumerate(distinct)}

    def of(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """Give the vectors of texts named before, row by row."""
        return self._vectors[[self._row[text] for text in texts]]


def emit(value: Mapping[str, object]) -> None:
    """Print the one JSON object."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
