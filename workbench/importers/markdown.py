"""Markdown: speakers as headings or in bold, the rest as plain text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workbench.importers.dialogue import read_dialogue
from workbench.importers.lines import Line, text_lines
from workbench.importers.rejects import refuse_other_text

if TYPE_CHECKING:
    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "Markdown"

_HEADING: Final = re.compile(r"(#{1,6})\s+(\S.*?)[\s#]*$")
_LEAD: Final = re.compile(r"[ \t]*(\*\*\*|\*\*|__)(?=\S)[^*_\n]{1,60}?\1")
_RULE: Final = re.compile(r"\s*(?:[-*_]\s*){3,}$")
_MARKED: Final = re.compile(rf"(?m)^(?:#{{1,6}}\s+\S|{_LEAD.pattern})")


def identify(source: Source) -> bool:
    """Two lines or more begin as headings or in bold do."""
    return len(_MARKED.findall(source.text[:100_000])) > 1


def read(source: Source) -> Reading:
    """Every line as talk, label or listed omission; rules are marks of the format."""
    refuse_other_text(source.text)
    written = [line for line in text_lines(source.text) if not _RULE.match(line.text)]
    lines = [_understood(line) for line in written]
    reading = read_dialogue(lines, "md", _title(written))
    reading.warnings[:0] = source.decoded.warnings
    return reading


def _understood(line: Line) -> Line:
    """The line with its mark-up turned into what it means."""
    heading = _HEADING.match(line.text)
    if heading:
        return replace(line, text=heading[2], is_heading=True, opens_paragraph=True)
    lead = _LEAD.match(line.text)
    return replace(line, lead=lead.end()) if lead else line


def _title(lines: list[Line]) -> str | None:
    """A first-level heading, where it is the only one and the first line."""
    marks = [_HEADING.match(line.text) for line in lines]
    first_level = [mark for mark in marks if mark and mark[1] == "#"]
    if len(first_level) == 1 and marks and marks[0] is first_level[0]:
        return first_level[0][2]
    return None
