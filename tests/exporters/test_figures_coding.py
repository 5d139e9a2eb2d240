"""Pictures of the coding: three files from one specification, told apart in grey."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from workbench.coding.coverage import PARTS, Coverage
from workbench.coding.placed import Placed
from workbench.exporters import figures_coding as figures
from workbench.familiarise.voices import Voice

if TYPE_CHECKING:
    from workbench.exporters.figures_coding import Picture

NAMES = {"c-1": "trust <b>at</b> night", "c-2": "=cost"}


def segment(name: str, code: str, start: int, person: str, group: str) -> Placed:
    return Placed(
        id=name,
        code=code,
        transcript=f"t-{person}",
        version=f"v-{person}",
        start=start,
        end=start + 10,
        turn=0,
        voice=Voice(person, "participant", person, group),
        question=None,
        polarity=None,
        target=None,
        by="r-1",
        origin="manual",
        along=start / 100,
    )


SEGMENTS = [
    segment("s1", "c-1", 0, "C01", "clients"),
    segment("s2", "c-1", 20, "C01", "clients"),
    segment("s3", "c-2", 5, "C01", "clients"),
    segment("s4", "c-1", 50, "T01", "clinicians"),
]
COVERED = [
    Coverage(
        transcript="t-C01",
        group="clients",
        words=900,
        segments=3,
        coded=0.25,
        passed_over=0.0,
        strip=(1.0, *(0.0,) * (PARTS - 1)),
        passes=1,
        last_read="2025-01-01",
        coders=1,
        notes=0,
        checked=False,
    )
]
PICTURES = {
    "coverage": figures.coverage_strips(COVERED),
    "people": figures.by_group(SEGMENTS, NAMES, people=True),
    "segments": figures.by_group(SEGMENTS, NAMES, people=False),
    "words": figures.on_one_another(SEGMENTS, NAMES, counts=True),
    "course": figures.along_the_talk(SEGMENTS, NAMES),
}
every_picture = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)


@every_picture
def test_a_picture_is_drawn_as_svg_png_and_csv(picture: Picture) -> None:
    svg, png = picture.svg().decode(), picture.png()

    assert svg.startswith("<svg")
    assert png.startswith(b"\x89PNG")
    # pixels per metre in the image's own header: 300 to the inch
    assert b"pHYs" + (11811).to_bytes(4, "big") in png
    rows = list(csv.reader(io.StringIO(picture.csv().decode("utf-8-sig"))))
    assert len(rows) == len(picture.rows) + 1
    assert picture.says


@every_picture
def test_a_picture_is_readable_in_grey_and_holds_no_markup(picture: Picture) -> None:
    svg = picture.svg().decode()

    shades = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', svg))
    rgb = re.findall(r'"rgb\((\d+), ?(\d+), ?(\d+)\)"', svg)
    for red, green, blue in [
        *((int(s[1:3], 16), int(s[3:5], 16), int(s[5:], 16)) for s in shades),
        *((int(r), int(g), int(b)) for r, g, b in rgb),
    ]:
        assert max(red, green, blue) - min(red, green, blue) <= 16
    assert "<b>" not in svg


def test_people_are_counted_once_and_segments_each() -> None:
    def counted(picture: Picture, of: str) -> dict[Any, Any]:
        return {(row["code"], row["group"]): row[of] for row in picture.rows}

    trust = NAMES["c-1"]
    assert counted(PICTURES["people"], "people")[trust, "clients"] == 1
    assert counted(PICTURES["segments"], "segments")[trust, "clients"] == 2


def test_no_number_is_drawn_where_counts_are_off() -> None:
    drawn = figures.on_one_another(SEGMENTS, NAMES, counts=False).svg().decode()

    assert re.findall(r">(\d+)</text>", drawn) == []
    strips = figures.coverage_strips(COVERED, counts=False).svg().decode()
    assert "%" not in re.sub(r"<[^>]+>", "", strips)


def test_a_cell_that_begins_as_a_formula_is_no_formula() -> None:
    assert "\n=cost" not in PICTURES["people"].csv().decode("utf-8-sig").replace(
        "\r", ""
    )
