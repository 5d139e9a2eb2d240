"""While the app runs, a study that is open in it is backed up every quarter of an hour.

One quiet thread for all windows. It holds addresses, no words and no connection. A
round that fails is tried again with the next, and until it succeeds the pages say so.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from workbench.errors import WorkbenchError
from workbench.store import backups, scratch

if TYPE_CHECKING:
    from workbench.store.project import Project

#: How often it is looked whether a backup is due.
SECONDS: Final = 60.0


class Rounds:
    """The studies that were opened, each looked after from its first opening on."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._studies: dict[str, Project] = {}
        self._trouble: dict[str, str] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def include(self, project: Project) -> None:
        """This study is looked after from now on; backed up at once if it changed."""
        with self._lock:
            if project.database.shown in self._studies:
                return
            self._studies[project.database.shown] = project
            if self._thread is None:
                self._thread = threading.Thread(target=self._walk, daemon=True)
                self._thread.start()

    def trouble(self, project: Project) -> str | None:
        """Why the study could not be backed up in the last round; None where it was."""
        return self._trouble.get(project.database.shown)

    def make(self) -> None:
        """One round: what was left half-made is gone, whatever is due is backed up."""
        with self._lock:
            studies = list(self._studies.values())
        for project in studies:
            try:
                scratch.sweep(project.surroundings.config)
                backups.keep_if_due(project)
            except WorkbenchError as error:
                self._trouble[project.database.shown] = str(error)
            except Exception as error:  # noqa: BLE001 - a round goes on past any study
                self._trouble[project.database.shown] = type(error).__name__
            else:
                self._trouble.pop(project.database.shown, None)

    def _walk(self) -> None:
        while True:
            self.make()
            time.sleep(self._seconds)


ROUNDS: Final = Rounds()
