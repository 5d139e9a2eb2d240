"""The other side of a code, as far as people marked it; no machine is asked.

Opposites cannot be found by similarity: "I trust it" and "I don't trust it" are
neighbours. What somebody marked absent or contested is the only sign of them there is,
and who says nothing of a code is counted from the coding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.model import CodedSegment, Participant, Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.store.project import Project


def people_without(project: Project, codes: Iterable[str]) -> list[str]:
    """Participants in whose talk none of these codes was given; no machine is asked."""
    wanted = set(codes)
    speaking: dict[str, set[str]] = {}
    for transcript in project.rows(Transcript, state="active"):
        for who in project.rows(Speaker, version=transcript.version):
            if who.participant is not None:
                speaking.setdefault(who.participant, set()).add(transcript.id)
    bearing = {
        each.transcript
        for each in project.rows(CodedSegment, state="active")
        if each.code in wanted
    }
    return sorted(
        person.id
        for person in project.rows(Participant, state="active")
        if speaking.get(person.id) and not speaking[person.id] & bearing
    )


def marked_otherwise(project: Project, codes: Iterable[str]) -> list[CodedSegment]:
    """Segments of these codes that a person marked absent or contested, words as text.

    The only sign of the opposite there is; no machine is asked.
    """
    wanted = set(codes)
    there = {row.id for row in project.rows(Transcript, state="active")}
    return [
        each
        for each in project.read(CodedSegment, state="active")
        if each.code in wanted
        and each.transcript in there
        and each.polarity in ("absent", "contested")
    ]
