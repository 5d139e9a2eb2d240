"""A small study of invented people, put in by recording decisions directly."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from workbench.decisions.coding import CodeCreated, SegmentCoded
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.themes import ExtractChosen, ThemeStarted
from workbench.model import Researcher, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project

Cast = Mapping[str, tuple[str, str | None]]

HER_LINE = "It was like talking to a warm brick wall that hums back at me."
HER_OTHER_LINE = "I told it about the night on the frozen viaduct, nobody else."
QUESTION = "Could you say more about how that was for you at the time?"
ECHO = "You said a warm brick wall that hums back, what do you mean?"
HIS_LINE = "For me the application stayed a plain and useful calendar."


@dataclass
class Study:
    """A project with the builders the tests share."""

    project: Project
    lead: str

    def interview(self, name: str, cast: Cast, lines: Sequence[tuple[str, str]]) -> str:
        """A transcript of labelled lines; the version's id."""
        version = f"v-{name}"
        given = version_of(version, 1, cast, lines)
        self.project.record(TranscriptImported(name, None, "en", given), by=self.lead)
        return version

    def code(self, code: str, name: str, origin: str = "manual") -> str:
        """A code of this name."""
        self.project.record(CodeCreated(code, Words(name), origin=origin), by=self.lead)
        return code

    def segment(
        self, segment: str, transcript: str, quote: str, code: str, by: str = ""
    ) -> str:
        """A coded segment where the quote stands in the current version."""
        decision = self.coding(segment, transcript, quote, code)
        self.project.record(decision, by=by or self.lead)
        return segment

    def coding(
        self, segment: str, transcript: str, quote: str, code: str
    ) -> SegmentCoded:
        """The decision that codes the quote."""
        version = self.project.one(Transcript, id=transcript).version
        text = self.text(version)
        start = text.index(quote)
        end = start + len(quote)
        return SegmentCoded(
            segment,
            transcript,
            version,
            start,
            end,
            Words(quote),
            Words(text[max(0, start - 32) : start]),
            Words(text[end : end + 32]),
            code,
        )

    def text(self, version: str) -> str:
        """A version's text."""
        turns = self.project.read(Turn, version=version)
        return "\n".join(turn.text for turn in turns)

    def theme(self, theme: str, name: str, codes: tuple[str, ...]) -> None:
        """A candidate theme of these codes."""
        self.project.record(ThemeStarted(theme, Words(name), codes=codes), by=self.lead)

    def extract(self, extract: str, theme: str, segment: str) -> None:
        """The segment is to be quoted for the theme."""
        self.project.record(ExtractChosen(extract, theme, segment), by=self.lead)


def version_of(
    version: str, number: int, cast: Cast, lines: Sequence[tuple[str, str]]
) -> VersionGiven:
    """A version of labelled lines with the file it could come from."""
    labels = list(cast)
    turns, at = [], 0
    for label, text in lines:
        turns.append(
            TurnGiven(labels.index(label), at, at + len(text), None, None, Words(text))
        )
        at += len(text) + 1
    original = "\n".join(f"{label}: {text}" for label, text in lines).encode()
    return VersionGiven(
        version=version,
        number=number,
        format="labelled-text",
        verdict="whole",
        length=at - 1,
        file_name=Words(f"interview with {labels[-1]}.txt"),
        sha256=Words("5e" * 32),
        original=Words(base64.b64encode(original).decode()),
        report=Words(json.dumps({"speakers": labels})),
        speakers=tuple(SpeakerGiven(Words(label), *cast[label]) for label in labels),
        turns=tuple(turns),
    )


@pytest.fixture
def study(project: Project) -> Study:
    """An empty study, on SQLite and on PostgreSQL in turn."""
    return Study(project, project.rows(Researcher)[0].id)


@pytest.fixture
def file_study(file_project: Project) -> Study:
    """An empty study in a file."""
    return Study(file_project, file_project.rows(Researcher)[0].id)
