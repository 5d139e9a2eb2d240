"""A signed checkpoint of the trail lies beside the study's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.store import checkpoint

if TYPE_CHECKING:
    from workbench.store.project import Project


def sign(project: Project, by: str) -> str:
    """The checkpoint is signed and lies beside the file; where, for people.

    The sample study is signed by nobody: its people are invented.
    """
    return checkpoint.lay_beside(project, by) or ""
