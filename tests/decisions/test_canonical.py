"""The canonical form: one way to write an event, on every machine."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.decisions.coding import CodeCreated, SuggestionGiven, SuggestionsOffered
from workbench.decisions.decision import Words, canonical, from_payload, to_payload

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values.filter(lambda value: "\ud800" not in repr(value)))
def test_what_was_written_reads_back_and_is_written_the_same_again(value: Any) -> None:
    try:
        written = canonical(value)
    except UnicodeEncodeError:
        return  # half of a surrogate pair is no text
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


def test_keys_are_sorted_and_nothing_is_blank_or_escaped_without_need() -> None:
    assert (
        canonical({"b": [1, True, None], "a": "ü\n"}).decode()
        == '{"a":"ü\\n","b":[1,true,null]}'
    )


@pytest.mark.parametrize(
    "value",
    [0.5, 1.0, float("nan"), [float("inf")], {"a": {"b": 2.5}}, Decimal(1), b"x", {1}],
    ids=repr,
)
def test_floats_and_other_strangers_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"cannot hold|not JSON compliant"):
        canonical(value)


def test_a_similarity_that_is_no_integer_never_reaches_the_trail() -> None:
    given = SuggestionGiven("g-1", "v-1", 0, 0, 5, "c-1", 1, 0.73, (), ())  # type: ignore[arg-type]
    offered = SuggestionsOffered("n-1", "int-1", "m", "w", "p", 5, (given,))
    with pytest.raises(ValueError, match="cannot hold a float"):
        to_payload(offered, str)


def test_a_kind_this_version_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        from_payload("CodePainted", {"code": "c-1"})


def test_fields_that_are_not_the_kinds_own_are_refused() -> None:
    payload = to_payload(CodeCreated("c-1", Words("a")), lambda _: "w" + "0" * 16)
    with pytest.raises(TypeError):
        from_payload("CodeCreated", payload | {"colour": "red"})
