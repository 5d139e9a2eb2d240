"""Speakers put right, a typing error mended, marks that stay where they belong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workbench.decisions.people import Consent, ParticipantAdded
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.familiarise import correcting, marks, speakers, transcripts
from workbench.model import (
    CodedSegment,
    PassedOver,
    ReadingOrder,
    Speaker,
    Transcript,
    Turn,
    Version,
)
from workbench.store import verification
from workbench.store.project import Project

Lead = Callable[[Project], str]
SAID = (
    "I: How did it begin?",
    "Anna: I can trust it, I think.",
    "I: And then?",
    "Ana: Then I wrote most nights.",
)


@pytest.fixture
def study(
    project: Project, lead: Lead, parsed: Callable[..., Any]
) -> tuple[Project, str]:
    by = lead(project)
    transcripts.bring_in(
        project, by, [transcripts.Arrival(parsed(*SAID), b"original", "int-1")]
    )
    return project, by


def version_of(project: Project) -> str:
    return project.rows(Transcript, id="int-1")[0].version


def said_by(project: Project) -> list[tuple[str | None, str]]:
    cast = {
        who.index: who.label
        for who in project.read(Speaker, version=version_of(project))
    }
    turns = project.read(Turn, version=version_of(project))
    return [(cast[turn.speaker or 0], turn.text) for turn in turns]


def test_a_word_is_mended_and_the_segments_follow(
    study: tuple[Project, str], code_some: Callable[..., list[str]]
) -> None:
    project, by = study
    code_some(project, "int-1", count=4)

    found = correcting.correct_turn(
        project, by, "int-1", 1, "I can't trust it, I think.", "heard again"
    )

    text = transcripts.text_of(project, version_of(project))
    assert text.splitlines()[1] == "I can't trust it, I think."
    standing = project.read(CodedSegment, state="active")
    assert all(text[s.start : s.end] == s.quote for s in standing)
    counted = (found.unchanged, found.shifted, found.text_changed, found.lost)
    assert sum(map(len, counted)) == 4
    assert found.text_changed
    version = project.read(Version, id=version_of(project))[0]
    assert (version.number, version.original, version.reason) == (
        2,
        None,
        "heard again",
    )
    assert verification.replay(project).first_difference is None


def test_turns_that_were_not_touched_keep_their_entries(
    study: tuple[Project, str],
) -> None:
    project, by = study
    before = {t.index: t.text for t in project.rows(Turn, version=version_of(project))}

    correcting.correct_turn(project, by, "int-1", 1, "I can't trust it.")

    after = {t.index: t.text for t in project.rows(Turn, version=version_of(project))}
    assert {i for i in before if before[i] != after[i]} == {1}


@pytest.mark.parametrize("text", ["I can trust it, I think.", "  \n "])
def test_a_correction_that_says_nothing_new_or_nothing_is_refused(
    study: tuple[Project, str], text: str
) -> None:
    project, by = study
    with pytest.raises(RefusedError):
        correcting.correct_turn(project, by, "int-1", 1, text)
    with pytest.raises(UnknownObjectError):
        correcting.correct_turn(project, by, "int-1", 9, "x")


def test_two_spellings_of_a_speaker_are_merged_and_undone(
    study: tuple[Project, str],
) -> None:
    project, by = study

    speakers.merge(project, by, "int-1", 2, 1)

    assert [who for who, _ in said_by(project)] == ["I", "Anna", "I", "Anna"]
    project.undo(by)
    assert [who for who, _ in said_by(project)] == ["I", "Anna", "I", "Ana"]


def test_a_speaker_is_renamed_but_not_into_another(study: tuple[Project, str]) -> None:
    project, by = study

    speakers.rename(project, by, "int-1", 1, "C01")

    assert said_by(project)[1][0] == "C01"
    with pytest.raises(DuplicateError):
        speakers.rename(project, by, "int-1", 2, "C01")
    with pytest.raises(RefusedError):
        speakers.rename(project, by, "int-1", 2, " ")
    with pytest.raises(UnknownObjectError):
        speakers.rename(project, by, "int-1", 9, "C02")


def test_turns_are_given_to_somebody_the_file_did_not_name(
    study: tuple[Project, str],
) -> None:
    project, by = study

    speakers.reassign(project, by, "int-1", [1, 3], "Her sister")

    assert [who for who, _ in said_by(project)] == [
        *("I", "Her sister", "I", "Her sister"),
    ]
    with pytest.raises(RefusedError):
        speakers.reassign(project, by, "int-1", [1], "Her sister")
    assert verification.replay(project).first_difference is None


def test_a_speaker_is_told_who_she_is(study: tuple[Project, str]) -> None:
    project, by = study
    consent = Consent(
        quotes="verbatim",
        computation=True,
        recontact=True,
        archive=True,
        withdraw_until=None,
    )
    project.record(ParticipantAdded("C01", None, consent), by=by)

    speakers.identify(project, by, "int-1", 1, "participant", "C01")

    who = project.one(Speaker, version=version_of(project), index=1)
    assert (who.role, who.participant) == ("participant", "C01")
    with pytest.raises(RefusedError):
        speakers.identify(project, by, "int-1", 1, "interviewer", "C01")
    with pytest.raises(UnknownObjectError):
        speakers.identify(project, by, "int-1", 1, "participant", "C99")


def test_what_was_put_right_outlives_a_correction(study: tuple[Project, str]) -> None:
    project, by = study
    speakers.merge(project, by, "int-1", 2, 1)

    correcting.correct_turn(project, by, "int-1", 1, "I can't trust it.")

    assert [who for who, _ in said_by(project)] == ["I", "Anna", "I", "Anna"]


def test_silence_on_purpose_moves_with_the_words(study: tuple[Project, str]) -> None:
    project, by = study
    start = transcripts.text_of(project, version_of(project)).index("Then I wrote")
    mark = marks.pass_over(project, by, "int-1", start, start + 12)

    correcting.correct_turn(project, by, "int-1", 1, "I can't trust it, I think.")

    (found,) = marks.carried(project, project.rows(PassedOver, state="active"))
    text = transcripts.text_of(project, version_of(project))
    assert text[found[1] : found[2]] == "Then I wrote"
    with pytest.raises(DuplicateError):
        marks.pass_over(project, by, "int-1", found[1], found[2])
    marks.take_up(project, by, mark)
    assert project.rows(PassedOver, state="active") == []


def test_what_follows_a_guide_question_answers_it_until_the_next(
    study: tuple[Project, str],
) -> None:
    project, by = study
    first = marks.add_question(project, by, "How did it begin?")
    second = marks.add_question(project, by, "What then?")
    place = marks.place_question(project, by, "int-1", 0, second)
    marks.place_question(project, by, "int-1", 0, first)
    marks.place_question(project, by, "int-1", 2, second)

    asked = marks.questions_asked(project)["int-1"]
    turns = project.rows(Turn, version=version_of(project))

    assert [marks.question_at(asked, turn.start) for turn in turns] == [
        *(first, first, second, second),
    ]
    assert marks.question_at(asked[1:], 3) is None
    with pytest.raises(UnknownObjectError):
        marks.lift_question(project, by, place)
    with pytest.raises(DuplicateError):
        marks.add_question(project, by, "how did  it begin?")


def test_the_next_pass_goes_in_another_order_group_by_group(
    project: Project, lead: Lead, study_with_transcripts: Callable[..., list[str]]
) -> None:
    by = lead(project)
    made = study_with_transcripts(project, count=6)

    drawn = marks.draw_order(project, by, seed=3)
    again = marks.draw_order(project, by, seed=3)

    assert sorted(drawn.transcripts) == sorted(made)
    assert drawn.transcripts == again.transcripts
    assert (drawn.number, again.number) == (2, 3)
    assert drawn.transcripts != marks.draw_order(project, by, seed=4).transcripts
    assert len(project.rows(ReadingOrder)) == 3


def test_a_check_names_the_version_it_was_made_on(study: tuple[Project, str]) -> None:
    project, by = study
    marks.check(project, by, "int-1", "recording")

    with pytest.raises(UnknownObjectError):
        marks.check(project, by, "int-1", "hearsay")
    assert verification.replay(project).first_difference is None
