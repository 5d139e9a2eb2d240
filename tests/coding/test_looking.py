"""Looking again, on the page and in the ways that can be asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.coding.conftest import HEARD, MONEY
from workbench import study
from workbench.coding import segments
from workbench.coding.looking import READINGS
from workbench.coding.pointers import Pointers
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import CodedSegment, PassageRun
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from workbench.coding.embedding import Encoder
    from workbench.store.project import Project

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def pointers(
    project: Project,
    ann: str,
    coded: dict[str, str],  # noqa: ARG001 - the coding to be looked at
    encoder: Encoder,
) -> Pointers:
    return Pointers(project, ann, encoder=encoder)


def test_every_reading_can_be_asked_for_by_name_and_is_recorded(
    project: Project, coded: dict[str, str], pointers: Pointers
) -> None:
    about = {
        "codes": [coded["Cost"]],
        "segment": [project.rows(CodedSegment)[0].id],
        "words": ["it costs too much"],
        "": [],
    }
    for name, reading in READINGS.items():
        pointers.read(name, about[reading.about])
    recorded = [(run.switch, run.reading) for run in project.rows(PassageRun)]
    assert sorted(recorded) == sorted((r.switch, r.name) for r in READINGS.values())


def test_a_reading_without_what_it_is_about_is_refused(pointers: Pointers) -> None:
    with pytest.raises(RefusedError, match="needs codes"):
        pointers.read("alike")
    with pytest.raises(RefusedError, match="needs words"):
        pointers.read("by-words", ["  "])
    with pytest.raises(UnknownObjectError, match="worded-differently"):
        pointers.read("themes")


def test_words_of_ones_own_find_what_is_near_and_leave_no_trace(
    project: Project, pointers: Pointers
) -> None:
    asked = "The app was listening to me in the night."
    found = pointers.by_words(asked)

    assert found[0].quote == HEARD
    assert asked.encode() not in _bytes_of(project)
    assert pointers.by_words("Quarks, gluons and the Higgs boson.") == []


def _bytes_of(project: Project) -> bytes:
    assert project.database.path is not None
    return project.database.path.read_bytes()


@pytest.fixture
def page(
    project: Project,
    coded: dict[str, str],  # noqa: ARG001 - the coding to be looked at
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(project.database.path))
    shown = AppTest.from_file(str(APP), default_timeout=120).run()
    return shown.switch_page(session.page_file("look_again")).run()


def test_the_page_shows_what_people_marked_and_asks_nobody(
    page: AppTest, project: Project, ann: str, coded: dict[str, str]
) -> None:
    segment = project.rows(CodedSegment, code=coded["Cost"])[0].id
    segments.qualify(project, ann, segment, polarity="contested", target=None)
    page.selectbox(key="look_at").select(coded["Being heard"]).run()
    assert any("Nobody has marked" in each.value for each in page.info)
    page.selectbox(key="look_at").select(coded["Cost"]).run()
    assert not page.info
    assert not page.exception
    assert any("No segment so far of: P-C02" in _plain(c.value) for c in page.caption)
    assert project.rows(PassageRun) == []


def _plain(text: str) -> str:
    return text.replace("\\", "")


def test_the_page_asks_when_told_to_and_keeps_the_answer(
    page: AppTest, project: Project, coded: dict[str, str]
) -> None:
    page.selectbox(key="look_at").select(coded["Cost"]).run()
    page.radio(key="look_reading").set_value(READINGS["alike"].title).run()
    assert project.rows(PassageRun) == []
    page.button(key="ask_alike").click().run()
    assert not page.exception
    assert [run.reading for run in project.rows(PassageRun)] == ["alike"]
    assert page.session_state["looked_at_again"]["alike"][1][0].quote == MONEY
    page.run()
    assert len(project.rows(PassageRun)) == 1


def test_where_the_switch_is_off_the_page_has_no_button(
    page: AppTest, project: Project, ann: str
) -> None:
    study.change_setting(project, ann, "contrast", "off", "by hand")
    page.radio(key="look_reading").set_value(READINGS["piles"].title).run()
    assert any("contrast is off" in each.value for each in page.info)
    assert "ask_piles" not in [each.key for each in page.button]
