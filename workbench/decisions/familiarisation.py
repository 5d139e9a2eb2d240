"""Phase one: transcripts arrive, are corrected and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@dataclass(frozen=True, slots=True)
class SpeakerGiven:
    """A speaker label as it stands in a file, with the role and person behind it."""

    label: Wording | None
    role: str | None
    participant: str | None


@dataclass(frozen=True, slots=True)
class TurnGiven:
    """One turn of a version."""

    speaker: int | None
    start: int
    end: int
    start_ms: int | None
    end_ms: int | None
    text: Wording


@dataclass(frozen=True, slots=True)
class VersionGiven:
    """One wording of a transcript with the file it came from."""

    version: str
    number: int
    format: str
    verdict: str
    length: int
    file_name: Wording
    sha256: Wording
    original: Wording | None
    report: Wording
    speakers: tuple[SpeakerGiven, ...]
    turns: tuple[TurnGiven, ...]


@dataclass(frozen=True, slots=True)
class Reanchored:
    """Where a coded segment stands in a new version, and how it got there."""

    segment: str
    old_anchor: str
    anchor: str
    old_start: int
    old_end: int
    start: int
    end: int
    old_quote: Wording
    quote: Wording
    old_before: Wording
    before: Wording
    old_after: Wording
    after: Wording


@kind
@dataclass(frozen=True, slots=True)
class TranscriptImported(Decision):
    """A transcript joined the study."""

    transcript: str
    held_on: str | None
    language: str | None
    version: VersionGiven


@kind
@dataclass(frozen=True, slots=True)
class TranscriptCorrected(Decision):
    """A transcript has a new version; every coded segment was anchored anew."""

    transcript: str
    old_version: str
    version: VersionGiven
    reanchored: tuple[Reanchored, ...]
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class SpeakerIdentified(Decision):
    """A speaker label stands for another role or person."""

    undoable: ClassVar[bool] = True

    version: str
    index: int
    old_role: str | None
    role: str | None
    old_participant: str | None
    participant: str | None


@kind
@dataclass(frozen=True, slots=True)
class TranscriptRemoved(Decision):
    """A transcript left the analysis; its words stay until they are erased."""

    undoable: ClassVar[bool] = True

    transcript: str
    old: str
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class PassRecorded(Decision):
    """A person read a transcript from end to end."""

    undoable: ClassVar[bool] = True

    reading: str
    transcript: str
    number: int
