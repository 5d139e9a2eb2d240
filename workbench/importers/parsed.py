"""What an importer makes of a file: the shape that `workbench inspect` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

#: So many characters before a commented passage are kept to find it by.
CONTEXT: Final = 64

Verdict = Literal["whole", "with-omissions", "rejected"]
SpeakerRole = Literal["interviewer", "participant", "app", "interpreter", "other"]


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """One speaker's go; `start` and `end` are code points in the transcript's text."""

    index: int
    speaker: str | None
    role: SpeakerRole | None
    start_ms: int | None
    end_ms: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ParsedSpeaker:
    """A label as the file has it, with how much was said under it."""

    label: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Omission:
    """Something the file holds that did not become talk, word for word."""

    what: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedWarning:
    """Something to look at before storing; never holds participants' words."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A word processor's comment and the passage it was put on, if any."""

    text: str
    quote: str | None
    where: str
    #: What stands before the passage in its paragraph, to tell it from its likes.
    before: str = ""
    #: As the file names whoever wrote it.
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """One file, judged: its turns, or the reason why there are none.

    `text` is the turns' texts joined by one LF, so `text[t.start:t.end] == t.text`.
    """

    file: str
    sha256: str
    format: str
    verdict: Verdict
    reason: str | None = None
    title: str | None = None
    language: str | None = None
    text: str = ""
    turns: Sequence[ParsedTurn] = ()
    speakers: Sequence[ParsedSpeaker] = ()
    omissions: Sequence[Omission] = ()
    warnings: Sequence[ParsedWarning] = ()
    comments: Sequence[Comment] = ()

    @property
    def is_rejected(self) -> bool:
        """Nothing of the file can be stored."""
        return self.verdict == "rejected"

    def to_json(self) -> dict[str, Any]:
        """One entry of what `workbench inspect --json` prints.

        Comments stand among the omissions there; `comments` has them with quotes.
        """
        return {
            "file": self.file,
            "sha256": self.sha256,
            "format": self.format,
            "verdict": self.verdict,
            "reason": self.reason,
            "title": self.title,
            "language": self.language,
            "text": self.text,
            "turns": [_fields(turn) for turn in self.turns],
            "speakers": [_fields(speaker) for speaker in self.speakers],
            "omissions": [_fields(omission) for omission in self.omissions],
            "warnings": [_fields(warning) for warning in self.warnings],
        }


def _fields(
    part: ParsedTurn | ParsedSpeaker | Omission | ParsedWarning,
) -> dict[str, Any]:
    # dataclasses.asdict copies deeply: ten times slower on 5,000 turns.
    return {name: getattr(part, name) for name in part.__slots__}
