"""Copies: backup, restore, and older projects brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import (
    DamagedProjectError,
    NewerProjectError,
    NotAProjectError,
    OlderProjectError,
    OutputExistsError,
    ProjectExistsError,
    ProjectNotFoundError,
    RefusedError,
    StorageError,
)
from workbench.model import Code
from workbench.store import copies, schema, vectors, verification
from workbench.store.database import Database
from workbench.store.project import Project

if TYPE_CHECKING:
    from workbench.store.surroundings import Surroundings

Lead = Callable[[Project], str]
State = Callable[[Project], Any]
Address = Callable[[], str | Path]


@pytest.fixture
def told(project: Project, lead: Lead, story: ModuleType) -> Project:
    story.tell(project, lead(project))
    return project


def test_a_backup_opens_as_the_same_project(
    told: Project, tmp_path: Path, state: State, surroundings: Surroundings
) -> None:
    words = told.rows(Code)[0].name
    vectors.keep(told, "p", {(words, 0, 1): b"1234"})
    copy = Project.open(copies.backup(told, tmp_path / "b.workbench"), surroundings)
    assert (copy.uuid, copy.head()) == (told.uuid, told.head())
    assert state(copy) == state(told)
    assert copy.read(Code) == told.read(Code)
    assert vectors.count(copy.database, [words]) == 1
    assert verification.verify(copy).ok
    assert list(tmp_path.glob(".b*")) == []


def test_a_backup_restores_on_this_back_end(
    told: Project, new_address: Address, tmp_path: Path, state: State
) -> None:
    file = copies.backup(told, tmp_path / "b.workbench")
    restored = copies.restore(file, new_address(), told.surroundings)
    assert (restored.head(), state(restored)) == (told.head(), state(told))
    assert verification.verify(restored).ok
    again = copies.backup(restored, tmp_path / "again.workbench")
    assert state(Project.open(again, told.surroundings)) == state(told)


def test_a_backup_never_takes_the_place_of_a_file_unless_asked(
    told: Project, tmp_path: Path
) -> None:
    out = copies.backup(told, tmp_path / "b.workbench")
    before = out.read_bytes()
    told.record(CodeCreated("c-9", Words("later")), by=told.events()[0].by)
    with pytest.raises(OutputExistsError):
        copies.backup(told, out)
    assert out.read_bytes() == before
    copies.backup(told, out, replace=True)
    assert out.read_bytes() != before
    assert Project.open(out, told.surroundings).uuid == told.uuid


def test_a_damaged_project_is_not_backed_up_over_a_good_one(
    told: Project, tmp_path: Path, raw: Any
) -> None:
    out = copies.backup(told, tmp_path / "b.workbench")
    good = out.read_bytes()
    with raw(told) as run:
        run("UPDATE wording SET text = 'x' WHERE seq = 2")
    with pytest.raises(DamagedProjectError, match="event 2: words-altered"):
        copies.backup(told, out, replace=True)
    assert out.read_bytes() == good
    assert list(tmp_path.glob(".b*")) == []


def test_a_state_that_is_not_what_was_decided_is_not_backed_up(
    file_project: Project, lead: Lead, tmp_path: Path, raw: Any
) -> None:
    file_project.record(CodeCreated("c-1", Words("a")), by=lead(file_project))
    with raw(file_project) as run:
        run("UPDATE code SET state = 'retired'")
    with pytest.raises(DamagedProjectError, match="not what its decisions say"):
        copies.backup(file_project, tmp_path / "b.workbench")
    assert not (tmp_path / "b.workbench").exists()


def test_nothing_is_restored_over_a_project(
    told: Project, new_address: Address, tmp_path: Path
) -> None:
    file = copies.backup(told, tmp_path / "b.workbench")
    address = new_address()
    first = copies.restore(file, address, told.surroundings)
    with pytest.raises(ProjectExistsError):
        copies.restore(file, address, told.surroundings)
    assert first.head() == told.head()


def test_a_torn_copy_is_refused_and_leaves_nothing(
    file_project: Project, lead: Lead, new_address: Address, tmp_path: Path
) -> None:
    """What a file manager makes of a file that is written at the same time."""
    path, by = file_project.database.path, lead(file_project)
    assert path is not None
    for number in range(30):
        file_project.record(CodeCreated(f"c-{number}", Words("x" * 3000)), by=by)
    before = path.read_bytes()
    for number in range(30, 60):
        file_project.record(CodeCreated(f"c-{number}", Words("y" * 3000)), by=by)
    after = path.read_bytes()
    half = len(before) // 2 // 4096 * 4096
    torn = tmp_path / "torn.workbench"
    for number, content in enumerate(
        (before[:half] + after[half:], after[:half] + before[half:], after[:half])
    ):
        torn.write_bytes(content)
        address = new_address()
        with pytest.raises((DamagedProjectError, NotAProjectError, StorageError)):
            copies.restore(torn, address, file_project.surroundings)
        with pytest.raises(ProjectNotFoundError):
            Project.open(address, file_project.surroundings)
        assert list(tmp_path.glob(".*.workbench*")) == [], number


@pytest.mark.parametrize("content", [b"", b"some notes\n" * 99, b"SQLite format 3\0xx"])
def test_what_is_no_project_is_refused_in_one_line(
    tmp_path: Path, surroundings: Surroundings, content: bytes
) -> None:
    file = tmp_path / "x.workbench"
    file.write_bytes(content)
    with pytest.raises(NotAProjectError, match="not a workbench project") as refused:
        Project.open(file, surroundings)
    assert "\n" not in str(refused.value)
    with pytest.raises(NotAProjectError):
        copies.restore(file, tmp_path / "y.workbench", surroundings)
    assert file.read_bytes() == content


def test_another_programs_database_is_no_project(
    tmp_path: Path, surroundings: Surroundings
) -> None:
    file = tmp_path / "x.db"
    with closing(sqlite3.connect(file)) as conn:
        conn.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        conn.execute("INSERT INTO meta VALUES ('project', 'x'), ('schema', 'new')")
        conn.commit()
    with pytest.raises(NotAProjectError, match="another program"):
        Project.open(file, surroundings)


def test_a_place_without_a_project_is_said_to_have_none(
    new_address: Address, surroundings: Surroundings
) -> None:
    with pytest.raises(ProjectNotFoundError):
        Project.open(new_address(), surroundings)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///db",
        "postgresql:///db?project=Robert');--",
        "postgresql://me:secret@host/db?project=study",
    ],
)
def test_an_address_on_a_server_is_refused_in_clear_words(
    address: str,
) -> None:
    with pytest.raises(RefusedError) as refused:
        Database(address)
    assert "secret" not in str(refused.value)


def make_older(path: Path) -> None:
    """As an earlier version had it: a column and a table fewer, a column more."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
        conn.execute("ALTER TABLE memo DROP COLUMN visibility")
        conn.execute("ALTER TABLE code ADD COLUMN colour TEXT")
        conn.execute("DROP TABLE outside_copy")
        conn.commit()


@pytest.fixture
def older(
    file_project: Project, lead: Lead, story: ModuleType, state: State
) -> tuple[Path, Any]:
    """The path of an older project, and the state it should have again."""
    story.tell(file_project, lead(file_project))
    path = file_project.database.path
    assert path is not None
    expected = state(file_project)
    make_older(path)
    return path, expected


def test_an_older_project_is_brought_up_to_date_on_a_copy(
    older: tuple[Path, Any], state: State, surroundings: Surroundings
) -> None:
    path, expected = older
    old_bytes = path.read_bytes()
    with pytest.raises(OlderProjectError):
        Project.open(path, surroundings)
    kept = copies.bring_up_to_date(path, surroundings)
    project = Project.open(path, surroundings)
    assert state(project) == expected
    assert verification.verify(project).ok
    assert (kept.name, kept.read_bytes()) == ("study.schema-0.workbench", old_bytes)
    assert list(path.parent.glob(".*")) == []


def test_an_older_project_that_cannot_be_replayed_stays_as_it_is(
    older: tuple[Path, Any], surroundings: Surroundings
) -> None:
    path, _ = older
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DROP TRIGGER event_is_final")
        conn.execute("UPDATE event SET body = '{}' WHERE seq = 9")
        conn.commit()
    old_bytes = path.read_bytes()
    with pytest.raises(DamagedProjectError):
        copies.bring_up_to_date(path, surroundings)
    assert path.read_bytes() == old_bytes
    assert [p.name for p in path.parent.glob("*study*")] == ["study.workbench"]


def test_an_interrupted_migration_leaves_the_old_file(
    older: tuple[Path, Any],
    surroundings: Surroundings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, _ = older
    old_bytes = path.read_bytes()

    def no_power(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("check", "rebuild_state", "_settle"):
        with monkeypatch.context() as patch:
            patch.setattr(copies, step, no_power)
            with pytest.raises(KeyboardInterrupt):
                copies.bring_up_to_date(path, surroundings)
        assert path.read_bytes() == old_bytes
        path.with_name("study.schema-0.workbench").unlink(missing_ok=True)


def test_nobody_writes_to_a_project_while_it_is_brought_up_to_date(
    older: tuple[Path, Any],
    surroundings: Surroundings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, _ = older
    refused = []

    def try_to_write(*_: object) -> None:
        with closing(sqlite3.connect(path, timeout=0)) as conn:
            try:
                conn.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                refused.append(str(error))

    monkeypatch.setattr(copies, "check", try_to_write)
    copies.bring_up_to_date(path, surroundings)
    assert refused == ["database is locked"]


def test_a_newer_project_is_refused_and_untouched(
    file_project: Project, surroundings: Surroundings
) -> None:
    path = file_project.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(
            "UPDATE meta SET value = ? WHERE key = 'schema'", (schema.SCHEMA + 1,)
        )
        conn.commit()
    before = path.read_bytes()
    with pytest.raises(NewerProjectError, match="newer workbench"):
        Project.open(path, surroundings)
    with pytest.raises(NewerProjectError):
        copies.bring_up_to_date(path, surroundings)
    assert path.read_bytes() == before


def test_a_copy_is_for_its_owners_eyes_only(told: Project, tmp_path: Path) -> None:
    copy = copies.backup(told, tmp_path / "b.workbench")
    assert copy.stat().st_mode & 0o077 == 0


def test_a_project_on_a_server_is_brought_up_to_date_and_a_copy_of_it_kept(
    told: Project, state: State, surroundings: Surroundings
) -> None:
    if told.database.is_file:
        pytest.skip("a file has its own way")
    expected, address = state(told), told.database.shown
    with told.database.writing() as conn:
        conn.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'schema'")
        conn.exec_driver_sql("DROP TABLE memo")
    with pytest.raises(OlderProjectError):
        Project.open(address, surroundings)

    kept = copies.bring_server_up_to_date(address, surroundings)

    assert state(Project.open(address, surroundings)) == expected
    assert state(Project.open(kept, surroundings)) == expected
    with pytest.raises(NewerProjectError):
        copies.bring_server_up_to_date(address, surroundings)


def test_a_backup_takes_no_other_studys_place_and_not_its_own(
    file_project: Project, lead: Lead, tmp_path: Path, surroundings: Surroundings
) -> None:
    path = file_project.database.path
    assert path is not None
    other = Project.create(
        tmp_path / "other.workbench",
        title="Other",
        orientation="codebook",
        researcher="Bo",
        surroundings=surroundings,
    )
    longer = copies.backup(file_project, tmp_path / "longer.workbench")
    (kept := tmp_path / "older.workbench").write_bytes(longer.read_bytes())
    went_on = Project.open(longer, surroundings)
    went_on.record(CodeCreated("c-9", Words("there alone")), by=lead(went_on))

    (notes := tmp_path / "notes.txt").write_text("Tuesday: call the supervisor\n")
    (damaged := tmp_path / "damaged.workbench").write_bytes(
        longer.read_bytes()[:8192] + b"\1" * 40_000
    )
    for place in (path, tmp_path / "other.workbench", longer, notes, damaged):
        before = place.read_bytes()
        with pytest.raises(RefusedError, match="Name another file"):
            copies.backup(file_project, place, replace=True)
        assert place.read_bytes() == before
    assert Project.open(tmp_path / "other.workbench").uuid == other.uuid

    file_project.record(CodeCreated("c-1", Words("here")), by=lead(file_project))
    with closing(sqlite3.connect(kept)) as conn:  # a backup that an older version made
        conn.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
        conn.execute("DROP TABLE outside_copy")
        conn.commit()
    copies.backup(file_project, kept, replace=True)
    assert Project.open(kept, surroundings).head() == file_project.head()
