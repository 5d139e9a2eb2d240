"""A project file from somebody else, prepared to keep or to tell what it should not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import NotAProjectError, ProjectError, StrangeProjectError
from workbench.model import Code
from workbench.store import copies
from workbench.store.merge import merge
from workbench.store.project import Project

Lead = Callable[[Project], str]

PREPARED = {
    "a trigger that keeps what is erased": (
        "CREATE TRIGGER meta_kept AFTER UPDATE ON wording BEGIN "
        "INSERT INTO meta VALUES (old.id, old.text); END"
    ),
    "a guard that does something else": (
        "DROP TRIGGER event_stays; CREATE TRIGGER event_stays BEFORE INSERT ON event "
        "BEGIN DELETE FROM wording; END"
    ),
    "a view that never ends": (
        "ALTER TABLE meta RENAME TO meta_; CREATE VIEW meta AS WITH RECURSIVE n(x) AS "
        "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 'project' AS key, x AS value "
        "FROM n"
    ),
    "a table more": "CREATE TABLE kept (text TEXT)",
    "a column that computes": (
        "ALTER TABLE code ADD COLUMN loud TEXT AS (upper(name)) VIRTUAL"
    ),
    "an index on what was said": "CREATE INDEX said ON wording (text)",
}


@pytest.fixture
def told(file_project: Project, lead: Lead) -> Project:
    file_project.record(CodeCreated("c-1", Words("violet")), by=lead(file_project))
    return file_project


def prepare(project: Project, statement: str) -> Path:
    path = project.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(statement)
    return path


@pytest.mark.parametrize("what", PREPARED)
def test_nothing_of_a_prepared_file_is_run_and_it_is_refused(
    told: Project, what: str
) -> None:
    path = prepare(told, PREPARED[what])
    with pytest.raises((StrangeProjectError, NotAProjectError)) as refused:
        Project.open(path, told.surroundings)
    assert "violet" not in str(refused.value)


@pytest.mark.parametrize("what", [w for w in PREPARED if "never ends" not in w])
def test_what_it_holds_comes_clean_out_of_it(
    told: Project, what: str, tmp_path: Path
) -> None:
    head, path = told.head(), prepare(told, PREPARED[what])

    clean = copies.restore(path, tmp_path / "clean.workbench", told.surroundings)

    assert clean.head() == head
    assert [code.name for code in clean.read(Code)] == ["violet"]
    with closing(sqlite3.connect(tmp_path / "clean.workbench")) as conn:
        kinds = conn.execute("SELECT type, name FROM sqlite_master").fetchall()
    assert ("table", "kept") not in kinds
    assert [n for k, n in kinds if k == "trigger"] == ["event_is_final", "event_stays"]


def test_a_file_whose_trail_is_no_table_is_not_read_at_all(
    told: Project, tmp_path: Path
) -> None:
    path = prepare(told, PREPARED["a view that never ends"])
    with pytest.raises(ProjectError):
        copies.restore(path, tmp_path / "clean.workbench", told.surroundings)
    assert not (tmp_path / "clean.workbench").exists()


def test_a_study_that_was_open_when_it_was_prepared_is_refused_at_the_next_look(
    told: Project,
) -> None:
    Project.open(told.database.shown, told.surroundings)
    path = prepare(told, PREPARED["a trigger that keeps what is erased"])
    with pytest.raises(StrangeProjectError, match="1 trigger"):
        Project.open(path, told.surroundings)


def test_a_prepared_file_is_not_merged_either(
    told: Project, lead: Lead, tmp_path: Path
) -> None:
    other = copies.backup(told, tmp_path / "theirs.workbench")
    with closing(sqlite3.connect(other)) as conn:
        conn.executescript(PREPARED["a trigger that keeps what is erased"])
    with pytest.raises(StrangeProjectError):
        merge(told, Project.open(other, told.surroundings), lead(told))
