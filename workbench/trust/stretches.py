"""Places in transcripts as one word, and where a turn may be cut. Pure.

A place is written `version:start:end`; offsets are code points, half-open.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A sentence ends with its sign and what closes it, or with the line.
_END: Final = re.compile(
    r"(?<=[.!?\u2026])[\"'\u201d\u2019)\]]*\s+|(?<=[\u3002\uff01\uff1f])|\n+"
)


class Place(NamedTuple):
    """A stretch of one version of a transcript."""

    version: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.version}:{self.start}:{self.end}"

    def touches(self, other: Place) -> bool:
        """Whether the two have a character in common."""
        same = self.version == other.version
        return same and self.start < other.end and other.start < self.end


def place(name: str) -> Place:
    """The place that a name says.

    Raises:
        RefusedError: it says none.
    """
    version, _, rest = name.rpartition(":")
    version, _, start = version.rpartition(":")
    if not version or not start.isdecimal() or not rest.isdecimal():
        msg = f"'{name}' is no place in a transcript (version:start:end)."
        raise RefusedError(msg)
    return Place(version, int(start), int(rest))


def sentences(text: str, at: int = 0) -> list[tuple[int, int]]:
    """Where the sentences of a turn stand, by simple signs that most scripts share.

    Args:
        text: one turn.
        at: where the turn begins in its transcript.

    Returns:
        Half-open offsets in order; every character that is no white space is in one.
    """
    found, start = [], 0
    for cut in (*(match.end() for match in _END.finditer(text)), len(text)):
        begin, end = start, cut
        while begin < end and text[begin].isspace():
            begin += 1
        while begin < end and text[end - 1].isspace():
            end -= 1
        if begin < end:
            found.append((at + begin, at + end))
        start = cut
    return found


def drawn(names: Iterable[str], seed: int, size: int | None) -> list[str]:
    """As many names as asked, drawn at random, in the order they were given.

    The same seed draws the same names on every machine and in every version: the
    order is that of SHA-256 over seed and name.
    """
    given = list(names)
    if size is None or size >= len(given):
        return given
    chosen = set(sorted(given, key=lambda name: _lot(seed, name))[:size])
    return [name for name in given if name in chosen]


def _lot(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()


def uncovered(
    spans: Sequence[tuple[int, int]], by: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The spans that none of the others touches."""
    others = sorted(by)
    free = []
    for start, end in spans:
        if not any(a < end and start < b for a, b in others):
            free.append((start, end))
    return free
