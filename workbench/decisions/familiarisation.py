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


@kind
@dataclass(frozen=True, slots=True)
class SpeakerRenamed(Decision):
    """A speaker of a version goes by another label."""

    undoable: ClassVar[bool] = True

    version: str
    index: int
    old: Wording | None
    new: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class SpeakerAdded(Decision):
    """A version has one more speaker, whom the file did not name."""

    undoable: ClassVar[bool] = True

    version: str
    index: int
    label: Wording
    role: str | None
    participant: str | None


@kind
@dataclass(frozen=True, slots=True)
class TurnsReassigned(Decision):
    """Turns were said by another speaker than the transcript had it."""

    undoable: ClassVar[bool] = True

    version: str
    turns: tuple[int, ...]
    old: int | None
    new: int


@kind
@dataclass(frozen=True, slots=True)
class TranscriptChecked(Decision):
    """A person compared a version with what it was made from."""

    undoable: ClassVar[bool] = True

    check: str
    transcript: str
    version: str
    #: recording, notes or memory
    against: str


@kind
@dataclass(frozen=True, slots=True)
class StretchPassedOver(Decision):
    """A stretch was read and holds nothing for this study: silence on purpose."""

    undoable: ClassVar[bool] = True

    mark: str
    transcript: str
    version: str
    start: int
    end: int


@kind
@dataclass(frozen=True, slots=True)
class StretchTakenUp(Decision):
    """A stretch that was passed over is to be looked at after all."""

    undoable: ClassVar[bool] = True

    mark: str


@kind
@dataclass(frozen=True, slots=True)
class ReadingOrderDrawn(Decision):
    """The transcripts are to be read in this order on a pass."""

    undoable: ClassVar[bool] = True

    order: str
    number: int
    seed: int
    transcripts: tuple[str, ...]


@kind
@dataclass(frozen=True, slots=True)
class GuideQuestionAdded(Decision):
    """The interview guide holds a question."""

    undoable: ClassVar[bool] = True

    question: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class GuideQuestionPlaced(Decision):
    """An interviewer's turn asks a question of the guide; what follows answers it."""

    undoable: ClassVar[bool] = True

    place: str
    transcript: str
    version: str
    start: int
    end: int
    question: str


@kind
@dataclass(frozen=True, slots=True)
class GuideQuestionLifted(Decision):
    """An interviewer's turn asks no question of the guide after all."""

    undoable: ClassVar[bool] = True

    place: str


@kind
@dataclass(frozen=True, slots=True)
class AudioLinked(Decision):
    """A transcript's recording lies at this place on the researcher's machine."""

    undoable: ClassVar[bool] = True

    audio: str
    transcript: str
    path: Wording


@kind
@dataclass(frozen=True, slots=True)
class AudioUnlinked(Decision):
    """A recording belongs to its transcript no longer, or lies there no longer."""

    undoable: ClassVar[bool] = True

    audio: str
