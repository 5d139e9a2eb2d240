"""Anchoring: after any correction every segment is somewhere, and nothing is wrong."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.familiarise.anchoring import Anchored, context, reanchor

#: What interviews are made of, and what breaks offsets.
PIECES = st.sampled_from(
    [
        *("I ", "told ", "it ", "about ", "the ", "exam", ". ", "\n", "\n\n", " "),
        *("\N{CRESCENT MOON}", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "e\u0301"),
        *("\u05e9\u05dc\u05d5\u05dd ", "\u202e", "\u2028", "\t", "na\u00efve "),
        "it's ",
        *("\u4e16\u754c", "a", "", "\ufeff", "Mm. ", "Mm. "),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
SLOW_ENOUGH = settings(max_examples=150, deadline=None)


@st.composite
def corrections(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int]]]:
    """A text, the text after some edits, and segments of the old one."""
    old = draw(TEXTS.filter(bool))
    new = old
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(new)))
        end = min(len(new), start + draw(st.integers(0, 12)))
        new = new[:start] + draw(TEXTS.map(lambda text: text[:15])) + new[end:]
    spans = draw(
        st.lists(
            st.tuples(st.integers(0, len(old) - 1), st.integers(1, 40)),
            min_size=1,
            max_size=20,
        )
    )
    return old, new, [(start, min(len(old), start + size)) for start, size in spans]


@SLOW_ENOUGH
@given(corrections())
def test_every_segment_is_accounted_for_and_none_has_wrong_words(
    given_: tuple[str, str, list[tuple[int, int]]],
) -> None:
    old, new, spans = given_
    placed = reanchor(old, new, spans)
    assert len(placed) == len(spans)
    for (start, end), at in zip(spans, placed, strict=True):
        assert 0 <= at.start <= at.end <= len(new)
        if at.anchor == "lost":
            assert at.start == at.end
            continue
        assert at.end > at.start
        same = new[at.start : at.end] == old[start:end]
        assert same == (at.anchor in ("unchanged", "shifted"))
        if at.anchor in ("unchanged", "shifted"):
            assert (at.anchor == "unchanged") == (at.start == start)


@SLOW_ENOUGH
@given(corrections())
def test_what_is_lost_stays_lost_at_a_place_in_the_text(
    given_: tuple[str, str, list[tuple[int, int]]],
) -> None:
    old, new, spans = given_
    points = [(start, start) for start, _ in spans]
    for at in reanchor(old, new, points):
        assert at.anchor == "lost"
        assert 0 <= at.start == at.end <= len(new)


@SLOW_ENOUGH
@given(TEXTS.filter(bool), st.integers(0, 59), st.integers(1, 30))
def test_a_text_that_did_not_change_moves_nothing(
    text: str, start: int, size: int
) -> None:
    start = min(start, len(text) - 1)
    end = min(len(text), start + size)
    assert reanchor(text, text, [(start, end)]) == [Anchored("unchanged", start, end)]


@SLOW_ENOUGH
@given(TEXTS.filter(bool), TEXTS, st.integers(0, 59), st.integers(1, 30))
def test_words_put_in_front_of_everything_shift_it_all_alike(
    text: str, front: str, start: int, size: int
) -> None:
    front = f"{front}New line.\n"
    start = min(start, len(text) - 1)
    end = min(len(text), start + size)
    (at,) = reanchor(text, front + text, [(start, end)])
    if at.anchor == "shifted":
        assert (front + text)[at.start : at.end] == text[start:end]
    else:
        # the same words may also stand in what was put in front
        assert at.anchor == "unchanged"


OLD = (
    "How was the first week?\n"
    "I told it about the exam before I told anyone else, at four in the morning.\n"
    "And then?\n"
    "It remembered nothing, and I minded more than I thought I would."
)


def place(old: str, new: str, quote: str) -> tuple[str, str]:
    start = old.index(quote)
    (at,) = reanchor(old, new, [(start, start + len(quote))])
    return at.anchor, new[at.start : at.end]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("How was", "So how was"), ("shifted", "told it about the exam")),
        (("anyone else", "anybody else"), ("unchanged", "told it about the exam")),
        (
            ("about the exam", "about my exam"),
            ("text-changed", "told it about my exam"),
        ),
        (
            ("told it about", "told it all about"),
            ("text-changed", "told it all about the exam"),
        ),
        (("told it about the exam ", ""), ("lost", "")),
        (("I told it", "I sold it"), ("text-changed", "sold it about the exam")),
        (
            ("the exam before", "the test before"),
            ("text-changed", "told it about the test"),
        ),
        (("\nAnd then?", ""), ("unchanged", "told it about the exam")),
    ],
    ids=["before", "after", "inside", "put-in", "gone", "first", "last", "line-gone"],
)
def test_a_correction_touches_only_what_it_touches(
    edit: tuple[str, str], expected: tuple[str, str]
) -> None:
    assert edit[0] in OLD
    new = OLD.replace(*edit, 1)
    assert place(OLD, new, "told it about the exam") == expected


def test_a_passage_moved_elsewhere_is_found_if_it_is_long_and_stands_once() -> None:
    first, second, *rest = OLD.split("\n")
    new = "\n".join([first, *rest, second])
    assert place(OLD, new, "before I told anyone else, at four in the morning") == (
        "shifted",
        "before I told anyone else, at four in the morning",
    )


def test_repeated_words_are_not_taken_for_one_another() -> None:
    old = "Mm.\nYes.\nMm.\nNo.\nMm.\n"
    new = "Mm.\nYes.\nMm, well.\nNo.\nMm.\n"
    spans = [(0, 3), (9, 12), (17, 20)]
    placed = reanchor(old, new, spans)
    assert [at.anchor for at in placed] == ["unchanged", "text-changed", "shifted"]
    assert [at.start for at in placed] == [0, 9, 23]


def test_context_is_cut_at_the_ends_of_the_text() -> None:
    assert context("abcdef", 2, 4) == ("cd", "ab", "ef")
    text = "x" * 40 + "said" + "y" * 40
    assert context(text, 40, 44) == ("said", "x" * 32, "y" * 32)


def interview(words: int, seed: int, *, lines: bool = True) -> str:
    """Invented talk of this many words: common ones often, rare ones once."""
    chance = random.Random(seed)  # noqa: S311 - a test
    common = "the a of and to in I you it that was she he felt like just so"
    often = common.split()
    said = [
        chance.choice(often) if chance.random() < 0.6 else f"w{chance.randrange(4000)}"
        for _ in range(words)
    ]
    ends = "\n" if lines else " "
    return ends.join(" ".join(said[at : at + 60]) for at in range(0, words, 60))


@pytest.mark.parametrize("lines", [True, False], ids=["by-turn", "in-one-block"])
@pytest.mark.parametrize("edit", [("the", "teh"), ("I", "Ich"), (" ", "  ")])
def test_an_interview_touched_in_every_line_is_anchored_in_seconds(
    edit: tuple[str, str], lines: bool
) -> None:
    """Comparing each of 14,000 words with each other one took hours."""
    old = interview(14_000, 1, lines=lines)
    new = old.replace(*edit)
    spans = [(at, at + 80) for at in range(0, len(old) - 80, len(old) // 200)]
    began = time.process_time()
    placed = reanchor(old, new, spans)
    assert time.process_time() - began < 10
    lost = sum(at.anchor == "lost" for at in placed)
    assert lost == 0
    by_length = [at.end - at.start for at in placed]
    assert max(by_length) < 200


def test_two_texts_with_nothing_in_common_lose_everything_quickly() -> None:
    old, new = interview(14_000, 1), "x y z " * 5000
    began = time.process_time()
    placed = reanchor(old, new, [(100, 180), (5000, 5080)])
    assert time.process_time() - began < 10
    assert [at.anchor for at in placed] == ["lost", "lost"]
