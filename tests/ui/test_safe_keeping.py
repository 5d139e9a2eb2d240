"""Safe keeping on the page: backups come back, checks are seen to, files encrypted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import ForeignLockError
from workbench.model import Code
from workbench.store import backups, copies, encryption, verification
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
Page = Callable[[str], "AppTest"]


@pytest.fixture
def study(tmp_path: Path) -> Project:
    """A study on this machine, as the app itself sees it."""
    made = Project.create(
        tmp_path / "nights.workbench",
        title="Nights",
        orientation="reflexive",
        researcher="Alma",
        surroundings=Surroundings(),
    )
    made.record(CodeCreated("c-1", Words("always there")), by=made.events()[0].by)
    return made


@pytest.fixture
def page(study: Project, monkeypatch: pytest.MonkeyPatch) -> Page:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("WORKBENCH_PROJECT", str(study.database.path))

    def opened(view: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        app.switch_page(session.page_file("settings")).run()
        app.session_state["settings_view"] = view
        return app.run()

    return opened


def press(page: AppTest, label: str) -> AppTest:
    return next(b for b in page.button if b.label == label).click().run()


def told(page: AppTest) -> str:
    shown = (page.warning, page.success, page.error, page.info, page.caption)
    return "\n".join(each.value for some in shown for each in some)


def hurt(study: Project) -> None:
    path = study.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE code SET state = 'retired'")
        conn.commit()


def test_a_backup_is_made_and_comes_back_as_a_study_of_its_own(
    page: Page, study: Project, tmp_path: Path
) -> None:
    shown = press(page("Safe keeping"), "Back up now")
    where = next(t for t in shown.text_input if t.label == "Its new file")
    where.set_value(str(tmp_path / "back.workbench")).run()

    press(shown, "Restore")

    assert "It stands at" in told(shown)
    back = Project.open(tmp_path / "back.workbench")
    assert back.read(Code) == study.read(Code)


def test_a_lost_study_is_brought_back_from_the_first_page(
    study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.delenv("WORKBENCH_PROJECT", raising=False)
    backups.keep(study)
    assert study.database.path is not None
    study.database.path.write_bytes(b"not what it was")

    shown = AppTest.from_file(str(APP), default_timeout=60).run()
    assert any("Nights" in each for box in shown.selectbox for each in box.options)
    where = next(t for t in shown.text_input if t.label == "Its new file")
    where.set_value(str(tmp_path / "back.workbench")).run()
    press(shown, "Restore")

    assert "It stands at" in told(shown)
    assert [c.name for c in Project.open(tmp_path / "back.workbench").read(Code)] == [
        "always there"
    ]


def test_a_failed_check_is_told_on_every_page_and_mended_here(
    page: Page, study: Project
) -> None:
    hurt(study)
    shown = page("Where you stand")
    assert "a check failed \\(state\\)" in told(shown).replace("(", "\\(").replace(
        ")", "\\)"
    )
    shown = page("Safe keeping")
    shown.text_input(key="why_state").set_value("the disk was full")

    press(shown, "Mend it")

    assert "state: rebuilt, on record" in told(shown).replace("\\", "")
    assert verification.replay(study).equal
    assert "a check failed" not in told(page("Where you stand"))


def test_a_study_of_another_machine_is_read_only_until_taken_over(
    page: Page, study: Project, tmp_path: Path
) -> None:
    here = study.surroundings
    elsewhere = Project.open(
        study.database.shown,
        replace(here, config=tmp_path / "attic", machine_name="attic"),
    )
    from workbench.study import take_over

    by = study.events()[0].by
    take_over(elsewhere, by)
    with pytest.raises(ForeignLockError, match="take-over"):
        study.record(CodeCreated("c-2", Words("b")), by=by)
    shown = page("Safe keeping")
    assert "in use on the machine attic" in told(shown)

    press(shown, "Take the study over to this machine")

    study.record(CodeCreated("c-2", Words("b")), by=by)
    assert "in use on" not in told(page("Where you stand"))


def test_a_study_is_encrypted_and_its_passphrase_changed_on_the_page(
    page: Page, study: Project
) -> None:
    pytest.importorskip("sqlcipher3")
    path = study.database.path
    assert path is not None
    backups.keep(study)
    shown = page("Safe keeping")
    typed(shown, "a long walk by the quay", "a long walk by the key")
    press(shown, "Encrypt")
    assert "not the same" in told(shown)
    assert not encryption.is_encrypted(path)

    typed(shown, "a long walk by the quay", "a long walk by the quay")
    press(shown, "Encrypt")

    assert encryption.is_encrypted(path)
    recovery = shown.code[0].value
    assert recovery.count("-") == 7
    assert "I have written it down" in [b.label for b in shown.button]
    (kept,) = backups.kept(Project.open(path))
    assert encryption.is_encrypted(kept.path)

    typed(shown, "quite another sentence", "quite another sentence")
    press(shown, "Change it")
    for file in (path, kept.path):
        encryption._HELD.pop(str(file))
        with pytest.raises(Exception, match="neither"):
            encryption.unlock(file, "a long walk by the quay")
        encryption.unlock(file, "quite another sentence")


def test_a_recovery_key_stays_until_it_is_on_paper(page: Page, study: Project) -> None:
    pytest.importorskip("sqlcipher3")
    path = study.database.path
    assert path is not None
    shown = page("Safe keeping")
    typed(shown, "a long walk by the quay", "a long walk by the quay")
    press(shown, "Encrypt")
    recovery = shown.code[0].value

    press(shown, "Look it over now")
    assert shown.code[0].value == recovery
    shown.switch_page(session.page_file("journal")).run()
    assert "recovery key waits" in told(shown)
    # the window is loaded anew, and opens on what is still to be seen to
    shown = page("Safe keeping")
    assert shown.code[0].value == recovery

    press(shown, "I have written it down")
    assert list(shown.code) == []
    assert "recovery key waits" not in told(shown)
    encryption.unlock(path, recovery)


def test_a_press_on_boxes_left_empty_says_nothing_of_what_was_done(
    page: Page, study: Project
) -> None:
    pytest.importorskip("sqlcipher3")
    path = study.database.path
    assert path is not None
    shown = page("Safe keeping")
    typed(shown, "a long walk by the quay", "a long walk by the quay")
    press(shown, "Encrypt")
    typed(shown, "quite another sentence", "quite another sentence")
    press(shown, "Change it")
    assert "Changed, for the backups" in told(shown)
    recovery = shown.code[0].value

    press(shown, "Change it")

    assert list(shown.error) == []
    assert shown.code[0].value == recovery
    encryption.unlock(path, recovery)
    encryption.unlock(path, "quite another sentence")


def test_a_study_with_a_new_passphrase_says_so_where_its_backups_could_not_follow(
    page: Page, study: Project
) -> None:
    pytest.importorskip("sqlcipher3")
    path = study.database.path
    assert path is not None
    shown = page("Safe keeping")
    typed(shown, "a long walk by the quay", "a long walk by the quay")
    press(shown, "Encrypt")
    backups.keep(Project.open(path))
    (kept,) = backups.kept(Project.open(path))
    in_the_way = encryption.key_file(kept.path)
    in_the_way.unlink()
    in_the_way.mkdir()
    typed(shown, "quite another sentence", "quite another sentence")

    press(shown, "Change it")

    assert "The study has its new passphrase" in told(shown)
    encryption.unlock(path, shown.code[0].value)


def test_an_empty_passphrase_is_told(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    pytest.importorskip("sqlcipher3")
    path = study.database.path
    assert path is not None
    copies.encrypt(path, "a long walk by the quay", study.surroundings)
    monkeypatch.delitem(encryption._HELD, str(path), raising=False)
    monkeypatch.setenv("WORKBENCH_PROJECT", str(path))
    locked = AppTest.from_file(str(APP), default_timeout=60).run()

    press(locked, "Unlock")

    assert "Nothing was typed" in told(locked)


def typed(page: AppTest, first: str, again: str) -> None:
    boxes = {t.label: t for t in page.text_input}
    boxes["New passphrase (a sentence is good)"].set_value(first)
    boxes["Once more"].set_value(again)
