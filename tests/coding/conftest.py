"""A study with two short interviews, to code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.model import Researcher
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    PutIn = Callable[..., str]


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
def put_in(project: Project, ann: str) -> PutIn:
    """Put a participant and an interview with her into the study; its text."""

    def put(
        transcript: str,
        turns: Sequence[tuple[str, str]],
        *,
        computation: bool = True,
    ) -> str:
        given, at = [], 0
        for speaker, text in turns:
            index = ("interviewer", "participant", "app").index(speaker)
            end = at + len(text)
            given.append(TurnGiven(index, at, end, None, None, Words(text)))
            at = end + 1
        person = f"P-{transcript}"
        project.record(
            ParticipantAdded(person, None, Consent(computation=computation)),
            TranscriptImported(
                transcript=transcript,
                held_on=None,
                language="en",
                version=VersionGiven(
                    version=f"v-{transcript}",
                    number=1,
                    format="text",
                    verdict="whole",
                    length=at - 1,
                    file_name=Words("interview.txt"),
                    sha256=Words("0" * 64),
                    original=None,
                    report=Words("{}"),
                    speakers=(
                        SpeakerGiven(Words("I"), "interviewer", None),
                        SpeakerGiven(Words("P"), "participant", person),
                        SpeakerGiven(Words("App"), "app", None),
                    ),
                    turns=tuple(given),
                ),
            ),
            by=ann,
        )
        return "\n".join(text for _, text in turns)

    return put


@pytest.fixture
def text(put_in: PutIn) -> str:
    """The text of interview C01."""
    return put_in(
        "C01",
        [
            ("interviewer", "What was it like to talk to the app?"),
            ("participant", "It listened at three in the morning. It never sighed."),
            ("interviewer", "And your therapist?"),
            ("participant", "She forgot my sister's name. It never sighed."),
        ],
    )
