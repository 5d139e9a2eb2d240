"""What else repeats a participant's words: five or more in a row, for decision.

A code's name, a theme, a memo or a reason can be made of what she said. Each is listed
with what it is; the words themselves are not part of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import CodeCreated, CodeRenamed, SegmentCoded
from workbench.decisions.familiarisation import TranscriptCorrected, TranscriptImported
from workbench.decisions.taking_over import CodingTakenOver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workbench.people.her_words import HerWords
    from workbench.store.project import Project
    from workbench.store.trail import Event

#: So many words in a row are a repetition (RESEARCHER A1).
RUN: Final = 5
#: So many in another interview are no figure of speech: it may be the same talk.
LONG_RUN: Final = 12

_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_WORD: Final = re.compile(rf"[^\W_]+(?:['{_APOSTROPHE}][^\W_]+)*")
_FILE_FIELDS: Final = frozenset({"original", "sha256"})
#: How people call the thing that a kind of decision is about, and its id's field.
_THINGS: Final = {
    "Code": ("code", "code"),
    "Codes": ("code", "source"),
    "Codebook": ("codebook", "framework"),
    "Segment": ("segment", "segment"),
    "Coding": ("segment", "segment"),
    "Memo": ("memo", "memo"),
    "Theme": ("theme", "theme"),
    "Themes": ("theme", "source"),
    "Extract": ("extract", "extract"),
    "Alliance": ("link to theory", "link"),
    "Question": ("research question", "question"),
    "Participant": ("participant", "participant"),
    "Consent": ("participant", "participant"),
    "Group": ("participant", "participant"),
    "Attribute": ("attribute", "attribute"),
    "Transcript": ("transcript", "transcript"),
    "Copy": ("copy", "copy"),
    "Field": ("field note", "note"),
    "Participants": ("link of participants", "link"),
}
_PLAIN_FIELD: Final = {
    "new": "name",
    "text": "text",
    "concept": "central concept",
    "before": "the words before",
    "after": "the words after",
}


@dataclass(frozen=True, slots=True)
class Repeat:
    """An entry of the wording that repeats her words."""

    #: Its id in the wording, to erase it by.
    words: str
    #: What it is, without a word of it: "name of code c-12 (decision 40)".
    what: str
    #: How many words in a row it shares with hers.
    run: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the wording with where it came in."""

    words: str
    event: Event
    field: str
    #: May hold fewer than five words and still be hers, as an in-vivo code does.
    is_in_vivo: bool
    #: The transcript it belongs to, when it is part of one.
    transcript: str | None


class Speech:
    """What one person said, as runs of words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._turns = [words_in(text) for text in texts]
        self._runs = {
            tuple(words[at : at + RUN])
            for words in self._turns
            for at in range(len(words) - RUN + 1)
        }
        self._lines: list[str] | None = None

    def longest_run(self, text: str) -> int:
        """How many words in a row the text shares with what was said.

        Below five nothing is looked for: 0. Runs are joined where they overlap, so the
        figure can be too high where she said both halves apart, never too low.
        """
        words = words_in(text)
        longest = current = 0
        for at in range(len(words) - RUN + 1):
            shared = tuple(words[at : at + RUN]) in self._runs
            current = (current + 1 if current else RUN) if shared else 0
            longest = max(longest, current)
        return longest

    def shares_much(self, text: str) -> bool:
        """Whether the text shares a run of at least `LONG_RUN` words.

        Such a run holds several runs of five one after the other, so that it is
        enough to look at every few words and only then at all.
        """
        words = words_in(text)
        step = LONG_RUN - RUN + 1
        return any(
            tuple(words[at : at + RUN]) in self._runs
            for at in range(0, len(words) - RUN + 1, step)
        ) and (self.longest_run(text) >= LONG_RUN)

    def holds(self, text: str) -> bool:
        """Whether the whole text, however short, stands in one turn."""
        words = words_in(text)
        if self._lines is None:
            self._lines = [f" {' '.join(turn)} " for turn in self._turns]
        sought = f" {' '.join(words)} "
        return bool(words) and any(sought in line for line in self._lines)


def words_in(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return [word.replace(_APOSTROPHE, "'") for word in _WORD.findall(text.casefold())]


def find_repeats(
    project: Project, hers: HerWords, events: Sequence[Event]
) -> tuple[list[Repeat], list[str]]:
    """What repeats her words, and other transcripts that share a long run with them.

    Looked through: every string that a person typed, and what others said in the
    transcripts she speaks in. Of other interviews only long runs are told, by
    transcript: everyone says "you know what I mean".
    """
    speech = Speech(_texts(project, [turn.text for turn in hers.talk.turns]).values())
    entries = {
        entry.words: entry
        for entry in _entries(events)
        if entry.words not in hers.words and not _is_quoted_elsewhere(entry, hers)
    }
    found: dict[str, Repeat] = {}
    elsewhere: set[str | None] = set()
    for name, text in _texts(project, entries).items():
        entry = entries[name]
        if entry.transcript not in (None, *hers.talk.transcripts):
            if entry.transcript not in elsewhere and speech.shares_much(text):
                elsewhere.add(entry.transcript)
            continue
        run = speech.longest_run(text)
        if run >= RUN or (entry.is_in_vivo and speech.holds(text)):
            length = run or len(words_in(text))
            found[name] = Repeat(name, _describe(entry.event, entry.field), length)
    return [found[name] for name in entries if name in found], sorted(
        transcript for transcript in elsewhere if transcript is not None
    )


def _is_quoted_elsewhere(entry: _Entry, hers: HerWords) -> bool:
    """Whether it is a quote of a turn that is looked at anyway."""
    return (
        entry.event.kind in (SegmentCoded.__name__, CodingTakenOver.__name__)
        and entry.transcript not in hers.talk.transcripts
    )


def _texts(project: Project, ids: Iterable[str]) -> dict[str, str]:
    """The words under these ids that are still there."""
    found = project.words(*ids)
    return {name: text for name, text in found.items() if text is not None}


def _entries(events: Iterable[Event]) -> Iterator[_Entry]:
    """Every entry that a decision brought in, but for the bytes of files."""
    in_vivo: set[str] = set()
    for event in events:
        payload = event.payload
        if event.kind == CodeCreated.__name__ and payload.get("origin") == "in-vivo":
            in_vivo.add(payload["code"])
        is_name = event.kind in (CodeCreated.__name__, CodeRenamed.__name__)
        transcript = _transcript_of(event)
        for field, words in brought_in(payload, event.words):
            if field in _FILE_FIELDS:
                continue
            yield _Entry(
                words=words,
                event=event,
                field=field,
                is_in_vivo=is_name
                and field in ("name", "new")
                and payload["code"] in in_vivo,
                transcript=transcript if field != "reason" else None,
            )


def _transcript_of(event: Event) -> str | None:
    """The transcript that an event's words are words of, if they are."""
    kinds = (
        *(TranscriptImported, TranscriptCorrected, SegmentCoded),
        CodingTakenOver,
    )
    if event.kind in (kind.__name__ for kind in kinds):
        found = event.payload["transcript"]
        return found if isinstance(found, str) else None
    return None


def brought_in(
    value: object, words: Mapping[str, str], field: str = ""
) -> Iterator[tuple[str, str]]:
    """(field, wording id) of each entry that a payload brought in."""
    if isinstance(value, str):
        if value in words:
            yield field, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from brought_in(each, words, name)
    elif isinstance(value, list):
        for each in value:
            yield from brought_in(each, words, field)


def _describe(event: Event, field: str) -> str:
    """What an entry is, in the words of the work and by ids only."""
    thing, identity, name = thing_of(event, field)
    where = f"decision {event.seq}"
    if not identity:
        return f"{name} in {where} ({thing})"
    return f"{name} of {thing} {identity} ({where})"


def thing_of(event: Event, field: str) -> tuple[str, str, str]:
    """The thing that a decision's field belongs to, its id, and what the field is.

    Where the decision is about no thing that has a name here, its kind and no id.
    """
    first = re.match(r"[A-Z][a-z]+", event.kind)
    thing, key = _THINGS.get(first.group() if first else "", ("", ""))
    name = _PLAIN_FIELD.get(field, field.replace("_", " "))
    if event.kind.startswith("Transcript") and field == "text":
        name = "a turn"
    identity = event.payload.get(key) if key else None
    if isinstance(identity, str):
        return thing, identity, name
    return event.kind, "", name
