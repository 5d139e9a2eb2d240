"""What the columns of a table are: told by their names, else by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.importers.labels import Strength, clean_label, label_strength
from workbench.importers.times import parse_cell_time, parse_span

Row = Sequence[str]

_SPEAKER: Final = re.compile(
    r"speakers?|(?:speaker|participant)[ _]?(?:name|label|id)|name|who|person|voice|"
    r"participant|respondent|sprecher(?:in)?|locuteur|hablante|interlocutor|spkr|from|"
    r"role|user|author|label"
)
_TEXT: Final = re.compile(
    r"text|talk|content|words|transcript(?:ion)?|utterance|speech|dialog(?:ue)?|"
    r"message|verbatim|sentence|turn text|what (?:was|is) said|said|statement|"
    r"response|comment text|inhalt|texte|texto|contenu|tekst|caption|subtitle"
)
_START: Final = re.compile(
    r"(?:start|begin|time|timestamp|timecode|time[ _]?span|in|onset|from|zeit|"
    r"start[ _]?time|time[ _]?in|begin(?:ning)?|hora|temps|tc)"
    r"(?:[ _]?[(\[]?(?:ms|s|sec|seconds|milliseconds|hh:mm:ss|mm:ss)[)\]]?)?"
)
_END: Final = re.compile(
    r"(?:end|stop|out|offset|to|end[ _]?time|time[ _]?out|ende|fin)"
    r"(?:[ _]?[(\[]?(?:ms|s|sec|seconds|milliseconds|hh:mm:ss|mm:ss)[)\]]?)?"
)
_INDEX: Final = re.compile(
    r"#|no\.?|nr\.?|n|id|index|line|row|turn|cue|segment|number|turn (?:no|number)|"
    r"line (?:no|number)|"
)
_HEADER_ROWS: Final = 5
_SAMPLE_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in each row talk, speaker and times stand."""

    text: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    index: int | None = None
    #: The row with the names; None where columns were told by their content.
    header_row: int | None = None
    #: Whole numbers in the time columns are milliseconds.
    is_ms: bool = False

    def taken(self) -> frozenset[int]:
        """Columns that are accounted for by what they are."""
        own = (self.text, self.speaker, self.start, self.end, self.index)
        return frozenset(column for column in own if column is not None)


def find_columns(rows: Sequence[Row], *, by_content: bool = True) -> Columns | None:
    """The columns of a transcript in a table; None where it is another table."""
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        named = _by_name(row, at)
        if named:
            return _with_unit(named, rows)
    return _by_content(rows) if by_content else None


def _by_name(row: Row, at: int) -> Columns | None:
    names = [" ".join(cell.casefold().split()).strip(" :") for cell in row]
    text = _first(names, _TEXT)
    if text is None:
        return None
    taken = {text}
    speaker = _first(names, _SPEAKER, taken)
    taken.add(-1 if speaker is None else speaker)
    start = _first(names, _START, taken)
    if speaker is None and start is None:
        return None
    end = _first(names, _END, taken)
    index = _first([name or "-" for name in names], _INDEX, taken)
    return Columns(text, speaker, start, end, index, header_row=at)


def _first(
    names: Sequence[str], pattern: re.Pattern[str], taken: set[int] | None = None
) -> int | None:
    """The first column not yet taken whose name fits."""
    for column, name in enumerate(names):
        if column not in (taken or ()) and name and pattern.fullmatch(name):
            return column
    return None


def _with_unit(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Milliseconds where the name says so, or where speech would be too slow."""
    if columns.start is None or columns.header_row is None:
        return columns
    name = rows[columns.header_row][columns.start].casefold()
    says_ms = re.search(r"\bms\b|milli|_ms", name) is not None
    is_ms = says_ms or _too_slow_for_seconds(columns, rows[columns.header_row + 1 :])
    return Columns(
        columns.text,
        columns.speaker,
        columns.start,
        columns.end,
        columns.index,
        columns.header_row,
        is_ms,
    )


def _too_slow_for_seconds(columns: Columns, rows: Sequence[Row]) -> bool:
    """Whole numbers that, as seconds, would mean less than a word in ten seconds."""
    if columns.start is None:
        return False
    filled = [row for row in rows[:_SAMPLE_ROWS] if len(row) > max(columns.taken())]
    cells = [row[columns.start].strip() for row in filled]
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 12]
    if len(numbers) < max(1, len(cells) // 2):
        return False
    spoken = sum(len(row[columns.text].split()) for row in filled)
    ends = [row[columns.end].strip() for row in filled] if columns.end else []
    last = max([*numbers, *(int(cell) for cell in ends if cell.isdecimal())])
    return last - min(numbers) > 10 * max(1, spoken)


def _by_content(rows: Sequence[Row]) -> Columns | None:
    sample = [row for row in rows[:_SAMPLE_ROWS] if any(cell.strip() for cell in row)]
    width = max((len(row) for row in sample), default=0)
    cells = [
        [row[column].strip() if column < len(row) else "" for row in sample]
        for column in range(width)
    ]
    if width < 2 or len(sample) < 2:
        return None
    words = [_mean_words(column) for column in cells]
    text = max(range(width), key=lambda column: words[column])
    speakers = [at for at in range(width) if at != text and _are_labels(cells[at])]
    if not speakers or words[text] < 1.5:
        return None
    times = [at for at in range(width) if at != text and _are_times(cells[at])]
    numbers = [at for at in range(width) if _are_numbers(cells[at])]
    return Columns(
        text,
        speakers[0],
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        numbers[0] if numbers else None,
    )


def _mean_words(cells: Sequence[str]) -> float:
    filled = [len(cell.split()) for cell in cells if cell]
    return sum(filled) / len(cells) if filled else 0.0


def _are_labels(cells: Sequence[str]) -> bool:
    """Most are labels and some recur, or all of a few are roles or codes."""
    filled = [clean_label(cell) for cell in cells if cell]
    if not filled or len(filled) < 0.3 * len(cells):
        return False
    if sum(cell.endswith((":", "\uff1a")) for cell in cells) > 0.5 * len(filled):
        return True
    strengths = [label_strength(label) for label in filled]
    if sum(strength >= Strength.WORD for strength in strengths) < 0.6 * len(filled):
        return False
    is_few = len(set(filled)) <= max(2, len(filled) // 2)
    return is_few or all(strength is Strength.STRONG for strength in strengths)


def _are_times(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(parse_span(cell)[0] is not None for cell in filled)


def _are_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(cell.rstrip(".").isdecimal() for cell in filled)


def read_times(cells: tuple[str, str], *, is_ms: bool) -> tuple[int | None, int | None]:
    """Start and end of a row from its time cells, whichever way they are written."""
    first, second = (cell.strip() for cell in cells)
    if is_ms:
        return _whole(first), _whole(second)
    start, end = parse_cell_time(first)
    return start, parse_cell_time(second)[0] if second else end


def _whole(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() and len(cell) < 12 else None
