"""A small study, put together by recording decisions; everyone in it is invented."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from workbench.decisions.coding import (
    CodeCreated,
    CodesMerged,
    MemoWritten,
    SegmentCoded,
)
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    PassRecorded,
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.decisions.setting_up import QuestionAsked, SettingChanged
from workbench.decisions.themes import (
    ExtractChosen,
    ThemeConceived,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.model import Researcher
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.decisions.decision import Decision

_FILE: Final = "study.workbench"


@dataclass
class Still:
    """A clock and a chance that stand still, and can be gone on with in a copy."""

    told: int = 0
    drawn: int = 0

    def now(self) -> str:
        self.told += 1
        at = self.told - 1
        return f"2026-03-{2 + at // 12 % 27:02}T09:{at % 60:02}:07.000Z"

    def chance(self, size: int) -> bytes:
        self.drawn += 1
        return self.drawn.to_bytes(size, "big")

    def around(self, path: Path) -> Surroundings:
        return Surroundings(now=self.now, random_bytes=self.chance, config=path / "cfg")


@dataclass
class Builder:
    """Records decisions with little typing; ids are chosen by the test."""

    project: Project
    by: str
    texts: dict[str, str] = field(default_factory=dict)

    def record(self, *decisions: Decision) -> None:
        self.project.record(*decisions, by=self.by)

    def participant(self, name: str, group: str, quotes: str = "verbatim") -> None:
        consent = Consent(quotes=quotes)
        self.record(ParticipantAdded(name, Words(group), consent))

    def transcript(self, name: str, person: str | None, *turns: str) -> None:
        """Turns alternate: interviewer, then participant."""
        given, at = [], 0
        for index, text in enumerate(turns):
            end = at + len(text)
            ms = index * 20_000
            given.append(TurnGiven(index % 2, at, end, ms, ms + 9000, Words(text)))
            at = end + 1
        self.texts[name] = "\n".join(turns)
        version = VersionGiven(
            version=f"v-{name}",
            number=1,
            format="plain",
            verdict="whole",
            length=len(self.texts[name]),
            file_name=Words(f"Interview with Jana Novotna {name}.docx"),
            sha256=Words("0" * 64),
            original=Words("SmFuYQ=="),
            report=Words('{"dropped": ["Jana Novotna, Leeds"]}'),
            speakers=(
                SpeakerGiven(Words("Interviewer"), "interviewer", None),
                SpeakerGiven(Words("Jana Novotna"), "participant", person),
            ),
            turns=tuple(given),
        )
        self.record(TranscriptImported(name, "2026-02-11", "en", version))
        self.record(PassRecorded(f"p-{name}", name, 1))

    def code(self, name: str, label: str, **more: Any) -> None:
        texts = {key: Words(value) for key, value in more.items()}
        self.record(CodeCreated(code=name, name=Words(label), **texts))

    def segment(
        self,
        name: str,
        transcript: str,
        quote: str,
        code: str,
        **more: Any,
    ) -> None:
        text = self.texts[transcript]
        start = text.index(quote)
        end = start + len(quote)
        self.record(
            SegmentCoded(
                segment=name,
                transcript=transcript,
                version=f"v-{transcript}",
                start=start,
                end=end,
                quote=Words(quote),
                before=Words(text[max(0, start - 32) : start]),
                after=Words(text[end : end + 32]),
                code=code,
                **more,
            )
        )

    def theme(
        self,
        name: str,
        label: str,
        *codes: str,
        concept: str | None = None,
        is_not: str | None = None,
        parent: str | None = None,
        state: str | None = "reviewed",
    ) -> None:
        self.record(ThemeStarted(name, Words(label), codes=codes, parent=parent))
        if concept or is_not:
            self.record(
                ThemeConceived(
                    name,
                    None,
                    Words(concept) if concept else None,
                    None,
                    Words(is_not) if is_not else None,
                    None,
                )
            )
        if state:
            self.record(ThemeStateChanged(name, "candidate", state, None))

    def extract(self, name: str, theme: str, segment: str) -> None:
        self.record(ExtractChosen(name, theme, segment))


def new_project(
    path: Path, orientation: str = "reflexive", still: Still | None = None
) -> Builder:
    """An empty study whose clock and chance stand still."""
    project = Project.create(
        path / _FILE,
        title="Talking to a machine about oneself",
        orientation=orientation,
        researcher="Ann Reyes",
        surroundings=(still or Still()).around(path),
    )
    return Builder(project, project.rows(Researcher)[0].id)


@pytest.fixture
def empty(tmp_path: Path) -> Builder:
    return new_project(tmp_path)


@pytest.fixture(scope="session")
def laid_down(tmp_path_factory: pytest.TempPathFactory) -> tuple[Builder, Still]:
    """The study, recorded once; every test has a copy of its own."""
    still = Still()
    made = new_project(tmp_path_factory.mktemp("laid-down"), still=still)
    fill(made)
    return made, still


@pytest.fixture
def study(laid_down: tuple[Builder, Still], tmp_path: Path) -> Builder:
    """Four participants, one of them not to be quoted, three themes, four extracts."""
    made, still = laid_down
    path = made.project.database.path
    assert path is not None
    shutil.copytree(path.parent, tmp_path, dirs_exist_ok=True)
    around = replace(still).around(tmp_path)
    return Builder(Project.open(tmp_path / _FILE, around), made.by, dict(made.texts))


def fill(made: Builder) -> None:
    made.record(QuestionAsked("q-1", Words("What do people do with a listening app?")))
    made.record(
        SettingChanged("paradigm", None, Words("Critical realist."), Words("At start."))
    )
    made.participant("C01", "client")
    made.participant("C02", "client", quotes="none")
    made.participant("C03", "client", quotes="paraphrase")
    made.participant("T01", "clinician")
    made.transcript(
        "C01-1",
        "C01",
        "How did it start?",
        "At night, mostly. It asked how I was and nobody else did that week.",
        "And did you trust it?",
        "I trusted that it would be there. Not that it would understand \U0001f642.",
    )
    made.transcript(
        "C02-1", "C02", "And you?", "I never told my husband about the thing at all."
    )
    made.transcript(
        "C03-1", "C03", "Why stop?", "It repeated itself like a parrot with a degree."
    )
    made.transcript(
        "T01-1",
        "T01",
        "What do clients bring?",
        "They bring printouts. I read them in the session, and we laugh a little.",
    )
    made.code("c-1", "being asked", definition="Someone, or something, asks.")
    made.code("c-2", "there, not understanding")
    made.code("c-3", "secret use")
    made.code("c-4", "repeats itself")
    made.code("c-5", "printouts in the room")
    made.code("c-6", "parrot")
    made.segment("s-1", "C01-1", "It asked how I was and nobody else did", "c-1")
    made.segment(
        "s-2",
        "C01-1",
        "I trusted that it would be there. Not that it would understand \U0001f642.",
        "c-2",
        polarity="contested",
        target="client-AI",
    )
    made.segment("s-3", "C02-1", "I never told my husband", "c-3")
    made.segment("s-4", "C03-1", "repeated itself like a parrot with a degree", "c-4")
    made.segment("s-5", "T01-1", "They bring printouts.", "c-5")
    made.record(CodesMerged("c-6", "c-4", (), Words("The same thing said twice.")))
    made.theme(
        "t-1",
        "Someone is there at night",
        "c-1",
        "c-2",
        concept="Being answered at all matters more than being understood.",
        is_not="Loneliness in general.",
    )
    made.theme(
        "t-2",
        "Presence without understanding",
        "c-2",
        concept="One can rely on a thing that does not understand.",
        parent="t-1",
    )
    made.theme(
        "t-3",
        "Kept out of the room, brought into the room",
        "c-3",
        "c-4",
        "c-5",
        concept="Use is hidden from people and shown to therapists.",
        state=None,
    )
    made.extract("Q-0001", "t-1", "s-1")
    made.extract("Q-0002", "t-2", "s-2")
    made.extract("Q-0003", "t-3", "s-3")
    made.extract("Q-0004", "t-3", "s-5")
    made.record(
        MemoWritten("m-1", "journal", None, Words("I side with T01."), "private"),
        MemoWritten("m-2", "journal", None, Words("I was wrong there."), "release"),
    )
