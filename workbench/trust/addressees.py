"""Who could be sent a packet to check, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model import (
    MemberPacket,
    Participant,
    SafetyFlag,
    Speaker,
    Transcript,
    Version,
)
from workbench.study import CHECK, require

if TYPE_CHECKING:
    from workbench.store.project import Project

#: The format of what she adds in a reply, which is a transcript of its own.
MEMBER_CHECK: Final = "member-check"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who could be sent a packet, and what stands in the way."""

    participant: str
    group: str
    #: Which of hers the packet would be about; None for one about the themes.
    transcript: str | None
    #: What there is already about the same, or was decided not to be sent, by number.
    packets: tuple[MemberPacket, ...]
    flag: SafetyFlag | None
    #: Why she is not written to; None where she may be.
    hindrance: str | None


def addressees(project: Project, by: str, about: str) -> list[Addressee]:
    """Everybody who could be sent a packet of a kind, one for each of her transcripts.

    Raises:
        NotAllowedError.
    """
    require(project, by, CHECK)
    latest: dict[str, SafetyFlag] = {}
    for flag in sorted(project.read(SafetyFlag), key=lambda row: (row.at, row.id)):
        latest[flag.participant] = flag
    hers = talk_of_each(project)
    packets = sorted(project.read(MemberPacket, about=about), key=lambda p: p.number)
    found = []
    for person in project.read(Participant):
        for place in hers.get(person.id, []) if about == "transcript" else [None]:
            mine = tuple(
                each
                for each in packets
                if each.participant == person.id and each.transcript in (place, None)
            )
            flag_now = latest.get(person.id)
            why = hindrance(person, flag_now)
            group = person.group or ""
            found.append(Addressee(person.id, group, place, mine, flag_now, why))
    return found


def talk_of_each(project: Project) -> dict[str, list[str]]:
    """Transcripts in which each participant speaks; without what she added later."""
    versions = {t.version: t.id for t in project.rows(Transcript, state="active")}
    formats = {v.id: v.format for v in project.rows(Version)}
    found: dict[str, set[str]] = {}
    for speaker in project.rows(Speaker):
        place = versions.get(speaker.version)
        talk = formats.get(speaker.version) != MEMBER_CHECK
        if place is not None and talk and speaker.participant is not None:
            found.setdefault(speaker.participant, set()).add(place)
    return {person: sorted(places) for person, places in found.items()}


def hindrance(person: Participant, flag: SafetyFlag | None) -> str | None:
    """What stands in the way of writing to somebody; None where nothing does."""
    if person.state in ("all", "contact"):
        return f"has withdrawn ({person.state}) and is not written to"
    if not person.recontact:
        return "did not agree to be contacted again"
    if flag is not None and flag.flag == "do-not-send":
        return (
            f"is not to be sent anything (safety flag of {flag.at[:10]}); record the "
            "packet as not sent instead, with the reason"
        )
    return None
