"""What a withdrawal did not reach at first: it can be completed, or is told."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tests.people.conftest import HER_LINE, HER_OTHER_LINE, QUESTION, Study
from tests.people.test_withdrawal import everything, interview_her
from workbench.cli.app import app
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import TranscriptRemoved
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise import speakers
from workbench.model import (
    ERASED,
    Code,
    CodedSegment,
    Extract,
    Participant,
    Speaker,
    Transcript,
    Turn,
)
from workbench.people import participants, withdrawal
from workbench.people.withdrawal_plan import NotIdentified
from workbench.store import verification


@pytest.fixture
def nobody_yet(study: Study) -> Study:
    """C01 is in the table; the speaker of her id is nobody yet, and is coded."""
    participants.add(study.project, study.lead, "C01")
    cast = {"I": ("interviewer", None), "C01": ("participant", None)}
    study.interview("int-1", cast, [("I", QUESTION), ("C01", HER_LINE)])
    study.code("c-1", "walls")
    study.segment("s-1", "int-1", "a warm brick wall", "c-1")
    study.theme("t-1", "Walls", ("c-1",))
    study.extract("x-1", "t-1", "s-1")
    return study


def assert_gone(study: Study) -> None:
    project = study.project
    assert b"brick wall" not in everything(project)
    assert project.rows(CodedSegment, state="active") == []
    assert project.one(Extract, id="x-1").state == "dropped"
    assert project.one(Transcript, id="int-1").state != "active"
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_before_she_withdraws_speakers_who_may_be_she_are_told(
    nobody_yet: Study,
) -> None:
    (found,) = withdrawal.plan(nobody_yet.project, "C01").not_identified

    assert found == NotIdentified("int-1", 1, "C01", 1)
    assert found.is_called("C01")
    assert not found.is_called("C0")


def test_a_speaker_found_to_be_somebody_who_withdrew_is_erased(
    nobody_yet: Study,
) -> None:
    study = nobody_yet
    first = withdrawal.withdraw(study.project, study.lead, "C01", "asked by letter")
    assert first.turns == 0
    with pytest.raises(RefusedError, match="--speaker TRANSCRIPT:NUMBER"):
        speakers.identify(study.project, study.lead, "int-1", 1, "participant", "C01")
    with pytest.raises(RefusedError, match="speaker whom nobody has identified"):
        withdrawal.withdraw(study.project, study.lead, "C01", "asked by letter")
    assert study.project.one(Speaker, index=1).participant is None

    done = withdrawal.withdraw(
        *(study.project, study.lead, "C01", "asked by letter"),
        speakers=[("int-1", 1)],
    )

    assert (done.turns, done.segments) == (1, 1)
    assert_gone(study)
    with pytest.raises(RefusedError, match="nothing is left"):
        withdrawal.withdraw(study.project, study.lead, "C01", "asked by letter")


def test_a_speaker_can_be_named_with_the_withdrawal_itself(nobody_yet: Study) -> None:
    study = nobody_yet
    study.code("c-2", "hums back at me", origin="in-vivo")
    ahead = withdrawal.plan(study.project, "C01", [("int-1", 1)])
    assert (ahead.turns, len(ahead.segments)) == (1, 1)
    assert ["name of code c-2" in each.what for each in ahead.repeats] == [True]
    assert withdrawal.plan(study.project, "C01").turns == 0

    done = withdrawal.withdraw(
        *(study.project, study.lead, "C01", "asked"),
        erase_repeats=[ahead.repeats[0].words],
        speakers=[("int-1", 1)],
    )

    assert (done.turns, done.segments, done.erased_repeats) == (1, 1, 1)
    assert_gone(study)
    assert b"hums back" not in everything(study.project)


@pytest.mark.parametrize("role", ["participant", "other"])
def test_words_in_a_transcript_that_was_taken_out_go_as_well(
    nobody_yet: Study, role: str
) -> None:
    study = nobody_yet
    speakers.identify(study.project, study.lead, "int-1", 1, role, None)
    study.project.record(
        TranscriptRemoved("int-1", "active", Words("too short")), by=study.lead
    )
    (found,) = withdrawal.plan(study.project, "C01").not_identified
    assert (found.transcript, found.index) == ("int-1", 1)

    done = withdrawal.withdraw(
        study.project, study.lead, "C01", "asked", speakers=[("int-1", 1)]
    )

    assert done.turns == 1
    assert_gone(study)


def test_a_withdrawal_that_is_refused_leaves_nothing_on_record(
    nobody_yet: Study,
) -> None:
    study = nobody_yet
    before = study.project.head()

    for kind in ("all", "quotes"):
        with pytest.raises(UnknownObjectError, match="entry"):
            withdrawal.withdraw(
                *(study.project, study.lead, "C01", "asked", kind),
                erase_repeats=["w-nothing"],
                speakers=[("int-1", 1)],
            )

    assert study.project.head() == before


def test_quotes_of_a_speaker_nobody_identified_are_no_longer_printed(
    nobody_yet: Study,
) -> None:
    study = nobody_yet
    withdrawal.withdraw(
        study.project, study.lead, "C01", "asked", "quotes", speakers=[("int-1", 1)]
    )

    assert study.project.one(Speaker, index=1).participant == "C01"
    assert study.project.one(Extract, id="x-1").state == "dropped"
    assert study.project.read(Turn, index=1)[0].text == HER_LINE


def test_who_is_somebody_else_is_not_erased(nobody_yet: Study) -> None:
    study = nobody_yet
    participants.add(study.project, study.lead, "C02")
    speakers.identify(study.project, study.lead, "int-1", 1, "participant", "C02")
    before = study.project.head()

    for wrong in (("int-1", 1), ("int-1", 0), ("int-1", 7), ("int-9", 1)):
        with pytest.raises(RefusedError, match="no speaker who is nobody"):
            withdrawal.withdraw(
                study.project, study.lead, "C01", "asked", speakers=[wrong]
            )

    assert study.project.head() == before


def test_no_more_is_given_to_a_speaker_who_has_withdrawn(study: Study) -> None:
    cast = {
        "I": ("interviewer", None),
        "Zuzka": ("participant", "C01"),
        "Z.": ("participant", None),
    }
    participants.add(study.project, study.lead, "C01")
    lines = [("I", QUESTION), ("Zuzka", HER_LINE), ("Z.", HER_OTHER_LINE)]
    study.interview("int-1", cast, lines)
    withdrawal.withdraw(study.project, study.lead, "C01", "asked")

    with pytest.raises(RefusedError, match="has withdrawn"):
        speakers.merge(study.project, study.lead, "int-1", 2, 1)
    with pytest.raises(RefusedError, match="has withdrawn"):
        speakers.reassign(study.project, study.lead, "int-1", [2], 1)


def test_the_command_tells_whom_nobody_identified_and_erases_them(
    file_study: Study,
) -> None:
    study = file_study
    participants.add(study.project, study.lead, "C01")
    cast = {"I": ("interviewer", None), "C01": ("participant", None)}
    study.interview("int-1", cast, [("I", QUESTION), ("C01", HER_LINE)])
    given = ["withdraw", str(study.project.database.path), "C01", "--reason", "asked"]

    told = CliRunner().invoke(app, given).output
    done = CliRunner().invoke(app, [*given, "--speaker", "int-1:1"])

    assert "--speaker int-1:1" in " ".join(told.split())
    assert done.exit_code == 0
    assert study.project.read(Turn, index=1)[0].text == ERASED
    assert CliRunner().invoke(app, [*given, "--speaker", "int-1"]).exit_code != 0


def test_with_quotes_only_what_is_written_in_her_words_is_for_decision(
    study: Study,
) -> None:
    interview_her(study)
    found = withdrawal.plan(study.project, "C01")
    name = next(r.words for r in found.repeats if "code c-1" in r.what)

    done = withdrawal.withdraw(
        study.project, study.lead, "C01", "by phone", "quotes", erase_repeats=[name]
    )

    assert study.project.one(Code, id="c-1").name == name
    assert study.project.read(Code, id="c-1")[0].name == ERASED
    assert study.project.one(Participant, id="C01").quotes == "none"
    assert study.project.read(Turn, index=1)[0].text == HER_LINE
    assert done.erased_repeats == 1
    assert done.listed_repeats == len(found.repeats) + len(found.notes) > 1


def test_what_was_erased_of_what_repeats_her_is_counted_and_what_stays(
    study: Study,
) -> None:
    interview_her(study)
    listed = len(withdrawal.plan(study.project, "C01").repeats)

    done = withdrawal.withdraw(study.project, study.lead, "C01", "asked")

    assert listed > 0
    assert (done.erased_repeats, done.listed_repeats) == (0, listed)
