"""Member checking: packets, replies, and what was done with each remark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.model.words import Wording  # noqa: TC001 - read for the shape

SAFETY_FLAGS: Final = ("none", "do-not-send", "via-clinician", "phone-first")
PACKET_STATES: Final = (
    *("made", "not-sent", "sent", "reminded", "replied", "no-reply"),
    *("declined", "withdrawn"),
)
RECEIVED: Final = ("word", "e-mail", "letter", "telephone", "in-person")
REMARKS: Final = ("correction", "addition", "removal", "theme-comment", "set-aside")
FITS: Final = ("fits", "partly", "does-not", "cannot-say")


@dataclass(frozen=True, slots=True)
class SafetyFlag:
    """How a participant may be written to; the latest counts."""

    id: str
    participant: str
    flag: str
    reason: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class LaySynthesis:
    """A theme in plain language, for participants; the latest counts."""

    id: str
    theme: str
    text: Wording
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class MemberPacket:
    """What one participant was sent, or why she was not."""

    id: str
    number: int
    participant: str
    about: str
    transcript: str | None
    version: str | None
    themes: tuple[str, ...]
    deadline: str | None
    state: str
    sha256: Wording | None
    reason: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class MemberReply:
    """A participant's reply."""

    id: str
    packet: str
    participant: str
    received: str
    came_on: str
    text: Wording | None
    sha256: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class MemberRemark:
    """One thing of a reply, and what was done with it; counts only of a removal."""

    id: str
    reply: str
    participant: str
    kind: str
    transcript: str | None
    version: str | None
    turn: int | None
    theme: str | None
    fits: str | None
    text: Wording | None
    made: str | None
    turns: int
    segments: int
    by: str
    at: str
