"""What every importer is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from workbench.importers.parsed import Comment, Omission, ParsedWarning
    from workbench.importers.source import Source


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of talk as the file has it, before cues are merged into turns."""

    text: str
    where: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    #: A caption: consecutive ones of one speaker become one turn.
    is_cue: bool = False
    #: Something stands between it and the next cue.
    ends_turn: bool = False


@dataclass(slots=True)
class Reading:
    """All that one file gave: every word of it is here, as talk or as omission."""

    format: str
    utterances: list[Utterance] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    warnings: list[ParsedWarning] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    #: The times are a clock on the wall, not offsets into a recording.
    is_wall_clock: bool = False


class Importer(Protocol):
    """A module that reads one kind of file."""

    #: As a researcher would call it: 'WebVTT captions'.
    NAME: str

    def identify(self, source: Source) -> bool:
        """Say by its content whether the file is of this kind."""

    def read(self, source: Source) -> Reading:
        """Account for the whole file, or raise an ImportRejectedError."""
