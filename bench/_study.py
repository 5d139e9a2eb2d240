"""An invented study of a size: transcripts, codes, coded segments, a long trail."""

# ruff: noqa: PLC0415 - each step imports what it needs, in a process of its own

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from workbench.decisions.decision import Decision
    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

CODES, CODED, EVENTS = 250, 5_000, 20_000
_BATCH: Final = 5_000
_COMMON: Final = (
    *("the", "a", "of", "and", "to", "in", "I", "you", "it", "that", "was", "she"),
    *("he", "we", "they", "felt", "like", "just", "so", "really", "think", "know"),
    *("about", "because", "when", "week", "with", "alone", "talk", "listen", "trust"),
)


class Bench:
    """Where the study lies and how large it is to be."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.folder = Path(given.folder)
        self.transcripts = given.transcripts * given.factor
        self.words = given.words
        self.codes = CODES * given.factor
        self.coded = CODED * given.factor
        self.events = given.events or EVENTS * given.factor
        self.chance = random.Random(7)  # noqa: S311 - a study to measure, not a secret

    def surroundings(self) -> Surroundings:
        """A machine of the bench's own."""
        from workbench.store.surroundings import Surroundings

        return Surroundings(config=self.folder / "config", machine_name="bench")

    def project(self) -> tuple[Project, str]:
        """The study and its lead."""
        from workbench.model import Researcher
        from workbench.store.project import Project

        project = Project.open(self.folder / "study.workbench", self.surroundings())
        return project, project.rows(Researcher)[0].id

    def sentence(self, words: int) -> str:
        """Invented talk: common words often, rare ones seldom."""
        return " ".join(
            self.chance.choice(_COMMON)
            if self.chance.random() < 0.7
            else f"word{self.chance.randrange(6000)}"
            for _ in range(words)
        )


def make_files(bench: Bench) -> None:
    import docx

    (bench.folder / "files").mkdir()
    for number in range(1, bench.transcripts + 1):
        document, left, turn = docx.Document(), bench.words, 0
        while left > 0:
            size = min(left, 12 if turn % 2 == 0 else bench.chance.randrange(20, 160))
            speaker = "I" if turn % 2 == 0 else f"P{number:03}"
            document.add_paragraph(f"{speaker}: {bench.sentence(size)}.")
            left, turn = left - size, turn + 1
        document.save(str(bench.folder / "files" / f"interview {number}.docx"))


def begin(bench: Bench) -> None:
    from workbench.store.project import Project

    Project.create(
        bench.folder / "study.workbench",
        title="Scale",
        orientation="reflexive",
        researcher="Alma",
        surroundings=bench.surroundings(),
    )


def bring_in(bench: Bench) -> None:
    from workbench.importers.manifest import Request
    from workbench.material import import_files

    project, by = bench.project()
    requests = [
        Request(path, participant=f"P{number:03}")
        for number, path in enumerate(sorted((bench.folder / "files").iterdir()), 1)
    ]
    outcome = import_files(project, by, requests)
    if outcome.refused or len(outcome.imported) != len(requests):
        print(outcome.refused, outcome.versions, file=sys.stderr)
        raise SystemExit(1)


def create_codes(bench: Bench) -> None:
    from workbench.decisions.coding import CodeCreated
    from workbench.decisions.decision import Words

    project, by = bench.project()
    names = (f"c-{number}" for number in range(bench.codes))
    project.record(*(CodeCreated(name, Words(f"code {name}")) for name in names), by=by)


def codings(bench: Bench, project: Project, count: int, mark: str) -> list[Decision]:
    """Coded segments at random places of every transcript in turn."""
    from workbench.decisions.coding import SegmentCoded
    from workbench.decisions.decision import Words
    from workbench.familiarise.anchoring import context
    from workbench.familiarise.transcripts import text_of
    from workbench.model import Transcript

    standing = project.rows(Transcript)
    made: list[Decision] = []
    for at, transcript in enumerate(standing):
        text = text_of(project, transcript.version)
        for number in range(at, count, len(standing)):
            start = bench.chance.randrange(max(1, len(text) - 200))
            end = min(len(text), start + bench.chance.randrange(20, 200))
            quote, before, after = map(Words, context(text, start, end))
            made.append(
                SegmentCoded(
                    segment=f"s-{mark}-{number}",
                    transcript=transcript.id,
                    version=transcript.version,
                    start=start,
                    end=end,
                    quote=quote,
                    before=before,
                    after=after,
                    code=f"c-{bench.chance.randrange(bench.codes)}",
                )
            )
    return made


def record_all(project: Project, by: str, decisions: Iterator[Decision]) -> None:
    """The decisions recorded, many in one call."""
    batch: list[Decision] = []
    for decision in decisions:
        batch.append(decision)
        if len(batch) == _BATCH:
            project.record(*batch, by=by)
            batch = []
    if batch:
        project.record(*batch, by=by)


def code_segments(bench: Bench) -> None:
    project, by = bench.project()
    record_all(project, by, iter(codings(bench, project, bench.coded, "a")))


def fill_trail(bench: Bench) -> None:
    """Everyday decisions until the trail is as long as was asked for."""
    project, by = bench.project()
    missing = bench.events - project.head().seq
    record_all(project, by, everyday(bench, project, max(0, missing)))


def everyday(bench: Bench, project: Project, count: int) -> Iterator[Decision]:
    """Codings, recodings, memos and settings in turn, as a study sees them."""
    from workbench.decisions.coding import MemoWritten, SegmentRecoded
    from workbench.decisions.decision import Words
    from workbench.model import CodedSegment

    code_of = {s.id: s.code for s in project.rows(CodedSegment)}
    coded = iter(codings(bench, project, (count + 2) // 3, "b"))
    segments = sorted(code_of)
    for number in range(count):
        if number % 3 == 0:
            yield next(coded)
        elif number % 3 == 1 and segments:
            segment = bench.chance.choice(segments)
            new = f"c-{bench.chance.randrange(bench.codes)}"
            yield SegmentRecoded(segment, code_of[segment], new)
            code_of[segment] = new
        else:
            about = f"c-{bench.chance.randrange(bench.codes)}"
            text = Words(bench.sentence(20))
            yield MemoWritten(f"m-{number}", "analytic", about, text)
