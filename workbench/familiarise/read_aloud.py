"""Where a speaker reads a machine's words aloud: marked in the transcript itself.

A client reads what the app wrote to her. The words stand in her turn and are not hers:
no machine may take them for her talk (RESEARCHER.md 10). Transcribers write such
passages as `[reads] ... [stops reading]`, and so may whoever corrects a transcript:
both signs stay in the text, for every reader to see.
"""

from __future__ import annotations

import re
from typing import Final

_BEGINS: Final = re.compile(
    r"\[\s*(?:(?:starts?|begins?)\s+)?(?:reads|reading)\b[^\]\n]*\]", re.IGNORECASE
)
_ENDS: Final = re.compile(
    r"\[\s*(?:stops|stopped|ends|ended|finishes|end\s+of)\s+reading\b[^\]\n]*\]",
    re.IGNORECASE,
)


def read_aloud(text: str) -> list[tuple[int, int]]:
    """Find what is read aloud in a turn, its signs included.

    Args:
        text: of one turn.

    Returns:
        Half-open offsets, in order. A passage without its closing sign lasts to the
        end of the turn.
    """
    found = []
    at = 0
    while begins := _BEGINS.search(text, at):
        ends = _ENDS.search(text, begins.end())
        at = ends.end() if ends else len(text)
        found.append((begins.start(), at))
    return found


def own_words(text: str) -> list[tuple[int, int]]:
    """Find what the speaker of a turn says herself: all that is not read aloud."""
    found = []
    at = 0
    for start, end in [*read_aloud(text), (len(text), len(text))]:
        if text[at:start].strip():
            found.append((at, start))
        at = end
    return found
