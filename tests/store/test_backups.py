"""Backups that nobody has to think of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.model import Code
from workbench.store import backups, copies
from workbench.store.project import Project

Lead = Callable[[Project], str]


class Clock:
    """A clock that the test sets."""

    def __init__(self, project: Project) -> None:
        self.at = datetime.fromisoformat("2025-03-01T09:00:00+00:00")
        project.surroundings = replace(project.surroundings, now=self.now)

    def now(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def later(self, **by: int) -> None:
        self.at += timedelta(**by)


def decide(project: Project, by: str) -> None:
    project.record(CodeCreated(project.new_id("c"), Words("a code")), by=by)


def test_a_backup_is_whole_and_restores_the_study(
    project: Project, lead: Lead, tmp_path: Path
) -> None:
    decide(project, lead(project))

    made = backups.keep(project)

    assert made is not None
    assert made.stat().st_mode & 0o077 == 0
    restored = copies.restore(made, tmp_path / "back.workbench", project.surroundings)
    assert restored.read(Code) == project.read(Code)
    assert restored.head() == project.head()


def test_nothing_new_makes_no_new_backup(project: Project) -> None:
    assert backups.keep(project) is not None
    assert backups.keep(project) is None


def test_a_backup_is_due_after_a_quarter_of_an_hour_in_which_something_was_decided(
    project: Project, lead: Lead
) -> None:
    clock, by = Clock(project), lead(project)
    backups.keep(project)
    decide(project, by)
    clock.later(minutes=14)
    assert backups.keep_if_due(project) is None
    clock.later(minutes=2)
    assert backups.keep_if_due(project) is not None
    clock.later(hours=3)
    assert backups.keep_if_due(project) is None


def test_ten_recent_and_one_of_each_of_thirty_days_are_kept(
    project: Project, lead: Lead
) -> None:
    clock, by = Clock(project), lead(project)
    place = backups.folder(project)
    place.mkdir(parents=True)
    start = clock.at - timedelta(days=50)
    for hour in range(0, 50 * 24, 8):
        stamp = (start + timedelta(hours=hour)).strftime("%Y%m%dT%H%M%SZ")
        (place / f"{stamp}-{hour + 1}.workbench").write_bytes(b"old")

    decide(project, by)
    backups.keep(project)

    there = backups.kept(project)
    assert len({each.at.date() for each in there}) == 30
    assert len(there) == 30 + 10 - len({each.at.date() for each in there[:10]})
    assert there[0].decisions == project.head().seq


def test_after_words_were_erased_no_old_backup_is_left(
    project: Project, lead: Lead
) -> None:
    clock = Clock(project)
    for _ in range(3):
        decide(project, lead(project))
        backups.keep(project)
        clock.later(hours=1)

    assert backups.begin_anew(project) == 3

    (left,) = backups.kept(project)
    assert left.decisions == project.head().seq


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing(
    project: Project,
) -> None:
    place = backups.folder(project)
    place.parent.mkdir(parents=True)
    place.write_text("a file where the folder should be")

    said = backups.keep_or_say(project)

    assert said is not None
    assert said.startswith("No backup could be made")
