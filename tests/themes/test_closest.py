"""The question which dimension of a framework a text is close to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from workbench.coding.codebook import read_codebook
from workbench.themes.closest import Frame, closest_dimensions, frame_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 32
AXES = np.eye(SIZE)


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(unit, dtype=np.float32)


@pytest.fixture
def frame() -> Frame:
    """Goal on its own axis, bond near what all talk shares, everyday talk apart."""
    return Frame(
        ["goal", "bond"],
        _unit(np.stack([AXES[1], AXES[0] * 2 + AXES[2]])),
        ["g", "b"],
        {"g": "goal", "b": "bond"},
        _unit(np.stack([AXES[5], AXES[6]])),
    )


def test_the_closest_dimension_is_judged_against_the_study(frame: Frame) -> None:
    random = np.random.default_rng(0)
    shared = AXES[0] * 3
    talk = _unit(random.normal(size=(60, SIZE)) * 0.3 + shared)
    asked = _unit(
        np.stack(
            [
                shared + AXES[1] * 2,
                shared + AXES[2] * 2,
                shared + AXES[5] + AXES[6],
            ]
        )
    )
    assert closest_dimensions(frame, asked, talk) == ["goal", "bond", None]


def test_without_a_study_the_plain_cosine_decides(frame: Frame) -> None:
    asked = _unit(np.stack([AXES[1] + AXES[5] * 5, AXES[0]]))
    assert closest_dimensions(frame, asked) == ["goal", "bond"]


def test_no_texts_are_close_to_nothing(frame: Frame) -> None:
    assert closest_dimensions(frame, np.zeros((0, SIZE), dtype=np.float32)) == []


def test_a_codebook_becomes_comparable_by_all_it_says() -> None:
    book = read_codebook("bordin_working_alliance")
    asked: list[str] = []

    def encode(texts: list[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.ones((len(texts), SIZE), dtype=np.float32)

    made = frame_of(book, encode)
    assert list(made.dimensions)[:3] == ["goal", "task", "bond"]
    assert len(made.passages) == len(made.codes) > len(book.entries)
    assert {entry.definition for entry in book.entries} <= set(asked)
