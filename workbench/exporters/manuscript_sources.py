"""Everything that was said in a study, so that a quotation can be looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from workbench.exporters.quoting import Quotes
from workbench.familiarise.quote_edits import fault
from workbench.model import (
    ERASED,
    Code,
    CodedSegment,
    Framework,
    Speaker,
    Theme,
    Transcript,
    Turn,
)

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment

_MARKS: Final = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
_WORD: Final = re.compile(r"\w+(?:'\w+)*")
#: Two words more, or fewer where a sentence ends before.
_TO_THE_END: Final = re.compile(r"(?:[^\w.!?]*\w+){0,2}")
#: How much of a quotation must stand in a turn for it to be that turn's, reworded.
_NEAR: Final = 0.6
_TRIED: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A turn in which a quotation was found."""

    transcript: str
    #: Its number; the first of a transcript is 1.
    turn: int
    participant: str | None
    role: str | None
    #: The turn as printed and compared: marks and space in one way.
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """The turn that comes closest, and what it says where the draft differs."""

    place: Place
    #: The stretch of the turn that corresponds to the quotation.
    said: str
    share: float


class Sources:
    """The turns of every transcript in the analysis, as of one moment."""

    def __init__(self, moment: Moment) -> None:
        self.places = [*_places(moment), *_across_turns(moment)]
        self._words = [_WORD.findall(p.text.casefold()) for p in self.places]
        self._holding: dict[str, set[int]] = {}
        for number, words in enumerate(self._words):
            for word in words:
                self._holding.setdefault(word, set()).add(number)
        named = [
            *(theme.name for theme in moment.read(Theme)),
            *(code.name for code in moment.read(Code)),
            *(framework.title for framework in moment.read(Framework)),
        ]
        self._names = {plain(name).casefold().strip(" .,;:") for name in named}

    def is_name(self, text: str) -> bool:
        """Whether this is what a theme, code or framework is called."""
        return plain(text).casefold().strip(" .,;:") in self._names

    def verbatim(self, text: str) -> list[Place]:
        """The turns that say exactly this, but for marks, space and a first capital."""
        wanted = bare(text)
        return [
            self.places[number]
            for number in self._candidates(wanted)
            if _stands(wanted, self.places[number].text)
        ]

    def edited(self, text: str) -> list[Place]:
        """The turns that say this but for what square brackets own up to."""
        if "[" not in text:
            return []
        wanted = bare(text)
        outside = re.sub(r"\[[^\]]*\]", " ", wanted)
        return [
            self.places[number]
            for number in self._candidates(outside)
            if fault(self.places[number].text, wanted) is None
        ]

    def nearest(self, text: str) -> Near | None:
        """The turn that most of the words come from, in their order."""
        wanted = bare(re.sub(r"\[[^\]]*\]", " ", text))
        words = _WORD.findall(wanted.casefold())
        if not words:
            return None
        counts: dict[int, float] = {}
        for word in set(words):
            holding = self._holding.get(word, set())
            for number in holding:
                # a rare word says more about where it comes from
                counts[number] = counts.get(number, 0) + 1 / len(holding)
        best: Near | None = None
        for number in sorted(counts, key=lambda n: (-counts[n], n))[:_TRIED]:
            found = self._compare(words, number)
            if found and (best is None or found.share > best.share):
                best = found
        return best

    def _compare(self, words: list[str], number: int) -> Near | None:
        theirs = self._words[number]
        matcher = SequenceMatcher(None, theirs, words, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        same = sum(block.size for block in blocks)
        share = same / len(words)
        if share < _NEAR:
            return None
        first, last = blocks[0], blocks[-1]
        start = max(0, first.a - first.b)
        end = last.a + last.size + (len(words) - last.b - last.size)
        place = self.places[number]
        spans = [found.span() for found in _WORD.finditer(place.text)]
        said = place.text[spans[start][0] : spans[min(end, len(spans)) - 1][1]]
        if last.b + last.size < len(words):
            # what was changed may have been longer, but for the end of a sentence
            more = place.text[spans[start][0] + len(said) :]
            said += _TO_THE_END.match(more)[0]  # type: ignore[index]
        return Near(place, said, share)

    def _candidates(self, text: str) -> list[int]:
        """The turns that hold every word of a text."""
        words = set(_WORD.findall(text.casefold()))
        if not words:
            return []
        held = [self._holding.get(word, set()) for word in words]
        return sorted(set.intersection(*held))


def _stands(wanted: str, text: str) -> bool:
    """Whether the text says this, whole words only.

    The first letter's case may differ, as the author's sentence asks for it.
    """
    for form in (wanted, wanted[:1].swapcase() + wanted[1:]):
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            cuts = at and text[at - 1].isalnum() and form[:1].isalnum()
            if not cuts and not (text[end : end + 1].isalnum() and form[-1:].isalnum()):
                return True
            at = text.find(form, at + 1)
    return False


def plain(text: str) -> str:
    """The text with quotation marks, dashes and space written in one way."""
    return " ".join(text.translate(_MARKS).split())


def bare(text: str) -> str:
    """The text without the stop or comma that the author's own sentence asked for."""
    return plain(text).rstrip(" .,;:").lstrip()


def _places(moment: Moment) -> list[Place]:
    transcripts = {t.version: t.id for t in moment.read(Transcript, state="active")}
    versions = frozenset(transcripts)
    speakers = {
        (who.version, who.index): who for who in moment.read(Speaker, version=versions)
    }
    found = []
    for turn in moment.read(Turn, version=versions):
        if turn.text == ERASED:
            continue
        who = speakers.get((turn.version, -1 if turn.speaker is None else turn.speaker))
        found.append(
            Place(
                transcripts[turn.version],
                turn.index + 1,
                who.participant if who else None,
                who.role if who else None,
                plain(turn.text),
            )
        )
    return found


def _across_turns(moment: Moment) -> list[Place]:
    """What was coded over several turns, since it may be quoted as one."""
    coded = [
        segment
        for segment in moment.read(CodedSegment, state="active")
        if "\n" in segment.quote and segment.quote != ERASED
    ]
    quotes = Quotes(moment, coded)
    found = []
    for segment in coded:
        voice = quotes.voice(segment)
        who = voice.participants[0] if len(voice.participants) == 1 else None
        turn = voice.turn or 0
        said = plain(segment.quote)
        found.append(Place(segment.transcript, turn, who, voice.role, said))
    return found
