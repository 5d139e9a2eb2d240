"""Texts that people wrote and that hold a replaced name: told, reworded, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.model import CodedSegment, Speaker, Turn, Version
from workbench.people.identity_key import IdentityKey
from workbench.people.leak_finder import LeakFinder
from workbench.people.repeats import brought_in, thing_of
from workbench.store import backups
from workbench.store.changes import Drop, Edit
from workbench.store.shapes import SHAPES
from workbench.store.undo import changes_of
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.store.project import Project
    from workbench.store.trail import Event

#: Kinds that bring in what stands in transcripts: words of theirs are erased.
OF_TRANSCRIPTS: Final = frozenset(
    {
        *("TranscriptImported", "TranscriptCorrected", "SpeakerRenamed"),
        *("SpeakerAdded", "TurnsReassigned", "SegmentCoded", "SegmentResized"),
        *("CodingTakenOver", "ExtractWorded"),
    }
)
#: Fields of theirs that a person wrote all the same.
REASON: Final = "reason"
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
    #: The entry of the wording.
    words: str
    #: The decision that brought it in.
    decision: int
    #: Whether it stands, or was never reworded; else only the trail still holds it.
    is_standing: bool

    @property
    def told(self) -> str:
        """The text as a person calls it."""
        about = f" of {self.what} {self.id}" if self.id else f" in {self.what}"
        since = "" if self.is_standing else ", in the trail only"
        return f"{self.field}{about} (decision {self.decision}{since})"


def own_texts(
    project: Project, events: Sequence[Event], holds: Callable[[str], bool]
) -> Iterator[Elsewhere]:
    """Whatever people wrote that holds a decided string, in the order of writing.

    Args:
        project: the study.
        events: its whole trail.
        holds: whether a text does.
    """
    written = {
        words: (event, name)
        for event in events
        for name, words in brought_in(event.payload, event.words)
        if name not in _NOT_WRITTEN
        and (event.kind not in OF_TRANSCRIPTS or name == REASON)
    }
    told = [
        words
        for words, text in project.words(*written).items()
        if text is not None and holds(text)
    ]
    standing = set(_in_state(project)) if told else set()
    for words in sorted(told, key=lambda each: written[each][0].seq):
        event, name = written[words]
        may_go = name != REASON and _is_reworded_in_state(event, words)
        yield Elsewhere(
            *thing_of(event, name),
            words=words,
            decision=event.seq,
            is_standing=not may_go or words in standing,
        )


def reworded(project: Project, key: IdentityKey) -> list[Elsewhere]:
    """What texts of people's own said before, and that holds a replaced name."""
    replaced = IdentityKey(tuple(e for e in key.entries if e.replacement))
    finder = LeakFinder(replaced)
    found = own_texts(project, project.events(), lambda text: bool(finder.find(text)))
    return [each for each in found if not each.is_standing]


def forget_reworded(project: Project, by: str, key: IdentityKey) -> int:
    """What `reworded` finds is erased; of how many texts.

    What stands today is never touched: it is reworded first.

    Raises:
        NotAllowedError: only the lead may; words are erased.
    """
    require(project, by, MANAGE)
    found = tuple(dict.fromkeys(each.words for each in reworded(project, key)))
    if found:
        reason = Words("pseudonymised: reworded, and said so before")
        project.record(WordsErased(found, None, reason), by=by)
        backups.leave_nothing(project)
    return len(found)


def _is_reworded_in_state(event: Event, words: str) -> bool:
    """Whether a decision put the entry where a later one would stand instead of it.

    What only the trail keeps (the note of a packet's move, a theme's first idea) was
    never reworded: it stands, as a reason does.
    """
    for change in changes_of(event, lambda _: ()):
        shape = change.shape
        if shape.row in _SPOKEN or isinstance(change, Drop):
            continue
        put = (
            change.new
            if isinstance(change, Edit)
            else dict(zip(shape.columns, change.values, strict=True))
        )
        if any(put.get(name) == words for name in shape.wording):
            return True
    return False


def _in_state(project: Project) -> Iterator[str]:
    """Every entry that people wrote and that stands today."""
    for row, shape in SHAPES.items():
        if not shape.wording or row in _SPOKEN:
            continue
        each: object
        for each in project.rows(row):
            yield from (getattr(each, name) for name in shape.wording)
