"""What is open in the app is backed up without asking."""

from __future__ import annotations

import time
from collections.abc import Callable

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.store import backups
from workbench.store.project import Project
from workbench.ui.rounds import Rounds

Lead = Callable[[Project], str]


def test_a_study_is_backed_up_soon_after_it_was_opened(
    project: Project, lead: Lead
) -> None:
    project.record(CodeCreated("c-1", Words("a")), by=lead(project))

    Rounds(seconds=0.05).include(project)

    for _ in range(200):
        if backups.kept(project):
            break
        time.sleep(0.05)
    assert [b.decisions for b in backups.kept(project)] == [project.head().seq]


def test_a_round_goes_on_past_a_study_that_is_gone(
    file_project: Project, project: Project
) -> None:
    gone, there = file_project, project
    rounds = Rounds(seconds=3600)
    rounds.include(gone)
    rounds.include(there)
    assert gone.database.path is not None
    gone.database.path.unlink()

    rounds.make()

    assert len(backups.kept(there)) == 1
