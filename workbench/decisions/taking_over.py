"""A study that began in another program goes on here: who did what there is kept.

What others decided in another program is not decided again by whoever brings it in.
These kinds say both: who brought it in, by the event, and who coded or wrote, and when,
by each of its parts. What came before is not recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class StudyTakenOver(Decision):
    """A study of another program was brought in; its history before is not recorded."""

    taken: str
    format: str
    #: The program, as it names itself.
    program: Wording | None
    file_name: Wording
    sha256: Wording
    #: What was taken, and what could not be.
    report: Wording


@dataclass(frozen=True, slots=True)
class SegmentTaken:
    """A segment that somebody coded in the other program."""

    segment: str
    start: int
    end: int
    quote: Wording
    before: Wording
    after: Wording
    code: str
    by: str
    #: When it was coded there; None where the file does not say.
    at: str | None
    polarity: str | None = None
    target: str | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodingTakenOver(Decision):
    """The coding of one transcript came with the study."""

    taken: str
    transcript: str
    version: str
    segments: tuple[SegmentTaken, ...]


@dataclass(frozen=True, slots=True)
class MemoTaken:
    """A note that somebody wrote in the other program."""

    memo: str
    memo_kind: str
    about: str | None
    by: str
    at: str | None
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class MemosTakenOver(Decision):
    """The notes came with the study; the team may read them."""

    taken: str
    memos: tuple[MemoTaken, ...]
