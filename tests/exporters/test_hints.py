"""Hints ask about a selection; they never stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.people import (
    AttributeAdded,
    AttributeSet,
    ParticipantsLinked,
)
from workbench.decisions.themes import ExtractChosen
from workbench.exporters import writing_up
from workbench.exporters.hints import hints
from workbench.exporters.reading import moment

if TYPE_CHECKING:
    from tests.exporters.conftest import Builder


def told(study: Builder) -> list[tuple[str, str, str]]:
    with moment(study.project, None) as seen:
        return [(hint.kind, hint.where, hint.what) for hint in hints(seen)]


def test_a_theme_of_one_voice_and_a_missing_group_are_asked_about(
    study: Builder,
) -> None:
    found = told(study)

    night = "\u201cSomeone is there at night\u201d"
    assert ("one participant", night, "only C01 speaks in it") in found
    assert ("group missing", night, "nobody of clinician speaks in it") in found


def test_an_extract_that_consent_covers_not_is_named(study: Builder) -> None:
    assert ("not quoted", "Q-0003", "not quoted: no consent to quotation") in told(
        study
    )


def test_a_quote_that_may_identify_is_named_by_id_alone(study: Builder) -> None:
    study.transcript("T01-2", "T01", "Who?", "Write to Dr Marlow, 020 7946 0958.")
    study.segment("s-9", "T01-2", "Write to Dr Marlow, 020 7946 0958.", "c-5")
    study.record(ExtractChosen("Q-0009", "t-3", "s-9"))

    found = [(where, what) for kind, where, what in told(study) if "identify" in kind]

    assert found == [
        ("Q-0009", "it seems to hold a long number"),
        ("Q-0009", "it seems to hold somebody's name"),
    ]


def test_a_shortened_quote_that_lost_a_negation_is_asked_about(study: Builder) -> None:
    writing_up.word_extract(
        study.project, study.by, "Q-0002", "I trusted that it would [...] understand"
    )

    assert "sense may turn" in [kind for kind, _, _ in told(study)]


def test_linked_people_in_one_theme_are_named(study: Builder) -> None:
    study.segment("s-8", "C01-1", "At night, mostly.", "c-5")
    study.record(
        ExtractChosen("Q-0008", "t-3", "s-8"),
        ParticipantsLinked("pl-1", "C01", "T01", Words("therapy")),
    )

    assert "linked people" in [kind for kind, _, _ in told(study)]


def test_a_combination_that_fewer_than_three_share_is_named(study: Builder) -> None:
    study.record(AttributeAdded("a-1", Words("Town")))
    for person, town in (("C01", "Leeds"), ("C02", "Leeds"), ("C03", "Leeds")):
        study.record(AttributeSet(person, "a-1", Words(town)))
    study.record(AttributeSet("T01", "a-1", Words("Brno")))

    found = [(where, what) for kind, where, what in told(study) if kind == "small cell"]

    assert found == [("Town", "fewer than 3 share group and this: T01")]
