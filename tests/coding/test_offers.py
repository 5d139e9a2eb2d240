"""What was offered, what waits, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.coding.conftest import HEARD, MONEY
from workbench import study
from workbench.coding import segments
from workbench.coding.offers import acceptance, because, offered, outcomes
from workbench.coding.suggestions import decide, suggest
from workbench.familiarise.field_notes import codable
from workbench.model import CodedSegment, Suggestion
from workbench.ui.coder import picture

if TYPE_CHECKING:
    from workbench.coding.embedding import Encoder
    from workbench.store.project import Project


@pytest.fixture
def asked(
    project: Project,
    ann: str,
    coded: dict[str, str],  # noqa: ARG001 - what is learned from
    encoder: Encoder,
) -> list[str]:
    """Ids of what was offered on C02, best first."""
    found = suggest(project, ann, transcript="C02", encoder=encoder)["suggestions"]
    return [each["id"] for each in found]


def test_what_waits_stands_beside_the_segments_it_resembles(
    project: Project, asked: list[str]
) -> None:
    waiting = offered(project, "C02")

    assert [each.id for each in waiting] == asked
    assert {each.quote for each in waiting} >= {HEARD, MONEY}
    for each in waiting:
        assert each.because == because(project, each.id)
        assert each.similarity == each.because[0].similarity
        row = project.read(CodedSegment, id=each.because[0].segment)[0]
        assert (row.quote, row.code) == (each.because[0].quote, each.code)


def test_what_was_decided_or_coded_by_hand_no_longer_waits(
    project: Project, ann: str, asked: list[str]
) -> None:
    first, second = offered(project, "C02")[:2]
    decide(project, ann, first.id, "rejected")
    segments.code_segment(
        project,
        ann,
        transcript="C02",
        start=second.start,
        end=second.end - 1,
        code=second.code,
    )

    assert {each.id for each in offered(project, "C02")} == set(asked[2:])


@pytest.mark.usefixtures("asked")
def test_nothing_waits_where_the_machine_is_locked_out(
    project: Project, ann: str
) -> None:
    assert offered(project, "C02")
    study.change_setting(project, ann, "assistance-lock", "on", "by hand")
    assert offered(project, "C02") == []


def test_the_same_offer_of_two_askings_waits_once_and_the_older_was_ignored(
    project: Project, ann: str, asked: list[str], encoder: Encoder
) -> None:
    suggest(project, ann, transcript="C02", encoder=encoder)
    waiting = offered(project, "C02")

    assert len(waiting) == len(asked)
    assert not {each.id for each in waiting} & set(asked)
    told = outcomes(project)
    assert (told["ignored"], told["open"]) == (len(asked), len(waiting))
    assert told["shown"] == len(project.rows(Suggestion))


def test_an_older_offer_of_what_was_rejected_does_not_come_forward_again(
    project: Project, ann: str, asked: list[str], encoder: Encoder
) -> None:
    assert asked
    suggest(project, ann, transcript="C02", encoder=encoder)
    first = offered(project, "C02")[0]
    decide(project, ann, first.id, "rejected")

    places = {(each.start, each.code) for each in offered(project, "C02")}
    assert (first.start, first.code) not in places


def test_the_pane_shows_what_waits_and_nothing_twice(
    project: Project, ann: str, asked: list[str], encoder: Encoder
) -> None:
    source = codable(project, "C02")
    before = picture.take(project, source, ann)
    assert before.ghosts.keys() == set(asked)

    suggest(project, ann, transcript="C02", encoder=encoder)
    again = picture.follow(project, source, ann, before)
    first, second = offered(project, "C02")[:2]
    assert not again.ghosts.keys() & set(asked)

    decide(project, ann, first.id, "accepted")
    segments.code_segment(
        *(project, ann),
        transcript="C02",
        start=second.start,
        end=second.end,
        code=second.code,
    )
    coded = picture.follow(project, source, ann, again)
    assert not coded.ghosts.keys() & {first.id, second.id, *asked}
    project.undo(ann)
    assert second.id in picture.follow(project, source, ann, coded).ghosts

    study.change_setting(project, ann, "code-suggestions", "off", "by hand")
    assert picture.take(project, source, ann).ghosts == {}


def test_acceptance_is_told_by_coder_and_code_and_put_as_a_question(
    project: Project, ann: str, asked: list[str], encoder: Encoder
) -> None:
    decide(project, ann, asked[0], "accepted")
    decide(project, ann, asked[1], "rejected")
    project.undo(ann)
    decide(project, ann, asked[1], "deferred")
    whole, *by_code = acceptance(project)

    assert (whole.coder, whole.code) == (ann, None)
    assert (whole.accepted, whole.rejected, whole.deferred) == (1, 0, 1)
    assert sum(each.accepted for each in by_code) == 1
    assert whole.question() is None
    for _ in range(6):
        for each in offered(project, "C02"):
            decide(project, ann, each.id, "rejected")
        suggest(project, ann, transcript="C02", encoder=encoder)
    told = outcomes(project)
    assert told["accepted"] == 1
