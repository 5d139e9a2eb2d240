"""Pictures for a page: laid out here, said once, written as SVG, PNG or CSV.

A drawing is boxes, lines and texts at places in points of a page. It becomes one
Vega-Lite specification, which the app shows and from which SVG and PNG are made, so
that screen and print cannot differ. Widths of words are estimated a little too large:
what was kept apart here stays apart in any sans-serif font.

Shades are of one ink, and nothing is told by shade alone: it can be printed grey.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workbench.errors import RefusedError
from workbench.exporters.characters import for_xml
from workbench.exporters.sheets_csv import csv_bytes
from workbench.exporters.table import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

Row: TypeAlias = tuple[str | int | None, ...]

INK: Final = "#22262a"
QUIET: Final = "#5a5a52"
SHADE: Final = "#1f5f5b"
PALE: Final = "#e4ece9"
PAPER: Final = "#ffffff"
#: What pictures are written as.
SUFFIXES: Final = (".svg", ".png", ".csv")
#: The resolution journals ask for.
DPI: Final = 300
_FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"
_LINE: Final = 1.25
_NARROW: Final = frozenset("ijltfr.,:;'|!()[] -I")
_WIDE: Final = frozenset("mwMW@%&\N{EM DASH}\N{FULL BLOCK}")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str = PAPER
    #: solid, dashed or none
    edge: str = "solid"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text; `x` is their left edge, middle or right edge, `y` their top."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float = 9
    align: str = "left"
    bold: bool = False
    ink: str = INK

    @property
    def width(self) -> float:
        """How wide the longest line is, at most."""
        widths = (width_of(line, self.size, bold=self.bold) for line in self.lines)
        return max(widths, default=0)

    @property
    def height(self) -> float:
        """How high the lines stand together."""
        return len(self.lines) * self.size * _LINE

    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        left = self.x - self.width * {"left": 0, "center": 0.5, "right": 1}[self.align]
        return left, self.y, left + self.width, self.y + self.height


@dataclass(frozen=True, slots=True)
class Band:
    """A line through points, as thick as what it carries."""

    points: tuple[tuple[float, float], ...]
    thickness: float = 1
    ink: str = INK
    opacity: float = 1
    smooth: bool = False
    dashed: bool = False
    tip: str = ""


@dataclass(slots=True)
class Drawing:
    """A picture of so many points by so many, and the rows it is drawn from."""

    title: str
    width: float
    height: float
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def specification(self, scale: float = 1) -> dict[str, Any]:
        """The drawing in Vega-Lite; on a screen it may be so many times larger."""
        layers = [
            *self._band_layers(scale),
            *self._box_layers(scale),
            *self._label_layers(scale),
        ]
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "description": self.title,
            "width": self.width * scale,
            "height": self.height * scale,
            "background": PAPER,
            "padding": dict.fromkeys(("left", "top", "right", "bottom"), 8),
            "config": {"view": {"stroke": None}, "font": _FONT},
            "layer": layers
            or [{"mark": "point", "data": {"values": []}, "encoding": {}}],
        }

    def _place(self, x: str, y: str) -> dict[str, Any]:
        def scale(extent: float) -> dict[str, Any]:
            return {"domain": [0, extent], "nice": False, "zero": False}

        return {
            "x": _quantity(x, scale(self.width)),
            "y": _quantity(y, scale(self.height) | {"reverse": True}),
        }

    def _layer(
        self, values: list[dict[str, Any]], mark: dict[str, Any], more: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "data": {"values": values},
            "mark": mark,
            "encoding": self._place("x", "y") | more,
        }

    def _band_layers(self, scale: float) -> list[dict[str, Any]]:
        kinds = dict.fromkeys(
            (band.ink, band.opacity, band.smooth, band.dashed) for band in self.bands
        )
        found = []
        for kind in kinds:
            ink, opacity, smooth, dashed = kind
            values = [
                {
                    "x": x,
                    "y": y,
                    "order": at,
                    "band": number,
                    "width": band.thickness * scale,
                    "tip": band.tip,
                }
                for number, band in enumerate(self.bands)
                if (band.ink, band.opacity, band.smooth, band.dashed) == kind
                for at, (x, y) in enumerate(band.points)
            ]
            mark: dict[str, Any] = {
                "type": "line",
                "stroke": ink,
                "opacity": opacity,
                "interpolate": "basis" if smooth else "linear",
            }
            if dashed:
                mark["strokeDash"] = [4, 3]
            width = {"field": "width", "type": "quantitative", "scale": None}
            more = {
                "order": {"field": "order", "type": "quantitative"},
                "detail": {"field": "band", "type": "nominal"},
                "strokeWidth": width,
                "tooltip": {"field": "tip", "type": "nominal"},
            }
            found.append(self._layer(values, mark, more))
        return found

    def _box_layers(self, scale: float) -> list[dict[str, Any]]:
        found = []
        for edge in dict.fromkeys(box.edge for box in self.boxes):
            values = [
                {
                    "x": box.x,
                    "y": box.y,
                    "x2": box.x + box.width,
                    "y2": box.y + box.height,
                    "fill": box.fill,
                    "tip": box.tip,
                }
                for box in self.boxes
                if box.edge == edge
            ]
            mark: dict[str, Any] = {"type": "rect", "cornerRadius": 3}
            if edge != "none":
                mark |= {"stroke": INK, "strokeWidth": 0.8 * scale}
            if edge == "dashed":
                mark["strokeDash"] = [4, 3]
            more = {
                "x2": {"field": "x2"},
                "y2": {"field": "y2"},
                "fill": {"field": "fill", "type": "nominal", "scale": None},
                "tooltip": {"field": "tip", "type": "nominal"},
            }
            found.append(self._layer(values, mark, more))
        return found

    def _label_layers(self, scale: float) -> list[dict[str, Any]]:
        kinds = dict.fromkeys(
            (label.size, label.align, label.bold, label.ink) for label in self.labels
        )
        found = []
        for size, align, bold, ink in kinds:
            values = [
                {"x": label.x, "y": label.y, "text": for_xml("\n".join(label.lines))}
                for label in self.labels
                if (label.size, label.align, label.bold, label.ink)
                == (size, align, bold, ink)
            ]
            mark = {
                "type": "text",
                "fontSize": size * scale,
                "fontWeight": "bold" if bold else "normal",
                "fill": ink,
                "align": align,
                "baseline": "top",
                "lineBreak": "\n",
                "lineHeight": size * _LINE * scale,
                "tooltip": None,
            }
            more = {"text": {"field": "text", "type": "nominal"}}
            found.append(self._layer(values, mark, more))
        return found


def _quantity(name: str, scale: dict[str, Any]) -> dict[str, Any]:
    return {"field": name, "type": "quantitative", "scale": scale, "axis": None}


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is at most, in points, in any usual sans-serif font."""
    return size * sum(map(_ems, text)) * (1.12 if bold else 1.0)


def _ems(sign: str) -> float:
    if sign in _NARROW:
        return 0.42
    if sign in _WIDE or unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if unicodedata.combining(sign):
        return 0.0
    return 0.78 if sign.isupper() else 0.64


def fitting(
    texts: Sequence[str], width: float, sizes: Sequence[float], *, bold: bool = False
) -> float:
    """The largest size at which no word of these is broken; else the smallest."""
    words = [word for text in texts for word in text.split()]
    for size in sizes:
        if all(width_of(word, size, bold=bold) <= width for word in words):
            return size
    return sizes[-1]


def wrapped(
    text: str, width: float, size: float, most: int = 0, *, bold: bool = False
) -> tuple[str, ...]:
    """Words in lines no wider than this, long ones broken by a hyphen.

    A mark ends what goes beyond `most` lines.
    """
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        pieces = _broken(word, width, size, bold=bold)
        if lines[-1]:
            lines.extend(pieces)
        else:
            lines[-1:] = pieces
    if most and len(lines) > most:
        last = f"{lines[most - 1]} \u2026"
        lines = [*lines[: most - 1], _cut(last, width, size, bold=bold)]
    return tuple(lines)


def _broken(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """A word in pieces that fit, none of them a single letter."""
    pieces = []
    while len(word) > 3 and width_of(word, size, bold=bold) > width:
        at = len(word) - 2
        while at > 2 and width_of(f"{word[:at]}-", size, bold=bold) > width:
            at -= 1
        # Scripts without blanks between words break anywhere, and take no hyphen.
        hyphen = "" if unicodedata.east_asian_width(word[at - 1]) in "WF" else "-"
        pieces.append(f"{word[:at]}{hyphen}")
        word = word[at:]
    return [*pieces, word]


def _cut(text: str, width: float, size: float, *, bold: bool) -> str:
    while len(text) > 1 and width_of(text, size, bold=bold) > width:
        text = f"{text[:-2].rstrip()}\u2026"
    return text


def drawn(drawing: Drawing, suffix: str) -> bytes:
    """The picture's file.

    Raises:
        RefusedError: pictures are not written so.
    """
    if suffix == ".csv":
        return csv_bytes(Sheet(drawing.title, drawing.columns, drawing.rows))
    import vl_convert  # noqa: PLC0415 - slow to import

    if suffix == ".svg":
        svg: str = vl_convert.vegalite_to_svg(drawing.specification())
        return svg.encode()
    if suffix == ".png":
        png: bytes = vl_convert.vegalite_to_png(drawing.specification(), ppi=DPI)
        return png
    msg = f"no picture is written as '{suffix}'."
    raise RefusedError(msg)
