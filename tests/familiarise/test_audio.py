"""A recording is linked to its transcript, played from where it lies, never copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.familiarise.audio import link, recording, unlink
from workbench.importers.manifest import Request
from workbench.material import import_files
from workbench.model import Researcher
from workbench.people.withdrawal import withdraw
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.study import add_researcher

if TYPE_CHECKING:
    from pathlib import Path

SOUND = b"RIFF not played here"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    opened = Project.create(
        tmp_path / "study.workbench",
        title="Nights",
        orientation="reflexive",
        researcher="Ann",
        surroundings=Surroundings(config=tmp_path / "config"),
    )
    talk = tmp_path / "talk.txt"
    talk.write_text("I: So?\nC01: So.\n", "utf-8")
    who = opened.rows(Researcher)[0].id
    import_files(opened, who, [Request(talk, "T1", participant="C01")])
    return opened


@pytest.fixture
def ann(project: Project) -> str:
    return project.rows(Researcher)[0].id


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    path = tmp_path / "C01 kitchen.WAV"
    path.write_bytes(SOUND)
    return path


def test_a_linked_recording_is_found_where_it_lies(
    project: Project, ann: str, tape: Path
) -> None:
    link(project, ann, "T1", f' "{tape}" ')

    found = recording(project, "T1")

    assert found is not None
    assert (found.path, found.is_there) == (tape, True)
    assert found.mime.startswith("audio/")


def test_the_recording_is_not_copied(
    project: Project, ann: str, tape: Path, tmp_path: Path
) -> None:
    link(project, ann, "T1", str(tape))

    assert SOUND not in (tmp_path / "study.workbench").read_bytes()


def test_a_recording_that_was_moved_is_said_to_be_gone(
    project: Project, ann: str, tape: Path
) -> None:
    link(project, ann, "T1", str(tape))
    tape.rename(tape.with_name("elsewhere.wav"))

    found = recording(project, "T1")

    assert found is not None
    assert not found.is_there


def test_a_second_link_takes_the_place_of_the_first(
    project: Project, ann: str, tape: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp3"
    other.write_bytes(SOUND)
    link(project, ann, "T1", str(tape))
    link(project, ann, "T1", str(other))

    found = recording(project, "T1")
    assert found is not None
    assert found.path == other

    project.undo(ann)
    found = recording(project, "T1")
    assert found is not None
    assert found.path == tape


def test_an_unlinked_recording_is_no_longer_found(
    project: Project, ann: str, tape: Path
) -> None:
    link(project, ann, "T1", str(tape))
    unlink(project, ann, "T1")

    assert recording(project, "T1") is None
    assert tape.exists()
    with pytest.raises(RefusedError, match="no recording"):
        unlink(project, ann, "T1")


@pytest.mark.parametrize("path", ["", "talk.wav", "/nowhere/talk.wav", "~", "/"])
def test_only_a_file_that_is_there_is_linked(
    project: Project, ann: str, path: str
) -> None:
    with pytest.raises(RefusedError, match="no file at that path"):
        link(project, ann, "T1", path)


def test_a_file_that_is_no_sound_is_refused(
    project: Project, ann: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match="not a recording"):
        link(project, ann, "T1", str(tmp_path / "talk.txt"))


def test_the_path_goes_with_a_withdrawn_persons_words(
    project: Project, ann: str, tape: Path, tmp_path: Path
) -> None:
    link(project, ann, "T1", str(tape))

    withdraw(project, ann, "C01", reason="She asked us to.")

    assert recording(project, "T1") is None
    assert b"kitchen" not in (tmp_path / "study.workbench").read_bytes()


def test_who_does_not_code_links_nothing(
    project: Project, ann: str, tape: Path
) -> None:
    reader = add_researcher(project, ann, "Bea", "debriefer")

    with pytest.raises(NotAllowedError):
        link(project, reader, "T1", str(tape))


def test_a_transcript_that_is_not_there_has_no_recording(
    project: Project, ann: str, tape: Path
) -> None:
    with pytest.raises(UnknownObjectError):
        link(project, ann, "T9", str(tape))
