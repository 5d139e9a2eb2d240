"""How a file was read is kept, shown again, and leaves as a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.familiarise.import_report import as_csv, as_json, reports
from workbench.familiarise.transcripts import correct
from workbench.importers import inspect_file
from workbench.importers.manifest import Request
from workbench.material import import_files
from workbench.model import Researcher
from workbench.people.withdrawal import withdraw
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

TALK = (
    "Interview 7\nDate: 3 May\n\n"
    "[0:00:05] Interviewer: So?\n[0:00:09] P01: Write to jane@example.org.\n"
    "[0:01:10] Interviewer: And?\nPage 1 of 1\n"
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


@pytest.fixture
def bring(project: Project, ann: str, tmp_path: Path) -> Callable[[str, str], Path]:
    def brought(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        import_files(project, ann, [Request(path, "T1", participant="P01")])
        return path

    return brought


def test_a_report_tells_what_came_in_and_what_did_not(
    project: Project, bring: Callable[[str, str], Path]
) -> None:
    bring("seven.txt", TALK)

    (report,) = reports(project, "T1")

    assert (report.file, report.format, report.version) == (
        "seven.txt",
        "labelled-txt",
        1,
    )
    assert (report.turns, report.first_time, report.last_time) == (
        3,
        "0:00:05",
        "0:01:10",
    )
    assert report.speakers == (("Interviewer", 2, 2), ("P01", 1, 3))
    assert [text for _, _, text in report.omissions] == [
        "Interview 7",
        "Date: 3 May",
        "Page 1 of 1",
    ]
    assert [code for code, _, _ in report.warnings] == [
        "front-matter",
        "possible-identifier",
    ]


def test_turns_that_nobody_is_named_for_are_counted(
    project: Project, bring: Callable[[str, str], Path]
) -> None:
    cues = "00:01.000 --> 00:02.000\nSo.\n\n00:03.000 --> 00:04.000\nP01: Yes.\n"
    bring("seven.vtt", f"WEBVTT\n\n{cues}")

    (report,) = reports(project, "T1")

    assert (report.turns, report.unlabelled_turns) == (2, 1)


def test_each_version_has_a_report_of_its_own(
    project: Project, ann: str, bring: Callable[[str, str], Path], tmp_path: Path
) -> None:
    bring("seven.txt", TALK)
    better = tmp_path / "seven again.txt"
    better.write_text(TALK.replace("Write", "Wrote"), "utf-8")
    parsed = inspect_file(better)
    correct(project, ann, "T1", parsed, better.read_bytes(), "misheard")

    assert [(r.version, r.file) for r in reports(project)] == [
        (1, "seven.txt"),
        (2, "seven again.txt"),
    ]


def test_the_table_holds_every_line_of_the_report(
    project: Project, bring: Callable[[str, str], Path]
) -> None:
    bring("seven.txt", TALK)

    rows = list(csv.DictReader(io.StringIO(as_csv(reports(project)))))

    assert {row["transcript"] for row in rows} == {"T1"}
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("left out"), kinds.count("look at")) == (3, 2)
    assert kinds.count("speaker") == 2


def test_no_cell_of_the_table_is_a_formula(
    project: Project, bring: Callable[[str, str], Path]
) -> None:
    bring("=cmd.txt", "=SUM(A1)\nDate: 3 May\n\nI: So?\nP01: So.\nI: So?\n")

    cells = [
        cell
        for row in csv.reader(io.StringIO(as_csv(reports(project))))
        for cell in row
    ]

    assert "'=cmd.txt" in cells
    assert not any(cell.startswith("=") for cell in cells)


def test_the_same_leaves_as_json(
    project: Project, bring: Callable[[str, str], Path]
) -> None:
    bring("seven.txt", TALK)

    (told,) = json.loads(as_json(reports(project)))

    assert told["omissions"][0] == ["front matter", "line 1", "Interview 7"]


def test_a_withdrawn_persons_report_is_gone_as_well(
    project: Project, ann: str, bring: Callable[[str, str], Path]
) -> None:
    bring("seven.txt", TALK)
    withdraw(project, ann, "P01", reason="She asked us to.")

    (report,) = reports(project, "T1")

    assert report.is_erased
    assert report.omissions == ()
    assert "jane" not in as_json([report])
