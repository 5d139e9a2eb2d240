"""Theory is closed until somebody opens it, and from when on is on record.

Not part of Braun and Clarke's fifth phase: it is kept out of sight so that it does
not lead the coding unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.theory import TheoryOpened
from workbench.model import AllianceLink, TheoryOpening
from workbench.study import THEME, require

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt


def open_theory(project: Project, by: str, note: str | None = None) -> Receipt | None:
    """Theory is in sight from now on; None where it was."""
    require(project, by, THEME)
    if openings(project):
        return None
    told = Words(note.strip()) if note and note.strip() else None
    return project.record(TheoryOpened(project.new_id("to"), told), by=by)


def openings(project: Project) -> list[TheoryOpening]:
    """When theory was opened and by whom, oldest first, words as text."""
    return sorted(project.read(TheoryOpening), key=lambda each: (each.at, each.id))


def is_open(project: Project) -> bool:
    """Whether theory is in sight; relations that stand speak for themselves."""
    return bool(project.rows(TheoryOpening) or project.rows(AllianceLink))
