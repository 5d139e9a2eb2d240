"""The researcher's own voice: journal, field notes, what notes belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.decisions.familiarisation import TurnGiven  # noqa: TC001 - by the codec
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class MemoSeenThrough(Decision):
    """Through which of the four lenses a journal entry looks; the latest counts."""

    undoable: ClassVar[bool] = True

    view: str
    memo: str
    #: personal, interpersonal, methodological, contextual
    lenses: tuple[str, ...]


@kind
@dataclass(frozen=True, slots=True)
class MemoLinked(Decision):
    """A note bears on something: a code, theme, segment, participant or debriefing."""

    undoable: ClassVar[bool] = True

    link: str
    memo: str
    to: str


@kind
@dataclass(frozen=True, slots=True)
class MemoUnlinked(Decision):
    """A note no longer bears on something."""

    undoable: ClassVar[bool] = True

    link: str


@kind
@dataclass(frozen=True, slots=True)
class LookedBack(Decision):
    """Somebody looked back at an entry of hers and answered it, rather than edit it."""

    undoable: ClassVar[bool] = True

    reply: str
    memo: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class FieldNoteWritten(Decision):
    """What was seen at an interview, and, kept apart, what was made of it."""

    undoable: ClassVar[bool] = True

    note: str
    transcript: str | None
    observation: Wording | None
    interpretation: Wording | None
    held_on: str | None


@kind
@dataclass(frozen=True, slots=True)
class FieldNoteOpened(Decision):
    """A field note was laid open for coding: a source of its own, nobody's talk."""

    undoable: ClassVar[bool] = True

    note: str
    #: Under which id it is coded, and the one wording that it has.
    source: str
    version: str
    #: What was seen, and what was made of it, by the wording ids of the note itself.
    turns: tuple[TurnGiven, ...]
