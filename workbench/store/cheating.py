"""Try to cheat: one letter of a decision is changed in a copy, which is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.store import copies, scratch, verification
from workbench.store.project import Project
from workbench.store.schema import GUARDS, event

if TYPE_CHECKING:
    from workbench.store.verification import Damage

_BODY: Final = sa.select(event.c.body).where(event.c.seq == sa.bindparam("at"))


def try_to_cheat(project: Project) -> list[Damage]:
    """What is found in a copy of a project's file of which one letter was changed.

    The guards of the trail are taken away first, as the owner of the file can.

    Raises:
        StorageError: there is no room for a copy, or the project is on a server.
    """
    with scratch.folder(project.surroundings) as folder:
        copy = copies.copy_unchecked(project, folder / "cheated.workbench")
        cheated = Project.open(copy, project.surroundings)
        with cheated.database.writing() as conn:
            for guard in GUARDS:
                conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {guard}")
            at = (project.head().seq + 1) // 2
            body = bytearray(conn.execute(_BODY, {"at": at}).scalar_one())
            place = body.find(b'"role":"') + len(b'"role":"')
            body[place] ^= 1
            conn.execute(
                sa.update(event).where(event.c.seq == at), {"body": bytes(body)}
            )
        return list(verification.verify(cheated).damage)
