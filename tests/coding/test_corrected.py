"""Codes on corrected words wait until a person has said that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.coding.conftest import FIRST
from workbench.coding import codes, segments
from workbench.coding.corrected import corrected, uphold
from workbench.errors import RefusedError, StaleDecisionError, UnknownObjectError
from workbench.familiarise.correcting import correct_turn
from workbench.familiarise.transcripts import active, text_of, turns_of
from workbench.store.verification import replay, verify

if TYPE_CHECKING:
    from tests.coding.conftest import PutIn
    from workbench.store.project import Project


@pytest.fixture
def coded(project: Project, ann: str, put_in: PutIn) -> str:
    """A segment on the whole second turn."""
    put_in("C01", FIRST)
    code = codes.create(project, ann, "Being heard")
    turn = turns_of(project, active(project, "C01").version)[1]
    return segments.code_segment(
        *(project, ann),
        transcript="C01",
        start=turn.start,
        end=turn.end,
        code=code,
    )


def now(project: Project) -> str:
    version = active(project, "C01").version
    turn = turns_of(project, version)[1]
    return text_of(project, version)[turn.start : turn.end]


def test_what_was_coded_stands_beside_what_stands_there_now(
    project: Project, ann: str, coded: str
) -> None:
    assert corrected(project) == []
    first = now(project)
    correct_turn(project, ann, "C01", 1, first.replace("e", "i", 1))
    correct_turn(project, ann, "C01", 1, first.replace("e", "o", 1))

    (waits,) = corrected(project)
    assert (waits.segment.id, waits.before, waits.is_lost) == (coded, first, False)
    assert waits.segment.quote == now(project) != first


def test_a_code_that_a_person_upheld_waits_no_more_until_the_next_correction(
    project: Project, ann: str, coded: str
) -> None:
    first = now(project)
    correct_turn(project, ann, "C01", 1, second := first.replace("e", "i", 1))
    seen = corrected(project)[0].segment.version
    uphold(project, ann, coded, seen)
    assert corrected(project) == []
    with pytest.raises(RefusedError, match="were not corrected"):
        uphold(project, ann, coded, seen)

    project.undo(ann)
    assert [each.before for each in corrected(project)] == [first]
    project.redo(ann)
    correct_turn(project, ann, "C01", 1, first.replace("e", "o", 1))
    assert [each.before for each in corrected(project)] == [second]
    assert verify(project).ok
    assert replay(project).equal


def test_words_that_were_corrected_once_more_are_not_upheld_unread(
    project: Project, ann: str, coded: str
) -> None:
    first = now(project)
    correct_turn(project, ann, "C01", 1, first.replace("e", "i", 1))
    (seen,) = corrected(project)
    correct_turn(project, ann, "C01", 1, first.replace("e", "o", 1))

    with pytest.raises(StaleDecisionError):
        uphold(project, ann, coded, seen.segment.version)
    assert len(corrected(project)) == 1


def test_a_segment_whose_words_are_gone_waits_to_be_taken_off(
    project: Project, ann: str, coded: str
) -> None:
    segments.withdraw_coding(project, ann, coded)
    start, end = segments.find_quote(
        text_of(project, active(project, "C01").version), ", and nobody else was there"
    )
    gone = segments.code_segment(
        project, ann, transcript="C01", start=start, end=end, code="Being heard"
    )
    correct_turn(project, ann, "C01", 1, "At night it listened to me to listen.")

    (waits,) = corrected(project)
    assert (waits.is_lost, waits.before) == (True, ", and nobody else was there")
    with pytest.raises(RefusedError):
        uphold(project, ann, gone, waits.segment.version)
    segments.withdraw_coding(project, ann, gone)
    assert corrected(project) == []


def test_there_is_nothing_to_uphold_where_nothing_is_coded(
    project: Project, ann: str, coded: str
) -> None:
    with pytest.raises(UnknownObjectError):
        uphold(project, ann, "s-0", "v-1")
    segments.withdraw_coding(project, ann, coded)
    with pytest.raises(RefusedError, match="withdrawn"):
        uphold(project, ann, coded, "v-1")
