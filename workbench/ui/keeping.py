"""A signed checkpoint of the trail lies beside the study's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import StorageError
from workbench.store import checkpoint
from workbench.ui import widgets

if TYPE_CHECKING:
    from workbench.store.project import Project


def sign(project: Project, by: str) -> str:
    """The checkpoint is signed and lies beside the file; where, for people.

    The sample study is signed by nobody: its people are invented. Where there is no
    room for one that is said, and what was decided stands.
    """
    try:
        return checkpoint.lay_beside(project, by) or ""
    except StorageError as error:
        widgets.refuse(f"It is recorded, but no checkpoint could be signed: {error}")
        return ""
