"""A study with two short interviews, to code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes, segments
from workbench.coding.embedding import Encoder, load_encoder
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.familiarise.transcripts import record_pass
from workbench.model import Researcher
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    PutIn = Callable[..., str]


HEARD = "It listens to me at night when nobody else is awake to listen."
MONEY = "The subscription costs far too much money for what you get out of it."
FIRST = [
    ("interviewer", "Does it listen to you at night, when nobody else would listen?"),
    ("participant", "At night it listened to me, and nobody else was there to listen."),
    ("participant", "I felt that it listened, in the night, for hours and hours."),
    ("participant", "I pay far too much money for the subscription every month."),
    ("participant", "The price of the subscription is too much money for me."),
]
SECOND = [
    ("interviewer", HEARD),
    ("participant", HEARD),
    ("app", MONEY),
    ("participant", MONEY),
    ("participant", "The bus was late because of roadworks near the swimming pool."),
]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged model, loaded once: it takes seconds."""
    return load_encoder()


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
        language: str = "en",
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
                language=language,
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


@pytest.fixture
def coded(project: Project, ann: str, put_in: PutIn) -> dict[str, str]:
    """Two codes with two segments each in C01; C02 is read and not coded."""
    text = put_in("C01", FIRST)
    put_in("C02", SECOND)
    made = {}
    for name, turns in (("Being heard", FIRST[1:3]), ("Cost", FIRST[3:])):
        made[name] = codes.create(project, ann, name)
        for _, said in turns:
            start, end = segments.find_quote(text, said)
            segments.code_segment(
                project, ann, transcript="C01", start=start, end=end, code=name
            )
    record_pass(project, ann, "C02")
    return made
