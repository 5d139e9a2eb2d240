"""A button that is pressed twice does its deed once, and tells what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.store import encryption
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.ui.conftest import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A study on the machine that the app runs on."""
    monkeypatch.setenv("WORKBENCH_CONFIG", str(tmp_path / "config"))
    return Project.create(
        tmp_path / "nights.workbench",
        title="Nights",
        orientation="reflexive",
        researcher="Alma",
        surroundings=Surroundings(),
    )


def test_a_study_encrypted_by_two_clicks_shows_the_key_that_opens_it(
    study: Project,
    serve: Callable[[Path], Server],
    window: Callable[[str], Page],
    press_twice: Callable[..., None],
) -> None:
    pytest.importorskip("sqlcipher3")
    path = study.database.path
    assert path is not None
    page = window(f"{serve(path).address}/settings")
    page.get_by_text("Positionality").wait_for()
    page.get_by_text("Safe keeping", exact=True).click()
    page.get_by_text("Encrypt this study").click()
    page.get_by_label("New passphrase (a sentence is good)").fill("a walk by the quay")
    page.get_by_label("Once more").fill("a walk by the quay")

    press_twice(page.get_by_role("button", name="Encrypt", exact=True), apart=60)

    page.get_by_text("The study is encrypted").wait_for()
    page.get_by_role("button", name="I have written it down").wait_for()
    shown = page.locator("[data-testid=stCode] code").inner_text()
    assert page.get_by_text("Nothing was").count() == 0
    encryption.unlock(path, shown)
