"""Ask the data: questions kept and asked again, cells, pictures, the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.coding import queries
from workbench.coding.placed import place
from workbench.coding.querying import Query, answer, from_text
from workbench.errors import DuplicateError, RefusedError
from workbench.exporters.query_export import export_answer
from workbench.model import Code, CodedSegment, OutsideCopy, SavedQuery
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from workbench.store.project import Project

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def study(
    file_project: Project,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> Project:
    for transcript in study_with_transcripts(file_project, count=2):
        code_some(file_project, transcript, count=3)
    return file_project


@pytest.fixture
def page(study: Project, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(study.database.path))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    return app.switch_page(session.page_file("ask")).run()


def wrong(page: AppTest) -> list[str]:
    return [*(e.message for e in page.exception), *(e.value for e in page.error)]


def matrix(page: AppTest) -> list[list[object]]:
    shown = next(t for t in page.dataframe if "Code" in t.value.columns).value
    return [list(shown.columns), *shown.to_numpy().tolist()]


def test_the_matrix_follows_what_stands_across(page: AppTest, study: Project) -> None:
    page.selectbox(key="ask_columns").set_value("transcript").run()

    names = sorted(code.name for code in study.read(Code))
    assert wrong(page) == []
    heads, *rows = matrix(page)
    assert heads == ["Code", "int-1", "int-2"]
    assert [row[0] for row in rows] == names
    assert sum(cell == "\N{BLACK CIRCLE}" for row in rows for cell in row) == 2


def test_a_question_is_kept_asked_again_and_put_away(
    page: AppTest, study: Project
) -> None:
    code = study.rows(Code)[0].id
    page.selectbox(key="ask_columns").set_value("coder").run()
    page.multiselect(key="ask_codes").set_value([code]).run()
    page.text_input(key="name_of_question").set_value("Who codes it")
    page.button(key="keep_question").click().run()
    assert wrong(page) == []
    (kept,) = study.read(SavedQuery)
    assert from_text(kept.asks) == Query(columns="coder", codes=(code,))

    page.selectbox(key="ask_columns").set_value("group").run()
    page.selectbox(key="kept_question").set_value(kept.id).run()

    assert page.selectbox(key="ask_columns").value == "coder"
    assert page.multiselect(key="ask_codes").value == [code]
    page.button(key="put_away").click().run()
    assert study.read(SavedQuery, state="kept") == []


@pytest.mark.parametrize(
    "picture",
    ["Coverage", "Codes by group", "Codes on the same words", "Over the interview"],
)
def test_every_picture_shows_or_says_why_not(page: AppTest, picture: str) -> None:
    page.session_state["ask_view"] = "Pictures"
    page.session_state["picture"] = picture
    page.run()

    assert wrong(page) == []
    reasons = [each.value for each in page.info]
    assert ("counts are off" in " ".join(reasons)) == (picture == "Codes by group")


def test_the_workbook_holds_matrix_and_words_and_is_on_record(
    study: Project, lead: Callable[[Project], str]
) -> None:
    import openpyxl

    names = {code.id: code.name for code in study.read(Code)}
    found = answer(place(study, study), Query(columns="transcript"))

    made = export_answer(study, lead(study), found, names, {}, counts=True)

    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Matrix", "Extracts"]
    rows = list(book["Extracts"].iter_rows(min_row=2, values_only=True))
    words = {s.id: s.quote for s in study.read(CodedSegment)}
    assert {row[-1]: row[5] for row in rows} == words
    assert [copy.kind for copy in study.rows(OutsideCopy)] == ["question"]


def test_a_kept_question_needs_a_name_of_its_own(
    study: Project, lead: Callable[[Project], str]
) -> None:
    by = lead(study)
    queries.save(study, by, "Nights", Query())

    with pytest.raises(DuplicateError):
        queries.save(study, by, " nights ", Query())
    with pytest.raises(RefusedError):
        queries.save(study, by, " ", Query())
