"""Where coded segments stand after a transcript was corrected. Pure.

Offsets are Unicode code points, half-open. Old and new text are aligned line by line,
then word by word inside what differs, so that a correction moves nothing it does not
touch.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


Anchor = Literal["unchanged", "shifted", "text-changed", "lost"]
#: How much text before and after a segment is kept with it.
CONTEXT: Final = 32
#: Above this many pairs of words, comparing each with each takes too long.
_LONG: Final = 200_000
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a segment stands in the new text, and how it got there.

    unchanged: same words, same place. shifted: same words, other place.
    text-changed: its words were corrected; a person looks. lost: its words are gone;
    start and end are where they would have stood.
    """

    anchor: Anchor
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch that stands in both texts."""

    old: int
    new: int
    size: int


class _Aligned:
    """Two texts with the stretches they share, found by where they are in the old."""

    def __init__(self, old: str, new: str, blocks: Sequence[_Block]) -> None:
        self.old, self.new, self.blocks = old, new, blocks
        self._starts = [block.old for block in blocks]
        self._ends = [block.old + block.size for block in blocks]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """First and last (exclusive) of the blocks that touch a stretch."""
        return bisect_right(self._ends, start), bisect_left(self._starts, end)


def reanchor(old: str, new: str, segments: Sequence[tuple[int, int]]) -> list[Anchored]:
    """Where each (start, end) of the old text stands in the new one, in order.

    For every result except lost, end > start; for unchanged and shifted the words are
    equal: new[start:end] == old[start:end].
    """
    aligned = _Aligned(old, new, _align(old, new))
    return [_place(aligned, start, end) for start, end in segments]


def context(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words of a stretch with what stands before and after it."""
    return (
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
    )


def _align(old: str, new: str) -> list[_Block]:
    """The stretches both texts share, in order, adjoining ones joined."""
    lines_old = old.splitlines(keepends=True)
    lines_new = new.splitlines(keepends=True)
    found: list[_Block] = []
    at_old = at_new = 0
    matcher = SequenceMatcher(None, lines_old, lines_new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        part_old = "".join(lines_old[i1:i2])
        part_new = "".join(lines_new[j1:j2])
        if kind == "equal":
            found.append(_Block(at_old, at_new, len(part_old)))
        elif kind == "replace":
            found.extend(_align_words(part_old, part_new, at_old, at_new))
        at_old += len(part_old)
        at_new += len(part_new)
    return _joined(found)


def _align_words(old: str, new: str, at_old: int, at_new: int) -> list[_Block]:
    words_old, words_new = _WORD.findall(old), _WORD.findall(new)
    starts_old, starts_new = _starts(words_old), _starts(words_new)
    return [
        _Block(
            at_old + starts_old[i],
            at_new + starts_new[j],
            starts_old[i + size] - starts_old[i],
        )
        for i, j, size in _matching(words_old, words_new)
    ]


def _matching(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """(place in old, place in new, length) of the words that match, in order.

    Comparing every word with every other takes hours when each line of an interview
    was touched, so in long stretches the words that stand once in both are matched
    first, and what lies between them is compared.
    """
    is_long = len(old) * len(new) > _LONG
    fixed = _single_words(old, new) if is_long else []
    if not fixed:
        matcher = SequenceMatcher(None, old, new, autojunk=is_long)
        yield from ((i, j, size) for i, j, size in matcher.get_matching_blocks()[:-1])
        return
    at_old = at_new = 0
    for i, j in [*fixed, (len(old), len(new))]:
        for found_old, found_new, size in _matching(old[at_old:i], new[at_new:j]):
            yield at_old + found_old, at_new + found_new, size
        if i < len(old):
            yield i, j, 1
        at_old, at_new = i + 1, j + 1


def _single_words(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the words that stand once in each text, as far as their order agrees.

    Source: the longest increasing run of patience sorting, as in patience diff.
    """
    in_old, in_new = Counter(old), Counter(new)
    place = {word: j for j, word in enumerate(new) if in_new[word] == 1}
    pairs = [
        (i, place[word])
        for i, word in enumerate(old)
        if in_old[word] == 1 and word in place
    ]
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [number]
    run = []
    number = piles[-1] if piles else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _starts(words: Sequence[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


def _joined(blocks: Sequence[_Block]) -> list[_Block]:
    joined: list[_Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last
            and last.old + last.size == block.old
            and last.new + last.size == block.new
        ):
            joined[-1] = _Block(last.old, last.new, last.size + block.size)
        else:
            joined.append(block)
    return joined


def _place(aligned: _Aligned, start: int, end: int) -> Anchored:
    old, new = aligned.old, aligned.new
    if start == end:  # lost in an earlier correction: it stays lost
        place = min(start, len(new))
        return Anchored("lost", place, place)
    quote = old[start:end]
    first, last = aligned.around(start, end)
    touching = aligned.blocks[first:last]
    if len(touching) == 1:
        block = touching[0]
        if block.old <= start and end <= block.old + block.size:
            return _same_words(start, start + block.new - block.old, len(quote))
    found = _only_place(new, quote)
    if found is not None:
        return _same_words(start, found, len(quote))
    new_start, new_end = _edges(aligned, start, end)
    survives = any(
        old[max(block.old, start) : min(block.old + block.size, end)].strip()
        for block in touching
    )
    if new_end <= new_start or not survives:
        return Anchored("lost", new_start, new_start)
    if new[new_start:new_end] == quote:
        return _same_words(start, new_start, len(quote))
    return Anchored("text-changed", new_start, new_end)


def _same_words(start: int, place: int, length: int) -> Anchored:
    kind: Anchor = "unchanged" if place == start else "shifted"
    return Anchored(kind, place, place + length)


def _only_place(new: str, quote: str) -> int | None:
    """Where the words stand in the new text, if they are long and stand only once."""
    if len(quote) < CONTEXT:
        return None
    place = new.find(quote)
    if place < 0 or new.find(quote, place + 1) >= 0:
        return None
    return place


def _edges(aligned: _Aligned, start: int, end: int) -> tuple[int, int]:
    """Start and end in the new text; a corrected word at an edge stays inside."""
    blocks = aligned.blocks
    first, last = aligned.around(start, end)
    before = blocks[first - 1] if first else None
    floor = before.new + before.size if before else 0
    ceiling = blocks[last].new if last < len(blocks) else len(aligned.new)
    if first >= last:
        return floor, floor
    opening, closing = blocks[first], blocks[last - 1]
    new_start = opening.new + start - opening.old if opening.old <= start else floor
    closed = end <= closing.old + closing.size
    new_end = closing.new + end - closing.old if closed else ceiling
    return new_start, new_end
