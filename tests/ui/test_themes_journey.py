"""From codes to a mapped theme table by the screens alone, in the sample study."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from workbench.model import (
    AllianceLink,
    Code,
    Extract,
    OutsideCopy,
    SetAside,
    Theme,
    ThemeMap,
)
from workbench.store.project import Project

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
NAME = "Sleep is where *it* [lives](x)"


@pytest.fixture(scope="module")
def sample(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    path = tmp_path_factory.mktemp("sample") / "sample.workbench"
    return Project.open(shutil.copy(built_sample, path))


@pytest.fixture(scope="module")
def address(sample: Project, serve: Callable) -> str:  # type: ignore[type-arg]
    return str(serve(sample.database.path).address)


def quiet(page: Page) -> None:
    """The page has done what was asked of it."""
    page.wait_for_timeout(500)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(200)


def until(page: Page, holds: Callable[[], bool]) -> None:
    """What was done on the page has reached the study."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(200)


def at(page: Page, address: str, place: str, wanted: str) -> None:
    page.goto(f"{address}/{place}")
    page.wait_for_selector(wanted, timeout=30_000)
    quiet(page)


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True).first


def standing(project: Project) -> Theme:
    return next(each for each in project.read(Theme) if each.name == NAME)


def choose_theme(page: Page) -> None:
    """The theme of this journey is the one at hand."""
    box = page.get_by_role("combobox", name="Theme", exact=False).first
    box.click()
    page.keyboard.type("Sleep is")
    page.keyboard.press("Enter")
    quiet(page)


def test_a_theme_is_begun_from_codes_by_keys_and_by_dragging(
    window: Callable[[str], Page], address: str, sample: Project
) -> None:
    page = window(address)
    at(page, address, "themes", ".wbb-chip")
    loose = page.locator(".wbb-loose .wbb-scroll .wbb-chip")
    first, second, third = (loose.nth(n).inner_text() for n in range(3))
    page.get_by_label("Find a code on the board").fill(first.upper())
    in_sight = loose.locator("visible=true")
    assert [chip.inner_text() for chip in in_sight.all()] == [first]
    page.keyboard.press("Escape")
    assert in_sight.count() > 2
    loose.nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("n")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    quiet(page)
    loose.nth(0).drag_to(page.locator(".wbb-pile"))
    quiet(page)
    names = {code.id: code.name for code in sample.read(Code)}

    begun = standing(sample)
    assert {names[code] for code in begun.codes} == {first, second}
    pile = {names[each.code] for each in sample.rows(SetAside, state="aside")}
    assert third in pile
    assert page.locator(".wbb-cardhead", has_text=NAME).count() == 1
    page.locator(".wbb-pile .wbb-chip", has_text=third).first.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("sleep is")
    page.keyboard.press("Enter")
    quiet(page)
    assert len(standing(sample).codes) == 3
    page.get_by_role("button", name="Undo").click()
    quiet(page)
    assert len(standing(sample).codes) == 2


def test_it_is_arranged_on_the_map_and_stays_there(
    window: Callable[[str], Page], address: str, sample: Project
) -> None:
    page = window(address)
    at(page, address, "themes", ".wbb-chip")
    page.get_by_role("tab", name="Map").click()
    node = page.locator(".wbt-node", has_text="Sleep is")
    node.wait_for()
    node.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    until(page, lambda: bool(sample.rows(ThemeMap)))

    assert standing(sample).id in sample.rows(ThemeMap)[-1].themes


def test_it_is_reviewed_with_a_concept_and_an_extract_is_chosen(
    window: Callable[[str], Page], address: str, sample: Project
) -> None:
    page = window(address)
    at(page, address, "review", "[data-testid=stDataFrame]")
    choose_theme(page)
    page.locator(".wbx-extract").first.get_by_role("button", name="Quote it").click()
    quiet(page)
    page.get_by_role("tab", name="Concept and state").click()
    concept = "Central organising concept: the one idea its codes share"
    field(page, concept).fill("Night is when nobody else answers.")
    state = page.locator("[data-testid=stSelectbox]", has_text="State")
    state.locator("visible=true").locator("input").first.click()
    page.keyboard.type("reviewed")
    page.keyboard.press("Enter")
    quiet(page)
    page.get_by_role("button", name="Keep", exact=True).locator("visible=true").click()
    until(page, lambda: standing(sample).state == "reviewed")

    theme = standing(sample)
    assert (theme.state, theme.central_concept) == (
        "reviewed",
        "Night is when nobody else answers.",
    )
    assert len(sample.rows(Extract, theme=theme.id)) == 1


def test_it_is_defined(
    window: Callable[[str], Page], address: str, sample: Project
) -> None:
    page = window(address)
    at(page, address, "define", "textarea")
    choose_theme(page)
    two_sentences = "The theme in two sentences: what is of interest about it, and why"
    field(page, two_sentences).fill("It answers at night.")
    field(page, "It is not").fill("Praise of opening hours.")
    page.get_by_role("button", name="Keep", exact=True).click()
    until(page, lambda: standing(sample).is_not is not None)

    theme = standing(sample)
    assert (theme.definition, theme.is_not) == (
        "It answers at night.",
        "Praise of opening hours.",
    )


def test_it_is_mapped_by_one_key_one_extract_and_one_sentence(
    window: Callable[[str], Page], address: str, sample: Project
) -> None:
    def argued() -> list[AllianceLink]:
        return sample.read(AllianceLink, theme=standing(sample).id)

    page = window(address)
    at(page, address, "theory", ".wbm-place")
    line = page.locator(".wbm-table tr", has_text="Sleep is")
    line.locator(".wbm-place").first.focus()
    page.keyboard.press("c")
    quiet(page)
    assert "no extract" in line.locator(".wbm-place").first.inner_text()
    page.get_by_role("button", name="For it").first.click()
    quiet(page)
    field(page, "One sentence: why").fill("Nobody else answers then.")
    page.get_by_role("button", name="Keep", exact=True).first.click()
    until(page, lambda: bool(argued()[0].rationale))

    [link] = argued()
    assert (link.polarity, link.rationale, len(link.evidence)) == (
        "contested",
        "Nobody else answers then.",
        1,
    )
    assert "no extract" not in line.locator(".wbm-place").first.inner_text()


def test_the_theme_table_and_the_lineage_leave_on_record(
    window: Callable[[str], Page], address: str, sample: Project, tmp_path: Path
) -> None:
    page = window(address)
    at(page, address, "define", "textarea")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word").click()
    taken.value.save_as(tmp_path / "themes.docx")
    table = Document(str(tmp_path / "themes.docx")).tables[0]
    told = "\n".join(cell.text for row in table.rows for cell in row.cells)

    assert NAME in told
    assert "Night is when nobody else answers." in told
    at(page, address, "themes", ".wbb-chip")
    page.get_by_role("tab", name="Where candidates went").click()
    page.get_by_text("candidates were begun").wait_for()
    with page.expect_download() as taken:
        page.get_by_role("button", name="SVG").locator("visible=true").click()
    picture = Path(taken.value.path()).read_text("utf-8")
    assert "Sleep is" in picture
    assert {copy.kind for copy in sample.read(OutsideCopy)} >= {
        "theme-table",
        "lineage",
    }
