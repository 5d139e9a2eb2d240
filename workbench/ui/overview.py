"""What a study leaves open, for the start page. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import (
    AllianceLink,
    CodedSegment,
    ReadingPass,
    Suggestion,
    SuggestionRun,
    Theme,
    Transcript,
)

if TYPE_CHECKING:
    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Thread:
    """Something that waits for a person, and the page where it is taken up."""

    title: str
    detail: str
    page: str


def open_threads(project: Project) -> list[Thread]:
    """What waits for a person, in the order of the work."""
    transcripts = project.rows(Transcript, state="active")
    segments = project.rows(CodedSegment, state="active")
    coded = {segment.transcript for segment in segments}
    read = {reading.transcript for reading in project.rows(ReadingPass)}
    themes = [t for t in project.read(Theme) if t.state != "discarded"]
    mapped = {link.theme for link in project.rows(AllianceLink, state="argued")}
    found = [
        _listed(
            "Transcripts nobody has coded yet",
            [t.id for t in transcripts if t.id not in coded],
            "code",
        ),
        _listed(
            "Coded, but no pass recorded",
            [t.id for t in transcripts if t.id in coded - read],
            "familiarise",
        ),
        _listed(
            "Corrected words under a code",
            [s.id for s in segments if s.anchor in ("text-changed", "lost")],
            "code",
        ),
        _listed(
            "Suggestions nobody has answered",
            _asked_about(project),
            "code",
        ),
        _listed(
            "Themes without a central organising concept",
            [t.name for t in themes if not t.central_concept],
            "themes",
        ),
        _listed(
            "Themes not yet related to theory",
            [t.name for t in themes if t.id not in mapped and t.state != "candidate"],
            "theory",
        ),
    ]
    return [thread for thread in found if thread is not None]


def _asked_about(project: Project) -> list[str]:
    """The transcript of each suggestion that nobody has answered."""
    runs = {run.id: run.transcript for run in project.rows(SuggestionRun)}
    return [runs[each.run] for each in project.rows(Suggestion, state="offered")]


def _listed(title: str, names: list[str], page: str) -> Thread | None:
    if not names:
        return None
    named = list(dict.fromkeys(names))
    shown = ", ".join(named[:6]) + (" …" if len(named) > 6 else "")
    return Thread(title, f"{len(names)}: {shown}", page)
