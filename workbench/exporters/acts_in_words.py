"""What single acts of the trail did, in a line each: for answers and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.exporters.trail_lines import tell
from workbench.model import Researcher

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from workbench.store.project import Project

#: So many decisions of one act are told; the others are counted.
_TOLD: Final = 3


def acts_in_words(project: Project, acts: Collection[str]) -> dict[str, str]:
    """By act, what was done and by whom, as things were called then.

    What a note says is never in it, and neither are a participant's words.

    Args:
        project: the study.
        acts: the acts that are asked about; unknown ones are left out.
    """
    if not acts:
        return {}
    events = project.events()
    asked = {event.seq: event for event in events if event.act in acts}
    people = {who.id: who.name for who in project.read(Researcher)}

    def words(ids: Iterable[str]) -> dict[str, str]:
        read = project.words(*ids)
        return {name: text for name, text in read.items() if text is not None}

    lines: dict[str, list[str]] = {}
    who: dict[str, str] = {}
    for line in tell(events, asked, words):
        event = asked[line.seq]
        who[event.act] = people.get(event.by, event.by)
        lines.setdefault(event.act, []).append(line.what)
    return {act: f"{_together(told)} ({who[act]})" for act, told in lines.items()}


def _together(told: list[str]) -> str:
    more = len(told) - _TOLD
    return " ".join([*told[:_TOLD], f"And {more} more."] if more > 0 else told)
