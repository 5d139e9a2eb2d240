"""Backups nobody has to think of: checked copies outside the study's folder.

One is made when a study is opened and something changed since the last, before an
import or a merge, and after every quarter of an hour in which something was decided.
The ten newest are kept, and the newest of each of thirty days.
They lie in the user's own configuration folder, so a folder that is lost, synchronised
or overwritten does not take them along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError, StorageError, WorkbenchError
from workbench.store import copies, encryption
from workbench.store.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.surroundings import Surroundings

EVERY: Final = timedelta(minutes=15)
RECENT, DAYS = 10, 30
_NAME: Final = re.compile(r"(\d{8}T\d{6})Z-(\d+)\.workbench")
_STAMP: Final = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """One kept copy: where it lies, when it was made, how many decisions it holds."""

    path: Path
    at: datetime
    decisions: int

    @property
    def study(self) -> str:
        """The UUID of the study that it should be of."""
        return self.path.parent.name


def folder(project: Project) -> Path:
    """Where the backups of this study lie on this machine."""
    return project.surroundings.config / "backups" / project.uuid


def kept(project: Project) -> list[Backup]:
    """The study's backups on this machine, newest first."""
    return _in_folder(folder(project))


def of_every_study(surroundings: Surroundings) -> dict[str, list[Backup]]:
    """Study -> its backups on this machine, newest first; also of studies now lost."""
    place = surroundings.config / "backups"
    folders = sorted(place.iterdir()) if place.is_dir() else []
    return {each.name: there for each in folders if (there := _in_folder(each))}


def restore(backup: Backup, address: str | Path, surroundings: Surroundings) -> Project:
    """The study as it stood in a backup, as a project of its own.

    Raises:
        RefusedError: the file is of another study than its folder says.
        ProjectExistsError, DamagedProjectError, LockedProjectError: as
            `store.copies.restore`.
    """
    found = Project.open(backup.path, surroundings).uuid
    if found != backup.study:
        msg = (
            f"{backup.path.name}: it is a backup of another study, put there by hand. "
            "To make a project of it all the same: workbench restore FILE PROJECT"
        )
        raise RefusedError(msg)
    return copies.restore(backup.path, address, surroundings)


def _in_folder(place: Path) -> list[Backup]:
    found = []
    for path in place.glob("*.workbench"):
        if match := _NAME.fullmatch(path.name):
            at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
            found.append(Backup(path, at, int(match[2])))
    return sorted(found, key=lambda each: (each.at, each.decisions), reverse=True)


def keep(project: Project) -> Path | None:
    """A checked backup of the study as it stands; None where the newest holds it all.

    The sample study has none: it can be built anew.

    Raises:
        DamagedProjectError: the copy does not pass its checks; none was kept.
        StorageError: there is no room or no permission.
    """
    there = kept(project)
    decisions = project.head().seq
    if (there and there[0].decisions == decisions) or project.study().is_sample:
        return None
    place = _place(project)
    stamp = _now(project.surroundings).strftime(_STAMP)
    made = copies.backup(
        project, place / f"{stamp}Z-{decisions}.workbench", replace=True
    )
    for old in _past_keeping(kept(project)):
        _remove(old.path)
    return made


def keep_or_say(project: Project) -> str | None:
    """As `keep`, for moments that must not fail for want of a backup.

    Returns:
        What went wrong, in words, or None.
    """
    try:
        keep(project)
    except WorkbenchError as error:
        return f"No backup could be made: {error}"
    return None


def keep_if_due(project: Project) -> Path | None:
    """As `keep`, if a quarter of an hour has passed since the newest."""
    there = kept(project)
    if there and _now(project.surroundings) - there[0].at < EVERY:
        return None
    return keep(project)


def leave_nothing(project: Project) -> None:
    """What was erased is gone from the file's free pages and from every backup."""
    project.database.compact()
    begin_anew(project)


def begin_anew(project: Project) -> int:
    """No copy of this study on this machine holds what was erased; a new one is there.

    Copies that were kept before a repair or a change of schema go as well.

    Returns:
        How many were removed.
    """
    old = list(folder(project).glob("*.workbench"))
    for each in old:
        _remove(each)
    if old:
        keep(project)
    return len(old)


def keep_as_it_is(project: Project) -> Path | None:
    """A copy of the file with all its damage, before it is mended; None on a server.

    Raises:
        StorageError: there is no room or no permission.
    """
    if project.database.path is None:
        return None
    stamp = _now(project.surroundings).strftime(_STAMP)
    out = _place(project) / f"before-repair-{stamp}.workbench"
    return copies.copy_unchecked(project, out)


def renew_keys(project: Project) -> None:
    """Every backup is opened by what opens the study now, and by nothing older."""
    if project.database.path is not None:
        for each in folder(project).glob("*.workbench"):
            encryption.carry(project.database.path, each)


def _place(project: Project) -> Path:
    place = folder(project)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(place, error.strerror or "no reason given") from None
    return place


def _remove(backup: Path) -> None:
    backup.unlink(missing_ok=True)
    encryption.forget(backup)


def _past_keeping(newest_first: list[Backup]) -> list[Backup]:
    """What is neither among the newest nor the last of one of the kept days."""
    days: dict[object, Backup] = {}
    for each in newest_first:
        days.setdefault(each.at.date(), each)
    daily = list(days.values())[:DAYS]
    return [each for each in newest_first[RECENT:] if each not in daily]


def _now(surroundings: Surroundings) -> datetime:
    return datetime.fromisoformat(surroundings.now())
