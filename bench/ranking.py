"""How long a ranking takes in a large study, and after one more decision.

    python bench/ranking.py [--codes 250] [--examples 20] [--stretches 20000]

Vectors and words are made up by the script; only time is measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shared import emit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from workbench.coding.stretches import Coding, Stretches

SIZE = 384
ROUNDS = 3
#: Stretches of one transcript: what is on screen after a decision.
ON_SCREEN = 800


def made_up(asked: argparse.Namespace) -> tuple[Coding, Stretches]:
    """Make up a coding and the talk of a study."""
    from workbench.coding.stretches import Coding, Stretches  # noqa: PLC0415

    random = np.random.default_rng(0)

    def unit(rows: int) -> NDArray[np.float32]:
        vectors = random.normal(size=(rows, SIZE)).astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / lengths, dtype=np.float32)

    def texts(rows: int) -> list[str]:
        words = random.zipf(1.3, size=(rows, 20)) % 20_000
        return [" ".join(f"w{word}" for word in row) for row in words]

    count = asked.codes * asked.examples
    places = [
        (f"t{at % 25}", at // 25 * 100, at // 25 * 100 + 90) for at in range(count)
    ]
    talk = [
        (f"t{at % 25}", at // 25 * 100, at // 25 * 100 + 100)
        for at in range(asked.stretches)
    ]
    names = [f"c{number}" for number in range(asked.codes)]
    coding = Coding(
        codes=names,
        descriptions=unit(asked.codes),
        examples=Stretches(unit(count), texts(count), places),
        example_codes=[names[at % asked.codes] for at in range(count)],
        wordings=texts(asked.codes),
    )
    return coding, Stretches(unit(asked.stretches), texts(asked.stretches), talk)


def best_of(work: Callable[[], object]) -> float:
    """Time the fastest of some rounds."""
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return round(min(found), 3)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=250)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--stretches", type=int, default=20_000)
    asked = parser.parse_args(arguments)
    if min(asked.codes, asked.examples, asked.stretches) < 1:
        parser.error("codes, examples and stretches are at least 1")
    from workbench.coding.background import Background  # noqa: PLC0415
    from workbench.coding.evidence import Evidence  # noqa: PLC0415
    from workbench.coding.stretches import Stretches  # noqa: PLC0415
    from workbench.coding.suggest import suggest  # noqa: PLC0415

    coding, talk = made_up(asked)
    begun = time.perf_counter()
    background = Background(talk)
    background.words(talk.texts[:1])
    prepared = time.perf_counter() - begun
    one = Stretches(
        talk.vectors[:ON_SCREEN], talk.texts[:ON_SCREEN], talk.places[:ON_SCREEN]
    )
    evidence = Evidence(coding, background)
    more = replace(
        coding,
        examples=Stretches(
            np.concatenate([coding.examples.vectors, talk.vectors[:1]]),
            [*coding.examples.texts, talk.texts[0]],
            [*coding.examples.places, talk.places[0]],
        ),
        example_codes=[*coding.example_codes, coding.codes[0]],
    )
    emit(
        {
            "parameters": vars(asked),
            "prepare_study_seconds": round(prepared, 3),
            "fit_and_rank_seconds": best_of(
                lambda: Evidence(coding, background).scores(talk)
            ),
            "refresh_seconds": best_of(
                lambda: Evidence(more, background, evidence.weights).scores(one)
            ),
            "list_seconds": best_of(lambda: suggest(more, one, background)),
        }
    )


if __name__ == "__main__":
    main()
