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
    path = project.database.path
    if path is None or project.study().is_sample:
        return ""
    beside = checkpoint.beside(path)
    beside.write_text(checkpoint.sign(project, by).note(), "utf-8")
    return beside.name
