"""How far each transcript is worked through, and coding what a search found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workbench.coding import codes, from_search, segments
from workbench.coding.coverage import PARTS, coverage
from workbench.errors import RefusedError
from workbench.familiarise import marks, transcripts
from workbench.familiarise.search import concordance, find
from workbench.familiarise.transcripts import record_pass
from workbench.model import CodedSegment, Memo
from workbench.store.project import Project

Lead = Callable[[Project], str]
SAID = ("I: " + "q" * 100, "C01: " + "a" * 100, "I: why?", "C01: " + "b" * 300)


@pytest.fixture
def study(
    project: Project, lead: Lead, parsed: Callable[..., Any]
) -> tuple[Project, str]:
    by = lead(project)
    arrival = transcripts.Arrival(parsed(*SAID), b"", "int-1")
    transcripts.bring_in(project, by, [arrival])
    codes.create(project, by, "night")
    return project, by


def code(project: Project, by: str, start: int, end: int) -> str:
    return segments.code_segment(
        project, by, transcript="int-1", start=start, end=end, code="night"
    )


def test_the_share_is_of_participants_talk_and_counts_no_letter_twice(
    study: tuple[Project, str],
) -> None:
    project, by = study
    code(project, by, 0, 201)  # the question, and the first answer
    code(project, by, 151, 201)  # inside it once more

    (found,) = coverage(project, project)
    (all_talk,) = coverage(project, project, with_interviewer=True)

    assert found.coded == pytest.approx(100 / 400)
    assert (found.words, found.segments, found.coders) == (2, 2, 1)
    assert all_talk.coded == pytest.approx(200 / 504)
    assert found.strip == (1.0,) * (PARTS // 4) + (0.0,) * (PARTS * 3 // 4)
    assert sum(found.strip) / PARTS == pytest.approx(found.coded)


def test_what_nobody_opened_is_named_and_silence_on_purpose_is_not(
    study: tuple[Project, str],
) -> None:
    project, by = study
    assert coverage(project, project)[0].flag == "not opened yet"

    code(project, by, 101, 104)
    assert coverage(project, project)[0].flag == "thinly coded"

    marks.pass_over(project, by, "int-1")
    record_pass(project, by, "int-1")
    (found,) = coverage(project, project)
    assert (found.flag, found.passed_over, found.passes) == ("", 1.0, 1)


@pytest.mark.parametrize(
    ("extent", "quotes"),
    [
        ("words", ["night", "night"]),
        (
            "sentence",
            [
                "It was there at night, when nobody else in the whole house was awake.",
                "The night nurse knew it as well, and she said so more than once.",
            ],
        ),
    ],
)
def test_hits_are_coded_as_one_act_with_their_origin(
    project: Project,
    lead: Lead,
    parsed: Callable[..., Any],
    extent: Any,
    quotes: list[str],
) -> None:
    by = lead(project)
    said = parsed(
        "C01: It was there at night, when nobody else in the whole house was awake. "
        "The night nurse knew it as well, and she said so more than once."
    )
    transcripts.bring_in(project, by, [transcripts.Arrival(said, b"", "int-1")])
    codes.create(project, by, "night")
    hits = find(concordance(project), "night")
    before = project.head().seq

    made = from_search.code_hits(
        project, by, hits, "night", extent=extent, asked="night", reason="by night"
    )

    coded = sorted(project.read(CodedSegment), key=lambda s: s.start)
    assert [s.quote for s in coded] == quotes
    assert {s.origin for s in coded} == {"search"}
    assert {s.id for s in coded} == set(made.segments)
    assert "\u201cnight\u201d. by night" in project.read(Memo)[0].text
    acts = {event.act for event in project.events(after=before)}
    assert len(acts) == 1
    with pytest.raises(RefusedError, match="already"):
        from_search.code_hits(project, by, hits, "night", extent=extent, asked="night")
    project.undo(by)
    assert project.rows(CodedSegment) == []


def test_nothing_chosen_is_refused(study: tuple[Project, str]) -> None:
    project, by = study
    with pytest.raises(RefusedError, match="at least one"):
        from_search.code_hits(project, by, [], "night", extent="words", asked="x")
