"""Which entries of the trail a replaced place reaches into, in any version.

A coding keeps a quote and 32 characters on each side of it; a name can be cut at their
edge, so that no search for the name finds the half that is left. Its place tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.familiarise.anchoring import reanchor
from workbench.familiarise.transcripts import text_of
from workbench.model import Turn, Version
from workbench.people.her_words import anchors, context_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.people.pseudonym_sought import Sought
    from workbench.people.pseudonym_version import Changed
    from workbench.store.project import Project
    from workbench.store.trail import Event


def by_place(
    project: Project,
    changed: Sequence[Changed],
    sought: Sought,
    events: Sequence[Event],
) -> Iterator[str]:
    """Turns, quotes and what stands beside them that a replaced place reaches into.

    Args:
        project: the study, before the new versions are recorded.
        changed: the new versions, with the places that were replaced.
        sought: everything that was decided.
        events: those that bring in words of transcripts.
    """
    places = {
        version: spans
        for each in changed
        for version, spans in _in_versions(project, each, sought).items()
    }
    for turn in project.rows(Turn, version=list(places)):
        if _touch(places[turn.version], turn.start, turn.end):
            yield turn.text
    transcripts = {each.transcript for each in changed}
    lengths = context_lengths(project, events, transcripts)
    for each in anchors(event.decision() for event in events):
        spans = places.get(each.version, ())
        if _touch(spans, each.start, each.end):
            yield each.quote
        if _touch(spans, each.start - lengths.get(each.before, 0), each.start):
            yield each.before
        if _touch(spans, each.end, each.end + lengths.get(each.after, 0)):
            yield each.after


def _in_versions(
    project: Project, changed: Changed, sought: Sought
) -> dict[str, list[tuple[int, int]]]:
    """The replaced places in each version: where they stood, and by their strings."""
    now = changed.decision.old_version
    text = text_of(project, now)
    found = {}
    for version in project.rows(Version, transcript=changed.transcript):
        there = text if version.id == now else text_of(project, version.id)
        spans = [(start, end) for start, end, _ in sought.places(there)]
        if version.id == now:
            spans += changed.places
        else:
            moved = reanchor(text, there, changed.places)
            spans += [(m.start, m.end) for m in moved if m.anchor != "lost"]
        found[version.id] = spans
    return found


def _touch(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in spans)
