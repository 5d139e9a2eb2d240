"""Erasure: the words are gone from the bytes, and the trail is whole without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from workbench.decisions.coding import CodeCreated, CodeRenamed
from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.errors import StorageError
from workbench.model import ERASED, Code
from workbench.store import database, vectors, verification
from workbench.store.project import Project

Lead = Callable[[Project], str]
SAID = "Marzipan " * 700  # longer than a page of the file, so that it overflows


def erase(project: Project, by: str) -> str:
    project.record(CodeCreated("c-1", Words(SAID)), by=by)
    words = project.one(Code, id="c-1").name
    project.record(WordsErased((words,), None, Words("asked")), by=by)
    return words


def bytes_of(project: Project) -> bytes:
    path = project.database.path
    assert path is not None
    return path.read_bytes()


def test_erased_words_read_as_erased_and_the_trail_verifies(
    project: Project, lead: Lead
) -> None:
    words = erase(project, lead(project))
    project.database.compact()
    assert project.words(words) == {words: None}
    assert project.read(Code)[0].name == ERASED
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_erased_words_are_gone_from_the_bytes_of_the_file(
    file_project: Project, lead: Lead
) -> None:
    erase(file_project, lead(file_project))
    assert b"Marzipan" not in bytes_of(file_project)
    file_project.database.compact()
    assert b"Marzipan" not in bytes_of(file_project)
    assert verification.verify(file_project).ok


def test_without_secure_delete_they_would_still_be_there(
    file_project: Project, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: with the setting off, the same erasure leaves them."""
    monkeypatch.setitem(database._PRAGMAS, "secure_delete", "OFF")
    monkeypatch.delitem(database._READ_BACK, "secure_delete")
    erase(file_project, lead(file_project))
    assert b"Marzipan" in bytes_of(file_project)
    file_project.database.compact()
    assert b"Marzipan" not in bytes_of(file_project)


def test_a_connection_that_would_not_overwrite_is_refused(
    file_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("secure_delete", "OFF"), ("synchronous", "NORMAL")):
        with monkeypatch.context() as patch:
            patch.setitem(database._PRAGMAS, name, value)
            with pytest.raises(StorageError, match=name):
                file_project.head()


def test_vectors_go_with_their_words(project: Project, lead: Lead) -> None:
    by = lead(project)
    project.record(
        CodeCreated("c-1", Words("a")), CodeCreated("c-2", Words("b")), by=by
    )
    one, other = (code.name for code in project.rows(Code))
    made = {(one, 0, 1): b"1234", (other, 0, 1): b"5678"}
    vectors.keep(project, "path", made)
    project.record(WordsErased((one,), None, None), by=by)
    assert vectors.load(project.database, "path", [one, other]) == {
        (other, 0, 1): b"5678"
    }
    assert vectors.count(project.database, [one]) == 0


def test_words_named_again_by_a_later_decision_are_erased_everywhere(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    words = project.one(Code, id="c-1").name
    project.record(CodeRenamed("c-1", words, Words("b")), by=by)
    project.undo(by)
    assert project.read(Code)[0].name == "a"
    project.record(WordsErased((words,), None, None), by=by)
    assert project.read(Code)[0].name == ERASED


def test_what_was_erased_replays_as_erased(
    project: Project, lead: Lead, story: ModuleType
) -> None:
    story.tell(project, lead(project))
    erased = [e for e in project.events() if e.kind == "WordsErased"]
    ids = erased[0].payload["words"]
    assert set(project.words(*ids).values()) == {None}
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_a_backup_of_an_erased_project_does_not_hold_the_words(
    project: Project, lead: Lead, tmp_path: Path
) -> None:
    from workbench.store import copies

    erase(project, lead(project))
    copy = copies.backup(project, tmp_path / "copy.workbench")
    assert b"Marzipan" not in copy.read_bytes()
