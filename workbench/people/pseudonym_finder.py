"""What in transcripts could tell who somebody is, for a person to decide. Pure.

Four ways: strings that are known (names, nicknames, places, employers), in every form;
strings whose form tells (mail, phone, dates); words with a capital that the study never
writes without one; and words that are one letter away from a known name. None is
replaced because it was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.people.identity_key import NOBODY, Entry, IdentityKey
from workbench.people.leak_finder import LeakFinder
from workbench.people.name_forms import without_accents
from workbench.people.ordinary_words import OPENERS, ORDINARY_CAPITALS
from workbench.people.pseudonym_patterns import KINDS, find_patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.people.leak_finder import Leak
    from workbench.people.pseudonym_patterns import Found

#: Said of words that are offered only for their capital.
CAPITAL: Final = "capitalised word"
#: What is looked for, as the log of each run lists it.
SEARCHED: Final = (
    (
        "turns, labels of speakers, names of imported files, and what an import left "
        "out (front matter, headers, comments): in each of them"
    ),
    (
        "names, nicknames, places, employers and other strings of the identity key and "
        "of the list, with possessive and inflected forms (English and Czech endings), "
        "with and without accents"
    ),
    *KINDS,
    "capitalised words that stand nowhere in the study without a capital",
    "words one letter away from a known name",
)
#: What no search of this kind can find, as the log of each run lists it.
NOT_SEARCHABLE: Final = (
    (
        "names and places that nobody listed, where they are written without a "
        "capital, in a script that has none, or are words of everyday talk as well"
    ),
    "names in German talk, where every noun has a capital, unless they are listed",
    "misspelled and misheard names more than one letter away",
    (
        "jobs, illnesses, family, events and ways of speaking that tell who somebody "
        "is to those who know her"
    ),
    (
        "names that stand in an original file only, and neither in the turns nor in "
        "what the import left out: the file is kept until something in its transcript "
        "is replaced, and erased then"
    ),
    (
        "texts of your own (codes, themes, memos, field notes, reasons and others): "
        "they are never changed, and those that hold a replaced string are listed"
    ),
    "pictures, recordings, transcripts removed from the study, and earlier copies",
)
#: Kinds of which a name can be a part.
_ADDRESSES: Final = frozenset({"e-mail", "web address"})
#: Parts of a transcript that are looked through; what people talk is its turns.
TURN: Final = "turn"
LABEL: Final = "label"
FILE_NAME: Final = "file name"
REPORT: Final = "report"
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(
    r"(?:^|[.!?\u2026:\n\"\u201c\u201e\u00ab(\[\u2013\u2014-])[\s\"\u201c\u2018'(\[*_]*$"
)
_SHORTEST_MISSPELT: Final = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A turn or another part to be looked through, under the place it has."""

    transcript: str
    #: Of a label the speaker's index, of a report the number of its text.
    turn: int
    text: str = field(repr=False)
    language: str | None = None
    part: str = TURN

    @property
    def place(self) -> tuple[str, str, int]:
        """Transcript, part and number in it."""
        return self.transcript, self.part, self.turn


@dataclass(frozen=True, slots=True)
class Hit:
    """One place, and why it is offered."""

    transcript: str
    turn: int
    start: int
    end: int
    kind: str
    #: The entry of the key that it is a form of, if any.
    entry: int | None
    #: It may be a word of everyday talk: never replaced together with others.
    is_doubtful: bool
    found: str = field(repr=False)
    part: str = TURN

    @property
    def place(self) -> tuple[str, str, int]:
        """The place of the text it stands in."""
        return self.transcript, self.part, self.turn

    @property
    def where(self) -> str:
        """The place as a person calls it."""
        told = {
            TURN: f"turn {self.turn + 1}",
            LABEL: "label of a speaker",
            FILE_NAME: "name of its file",
            REPORT: "left out at the import",
        }
        return f"{self.transcript}, {told[self.part]}"


class Finder:
    """Known strings and the study's own words, ready for looking through turns."""

    def __init__(
        self, key: IdentityKey, texts: Iterable[str], kept: Iterable[str] = ()
    ) -> None:
        self._key = key
        self._kinds = {entry.number: entry.kind for entry in key.entries}
        self._sure = LeakFinder(key)
        self._wary = LeakFinder(key, is_wary=True)
        self._kept = {_bare(word) for word in kept}
        self._names = {
            word.casefold(): entry
            for entry in key.entries
            for word in _WORD.findall(entry.text)
            if entry.kind in ("name", "nickname") and len(word) >= _SHORTEST_MISSPELT
        }
        self._written_small = _written_small(texts)

    def find(self, text: Text) -> list[Hit]:
        """Every place of a turn that a person should look at, in order."""
        taken: list[tuple[int, int]] = []
        found: list[Hit] = []

        def take(
            start: int, end: int, kind: str, entry: int | None, *, doubt: bool
        ) -> None:
            if not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                place = (text.transcript, text.turn, start, end)
                said = text.text[start:end]
                found.append(Hit(*place, kind, entry, doubt, said, text.part))

        sure = {(leak.start, leak.end) for leak in self._sure.find(text.text)}
        known = self._wary.find(text.text)
        patterns = [
            each
            for each in find_patterns(text.text)
            if _bare(text.text[each.start : each.end]) not in self._kept
        ]
        # of an address that holds a name, the rest tells as well: it goes as a whole
        for leak in known:
            for each in patterns:
                if each.kind in _ADDRESSES and _is_within(leak, each):
                    is_doubtful = (leak.start, leak.end) not in sure
                    place = (each.start, each.end, each.kind)
                    take(*place, leak.entry, doubt=is_doubtful)
        for leak in sorted(known, key=lambda each: each.start - each.end):
            is_doubtful = (leak.start, leak.end) not in sure
            kind = self._kinds[leak.entry]
            take(leak.start, leak.end, kind, leak.entry, doubt=is_doubtful)
        for each in patterns:
            take(each.start, each.end, each.kind, None, doubt=False)
        for start, end in self._capitals(text):
            near = self._nearly_known(text.text[start:end])
            kind = CAPITAL if near is None else near.kind
            take(start, end, kind, near.number if near else None, doubt=True)
        return sorted(found, key=lambda each: each.start)

    def _capitals(self, text: Text) -> list[tuple[int, int]]:
        """Words with a capital that nobody in the study writes without one."""
        if (text.language or "").startswith("de"):
            return []
        found = []
        for match in _WORD.finditer(text.text):
            word = match.group()
            if not word[:1].isupper() or len(word) < 2:
                continue
            folded = word.casefold()
            if (
                folded in ORDINARY_CAPITALS
                or folded in self._written_small
                or _bare(word) in self._kept
            ):
                continue
            opens = _SENTENCE_END.search(
                text.text[max(0, match.start() - 12) : match.start()]
            )
            if (opens or match.start() == 0) and folded in OPENERS:
                continue
            found.append(match.span())
        return _joined(found, text.text)

    def _nearly_known(self, word: str) -> Entry | None:
        folded = word.casefold()
        if len(folded) < _SHORTEST_MISSPELT:
            return None
        for name, entry in self._names.items():
            if abs(len(name) - len(folded)) <= 1 and _is_one_apart(name, folded):
                return entry
        return None


def _is_within(leak: Leak, found: Found) -> bool:
    """Whether the name is a part of what was found, and not all of it."""
    size = leak.end - leak.start
    return (
        found.start <= leak.start
        and leak.end <= found.end
        and size < found.end - found.start
    )


def _written_small(texts: Iterable[str]) -> frozenset[str]:
    """Every word that stands somewhere in lower case."""
    return frozenset(
        word for text in texts for word in _WORD.findall(text) if word[:1].islower()
    )


def _joined(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Words that follow each other after one blank, as one: first and family name."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and text[found[-1][1] : start] == " ":
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _is_one_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, left out or put in."""
    if len(one) > len(other):
        one, other = other, one
    at = next((n for n, c in enumerate(one) if other[n] != c), len(one))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :]
    return one[at:] == other[at + 1 :]


def _bare(word: str) -> str:
    return without_accents(" ".join(word.split()).casefold())


@dataclass(frozen=True, slots=True)
class Offer:
    """Every place of one string, to be decided together or one by one."""

    kind: str
    entry: int | None
    suggestion: str
    hits: tuple[Hit, ...]
    #: How it is written, as it stands most often.
    found: str = field(repr=False)

    @property
    def is_doubtful(self) -> bool:
        """Some place may be a word of everyday talk."""
        return any(hit.is_doubtful for hit in self.hits)


def offers(
    hits: Iterable[Hit], key: IdentityKey, replacements: Mapping[int, str]
) -> list[Offer]:
    """The hits by what is found, sure ones apart from doubtful ones.

    Args:
        hits: as found.
        key: the known strings.
        replacements: what stands for an entry from now on, by its number.
    """
    entries = {entry.number: entry for entry in key.entries}
    grouped: dict[tuple[str, int | None, str, bool], list[Hit]] = {}
    for hit in hits:
        place = (hit.kind, hit.entry, _bare(hit.found), hit.is_doubtful)
        grouped.setdefault(place, []).append(hit)
    return [
        Offer(
            kind=kind,
            entry=number,
            suggestion=_suggestion(kind, entries.get(number or 0), replacements),
            hits=tuple(found),
            found=found[0].found,
        )
        for (kind, number, _, _), found in grouped.items()
    ]


def _suggestion(kind: str, entry: Entry | None, replacements: Mapping[int, str]) -> str:
    if entry is None:
        return "[name]" if kind == CAPITAL else f"[{kind}]"
    own = replacements.get(entry.number)
    if own:
        return own
    if kind in ("name", "nickname") and entry.participant != NOBODY:
        return f"[{entry.participant}]"
    return f"[{kind}]"
