"""Pictures of six themes with twenty-five codes each, measured in a browser."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from workbench.coding.codebook import read_codebook
from workbench.decisions.coding import CodebookLoaded
from workbench.decisions.decision import Words
from workbench.decisions.reviewing import GroupsContrasted
from workbench.decisions.themes import (
    CodeSetAside,
    MapArranged,
    ThemesMerged,
    ThemesRelated,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.decisions.theory import AllianceLinked
from workbench.exporters import figures_lineage, figures_matrices, figures_themes
from workbench.exporters.drawing import Drawing, drawn, fitting, width_of, wrapped
from workbench.exporters.reading import moment
from workbench.model import POLARITIES, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

THEMES = (
    "Writing for a reader: the record makes a third chair",
    "Owing nobody: the relief and the poverty of being heard for free",
    "Endings nobody hosts",
    "Wakefulness",
    "Being kept to it by something that does not mind",
    "What is said first to a machine and only afterwards to a person",
)
WORDS = ("remembering", "Sunday", "listened", "unwillingness", "MMWW", "ill", "chart")


@pytest.fixture
def large(empty: Any) -> Any:
    """Six themes of twenty-five codes each; one more was merged, one discarded."""
    for name, group in (("C01", "client"), ("C02", "client"), ("T01", "clinician")):
        empty.participant(name, group)
    empty.transcript("i-1", "C01", "How was it?", "It listened to me at night.")
    number = 0
    for at, theme in enumerate(THEMES):
        codes = []
        for each in range(25):
            number += 1
            words = [
                WORDS[(number * step + each) % 7] for step in range(1, 2 + each % 5)
            ]
            empty.code(f"c-{number}", f"{' '.join(words)} {number}")
            codes.append(f"c-{number}")
        parent = "t-1" if at == 5 else None
        state = "candidate" if at == 3 else "reviewed"
        empty.theme(
            f"t-{at + 1}", theme, *codes, concept="One idea.", parent=parent,
            state=None if state == "candidate" else state,
        )  # fmt: skip
    empty.segment("s-1", "i-1", "It listened", "c-1")
    empty.record(
        ThemeStarted("t-8", Words("Trust"), codes=("c-1", "c-2")),
        ThemesMerged("t-8", "t-1", "candidate", tuple(f"c-{n}" for n in range(1, 26)),
                     tuple(f"c-{n}" for n in range(1, 26)), Words("one idea")),
        ThemeStarted("t-9", Words("Privacy"), codes=("c-3",)),
        ThemeStateChanged("t-9", "candidate", "discarded", Words("a topic")),
        ThemesRelated("l-1", "t-1", "t-2", Words("makes room for what is owed")),
        ThemesRelated("l-2", "t-2", "t-3", Words("ends in")),
        ThemesRelated("l-3", "t-4", "t-1", None),
        ThemesRelated("l-4", "t-5", "t-3", Words("softens")),
        CodeSetAside("a-1", "c-4"),
        GroupsContrasted("g-1", "t-1", None, None, "divergent", None, Words("owing")),
    )  # fmt: skip
    related_to_theory(empty)
    return empty


def related_to_theory(made: Any) -> None:
    """Every theme stands to every dimension of the widest framework, in all ways."""
    with_dimensions = "digital_therapeutic_alliance"
    named = (Words(with_dimensions), Words("Digital therapeutic alliance"))
    made.record(CodebookLoaded("f-1", *named, for_mapping=True))
    book = read_codebook(with_dimensions)
    places = [
        (f"t-{theme}", dimension.id, group)
        for theme in range(1, 7)
        for dimension in book.all_dimensions()
        for group in ("client", "clinician")
    ]
    for number, (theme, dimension, group) in enumerate(places):
        made.record(
            AllianceLinked(
                f"a-{number}", theme, "f-1", dimension,
                RELATIONS[number % 5], "client-AI", None, POLARITIES[number % 5],
                Words(group), Words("so"),
            )
        )  # fmt: skip
    made.record(
        AllianceLinked(
            "a-out", "t-1", "f-1", "", "outside-framework", "client-AI", None, None,
            None, Words("no home"),
        )
    )  # fmt: skip


def pictures(made: Any) -> dict[str, Drawing]:
    with moment(made.project, None) as seen:
        return {
            "map": figures_themes.theme_map(seen),
            "tree": figures_themes.code_tree(seen),
            "lineage": figures_lineage.lineage_flow(seen),
            "people": figures_matrices.participant_dots(seen, counts=False),
            "groups": figures_matrices.group_bars(seen),
            "theory": figures_matrices.alliance_cells(seen),
        }


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    shown = chromium.new_page(viewport={"width": 900, "height": 1200})
    yield shown
    shown.close()


#: Where each line of text really stands, as this browser draws it.
EXTENTS = """() => [...document.querySelectorAll('svg text')].flatMap(text => {
  const spans = [...text.querySelectorAll('tspan')];
  return (spans.length ? spans : [text]).filter(e => e.textContent.trim()).map(e => {
    const box = e.getBoundingClientRect();
    return [e.textContent, box.left, box.top + 2, box.right, box.bottom - 2];
  });
})"""


@pytest.mark.browser
def test_no_text_lies_on_another_with_six_themes_of_twenty_five_codes(
    large: Any, page: Page
) -> None:
    for name, drawing in pictures(large).items():
        page.set_content(drawn(drawing, ".svg").decode())
        found = page.evaluate(EXTENTS)
        touching = [
            (one[0], other[0])
            for at, one in enumerate(found)
            for other in found[at + 1 :]
            if one[1] < other[3] and other[1] < one[3]
            and one[2] < other[4] and other[2] < one[4]
        ]  # fmt: skip
        edge = page.locator("svg").bounding_box()
        assert edge is not None
        outside = [t[0] for t in found if t[3] > edge["x"] + edge["width"] + 1]

        assert found
        assert (name, touching[:3], outside[:3]) == (name, [], [])


def test_every_code_is_in_the_tree_and_every_candidate_in_the_lineage(
    large: Any,
) -> None:
    made = pictures(large)
    tree = {row[2] for row in made["tree"].rows}
    with moment(large.project, None) as seen:
        lineage = figures_lineage.lineage_of(seen)

    assert len(tree) == 150
    assert sum(lineage.account.values()) == len(lineage.candidates) == 8
    assert lineage.account == {
        "standing": 6, "merged": 1, "split": 0, "discarded": 1,
    }  # fmt: skip
    ends = {row[1] for row in made["lineage"].rows}
    assert "discarded" in ends
    assert f"{THEMES[0]} (reviewed)" in ends
    assert len([row for row in made["lineage"].rows if row[0] == "Trust"]) == 1


def test_the_lineage_says_when_and_why_a_candidate_was_given_up(large: Any) -> None:
    picture = pictures(large)["lineage"]
    said = [" ".join(label.lines) for label in picture.labels]

    assert any(text.startswith("discarded ") and "a topic" in text for text in said)
    assert any(text.startswith("merged ") and "one idea" in text for text in said)
    assert "8 candidates were begun: 6 standing, 1 merged, 1 discarded." in said


def test_headings_of_the_matrix_are_made_smaller_before_a_word_is_broken(
    large: Any,
) -> None:
    heads = [
        line
        for label in pictures(large)["theory"].labels
        if label.bold
        for line in label.lines
    ]

    assert "Facilitators" in heads
    assert not [line for line in heads if line.endswith("-")]
    assert fitting(["unwillingness"], 500, (9, 7)) == 9
    assert fitting(["unwillingness"], 10, (9, 7)) == 7


def test_words_of_wide_signs_take_their_room_and_break_without_a_hyphen() -> None:
    said = "\u4fe1\u4efb\u662f\u4e00\u79cd\u5173\u7cfb\u5417"
    lines = wrapped(said, 40, 10)

    assert "".join(lines) == said
    assert all(width_of(line, 10) <= 40 for line in lines)
    assert width_of(said, 10) == 80


def test_a_map_arranged_by_hand_stays_so(large: Any) -> None:
    large.record(MapArranged("m-1", ("t-1", "t-2"), (0, 1000), (0, 0)))
    picture = pictures(large)["map"]
    places = {box.tip: (box.x, box.y) for box in picture.boxes}

    assert places[THEMES[0]][0] == 0
    assert places[THEMES[1]][0] + 118 == pytest.approx(480)


def test_the_same_moment_gives_the_same_bytes_in_every_format(large: Any) -> None:
    drawing = pictures(large)["map"]
    again = pictures(large)["map"]

    for suffix in (".svg", ".csv"):
        assert drawn(drawing, suffix) == drawn(again, suffix)
    png = drawn(drawing, ".png")
    assert png == drawn(again, ".png")
    assert png.startswith(b"\x89PNG")
    # pixels to the metre: 300 to the inch
    at = png.index(b"pHYs") + 4
    assert int.from_bytes(png[at : at + 4], "big") == 11811
    rows = list(csv.reader(io.StringIO(drawn(drawing, ".csv").decode())))
    assert rows[0] == ["from", "line", "to"]
    assert [THEMES[0], "makes room for what is owed", THEMES[1]] in rows


def test_a_study_without_themes_has_pictures_that_say_nothing(empty: Any) -> None:
    for drawing in pictures(empty).values():
        assert drawn(drawing, ".svg").startswith(b"<svg")


def test_long_words_are_broken_and_never_lost() -> None:
    lines = wrapped("quite unwillingness", 40, 9)

    assert "".join(line.removesuffix("-") for line in lines) == "quiteunwillingness"
    assert all(line.endswith("-") for line in lines[1:-1])
    assert wrapped("one two three four five six", 40, 9, 2)[-1].endswith("\u2026")
