"""Where else in a project the replaced words stand: what goes, and what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model import CodedSegment, Speaker, Transcript, Turn, Version
from workbench.people.pseudonym_places import by_place
from workbench.people.repeats import brought_in, thing_of
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from workbench.people.pseudonym_printed import Printed
    from workbench.people.pseudonym_sought import Sought
    from workbench.people.pseudonym_version import Changed
    from workbench.store.project import Project
    from workbench.store.trail import Event

#: Kinds that bring in what stands in transcripts: words of theirs are erased.
_OF_TRANSCRIPTS: Final = frozenset(
    {
        *("TranscriptImported", "TranscriptCorrected", "SpeakerRenamed"),
        *("SpeakerAdded", "TurnsReassigned", "SegmentCoded", "SegmentResized"),
        *("CodingTakenOver", "ExtractWorded"),
    }
)
#: Fields of theirs that a person wrote all the same.
_REASON: Final = "reason"
#: What no person wrote: the log of a run, and the bytes of files.
_NOT_WRITTEN: Final = frozenset({"log", "original", "image", "sha256"})
#: Tables of transcripts; all others hold what people wrote.
_SPOKEN: Final = frozenset({Turn, Speaker, Version, CodedSegment})


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A text that a person wrote and that holds a replaced string; told by its id."""

    what: str
    id: str
    field: str
    #: The decision that brought it in.
    decision: int
    #: Whether it stands; else only the trail still holds it.
    is_standing: bool

    @property
    def told(self) -> str:
        """The text as a person calls it."""
        about = f" of {self.what} {self.id}" if self.id else f" in {self.what}"
        since = "" if self.is_standing else ", in the trail only"
        return f"{self.field}{about} (decision {self.decision}{since})"


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
    spoken = [event for event in events if event.kind in _OF_TRANSCRIPTS]
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
        if name != _REASON
    }
    for words, text in project.words(*asked).items():
        if words not in standing and text is not None and sought.stands_in(text):
            gone[words] = None
    return Traces(tuple(gone), tuple(_elsewhere(project, events, sought)))


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


def _elsewhere(
    project: Project, events: Sequence[Event], sought: Sought
) -> Iterator[Elsewhere]:
    """Whatever people wrote that holds a decided string, in the order of writing."""
    written = {
        words: (event, name)
        for event in events
        for name, words in brought_in(event.payload, event.words)
        if name not in _NOT_WRITTEN
        and (event.kind not in _OF_TRANSCRIPTS or name == _REASON)
    }
    told = [
        words
        for words, text in project.words(*written).items()
        if text is not None and sought.stands_in(text)
    ]
    standing = set(_in_state(project)) if told else set()
    for words in sorted(told, key=lambda each: written[each][0].seq):
        event, name = written[words]
        is_reason = name == _REASON
        yield Elsewhere(
            *thing_of(event, name), event.seq, is_reason or words in standing
        )


def _in_state(project: Project) -> Iterator[str]:
    """Every entry that people wrote and that stands today."""
    for row, shape in SHAPES.items():
        if not shape.wording or row in _SPOKEN:
            continue
        each: object
        for each in project.rows(row):
            yield from (getattr(each, name) for name in shape.wording)
