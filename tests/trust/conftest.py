"""A study of three invented people, coded by one researcher, with a debriefer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from workbench import study as rules
from workbench.cli.app import app
from workbench.coding import codes, memos
from workbench.coding.segments import code_segment
from workbench.familiarise.transcripts import Arrival, bring_in, text_of
from workbench.importers.parsed import ParsedTranscript, ParsedTurn
from workbench.model import Researcher, Transcript
from workbench.people import participants
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.themes import themes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


TALK = {
    "C01": (
        "I: How did you come to the app?",
        "Jana: My nurse put it on my phone. I did not choose it.",
        "I: And what was it for?",
        "Jana: At night I write a line and it says a line back \N{CRESCENT MOON}.",
        "I: Did you trust it?",
        "Jana: I trusted the nurse. The app came with her, like chairs with a room.",
    ),
    "C02": (
        "I: What would you miss?",
        "Olu: The quiet of it. Nobody sighs.",
        "I: And what not?",
        "Olu: The same three sentences. <b>Always</b> the same three.",
    ),
    "T01": (
        "I: Who reads what is written there?",
        "Eva: I do, on Sundays, which nobody pays me for.",
        "I: And the client knows?",
        "Eva: She knows somebody reads. I never said that it was a Sunday.",
    ),
}
CODED = (
    ("C01", "I trusted the nurse.", "trust by proxy"),
    ("C01", "My nurse put it on my phone.", "trust by proxy"),
    ("C01", "I write a line and it says a line back", "an answer at night"),
    ("C02", "Nobody sighs.", "no burden"),
    ("T01", "I do, on Sundays, which nobody pays me for.", "unpaid reading"),
)


@dataclass
class Study:
    """The project, who works in it, and what was coded."""

    project: Project
    lead: str
    debriefer: str = ""
    segments: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    theme: str = ""
    folder: Path = None  # type: ignore[assignment]

    def version(self, transcript: str) -> str:
        """The version that stands."""
        return self.project.one(Transcript, id=transcript).version

    def text(self, transcript: str) -> str:
        """The transcript's words."""
        return text_of(self.project, self.version(transcript))


Make = Callable[..., Study]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Study]:
    """The study in an orientation, put together once."""
    known: dict[str, Study] = {}

    def once(orientation: str) -> Study:
        if orientation not in known:
            known[orientation] = build(tmp_path_factory.mktemp("built"), orientation)
        return known[orientation]

    return once


@pytest.fixture
def make(tmp_path: Path, built: Callable[[str], Study]) -> Make:
    """A builder of a copy of the study in an orientation."""

    def copy(orientation: str = "codebook") -> Study:
        one = built(orientation)
        folder = tmp_path / "work"
        shutil.copytree(one.folder, folder)
        project = Project.open(
            folder / "study.workbench",
            surroundings=replace(one.project.surroundings, config=folder / "config"),
        )
        return replace(one, project=project, folder=folder)

    return copy


def parsed_lines(file: str, lines: Sequence[str]) -> ParsedTranscript:
    """What an importer makes of lines of the form SPEAKER: TEXT."""
    turns: list[ParsedTurn] = []
    at = 0
    for index, line in enumerate(lines):
        label, _, text = line.partition(": ")
        role = "interviewer" if label == "I" else "participant"
        end = at + len(text)
        turns.append(ParsedTurn(index, label, role, None, None, at, end, text))  # type: ignore[arg-type]
        at = end + 1
    return ParsedTranscript(
        file=file,
        sha256="5e" * 32,
        format="labelled-text",
        verdict="whole",
        language="en",
        text="\n".join(turn.text for turn in turns),
        turns=tuple(turns),
    )


def build(folder: Path, orientation: str) -> Study:
    """The study, recorded decision by decision."""
    project = Project.create(
        folder / "study.workbench",
        title="Nights",
        orientation=orientation,
        researcher="Alma",
        surroundings=Surroundings(config=folder / "config"),
    )
    made = Study(project, project.rows(Researcher)[0].id, folder=folder)
    lead = made.lead
    rules.ask_question(project, lead, "Who listens at night?")
    made.debriefer = rules.add_researcher(project, lead, "Bruno", "debriefer")
    for person, lines in TALK.items():
        group = "clients" if person.startswith("C") else "clinicians"
        participants.add(project, lead, person, group)
        label = lines[1].partition(":")[0]
        cast: dict[str | None, tuple[str | None, str | None]] = {
            "I": ("interviewer", None),
            label: ("participant", person),
        }
        data = "\n".join(lines).encode()
        told = parsed_lines(f"{person}.txt", lines)
        bring_in(project, lead, [Arrival(told, data, f"{person}-1", cast)])
    for person, quote, name in CODED:
        if name not in made.codes:
            made.codes[name] = codes.create(
                project, lead, name, definition=f"what {name} is"
            )
        start = made.text(f"{person}-1").index(quote)
        segment = code_segment(
            project,
            lead,
            transcript=f"{person}-1",
            start=start,
            end=start + len(quote),
            code=made.codes[name],
        )
        made.segments.append(segment)
    made.theme = themes.start(
        project, lead, "Someone else vouches", codes=[made.codes["trust by proxy"]]
    )
    memos.write(project, lead, kind="journal", text="I dislike the nurse.")
    return made


@pytest.fixture
def study(make: Make) -> Study:
    """The study as a codebook analysis."""
    return make()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, study: Study) -> Callable[..., Said]:
    """The command, run as people run it, with the study's own keys."""
    config = study.project.surroundings.config
    monkeypatch.setenv("WORKBENCH_CONFIG", str(config))
    runner = CliRunner()

    def go(*words: object) -> Said:
        done = runner.invoke(app, [str(word) for word in words])
        return Said(done.exit_code, done.stdout, done.stderr)

    return go


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
