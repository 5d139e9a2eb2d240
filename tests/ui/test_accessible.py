"""Every page for people who use keys, a screen reader, or need contrast.

Our own checks of what WCAG 2.2 asks at level AA and a machine can see: names on
controls, headings in order, one main landmark, words instead of pictures, contrast.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from workbench.ui.navigation import BESIDE_IT, START, THE_WORK

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES: Final = ["", *(each.file for each in (*THE_WORK, *BESIDE_IT))]
LOOK: Final = (Path(__file__).parent / "accessible.js").read_text("utf-8")


def faults(page: Any) -> list[str]:
    """What a page has wrong, each with where."""
    return [": ".join(map(str, each)) for each in page.evaluate(LOOK)]


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
        page.wait_for_timeout(1200)
        found[name] = faults(page)
    page.close()

    assert found == {name: [] for name in PAGES}


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("<button></button>", "name"),
        ("<input>", "name"),
        ("<h1>One</h1><h3>Three</h3>", "heading"),
        ("<h1>One</h1><h1>Two</h1>", "heading"),
        ("<img src='data:,'  width=9 height=9>", "words"),
        ("<p style='color:#999;background:#fff'>pale</p>", "contrast"),
        ("<p style='opacity:.4'>pale</p>", "contrast"),
    ],
)
def test_each_fault_would_be_found(chromium: Browser, broken: str, fault: str) -> None:
    page = chromium.new_page()
    heading = "" if "<h1>" in broken else "<h1>A page</h1>"
    page.set_content(
        f"<html lang=en><title>t</title><body><main>{heading}{broken}</main>"
    )

    found = faults(page)

    page.close()
    assert [each.split(":")[0] for each in found] == [fault]
