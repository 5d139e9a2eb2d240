"""Whether a project may be written to at this moment. Reading is never refused here.

Two things speak against it: another machine holds the project, or a check failed when
it was looked over. What was found is kept in the researcher's configuration folder, so
that every program of this machine knows. A look that finds nothing opens the gate.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from workbench.decisions.setting_up import ProjectRepaired, ProjectTakenOver
from workbench.errors import ForeignLockError, StorageError, UnsoundProjectError
from workbench.model import Study
from workbench.store import checkpoint, doctor, tables, trail
from workbench.store.schema import STATE
from workbench.store.surroundings import write_private

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from workbench.decisions.decision import Decision
    from workbench.store.doctor import Check
    from workbench.store.project import Project

#: A file that did not change is looked over again after this time: disks forget.
_GOOD_FOR: Final = timedelta(days=1)
_HOLDER: Final = sa.select(STATE[Study].c.machine)
#: Repairs that mend nothing: damage that is known and stays.
KNOWN: Final = "known"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the last look found: which file it was, when, and which checks failed."""

    file: list[int] | None
    at: str
    failed: list[str]


def check(conn: Connection, project: Project, decisions: Sequence[Decision]) -> None:
    """The decisions may be recorded by this machine in this project.

    Raises:
        ForeignLockError: another machine holds it, and this is no taking over.
        UnsoundProjectError: a check failed, and this is no repair.
    """
    if not any(isinstance(each, ProjectTakenOver) for each in decisions):
        refuse_other_machine(conn, project)
    if not any(isinstance(each, ProjectRepaired) for each in decisions):
        refuse_unsound(project)


def refuse_other_machine(conn: Connection, project: Project) -> None:
    """This machine holds the project, or anybody may.

    Raises:
        ForeignLockError: another one does.
    """
    if is_held_elsewhere(conn, project):
        study = tables.select_rows(conn, Study, {}, words=True)[0]
        raise ForeignLockError(project.database.shown, study.machine_name or "?")


def is_held_elsewhere(conn: Connection, project: Project) -> bool:
    """Whether another machine holds the project."""
    if not project.database.is_file:
        return False
    holder = conn.execute(_HOLDER).scalar()
    return holder not in (None, project.surroundings.machine_id())


def held_by(project: Project) -> str | None:
    """The name of the other machine that holds the project; None where none does."""
    with project.database.reading() as conn:
        if not is_held_elsewhere(conn, project):
            return None
    return project.study().machine_name or "?"


def refuse_unsound(project: Project) -> None:
    """No check failed when the project was last looked over.

    Raises:
        UnsoundProjectError: one did.
    """
    if failed := failed_checks(project):
        raise UnsoundProjectError(project.database.shown, failed)


def failed_checks(project: Project) -> list[str]:
    """The names of the checks that failed at the last look; none were it was good."""
    last = _last_look(project)
    return last.failed if last is not None else []


def look_over(project: Project) -> list[Check]:
    """Every check, and from now on the gate stands as they say.

    Damage that somebody put on record as known does not count again.
    """
    before = _file_now(project)
    known = _known_places(project)
    found = [
        each
        if each.ok or not set(each.places) <= known.get(each.name, set())
        else doctor.Check(each.name, ok=True, found=f"known: {each.found}")
        for each in doctor.examine(project)
    ]
    _remember(project, before, [each.name for each in found if not each.ok])
    return found


def look_once(project: Project) -> list[str]:
    """The project was looked over since its file last changed; the checks that failed.

    A file that is as it was at a good look of the last day is not looked at again.
    """
    last, now = _last_look(project), _file_now(project)
    if last is not None and not last.failed and last.file == now and now is not None:
        age = _moment(project.surroundings.now()) - _moment(last.at)
        if timedelta(0) <= age < _GOOD_FOR:
            return []
    return [each.name for each in look_over(project) if not each.ok]


def require_sound(project: Project) -> None:
    """The study was looked over and no check failed: what leaves it is as it should be.

    Raises:
        UnsoundProjectError: one did.
    """
    look_once(project)
    refuse_unsound(project)


def note_own_writing(project: Project) -> None:
    """What this program wrote since a good look needs no look of its own."""
    last = _last_look(project)
    if last is not None and not last.failed:
        _remember(project, _file_now(project), [])


def _known_places(project: Project) -> dict[str, set[str]]:
    """Damage that is on record as known, by check."""
    known: dict[str, set[str]] = {}
    with project.database.reading() as conn:
        for body in trail.bodies_of_kinds(conn, [ProjectRepaired.__name__]):
            try:
                said = trail.parse(body).payload
                if said["way"] == KNOWN:
                    known.setdefault(said["check"], set()).update(said["places"])
            except (ValueError, KeyError, TypeError):
                continue
    return known


def _file_now(project: Project) -> list[int] | None:
    """Size, time of change and number of the file; None on a server."""
    path = project.database.path
    if path is None:
        return None
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]


def _place(project: Project) -> Path:
    name = f"{checkpoint.place(project)}.json"
    return project.surroundings.config / "looked" / name


def _remember(project: Project, file: list[int] | None, failed: list[str]) -> None:
    said = {"file": file, "at": project.surroundings.now(), "failed": failed}
    try:
        write_private(_place(project), json.dumps(said).encode())
    except StorageError:
        # a good look that cannot be kept is made again; a bad one must be told
        if failed:
            raise


def _last_look(project: Project) -> _Look | None:
    try:
        said: dict[str, Any] = json.loads(_place(project).read_bytes())
        return _Look(said["file"], str(said["at"]), [str(n) for n in said["failed"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
