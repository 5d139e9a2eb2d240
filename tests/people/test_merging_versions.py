"""Two copies come together after one of them changed what a transcript says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.coding.corrected import corrected, uphold
from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import SpeakerRenamed
from workbench.decisions.setting_up import ProjectTakenOver, ResearcherAdded
from workbench.decisions.writing_up import ExtractWorded
from workbench.familiarise.correcting import correct_turn
from workbench.model import Code, CodedSegment, Speaker, Study, Transcript
from workbench.people import pseudonymise as names
from workbench.people.identity_key import Entry, IdentityKey
from workbench.people.merging import merge
from workbench.store import backups, copies, verification
from workbench.store.merge import merge as take_in_as_said
from workbench.store.project import Project  # noqa: TC001 - fixtures read it
from workbench.store.surroundings import Surroundings

TOLD = "I told Tobias about the night on the viaduct, and he only laughed at it."
LATER = "Since then the application is a plain and useful calendar for me."


@pytest.fixture
def pair(file_study: Any, tmp_path: Path) -> tuple[Any, Any]:
    """One interview in two copies, each with its builder."""
    study = file_study
    project = study.project
    project.record(ResearcherAdded("r-2", Words("Bruno"), "lead"), by=study.lead)
    cast = {"I": ("interviewer", None), "P": ("participant", None)}
    study.interview("int-1", cast, [("I", "And then?"), ("P", TOLD), ("P", LATER)])
    study.code("c-1", "telling")
    study.code("c-2", "a tool")
    file = copies.backup(project, tmp_path / "b.workbench")
    here = Surroundings(config=tmp_path / "elsewhere", machine_name="attic")
    other = copies.restore(file, tmp_path / "other.workbench", here)
    row = other.one(Study, id=other.uuid)
    taken = (other.uuid, row.machine, row.machine_name, here.machine_id())
    other.record(ProjectTakenOver(*taken, Words("attic")), by="r-2")
    return study, type(study)(other, "r-2")


def replace_name(study: Any) -> None:
    key = IdentityKey((Entry(1, "P01", "name", "Tobias"),))
    decided = [
        names.Replacement(hit, "[a friend]")
        for offer in names.search(study.project, key)
        for hit in offer.hits
        if hit.found == "Tobias"
    ]
    names.replace_decided(study.project, study.lead, decided, offered=1)


def correct(study: Any, turn: int, text: str) -> None:
    correct_turn(study.project, study.lead, "int-1", turn, text, "heard again")


def standing(study: Any, segment: str) -> CodedSegment:
    """The segment, which stands in today's version and quotes what that says."""
    found: CodedSegment = study.project.read(CodedSegment, id=segment)[0]
    version = study.project.one(Transcript, id="int-1").version
    assert found.version == version
    assert study.text(version)[found.start : found.end] == found.quote
    return found


def assert_whole(project: Project) -> None:
    assert verification.verify(project).ok
    assert verification.replay(project).first_difference is None


def assert_nameless(project: Project) -> None:
    """No byte of the study or of the copies it made says the name."""
    assert project.database.path is not None
    assert b"Tobias" not in project.database.path.read_bytes()
    assert all(
        b"Tobias" not in kept.path.read_bytes() for kept in backups.kept(project)
    )


def test_a_coding_from_before_names_were_replaced_stands_on_todays_words(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    there.segment("s-1", "int-1", "told Tobias about", "c-1")
    there.segment("s-2", "int-1", "useful calendar", "c-2")
    replace_name(here)

    done = merge(here.project, there.project, here.lead)

    assert done.merged.left_out == ()
    assert (done.carried_over, done.to_look_at) == (2, 1)
    assert standing(here, "s-1").quote == "told [a friend] about"
    assert standing(here, "s-1").anchor == "text-changed"
    assert standing(here, "s-2").anchor == "shifted"
    assert_nameless(here.project)
    assert_whole(here.project)
    assert ["words that were erased here" in line for line in done.to_do] == [True]


def test_where_names_were_replaced_texts_that_came_in_are_to_be_looked_through(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    there.code("c-3", "told Tobias", origin="in-vivo")
    replace_name(here)

    done = merge(here.project, there.project, here.lead)

    told = [line for line in done.to_do if "run the search again" in line]
    assert ["workbench pseudonymise" in line for line in told] == [True]


def test_what_was_coded_here_before_names_were_replaced_there_is_rid_of_them(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    here.segment("s-1", "int-1", "told Tobias about", "c-1")
    here.theme("t-1", "Telling", ("c-1",))
    here.extract("x-1", "t-1", "s-1")
    here.project.record(
        ExtractWorded("x-1", None, Words("told Tobias [...]")), by=here.lead
    )
    backups.keep(here.project)
    replace_name(there)

    done = merge(here.project, there.project, here.lead)

    assert done.merged.left_out == ()
    assert standing(here, "s-1").quote == "told [a friend] about"
    assert_nameless(here.project)
    assert_whole(here.project)


def test_a_coding_from_before_a_correction_waits_with_the_words_it_was_made_on(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    there.segment("s-1", "int-1", "he only laughed", "c-1")
    correct(here, 1, TOLD.replace("laughed", "smiled"))

    merge(here.project, there.project, here.lead)

    waiting = corrected(here.project)
    assert [each.before for each in waiting] == ["he only laughed"]
    assert standing(here, "s-1").quote == "he only smiled"
    uphold(here.project, here.lead, "s-1", waiting[0].segment.version)
    assert corrected(here.project) == []
    assert_whole(here.project)


def test_a_coding_follows_when_the_transcript_was_corrected_there(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    here.segment("s-1", "int-1", "useful calendar", "c-2")
    correct(there, 1, TOLD.replace("laughed", "smiled to himself"))
    there.segment("s-2", "int-1", "smiled to himself", "c-1")

    done = merge(here.project, there.project, here.lead)

    assert done.merged.left_out == ()
    assert standing(here, "s-1").anchor == "shifted"
    assert standing(here, "s-2").anchor == "unchanged"
    assert_whole(here.project)


def test_where_both_corrected_the_codings_come_and_the_correction_is_told(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    correct(here, 1, TOLD.replace("night", "long night"))
    correct(there, 2, LATER.replace("plain", "simple"))
    there.segment("s-1", "int-1", "on the viaduct", "c-1")

    done = merge(here.project, there.project, here.lead)

    assert ["corrected in both copies" in each for each in done.merged.left_out] == [
        True
    ]
    assert standing(here, "s-1").quote == "on the viaduct"
    assert_whole(here.project)


def test_the_same_stretch_code_and_coder_count_once(pair: tuple[Any, Any]) -> None:
    here, there = pair
    there.segment("s-1", "int-1", "useful calendar", "c-2")
    correct(here, 1, TOLD.replace("night", "long night"))
    here.segment("s-2", "int-1", "useful calendar", "c-2", by="r-2")

    done = merge(here.project, there.project, here.lead)

    assert ["this code already" in each for each in done.merged.left_out] == [True]
    assert [s.id for s in here.project.rows(CodedSegment)] == ["s-2"]
    assert_whole(here.project)


def test_of_many_codings_of_one_act_only_those_that_do_not_fit_stay_out(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    there.project.record(
        CodeCreated("c-3", Words("laughing")),
        there.coding("s-1", "int-1", "he only laughed at it", "c-3"),
        there.coding("s-2", "int-1", "useful calendar", "c-2"),
        there.coding("s-3", "int-1", "the viaduct", "c-1"),
        by="r-2",
    )
    there.segment("s-4", "int-1", "told Tobias", "c-3")
    here.segment("s-9", "int-1", "useful calendar", "c-2", by="r-2")
    correct(here, 1, "I told Tobias about the night on the viaduct.")

    done = merge(here.project, there.project, here.lead)

    assert len(done.merged.left_out) == 2
    assert "no longer stand" in done.merged.left_out[0]
    assert "it counts once" in done.merged.left_out[1]
    assert {s.id for s in here.project.rows(CodedSegment)} == {"s-9", "s-3", "s-4"}
    assert done.merged.taken == 3
    assert standing(here, "s-3").quote == "the viaduct"
    assert standing(here, "s-4").quote == "told Tobias"
    assert here.project.read(Code, id="c-3")[0].name == "laughing"
    assert_whole(here.project)


def test_a_coding_that_comes_by_a_third_copy_is_carried_over_once(
    pair: tuple[Any, Any], tmp_path: Path
) -> None:
    here, there = pair
    file = copies.backup(here.project, tmp_path / "c.workbench")
    at = Surroundings(config=tmp_path / "third", machine_name="cellar")
    third = type(here)(copies.restore(file, tmp_path / "third.workbench", at), "r-2")
    row = third.project.one(Study, id=third.project.uuid)
    taken = (third.project.uuid, row.machine, row.machine_name, at.machine_id())
    third.project.record(ProjectTakenOver(*taken, Words("cellar")), by="r-2")
    there.segment("s-1", "int-1", "he only laughed", "c-1")
    correct(here, 1, TOLD.replace("laughed", "smiled"))
    merge(here.project, there.project, here.lead)
    correct(third, 0, "And after that, then?")

    merge(third.project, here.project, third.lead)

    carried = [e for e in third.project.events() if e.kind == "CodingCarriedOver"]
    assert [e.payload["segment"] for e in carried] == ["s-1"]
    assert carried[0].payload["version"] == "v-int-1"
    assert_whole(third.project)


def test_what_is_gone_here_or_says_replaced_words_is_left_out_and_told(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    there.segment("s-1", "int-1", "he only laughed at it", "c-1")
    there.segment("s-2", "int-1", "I told Tobias", "c-1")
    there.theme("t-1", "Telling", ("c-1",))
    there.extract("x-1", "t-1", "s-2")
    there.project.record(ExtractWorded("x-1", None, Words("[I] told Tobias")), by="r-2")
    label = there.project.rows(Speaker, version="v-int-1", index=1)[0].label
    there.project.record(
        SpeakerRenamed("v-int-1", 1, label, Words("Tobias's friend")), by="r-2"
    )
    replace_name(here)
    correct(here, 1, "I told [a friend] about the night on the viaduct.")

    done = merge(here.project, there.project, here.lead)

    told = "\n".join(done.merged.left_out)
    assert len(done.merged.left_out) == 3
    assert "no longer stand in int-1" in told
    assert "shorten it anew" in told
    assert "Do the same" in told
    assert_nameless(here.project)
    assert_whole(here.project)


def test_a_coding_made_longer_there_is_as_long_here(pair: tuple[Any, Any]) -> None:
    from workbench.coding.segments import resize

    here, there = pair
    there.segment("s-1", "int-1", "useful calendar", "c-2")
    old = there.project.one(CodedSegment, id="s-1")
    resize(there.project, "r-2", "s-1", old.start - 10, old.end)
    correct(here, 1, TOLD.replace("night", "long night"))

    done = merge(here.project, there.project, here.lead)

    assert done.merged.left_out == ()
    assert standing(here, "s-1").quote == "plain and useful calendar"
    assert_whole(here.project)


def test_the_command_says_what_waits_and_what_to_destroy(pair: tuple[Any, Any]) -> None:
    from typer.testing import CliRunner

    from workbench.cli.app import app

    here, there = pair
    there.segment("s-1", "int-1", "told Tobias about", "c-1")
    there.segment("s-2", "int-1", "useful calendar", "c-2")
    replace_name(here)
    paths = [str(each.project.database.path) for each in pair]

    given = ["merge", *paths, "--as", "Alma"]
    told = " ".join(CliRunner().invoke(app, given).output.split())

    assert "2 codings were made on a version that was corrected here" in told
    assert "1 of them on words that read otherwise" in told
    assert "destroy it" in told
    assert_nameless(here.project)


def test_what_an_earlier_merge_left_behind_stops_no_correction(
    pair: tuple[Any, Any],
) -> None:
    here, there = pair
    there.segment("s-1", "int-1", "useful calendar", "c-2")
    correct(here, 1, TOLD.replace("night", "long night"))
    here.segment("s-2", "int-1", "long night", "c-1")
    take_in_as_said(here.project, there.project, here.lead)

    correct(here, 0, "And after that?")

    assert standing(here, "s-2").quote == "long night"
    assert here.project.one(CodedSegment, id="s-1").version == "v-int-1"
    assert_whole(here.project)
