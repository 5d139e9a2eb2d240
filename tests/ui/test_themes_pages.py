"""The pages on themes: two people at one theme, odd studies, who may only read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.alliance import opening
from workbench.coding import codes, frameworks
from workbench.coding.codebook import read_codebook
from workbench.model import AllianceLink, Researcher, Theme
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.themes import contrasts, themes

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(
        tmp_path / "study.workbench",
        title="Talking to machines",
        orientation="reflexive",
        researcher="Ann",
        surroundings=Surroundings(config=tmp_path / "config"),
    )


@pytest.fixture
def ann(project: Project) -> str:
    return project.rows(Researcher)[0].id


def on_page(project: Project, monkeypatch: pytest.MonkeyPatch, page: str) -> AppTest:
    from streamlit.testing.v1 import AppTest

    from workbench.ui import session

    monkeypatch.setenv("WORKBENCH_PROJECT", str(project.database.path))
    shown = AppTest.from_file(str(APP), default_timeout=60).run()
    return shown.switch_page(session.page_file(page)).run()


def told(shown: AppTest) -> str:
    parts = (*shown.text, *shown.warning, *shown.caption, *shown.info, *shown.error)
    return "\n".join(str(each.value) for each in parts)


def test_who_words_a_theme_in_two_windows_overwrites_nothing_unseen(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = themes.start(project, ann, "Awake")
    window = on_page(project, monkeypatch, "define")
    window.text_area[2].set_value("Not praise.")
    themes.conceive(project, ann, theme, is_not="Not habit.")
    keep = next(each for each in window.button if each.label == "Keep")
    keep.click().run()

    assert project.read(Theme)[0].is_not == "Not habit."
    assert "what it is not: Not habit." in told(window)
    next(each for each in window.button if each.label == "Keep").click().run()
    assert project.read(Theme)[0].is_not == "Not praise."
    assert window.text_area[2].value == "Not praise."


def test_a_page_left_and_opened_again_is_based_on_what_stands(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.ui import session

    theme = themes.start(project, ann, "Awake")
    window = on_page(project, monkeypatch, "define")
    themes.conceive(project, ann, theme, is_not="Not habit.")
    window.switch_page(session.page_file("people")).run()
    window.switch_page(session.page_file("define")).run()
    window.text_area[0].set_value("It keeps awake.")
    next(each for each in window.button if each.label == "Keep").click().run()

    read = project.read(Theme)[0]
    assert (read.definition, read.is_not) == ("It keeps awake.", "Not habit.")


def test_the_theme_at_hand_stays_so_on_every_page_and_shows_its_state_of_now(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.ui import session

    themes.start(project, ann, "Awake")
    second = themes.start(project, ann, "Asleep")
    window = on_page(project, monkeypatch, "define")

    def at_hand() -> tuple[str, list[str]]:
        [box] = [each for each in window.selectbox if each.label == "Theme"]
        return str(box.value), box.options

    next(each for each in window.selectbox if each.label == "Theme").select(second)
    window.run()
    themes.conceive(project, ann, second, central_concept="Rest.")
    themes.change_state(project, ann, second, "reviewed")
    window.switch_page(session.page_file("review")).run()
    assert at_hand() == (second, ["Awake · candidate", "Asleep · reviewed"])


def test_what_was_said_of_the_groups_stands_in_the_form_again(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = themes.start(project, ann, "Awake")
    contrasts.contrast(project, ann, theme, "divergent", "in who sleeps")
    window = on_page(project, monkeypatch, "review")
    window.session_state["theme_view"] = "Groups"
    window.run()

    [relation] = [each for each in window.selectbox if each.label == "The groups are"]
    [text] = [each for each in window.text_input if each.label == "In what"]
    assert (relation.value, text.value) == ("divergent", "in who sleeps")


def test_theory_is_out_of_sight_until_it_is_opened(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = read_codebook("bordin_working_alliance")
    frameworks.load_codebook(project, ann, book, for_mapping=True)
    themes.start(project, ann, "Awake")
    window = on_page(project, monkeypatch, "theory")

    assert "Theory is closed" in told(window)
    assert not [each for each in window.selectbox if each.label == "Framework"]
    window.text_input(key="open_theory_note").set_value("codes are done")
    next(each for each in window.button if each.label == "Open theory").click().run()
    assert [each for each in window.selectbox if each.label == "Framework"]
    assert "codes are done" in told(window)


def test_several_relations_stand_in_one_place_each_to_its_part(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = read_codebook("bordin_working_alliance")
    frameworks.load_codebook(project, ann, book, for_mapping=True)
    theme = themes.start(project, ann, "Awake")
    themes.start(project, ann, "Asleep")
    opening.open_theory(project, ann)
    window = on_page(project, monkeypatch, "theory")
    window.session_state["theory_place"] = (theme, "bond", "")
    window.run()
    for part in ("bond", "bond.trust"):
        [parts] = [each for each in window.selectbox if each.label == "To which part"]
        parts.select(part)
        next(each for each in window.button if each.label == "Relate").click().run()

    argued = project.read(AllianceLink, theme=theme)
    assert {each.dimension for each in argued} == {"bond", "bond.trust"}
    [relations] = [each for each in window.radio if each.label == "Relation"]
    assert "present (Trust in the partner)" in relations.options
    said = "\n".join(str(each.value) for each in window.markdown)
    assert "*Told again in:* " in said
    assert "Digital therapeutic alliance" in said


@pytest.mark.parametrize("page", ["themes", "review", "define", "theory"])
def test_one_code_without_segments_and_a_retired_one_in_a_theme_do_no_harm(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    codes.create(project, ann, "Only *one*")
    themes.start(project, ann, "A [theme](x) of `signs`", codes=["Only *one*"])
    codes.retire(project, ann, "Only *one*")
    window = on_page(project, monkeypatch, page)

    assert not window.exception
    assert not window.error


@pytest.mark.parametrize("page", ["themes", "review", "define"])
def test_who_may_only_read_sees_the_pages_and_is_refused_in_words(
    project: Project, ann: str, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    theme = themes.start(project, ann, "Awake")
    study.add_researcher(project, ann, "Sue", "supervisor")
    monkeypatch.setenv("WORKBENCH_RESEARCHER", "Sue")
    window = on_page(project, monkeypatch, page)

    assert not window.exception
    if page == "define":
        window.text_area[0].set_value("Hers.")
        next(each for each in window.button if each.label == "Keep").click().run()
        assert "supervisor" in told(window)
        assert project.read(Theme, id=theme)[0].definition is None
