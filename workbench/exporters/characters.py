"""Characters on their way into files: what XML cannot hold, and which way they run."""

from __future__ import annotations

import re
import unicodedata
from html import escape

# code points that XML 1.0 cannot hold
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def for_xml(text: str) -> str:
    """The text with what XML cannot hold visibly replaced."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    """The text as it stands inside XML or HTML."""
    return escape(for_xml(text), quote=True)


def runs_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
