"""Lines and paragraphs, whatever file they came from, ready to be told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, or one paragraph up to a soft break."""

    text: str
    where: str
    #: So many characters at the start are bold, italic or underlined.
    lead: int = 0
    is_heading: bool = False
    #: Nothing of the paragraph stands before this line.
    opens_paragraph: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its lines, and how far it reaches."""

    lines: list[Line]
    width: int = 1
    #: It belongs to the cell above it.
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    rows: list[list[Cell]]


Block: TypeAlias = Line | Table

_NUMBERED: Final = re.compile(r"\s{0,4}(\d{1,5})(?:[.):]\s+|\s+)(?=\S)")


def text_lines(text: str) -> list[Line]:
    """The non-blank lines of a text; a blank line or the start opens a paragraph."""
    lines: list[Line] = []
    after_blank = True
    for number, written in enumerate(text.split("\n"), start=1):
        if written.strip():
            lines.append(Line(written, f"line {number}", opens_paragraph=after_blank))
        after_blank = not written.strip()
    return lines


def without_line_numbers(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines without the editor's numbers, and how many numbers went.

    Numbers are the editor's only where nearly every line has one and they rise.
    """
    found = [_NUMBERED.match(line.text) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    rising = sum(b > a for a, b in pairwise(numbers))
    if len(lines) < 5 or len(numbers) < 0.9 * len(lines):
        return list(lines), 0
    if rising < 0.9 * (len(numbers) - 1):
        return list(lines), 0
    bare = [
        replace(line, text=line.text[match.end() :]) if match else line
        for line, match in zip(lines, found, strict=True)
    ]
    return bare, len(numbers)


def joined(lines: Sequence[Line]) -> str:
    """The lines as one text: wrapped lines by a space, paragraphs by one LF."""
    parts: list[str] = []
    for line in lines:
        if parts:
            parts.append("\n" if line.opens_paragraph else " ")
        parts.append(line.text.strip())
    return "".join(parts).strip()
