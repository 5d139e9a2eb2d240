"""Names are decided on the page, in their places, and then gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import lead_of, parse_lines
from workbench.coding import memos
from workbench.familiarise.transcripts import (
    Arrival,
    active,
    bring_in,
    correct,
    text_of,
)
from workbench.model import Pseudonymising
from workbench.people import identity_key
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from workbench.store.project import Project

APP = Path(__file__).parents[2] / "app.py"
PASSPHRASE = "a sentence that nobody guesses"  # noqa: S105 - a test's


@pytest.fixture
def page(file_project: Project, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from streamlit.testing.v1 import AppTest

    made = parse_lines(
        "I: How is Tobias?", "P01: Tobias is in Leedsby. Will you ask?", file="one.txt"
    )
    bring_in(file_project, lead_of(file_project), [Arrival(made, b"", "int-1")])
    monkeypatch.setenv("WORKBENCH_PROJECT", str(file_project.database.path))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app = app.switch_page(session.page_file("people")).run()
    app.session_state["people_view"] = "Pseudonymise"
    return app.run()


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label.startswith(label)).click().run()


def searched(page: AppTest, key: Path, secret: str = PASSPHRASE) -> AppTest:
    page.text_input(key="pseudonym_path").set_value(str(key))
    page.text_input(key="pseudonym_pass").set_value(secret)
    page.checkbox(key="pseudonym_new").set_value(not key.exists())
    return press(page, "Search the transcripts")


def test_names_are_decided_in_their_places_and_replaced_for_good(
    page: AppTest, file_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    key = tmp_path_factory.mktemp("keys") / "study.key"
    page = searched(page, key)
    assert page.text[0].value.startswith("2 strings to decide")

    box = next(t for t in page.text_input if t.label.startswith("What stands"))
    box.set_value("[a friend]")
    page = press(page, "Replace the ticked places")
    assert "Tick a place" in page.warning[0].value
    page = press(page, "Replace all its places")
    page = press(page, "Leave it")
    page = press(page, "Replace 2 places")

    assert not [*page.exception, *page.error]
    text = text_of(file_project, active(file_project, "int-1").version)
    assert text.startswith("How is [a friend]?\n[a friend] is in Leedsby.")
    run = file_project.read(Pseudonymising)[0]
    assert (run.offered, run.replaced, run.kept) == (3, 2, 1)
    opened = identity_key.open_key(key, PASSPHRASE)
    assert [(e.text, e.replacement) for e in opened.entries] == [
        ("Tobias", "[a friend]")
    ]
    assert opened.kept == ("Leedsby",)


def test_a_key_in_the_study_s_folder_and_a_wrong_passphrase_are_refused(
    page: AppTest, file_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    beside = Path(str(file_project.database.path)).with_name("study.key")
    page = searched(page, beside)
    assert "must not lie in the project's folder" in page.error[0].value
    key = tmp_path_factory.mktemp("keys") / "study.key"
    identity_key.create(key, PASSPHRASE, project=file_project)

    page = searched(page, key, "another sentence")

    assert "not opened" in page.error[0].value
    assert not beside.exists()


def test_a_word_that_is_left_leaves_the_name_spelt_like_it_open(
    page: AppTest, file_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The row of sure places is still there to be decided."""
    key = tmp_path_factory.mktemp("keys") / "study.key"
    identity_key.create(key, PASSPHRASE, project=file_project)
    identity_key.add(key, PASSPHRASE, "P02", "name", "Will", project=file_project)
    more = parse_lines(
        "P01: I asked Will. Will you? Will he? Will she? Really?", file="two.txt"
    )
    bring_in(file_project, lead_of(file_project), [Arrival(more, b"", "int-2")])
    page = searched(page, key)
    assert list(page.dataframe[0].value["Perhaps a word"])[:2] == ["yes", ""]

    page = press(page, "Leave it")

    found = page.dataframe[0].value
    rows = zip(found["Found"], found["Perhaps a word"], strict=True)
    assert ("Will", "") in set(rows)


def test_a_decision_made_elsewhere_takes_no_decision_away(
    page: AppTest, file_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    key = tmp_path_factory.mktemp("keys") / "study.key"
    page = searched(page, key)
    page = press(page, "Replace all its places")
    remembered = identity_key.open_key(key, PASSPHRASE)
    assert [e.text for e in remembered.entries] == ["Tobias"]  # at once

    memos.write(file_project, lead_of(file_project), kind="analytic", text="a thought")
    page = page.run()
    assert page.text[0].value.startswith("1 string to decide, 2 places")

    again = parse_lines(
        "I: How is Tobias?", "P01: Tobias is in Leedsby. Really.", file="one.txt"
    )
    correct(file_project, lead_of(file_project), "int-1", again, b"", "misheard")
    page = press(page.run(), "Search again")
    assert page.text[0].value.startswith("1 string to decide, 2 places")

    page = press(page, "Replace 2 places")

    text = text_of(file_project, active(file_project, "int-1").version)
    assert "Tobias" not in text
