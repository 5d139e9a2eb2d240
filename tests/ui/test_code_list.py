"""The code list: codes begun, reworded, moved, merged with a look ahead, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes
from workbench.model import Code, CodedSegment
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from workbench.store.project import Project

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def study(
    file_project: Project,
    lead: Callable[[Project], str],
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> Project:
    transcript = study_with_transcripts(file_project, count=1)[0]
    code_some(file_project, transcript, count=4)
    codes.create(file_project, lead(file_project), "zeal *of* nights")
    return file_project


@pytest.fixture
def page(study: Project, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(study.database.path))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    return app.switch_page(session.page_file("codes")).run()


def names(project: Project) -> set[str]:
    return {code.name for code in project.read(Code, state="active")}


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def look(page: AppTest, view: str) -> AppTest:
    page.session_state["code_view"] = view
    return page.run()


def wrong(page: AppTest) -> list[str]:
    return [*(e.message for e in page.exception), *(e.value for e in page.error)]


def test_a_code_is_begun_and_reworded_with_a_reason(
    page: AppTest, study: Project
) -> None:
    page.text_input(key="new_name_0").set_value("leaning on it")
    press(page, "Begin the code")
    assert "leaning on it" in names(study)

    boxes = [each for each in page.text_area if (each.key or "").startswith("means_")]
    boxes[0].set_value("relying on it at night")
    press(page, "Keep")

    assert wrong(page) == []
    found = next(c for c in study.read(Code) if c.name == "leaning on it")
    assert found.definition == "relying on it at night"


def test_a_name_that_is_taken_is_refused_in_words_and_what_was_typed_stays(
    page: AppTest,
) -> None:
    page.text_input(key="new_name_0").set_value("Zeal *of* nights")
    press(page, "Begin the code")

    assert len(page.error) == 1
    assert page.text_input(key="new_name_0").value == "Zeal *of* nights"


def test_a_merge_is_shown_before_and_after_and_can_be_taken_back(
    page: AppTest, study: Project
) -> None:
    first = next(c for c in study.read(Code) if c.name.startswith("code"))
    zeal = next(c for c in study.read(Code) if c.name.startswith("zeal"))
    look(page, "Merge")
    page.selectbox(key=f"merge_into_{first.id}").set_value(zeal.id).run()
    table = next(t for t in page.dataframe if "Segments now" in t.value.columns)
    assert list(table.value["Segments now"]) == [4, 0]
    assert list(table.value["Afterwards"]) == ["merged", "4"]

    page.button(key="merge").click().run()

    assert wrong(page) == []
    assert {s.code for s in study.rows(CodedSegment)} == {zeal.id}
    page.button(key="undo").click().run()
    assert {s.code for s in study.rows(CodedSegment)} == {first.id}
    page.button(key="redo").click().run()
    assert {s.code for s in study.rows(CodedSegment)} == {zeal.id}


@pytest.mark.parametrize("view", ["Segments", "Memos", "Split", "Retire", "History"])
def test_every_view_of_a_code_shows(page: AppTest, view: str) -> None:
    look(page, view)

    assert wrong(page) == []
