"""Compare readings: differences first, figures on request and on record."""

from __future__ import annotations

from typing import Any

import pytest

from workbench import study as rules
from workbench.coding.segments import code_segment
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.exporters.compared_readings import compared_readings
from workbench.exporters.reading import moment as moment_of
from workbench.exporters.rendering import render
from workbench.familiarise.transcripts import record_pass, text_of
from workbench.model import AgreementRun, DifferenceTalk, Transcript
from workbench.trust import comparing, figures


@pytest.fixture
def pair(study: Any) -> tuple[Any, str]:
    """The study with a second coder, who read C01 and C02."""
    project = study.project
    dora = rules.add_researcher(project, study.lead, "Dora", "co-analyst")
    text = study.text("C01-1")
    for quote, code in (
        ("I trusted the nurse.", "trust by proxy"),
        ("I write a line", "no burden"),
    ):
        start = text.index(quote)
        code_segment(
            project,
            dora,
            transcript="C01-1",
            start=start,
            end=start + len(quote),
            code=study.codes[code],
        )
    record_pass(project, dora, "C02-1")
    return study, dora


def test_differences_are_shown_turn_by_turn(pair: Any) -> None:
    study, dora = pair
    found = comparing.compare(study.project, study.lead, study.lead, dora)
    told = {d.text[:14]: d for d in comparing.differences(found)}

    assert list(told) == ["My nurse put i", "At night I wri", "The quiet of i"]
    night = told["At night I wri"]
    assert night.only_one == ("an answer at night",)
    assert night.only_other == ("no burden",)
    assert told["The quiet of i"].only_one == ("no burden",)


def test_what_came_of_talking_a_difference_over_stands_beside_it(pair: Any) -> None:
    study, dora = pair
    project = study.project
    found = comparing.compare(project, study.lead, study.lead, dora)
    place = comparing.differences(found)[0].place
    comparing.talk_over(
        project, study.lead, found, place, "keep-both", "she hears duty in it"
    )

    again = comparing.differences(found)[0]

    assert [t.learned for t in again.talks] == ["she hears duty in it"]
    assert project.rows(DifferenceTalk)[0].outcome == "keep-both"
    with pytest.raises(UnknownObjectError):
        comparing.talk_over(project, study.lead, found, place, "vote")


def test_figures_rest_on_the_units_that_both_read(pair: Any) -> None:
    study, dora = pair
    project = study.project
    found = comparing.compare(project, study.lead, study.lead, dora)
    by_turn = {a.name: a for a in figures.agreement(project, study.lead, found)}

    trust = by_turn["trust by proxy"]
    # of five turns of participants, both coded one and the lead one more
    assert trust.counts == (1, 1, 0, 3)
    # twenty characters that both marked, twice; twenty-eight more of the lead's
    assert trust.spans[:2] == (2 * 20, 2 * 20 + 28)
    assert trust.figures["overlap"].value == 20 / 48
    assert by_turn["no burden"].counts == (0, 1, 1, 3)
    assert "unpaid reading" not in by_turn
    by_sentence = figures.agreement(project, study.lead, found, "sentence")
    assert next(a for a in by_sentence if a.name == "trust by proxy").counts.units == 9
    assert {run.unit for run in project.rows(AgreementRun)} == {"turn", "sentence"}


def test_what_only_one_of_two_read_is_not_compared(pair: Any) -> None:
    study, dora = pair
    found = comparing.compare(study.project, study.lead, study.lead, dora)

    assert set(found.transcripts.values()) == {"C01-1", "C02-1"}
    ed = rules.add_researcher(study.project, study.lead, "Ed", "co-analyst")
    with pytest.raises(RefusedError, match="nothing that both have read"):
        comparing.compare(study.project, study.lead, study.lead, ed)
    with pytest.raises(RefusedError, match="compare two people"):
        comparing.compare(study.project, study.lead, dora, dora)
    with pytest.raises(NotAllowedError):
        comparing.compare(study.project, study.debriefer, study.lead, dora)


def test_in_a_reflexive_study_figures_go_to_exports_only_with_a_reason(
    make: Any,
) -> None:
    study = make("reflexive")
    project = study.project
    dora = rules.add_researcher(project, study.lead, "Dora", "co-analyst")
    record_pass(project, dora, "C01-1")
    text = find_text(project, "C01-1", "I trusted the nurse.")
    code_segment(project, dora, code=study.codes["trust by proxy"], **text)
    found = comparing.compare(project, study.lead, study.lead, dora)
    comparing.talk_over(
        project,
        study.lead,
        found,
        comparing.differences(found)[0].place,
        "keep-both",
        "she hears duty",
    )

    def exported() -> str:
        with moment_of(project, None) as moment:
            return render(compared_readings(moment), ".md", "thesis").decode()

    figures.agreement(project, study.lead, found)
    told = exported()
    assert "she hears duty" in told
    assert comparing.CAUTION in " ".join(told.split())
    # what was looked at without a reason stays, and nobody's words are in it
    assert "kappa" not in told
    assert "My nurse put it on my phone" not in told

    figures.agreement(project, study.lead, found, reason="the journal asks for it")
    told = exported()
    assert "the journal asks for it" in told
    row = next(line for line in told.splitlines() if line.startswith("| trust by"))
    assert "1 / 1 / 0 / 1" in row


def test_a_codebook_study_exports_the_figures_that_were_looked_at(pair: Any) -> None:
    study, dora = pair
    project = study.project
    with moment_of(project, None) as moment:
        before = compared_readings(moment)
    assert before.sheets[1].rows == []
    found = comparing.compare(project, study.lead, study.lead, dora)
    rows = figures.agreement(project, study.lead, found, "sentence")

    with moment_of(project, None) as moment:
        after = compared_readings(moment)

    assert [row[2] for row in after.sheets[1].rows] == [row.name for row in rows]
    assert {row[1] for row in after.sheets[1].rows} == {"sentence"}
    places = after.sheets[0].rows
    assert [row[1:3] for row in places] == [
        ("C01-1", "2"),
        ("C01-1", "4"),
        ("C02-1", "2"),
    ]


def find_text(project: Any, transcript: str, quote: str) -> dict[str, Any]:
    """Where a quote stands, as `code_segment` wants it."""
    text = text_of(project, project.one(Transcript, id=transcript).version)
    start = text.index(quote)
    return {"transcript": transcript, "start": start, "end": start + len(quote)}
