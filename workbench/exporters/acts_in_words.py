"""What single acts of the trail did, in a sentence each: for answers and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.trail_folding import fold
from workbench.exporters.trail_names import NAMING, Names
from workbench.exporters.trail_sentences import SENTENCES
from workbench.exporters.trail_story import words_of_the_story

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.decisions.decision import Decision
    from workbench.store.project import Project


def acts_in_words(project: Project, acts: Collection[str]) -> dict[str, str]:
    """By act, who did what, as things were called then; never what a note says.

    Args:
        project: the study.
        acts: the acts that are asked about; unknown ones are left out.
    """
    if not acts:
        return {}
    needed = [e for e in project.events() if e.act in acts or e.kind in NAMING]
    read = project.words(*words_of_the_story(needed))
    names = Names({name: text for name, text in read.items() if text is not None})
    by_act: dict[str, list[Decision]] = {}
    found: dict[str, str] = {}
    for event in needed:
        decision = event.decision()
        names.learn(decision)
        if event.act in acts:
            together = by_act.setdefault(event.act, [])
            together.append(decision)
            names.by = event.by
            found[event.act] = f"{names.person(event.by)} {_told(together, names)}"
    return found


def _told(together: list[Decision], names: Names) -> str:
    """The decisive ones in their sentences; else all of them in one line."""
    told = [
        SENTENCES[type(each)](names, each)
        for each in together
        if type(each) in SENTENCES
    ]
    return " ".join(told) or f"recorded: {fold(together, names)}"
