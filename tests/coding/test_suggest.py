"""The ranking of stretches and codes, on vectors made up for the case and real ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coding.background import Background
from workbench.coding.embedding import Encoder, load_encoder
from workbench.coding.stretches import Coding, Stretches
from workbench.coding.suggest import rank_codes, suggest
from workbench.coding.surroundings import ReadingOrder

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE = 24


def vectors(rows: list[list[float]] | NDArray[np.floating]) -> NDArray[np.float32]:
    found = np.asarray(rows, dtype=np.float64)
    unit = found / np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(unit, dtype=np.float32)


def study_of(seed: int, codes: int = 4, examples: int = 3) -> tuple[Coding, Stretches]:
    """Make up codes, segments near them, and stretches of talk."""
    random = np.random.default_rng(seed)
    middles = random.normal(size=(codes, SIZE))
    columns = np.repeat(np.arange(codes), examples)
    segments = middles[columns] + 0.5 * random.normal(size=(len(columns), SIZE))
    talk = middles[np.arange(30) % codes] + 0.7 * random.normal(size=(30, SIZE))
    names = [f"code-{number}" for number in range(codes)]
    coding = Coding(
        codes=names,
        descriptions=vectors(middles + random.normal(size=middles.shape)),
        examples=Stretches(vectors(segments)),
        example_codes=[names[column] for column in columns],
    )
    return coding, Stretches(vectors(talk))


def test_a_stretch_gets_the_code_its_neighbours_bear() -> None:
    coding, talk = study_of(1)
    best = rank_codes(coding, talk).argmax(axis=1)
    assert float(np.mean(best == np.arange(30) % 4)) > 0.9


def test_the_ranking_beats_knowing_nothing_but_names() -> None:
    coding, talk = study_of(2, codes=8, examples=5)
    truth = np.arange(30) % 8
    by_name = (talk.vectors @ coding.descriptions.T).argmax(axis=1)
    ranked = rank_codes(coding, talk).argmax(axis=1)
    assert np.mean(ranked == truth) > np.mean(by_name == truth)


def test_every_suggestion_names_the_segments_it_resembles() -> None:
    coding, talk = study_of(3)
    for one in suggest(coding, talk).found:
        assert 1 <= len(one.because) <= 3
        assert one.similarity == one.because[0].similarity
        for likeness in one.because:
            assert coding.example_codes[likeness.example] == one.code
            cosine = (
                coding.examples.vectors[likeness.example]
                @ (talk.vectors[one.candidate])
            )
            assert likeness.similarity == pytest.approx(float(cosine), abs=1e-6)


def test_ranks_run_from_one_and_the_limits_hold() -> None:
    coding, talk = study_of(4)
    found = suggest(coding, talk, limit=7, per_stretch=1).found
    assert [one.rank for one in found] == list(range(1, 8))
    assert len({one.candidate for one in found}) == 7


def test_nothing_close_enough_gives_an_empty_list_not_a_filled_one() -> None:
    coding, _ = study_of(5)
    away = -coding.examples.vectors.mean(axis=0, keepdims=True)
    answer = suggest(coding, Stretches(vectors(away)))
    assert answer.found == ()
    assert answer.nothing_close == 1


def test_a_code_with_one_segment_is_said_to_have_too_few() -> None:
    coding, talk = study_of(6)
    examples = Stretches(coding.examples.vectors[:10])
    few = replace(coding, examples=examples, example_codes=coding.example_codes[:10])
    answer = suggest(few, talk)
    assert answer.too_few_examples == ("code-3",)
    assert "code-3" not in {one.code for one in answer.found}


def test_before_anything_is_coded_nothing_is_suggested() -> None:
    coding, talk = study_of(7)
    nothing = Stretches(np.zeros((0, SIZE), dtype=np.float32))
    answer = suggest(replace(coding, examples=nothing, example_codes=[]), talk)
    assert answer.found == ()
    assert answer.too_few_examples == tuple(coding.codes)


def test_no_stretches_give_no_suggestions() -> None:
    coding, _ = study_of(8)
    answer = suggest(coding, Stretches(np.zeros((0, SIZE), dtype=np.float32)))
    assert answer.found == ()


def test_one_code_alone_is_suggested_by_its_segments() -> None:
    coding, talk = study_of(9)
    alone = Coding(
        codes=["code-0"],
        descriptions=coding.descriptions[:1],
        examples=Stretches(coding.examples.vectors[:3]),
        example_codes=["code-0"] * 3,
    )
    first = suggest(alone, talk).found[0]
    assert first.candidate % 4 == 0


def test_codes_with_the_same_segments_keep_the_codebooks_order() -> None:
    coding, talk = study_of(10, codes=1)
    twins = Coding(
        codes=["a", "b"],
        descriptions=np.repeat(coding.descriptions, 2, axis=0),
        examples=Stretches(np.repeat(coding.examples.vectors, 2, axis=0)),
        example_codes=["a", "b"] * 3,
    )
    found = suggest(twins, talk, limit=60).found
    by_stretch = [one.code for one in found if one.candidate == found[0].candidate]
    assert by_stretch == ["a", "b"]


def test_a_rejected_suggestion_is_not_offered_again() -> None:
    coding, talk = study_of(11)
    first = suggest(coding, talk).found[0]
    taught = replace(
        coding,
        rejected=talk.vectors[[first.candidate]],
        rejected_codes=[first.code],
    )
    again = {(one.candidate, one.code) for one in suggest(taught, talk, limit=90).found}
    assert (first.candidate, first.code) not in again


def test_what_resembles_a_rejected_stretch_falls() -> None:
    coding, talk = study_of(12)
    near = vectors(talk.vectors[[0]] + 0.02)
    taught = replace(coding, rejected=near, rejected_codes=["code-0"])
    before, after = rank_codes(coding, talk), rank_codes(taught, talk)
    assert after[0, 0] < before[0, 0]
    assert after[:, 1:] == pytest.approx(before[:, 1:])


def test_an_accepted_stretch_counts_at_once() -> None:
    coding, talk = study_of(13)
    accepted = replace(
        coding,
        examples=Stretches(
            np.concatenate([coding.examples.vectors, talk.vectors[[1]]])
        ),
        example_codes=[*coding.example_codes, "code-0"],
    )
    before = rank_codes(coding, talk)[1]
    after = rank_codes(accepted, talk)[1]
    assert after[0] - after.mean() > before[0] - before.mean()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_segments_and_stretches_changes_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    coding, talk = study_of(seed % 50, codes=3, examples=6)
    segments, rows = random.permutation(18), random.permutation(30)
    other = replace(
        coding,
        examples=Stretches(coding.examples.vectors[segments]),
        example_codes=[coding.example_codes[i] for i in segments],
    )
    scores = rank_codes(coding, talk)[rows]
    # The weights are fitted until they move by less than 1e-5: equal to that.
    again = rank_codes(other, Stretches(talk.vectors[rows]))
    assert again == pytest.approx(scores, abs=2e-3)


def test_the_same_question_has_the_same_answer() -> None:
    coding, talk = study_of(14)
    assert suggest(coding, talk) == suggest(coding, talk)


def test_how_the_talk_beside_was_coded_counts() -> None:
    coding, talk = study_of(15, codes=3, examples=10)
    places = [("T01", at * 10, at * 10 + 9) for at in range(30)]
    # Two stretches of equal words; one stands in the middle of talk coded code-1.
    same = np.repeat(talk.vectors[[0]], 30, axis=0)
    background = Background(Stretches(same, places=places))
    examples = Stretches(
        coding.examples.vectors,
        places=[("T02", 0, 1)] * 10
        + [places[i] for i in range(10)]
        + [("T02", 0, 1)] * 10,
    )
    placed = replace(coding, examples=examples)
    asked = Stretches(same[:2], places=[places[10], places[29]])
    scores = rank_codes(placed, asked, background)
    assert scores[0, 1] > scores[1, 1]


def test_what_stands_beside_keeps_to_its_transcript_and_leaves_out_overlaps() -> None:
    order = ReadingOrder([("a", 0, 5), ("a", 6, 9), ("a", 10, 15), ("b", 0, 5)])
    beside = order.beside([("a", 4, 8), ("b", 0, 5), ("c", 0, 5)], reach=2).toarray()
    assert beside.tolist() == [[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    under = order.under([("a", 4, 8), ("b", 99, 120)]).toarray()
    assert under.tolist() == [[1, 1, 0, 0], [0, 0, 0, 0]]


def test_what_was_asked_before_does_not_change_the_words() -> None:
    texts = ["the app asked again", "she read the report", "it was night again"]
    study = Stretches(np.eye(3, SIZE, dtype=np.float32), texts)
    new = ["the report asked", "night after night", *texts]
    fresh = Background(study).words(new).toarray()

    asked = Background(study)
    asked.words([new[1]])
    asked.words([new[3], new[0]])
    assert asked.words(new).toarray().tolist() == fresh.tolist()
    assert asked.words(new[::-1]).toarray().tolist() == fresh[::-1].tolist()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_with_the_real_model_talk_finds_its_code(encoder: Encoder) -> None:
    said = {
        "Night-time use": (
            "At three in the morning I write to it because nobody else is awake.",
            "When I cannot sleep the app is the only one I can talk to.",
            "I open it in the middle of the night.",
        ),
        "Reports for the therapist": (
            "My therapist reads the summary before our session.",
            "She had the report from the app on her desk.",
            "He looks at the weekly report and asks about it.",
        ),
        "Money": (
            "After the trial it costs twelve pounds a month.",
            "I could not afford the subscription any more.",
            "The free version stopped and they wanted my card.",
        ),
    }
    names = list(said)
    texts = [text for own in said.values() for text in own]
    coding = Coding(
        codes=names,
        descriptions=encoder.encode(names),
        examples=Stretches(encoder.encode(texts), texts),
        example_codes=[name for name, own in said.items() for _ in own],
        wordings=names,
    )
    talk = (
        "It was four in the morning, I was awake and I typed it all into the app.",
        "She told me that she had seen my report.",
        "They raised the price, so I cancelled the subscription.",
        "The parking in front of the building is a disgrace.",
    )
    found = suggest(coding, Stretches(encoder.encode(talk), talk), per_stretch=1).found
    assert {talk[one.candidate]: one.code for one in found} == dict(
        zip(talk[:3], names, strict=True)
    )
