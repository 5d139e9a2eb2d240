"""Named checks of a project and of the machine it is on. Nothing is repaired here."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.model import ERASED, CodedSegment, Turn
from workbench.store import verification

if TYPE_CHECKING:
    from workbench.store.project import Project

#: Folders that a service copies while we write, by the name they usually have.
_SYNCED: Final = ("dropbox", "onedrive", "icloud", "google drive", "nextcloud")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, and what was found."""

    name: str
    ok: bool
    found: str


def examine(
    project: Project, *, deploy: bool = False, fence: str | None = None
) -> list[Check]:
    """Every check, cheap ones last; with `deploy` those of a server as well.

    Args:
        project: the project.
        deploy: it is to be served to a team.
        fence: how a stranger's file is kept off the network, as the importers found
            when they tried: 'namespace', 'audit-hook', or '' where no reader starts.
    """
    verified = verification.verify(project)
    replayed = verification.replay(project)
    checks = [
        Check(
            "trail",
            verified.ok,
            f"{verified.events} decisions, {len(verified.damage)} damaged places",
        ),
        Check("replay", replayed.equal, replayed.first_difference or "equal"),
        _check_quotes(project),
        _check_folder(project),
        _check_reading_fence(fence),
        _check_driver(),
    ]
    return [*checks, *_deployment(project)] if deploy else checks


def _check_quotes(project: Project) -> Check:
    """Every coded segment's words are the text at its place."""
    texts: dict[str, str] = {}
    wrong = 0
    segments = project.read(CodedSegment, state="active")
    for segment in segments:
        if segment.version not in texts:
            texts[segment.version] = "\n".join(
                turn.text if turn.text != ERASED else ERASED * (turn.end - turn.start)
                for turn in project.read(Turn, version=segment.version)
            )
        said = texts[segment.version][segment.start : segment.end]
        if segment.anchor != "lost" and ERASED not in (segment.quote, said[:1]):
            wrong += said != segment.quote
    return Check("quotes", wrong == 0, f"{len(segments)} segments, {wrong} differ")


def _check_folder(project: Project) -> Check:
    """The project does not lie where a service copies it while it is written."""
    path = project.database.path
    if path is None:
        return Check("folder", ok=True, found="on a server")
    parts = [part.lower() for part in path.resolve().parts]
    synced = [name for name in _SYNCED if any(name in part for part in parts)]
    if synced:
        return Check(
            "folder", ok=False, found=f"in a synchronised folder ({synced[0]})"
        )
    return Check("folder", ok=True, found="on this machine")


def _check_reading_fence(fence: str | None) -> Check:
    """How far reading a stranger's file is fenced in on this machine."""
    limits = (
        "time and memory limited"
        if sys.platform != "win32"
        else "time limited, memory not"
    )
    found = {
        None: f"a process of its own, {limits}",
        "namespace": f"a process without any network (a namespace), {limits}",
        "audit-hook": f"a process that refuses to open a socket (a hook), {limits}",
    }
    told = found.get(fence)
    if told is None:
        return Check("fence", ok=False, found="the process that reads does not start")
    return Check("fence", ok=True, found=told)


def _check_driver() -> Check:
    encrypted = importlib.util.find_spec("sqlcipher3") is not None
    return Check(
        "database",
        ok=True,
        found=f"SQLite {sqlite3.sqlite_version}"
        + (", encryption can be installed" if not encrypted else ""),
    )


def _deployment(project: Project) -> list[Check]:
    """What a server needs beyond a researcher's own machine (docs/deployment.md)."""
    on_server = project.database.path is None
    config = project.surroundings.config
    private = not config.exists() or not Path(config).stat().st_mode & 0o077
    return [
        Check(
            "server",
            on_server,
            "PostgreSQL" if on_server else "one file; a team needs PostgreSQL",
        ),
        Check("keys", private, "private" if private else "readable by others"),
    ]
