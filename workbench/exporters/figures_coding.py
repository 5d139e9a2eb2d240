"""Pictures of the coding, each from one specification: SVG, PNG of 300 dpi, CSV.

Readable in grey: what differs is told by shade, place and words, never by hue alone.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.coding.coverage import PARTS
from workbench.coding.querying import on_same_words
from workbench.exporters.characters import for_xml
from workbench.exporters.sheets_csv import cell_text, csv_bytes
from workbench.exporters.table import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.coding.coverage import Coverage
    from workbench.coding.placed import Placed

Row = dict[str, Any]
#: Dots per inch of a journal's figure.
_DPI: Final = 300
_INK, _LINE = "#1d1d1d", "#c9c5ba"
#: A picture shows at most so many codes; the table beside it holds them all.
MOST_CODES: Final = 40
_LOOKS: Final = {
    "background": "white",
    "font": "DejaVu Sans, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "labelLimit": 260,
        "labelFontSize": 10,
        "titleFontSize": 11,
        "gridColor": _LINE,
        "domainColor": _LINE,
        "tickColor": _LINE,
    },
    "legend": {"labelFontSize": 10, "titleFontSize": 11, "labelLimit": 200},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure: how it is drawn, and the rows it is drawn from."""

    title: str
    #: What it shows, for whoever cannot see it.
    says: str
    specification: Mapping[str, Any]
    rows: Sequence[Row]

    def svg(self) -> bytes:
        """The figure as a drawing that can be scaled."""
        import vl_convert  # noqa: PLC0415 - slow to import

        made: str = vl_convert.vegalite_to_svg(json.dumps(self.specification))
        return for_xml(made).encode()

    def png(self) -> bytes:
        """The figure as an image of 300 dpi."""
        import vl_convert  # noqa: PLC0415 - slow to import

        made: bytes = vl_convert.vegalite_to_png(
            json.dumps(self.specification), scale=1, ppi=_DPI
        )
        return made

    def csv(self) -> bytes:
        """The rows behind the figure."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        rows = [[_cell(row.get(name)) for name in columns] for row in self.rows]
        return csv_bytes(Sheet(self.title, columns, rows))


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
    return cell_text(value if isinstance(value, str | int | None) else str(value))


def _specification(rows: Sequence[Row], **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": _LOOKS,
        "data": {"values": list(rows)},
        **parts,
    }


def coverage_strips(found: Sequence[Coverage], *, counts: bool = True) -> Picture:
    """Every transcript from beginning to end, dark where its talk bears a code."""
    rows = [
        {
            "transcript": f"{each.transcript}  {each.group}".strip(),
            "part": part + 1,
            "coded": share,
            "passes": each.passes,
            "nothing relevant": each.passed_over >= 1,
        }
        for each in found
        for part, share in enumerate(each.strip)
    ]
    strip = {
        "mark": {"type": "rect"},
        "encoding": {
            "x": {
                "field": "part",
                "type": "ordinal",
                "title": "from the beginning of the interview to its end",
                "axis": {"labels": False, "ticks": False},
            },
            "y": {"field": "transcript", "type": "nominal", "title": None},
            "color": {
                "field": "coded",
                "type": "quantitative",
                "title": "coded",
                "scale": {"domain": [0, 1], "range": ["#f1efe9", "#1d1d1d"]},
                "legend": {"format": "%"} if counts else None,
            },
            "tooltip": [{"field": "transcript"}, {"field": "passes"}]
            + ([{"field": "coded", "format": ".0%"}] if counts else []),
        },
    }
    return Picture(
        "Coverage of the transcripts",
        f"{len(found)} transcripts, each cut into {PARTS} parts; the darker a part, "
        "the more of its talk bears a code.",
        _specification(rows, width=520, height={"step": 16}, **strip),
        rows,
    )


def by_group(
    segments: Sequence[Placed], names: Mapping[str, str], *, people: bool
) -> Picture:
    """How often each code stands in each group: people who say it, or segments."""
    of = "people" if people else "segments"
    counted: dict[tuple[str, str], set[str]] = {}
    for each in segments:
        group = each.group or "no group"
        who = each.person or each.transcript
        counted.setdefault((each.code, group), set()).add(who if people else each.id)
    totals = Counter[str]()
    for (code, _), own in counted.items():
        totals[code] += len(own)
    rows = [
        {"code": names[code], "group": group, of: len(own)}
        for (code, group), own in sorted(counted.items())
    ]
    order = [names[code] for code, _ in totals.most_common()]
    groups = sorted({str(row["group"]) for row in rows})
    bars = {
        "transform": [{"filter": {"field": "code", "oneOf": order[:MOST_CODES]}}],
        "encoding": {
            "y": {"field": "code", "type": "nominal", "sort": order, "title": None},
            "yOffset": {"field": "group", "type": "nominal"},
        },
        "layer": [
            {
                "mark": {"type": "bar", "stroke": _INK, "strokeWidth": 0.6},
                "encoding": {
                    "x": {
                        "field": of,
                        "type": "quantitative",
                        "title": of,
                        "axis": {"tickMinStep": 1},
                    },
                    "color": {
                        "field": "group",
                        "type": "nominal",
                        "scale": {"domain": groups, "range": _shades(len(groups))},
                    },
                    "tooltip": [{"field": "code"}, {"field": "group"}, {"field": of}],
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 3, "fontSize": 9},
                "encoding": {
                    "x": {"field": of, "type": "quantitative"},
                    "text": {"field": of, "type": "quantitative"},
                },
            },
        ],
    }
    return Picture(
        f"Codes by group, as {of}",
        f"{len(order)} codes in {len(groups)} groups, counted as {of}.",
        _specification(rows, width=430, height={"step": 8}, **bars),
        rows,
    )


def _shades(count: int) -> list[str]:
    """Greys that are told apart in print, from dark to white."""
    if count < 2:
        return ["#555555"]
    step = (0xF2 - 0x33) / (count - 1)
    return [
        f"#{round(0x33 + step * at):02x}" + f"{round(0x33 + step * at):02x}" * 2
        for at in range(count)
    ]


def on_one_another(
    segments: Sequence[Placed], names: Mapping[str, str], *, counts: bool
) -> Picture:
    """Which codes stand on the same words, and in whose talk."""
    rows = _pairs(segments, names)
    totals = Counter[str]()
    for row in rows:
        totals[row["code"]] += row["segments"]
    order = [name for name, _ in totals.most_common(MOST_CODES)]
    down = {"field": "code", "type": "nominal", "sort": order, "title": None}
    across = down | {"field": "with", "axis": {"labelAngle": -60, "orient": "top"}}
    layers = [_squares(counts=counts)]
    if counts:
        layers.append(_numbers(max((row["people"] for row in rows), default=0)))
    inside = {"field": "code", "oneOf": order}
    parts = {
        "transform": [{"filter": inside}, {"filter": inside | {"field": "with"}}],
        "encoding": {"x": across, "y": down},
        "layer": layers,
    }
    return Picture(
        "Codes on the same words",
        f"{len(order)} codes; a square is dark where two of them stand on the same "
        "words of many people.",
        _specification(rows, width={"step": 18}, height={"step": 18}, **parts),
        rows,
    )


def _pairs(segments: Sequence[Placed], names: Mapping[str, str]) -> list[Row]:
    """Each pair of codes twice, once from either side."""
    by_id = {each.id: each for each in segments}
    rows: list[Row] = []
    for pair, meetings in sorted(on_same_words(segments).items()):
        people = {by_id[one].person or by_id[one].transcript for one, _ in meetings}
        rows += [
            {
                "code": names[left],
                "with": names[right],
                "segments": len(meetings),
                "people": len(people),
            }
            for left, right in (pair, pair[::-1])
        ]
    return rows


def _squares(*, counts: bool) -> Row:
    told = ["code", "with", *(["segments", "people"] if counts else [])]
    return {
        "mark": {"type": "rect", "stroke": "white"},
        "encoding": {
            "color": {
                "field": "people",
                "type": "quantitative",
                "scale": {"range": ["#e4e1d8", "#2b2b2b"], "domainMin": 1},
                "legend": None,
            },
            "tooltip": [{"field": name} for name in told],
        },
    }


def _numbers(most: int) -> Row:
    """How many people, in white where the square is dark."""
    light = {"test": f"datum.people > {most / 2}", "value": "white"}
    return {
        "mark": {"type": "text", "fontSize": 9},
        "encoding": {
            "text": {"field": "people", "type": "quantitative"},
            "color": {"condition": light, "value": _INK},
        },
    }


def along_the_talk(segments: Sequence[Placed], names: Mapping[str, str]) -> Picture:
    """Where in an interview each code stands, from the first words to the last."""
    rows = [
        {
            "code": names[each.code],
            "transcript": each.transcript,
            "along": round(each.along, 4),
            "group": each.group or "no group",
        }
        for each in segments
    ]
    totals = Counter(str(row["code"]) for row in rows)
    order = [name for name, _ in totals.most_common(MOST_CODES)]
    ticks = {
        "transform": [{"filter": {"field": "code", "oneOf": order}}],
        "mark": {"type": "tick", "thickness": 1.4, "opacity": 0.75, "color": _INK},
        "encoding": {
            "x": {
                "field": "along",
                "type": "quantitative",
                "title": "course of the interview",
                "scale": {"domain": [0, 1]},
                "axis": {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1]},
            },
            "y": {"field": "code", "type": "nominal", "sort": order, "title": None},
            "tooltip": [{"field": "code"}, {"field": "transcript"}, {"field": "group"}],
        },
    }
    return Picture(
        "Codes over the course of an interview",
        f"{len(order)} codes; each stroke is a segment, placed by how far into its "
        "interview it begins.",
        _specification(rows, width=520, height={"step": 14}, **ticks),
        rows,
    )
