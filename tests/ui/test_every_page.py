"""Every page on an empty study, the sample, a damaged one, and with none open."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.model import Researcher
from workbench.study import add_researcher
from workbench.ui import session
from workbench.ui.desk import desk
from workbench.ui.navigation import BESIDE_IT, START, THE_WORK

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from workbench.store.project import Project

APP = Path(__file__).parents[2] / "app.py"
PAGES = [each.file for each in (START, *THE_WORK, *BESIDE_IT)]


@pytest.fixture(scope="module")
def sample(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.workbench"
    return Path(shutil.copy(built_sample, path))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[object], AppTest]]:
    """The app on a study, or with none open."""
    from streamlit.testing.v1 import AppTest

    def opened(address: object) -> AppTest:
        if address is None:
            monkeypatch.delenv("WORKBENCH_PROJECT", raising=False)
        else:
            monkeypatch.setenv("WORKBENCH_PROJECT", str(address))
        return AppTest.from_file(str(APP), default_timeout=60).run()

    yield opened
    os.environ.pop("WORKBENCH_PROJECT", None)


def failures(shown: AppTest) -> list[str]:
    """What went wrong on a page, whether told or not."""
    return [*(e.message for e in shown.exception), *(e.value for e in shown.error)]


def ways(shown: AppTest) -> int:
    """To how many pages the side of the window leads."""
    return len(shown.sidebar.get("page_link"))


def walk(shown: AppTest) -> dict[str, list[str]]:
    """What went wrong on each page, one after the other in one window."""
    found = {}
    for name in PAGES:
        shown.switch_page(session.page_file(name)).run()
        found[name] = failures(shown)
        # whatever a page has to say, it never ends the way on
        assert ways(shown) == len(PAGES), name
    return found


def test_every_page_is_listed_in_the_order_of_the_work() -> None:
    folder = Path(session.page_file("start")).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert set(PAGES) == files


def test_every_page_shows_an_empty_study(
    app: Callable[[object], AppTest], file_project: Project
) -> None:
    assert walk(app(file_project.database.path)) == {name: [] for name in PAGES}


def test_every_page_shows_the_sample_study(
    app: Callable[[object], AppTest], sample: Path
) -> None:
    assert walk(app(sample)) == {name: [] for name in PAGES}


def test_with_no_study_open_every_page_leads_to_the_start(
    app: Callable[[object], AppTest],
) -> None:
    shown = app(None)

    assert [each.value for each in shown.title] == ["Workbench for thematic analysis"]
    for name in PAGES[1:]:
        shown.switch_page(session.page_file(name)).run()
        assert failures(shown) == []
        titles = [each.value for each in shown.title]
        # a debriefer opens her packet where no study is
        assert titles == (["Debrief"] if name == "debrief" else ["No study is open"])


@pytest.mark.parametrize("damage", ["cut short", "a table gone", "no study at all"])
def test_a_damaged_study_is_told_in_one_line_on_every_page(
    app: Callable[[object], AppTest], file_project: Project, damage: str
) -> None:
    path = file_project.database.path
    assert path is not None
    if damage == "cut short":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "a table gone":
        with sqlite3.connect(path) as conn:
            conn.execute("DROP TABLE code")
    else:
        path.write_text("a shopping list", "utf-8")
    shown = app(path)

    for name in PAGES:
        shown.switch_page(session.page_file(name)).run()
        assert not shown.exception, name
        assert shown.error, name
        assert "Traceback" not in " ".join(each.value for each in shown.error)


def test_who_one_is_is_asked_once_where_several_work(
    app: Callable[[object], AppTest],
    file_project: Project,
    lead: Callable[[Project], str],
) -> None:
    add_researcher(file_project, lead(file_project), "Bruno", "co-analyst")
    shown = app(file_project.database.path)
    assert "Who are you?" in [each.value for each in shown.title]

    bruno = next(w.id for w in file_project.read(Researcher) if w.name == "Bruno")
    shown.button(key=f"i_am_{bruno}").click().run()

    assert shown.selectbox(key=session.RESEARCHER).value == bruno
    assert desk().who == {file_project.uuid: bruno}
    again = app(file_project.database.path)
    assert again.selectbox(key=session.RESEARCHER).value == bruno


def test_a_window_loaded_anew_stays_with_its_study_and_asks_where_there_are_two(
    app: Callable[[object], AppTest],
    sample: Path,
    file_project: Project,
    lead: Callable[[Project], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "_IN_WINDOWS", {})
    lead(file_project)
    own = file_project.study().title

    def titles(window: AppTest) -> list[str]:
        return [each.value for each in window.title]

    def open_own(window: AppTest) -> None:
        window.button(key="leave").click().run()
        window.text_input(key="address").set_value(str(file_project.database.path))
        next(b for b in window.button if b.label == "Open").click().run()

    alone = app(sample)
    open_own(alone)
    assert own in titles(app(sample))

    monkeypatch.setattr(session, "_IN_WINDOWS", {})
    beside, shown = app(sample), app(sample)
    open_own(shown)
    assert own not in titles(beside.run())
    anew = app(sample)
    assert titles(anew) == ["Workbench for thematic analysis"]
    assert "say which one this window is for" in anew.info[0].value
    shown.button(key="leave").click().run()
    assert "say which one" not in str([i.value for i in app(sample).info])


def test_a_study_is_begun_with_four_questions(
    app: Callable[[object], AppTest], tmp_path: Path
) -> None:
    shown = app(None)
    begin = next(b for b in shown.button if b.label == "Begin the study")

    begin.click().run()
    assert "the tradition" in shown.error[0].value
    shown.radio(key="orientation").set_value("reflexive")
    shown.text_area(key="question").set_value("Who listens at night?")
    shown.text_input(key="title").set_value("Nights *and* days")
    shown.text_input(key="folder").set_value(str(tmp_path))
    shown.text_input(key="name").set_value("Alma")
    next(b for b in shown.button if b.label == "Begin the study").click().run()

    assert failures(shown) == []
    assert (tmp_path / "nights-and-days.workbench").exists()
    assert (tmp_path / "nights-and-days.checkpoint").exists()
    assert "Who listens at night?" in " ".join(each.value for each in shown.text)
    assert [at for at, _ in desk().studies] == [
        str(tmp_path / "nights-and-days.workbench")
    ]


def test_a_line_for_the_journal_is_kept_from_any_page(
    app: Callable[[object], AppTest], file_project: Project
) -> None:
    shown = app(file_project.database.path)
    shown.switch_page(session.page_file("people")).run()

    shown.text_area(key="quick_entry_text_0").set_value("I side with the clients")
    next(b for b in shown.button if b.label == "Keep").click().run()

    assert failures(shown) == []
    from workbench.model import Memo

    kept = file_project.read(Memo)
    assert [(m.kind, m.text, m.visibility) for m in kept] == [
        ("journal", "I side with the clients", "private")
    ]


def test_the_transcript_in_hand_is_one_on_every_page_and_on_the_next_day(
    app: Callable[[object], AppTest], sample: Path
) -> None:
    code, read = session.page_file("code"), session.page_file("familiarise")
    shown = app(sample).switch_page(code)
    shown.query_params["transcript"] = "T05"
    shown.run()
    assert shown.selectbox(key="coding").value == "T05"

    shown.selectbox(key="coding").set_value("C14").run()
    shown.switch_page(read).run()
    shown.segmented_control(key="familiarise_view").set_value("Read one").run()
    assert shown.selectbox(key="transcript").value == "C14"

    assert app(sample).switch_page(code).run().selectbox(key="coding").value == "C14"
