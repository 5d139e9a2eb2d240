"""Field notes as sources: coded like talk, and nobody's talk.

A note that is laid open for coding has an id to be coded under and one version, whose
turns are what was seen and what was made of it. It is no transcript: what counts or
quotes transcripts never meets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError
from workbench.familiarise.transcripts import active
from workbench.model import ERASED, CodedSegment, FieldNote, Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.familiarise.voices import Reading
    from workbench.store.project import Project

#: What the two parts of a note are called where it is read.
OBSERVED, MADE_OF_IT = "seen and heard", "made of it"
#: The source type, as exports call it.
FIELD_NOTE: Final = "field note"


@dataclass(frozen=True, slots=True)
class Source:
    """What can be coded: a transcript of the analysis, or a field note."""

    id: str
    version: str
    is_field_note: bool


def codable(project: Project, source: str) -> Source:
    """What bears this id and can be coded.

    Raises:
        UnknownObjectError: there is nothing of that id.
        RefusedError: the transcript was removed or withdrawn, or the note's words are
            gone.
    """
    notes = project.rows(FieldNote, source=source)
    if not notes:
        standing = active(project, source)
        return Source(standing.id, standing.version, is_field_note=False)
    if not labels(project, notes[0]):
        raise RefusedError(f"the words of field note {source} were withdrawn.")
    return Source(source, str(notes[0].version), is_field_note=True)


def opened(reading: Reading) -> list[FieldNote]:
    """The notes that were laid open for coding and still have words, by source id."""
    read = reading.read(FieldNote)
    found = [note for note in read if note.source is not None and has_words(note)]
    return sorted(found, key=lambda note: str(note.source))


def has_words(note: FieldNote) -> bool:
    """Whether anything of a note, words as text, was not erased."""
    return any(
        part and part != ERASED for part in (note.observation, note.interpretation)
    )


def labels(project: Project, note: FieldNote) -> tuple[str, ...]:
    """What each turn of a note is called, in order; none where no word is left.

    The note is read with words as wording ids.
    """
    parts = {OBSERVED: note.observation, MADE_OF_IT: note.interpretation}
    texts = project.words(*(words for words in parts.values() if words is not None))
    if not any(texts.values()):
        return ()
    return tuple(name for name, words in parts.items() if words is not None)


def refuse_as_talk(project: Project, segments: Iterable[str]) -> None:
    """None of the coded segments is of a field note, which is nobody's words.

    Raises:
        RefusedError: one is.
    """
    notes = {note.source for note in project.rows(FieldNote) if note.source}
    if not notes:
        return
    for segment in segments:
        for row in project.rows(CodedSegment, id=segment):
            if row.transcript in notes:
                msg = (
                    f"segment {segment} is of a field note, your own words. What is "
                    "quoted or counted as evidence is what participants said; tell of "
                    "the note in your argument."
                )
                raise RefusedError(msg)


def people_of(reading: Reading) -> dict[str, set[str]]:
    """By version of an opened note, the participants of its interview.

    Their consent decides whether the note's words leave: it may tell what they said.
    """
    notes = [note for note in reading.rows(FieldNote) if note.version is not None]
    interviews = {t.id: t.version for t in reading.rows(Transcript)}
    named: dict[str, set[str]] = {}
    for who in reading.rows(Speaker):
        if who.participant:
            named.setdefault(who.version, set()).add(who.participant)
    return {
        str(note.version): named.get(interviews.get(note.transcript or "", ""), set())
        for note in notes
    }
