"""Where else in a project the replaced words stand: what goes, and what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model import (
    Attribute,
    AttributeValue,
    Code,
    CodedSegment,
    Memo,
    Speaker,
    Theme,
    Transcript,
    Turn,
    Version,
)
from workbench.people.pseudonym_places import by_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from workbench.people.pseudonym_sought import Sought
    from workbench.people.pseudonym_version import Changed
    from workbench.store.project import Project

#: Kinds that bring in what stands in transcripts: words of theirs are erased.
_OF_TRANSCRIPTS: Final = frozenset(
    {
        *("TranscriptImported", "TranscriptCorrected", "SpeakerRenamed"),
        *("SpeakerAdded", "TurnsReassigned", "SegmentCoded", "SegmentResized"),
        *("CodingTakenOver", "ExtractWorded"),
    }
)
#: Tables of texts that people wrote, and what each text is told as.
_WRITTEN: Final = (
    (Memo, "memo", ("text",)),
    (Code, "code", ("name", "definition", "include", "exclude", "example")),
    (Theme, "theme", ("name", "central_concept", "is_not", "definition", "scope")),
    (Attribute, "column of participants", ("name",)),
    (AttributeValue, "attribute of", ("value",)),
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A text that a person wrote and that holds a replaced string; told by its id."""

    what: str
    id: str
    field: str


@dataclass(frozen=True, slots=True)
class Traces:
    """What is erased, and what is told."""

    words: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]


def traces(project: Project, changed: Sequence[Changed], sought: Sought) -> Traces:
    """Every entry of the wording that repeats what is about to be replaced.

    Words of transcripts, of any version and of quotes taken back, go: by their place,
    also where a name is cut in it, and wherever else they hold a decided string. So do
    the original files of the transcripts concerned. What people wrote is told only.

    Args:
        project: the study, before the new versions are recorded.
        changed: the new versions.
        sought: everything that was decided.
    """
    transcripts = {each.transcript for each in changed}
    standing = {*_standing_words(project, transcripts)}
    for each in changed:
        standing |= each.kept_words
    gone: dict[str, None] = {}
    for version in project.rows(Version):
        if version.transcript in transcripts and version.original is not None:
            gone[version.original] = None
    events = [e for e in project.events() if e.kind in _OF_TRANSCRIPTS]
    for words in by_place(project, changed, sought, events):
        if words not in standing:
            gone[words] = None
    asked = dict.fromkeys(w for event in events for w in event.words)
    for words, text in project.words(*asked).items():
        if words not in standing and text is not None and sought.stands_in(text):
            gone[words] = None
    return Traces(tuple(gone), tuple(_elsewhere(project, sought)))


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


def _elsewhere(project: Project, sought: Sought) -> Iterator[Elsewhere]:
    for row, what, names in _WRITTEN:
        for each in project.read(row):
            for name in names:
                text = getattr(each, name)
                if text and sought.stands_in(text):
                    own = getattr(each, "id", "") or getattr(each, "participant", "")
                    yield Elsewhere(what, str(own), name)
