"""Groupings of codes, on vectors made up for the case."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.themes.grouping import (
    BY_TALK,
    DENSE,
    LINKED,
    Grouping,
    Hierarchy,
    group_codes,
)
from workbench.themes.likeness import CodeMaterial, Ground

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 32


def material_of(count: int, piles: int = 3, seed: int = 0) -> CodeMaterial:
    """Make up codes in piles, with five segments each."""
    random = np.random.default_rng(seed)
    middles = random.normal(size=(piles, SIZE))
    codes = middles[np.arange(count) % piles] + 0.4 * random.normal(size=(count, SIZE))
    rows = np.repeat(np.arange(count), 5)
    segments = codes[rows] + 0.4 * random.normal(size=(len(rows), SIZE))
    names = [f"c{number:03}" for number in range(count)]
    return CodeMaterial(
        codes=names,
        descriptions=_unit(codes + random.normal(size=codes.shape)),
        segments=_unit(segments),
        segment_codes=[names[row] for row in rows],
    )


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(unit, dtype=np.float32)


def sets_of(grouping: Grouping) -> set[frozenset[str]]:
    return {frozenset(group.codes) for group in grouping.groups}


def test_codes_that_say_alike_are_laid_together() -> None:
    found = group_codes(material_of(12), k=3)
    wanted = {frozenset(f"c{n:03}" for n in range(12) if n % 3 == p) for p in range(3)}
    assert sets_of(found) == wanted


@pytest.mark.parametrize("count", [0, 1, 2, 3, 8, 75])
def test_every_code_is_accounted_for_once(count: int) -> None:
    material = material_of(count)
    grouping = group_codes(material)
    for found in (grouping, *grouping.alternatives):
        told = [code for group in found.groups for code in group.codes]
        assert sorted([*told, *found.ungrouped]) == list(material.codes)


def test_a_group_has_two_codes_at_least_and_numbers_for_a_name() -> None:
    found = group_codes(material_of(20))
    assert [group.id for group in found.groups] == list(range(1, len(found.groups) + 1))
    assert all(len(group.codes) > 1 for group in found.groups)


def test_there_are_coarser_and_finer_groups_beside_it() -> None:
    found = group_codes(material_of(30), k=5)
    sizes = [
        each.parameters["k"] for each in found.alternatives if each.method == LINKED
    ]
    assert sizes == [3, 8]
    assert all(not other.alternatives for other in found.alternatives)


def test_only_what_lies_close_together_is_dense() -> None:
    material = material_of(15)
    random = np.random.default_rng(5)
    loose = [f"x{number}" for number in range(15)]
    names = _unit(random.normal(size=(15, SIZE)))
    both = replace(
        material,
        codes=[*material.codes, *loose],
        descriptions=np.concatenate([material.descriptions, names]),
    )
    dense = next(g for g in group_codes(both).alternatives if g.method == DENSE)
    cores = [{c for c in group.codes if c.startswith("c")} for group in dense.groups]
    assert [core for core in cores if len({int(c[1:]) % 3 for c in core}) > 1] == []
    assert sum(map(len, cores)) == 15
    assert len(dense.ungrouped) > 4
    assert set(dense.ungrouped) <= set(loose)


def test_codes_can_be_laid_by_whose_talk_they_stand_in() -> None:
    material = material_of(12)
    people = [f"P{int(code[1:]) // 4}" for code in material.segment_codes]
    ways = group_codes(replace(material, people=people), k=3).alternatives
    by_talk = next(way for way in ways if way.method == BY_TALK)
    assert sets_of(by_talk) == {
        frozenset(f"c{n:03}" for n in range(p * 4, p * 4 + 4)) for p in range(3)
    }


def test_who_speaks_alone_sets_nothing_apart() -> None:
    material = material_of(12)
    alone = replace(material, people=["P1"] * len(material.segment_codes))
    assert BY_TALK not in [way.method for way in group_codes(alone).alternatives]


def test_the_hierarchy_is_cut_anywhere_and_each_cut_nests_in_the_coarser() -> None:
    tree = Hierarchy(Ground(material_of(20)))
    for k in range(1, 20):
        coarse, fine = sets_of(tree.at(k)), sets_of(tree.at(k + 1))
        assert all(any(group <= other for other in coarse) for group in fine)


def study_with_a_stranger() -> CodeMaterial:
    """Make up codes that have much in common, and one that has nothing with them."""
    material = material_of(20)
    random = np.random.default_rng(4)
    common = 3.0 * random.normal(size=SIZE)
    strange = random.normal(size=(5, SIZE)) - common
    return replace(
        material,
        codes=[*material.codes, "stranger"],
        descriptions=_unit(np.concatenate([material.descriptions, strange[:1]])),
        segments=_unit(
            np.concatenate([3.0 * material.segments + common / SIZE**0.5, strange])
        ),
        segment_codes=[*material.segment_codes, *["stranger"] * 5],
    )


@pytest.mark.parametrize("k", [1, 2, 3, 6])
def test_a_code_far_from_all_stays_out_however_it_is_cut(k: int) -> None:
    found = Hierarchy(Ground(study_with_a_stranger())).at(k)
    assert "stranger" in found.ungrouped
    # It takes no group's place: as many are left as were asked for.
    assert len(found.groups) + len(found.ungrouped) - 1 == k


def test_no_code_is_called_far_where_what_is_usual_is_not_known() -> None:
    whole = study_with_a_stranger()
    few = [f"c{number:03}" for number in range(8)] + ["stranger"]
    rows = [at for at, code in enumerate(whole.segment_codes) if code in few]
    material = replace(
        whole,
        codes=few,
        descriptions=whole.descriptions[[*range(8), 20]],
        segments=whole.segments[rows],
        segment_codes=[whole.segment_codes[row] for row in rows],
    )
    assert not Ground(material).far().any()


def test_each_view_counts_by_its_own_measure() -> None:
    """Names that differ little are told apart as well as names that differ much."""
    material = material_of(12)
    common = np.full(SIZE, 40.0)
    close = replace(
        material,
        segments=material.segments[:0],
        segment_codes=[],
        wordings=[f"pile{int(code[1:]) % 2}" for code in material.codes],
        descriptions=_unit(material.descriptions + common),
    )
    wide = replace(close, descriptions=material.descriptions)
    assert sets_of(group_codes(close, k=3)) == sets_of(group_codes(wide, k=3))


def test_cohesion_is_the_mean_pairwise_cosine() -> None:
    vector = _unit(np.ones((1, SIZE)))
    apart = _unit(np.eye(SIZE)[:6])
    material = CodeMaterial(
        codes=["a", "b", "c", "d"],
        descriptions=np.concatenate([vector, vector, apart[:2]]),
        segments=np.zeros((0, SIZE), dtype=np.float32),
        segment_codes=[],
    )
    pair = next(g for g in group_codes(material, k=3).groups if "a" in g.codes)
    assert pair.codes == ("a", "b")
    assert pair.cohesion == pytest.approx(1.0, abs=1e-6)


def test_a_code_without_segments_goes_by_its_name() -> None:
    material = material_of(12)
    bare = [code != "c000" for code in material.segment_codes]
    named = material.descriptions.copy()
    named[0] = named[3]
    without = replace(
        material,
        descriptions=named,
        segments=material.segments[bare],
        segment_codes=[c for c in material.segment_codes if c != "c000"],
    )
    group = next(g for g in group_codes(without, k=3).groups if "c000" in g.codes)
    assert "c003" in group.codes


@settings(max_examples=20, deadline=None)
@given(st.integers(3, 40), st.integers(0, 1000))
def test_the_order_of_codes_and_segments_changes_no_group(
    count: int, seed: int
) -> None:
    material = material_of(count, seed=seed)
    random = np.random.default_rng(seed)
    codes = random.permutation(count)
    segments = random.permutation(len(material.segment_codes))
    shuffled = CodeMaterial(
        codes=[material.codes[i] for i in codes],
        descriptions=material.descriptions[codes],
        segments=material.segments[segments],
        segment_codes=[material.segment_codes[i] for i in segments],
    )
    assert sets_of(group_codes(shuffled)) == sets_of(group_codes(material))


def test_the_seed_is_kept_and_changes_nothing() -> None:
    material = material_of(40)
    first, other = group_codes(material, seed=1), group_codes(material, seed=2)
    assert (first.seed, other.seed) == (1, 2)
    assert first.groups == other.groups


def test_shared_texts_and_words_draw_codes_together() -> None:
    apart = _unit(np.eye(SIZE)[:4])
    texts = ["the nightly chat", "the weekly report", "the nightly chat", "a bill"]
    material = CodeMaterial(
        codes=["a", "b", "c", "d"],
        descriptions=apart,
        segments=apart,
        segment_codes=["a", "b", "c", "d"],
        segment_ids=["1", "2", "1", "3"],
        texts=texts,
        wordings=["late", "paper", "talk late", "money"],
    )
    assert sets_of(group_codes(material, k=3)) == {frozenset({"a", "c"})}


def test_800_codes_with_20000_segments_are_grouped_in_seconds() -> None:
    material = material_of(800, piles=20)
    many = replace(
        material,
        segments=np.repeat(material.segments, 5, axis=0),
        segment_codes=[c for c in material.segment_codes for _ in range(5)],
        segment_ids=[str(n // 2) for n in range(20_000)],
        texts=[f"word{n % 997} word{n % 31} and more talk" for n in range(20_000)],
        wordings=[f"name{n % 50} of a code" for n in range(800)],
    )
    begun = time.perf_counter()
    group_codes(many)
    # Issue 7 asks 3 s of two idle cores; the tests may run beside others.
    assert time.perf_counter() - begun < 9
