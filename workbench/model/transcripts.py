"""Interviews, version by version, turn by turn."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview; its text is in its current version."""

    id: str
    version: str
    held_on: str | None
    language: str | None
    #: active, removed or withdrawn
    state: str
    imported_at: str


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a transcript, never changed once stored."""

    id: str
    transcript: str
    number: int
    format: str
    verdict: str
    length: int
    file_name: Wording
    sha256: Wording
    #: The file's own bytes, base64; None where the correction was typed.
    original: Wording | None
    report: Wording
    made_at: str
    reason: Wording | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker label of one version, with the role and person behind it."""

    version: str
    index: int
    label: Wording | None
    role: str | None
    participant: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's go."""

    version: str
    index: int
    speaker: int | None
    start: int
    end: int
    start_ms: int | None
    end_ms: int | None
    text: Wording


@dataclass(frozen=True, slots=True)
class ReadingPass:
    """One reading of a whole transcript by a person."""

    id: str
    transcript: str
    by: str
    number: int
    at: str


@dataclass(frozen=True, slots=True)
class TranscriptCheck:
    """A version was compared with what it was made from."""

    id: str
    transcript: str
    version: str
    #: recording, notes or memory
    against: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A stretch that was read and holds nothing for this study."""

    id: str
    transcript: str
    version: str
    start: int
    end: int
    by: str
    #: active or taken-up
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """The order in which the transcripts are read on a pass."""

    id: str
    number: int
    seed: int
    transcripts: tuple[str, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """A question of the interview guide."""

    id: str
    text: Wording
    at: str


@dataclass(frozen=True, slots=True)
class GuidePlace:
    """Where an interviewer asks a question of the guide; what follows answers it."""

    id: str
    transcript: str
    version: str
    start: int
    end: int
    question: str
    #: active or lifted
    state: str


@dataclass(frozen=True, slots=True)
class LinkedAudio:
    """Where the recording of a transcript lies; it is never copied."""

    id: str
    transcript: str
    path: Wording
    #: linked or unlinked
    state: str
    by: str
    at: str
