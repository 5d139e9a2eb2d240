"""Passages worth another look, in a study of two interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.coding.conftest import FIRST, HEARD, MONEY, SECOND
from workbench import study
from workbench.coding import segments
from workbench.coding.pointers import Pointers
from workbench.coding.unaided import marked_otherwise, people_without
from workbench.errors import SuggestionsLockedError, UnknownObjectError
from workbench.model import CodedSegment, PassageRun

if TYPE_CHECKING:
    from tests.coding.conftest import PutIn
    from workbench.coding.embedding import Encoder
    from workbench.store.project import Project


@pytest.fixture
def pointers(
    project: Project,
    ann: str,
    coded: dict[str, str],  # noqa: ARG001 - the coding to be looked at
    encoder: Encoder,
) -> Pointers:
    return Pointers(project, ann, encoder=encoder)


def test_a_code_is_met_again_in_stretches_nobody_coded(
    project: Project, coded: dict[str, str], pointers: Pointers
) -> None:
    found = pointers.alike([coded["Being heard"]])

    assert found[0].quote == HEARD
    assert found[0].beside in {
        each.id for each in project.rows(CodedSegment, code=coded["Being heard"])
    }
    assert {each.transcript for each in found} == {"C02"}
    run = project.rows(PassageRun)[0]
    assert (run.switch, run.reading) == ("similar-passages", "alike")
    assert (run.about, run.shown) == (coded["Being heard"], len(found))


def test_an_unread_interview_is_not_pointed_into(
    coded: dict[str, str], put_in: PutIn, project: Project, ann: str, encoder: Encoder
) -> None:
    put_in("C03", SECOND)
    found = Pointers(project, ann, encoder=encoder).alike([coded["Cost"]])
    assert {each.transcript for each in found} == {"C02"}


def test_a_segment_is_told_the_codes_of_its_kind(
    project: Project,
    ann: str,
    coded: dict[str, str],
    put_in: PutIn,
    encoder: Encoder,
) -> None:
    text = put_in("C03", [("participant", MONEY)])
    odd = segments.code_segment(
        project,
        ann,
        transcript="C03",
        start=0,
        end=len(text),
        code=coded["Being heard"],
    )
    pointers = Pointers(project, ann, encoder=encoder)

    assert [each.code for each in pointers.of_its_kind(odd)] == [coded["Cost"]]
    assert pointers.coded_otherwise([coded["Cost"]])[0].segment == odd
    assert pointers.worded_differently([coded["Being heard"]])[0].segment == odd
    assert odd in {each.segment for each in pointers.fits_no_code()}
    with pytest.raises(UnknownObjectError, match="coded segment"):
        pointers.of_its_kind("s-none")


def test_where_to_read_next_is_what_nothing_coded_is_like(pointers: Pointers) -> None:
    assert pointers.where_next(limit=1)[0].quote == SECOND[-1][1]


def test_a_code_of_few_segments_is_not_split(
    coded: dict[str, str], pointers: Pointers
) -> None:
    assert pointers.piles([coded["Cost"]]) == []


def test_each_switch_shuts_its_own_readings_and_nothing_is_recorded(
    project: Project, ann: str, coded: dict[str, str], pointers: Pointers
) -> None:
    study.change_setting(project, ann, "contrast", "off", "by hand")
    with pytest.raises(SuggestionsLockedError, match="contrast"):
        pointers.fits_no_code()
    pointers.where_next()
    study.change_setting(project, ann, "similar-passages", "off", "by hand")
    with pytest.raises(SuggestionsLockedError):
        pointers.alike([coded["Cost"]])
    assert len(project.rows(PassageRun)) == 1


def test_the_lock_keeps_everything_out(
    project: Project, ann: str, encoder: Encoder
) -> None:
    study.change_setting(project, ann, "assistance-lock", "on", "pre-registered")
    with pytest.raises(SuggestionsLockedError, match="locked out"):
        Pointers(project, ann, encoder=encoder)


def test_who_has_no_segment_and_what_is_contested_needs_no_machine(
    project: Project, ann: str, coded: dict[str, str]
) -> None:
    study.change_setting(project, ann, "assistance-lock", "on", "pre-registered")
    segment = project.rows(CodedSegment, code=coded["Cost"])[0].id
    segments.qualify(project, ann, segment, polarity="contested", target=None)

    assert people_without(project, [coded["Cost"]]) == ["P-C02"]
    marked = marked_otherwise(project, coded.values())
    assert [each.id for each in marked] == [segment]
    assert marked[0].quote in {said for _, said in FIRST}
