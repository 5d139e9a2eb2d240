"""Whether a backup may take the place of what stands there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import ProjectError, RefusedError
from workbench.store import encryption, strange, trail
from workbench.store.database import Database
from workbench.store.schema import read_meta

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project


def refuse_loss(project: Project, out: Path) -> None:
    """Every decision of the file at OUT is in the project as well.

    The file may be of an earlier version, and encrypted with the project's own key.

    Raises:
        RefusedError: not so or not known, or it is the project's own file.
    """
    path = project.database.path
    if path is not None and path.exists() and path.samefile(out):
        msg = f"{out}: this is the study itself. Name another file for its backup."
        raise RefusedError(msg)
    is_lent = path is not None and encryption.lend(path, out)
    try:
        uuid, head = _head_of(out)
    except ProjectError as error:  # what cannot be read may be all that is left
        if is_lent:
            encryption.take_back(out)
        msg = f"{error} It is not replaced by a backup. Name another file."
        raise RefusedError(msg) from None
    with project.database.reading() as conn:
        is_ours = head.hash == trail.hash_at(conn, project.uuid, head.seq)
    if uuid != project.uuid or not is_ours:
        msg = (
            f"{out}: holds another study, or decisions that this one does not have; a "
            "backup in its place would lose them. Name another file."
        )
        raise RefusedError(msg)


def _head_of(file: Path) -> tuple[str, trail.Head]:
    """Which study a file of this or an earlier version holds, and how far it goes."""
    database = Database(file)
    with database.reading() as conn:
        strange.refuse(conn, database)
        uuid = read_meta(conn).get("project", "")
        return uuid, trail.head(conn, uuid)
