"""Whose talk is whose: the speaker behind each turn, and the group she belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from workbench.model import ERASED, Participant, Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = TypeVar("Row")


class Reading(Protocol):
    """What can be read: a project, or what a window has read of it."""

    def read(self, row: type[Row], **where: object) -> list[Row]:
        """Rows with words as text."""
        ...

    def rows(self, row: type[Row], **where: object) -> list[Row]:
        """Rows with words as wording ids."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of one version, with the person and the group behind the label."""

    label: str
    role: str | None
    participant: str | None
    group: str | None

    @property
    def is_asking(self) -> bool:
        """Whether this is the interviewer's side of the talk."""
        return self.role in ("interviewer", "interpreter", "app")


#: Where no speaker is named.
NOBODY = Voice("no speaker named", None, None, None)

#: Version -> speaker's number -> voice.
Voices = dict[str, dict[int, Voice]]


def voices(reading: Reading) -> Voices:
    """Every speaker of every version in force."""
    groups = {person.id: person.group for person in reading.read(Participant)}
    found: Voices = {
        transcript.version: {}
        for transcript in reading.rows(Transcript, state="active")
    }
    for who in reading.read(Speaker):
        if who.version in found:
            group = groups.get(who.participant or "")
            found[who.version][who.index] = Voice(
                label=who.label or NOBODY.label,
                role=who.role,
                participant=who.participant,
                group=None if group == ERASED else group,
            )
    return found


def people_in(cast: Mapping[int, Voice]) -> list[str]:
    """The participants of a version, by id."""
    return sorted({who.participant for who in cast.values() if who.participant})


def groups_in(cast: Mapping[int, Voice]) -> list[str]:
    """The groups of a version's participants, by name."""
    return sorted({who.group for who in cast.values() if who.group})
