"""Plain text: labelled in any of the usual ways, or paragraphs without speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.importers.dialogue import read_dialogue
from workbench.importers.lines import text_lines

if TYPE_CHECKING:
    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "plain text"


def read(source: Source) -> Reading:
    """Every line of the text as talk, label or listed omission."""
    reading = read_dialogue(text_lines(source.text), "txt")
    reading.warnings[:0] = source.decoded.warnings
    return reading
