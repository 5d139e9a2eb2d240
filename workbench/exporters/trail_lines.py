"""One line for each decision: what it did, to what, and why.

Decisive kinds read as in the account for readers, routine ones in as few words as they
take. No line holds a participant's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.decisions import coding, familiarisation, setting_up, writing_up
from workbench.decisions.decision import kinds
from workbench.exporters.trail_folding import noun
from workbench.exporters.trail_names import NAMING, Names
from workbench.exporters.trail_sentences import SENTENCES
from workbench.exporters.trail_story import strings_in, words_of_the_story
from workbench.in_words import capital
from workbench.store import undo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from workbench.decisions.decision import Decision
    from workbench.store.trail import Event

#: Fields that say what a decision is about, the first that is there.
_ABOUT: Final = ("code", "theme", "transcript", "participant", "about", "question")


class Told(NamedTuple):
    """A decision as one line."""

    seq: int
    what: str
    #: The reason that was given; empty where none was.
    why: str
    #: It was taken back later.
    taken_back: bool


class _Place(NamedTuple):
    """Where a coded segment stood when it was coded."""

    transcript: str
    code: str


def tell(
    events: Sequence[Event],
    shown: Collection[int],
    words: Callable[[Iterable[str]], dict[str, str]],
) -> list[Told]:
    """Lines for some decisions of a trail, in its order, with the names of their time.

    Args:
        events: the whole trail up to the last one shown.
        shown: the numbers of those that are told.
        words: reads words by their ids.
    """
    told = [event for event in events if event.seq in shown]
    naming = [event for event in events if event.kind in NAMING]
    names = Names(words(words_of_the_story([*told, *naming])))
    places = _places(events, told)
    standing = {event.seq for event in undo.standing(events)}
    acts: dict[str, Event] = {}
    lines = []
    for event in events:
        acts.setdefault(event.act, event)
        if event.kind in NAMING:
            names.learn(event.decision())
        if event.seq in shown:
            decision = event.decision()
            names.by = event.by
            if isinstance(decision, setting_up.Undone):
                what = _undone(acts.get(decision.undoes))
            else:
                what = _what(names, decision, places)
            reason = getattr(decision, "reason", None)
            why = names.words(reason) if reason else ""
            is_undo = isinstance(decision, setting_up.Undone)
            back = not is_undo and event.seq not in standing
            lines.append(Told(event.seq, what, why, back))
    return lines


def concerns(event: Event, thing: str) -> bool:
    """Whether a decision names a code, theme, transcript, person or segment."""
    return thing in strings_in(event.payload)


def _places(events: Iterable[Event], told: Iterable[Event]) -> dict[str, _Place]:
    """Where the segments stand that some decisions name."""
    wanted = {e.payload["segment"] for e in told if "segment" in e.payload}
    return {
        event.payload["segment"]: _Place(
            event.payload["transcript"], event.payload["code"]
        )
        for event in events
        if event.kind == coding.SegmentCoded.__name__
        and event.payload["segment"] in wanted
    }


def _undone(act: Event | None) -> str:
    if act is None:
        return "Took an earlier decision back."
    again = act.kind == setting_up.Undone.__name__
    done = "Did again what was taken back" if again else "Took back"
    return f"{done}: {noun(kinds()[act.kind])} (no. {act.seq})."


def _what(names: Names, decision: Decision, places: dict[str, _Place]) -> str:
    kind = type(decision)
    if kind in SENTENCES:
        return capital(SENTENCES[kind](names, decision))
    if kind in _ROUTINE:
        return capital(_ROUTINE[kind](names, decision))
    segment = getattr(decision, "segment", None)
    if segment is not None:
        place = places.get(segment)
        where = "" if place is None else f": {place.transcript}, {names.of(place.code)}"
        return capital(f"{noun(kind)}{where}.")
    about = next((getattr(decision, f) for f in _ABOUT if hasattr(decision, f)), None)
    if isinstance(about, str) and about:
        return capital(f"{noun(kind)}: {names.of(about)}.")
    return capital(f"{noun(kind)}.")


def _coded(n: Names, d: coding.SegmentCoded) -> str:
    how = "" if d.origin == "manual" else f" ({d.origin})"
    return f"coded a stretch of {d.transcript}: {n.of(d.code)}{how}."


_ROUTINE: Final[dict[type, Callable[[Names, Any], str]]] = {
    coding.SegmentCoded: _coded,
    coding.CodeCreated: lambda n, d: f"began the code {n.of(d.code)}.",
    coding.MemoWritten: lambda _, d: f"wrote a note ({d.memo_kind}).",
    coding.SuggestionDecided: lambda _, d: f"answered a suggestion: {d.new}.",
    familiarisation.TranscriptImported: lambda _, d: f"brought in {d.transcript}.",
    familiarisation.PassRecorded: lambda _, d: (
        f"read {d.transcript} from end to end (pass {d.number})."
    ),
    writing_up.CopyMade: lambda _, d: f"a copy left the study: {d.copy_kind}.",
}
