"""Every page for people who use keys or a screen reader, or need contrast: by axe."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from workbench.ui.navigation import BESIDE_IT, START, THE_WORK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright",
    reason="axe is not installed: pip install axe-playwright-python",
)

PAGES: Final = ["", *(each.file for each in (*THE_WORK, *BESIDE_IT))]
#: Milder in axe's eyes; but who listens to a page finds her way by its headings.
AS_WELL: Final = ("heading-order", "page-has-heading-one", "landmark-one-main")


def faults(page: Page) -> list[str]:
    """What axe finds that is serious or worse, each with where."""
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical") or each["id"] in AS_WELL
        for node in each["nodes"]
    ]


def cut_off(page: Page) -> list[str]:
    """Words that a laptop's screen shows in part; tables have a bar to move them."""
    found: list[str] = page.evaluate("""() => {
      const cut = (each) =>
        ["hidden", "clip"].includes(getComputedStyle(each).overflowX) &&
        each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1 &&
        !each.closest("[data-testid=stDataFrame]") && each.textContent.trim();
      return [...document.querySelectorAll("body *")].filter(cut)
        .map((each) => each.textContent.trim().slice(0, 60));
    }""")
    return found


def test_every_page_can_be_used_by_everyone(
    chromium: Browser,
    serve: Callable[[Path], Any],
    built_sample: Path,
    tmp_path: Path,
) -> None:
    assert START.file not in PAGES
    path = shutil.copy(built_sample, tmp_path / "sample.workbench")
    address = serve(Path(path)).address
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    found = {}
    for name in PAGES:
        page.goto(f"{address}/{name}")
        page.wait_for_selector(".stMainBlockContainer :is(h1, h2)", timeout=30_000)
        page.wait_for_selector("[data-test-script-state=notRunning]", timeout=30_000)
        page.wait_for_timeout(500)
        found[name] = [*faults(page), *cut_off(page)]
    page.close()

    assert found == {name: [] for name in PAGES}


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<button></button>", "button-name"),
        ("<h1>One</h1><h3>Three</h3>", "heading-order"),
        ("<p style='color:#999;background:#fff'>pale</p>", "color-contrast"),
    ],
)
def test_a_fault_would_be_found(chromium: Browser, broken: str, fault: str) -> None:
    page = chromium.new_page()
    heading = "" if "<h1>" in broken else "<h1>A page</h1>"
    page.set_content(
        f"<html lang=en><title>t</title><body><main>{heading}{broken}</main>"
    )

    found = faults(page)

    page.close()
    assert [each.split(":")[0] for each in found] == [fault]
