"""What would become of a batch of files, before and after anything is stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from workbench.importers import Content, inspect_contents
from workbench.importers.manifest import Request
from workbench.importers.relabel import relabel
from workbench.material import Judged, import_files, judge, take_in
from workbench.model import Researcher, Speaker, Transcript, Version
from workbench.people import withdrawal
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from workbench.importers.parsed import ParsedTranscript

TALK = (
    "I: How did it begin, and who gave it to you?\n"
    "P01: With a phone my sister gave me one winter.\n"
    "I: And then, when you were alone with it?\n"
    "P01: Then I wrote to it, most nights, for a year.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(
        tmp_path / "study.workbench",
        title="Nights",
        orientation="reflexive",
        researcher="Ann",
        surroundings=Surroundings(config=tmp_path / "config"),
    )


@pytest.fixture
def ann(project: Project) -> str:
    return project.rows(Researcher)[0].id


def asked(name: str, text: str, **known: object) -> Request:
    return Request(Path(name), data=text.encode(), **known)  # type: ignore[arg-type]


def read(*requests: Request) -> list[ParsedTranscript]:
    return list(
        inspect_contents(
            Content(each.path.name, each.data, each.encoding) for each in requests
        )
    )


def judged(project: Project, *requests: Request) -> list[Judged]:
    return judge(project, requests, read(*requests))


def test_judging_stores_nothing(project: Project) -> None:
    head = project.head()

    (found,) = judged(project, asked("a.txt", TALK, participant="P01"))

    assert found.is_taken
    assert found.request.transcript == "P01-1"
    assert project.head() == head


def test_a_rejected_file_does_not_hold_the_others_up(
    project: Project, ann: str
) -> None:
    files = [asked("a.txt", TALK), asked("empty.txt", ""), asked("form.txt", "___\n")]

    done = take_in(project, ann, judged(project, *files))

    assert [taken.file for taken in done.imported] == ["a.txt"]
    assert [refused.file for refused in done.refused] == ["empty.txt", "form.txt"]
    assert all(refused.reason for refused in done.refused)


def test_the_same_file_twice_in_one_batch_is_noticed(project: Project) -> None:
    _, second = judged(project, asked("a.txt", TALK), asked("b.txt", TALK))

    assert second.refusal == "the same file is in the study already, as int-1"


def test_a_corrected_copy_in_one_batch_is_noticed(project: Project) -> None:
    corrected = TALK.replace("sister", "brother")

    _, second = judged(project, asked("a.txt", TALK), asked("b.txt", corrected))

    assert second.near == ("int-1", 67)
    assert not second.is_taken


def test_a_likeness_can_be_a_transcript_of_its_own(project: Project) -> None:
    corrected = asked("b.txt", TALK.replace("sister", "brother"), is_new=True)

    _, second = judged(project, asked("a.txt", TALK), corrected)

    assert second.is_taken


def test_a_withdrawn_persons_file_is_refused(project: Project, ann: str) -> None:
    take_in(project, ann, judged(project, asked("a.txt", TALK, participant="P01")))
    withdrawal.withdraw(project, ann, "P01", kind="all", reason="She asked us to.")

    other = asked("b.txt", TALK.replace("phone", "bottle"), participant="P01")

    assert "withdrew" in (judged(project, other)[0].refusal or "")


def test_labels_are_merged_before_anything_is_stored(
    project: Project, ann: str
) -> None:
    text = "SPEAKER 1: So?\nSpeaker 2: Yes.\nSpeaker 1: And?\nSpeaker 2: No.\n"
    request = asked(
        "a.txt",
        text,
        labels={"SPEAKER 1": "NT", "Speaker 1": "NT", "absent": "X"},
        roles={"NT": ("interviewer", None)},
    )

    take_in(project, ann, judged(project, request))

    speakers = project.read(Speaker)
    assert [(who.label, who.role) for who in speakers] == [
        ("NT", "interviewer"),
        ("Speaker 2", None),
    ]
    report = json.loads(project.read(Version)[0].report)
    assert [w["code"] for w in report["warnings"]] == ["renamed-speakers"]


def test_calling_nobody_otherwise_changes_nothing() -> None:
    (parsed,) = read(asked("a.txt", TALK))

    assert relabel(parsed, {"I": "I", "P01": "", "absent": "X"}) is parsed


def test_what_was_judged_is_what_is_kept(
    project: Project, ann: str, tmp_path: Path
) -> None:
    """A file that changes on disk meanwhile does not smuggle other bytes in."""
    path = tmp_path / "a.txt"
    path.write_text(TALK, "utf-8")
    import_files(project, ann, [Request(path)])

    version = project.read(Version)[0]

    assert version.original is not None
    assert len(project.rows(Transcript)) == 1


def test_a_file_that_does_not_open_is_refused_alone(
    project: Project, ann: str, tmp_path: Path
) -> None:
    done = import_files(
        project, ann, [Request(tmp_path / "gone.txt"), asked("a.txt", TALK)]
    )

    assert [refused.file for refused in done.refused] == ["gone.txt"]
    assert "could not be opened" in done.refused[0].reason
    assert len(done.imported) == 1


def test_the_choice_of_an_encoding_is_in_the_report(project: Project, ann: str) -> None:
    text = TALK.replace("sister", "žena")
    request = Request(Path("a.txt"), data=text.encode("cp1250"), encoding="cp1250")

    take_in(project, ann, judged(project, request))

    report = json.loads(project.read(Version)[0].report)
    assert report["warnings"][0]["message"] == "read as cp1250, as asked"


def test_comments_come_with_what_was_imported(project: Project, ann: str) -> None:
    document = docx.Document()
    for line in TALK.splitlines():
        paragraph = document.add_paragraph(line)
    document.add_comment(paragraph.runs[0], "nights", author="NT")
    buffer = io.BytesIO()
    document.save(buffer)

    done = import_files(project, ann, [Request(Path("a.docx"), data=buffer.getvalue())])

    assert [comment.text for comment in done.imported[0].comments] == ["nights"]
