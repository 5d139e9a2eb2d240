"""From coded segments to a table in Word and a checked draft, on the page alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.exporters.conftest import Builder, fill
from workbench.model import Extract, OutsideCopy, Researcher, ThemeOrder
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.ui.conftest import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    folder = tmp_path_factory.mktemp("write-up")
    # the machine that the app runs on, too
    here = Surroundings(config=folder / "config")
    project = Project.create(
        folder / "study.workbench",
        title="Nights",
        orientation="reflexive",
        researcher="Ann",
        surroundings=here,
    )
    made = Builder(project, project.rows(Researcher)[0].id)
    fill(made)
    return made


@pytest.fixture
def page(
    study: Builder,
    serve: Callable[[Path], Server],
    window: Callable[[str], Page],
    running: dict[str, Server],
) -> Page:
    path = study.project.database.path
    assert path is not None
    if "server" not in running:
        running["server"] = serve(path)
    shown = window(f"{running['server'].address}/write_up")
    shown.get_by_text("coded segments. Tick rows").wait_for(timeout=60_000)
    return shown


@pytest.fixture(scope="module")
def running() -> dict[str, Server]:
    """The one server of these tests."""
    return {}


def test_an_extract_is_shortened_with_its_changes_marked(
    page: Page, study: Builder
) -> None:
    page.get_by_text("Shorten or clarify for print").first.click()
    area = page.get_by_label(re.compile("As it is printed")).first
    area.fill("It asked me and nobody else did")
    area.press("Control+Enter")
    page.get_by_text("outside the square brackets it is not").first.wait_for()
    assert page.get_by_role("button", name="Keep this wording").first.is_disabled()

    area.fill("It asked how I was [...] nobody else did")
    area.press("Control+Enter")
    page.get_by_role("button", name="Keep this wording").first.click()

    page.get_by_text("Kept; what was said stays").wait_for()
    assert (
        study.project.read(Extract, id="Q-0001")[0].printed
        == "It asked how I was [...] nobody else did"
    )


def test_the_table_is_shown_as_it_prints_in_the_authors_order(
    page: Page, study: Builder
) -> None:
    page.get_by_role("tab", name="As it will print").click()
    printed = page.frame_locator("iframe").last.locator("tbody")
    printed.get_by_text("Someone is there at night").wait_for()
    assert printed.locator("tr").first.inner_text().startswith("Someone is there")

    page.get_by_role("button", name="Order of the themes").click()
    page.locator(".st-key-earlier_t-3 button").first.click()
    page.get_by_text("In this order.").wait_for()

    assert study.project.read(ThemeOrder)[0].themes == ("t-3", "t-1")


def test_an_export_made_by_two_clicks_is_handed_over_and_recorded_once(
    page: Page, study: Builder, tmp_path: Path, press_twice: Callable[..., None]
) -> None:
    page.get_by_role("tab", name="Export").click()
    make = page.get_by_role("button", name="Make the file")
    make.wait_for()
    page.wait_for_timeout(500)
    press_twice(make, apart=60)
    save = page.get_by_role("button", name="Save theme-table.docx")
    save.wait_for(timeout=60_000)
    with page.expect_download() as handed:
        save.click()
    out = tmp_path / "themes.docx"
    handed.value.save_as(out)

    assert "Illustrative quote" in Document(str(out)).tables[0].rows[0].cells[-1].text
    assert [copy.kind for copy in study.project.read(OutsideCopy)] == ["theme-table"]


def test_a_draft_is_checked_and_kept_nowhere(page: Page, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("She said “It asked me twice a night” (C01).")
    document.save(str(tmp_path / "draft.docx"))

    page.get_by_role("tab", name="Check a draft").click()
    page.set_input_files("input[type=file]", str(tmp_path / "draft.docx"))

    page.get_by_text("1 quotation looked up; 1 thing to put right").wait_for()
    assert page.get_by_text("nobody in the analysis says this").count() == 1
