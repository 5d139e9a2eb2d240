"""Where a study lies: a folder that is copied while we write, a disk that is far away.

Nothing here is about the study's content; `store.doctor` looks into that.
"""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.store import backups, encryption
from workbench.store.doctor import Check

if TYPE_CHECKING:
    from workbench.store.project import Project

#: Folders that a service copies while we write, by what their names usually hold.
_SYNCED: Final = (
    *("dropbox", "onedrive", "icloud", "cloudstorage", "mobile documents"),
    *("com~apple~clouddocs", "google drive", "googledrive", "my drive", "nextcloud"),
    *("owncloud", "syncthing", "seafile", "pcloud", "proton drive", "tresorit"),
    *("megasync", "kdrive", "yandex.disk", "sciebo", "box sync"),
)
_SYNCED_EXACTLY: Final = ("box", "mega")
#: What such services leave at the top of the folder they copy.
_MARKS: Final = (
    *(".dropbox", ".dropbox.cache", ".stfolder", ".nextcloudsync.log"),
    *(".owncloudsync.log", ".seafile-data", ".seaf-dir", ".tmp.drivedownload"),
)
#: File systems of which the disk is another machine's.
_NETWORKED: Final = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre"),
    *("davfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse"),
)
_OWNED: Final = """
    SELECT count(*) FROM pg_tables
    WHERE schemaname = current_schema() AND tableowner = current_user"""
_MOUNTS: Final = Path("/proc/self/mountinfo")


def unsafe_folder(path: Path) -> str | None:
    """Why a project should not lie there, in a few words; None where it may."""
    whole = path.absolute()
    for each in whole.parents:
        name = each.name.lower()
        if (
            any(part in name for part in _SYNCED)
            or name in _SYNCED_EXACTLY
            or any((each / mark).exists() for mark in _MARKS)
        ):
            return f"in a synchronised folder ({each.name})"
    kind = _file_system(whole)
    return f"on a network drive ({kind})" if kind is not None else None


def warning(path: Path | None) -> str | None:
    """One sentence for people about where the study lies; None where it may."""
    found = unsafe_folder(path) if path is not None else None
    if found is None:
        return None
    return (
        f"The study lies {found}. A file that is copied while it is written can be "
        "torn, and two machines can write over each other. Keep it on this machine's "
        "own disk, and put backups there instead ('workbench backup')."
    )


def _file_system(path: Path) -> str | None:
    """The kind of the network file system a path lies on; None where it is local."""
    if str(path).startswith("\\\\"):
        return "smb"
    try:
        lines = _MOUNTS.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    best, kind = -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        at = Path(before.split(" ")[4].replace("\\040", " "))
        if path.resolve().is_relative_to(at) and len(at.parts) > best:
            best, kind = len(at.parts), after.split(" ")[0]
    return kind if kind in _NETWORKED else None


def examine(project: Project, fence: str | None = None) -> list[Check]:
    """What protects the study on this machine.

    Args:
        project: the project.
        fence: how a stranger's file is kept off the network, as the importers found
            when they tried: 'namespace', 'audit-hook', or '' where no reader starts.
    """
    return [
        _folder(project),
        _rights(project),
        _backups(project),
        _fence(fence),
        _driver(project),
    ]


def owns_its_tables(project: Project) -> bool:
    """On a server: whether the role we come as could lift the guards of the trail."""
    with project.database.reading() as conn:
        return bool(conn.exec_driver_sql(_OWNED).scalar())


def _folder(project: Project) -> Check:
    path = project.database.path
    if path is None:
        return Check("folder", ok=True, found="on a server")
    found = unsafe_folder(path)
    return Check("folder", found is None, found or "on this machine")


def _rights(project: Project) -> Check:
    """Only their owner reads the study, its key file, and the configuration folder."""
    if sys.platform == "win32":
        return Check("rights", ok=True, found="as Windows has them")
    config = project.surroundings.config
    looked = [config, *config.rglob("*")]
    if project.database.path is not None:
        looked += [project.database.path, encryption.key_file(project.database.path)]
    # what lies in a private folder is private, whatever its own rights
    private = config.exists() and not config.stat().st_mode & 0o077
    open_ = [
        each.name
        for each in looked
        if each.exists()
        and each.stat().st_mode & 0o077
        and not (private and each != config and each.is_relative_to(config))
    ]
    found = "for their owner only"
    if open_:
        found = f"others can read {', '.join(open_[:5])}"
    return Check("rights", not open_, found)


def _backups(project: Project) -> Check:
    """A backup is there, and not older than a day of work."""
    if project.study().is_sample:
        return Check("backups", ok=True, found="none of the sample; it is built anew")
    kept = backups.kept(project)
    if not kept:
        return Check("backups", ok=False, found="none on this machine yet")
    now = datetime.fromisoformat(project.surroundings.now())
    behind = project.head().seq - kept[0].decisions
    is_old = behind > 0 and (now - kept[0].at).days >= 1
    return Check(
        "backups",
        not is_old,
        f"{len(kept)}, the newest of {kept[0].at:%d %b %Y, %H:%M} UTC, "
        f"{behind:,} decisions behind",
    )


def _fence(fence: str | None) -> Check:
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


def _driver(project: Project) -> Check:
    path = project.database.path
    if path is not None and encryption.is_encrypted(path):
        version = encryption.driver().sqlite_version
        return Check("database", ok=True, found=f"SQLite {version}, encrypted")
    more = ", not encrypted"
    if importlib.util.find_spec("sqlcipher3") is None:
        more += " (the extra for it is not installed)"
    return Check("database", ok=True, found=f"SQLite {sqlite3.sqlite_version}{more}")
