"""The text of a foreign source: taken apart into turns without losing a character.

Other programs keep one text, with speakers' labels in it, and count from its start.
Here labels become speakers; what remains of each turn is one unbroken stretch of that
text, so that every offset has its place or is told to have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.importers.dialogue import believe
from workbench.importers.foreign import ForeignTurn
from workbench.importers.headers import find_header
from workbench.importers.lines import Line, text_lines

if TYPE_CHECKING:
    from workbench.importers.headers import Header

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A turn's place in the foreign text."""

    speaker: str | None
    start: int
    end: int
    start_ms: int | None = None
    end_ms: int | None = None


class LaidOut:
    """A foreign text as turns, and where its offsets are among them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stretches = _stretches(text)
        self._ends = [each.end for each in self._stretches]
        self._begins = [each.start for each in self._stretches]
        self._places: list[int] = []
        at = 0
        for each in self._stretches:
            self._places.append(at)
            at += each.end - each.start + 1

    @property
    def turns(self) -> tuple[ForeignTurn, ...]:
        """The turns, in order."""
        return tuple(
            ForeignTurn(
                each.speaker,
                self._text[each.start : each.end],
                each.start_ms,
                each.end_ms,
            )
            for each in self._stretches
        )

    @property
    def labels(self) -> int:
        """How many turns have a speaker."""
        return sum(each.speaker is not None for each in self._stretches)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch of the foreign text as offsets over the joined turns.

        A border in a label or between turns moves to the nearest word inside; None
        where no word of any turn is in the stretch.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._begins, end) - 1
        if first > last:
            return None
        begin = self._places[first] + max(0, start - self._begins[first])
        length = self._ends[last] - self._begins[last]
        close = self._places[last] + min(length, end - self._begins[last])
        return begin, close

    def clips(self, start: int, end: int) -> bool:
        """Whether words of a label go from either end of the stretch."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._begins, end) - 1
        if first > last:
            return False
        before = self._text[start : max(start, self._begins[first])]
        after = self._text[min(end, self._ends[last]) : end]
        return bool(before.strip() or after.strip())


def _stretches(text: str) -> list[Stretch]:
    lines = text_lines(text)
    candidates = {
        at: header
        for at in range(len(lines))
        if (header := find_header(lines, at)) is not None
    }
    starts = _line_starts(text)
    heads = {
        at: (header, begin)
        for at, header in believe(candidates, lines).items()
        if (begin := _talk_begins(lines, at, header, starts)) is not None
    }
    if not heads:
        return _paragraphs(text, lines, starts)
    return _turns(text, lines, starts, heads)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts.extend(match.end() for match in re.finditer("\n", text))
    return starts


def _number(line: Line) -> int:
    return int(line.where.removeprefix("line ")) - 1


def _talk_begins(
    lines: list[Line], at: int, header: Header, starts: list[int]
) -> int | None:
    """Where a head's own words end; None where they are not the line's beginning."""
    last = lines[at + header.height - 1]
    begin = starts[_number(last)]
    written, rest = last.text.rstrip(), header.rest.strip()
    if not written.endswith(rest):
        return None
    # what stands in brackets after a label is somebody's remark: it stays in the text
    if header.details and header.details in written:
        rest = written[written.index(header.details) - 1 :]
    return begin + len(written) - len(rest)


def _turns(
    text: str,
    lines: list[Line],
    starts: list[int],
    heads: dict[int, tuple[Header, int]],
) -> list[Stretch]:
    order = sorted(heads)
    found = _paragraphs(text, lines[: order[0]], starts)
    for place, at in enumerate(order):
        header, begin = heads[at]
        following = order[place + 1] if place + 1 < len(order) else None
        close = len(text) if following is None else starts[_number(lines[following])]
        stretch = _trimmed(text, begin, close)
        if stretch is not None:
            times = (header.start_ms, header.end_ms)
            found.append(Stretch(header.label, *stretch, *_times(times)))
    return found


def _times(given: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    start, end = given
    if start is None or (end is not None and end < start):
        return start, None
    return start, end


def _paragraphs(text: str, lines: list[Line], starts: list[int]) -> list[Stretch]:
    """One stretch for each line, or for each block where blank lines divide them."""
    blocks: list[list[Line]] = []
    is_blocked = bool(_BLANK_LINE.search(text.strip()))
    for line in lines:
        if not blocks or line.opens_paragraph or not is_blocked:
            blocks.append([])
        blocks[-1].append(line)
    found = []
    for block in blocks:
        first, last = starts[_number(block[0])], starts[_number(block[-1])]
        stretch = _trimmed(text, first, last + len(block[-1].text))
        if stretch is not None:
            found.append(Stretch(None, *stretch))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch without blanks at its ends; None where nothing is left."""
    cut = text[start:end]
    begin = start + len(cut) - len(cut.lstrip())
    close = start + len(cut.rstrip())
    return (begin, close) if begin < close else None
