"""Where a turn may be cut, so that a suggestion points at the words that matter.

Pure: text in, offsets out. Offsets are Unicode code points, half-open.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: A window shorter than this many code points is joined to the next: "Mm. Yes." alone
#: says too little to compare.
SHORTEST: Final = 60
#: A sentence longer than this is cut; about 80 words of English, which the packaged
#: model reads whole (it reads 256 word pieces).
LONGEST: Final = 400

# Where a long sentence is best cut: after a clause, else between words.
_CLAUSE = re.compile(r"[,;:\u2013\u2014\u2026\u060c\u3001\uff0c\uff1b\uff1a]\s*")
_SPACE = re.compile(r"\s+")


def windows(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Cut a text into stretches of one or a few sentences, in order.

    Every character that is not white space lies in exactly one window, and no window
    begins or ends with white space. Short sentences are joined to their neighbour,
    long ones cut after a clause or between words.

    Args:
        text: one turn, as stored.
        language: BCP-47; only the language itself is used. An unknown one is split by
            rules common to most.

    Returns:
        Half-open offsets in code points. Empty for a text of white space only.
    """
    pieces: list[tuple[int, int]] = []
    for start, end in _sentences(text, language):
        pieces.extend(_cut(text, start, end))
    return _join(pieces)


def _sentences(text: str, language: str) -> list[tuple[int, int]]:
    # sentencex is imported here so that reading a module costs nothing.
    from sentencex import get_sentence_boundaries  # noqa: PLC0415

    plain = (language or "en").split("-")[0].lower()
    found: list[tuple[int, int]] = []
    position = 0
    for boundary in get_sentence_boundaries(plain, text):
        found.append((position, int(boundary["end_index"])))
        position = int(boundary["end_index"])
    found.append((position, len(text)))
    return [span for span in (_trim(text, *one) for one in found) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut one sentence into pieces of about equal length, none above LONGEST."""
    pieces: list[tuple[int, int]] = []
    while end - start > LONGEST:
        count = -(-(end - start) // LONGEST)
        middle = _best_cut(text, start, start + (end - start) // count)
        pieces.append(_trim(text, start, middle))
        start, end = _trim(text, middle, end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _best_cut(text: str, start: int, aim: int) -> int:
    for pattern in (_CLAUSE, _SPACE):
        # Looked for in the second half before the aim, so that pieces stay readable.
        ends = [m.end() for m in pattern.finditer(text, (start + aim) // 2, aim)]
        if ends:
            return ends[-1]
    while aim > start + 1 and _belongs_to_previous(text, aim):
        aim -= 1
    return aim


def _belongs_to_previous(text: str, at: int) -> bool:
    """Tell whether a cut before text[at] would part one visible character."""
    joiners = "\u200d\ufe0f"
    return (
        unicodedata.combining(text[at]) != 0
        or text[at] in joiners
        or text[at - 1] in joiners
    )


def _join(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what is too short to the piece after it, and a short end to the last."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined:
            first, last = joined[-1]
            short = min(last - first, end - start) < SHORTEST
            if short and end - first <= LONGEST:
                joined[-1] = (first, end)
                continue
        joined.append((start, end))
    return joined
