"""Field notes: written with what was seen apart from what was made of it; and coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import TurnGiven
from workbench.decisions.reflecting import FieldNoteOpened, FieldNoteWritten
from workbench.errors import RefusedError
from workbench.familiarise.field_notes import labels
from workbench.model import FieldNote, Transcript
from workbench.study import CODE, WRITE, require
from workbench.trust.member_packets import check_day

if TYPE_CHECKING:
    from workbench.store.project import Project


def write(
    project: Project,
    by: str,
    *,
    transcript: str | None,
    observation: str = "",
    interpretation: str = "",
    held_on: str | None = None,
) -> str:
    """What was seen at an interview, and apart from it what was made of it; its id.

    Raises:
        RefusedError: nothing was written.
        UnknownObjectError: no such transcript.
    """
    require(project, by, WRITE)
    if not observation.strip() and not interpretation.strip():
        msg = "the field note is empty."
        raise RefusedError(msg)
    if transcript is not None:
        project.one(Transcript, id=transcript)
    check_day(held_on, "day")
    note = project.new_id("fn")

    def words(text: str) -> Words | None:
        return Words(text.strip()) if text.strip() else None

    project.record(
        FieldNoteWritten(
            note, transcript, words(observation), words(interpretation), held_on
        ),
        by=by,
    )
    return note


def open_for_coding(project: Project, by: str, note: str) -> str:
    """A field note can be coded from now on; the id under which it is.

    It stays the researcher's own words: a source of its own type, which is never
    counted, quoted or embedded as a participant's. Opened before, it stays as it is.

    Raises:
        UnknownObjectError: there is no such note.
        RefusedError: its words were withdrawn.
    """
    require(project, by, CODE)
    row = project.one(FieldNote, id=note)
    if row.source is not None:
        return row.source
    if not labels(project, row):
        raise RefusedError(f"the words of field note {note} were withdrawn.")
    parts = [w for w in (row.observation, row.interpretation) if w is not None]
    texts = project.words(*parts)
    turns, at = [], 0
    for words in parts:
        end = at + len(texts[words] or "")
        turns.append(TurnGiven(None, at, end, None, None, words))
        at = end + 1
    source = _free_source(project, row.transcript or "study")
    project.record(
        FieldNoteOpened(note, source, project.new_id("v"), tuple(turns)), by=by
    )
    return source


def _free_source(project: Project, base: str) -> str:
    known = {t.id for t in project.rows(Transcript)}
    known |= {note.source for note in project.rows(FieldNote) if note.source}
    number = 1
    while (name := f"{base}-note-{number}") in known:
        number += 1
    return name
