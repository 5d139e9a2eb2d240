"""Times within a recording, in the forms that transcripts have; never invented."""

from __future__ import annotations

import re
from typing import Final

#: A time of day or an offset, as it stands in a line.
TIME: Final = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,:;-]\d{1,3})?"

_PARTS: Final = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:([.,-])(\d{1,3})|[:;]\d{1,2})?$"
)
_SPAN: Final = re.compile(rf"({TIME})\s*(?:-->|[-/\u2013\u2014]|to)\s*({TIME})$")
_COMPACT: Final = re.compile(r"(\d{2})(\d{2})(\d{2})$")
_DECIMAL: Final = re.compile(r"\d{1,6}(?:[.,]\d{1,9})?\s*s?$")
_BRACKETS: Final = "[](){}<># \t\u00a0\u202f"


def parse_time(written: str) -> int | None:
    """Milliseconds of H:MM:SS, MM:SS or M:S with any fraction, brackets ignored.

    Frames after a fourth colon are dropped; 61 minutes or seconds are no time.
    """
    match = _PARTS.match(written.strip(_BRACKETS))
    if match is None:
        return None
    hours, minutes, seconds, _, fraction = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "0").ljust(3, "0")[:3])


def parse_span(written: str) -> tuple[int | None, int | None]:
    """Start and end of '0:05 - 0:09' and its like; the end is None for one time."""
    bare = written.strip(_BRACKETS)
    match = _SPAN.match(bare)
    if match:
        return parse_time(match[1]), parse_time(match[2])
    return parse_time(bare), None


def parse_cell_time(written: str) -> tuple[int | None, int | None]:
    """As `parse_span`, and NVivo's short forms: 000115 and 75 are both 1:15."""
    start, end = parse_span(written)
    bare = written.strip(_BRACKETS)
    if start is None and (match := _COMPACT.match(bare)):
        hours, minutes, seconds = (int(part) for part in match.groups())
        if minutes < 60 and seconds < 60:
            return ((hours * 60 + minutes) * 60 + seconds) * 1000, None
    if start is None and _DECIMAL.match(bare):
        return round(float(bare.rstrip("s \t").replace(",", ".")) * 1000), None
    return start, end


def clock(milliseconds: int) -> str:
    """Milliseconds as people write a time in a recording: 0:01:15."""
    seconds = milliseconds // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
