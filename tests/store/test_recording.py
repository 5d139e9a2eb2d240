"""Recording: all or none, once, in one gapless order, whatever goes wrong."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import textwrap
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.decisions.coding import CodeCreated, CodeRenamed
from workbench.decisions.decision import Words
from workbench.decisions.setting_up import ResearcherAdded
from workbench.errors import (
    ProjectExistsError,
    ProjectNotFoundError,
    RefusedError,
    StaleDecisionError,
    StorageError,
    UnknownObjectError,
)
from workbench.model import Code, Researcher
from workbench.store import tables, trail, verification, wording
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

Lead = Callable[[Project], str]


def test_a_decision_is_one_event_and_the_state_obeys_it(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    receipt = project.record(CodeCreated("c-1", Words("trust")), by=by)
    assert (receipt.first, receipt.last, receipt.was_recorded) == (2, 2, False)
    assert [code.name for code in project.read(Code)] == ["trust"]
    event = project.events()[-1]
    assert (event.seq, event.kind, event.by, event.role) == (
        2,
        "CodeCreated",
        by,
        "lead",
    )


def test_an_act_of_several_decisions_stands_together(
    project: Project, lead: Lead
) -> None:
    receipt = project.record(
        CodeCreated("c-1", Words("trust")),
        CodeCreated("c-2", Words("doubt"), parent="c-1"),
        by=lead(project),
    )
    assert (receipt.first, receipt.last) == (2, 3)
    assert {event.act for event in project.events(1)} == {receipt.act}
    assert len({event.uuid for event in project.events(1)}) == 2


def test_a_retry_of_an_act_returns_what_the_first_try_did(
    project: Project, lead: Lead
) -> None:
    by, act = lead(project), str(uuid.uuid4())
    decisions = CodeCreated("c-1", Words("a")), CodeCreated("c-2", Words("b"))
    first = project.record(*decisions, by=by, act=act)
    again = project.record(*decisions, by=by, act=act)
    assert (again.first, again.last) == (first.first, first.last)
    assert (first.was_recorded, again.was_recorded) == (False, True)
    assert project.head().seq == 3
    assert len(project.rows(Code)) == 2


def test_of_an_act_that_does_not_fit_nothing_is_recorded(
    project: Project, lead: Lead, state: Callable[[Project], Any]
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    before, head = state(project), project.head()
    with pytest.raises(
        StaleDecisionError, match="one of 2 rows from code c-2 to code c-1"
    ):
        project.record(
            CodeCreated("c-2", Words("b")), CodeCreated("c-1", Words("c")), by=by
        )
    assert state(project) == before
    assert project.head() == head
    assert verification.verify(project).ok


def test_an_edit_of_what_has_changed_meanwhile_is_refused(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    seen = project.one(Code, id="c-1")
    project.record(CodeRenamed("c-1", seen.name, Words("b")), by=by)
    with pytest.raises(StaleDecisionError):
        project.record(CodeRenamed("c-1", seen.name, Words("c")), by=by)
    assert [code.name for code in project.read(Code)] == ["b"]


@pytest.mark.parametrize(
    ("where", "name"),
    [(wording, "insert"), (trail, "append"), (tables, "obey"), (wording, "erase")],
)
def test_a_failure_at_any_step_leaves_nothing(
    project: Project,
    lead: Lead,
    state: Callable[[Project], Any],
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
) -> None:
    from workbench.decisions.people import WordsErased

    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    words = project.one(Code, id="c-1").name
    before, head = state(project), project.head()
    real = getattr(where, name)

    def break_after(*args: Any) -> None:
        real(*args)
        msg = "the power goes"
        raise OSError(msg)

    with monkeypatch.context() as patch:
        patch.setattr(where, name, break_after)
        with pytest.raises(OSError, match="the power goes"):
            project.record(
                CodeCreated("c-2", Words("b")), WordsErased((words,), None, None), by=by
            )
    assert state(project) == before
    assert project.head() == head
    assert project.words(words) == {words: "a"}
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_nobody_who_is_not_in_the_study_can_decide(project: Project) -> None:
    with pytest.raises(UnknownObjectError, match="r-nobody"):
        project.record(CodeCreated("c-1", Words("a")), by="r-nobody")
    assert project.head().seq == 1


def test_the_role_in_the_event_is_the_researchers_own(
    project: Project, lead: Lead
) -> None:
    project.record(
        ResearcherAdded("r-2", Words("Bruno"), "co-analyst"), by=lead(project)
    )
    project.record(CodeCreated("c-1", Words("a")), by="r-2")
    assert [event.role for event in project.events(1)] == ["lead", "co-analyst"]


@pytest.mark.parametrize("text", ["a\0b", "half \ud83c of a pair"])
def test_what_no_back_end_can_store_is_refused_on_both(
    project: Project, lead: Lead, text: str
) -> None:
    with pytest.raises(RefusedError, match="cannot be stored"):
        project.record(CodeCreated("c-1", Words(text)), by=lead(project))
    assert project.head().seq == 1


@pytest.mark.parametrize(
    "text", ["", " ", "grüße \N{CRESCENT MOON}", "e\u0301", "\u202eabc", "a\u2028b\r\n"]
)
def test_words_come_back_as_they_were_typed(
    project: Project, lead: Lead, text: str
) -> None:
    project.record(CodeCreated("c-1", Words(text)), by=lead(project))
    assert project.read(Code)[0].name == text
    assert verification.verify(project).ok


def test_a_second_project_never_takes_the_place_of_a_first(
    new_address: Callable[[], str | Path], surroundings: Surroundings
) -> None:
    address = new_address()
    given: dict[str, Any] = {
        "title": "One",
        "orientation": "codebook",
        "researcher": "Alma",
        "surroundings": surroundings,
    }
    first = Project.create(address, **given)
    with pytest.raises(ProjectExistsError):
        Project.create(address, **given)
    assert Project.open(address, surroundings).uuid == first.uuid


def test_two_who_create_at_once_cannot_hurt_each_other(
    new_address: Callable[[], str | Path],
    surroundings: Surroundings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from workbench.store.database import Database

    address = new_address()
    given: dict[str, Any] = {
        "title": "One",
        "orientation": "codebook",
        "researcher": "Alma",
        "surroundings": surroundings,
    }
    first = Project.create(address, **given)
    monkeypatch.setattr(Database, "exists", lambda _: False)  # both looked before
    with pytest.raises(ProjectExistsError):
        Project.create(address, **given)
    monkeypatch.undo()
    assert Project.open(address, surroundings).uuid == first.uuid


def test_a_project_that_could_not_be_begun_leaves_no_file(
    tmp_path: Path, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        msg = "no"
        raise OSError(msg)

    monkeypatch.setattr(tables, "obey", fail)
    with pytest.raises(OSError, match="no"):
        Project.create(
            tmp_path / "a.workbench",
            title="One",
            orientation="codebook",
            researcher="Alma",
            surroundings=surroundings,
        )
    assert list(tmp_path.glob("a.*")) == []


def test_an_unknown_orientation_begins_nothing(
    new_address: Callable[[], str | Path], surroundings: Surroundings
) -> None:
    address = new_address()
    with pytest.raises(UnknownObjectError, match="orientation"):
        Project.create(
            address,
            title="T",
            orientation="grounded",
            researcher="A",
            surroundings=surroundings,
        )
    with pytest.raises(ProjectNotFoundError):
        Project.open(address, surroundings)


def test_the_project_file_is_readable_by_its_owner_only(file_project: Project) -> None:
    path = file_project.database.path
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from workbench.decisions.coding import CodeCreated
    from workbench.decisions.decision import Words
    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

    address, config, by, who, count = sys.argv[1:]
    here = Surroundings(config=Path(config), machine_name="test")
    project = Project.open(address, here)
    for number in range(int(count)):
        project.record(CodeCreated(f"c-{who}-{number}", Words("x")), by=by)
""")


def test_writers_in_several_processes_leave_no_gap_and_no_duplicate(
    project: Project, lead: Lead, surroundings: Surroundings
) -> None:
    writers, each = 4, 15
    surroundings.machine_id()
    running = [
        subprocess.Popen(
            [
                *(sys.executable, "-c", WRITER, project.database.shown),
                *(str(surroundings.config), lead(project), str(who), str(each)),
            ],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stderr=subprocess.PIPE,
        )
        for who in range(writers)
    ]
    said = [process.communicate(timeout=60)[1].decode() for process in running]
    assert said == [""] * writers
    assert [event.seq for event in project.events()] == list(
        range(1, 2 + writers * each)
    )
    assert len(project.rows(Code)) == writers * each
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_a_full_disk_is_one_clear_error_and_nothing_half_written(
    file_project: Project, lead: Lead, state: Callable[[Project], Any]
) -> None:
    project, by = file_project, lead(file_project)
    path = project.database.path
    assert path is not None
    before, head = state(project), project.head()
    limit = path.stat().st_size + 8192

    def fill() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            project.record(CodeCreated("c-big", Words("x" * 200_000)), by=by)
        except StorageError as error:
            os._exit(0 if "Nothing was half-written" in str(error) else 3)
        os._exit(2)

    child = multiprocessing.get_context("fork").Process(target=fill)
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert state(project) == before
    assert project.head() == head
    assert verification.verify(project).ok
    project.record(CodeCreated("c-small", Words("x")), by=by)


def test_a_project_without_permission_is_read_and_refuses_to_be_written(
    surroundings: Surroundings,
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="wb-"))
    folder.chmod(0o755)
    address = folder / "study.workbench"
    project = Project.create(
        address,
        title="T",
        orientation="codebook",
        researcher="Alma",
        surroundings=Surroundings(config=surroundings.config, machine_name=None),
    )
    by = project.rows(Researcher)[0].id
    address.chmod(0o444)

    def write() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        if project.head().seq != 1:
            os._exit(3)
        try:
            project.record(CodeCreated("c-1", Words("x")), by=by)
        except StorageError:
            os._exit(0)
        os._exit(2)

    child = multiprocessing.get_context("fork").Process(target=write)
    child.start()
    child.join(30)
    address.chmod(0o600)
    assert child.exitcode == 0
    assert project.head().seq == 1
    shutil.rmtree(folder)


def test_a_locked_project_is_one_clear_error(
    file_project: Project, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.store import database

    by = lead(file_project)
    monkeypatch.setitem(database._PRAGMAS, "busy_timeout", "50")
    with (
        file_project.database.writing(),
        pytest.raises(StorageError, match="locked"),
    ):
        Project.open(file_project.database.shown, file_project.surroundings).record(
            CodeCreated("c-1", Words("a")), by=by
        )
    assert file_project.head().seq == 1
