"""A study with one interview, three codes and a coded segment for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes
from workbench.coding.segments import code_segment, find_quote
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.model import Researcher
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "It listened at three in the morning. She forgot my name. It costs nothing."
CODES = {
    "Being heard": "It listened at three in the morning.",
    "Forgotten": "She forgot my name.",
    "Money": "It costs nothing.",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(
        tmp_path / "study.workbench",
        title="Talking to machines",
        orientation="codebook",
        researcher="Ann",
        surroundings=Surroundings(config=tmp_path / "config"),
    )


@pytest.fixture
def ann(project: Project) -> str:
    return project.rows(Researcher)[0].id


@pytest.fixture
def segments(project: Project, ann: str) -> dict[str, str]:
    """Coded segments by the name of their code."""
    project.record(
        TranscriptImported(
            transcript="C01",
            held_on=None,
            language="en",
            version=VersionGiven(
                version="v-C01",
                number=1,
                format="text",
                verdict="whole",
                length=len(TEXT),
                file_name=Words("interview.txt"),
                sha256=Words("0" * 64),
                original=None,
                report=Words("{}"),
                speakers=(SpeakerGiven(Words("P"), "participant", None),),
                turns=(TurnGiven(0, 0, len(TEXT), None, None, Words(TEXT)),),
            ),
        ),
        by=ann,
    )
    made = {}
    for name, quote in CODES.items():
        code = codes.create(project, ann, name)
        start, end = find_quote(TEXT, quote)
        made[name] = code_segment(
            project, ann, transcript="C01", start=start, end=end, code=code
        )
    return made
