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

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

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


def traces(
    project: Project,
    transcripts: Sequence[str],
    pattern: re.Pattern[str],
    kept: AbstractSet[str],
) -> Traces:
    """Every entry of the wording that repeats what is about to be replaced.

    Words of transcripts, of any version and of quotes taken back, go; so do the
    original files of the transcripts concerned. What people wrote is told only.

    Args:
        project: the study, before the new versions are recorded.
        transcripts: those that have a new version.
        pattern: everything that was decided.
        kept: entries that the new versions still say.
    """
    standing = {*kept, *_standing_words(project, transcripts)}
    gone: dict[str, None] = {}
    for version in project.rows(Version):
        if version.transcript in transcripts and version.original is not None:
            gone[version.original] = None
    told = [e for e in project.events() if e.kind in _OF_TRANSCRIPTS]
    asked = dict.fromkeys(w for event in told for w in event.words)
    for words, text in project.words(*asked).items():
        if words not in standing and text is not None and _holds(text, pattern):
            gone[words] = None
    return Traces(tuple(gone), tuple(_elsewhere(project, pattern)))


def _holds(text: str, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(text.replace("_", " ")))


def _standing_words(project: Project, transcripts: Sequence[str]) -> Iterator[str]:
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


def _elsewhere(project: Project, pattern: re.Pattern[str]) -> Iterator[Elsewhere]:
    for row, what, names in _WRITTEN:
        for each in project.read(row):
            for name in names:
                text = getattr(each, name)
                if text and pattern.search(text):
                    own = getattr(each, "id", "") or getattr(each, "participant", "")
                    yield Elsewhere(what, str(own), name)
