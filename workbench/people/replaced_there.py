"""Where the other copy replaced names, what was quoted of them here goes at a merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Decision, Words
from workbench.decisions.familiarisation import Reanchored, TranscriptCorrected
from workbench.decisions.people import TranscriptsPseudonymised, WordsErased
from workbench.decisions.writing_up import ExtractWorded
from workbench.model import Extract, LinkedAudio, Turn, Version
from workbench.people.her_words import Talk, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.store.project import Project


def erasing_quotes(project: Project, fitted: Sequence[Decision]) -> list[Decision]:
    """Where names were replaced there, what was quoted of them here goes as well.

    An extract that was worded here for print is printed as it reads again.
    """
    if not any(isinstance(each, TranscriptsPseudonymised) for each in fitted):
        return list(fitted)
    gone = {w for d in fitted if isinstance(d, WordsErased) for w in d.words}
    corrections = [d for d in fitted if isinstance(d, TranscriptCorrected)]
    moved = [m for d in corrections for m in d.reanchored]
    turns = [turn for turn in project.rows(Turn) if turn.text in gone]
    concerned = tuple(d.transcript for d in corrections)
    talk = Talk(concerned, frozenset(), frozenset(), tuple(turns), 0, ())
    found = words_of(project, talk, project.events())
    kept = {*_file_words(project, concerned), *_standing(moved)}
    changed = {m.segment for m in moved if m.quote != m.old_quote}
    worded: list[Decision] = []
    for extract in project.rows(Extract):
        if extract.printed is None:
            continue
        if extract.segment in changed:
            worded.append(ExtractWorded(extract.id, extract.printed, None))
        else:
            kept.add(extract.printed)
    words = tuple(w for w in found.words if w not in kept and w not in gone)
    more = [*worded, WordsErased(words, None, None)] if words else worded
    return [*fitted, *more]


def _file_words(project: Project, transcripts: Sequence[str]) -> Iterator[str | None]:
    """Entries about the files, of which those that tell were named there."""
    for version in project.rows(Version, transcript=list(transcripts)):
        yield from (version.original, version.file_name)
        yield from (version.sha256, version.report)
    for audio in project.rows(LinkedAudio):
        yield audio.path


def _standing(moved: Sequence[Reanchored]) -> Iterator[str]:
    """Entries that go on standing after a correction."""
    for each in moved:
        for words in (each.quote, each.before, each.after):
            if not isinstance(words, Words):
                yield words
