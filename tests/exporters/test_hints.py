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


def test_a_theme_quoted_from_one_of_several_voices_is_asked_about(
    study: Builder,
) -> None:
    study.segment("s-90", "T01-1", "we laugh a little", "c-1")
    study.record(ExtractChosen("Q-0091", "t-1", "s-2"))
    night = "\u201cSomeone is there at night\u201d"
    what = "all of its extracts are C01's; another speaks in it"
    assert ("one participant quoted", night, what) in told(study)

    study.record(ExtractChosen("Q-0092", "t-1", "s-90"))
    assert all(kind != "one participant quoted" for kind, _, _ in told(study))


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


def describe(study: Builder, attribute: str, *values: tuple[str, str]) -> None:
    study.record(AttributeAdded(f"a-{attribute}", Words(attribute)))
    for person, value in values:
        study.record(AttributeSet(person, f"a-{attribute}", Words(value)))


def small_cells(study: Builder) -> list[tuple[str, str]]:
    return [(where, what) for kind, where, what in told(study) if kind == "small cell"]


def test_an_attribute_that_fewer_than_three_share_is_named(study: Builder) -> None:
    clients = [(name, "Leeds") for name in ("C01", "C02", "C03")]
    describe(study, "Town", *clients, ("T01", "Brno"))

    assert small_cells(study) == [
        (
            "Town",
            "fewer than 3 of a group share this: T01; do not print it beside ids",
        )
    ]


def test_two_attributes_that_single_out_only_together_are_named_as_a_pair(
    study: Builder,
) -> None:
    for name in ("C04", "C05", "C06"):
        study.participant(name, "client")
    names = [f"C{n:02}" for n in range(1, 7)]
    describe(study, "Town", *((n, "Leeds" if n < "C04" else "Brno") for n in names))
    describe(
        study,
        "Work",
        *((n, "night" if n in ("C01", "C02", "C06") else "day") for n in names),
    )
    describe(study, "Age", *((n, f"{40 + int(n[1:])}") for n in names))

    assert [where for where, _ in small_cells(study)] == [
        "Age",
        "Town and Work, together",
    ]


def test_an_extract_whose_code_lies_outside_its_theme_is_named(study: Builder) -> None:
    study.segment("s-8", "C01-1", "At night, mostly.", "c-5")
    study.record(ExtractChosen("Q-0008", "t-1", "s-8"))

    assert (
        "code outside the theme",
        "Q-0008",
        "its code \u201cprintouts in the room\u201d does not belong to the theme",
    ) in told(study)


def test_an_extract_of_a_subtheme_lies_within_its_theme(study: Builder) -> None:
    study.segment("s-8", "C01-1", "At night, mostly.", "c-2")
    study.record(ExtractChosen("Q-0008", "t-1", "s-8"))

    assert "code outside the theme" not in [kind for kind, _, _ in told(study)]
