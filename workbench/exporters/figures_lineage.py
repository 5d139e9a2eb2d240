"""The lineage figure: codes flow into candidates, candidates into what they became.

For someone who was not there: from left to right, every code that was ever in a
candidate, every candidate that was ever begun, with the day and the reason of its end
where it has one, and where each of them went.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.drawing import (
    PALE,
    PAPER,
    QUIET,
    SHADE,
    Band,
    Box,
    Drawing,
    Label,
    wrapped,
)
from workbench.exporters.figures_themes import PAGE
from workbench.exporters.trail_story import date
from workbench.store import undo
from workbench.themes.lineage import (
    KINDS,
    NOWHERE,
    STANDING,
    Candidate,
    Flow,
    Lineage,
    flows,
    trace,
    wordings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.exporters.reading import Moment

#: With more codes than this, codes of the same path stand together, counted.
_NAMED: Final = 60
_LEFT, _MIDDLE, _RIGHT = 118.0, 168.0, 118.0
_MIDDLE_X: Final = (PAGE - _MIDDLE) / 2 + 6
_SIZE: Final = 8.5
_GAP: Final = 7.0
#: What is said of a candidate's end: its size, and how many lines at most; as many as
#: let all candidates stand on one page.
_SMALL, _MOST, _LEAST = 7.0, 6, 2
_PAGE_HIGH: Final = 660.0
_HEADS: Final = ("Codes", "Candidates, as begun", "Where they went")


def lineage_of(moment: Moment) -> Lineage:
    """The lineage at a moment, words as they read today."""
    events = [event for kind in KINDS for event in moment.events_of_kind(kind)]
    standing = undo.standing(sorted(events, key=lambda event: event.seq))
    return trace(standing, moment.words(wordings(standing)))


def lineage_flow(moment: Moment) -> Drawing:
    """The bands from codes through candidates to themes."""
    lineage = lineage_of(moment)
    first, second = flows(lineage)
    paths: dict[str, tuple[str, ...]] = {}
    for flow in first:
        paths[flow.source] = (*paths.get(flow.source, ()), flow.target)
    names = {code: each.name for code, each in Analysis.of(moment).codes.items()}
    groups = _grouped(paths, names)
    picture = Drawing("Lineage of the themes", PAGE, 0, ("from", "to", "codes"))
    candidates = {each.theme: each for each in lineage.candidates}
    columns = (
        _Column(0, _LEFT, [_Entry(each.key, each.text) for each in groups]),
        _shortened(
            _Column(
                _MIDDLE_X,
                _MIDDLE,
                [_Entry(c.theme, c.first_name, _told(c)) for c in lineage.candidates],
            )
        ),
        _Column(
            PAGE - _RIGHT,
            _RIGHT,
            [
                _Entry(end, _end(end, lineage))
                for end in _ends_in_order(lineage, second)
            ],
        ),
    )
    top = _headed(picture, columns) if candidates else 0.0
    left, middle, right = _stacked(picture, columns, top)
    for each in groups:
        for target in each.targets:
            ends = left[each.key], middle[target]
            tip = f"{each.text} \u2192 {candidates[target].first_name}"
            picture.bands.append(_from_codes(ends, len(each.codes), tip))
    for flow in second:
        ends = middle[flow.source], right[flow.target]
        picture.bands.append(_to_end(ends, flow, candidates[flow.source]))
    for flow in first:
        code = names.get(flow.source, flow.source)
        picture.rows.append((code, candidates[flow.target].first_name, 1))
    for flow in second:
        begun = candidates[flow.source].first_name
        picture.rows.append((begun, _end(flow.target, lineage), flow.weight))
    if candidates:
        _accounted(picture, lineage)
    picture.height = max(40.0, picture.height)
    return picture


def _ends_in_order(lineage: Lineage, second: Sequence[Flow]) -> list[str]:
    """Each end at the height of what flows into it, what was discarded below all."""
    order = [each.theme for each in lineage.candidates]

    def place(end: str) -> tuple[bool, float]:
        into = [order.index(flow.source) for flow in second if flow.target == end]
        return end == NOWHERE, fmean(into)

    return sorted(dict.fromkeys(flow.target for flow in second), key=place)


def _from_codes(ends: tuple[float, float], count: int, tip: str) -> Band:
    points = _curve(_LEFT, ends[0], _MIDDLE_X, ends[1])
    width = min(14.0, 1.0 + 0.7 * (count - 1))
    return Band(points, width, SHADE, 0.35, smooth=True, tip=tip)


def _to_end(ends: tuple[float, float], flow: Flow, source: Candidate) -> Band:
    points = _curve(_MIDDLE_X + _MIDDLE, ends[0], PAGE - _RIGHT, ends[1])
    gone = flow.target == NOWHERE
    width = min(16.0, 1.0 + 0.7 * (flow.weight - 1))
    ink = QUIET if gone else SHADE
    tip = f"{source.first_name}: {source.fate}. {source.reason or ''}".strip()
    return Band(points, width, ink, 0.45, smooth=True, dashed=gone, tip=tip)


def _told(candidate: Candidate) -> str:
    """When a candidate ended and why; nothing of one that stands."""
    if candidate.fate == STANDING or candidate.ended_at is None:
        return ""
    why = f": {candidate.reason}" if candidate.reason else "; no reason recorded"
    return f"{candidate.fate} {date(candidate.ended_at)}{why}"


def _accounted(picture: Drawing, lineage: Lineage) -> None:
    """As many candidates come out as went in."""
    account = lineage.account
    told = ", ".join(f"{count} {fate}" for fate, count in account.items() if count)
    said = f"{sum(account.values())} candidates were begun: {told}."
    lines = wrapped(said, PAGE, _SIZE)
    label = Label(0, picture.height + 8, lines, _SIZE, ink=QUIET)
    picture.labels.append(label)
    picture.height = label.y + label.height


@dataclass(frozen=True, slots=True)
class _Codes:
    """Codes as they stand on the left, one or several of the same path."""

    key: str
    text: str
    codes: Sequence[str]
    #: The candidates they went into.
    targets: tuple[str, ...]


def _grouped(paths: dict[str, tuple[str, ...]], names: dict[str, str]) -> list[_Codes]:
    by_path: dict[tuple[str, ...], list[str]] = {}
    for code, path in paths.items():
        by_path.setdefault(path, []).append(code)
    if len(paths) <= _NAMED:
        return [
            _Codes(code, names.get(code, code), [code], path)
            for path, codes in by_path.items()
            for code in sorted(codes, key=lambda each: _fold(names, each))
        ]
    found = []
    for path, codes in by_path.items():
        text = names.get(codes[0], codes[0])
        if len(codes) > 1:
            text = f"{len(codes)} codes, such as {text}"
        found.append(_Codes(codes[0], text, codes, path))
    return found


def _fold(names: dict[str, str], code: str) -> str:
    return names.get(code, code).casefold()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A box of a column: its key, what is in it, and a small note below that."""

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """Boxes below one another, from a left edge."""

    x: float
    width: float
    entries: Sequence[_Entry]
    #: How many lines a note may have.
    most: int = _MOST

    def labels(self, entry: _Entry) -> list[Label]:
        """What stands in a box, as if it began at the top of the picture."""
        wide = self.width - 10
        name = Label(self.x + 5, 3, wrapped(entry.text, wide, _SIZE, 4), _SIZE)
        note = wrapped(entry.note, wide, _SMALL, self.most) if entry.note else ()
        return [name, Label(self.x + 5, 4 + name.height, note, _SMALL, ink=QUIET)]

    def height(self, entry: _Entry) -> float:
        """How high a box must be."""
        return sum(label.height for label in self.labels(entry)) + (
            7 if entry.note else 6
        )


def _shortened(column: _Column) -> _Column:
    """Notes as long as let the column stand on a page; never without a beginning."""
    for most in range(_MOST, _LEAST, -1):
        shorter = replace(column, most=most)
        high = sum(shorter.height(entry) + _GAP for entry in column.entries)
        if high <= _PAGE_HIGH:
            return shorter
    return replace(column, most=_LEAST)


def _headed(picture: Drawing, columns: Sequence[_Column]) -> float:
    """What each column holds; where the columns begin."""
    tallest = 0.0
    for column, head in zip(columns, _HEADS, strict=True):
        lines = wrapped(head, column.width, _SIZE, bold=True)
        label = Label(column.x + 5, 0, lines, _SIZE, bold=True)
        picture.labels.append(label)
        tallest = max(tallest, label.height)
    picture.bands.append(Band(((0, tallest + 3), (PAGE, tallest + 3)), 0.6, QUIET))
    return tallest + 6


def _stacked(
    picture: Drawing, columns: Sequence[_Column], top: float
) -> list[dict[str, float]]:
    """Boxes in columns of one height, and the middle of each box by its key."""
    needed = [sum(map(column.height, column.entries)) for column in columns]
    gaps = [2.0 if column.x == 0 else _GAP for column in columns]
    picture.height = top + max(
        high + gap * len(column.entries)
        for high, gap, column in zip(needed, gaps, columns, strict=True)
    )
    found = []
    for high, column in zip(needed, columns, strict=True):
        gap = (picture.height - top - high) / max(1, len(column.entries))
        y, middles = top + gap / 2, {}
        for entry in column.entries:
            height = column.height(entry)
            # what is no theme is drawn as such
            plain = entry.key == NOWHERE or column.x == 0
            edge = "none" if column.x == 0 else "dashed" if plain else "solid"
            fill = PAPER if plain else PALE
            box = Box(column.x, y, column.width, height, fill, edge, entry.text)
            picture.boxes.append(box)
            picture.labels += [
                replace(label, y=label.y + y)
                for label in column.labels(entry)
                if label.lines
            ]
            middles[entry.key] = y + height / 2
            y += height + gap
        found.append(middles)
    return found


def _end(end: str, lineage: Lineage) -> str:
    if end == NOWHERE:
        return "discarded"
    found = lineage.find(end)
    return f"{found.name} ({found.state})"


def _curve(
    x1: float, y1: float, x2: float, y2: float
) -> tuple[tuple[float, float], ...]:
    """A band that leaves and arrives level."""
    reach = (x2 - x1) / 2
    return (x1, y1), (x1 + reach * 0.6, y1), (x2 - reach * 0.6, y2), (x2, y2)
