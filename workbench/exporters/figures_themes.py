"""The theme map and the code tree."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.drawing import (
    PALE,
    PAPER,
    QUIET,
    Band,
    Box,
    Drawing,
    Label,
    wrapped,
)
from workbench.model import ThemeLine, ThemeMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbench.exporters.reading import Moment
    from workbench.model import Theme

#: The text width of a portrait A4 page, in points.
PAGE: Final = 480
_NODE: Final = 118.0
_GAP: Final = 14.0
_COLUMNS: Final = 3


def layout(moment: Moment) -> tuple[dict[str, Box], float]:
    """Where the themes stand on the map, and how high it is, for arranging it."""
    analysis = Analysis.of(moment)
    return _placed(analysis.order, analysis, _by_hand(moment))


def theme_map(moment: Moment) -> Drawing:
    """Themes and subthemes as they were arranged, and the lines between them."""
    analysis = Analysis.of(moment)
    themes = analysis.order
    lines = [
        line
        for line in moment.read(ThemeLine, state="drawn")
        if {line.source, line.target} <= analysis.themes.keys()
    ]
    names = {theme.id: theme.name for theme in themes}
    boxes, _ = _placed(themes, analysis, _by_hand(moment))
    height = max((box.y + box.height for box in boxes.values()), default=80) + _GAP
    picture = Drawing("Theme map", PAGE, height, ("from", "line", "to"))
    for line in lines:
        picture.rows.append((names[line.source], line.says, names[line.target]))
    for theme in themes:
        above = None if analysis.is_top(theme) else names[str(theme.parent)]
        picture.rows.append((theme.name, "is part of" if above else None, above))
    for theme in themes:
        if not analysis.is_top(theme):
            ends = boxes[str(theme.parent)], boxes[theme.id]
            picture.bands.append(Band(_edge_to_edge(*ends), 1, QUIET, dashed=True))
    for line in lines:
        points = _edge_to_edge(boxes[line.source], boxes[line.target])
        picture.bands.append(Band(points, 1.2, tip=line.says or ""))
        picture.bands.append(Band(_arrow(points), 1.2))
    for theme in themes:
        _node(picture, boxes[theme.id], theme, is_top=analysis.is_top(theme))
    for line in lines:
        points = _edge_to_edge(boxes[line.source], boxes[line.target])
        _say(picture, points, line.says or "")
    return picture


def _by_hand(moment: Moment) -> dict[str, tuple[float, float]]:
    maps = sorted(moment.read(ThemeMap), key=lambda each: (each.at, each.id))
    if not maps:
        return {}
    last = maps[-1]
    places = zip(last.themes, last.across, last.down, strict=True)
    return {theme: (x / 1000, y / 1000) for theme, x, y in places}


def _placed(
    themes: Sequence[Theme],
    analysis: Analysis,
    settled: Mapping[str, tuple[float, float]],
) -> tuple[dict[str, Box], float]:
    """A box for each theme: where it was put by hand, else in rows; and the height."""
    tops = [theme for theme in themes if analysis.is_top(theme)]
    across = max(1, min(_COLUMNS, len(tops)))
    boxes: dict[str, Box] = {}
    below = 0.0
    for start in range(0, len(tops), across):
        row, floor = tops[start : start + across], below
        for at, top in enumerate(row):
            left = PAGE * (at + 0.5) / across
            y = floor + _GAP
            for theme in analysis.below(top, list(themes)):
                box = _sized(theme, left, y, is_top=theme is top)
                boxes[theme.id] = box
                y = box.y + box.height + _GAP
            below = max(below, y + _GAP)
    height = max(260.0, below)
    for theme in themes:
        if theme.id in settled:
            x, y = settled[theme.id]
            size = boxes[theme.id]
            boxes[theme.id] = Box(
                x * (PAGE - size.width), y * height, size.width, size.height
            )
    return _apart(boxes), height


def _sized(theme: Theme, middle: float, top: float, *, is_top: bool) -> Box:
    lines = wrapped(theme.name, _NODE - 14, 10 if is_top else 9, bold=is_top)
    height = len(lines) * (12.5 if is_top else 11.25) + 12
    return Box(middle - _NODE / 2, top, _NODE, height)


def _apart(boxes: Mapping[str, Box]) -> dict[str, Box]:
    """The boxes moved as little as it takes so that none lies on another."""
    places = dict(boxes)
    for _ in range(200):
        moved = False
        names = sorted(places)
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                shift = _overlap(places[one], places[other])
                if shift is not None:
                    places[other] = _shifted(places[other], *shift)
                    moved = True
        if not moved:
            break
    return places


def _overlap(one: Box, other: Box) -> tuple[float, float] | None:
    """How far the other must go, along the shorter way; None where it lies free."""
    wide = (one.width + other.width) / 2 + _GAP
    high = (one.height + other.height) / 2 + _GAP
    x = other.x + other.width / 2 - one.x - one.width / 2
    y = other.y + other.height / 2 - one.y - one.height / 2
    if abs(x) >= wide - 0.01 or abs(y) >= high - 0.01:
        return None
    fits = 0 <= other.x + math.copysign(wide - abs(x), x) <= PAGE - other.width
    if fits and wide - abs(x) < high - abs(y):
        return math.copysign(wide - abs(x), x), 0.0
    return 0.0, (high - y if y >= 0 or other.y < high else -(high + y))


def _shifted(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, max(0.0, box.y + y), box.width, box.height)


def _edge_to_edge(one: Box, other: Box) -> tuple[tuple[float, float], ...]:
    """A straight line between two boxes, from edge to edge."""
    start = (one.x + one.width / 2, one.y + one.height / 2)
    end = (other.x + other.width / 2, other.y + other.height / 2)
    return _leaving(one, start, end), _leaving(other, end, start)


def _leaving(
    box: Box, middle: tuple[float, float], towards: tuple[float, float]
) -> tuple[float, float]:
    x, y = towards[0] - middle[0], towards[1] - middle[1]
    share = min(
        box.width / 2 / abs(x) if x else math.inf,
        box.height / 2 / abs(y) if y else math.inf,
    )
    return middle[0] + x * share, middle[1] + y * share


def _arrow(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The head of an arrow at the end of a line."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    turn = math.atan2(y1 - y2, x1 - x2)
    wings = [
        (x2 + 6 * math.cos(turn + bend), y2 + 6 * math.sin(turn + bend))
        for bend in (-0.45, 0.45)
    ]
    return wings[0], (x2, y2), wings[1]


def _node(picture: Drawing, box: Box, theme: Theme, *, is_top: bool) -> None:
    fill = PALE if is_top else PAPER
    edge = "dashed" if theme.state == "candidate" else "solid"
    picture.boxes.append(
        Box(box.x, box.y, box.width, box.height, fill, edge, theme.name)
    )
    size = 10 if is_top else 9
    lines = wrapped(theme.name, box.width - 14, size, bold=is_top)
    middle = box.x + box.width / 2
    picture.labels.append(Label(middle, box.y + 6, lines, size, "center", is_top))


def _say(picture: Drawing, points: Sequence[tuple[float, float]], says: str) -> None:
    """What a line says, at the place along it where it lies on nothing else."""
    if not says:
        return
    taken = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in picture.boxes]
    taken += [label.extent() for label in picture.labels]
    tried = (
        (sum(_touch(label.extent(), each) for each in taken), far, label)
        for far, label in _said_along(points, says, picture.width)
    )
    best = min(tried, key=lambda each: each[:2])[2]
    picture.labels.append(best)
    picture.height = max(picture.height, best.y + best.height + 4)


def _said_along(
    points: Sequence[tuple[float, float]], says: str, width: float
) -> Iterator[tuple[float, Label]]:
    """Places for what a line says, each with how far from the line it is."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    for narrow in (100.0, 58.0):
        lines = wrapped(says, narrow, 8)
        half = Label(0, 0, lines, 8).width / 2
        for step in range(-24, 25):
            for share in (0.5, 0.35, 0.65, 0.2, 0.8):
                x = x1 + (x2 - x1) * share
                y = y1 + (y2 - y1) * share + 5 + 6.0 * step
                x = min(width - half, max(half, x))
                if y >= 0:
                    far = abs(step) + abs(share - 0.5) * 4
                    yield far, Label(x, y, lines, 8, "center", ink=QUIET)


def _touch(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def code_tree(moment: Moment) -> Drawing:
    """Theme, subtheme, code: what stands under what."""
    analysis = Analysis.of(moment)
    picture = Drawing("Code tree", PAGE, 0, ("theme", "subtheme", "code"))
    y = 0.0
    for theme in analysis.order:
        top, sub = analysis.theme_and_subtheme(theme)
        depth = len(analysis.path(theme)) - 1
        names = sorted(
            (
                analysis.codes[code].name
                for code in theme.codes
                if code in analysis.codes
            ),
            key=str.casefold,
        )
        picture.rows += [(top, sub, name) for name in names] or [(top, sub, "")]
        y = _branch(picture, theme, depth, names, y + (12 if depth == 0 else 6))
    picture.height = max(40.0, y + 4)
    return picture


def _branch(
    picture: Drawing, theme: Theme, depth: int, names: Sequence[str], y: float
) -> float:
    """One theme with its codes in columns; where it ends."""
    left = min(depth, 4) * 18.0
    size = 10.5 if depth == 0 else 9.5
    lines = wrapped(theme.name, PAGE - left - 14, size, bold=depth == 0)
    height = len(lines) * size * 1.25 + 8
    fill = PALE if depth == 0 else PAPER
    edge = "dashed" if theme.state == "candidate" else "solid"
    picture.boxes.append(Box(left, y, PAGE - left, height, fill, edge, theme.name))
    picture.labels.append(Label(left + 7, y + 4, lines, size, bold=depth == 0))
    y += height + 5
    start, indent = y, left + 16.0
    width = (PAGE - indent) / _COLUMNS
    said = [wrapped(name, width - 10, 8.5) for name in names]
    # down the columns, as lists are read, all of about the same height
    share = sum(map(len, said)) / _COLUMNS
    column, lines_above, down, deepest = 0, 0, start, start
    for each in said:
        if column < _COLUMNS - 1 and lines_above >= share * (column + 1):
            column, down = column + 1, start
        label = Label(indent + column * width, down, each, 8.5)
        picture.labels.append(label)
        down += label.height + 2
        lines_above += len(each)
        deepest = max(deepest, down)
    y = deepest
    if names:
        ends = ((left + 7, start - 5), (left + 7, y - 4))
        picture.bands.append(Band(ends, 0.8, QUIET))
    return y
