"""What goes with the words of a field note: everything of it that was coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.model import FieldNote, Turn
from workbench.people.her_words import HerWords, Talk, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from workbench.store.project import Project
    from workbench.store.trail import Event


def coded_of_notes(
    project: Project, words: Collection[str], events: Sequence[Event]
) -> HerWords:
    """The quotes and segments of field notes that rest on these entries.

    Args:
        project: the study.
        words: wording ids that are to be erased; those of no note bring nothing.
        events: the whole trail.
    """
    gone = set(words)
    opened = {
        note.version: str(note.source)
        for note in project.rows(FieldNote)
        if note.version is not None and gone & {note.observation, note.interpretation}
    }
    turns = project.rows(Turn, version=list(opened)) if opened else []
    talk = Talk(
        transcripts=tuple(opened.values()),
        alone=frozenset(),
        speakers=frozenset(),
        turns=tuple(turn for turn in turns if turn.text in gone),
        turns_now=0,
        others=(),
    )
    return words_of(project, talk, events) if opened else HerWords(talk)
