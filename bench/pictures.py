"""The pictures of the README and the docs, taken of the sample study in real Chromium.

    python bench/pictures.py

Writes docs/pictures/*.png; run it when a page has changed its looks.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.pane import SIZE, Served  # noqa: E402 - runs as a script too
from workbench.sample.build import build_sample  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def on_a_segment(page: Page) -> None:
    """A coded segment is active, its neighbours in view."""
    page.wait_for_selector(".wb-words span")
    for _ in range(9):
        page.keyboard.press("]")


def nothing(_: Page) -> None:
    """The page as it opens."""


PICTURES: Final[dict[str, tuple[str, str, Callable[[Page], None]]]] = {
    "start": ("", "h1", nothing),
    "coding-pane": ("code?transcript=C14", ".wb-turn", on_a_segment),
}


def main() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as it is wanted

    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as tool:
        build_sample(Path(scratch) / "study.workbench")
        served = Served(Path(scratch))
        browser = tool.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        for name, (address, ready, prepare) in PICTURES.items():
            page.goto(served.address(address))
            page.wait_for_selector(ready, timeout=60_000)
            page.wait_for_timeout(2500)
            prepare(page)
            page.wait_for_timeout(700)
            page.screenshot(path=str(folder / f"{name}.png"))
        browser.close()
        served.stop()


if __name__ == "__main__":
    main()
