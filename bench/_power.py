"""The power is cut: which acknowledged decisions are there afterwards?

A layer under SQLite writes down every write, truncation, sync and removal. From that a
disk is made as it may stand after a cut at any moment: what was not synced is lost,
kept, or torn. SQLite then opens it, and everything acknowledged before the cut must be
there. A mode known to be unsafe must lose something, or the simulation proves nothing.

Source: the idea is SQLite's own crash test, sqlite.org/testing.html, section 3.3.
"""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import importlib.util
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

SECTOR: Final = 512
#: Mode: journal, synchronous, and whether it must keep everything.
MODES: Final = {
    "ours: DELETE/EXTRA": ("DELETE", "EXTRA", True),
    "control: DELETE/OFF": ("DELETE", "OFF", False),
}

Step = tuple[Any, ...]


def cut(folder: Path, cuts: int) -> dict[str, Any]:
    """Each mode with this many cuts; the pragmas are those of `store.database`."""
    if importlib.util.find_spec("apsw") is None:
        reason = "apsw is not installed: pip install apsw, and run this row again"
        return {"skipped": reason, "ok": True}
    chance = random.Random(3)  # noqa: S311 - moments to strike
    said: dict[str, Any] = {"demand": "0 lost, 0 broken; the control loses something"}
    for mode, (journal, synchronous, _) in MODES.items():
        steps = written(folder, journal, synchronous)
        lost = broken = 0
        for _ in range(cuts):
            results = struck(folder, steps, chance)
            lost, broken = lost + results[0], broken + results[1]
        said[mode] = {"cuts": cuts, "lost_something": lost, "broken": broken}
    ours, control = (said[mode] for mode in MODES)
    said["ok"] = not (ours["lost_something"] or ours["broken"]) and bool(
        control["lost_something"] or control["broken"]
    )
    return said


def written(folder: Path, journal: str, synchronous: str) -> list[Step]:
    """Every step that reached the disk while sixty decisions were acknowledged."""
    import apsw  # type: ignore[import-not-found, unused-ignore]

    steps: list[Step] = []

    class File(apsw.VFSFile):  # type: ignore[misc, name-defined, unused-ignore]
        def __init__(self, vfs: str, name: Any, flags: list[int]) -> None:  # noqa: ANN401 - apsw hands a string or a name of its own
            given = name.filename() if hasattr(name, "filename") else name
            self.short = Path(given).name
            if not Path(given).exists():
                steps.append(("create", self.short))
            super().__init__(vfs, name, flags)

        def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's
            steps.append(("write", self.short, offset, bytes(data)))
            super().xWrite(data, offset)

        def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's
            steps.append(("truncate", self.short, size))
            super().xTruncate(size)

        def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's
            steps.append(("sync", self.short))
            super().xSync(flags)

    class Disk(apsw.VFS):  # type: ignore[misc, name-defined, unused-ignore]
        def __init__(self) -> None:
            super().__init__("watched", "")

        def xOpen(self, name: Any, flags: list[int]) -> File:  # noqa: N802, ANN401 - SQLite's name, apsw's type
            return File("", name, flags)

        def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802 - SQLite's
            super().xDelete(name, sync)
            steps.append(("remove", Path(name).name, sync))

    disk = Disk()
    path = folder / f"{journal}-{synchronous}.db"
    conn = apsw.Connection(str(path), vfs="watched")
    conn.execute(f"PRAGMA journal_mode = {journal}")
    conn.execute(f"PRAGMA synchronous = {synchronous}")
    conn.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT)")
    conn.execute("CREATE TABLE state (id INTEGER PRIMARY KEY, seq INTEGER)")
    for number in range(1, 61):
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("INSERT INTO event VALUES (?, ?)", (number, "x" * 700))
        conn.execute("REPLACE INTO state VALUES (?, ?)", (number % 9, number))
        conn.execute("COMMIT")
        steps.append(("acknowledged", number))
    conn.close()
    disk.unregister()
    return steps


def struck(folder: Path, steps: list[Step], chance: random.Random) -> tuple[bool, bool]:
    """Whether something acknowledged is lost, and whether the file is broken."""
    end = chance.randint(1, len(steps))
    promised = max((s[1] for s in steps[:end] if s[0] == "acknowledged"), default=0)
    name = next(s[1] for s in steps if s[0] == "create")
    disk = after_cut(steps[:end], chance)
    path = folder / "struck.db"
    for suffix, source in (("", name), ("-journal", f"{name}-journal")):
        target = path.with_name(path.name + suffix)
        target.unlink(missing_ok=True)
        if source in disk:
            target.write_bytes(disk[source])
    if promised == 0:
        return False, False
    try:
        with closing(sqlite3.connect(path)) as conn:
            if conn.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return False, True
            stored = [row[0] for row in conn.execute("SELECT seq FROM event")]
            state = conn.execute("SELECT max(seq) FROM state").fetchone()[0]
    except sqlite3.DatabaseError:
        return False, True
    whole = stored == list(range(1, len(stored) + 1)) and state == len(stored)
    return len(stored) < promised, not whole


def after_cut(steps: list[Step], chance: random.Random) -> dict[str, bytes]:
    """The files as they may stand: synced steps for certain, the rest as it fell."""
    last_sync: dict[str, int] = {}
    for at, step in enumerate(steps):
        if step[0] == "sync":
            last_sync[step[1]] = at
    # a removal that did not sync its folder can be undone by the cut, the latest first
    removals = [at for at, step in enumerate(steps) if step[0] == "remove"]
    synced = max((at for at in removals if steps[at][2]), default=-1)
    undone = {at for at in removals if at > synced}
    kept = chance.randint(0, len(undone))
    undone -= set(sorted(undone)[:kept])
    way = chance.choice(["lost", "kept", "random", "torn"])
    files: dict[str, bytearray] = {}
    for at, step in enumerate(steps):
        certain = at < last_sync.get(step[1], -1) if len(step) > 1 else True
        apply(files, step, chance, "kept" if certain else way, at in undone)
    return {name: bytes(content) for name, content in files.items()}


def apply(
    files: dict[str, bytearray],
    step: Step,
    chance: random.Random,
    way: str,
    is_undone: bool,
) -> None:
    """One step done to the files, or not, or in part."""
    if step[0] == "create":
        files[step[1]] = bytearray()
    elif step[0] == "remove":
        if not is_undone:
            files.pop(step[1], None)
    elif way == "lost" or (way == "random" and chance.random() < 0.5):
        return
    elif step[0] == "truncate" and step[1] in files:
        del files[step[1]][step[2] :]
    elif step[0] == "write":
        _, name, offset, data = step
        if way == "torn":
            data = data[: SECTOR * chance.randint(0, len(data) // SECTOR)]
        content = files.setdefault(name, bytearray())
        content.extend(bytes(max(0, offset + len(data) - len(content))))
        content[offset : offset + len(data)] = data
