"""How long the nearest of a million stretches take, and how much memory.

    python bench/nearest.py [--stretches 1000000] [--questions 20]

Vectors are made up and written to two files, half precision and float32, which are
mapped; every answer is checked against float32 throughout. docs/measuring.md says how
to read it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shared import emit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIZE = 384
WANTED = 100
#: Talk is no cloud without shape: rows lie around so many middles.
MIDDLES = 2000


def make_up(count: int, folder: Path) -> tuple[NDArray[np.float32], Path]:
    """Write made-up unit rows to a file, mapped."""
    from workbench.coding.nearest import AT_ONCE  # noqa: PLC0415

    random = np.random.default_rng(0)
    middles = random.normal(size=(MIDDLES, SIZE)).astype(np.float32)
    path = folder / "float32"
    rows = np.memmap(path, np.float32, "w+", shape=(count, SIZE))
    for at in range(0, count, AT_ONCE):
        some = min(AT_ONCE, count - at)
        near = middles[random.integers(0, MIDDLES, some)]
        made = near + random.normal(size=(some, SIZE)).astype(np.float32)
        rows[at : at + some] = made / np.linalg.norm(made, axis=1, keepdims=True)
    rows.flush()
    del rows
    return np.memmap(path, np.float32, "r", shape=(count, SIZE)), path


def own_megabytes() -> float | None:
    """Tell how much memory this process has besides mapped files, where known."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(x for x in status.read_text().splitlines() if x.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stretches", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=20)
    asked = parser.parse_args(arguments)
    if asked.stretches < 1 or asked.questions < 1:
        parser.error("--stretches and --questions are at least 1")
    import torch  # noqa: PLC0415

    from workbench.coding.nearest import Nearest, halve  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        vectors, _ = make_up(asked.stretches, Path(folder))
        halves = np.memmap(
            Path(folder) / "float16", np.float16, "w+", shape=vectors.shape
        )
        halve(vectors, halves)
        halves.flush()
        torch.zeros(1) @ torch.zeros(1)
        before = own_megabytes()
        nearest = Nearest(vectors, halves)
        places = np.linspace(0, asked.stretches - 1, asked.questions).astype(int)
        seconds, most, wrong = [], 0.0, 0
        for place in places:
            question = np.array(vectors[place])
            begun = time.perf_counter()
            rows, cosines = nearest.to(question, WANTED)
            seconds.append(time.perf_counter() - begun)
            most = max(most, own_megabytes() or 0.0)
            wrong += not _is_exact(vectors, question, rows, cosines)
        emit(
            {
                "parameters": vars(asked) | {"wanted": WANTED, "size": SIZE},
                "threads": torch.get_num_threads(),
                "median_seconds": round(float(np.median(seconds)), 4),
                "worst_seconds": round(max(seconds), 4),
                "not_exact": wrong,
                "own_megabytes": round(most),
                "of_that_while_searching": round(most - (before or 0.0)),
                "file_megabytes": round(halves.nbytes / 2**20),
            }
        )


def _is_exact(
    vectors: NDArray[np.float32],
    question: NDArray[np.float32],
    rows: NDArray[np.int64],
    cosines: NDArray[np.float32],
) -> bool:
    """Compare with float32 throughout; rows as near as the last may stand for it."""
    whole = np.concatenate(
        [
            vectors[at : at + 100_000] @ question
            for at in range(0, len(vectors), 100_000)
        ]
    )
    last = np.partition(-whole, len(rows) - 1)[len(rows) - 1]
    # Sums in another order differ in the last digits.
    return bool(
        np.allclose(whole[rows], cosines, atol=1e-6) and -last <= cosines[-1] + 1e-6
    )


if __name__ == "__main__":
    main()
