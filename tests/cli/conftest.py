"""The command, run as people and scripts run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from workbench.cli.app import app

TALK = """\
I: How did you come to the app?
C01: My nurse put it on my phone, I did not choose it.
I: And what was it for?
C01: For the nights. I write a line and it says a line back, that is all it is.
I: Did you trust it?
C01: I trusted the nurse. The app came with her, like the chairs come with the room.
"""
SECOND = """\
I: Who reads what is written there?
T01: I do, on Sundays, which nobody pays me for.
I: And the client knows?
T01: She knows somebody reads. I never said that it was a Sunday.
"""


@dataclass(frozen=True)
class Said:
    """What one run of the command said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run() -> Run:
    runner = CliRunner()

    def go(*words: str | Path) -> Said:
        done = runner.invoke(app, [str(word) for word in words])
        return Said(done.exit_code, done.stdout, done.stderr)

    return go


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "first.txt").write_text(TALK, "utf-8")
    (tmp_path / "second.txt").write_text(SECOND, "utf-8")
    return tmp_path


@pytest.fixture
def study(run: Run, folder: Path) -> Path:
    """A reflexive study with two transcripts and some coding."""
    path = folder / "study.workbench"
    assert (
        run(
            *("new", path, "--title", "Nights", "--orientation", "reflexive"),
            *("--researcher", "Ann", "--question", "Who listens?"),
        ).status
        == 0
    )
    for file, person, group in (
        ("first.txt", "C01", "clients"),
        ("second.txt", "T01", "clinicians"),
    ):
        done = run(
            *("import", path, folder / file, "--participant", person),
            *("--group", group, "--role", "I=interviewer"),
        )
        assert (done.status, done.err) == (0, "")
    (folder / "coding.csv").write_text(
        "transcript,quote,code,researcher\n"
        "C01-1,I trusted the nurse.,trust by proxy,Ann\n"
        'C01-1,"My nurse put it on my phone, I did not choose it.",'
        "trust by proxy,Ann\n"
        'T01-1,"I do, on Sundays, which nobody pays me for.",unpaid reading,Ann\n',
        "utf-8",
    )
    done = run("code", path, "--from", folder / "coding.csv")
    assert (done.status, done.err) == (0, "")
    return path
