"""Where else in a project the replaced words stand: what goes, and what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.model import CodedSegment, Speaker, Transcript, Turn, Version
from workbench.people.pseudonym_past import OF_TRANSCRIPTS, REASON, Elsewhere, own_texts
from workbench.people.pseudonym_places import by_place
from workbench.people.repeats import brought_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from workbench.people.pseudonym_printed import Printed
    from workbench.people.pseudonym_sought import Sought
    from workbench.people.pseudonym_version import Changed
    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Traces:
    """What is erased, and what is told."""

    words: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]


def traces(
    project: Project, changed: Sequence[Changed], sought: Sought, printed: Printed
) -> Traces:
    """Every entry of the wording that repeats what is about to be replaced.

    Words of transcripts, of any version and of quotes taken back, go: by their place,
    also where a name is cut in it, and wherever else they hold a decided string. So do
    the original files of the transcripts concerned. What people wrote is told only.

    Args:
        project: the study, before the new versions are recorded.
        changed: the new versions.
        sought: everything that was decided.
        printed: how the wordings of extracts fared.
    """
    transcripts = {each.transcript for each in changed}
    standing = {*_standing_words(project, transcripts), *printed.kept_words}
    for each in changed:
        standing |= each.kept_words
    gone: dict[str, None] = {}
    for version in project.rows(Version):
        if version.transcript in transcripts and version.original is not None:
            gone[version.original] = None
    events = project.events()
    spoken = [event for event in events if event.kind in OF_TRANSCRIPTS]
    for words in (
        *printed.old_words,
        *by_place(project, changed, sought, spoken),
    ):
        if words not in standing:
            gone[words] = None
    asked = {
        words: None
        for event in spoken
        for name, words in brought_in(event.payload, event.words)
        if name != REASON
    }
    for words, text in project.words(*asked).items():
        if words not in standing and text is not None and sought.stands_in(text):
            gone[words] = None
    return Traces(tuple(gone), tuple(own_texts(project, events, sought.stands_in)))


def _standing_words(project: Project, transcripts: AbstractSet[str]) -> Iterator[str]:
    """Entries that today's versions of other transcripts still say."""
    others = [t for t in project.rows(Transcript) if t.id not in transcripts]
    versions = [t.version for t in others]
    for turn in project.rows(Turn, version=versions) if versions else ():
        yield turn.text
    for who in project.rows(Speaker, version=versions) if versions else ():
        if who.label is not None:
            yield who.label
    for segment in project.rows(CodedSegment):
        if segment.transcript not in transcripts:
            yield from (segment.quote, segment.before, segment.after)
