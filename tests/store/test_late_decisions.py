"""A decision that was prepared a moment before somebody else erased or corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from workbench.coding.segments import decide_coding
from workbench.decisions.coding import CodeCreated, SegmentCoded, SegmentResized
from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.decisions.themes import ExtractChosen
from workbench.decisions.writing_up import ExtractWorded
from workbench.errors import StaleDecisionError
from workbench.familiarise.correcting import correct_turn
from workbench.familiarise.transcripts import active, text_of, turns_of
from workbench.model import CodedSegment, Turn
from workbench.store import verification
from workbench.store.project import Project

Lead = Callable[[Project], str]


@pytest.fixture
def prepared(
    project: Project, lead: Lead, study_with_transcripts: Callable[..., list[str]]
) -> tuple[Project, SegmentCoded]:
    """A coding of the second turn, decided and not yet recorded."""
    (transcript,) = study_with_transcripts(project, count=1, turns=4)
    project.record(CodeCreated("c-1", Words("told it first")), by=lead(project))
    turn = turns_of(project, active(project, transcript).version)[1]
    coding = decide_coding(
        project,
        lead(project),
        transcript=transcript,
        start=turn.start + 5,
        end=turn.start + 25,
        code="c-1",
    )
    return project, coding


def erase(project: Project, by: str, turn: int) -> None:
    (row,) = project.rows(Turn, index=turn)
    project.record(WordsErased((row.text,), None, Words("asked for it")), by=by)


@pytest.mark.parametrize("turn", [1, 0], ids=["its own words", "those before it"])
def test_a_coding_that_comes_after_an_erasure_brings_nothing_back(
    prepared: tuple[Project, SegmentCoded], lead: Lead, turn: int
) -> None:
    project, coding = prepared
    erase(project, lead(project), turn)

    with pytest.raises(StaleDecisionError, match="transcript int-1 was changed"):
        project.record(coding, by=lead(project))
    assert project.rows(CodedSegment) == []


def test_a_coding_far_from_what_was_erased_is_taken(
    prepared: tuple[Project, SegmentCoded], lead: Lead
) -> None:
    project, coding = prepared
    erase(project, lead(project), 3)
    project.record(coding, by=lead(project))
    assert verification.replay(project).equal


def test_a_coding_of_a_version_that_was_corrected_meanwhile_is_refused(
    prepared: tuple[Project, SegmentCoded], lead: Lead
) -> None:
    project, coding = prepared
    correct_turn(project, lead(project), "int-1", 3, "something else", "misheard")
    with pytest.raises(StaleDecisionError, match="transcript int-1"):
        project.record(coding, by=lead(project))


def test_a_quote_is_never_other_words_than_the_transcripts(
    prepared: tuple[Project, SegmentCoded], lead: Lead
) -> None:
    project, coding = prepared
    for wrong in (
        replace(coding, quote=Words(coding.quote[:-1] + "x")),
        replace(coding, start=coding.start + 1, end=coding.end + 1),
        replace(coding, before=Words("x" + coding.before[1:])),
    ):
        with pytest.raises(StaleDecisionError):
            project.record(wrong, by=lead(project))
    project.record(coding, by=lead(project))


def test_a_resizing_or_shortening_that_comes_after_an_erasure_is_refused(
    prepared: tuple[Project, SegmentCoded], lead: Lead
) -> None:
    project, coding = prepared
    by = lead(project)
    project.record(coding, ExtractChosen("Q-0001", "t-1", coding.segment), by=by)
    segment = project.one(CodedSegment, id=coding.segment)
    text = text_of(project, coding.version)
    start, end = coding.start, coding.end + 4
    resized = SegmentResized(
        segment=segment.id,
        old_start=coding.start,
        old_end=coding.end,
        start=start,
        end=end,
        old_quote=segment.quote,
        quote=Words(text[start:end]),
        old_before=segment.before,
        before=Words(text[start - 8 : start]),
        old_after=segment.after,
        after=Words(text[end : end + 8]),
    )
    worded = ExtractWorded("Q-0001", None, Words(f"[...] {coding.quote[4:]}"))
    erased = [segment.quote, project.rows(Turn, index=1)[0].text]
    project.record(WordsErased(tuple(erased), None, Words("asked for it")), by=by)

    for late in (resized, worded):
        with pytest.raises(StaleDecisionError):
            project.record(late, by=by)


def test_a_correction_that_does_not_know_the_newest_coding_is_refused(
    prepared: tuple[Project, SegmentCoded],
    lead: Lead,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project, coding = prepared
    record, waiting = project.record, [coding]

    def in_between(*decisions: object, **given: object) -> object:
        while waiting:
            record(waiting.pop(), by=lead(project))
        return record(*decisions, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(project, "record", in_between)
    corrected = (project, lead(project), "int-1", 0, "And then, you said?")
    with pytest.raises(StaleDecisionError, match="transcript int-1"):
        correct_turn(*corrected)
    correct_turn(*corrected)
    assert project.one(CodedSegment, id=coding.segment).anchor == "shifted"
