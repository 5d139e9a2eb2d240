"""A text as it is searched in scripts without capitals: each letter in one writing.

The same name is typed with or without a joiner that nobody sees, with or without its
vowel signs, in whole letters or (names of files on some systems) in pieces of them, and
taken from a printed page in the shapes it had there. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# marks, Hebrew and Arabic vowel signs, Japanese sound marks, and what is not seen
_SIGNS: Final = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u3099\u309a\u00ad\u200b-\u200d\u2060\ufeff"
)
_SIGN: Final = re.compile(f"[{_SIGNS}]")
#: A letter that has another writing: in pieces, in a shape of print, or with signs.
_UNUSUAL: Final = re.compile(
    rf"(?:[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[\uff66-\uff9d][\uff9e\uff9f]?"
    rf"|[\uf900-\ufdff\ufe70-\ufefc])[{_SIGNS}]*|[^\W\d_][{_SIGNS}]+"
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text with each letter in one writing, and where in the given text it stands."""

    text: str
    #: In order, of each letter written anew: its start and end here, and there.
    _starts: list[int]
    _anew: list[tuple[int, int, int]]

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The place in the given text, with the signs that hang on its letters."""
        return self._letter(start)[0], self._letter(end - 1)[1]

    def _letter(self, at: int) -> tuple[int, int]:
        before = bisect_right(self._starts, at) - 1
        if before < 0:
            return at, at + 1
        end, given_start, given_end = self._anew[before]
        if at < end:
            return given_start, given_end
        start = given_end + at - end
        return start, start + 1


def plain(text: str) -> PlainText:
    """The text with every letter composed, and without the signs that hang on it."""
    pieces: list[str] = []
    starts: list[int] = []
    anew: list[tuple[int, int, int]] = []
    reached = size = 0
    for letter in _UNUSUAL.finditer(text):
        kept, written = text[reached : letter.start()], _composed(letter.group())
        pieces += (kept, written)
        size += len(kept)
        starts.append(size)
        size += len(written)
        anew.append((size, letter.start(), letter.end()))
        reached = letter.end()
    return PlainText("".join([*pieces, text[reached:]]), starts, anew)


@lru_cache(maxsize=10_000)
def _composed(letter: str) -> str:
    return _SIGN.sub("", unicodedata.normalize("NFKC", letter))
