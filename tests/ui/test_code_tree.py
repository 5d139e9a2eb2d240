"""The code list as a tree in a real browser: put in order by dragging and by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbench.coding import codes
from workbench.model import Code

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from workbench.store.project import Project

pytestmark = pytest.mark.browser


def test_codes_are_put_under_one_another_by_dragging_and_by_keys(
    file_project: Project,
    lead: Callable[[Project], str],
    serve: Callable[[Path], Any],
    window: Callable[[str], Page],
) -> None:
    by, path = lead(file_project), file_project.database.path
    assert path is not None
    for name in ("bond", "care", "doubt <b>", "end"):
        codes.create(file_project, by, name)
    page = window(f"{serve(path).address}/codes")

    def row(name: str) -> Any:
        return page.locator(".wbl-code", has_text=name)

    def stands(name: str, level: int) -> None:
        """On the page and in the study, once that is answered."""
        page.wait_for_selector(
            f".wbl-code[aria-level='{level}']:not(.wbl-moving):has-text('{name}')"
        )

    def under() -> dict[str, str | None]:
        known = {code.id: code for code in file_project.read(Code)}
        return {
            code.name: known[code.parent].name if code.parent else None
            for code in known.values()
        }

    row("doubt").wait_for(timeout=30_000)
    row("doubt").drag_to(row("bond"))
    stands("doubt", 2)
    assert under()["doubt <b>"] == "bond"

    row("care").click()
    page.wait_for_selector("h2:has-text('care')")
    page.keyboard.press("Alt+ArrowRight")  # under the code above it on its own level
    stands("care", 2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowRight")
    stands("doubt", 3)
    # a code is never put below itself, and dragged out it stands under none
    row("bond").drag_to(row("doubt"))
    row("doubt").drag_to(page.locator(".wbl-top"), force=True)
    stands("doubt", 1)

    expected = {"bond": None, "care": "bond", "doubt <b>": None, "end": None}
    assert under() == expected
    moves = [e for e in file_project.events() if e.kind == "CodeMoved"]
    assert len(moves) == 4
    page.locator(".wbl-find").fill("car")
    page.wait_for_selector(".wbl-code >> nth=1", state="detached")
    assert page.locator(".wbl-name").all_inner_texts() == ["care"]
