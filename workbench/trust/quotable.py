"""Whose words a participant may read in what is made of everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.model import (
    ERASED,
    CodedSegment,
    Extract,
    Participant,
    ParticipantLink,
    Speaker,
)

if TYPE_CHECKING:
    from workbench.store.project import Project


def quotable(project: Project, participant: str) -> dict[str, list[str]]:
    """Chosen extracts by theme that this person may read.

    Others' words only where they agreed to be quoted word for word, and never those of
    somebody who is linked to her: the two would recognise each other.
    """
    people = {p.id: p for p in project.rows(Participant)}
    linked = {participant}
    for link in project.rows(ParticipantLink):
        if participant in (link.one, link.other):
            linked |= {link.one, link.other}
    speakers: dict[str, set[str]] = {}
    for s in project.rows(Speaker):
        if s.participant:
            speakers.setdefault(s.version, set()).add(s.participant)
    segments = {s.id: s for s in project.read(CodedSegment, state="active")}
    found: dict[str, list[str]] = {}
    for extract in project.read(Extract, state="chosen"):
        segment = segments.get(extract.segment)
        if segment is None or ERASED in segment.quote:
            continue
        whose = speakers.get(segment.version, set())
        own = whose == {participant}
        may = whose and all(
            p not in linked and people[p].quotes == "verbatim" for p in whose
        )
        if own or may:
            found.setdefault(extract.theme, []).append(extract.printed or segment.quote)
    return found
