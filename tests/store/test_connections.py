"""One connection may serve a page; nobody is kept waiting by it, nothing stays open."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from workbench.errors import StaleDecisionError
from workbench.model import Code, Researcher
from workbench.store.project import Project

if TYPE_CHECKING:
    from workbench.store.project import Receipt

AddCode = Callable[..., "Receipt"]


def in_a_thread(act: Callable[[], Any]) -> None:
    """Somebody else does it, on a connection of her own, and is not kept waiting."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    other = threading.Thread(target=run)
    other.start()
    other.join(5)
    assert not other.is_alive()
    assert failed == []


def test_others_write_between_the_operations_of_one_that_is_kept_open(
    project: Project, add_code: AddCode
) -> None:
    by = project.rows(Researcher)[0].id
    with project.database.kept_open():
        assert project.rows(Code) == []
        in_a_thread(lambda: add_code(project, by, "c-1"))
        assert [code.id for code in project.rows(Code)] == ["c-1"]
        add_code(project, by, "c-2", "doubt")
        in_a_thread(lambda: add_code(project, by, "c-3", "care"))

    assert [code.id for code in project.rows(Code)] == ["c-1", "c-2", "c-3"]


def test_what_was_refused_leaves_nothing_behind_in_a_kept_connection(
    project: Project, add_code: AddCode
) -> None:
    by = project.rows(Researcher)[0].id
    with project.database.kept_open():
        add_code(project, by, "c-1")
        with pytest.raises(StaleDecisionError):
            add_code(project, by, "c-1")
        add_code(project, by, "c-2", "doubt")

        assert len(project.rows(Code)) == 2


def test_a_file_that_took_the_projects_place_is_read(
    file_project: Project, add_code: AddCode, tmp_path: Path
) -> None:
    path = file_project.database.path
    assert path is not None
    by = file_project.rows(Researcher)[0].id
    beside = Path(shutil.copy(path, tmp_path / "beside.workbench"))
    add_code(Project.open(beside), by, "c-1")
    with file_project.database.kept_open():
        assert file_project.rows(Code) == []
        beside.replace(path)

        assert [code.id for code in file_project.rows(Code)] == ["c-1"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_nothing_is_open_afterwards(file_project: Project) -> None:
    def held() -> list[str]:
        shown = file_project.database.shown
        links = [Path(each).name for each in os.scandir("/proc/self/fd")]
        targets = [os.path.realpath(f"/proc/self/fd/{each}") for each in links]
        return [each for each in targets if each == os.path.realpath(shown)]

    with file_project.database.kept_open():
        file_project.rows(Code)
        with file_project.database.kept_open():
            file_project.rows(Code)
        assert len(held()) == 1
    assert held() == []
