"""Everything that was decided, to find it wherever else it stands. Pure.

By the finder's own rules, so that what was offered in a form is found in that form:
inflected, without accents, inside words of a script without capitals, and never the
ordinary word that a name also is. What its form gives away is found as it was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.people.identity_key import NOBODY, Entry, IdentityKey
from workbench.people.leak_finder import HUMP, LeakFinder
from workbench.people.pseudonym_patterns import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.people.pseudonym_finder import Hit

_LEFT_OUT: Final = "[\N{HORIZONTAL ELLIPSIS}]"


class Sought:
    """The decided strings in every form, and what stands for each from now on."""

    def __init__(self, decided: Iterable[tuple[Hit, str]]) -> None:
        given = list(decided)
        #: By string: what stands for it, and whether only its capital tells it.
        self._told: dict[str, tuple[str, bool]] = {}
        #: By case-folded string of a telling form.
        self._as_written: dict[str, str] = {}
        for hit, text in given:
            if hit.kind in KINDS:
                self._as_written[hit.found.casefold()] = text
                continue
            for found in dict.fromkeys((hit.found, HUMP.sub(" ", hit.found))):
                known = self._told.get(found, (text, True))
                self._told[found] = (known[0], known[1] and hit.is_doubtful)
        entries = [
            Entry(number, NOBODY, "other", found)
            for number, found in enumerate(self._told)
        ]
        exact = "|".join(map(re.escape, (*self._told, *(h.found for h, _ in given))))
        self._exactly = re.compile(rf"(?<!\w)(?:{exact})(?!\w)")
        self._finder = LeakFinder(IdentityKey(tuple(entries)))
        self._entries = list(self._told.values())
        shapes = sorted(map(re.escape, self._as_written), key=len, reverse=True)
        shape = rf"(?i)(?<!\w)(?:{'|'.join(shapes)})(?!\w)" if shapes else r"(?!)"
        self._shape = re.compile(shape)

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and replacement of each place, in order, none over another."""
        found = [
            (m.start(), m.end(), self._as_written.get(m.group().casefold(), _LEFT_OUT))
            for m in self._shape.finditer(text)
        ]
        for leak in self._finder.find(text):
            told, needs_capital = self._entries[leak.entry]
            if not needs_capital or text[leak.start].isupper():
                found.append((leak.start, leak.end, told))
        apart: list[tuple[int, int, str]] = []
        for place in sorted(found, key=lambda each: (each[0], -each[1])):
            if not apart or place[0] >= apart[-1][1]:
                apart.append(place)
        return apart

    def stands_in(self, text: str) -> bool:
        """Whether any of it stands in the text."""
        return bool(self.places(text))

    def stands_exactly(self, text: str) -> bool:
        """Whether any of it stands there as it was found, be it an ordinary word."""
        return bool(self._exactly.search(text))

    def replaced(self, text: str, given: Sequence[tuple[int, int, str]] = ()) -> str:
        """The text with what was decided in each place; where it is given, that."""
        others = [
            (start, end, told)
            for start, end, told in self.places(text)
            if not any(s < end and start < e for s, e, _ in given)
        ]
        return put_in(text, [*given, *others])


def put_in(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """The text with other words in these places, none over another."""
    for start, end, told in sorted(places, reverse=True):
        text = text[:start] + told + text[end:]
    return text
