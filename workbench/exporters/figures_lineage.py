"""The lineage figure: codes flow into candidates, candidates into what they became.

For someone who was not there: from left to right, every code that was ever in a
candidate, every candidate that was ever begun, and where each of them went.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Final, TypeAlias

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
from workbench.store import undo
from workbench.themes.lineage import (
    KINDS,
    NOWHERE,
    Lineage,
    flows,
    trace,
    wordings,
)

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment

#: With more codes than this, codes of the same path stand together, counted.
_NAMED: Final = 60
_LEFT, _MIDDLE, _RIGHT = 140.0, 130.0, 120.0
_SIZE: Final = 8.5
_GAP: Final = 7.0


def lineage_of(moment: Moment) -> Lineage:
    """The lineage at a moment, words as they read today."""
    events = [event for kind in KINDS for event in moment.events_of_kind(kind)]
    standing = undo.standing(sorted(events, key=lambda event: event.seq))
    return trace(standing, moment.words(wordings(standing)))


def lineage_flow(moment: Moment) -> Drawing:
    """The bands from codes through candidates to themes."""
    lineage = lineage_of(moment)
    analysis = Analysis(moment)
    first, second = flows(lineage)
    paths: dict[str, tuple[str, ...]] = {}
    for flow in first:
        paths[flow.source] = (*paths.get(flow.source, ()), flow.target)
    names = {code: each.name for code, each in analysis.codes.items()}
    groups = _grouped(paths, names)
    picture = Drawing("Lineage of the themes", PAGE, 0, ("from", "to", "codes"))
    candidates = {each.theme: each for each in lineage.candidates}
    middle_x, right_x = (PAGE - _MIDDLE) / 2 + 6, PAGE - _RIGHT
    ends = list(dict.fromkeys(flow.target for flow in second))
    order = [each.theme for each in lineage.candidates]
    # an end stands at the height of what flows into it, what was discarded below all
    ends.sort(
        key=lambda end: (
            end == NOWHERE,
            fmean(order.index(flow.source) for flow in second if flow.target == end),
        )
    )
    left, middle, right = _stacked(
        picture,
        (
            ([(key, text) for key, text, _, _ in groups], 0, _LEFT),
            ([(c.theme, c.first_name) for c in lineage.candidates], middle_x, _MIDDLE),
            ([(end, _end(end, lineage)) for end in ends], right_x, _RIGHT),
        ),
    )
    for key, text, codes, targets in groups:
        for target in targets:
            points = _curve(_LEFT, left[key], middle_x, middle[target])
            width = min(14.0, 1.0 + 0.7 * (len(codes) - 1))
            tip = f"{text} \u2192 {candidates[target].first_name}"
            picture.bands.append(Band(points, width, SHADE, 0.35, smooth=True, tip=tip))
    for flow in second:
        start, finish = middle[flow.source], right[flow.target]
        points = _curve(middle_x + _MIDDLE, start, right_x, finish)
        gone = flow.target == NOWHERE
        source = candidates[flow.source]
        tip = f"{source.first_name}: {source.fate}. {source.reason or ''}".strip()
        width = min(16.0, 1.0 + 0.7 * (flow.weight - 1))
        ink = QUIET if gone else SHADE
        band = Band(points, width, ink, 0.45, smooth=True, dashed=gone, tip=tip)
        picture.bands.append(band)
    for flow in first:
        code = names.get(flow.source, flow.source)
        picture.rows.append((code, candidates[flow.target].first_name, 1))
    for flow in second:
        begun = candidates[flow.source].first_name
        picture.rows.append((begun, _end(flow.target, lineage), flow.weight))
    picture.height = max(40.0, picture.height)
    return picture


def _grouped(
    paths: dict[str, tuple[str, ...]], names: dict[str, str]
) -> list[tuple[str, str, list[str], tuple[str, ...]]]:
    """Codes as they stand on the left: key, text, codes, candidates they went into."""
    by_path: dict[tuple[str, ...], list[str]] = {}
    for code, path in paths.items():
        by_path.setdefault(path, []).append(code)
    if len(paths) <= _NAMED:
        return [
            (code, names.get(code, code), [code], path)
            for path, codes in by_path.items()
            for code in sorted(codes, key=lambda each: _fold(names, each))
        ]
    found = []
    for path, codes in by_path.items():
        text = names.get(codes[0], codes[0])
        if len(codes) > 1:
            text = f"{len(codes)} codes, such as {text}"
        found.append((codes[0], text, codes, path))
    return found


def _fold(names: dict[str, str], code: str) -> str:
    return names.get(code, code).casefold()


#: A column of boxes: keys with their texts, left edge and width.
_Column: TypeAlias = tuple[Sequence[tuple[str, str]], float, float]


def _stacked(picture: Drawing, columns: Sequence[_Column]) -> list[dict[str, float]]:
    """Boxes in columns of one height, and the middle of each box by its key."""
    lines = [
        [wrapped(text, width - 10, _SIZE, 4) for _, text in entries]
        for entries, _, width in columns
    ]
    heights = [[len(each) * _SIZE * 1.25 + 6 for each in column] for column in lines]
    gaps = [2.0 if x == 0 else _GAP for _, x, _ in columns]
    picture.height = max(
        sum(column) + gap * len(column)
        for column, gap in zip(heights, gaps, strict=True)
    )
    found = []
    for number, (entries, x, width) in enumerate(columns):
        free = picture.height - sum(heights[number])
        gap = free / max(1, len(entries))
        y, middles = gap / 2, {}
        for at, (key, text) in enumerate(entries):
            height = heights[number][at]
            # what is no theme is drawn as such
            fill = PAPER if key == NOWHERE or x == 0 else PALE
            edge = "dashed" if key == NOWHERE else "none" if x == 0 else "solid"
            picture.boxes.append(Box(x, y, width, height, fill, edge, text))
            picture.labels.append(Label(x + 5, y + 3, lines[number][at], _SIZE))
            middles[key] = y + height / 2
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
