"""Where coded segments stand after a transcript was corrected. Pure.

Offsets are Unicode code points, half-open. Old and new text are aligned line by line,
then word by word inside what differs, so that a correction moves nothing it does not
touch.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Anchor

#: How much text before and after a segment is kept with it.
CONTEXT: Final = 32
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


def reanchor(old: str, new: str, segments: Sequence[tuple[int, int]]) -> list[Anchored]:
    """Where each (start, end) of the old text stands in the new one, in order.

    For every result except lost, end > start; for unchanged and shifted the words are
    equal: new[start:end] == old[start:end].
    """
    blocks = _align(old, new)
    return [_place(old, new, blocks, start, end) for start, end in segments]


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
    matcher = SequenceMatcher(None, words_old, words_new, autojunk=False)
    return [
        _Block(
            at_old + starts_old[i],
            at_new + starts_new[j],
            starts_old[i + size] - starts_old[i],
        )
        for i, j, size in matcher.get_matching_blocks()
        if size
    ]


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


def _place(
    old: str, new: str, blocks: Sequence[_Block], start: int, end: int
) -> Anchored:
    if start == end:  # lost in an earlier correction: it stays lost
        place = min(start, len(new))
        return Anchored("lost", place, place)
    quote = old[start:end]
    touching = _touching(blocks, start, end)
    if len(touching) == 1:
        block = touching[0]
        if block.old <= start and end <= block.old + block.size:
            moved = start + block.new - block.old
            kind: Anchor = "unchanged" if moved == start else "shifted"
            return Anchored(kind, moved, moved + end - start)
    found = _only_place(new, quote)
    if found is not None:
        kind = "unchanged" if found == start else "shifted"
        return Anchored(kind, found, found + len(quote))
    new_start, new_end = _edges(new, blocks, touching, start, end)
    survives = any(
        old[max(block.old, start) : min(block.old + block.size, end)].strip()
        for block in touching
    )
    if new_end <= new_start or not survives:
        return Anchored("lost", new_start, new_start)
    if new[new_start:new_end] == quote:
        kind = "unchanged" if new_start == start else "shifted"
        return Anchored(kind, new_start, new_end)
    return Anchored("text-changed", new_start, new_end)


def _touching(blocks: Sequence[_Block], start: int, end: int) -> list[_Block]:
    first = bisect_right([block.old + block.size for block in blocks], start)
    last = bisect_left([block.old for block in blocks], end)
    return list(blocks[first:last])


def _only_place(new: str, quote: str) -> int | None:
    """Where the words stand in the new text, if they are long and stand only once."""
    if len(quote) < CONTEXT:
        return None
    place = new.find(quote)
    if place < 0 or new.find(quote, place + 1) >= 0:
        return None
    return place


def _edges(
    new: str,
    blocks: Sequence[_Block],
    touching: Sequence[_Block],
    start: int,
    end: int,
) -> tuple[int, int]:
    """Start and end in the new text; a corrected word at an edge stays inside."""
    before = [block for block in blocks if block.old + block.size <= start]
    after = [block for block in blocks if block.old >= end]
    floor = before[-1].new + before[-1].size if before else 0
    ceiling = after[0].new if after else len(new)
    if not touching:
        return floor, floor
    first, last = touching[0], touching[-1]
    new_start = first.new + start - first.old if first.old <= start else floor
    last_end = last.old + last.size
    new_end = last.new + end - last.old if end <= last_end else ceiling
    return new_start, new_end
