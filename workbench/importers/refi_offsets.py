"""What other programs count when they say where a selection begins.

The REFI-QDA specification counts code points. Programs count other things as well, and
a reader who does not know it quotes wrongly without a word. Here each way of counting
is tried on all selections of a project; the one under which they begin and end at the
borders of words is taken, and said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_WIDE: Final = re.compile(r"[^\x00-\x7f]")
_PAIR: Final = re.compile(r"\r(?=\n)")


@dataclass(frozen=True, slots=True)
class Counting:
    """One way of counting characters."""

    name: str
    #: code points, utf-16 or utf-8
    unit: str = "code points"
    #: A carriage return before a line feed counts.
    counts_returns: bool = True
    #: The byte order mark counts as one character.
    counts_mark: bool = False


#: The specification's own way.
CODE_POINTS: Final = Counting("code points")
UTF_16: Final = Counting("UTF-16 code units", "utf-16")
#: In the order in which they are believed where nothing tells them apart.
COUNTINGS: Final = (
    CODE_POINTS,
    Counting("code points, a CRLF as one", counts_returns=False),
    UTF_16,
    Counting("UTF-16 code units, a CRLF as one", "utf-16", counts_returns=False),
    Counting("code points after a byte order mark", counts_mark=True),
    Counting("UTF-8 bytes", "utf-8"),
)
#: By so many ends of selections must another way fit better than the usual one.
_LEAST: Final = 3


class Ruler:
    """Offsets of one way of counting, over one text, as code points of that text."""

    def __init__(self, text: str, counting: Counting, *, has_mark: bool) -> None:
        self._length = len(text)
        self._shift = 1 if counting.counts_mark and has_mark else 0
        odd: list[tuple[int, int]] = []
        if counting.unit == "utf-16":
            odd = [(m.start(), 1) for m in _ASTRAL.finditer(text)]
        elif counting.unit == "utf-8":
            odd = [
                (m.start(), len(m.group().encode("utf-8", "surrogatepass")) - 1)
                for m in _WIDE.finditer(text)
            ]
        if not counting.counts_returns:
            odd = sorted([*odd, *((m.start(), -1) for m in _PAIR.finditer(text))])
        #: Counted offset just after each odd character, and what they add up to.
        self._after: list[int] = []
        self._extra: list[int] = []
        extra = 0
        for at, more in odd:
            extra += more
            # an offset at a CRLF means the place before it, not inside it
            self._after.append(at + 1 + extra - min(more, 0))
            self._extra.append(extra)

    @property
    def is_plain(self) -> bool:
        """It counts what the specification counts."""
        return not self._after and not self._shift

    def code_point(self, offset: int) -> int | None:
        """The code point at a counted offset; None outside the text."""
        counted = offset - self._shift
        known = bisect_right(self._after, counted)
        found = counted - (self._extra[known - 1] if known else 0)
        return found if 0 <= found <= self._length else None


def at_border(text: str, at: int) -> bool:
    """Whether a word ends, begins or goes on beside this place, but not through it."""
    if at <= 0 or at >= len(text):
        return True
    return not (text[at - 1].isalnum() and text[at].isalnum())


@dataclass(frozen=True, slots=True)
class Judged:
    """The way of counting that was believed, and how well each one fits."""

    counting: Counting
    #: (name, ends of selections at the borders of words) of each way that differs.
    fits: tuple[tuple[str, int], ...]
    ends: int

    def told(self) -> str:
        """The choice in words; empty where there was none to make."""
        if len(self.fits) < 2:
            return ""
        others = "; ".join(f"{name}: {hits}" for name, hits in self.fits)
        return (
            f"offsets read as {self.counting.name}: of {self.ends} ends of selections "
            f"these stand at the border of a word: {others}"
        )


def judge(
    texts: Sequence[tuple[str, bool, Sequence[tuple[int, int]]]], usual: Counting
) -> Judged:
    """The way of counting under which the selections fit the words best.

    Args:
        texts: each source's text, whether a byte order mark stood before it, and its
            selections as counted by the program.
        usual: what this program is known to count; left only for something better.
    """
    ends = sum(2 * len(selections) for _, _, selections in texts)
    order = [usual, *(each for each in COUNTINGS if each != usual)]
    fits: dict[Counting, list[tuple[int | None, bool]]] = {}
    for counting in order:
        rulers = [Ruler(text, counting, has_mark=mark) for text, mark, _ in texts]
        if counting != CODE_POINTS and all(ruler.is_plain for ruler in rulers):
            continue
        fits[counting] = [
            _fit(text, ruler, offset)
            for (text, _, selections), ruler in zip(texts, rulers, strict=True)
            for selection in selections
            for offset in selection
        ]
    base = usual if usual in fits else CODE_POINTS
    better = [each for each in fits if _is_better(fits[each], fits[base])]
    best = max(better, key=lambda each: _hits(fits[each]), default=base)
    told = tuple((each.name, _hits(found)) for each, found in fits.items())
    return Judged(best, told, ends)


def _fit(text: str, ruler: Ruler, offset: int) -> tuple[int | None, bool]:
    """Where an end of a selection stands, and whether a word has its border there."""
    at = ruler.code_point(offset)
    return at, at is not None and at_border(text, at)


def _hits(found: Sequence[tuple[int | None, bool]]) -> int:
    return sum(fits for _, fits in found)


def _is_better(
    found: Sequence[tuple[int | None, bool]], base: Sequence[tuple[int | None, bool]]
) -> bool:
    """Whether another way fits where the two differ, and the usual one does not.

    Only such places tell anything; people also select parts of words.
    """
    apart = [
        (one, other)
        for (at, one), (there, other) in zip(found, base, strict=True)
        if at != there
    ]
    ours, theirs = sum(one for one, _ in apart), sum(other for _, other in apart)
    return ours - theirs >= _LEAST and ours >= 0.8 * len(apart) > 1.5 * theirs
