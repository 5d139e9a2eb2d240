"""What holds a group together, and how firmly, on vectors made up for the case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.themes.test_grouping import SIZE, material_of
from workbench.themes.grouping import Grouping, Hierarchy, group_codes
from workbench.themes.holding import Draws, in_words, what_holds
from workbench.themes.likeness import CodeMaterial, Ground


def stability(material: CodeMaterial, found: Grouping) -> list[float]:
    ground = Ground(material)
    return Draws(ground, ground.far()).stability(found)


def test_groups_far_apart_come_again_however_segments_are_drawn() -> None:
    material = material_of(12)
    found = group_codes(material, k=3)
    assert stability(material, found) == [1.0, 1.0, 1.0]


def test_groups_of_noise_do_not_hold_and_the_draws_are_repeatable() -> None:
    random = np.random.default_rng(3)
    noise = random.normal(size=(150, SIZE)).astype(np.float32)
    material = CodeMaterial(
        codes=[f"c{n}" for n in range(30)],
        descriptions=np.zeros((30, SIZE), dtype=np.float32),
        segments=noise / np.linalg.norm(noise, axis=1, keepdims=True),
        segment_codes=[f"c{n % 30}" for n in range(150)],
    )
    found = group_codes(material, k=5)
    once = stability(material, found)
    assert len(once) == len(found.groups)
    assert max(once) < 0.7
    assert once == stability(material, found)


def test_one_set_of_draws_serves_every_cut() -> None:
    material = material_of(24)
    ground = Ground(material)
    draws, tree = Draws(ground, ground.far()), Hierarchy(ground)
    for k in (3, 8):
        found = tree.at(k)
        assert draws.stability(found) == stability(material, found)


@pytest.mark.parametrize(
    ("stable", "said"),
    [(1.0, "holds:"), (0.8, "mostly"), (0.6, "in part"), (0.2, "hardly")],
)
def test_stability_is_said_in_plain_words(stable: float, said: str) -> None:
    assert said in in_words(stable)


def test_a_group_shows_shared_texts_typical_segments_people_and_telling_words() -> None:
    eye = np.eye(SIZE, dtype=np.float32)
    rows = [0, 0, 1, 1, 5, 6, 7, 8]
    material = CodeMaterial(
        codes=["night", "awake", "money"],
        descriptions=eye[:3],
        segments=eye[rows],
        segment_codes=["night", "night", "awake", "night", *["money"] * 4],
        segment_ids=["a", "b", "a", "c", "d", "e", "f", "g"],
        texts=[
            "at night it listens",
            "the night is long, don't ask",
            "awake, awake at night",
            "night again",
            "it costs money",
            "money again",
            "the bill",
            "the price",
        ],
        people=["P2", "P1", "P2", None, "P3", "P3", "P3", "P3"],
    )
    found = what_holds(material, ["night", "awake"])
    assert found.shared == ("a",)
    assert {material.segment_codes[row] for row in found.typical[:2]} == {
        "night",
        "awake",
    }
    assert (found.people, found.people_in_all) == (("P1", "P2"), 3)
    assert found.words[0] == "night"
    assert "money" not in found.words
    # said by one person only, however often
    assert "awake" not in found.words


def test_codes_without_segments_hold_by_nothing_that_can_be_shown() -> None:
    material = replace(material_of(4), segments=np.zeros((0, SIZE), dtype=np.float32))
    bare = replace(material, segment_codes=[])
    found = what_holds(bare, list(bare.codes))
    assert (found.shared, found.typical, found.people, found.words) == ((), (), (), ())
    assert stability(bare, group_codes(bare, k=2)) != []
