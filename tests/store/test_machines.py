"""One machine writes: another opens read-only, and takes over on record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.decisions.setting_up import ProjectTakenOver
from workbench.errors import ForeignLockError
from workbench.model import Code, Study
from workbench.store import verification
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

Lead = Callable[[Project], str]


@pytest.fixture
def attic(tmp_path: Path) -> Surroundings:
    return Surroundings(config=tmp_path / "attic", machine_name="attic")


def take_over(project: Project, by: str) -> None:
    study = project.one(Study, id=project.uuid)
    project.record(
        ProjectTakenOver(
            project.uuid,
            study.machine,
            study.machine_name,
            project.surroundings.machine_id(),
            Words(project.surroundings.machine_name or ""),
        ),
        by=by,
    )


def test_another_machine_reads_and_is_refused_to_write(
    file_project: Project, lead: Lead, attic: Surroundings
) -> None:
    there = Project.open(file_project.database.shown, attic)
    assert there.head() == file_project.head()
    assert verification.verify(there).ok
    with pytest.raises(ForeignLockError, match="in use on the machine 'test'"):
        there.record(CodeCreated("c-1", Words("a")), by=lead(there))
    assert there.rows(Code) == []


def test_a_machine_that_took_over_writes_and_the_first_no_longer_does(
    file_project: Project, lead: Lead, attic: Surroundings
) -> None:
    by = lead(file_project)
    there = Project.open(file_project.database.shown, attic)
    take_over(there, by)
    there.record(CodeCreated("c-1", Words("a")), by=by)
    with pytest.raises(ForeignLockError, match="'attic'"):
        file_project.record(CodeCreated("c-2", Words("b")), by=by)
    take_over(file_project, by)
    file_project.record(CodeCreated("c-2", Words("b")), by=by)
    assert [e.kind for e in file_project.events()].count("ProjectTakenOver") == 2
    assert verification.replay(file_project).equal


def test_a_retry_from_the_machine_before_still_learns_what_it_did(
    file_project: Project, lead: Lead, attic: Surroundings
) -> None:
    by = lead(file_project)
    first = file_project.record(CodeCreated("c-1", Words("a")), by=by)
    take_over(Project.open(file_project.database.shown, attic), by)
    again = file_project.record(CodeCreated("c-1", Words("a")), by=by, act=first.act)
    assert again.was_recorded


def test_a_machine_is_known_by_its_token_and_not_by_its_name(
    file_project: Project, lead: Lead, tmp_path: Path
) -> None:
    same_name = Surroundings(config=tmp_path / "twin", machine_name="test")
    with pytest.raises(ForeignLockError):
        Project.open(file_project.database.shown, same_name).record(
            CodeCreated("c-1", Words("a")), by=lead(file_project)
        )


@pytest.mark.postgres
def test_on_a_server_every_machine_writes(
    new_address: Callable[[], str | Path],
    surroundings: Surroundings,
    attic: Surroundings,
) -> None:
    address = new_address()
    if isinstance(address, Path):
        return
    project = Project.create(
        address,
        title="T",
        orientation="codebook",
        researcher="Alma",
        surroundings=surroundings,
    )
    by = project.events()[0].by
    Project.open(address, attic).record(CodeCreated("c-1", Words("a")), by=by)
    assert len(project.rows(Code)) == 1


def test_a_sample_can_be_written_on_any_machine(
    tmp_path: Path, attic: Surroundings
) -> None:
    still = Surroundings(config=tmp_path / "c", machine_name=None)
    project = Project.create(
        tmp_path / "sample.workbench",
        title="T",
        orientation="codebook",
        researcher="Alma",
        is_sample=True,
        surroundings=still,
    )
    there = Project.open(project.database.shown, attic)
    there.record(CodeCreated("c-1", Words("a")), by=there.events()[0].by)
    assert len(project.rows(Code)) == 1
