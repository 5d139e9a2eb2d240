"""Member checking: what participants were sent, what they said, what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class SafetyFlagSet(Decision):
    """How a participant may be written to without harm; the latest counts."""

    undoable: ClassVar[bool] = True

    note: str
    participant: str
    #: none, do-not-send, via-clinician or phone-first
    flag: str
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class SynthesisWorded(Decision):
    """What participants are to read of a theme, plainly; the latest counts."""

    undoable: ClassVar[bool] = True

    synthesis: str
    theme: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class MemberPacketMade(Decision):
    """A participant's packet was made, or it was decided not to send her one."""

    packet: str
    number: int
    participant: str
    #: transcript or synthesis
    about: str
    transcript: str | None
    version: str | None
    themes: tuple[str, ...]
    deadline: str | None
    #: made or not-sent
    state: str
    sha256: Wording | None
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class MemberPacketMoved(Decision):
    """A packet was sent, reminded of, left without reply, declined or withdrawn."""

    undoable: ClassVar[bool] = True

    packet: str
    old: str
    new: str
    on: str | None
    note: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class MemberReplied(Decision):
    """A participant replied, in whatever way she chose."""

    reply: str
    packet: str
    participant: str
    old_state: str
    #: word, e-mail, letter, telephone or in-person
    received: str
    came_on: str
    text: Wording | None
    sha256: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class MemberRemarkTaken(Decision):
    """One thing of a participant's reply was confirmed, with what was done."""

    remark: str
    reply: str
    participant: str
    #: correction, addition, removal, theme-comment or set-aside
    remark_kind: str
    transcript: str | None
    version: str | None
    turn: int | None
    theme: str | None
    #: fits, partly, does-not or cannot-say
    fits: str | None
    text: Wording | None
    #: The version or transcript that it made.
    made: str | None
    #: How many turns and coded segments went with a removal.
    turns: int
    segments: int
