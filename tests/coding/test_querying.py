"""Questions to the coded material: each cell holds the segments it counts."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.coding.placed import Placed, spread
from workbench.coding.querying import (
    COLUMNS,
    NOT_SAID,
    Query,
    answer,
    from_text,
    nearest_codes,
    on_same_words,
)
from workbench.errors import RefusedError
from workbench.familiarise.voices import Voice


def segment(name: str, code: str, start: int, end: int, **given: Any) -> Placed:
    person = given.pop("person", "C01")
    group = given.pop("group", "clients")
    role = given.pop("role", "participant")
    known: dict[str, Any] = {
        "transcript": "t-1",
        "version": "v-1",
        "turn": start // 10,
        "question": None,
        "polarity": None,
        "target": None,
        "by": "r-1",
        "origin": "manual",
        "along": 0.0,
    }
    voice = Voice(person, role, person, group)
    return Placed(name, code, start=start, end=end, voice=voice, **(known | given))


STUDY = [
    segment("s1", "trust", 0, 20, polarity="present"),
    segment("s2", "night", 10, 30),
    segment("s3", "trust", 100, 120, person="T01", group="clinicians"),
    segment("s4", "night", 125, 140, person="T01", group="clinicians"),
    segment("s5", "night", 0, 20, transcript="t-2", person="C02", question="q-1"),
    segment("s6", "cost", 12, 14, by="r-2", origin="search"),
]


def cells(query: Query, **more: Any) -> dict[tuple[str, str], list[str]]:
    found = answer(STUDY, query, **more)
    return {key: [s.id for s in own] for key, own in found.cells.items()}


def test_a_cell_holds_its_segments_and_counts_people_not_words() -> None:
    found = answer(STUDY, Query(columns="group"))

    assert found.rows == ("cost", "night", "trust")
    assert found.columns == ("clients", "clinicians")
    assert [s.id for s in found.segments("night", "clients")] == ["s2", "s5"]
    assert found.people("night", "clients") == 2
    assert found.segments("cost", "clinicians") == ()


def test_every_segment_stands_once_in_a_matrix_of_one_value_each() -> None:
    for columns in set(COLUMNS) - {"code"}:
        found = cells(Query(columns=columns))
        assert sorted(s for own in found.values() for s in own) == [
            *("s1", "s2", "s3", "s4", "s5", "s6"),
        ]


def test_columns_of_an_attribute_keep_who_said_nothing_apart_and_last() -> None:
    found = answer(
        STUDY, Query(columns="attribute", attribute="age"), {"age": {"C01": "30s"}}
    )

    assert found.columns == ("30s", NOT_SAID)


def test_codes_on_the_same_words_and_near_them() -> None:
    overlapping = cells(Query(columns="code"))
    near = cells(Query(columns="code", relation="near", turns=2))

    assert overlapping == {
        ("trust", "night"): ["s1"],
        ("trust", "cost"): ["s1"],
        ("night", "trust"): ["s2"],
        ("night", "cost"): ["s2"],
        ("cost", "trust"): ["s6"],
        ("cost", "night"): ["s6"],
    }
    assert near["trust", "night"] == ["s1", "s3"]


def test_one_code_beside_another_in_one_group_and_without_a_third() -> None:
    beside = Query(codes=("trust",), beside=("night",), relation="near")

    assert cells(beside) == {
        ("trust", "clients"): ["s1"],
        ("trust", "clinicians"): ["s3"],
    }
    assert cells(Query(codes=("trust",), beside=("night",), groups=("clients",))) == {
        ("trust", "clients"): ["s1"]
    }
    assert cells(Query(codes=("trust",), without=("cost",))) == {
        ("trust", "clinicians"): ["s3"]
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(questions=("q-1",)), {"s5"}),
        (Query(polarities=("present",)), {"s1"}),
        (Query(coders=("r-2",)), {"s6"}),
        (Query(origins=("search",)), {"s6"}),
        (Query(people=("T01",)), {"s3", "s4"}),
        (Query(roles=("interviewer",)), set()),
    ],
)
def test_filters(query: Query, found: set[str]) -> None:
    assert {s for own in cells(query).values() for s in own} == found


def test_a_kept_question_is_asked_the_same_again() -> None:
    query = Query(columns="code", codes=("trust",), relation="near", turns=5)

    assert from_text(query.to_text()) == query
    assert from_text('{"columns": "speaker", "of_tomorrow": 1}').columns == "speaker"
    with pytest.raises(RefusedError):
        from_text("[]")
    with pytest.raises(RefusedError):
        answer(STUDY, Query(relation="beneath"))


def test_pairs_on_the_same_words_agree_with_counting_each_with_each() -> None:
    slow = {
        tuple(sorted((a.code, b.code)))
        for a in STUDY
        for b in STUDY
        if a.transcript == b.transcript
        and a.code != b.code
        and a.start < b.end
        and b.start < a.end
    }

    assert set(on_same_words(STUDY)) == slow
    assert nearest_codes(STUDY, "trust") == [("cost", 1, 1), ("night", 1, 1)]


def test_the_first_segments_one_reads_come_from_as_many_people_as_there_are() -> None:
    talkative = [segment(f"x{n}", "c", n, n + 1, person="C01") for n in range(20)]
    others = [
        segment("y", "c", 0, 1, person="C02"),
        segment("z", "c", 0, 1, person="T01", group="clinicians"),
    ]

    first = spread([*talkative, *others])[:3]

    assert {s.person for s in first} == {"C01", "C02", "T01"}
    assert len(spread([*talkative, *others])) == 22
