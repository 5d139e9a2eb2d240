"""What a stranger may send: files, a project, a packet, answers, tables.

Each is given to the workbench in a process of its own, which tells how long it took and
how much memory it held; what is asked is in the row that calls it.
"""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import _hostile, _packets  # noqa: E402 - runs as a script too
from bench._writers import begin, surroundings  # noqa: E402

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


Result = dict[str, Any]
SECONDS: Final = 10.0
MEGABYTES: Final = 512.0
_SECRET: Final = "a long walk by the quay"  # noqa: S105 - of a study made here


def hostile_files(folder: Path, _: argparse.Namespace) -> Result:
    """Every file of the corpus through the door that every file comes in by."""
    wrong: dict[str, str] = {}
    slowest, largest = ("", 0.0), ("", 0.0)
    verdicts: dict[str, int] = {}
    for name, hostile in _hostile.FILES.items():
        source = folder / "file"
        source.write_bytes(hostile.make())
        said = _alone("file", name, str(source))
        source.unlink()
        verdicts[said["verdict"]] = verdicts.get(said["verdict"], 0) + 1
        if said["fault"]:
            wrong[name] = said["fault"]
        if said["seconds"] > slowest[1]:
            slowest = (name, said["seconds"])
        if said["mb"] > largest[1]:
            largest = (name, said["mb"])
        if said["seconds"] > SECONDS or said["mb"] > MEGABYTES:
            wrong.setdefault(name, f"{said['seconds']} s, {said['mb']} MB")
    left = [str(p) for p in folder.iterdir()]
    return {
        "demand": f"each at most {SECONDS:g} s and {MEGABYTES:g} MB, verdict honest",
        "files": len(_hostile.FILES),
        "verdicts": verdicts,
        "slowest": slowest,
        "most_memory_mb": largest,
        "wrong": wrong,
        "files_left_behind": left,
        "ok": not wrong and not left,
    }


def one_file(name: str, source: str) -> Result:
    """The verdict on one hostile file, in this process and its child."""
    from workbench.importers import Content, inspect_contents

    hostile = _hostile.FILES[name]
    data = Path(source).read_bytes()
    began = time.perf_counter()
    (parsed,) = inspect_contents([Content(hostile.file, data)])
    seconds = time.perf_counter() - began
    fault = hostile.fault(parsed.verdict, parsed.reason, parsed.text)
    return {"verdict": parsed.verdict, "seconds": round(seconds, 2), "fault": fault}


def _alone(what: str, *given: str) -> Result:
    """One attempt in a process of its own, with the most memory any of them held."""
    done = subprocess.run(
        [sys.executable, __file__, what, *given],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    if done.returncode:
        fault = done.stderr.strip().splitlines()[-1:] or ["ended"]
        return {"verdict": "failed", "seconds": 0.0, "mb": 0.0, "fault": fault[0]}
    found: Result = json.loads(done.stdout.splitlines()[-1])
    return found


# ---- a project file from somebody else ----

PREPARED: Final = {
    "a trigger that keeps what is erased": (
        "CREATE TRIGGER kept AFTER UPDATE ON wording BEGIN "
        "INSERT INTO meta VALUES (old.id, old.text); END"
    ),
    "a trigger on the trail": (
        "CREATE TRIGGER more AFTER INSERT ON event BEGIN "
        "UPDATE code SET state = 'retired'; END"
    ),
    "a guard that does something else": (
        "DROP TRIGGER event_stays; CREATE TRIGGER event_stays BEFORE INSERT ON event "
        "BEGIN DELETE FROM wording; END"
    ),
    "a view in the place of a table": (
        "ALTER TABLE code RENAME TO code_; CREATE VIEW code AS SELECT * FROM code_"
    ),
    "a view that never ends": (
        "ALTER TABLE meta RENAME TO meta_; CREATE VIEW meta AS WITH RECURSIVE n(x) AS "
        "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 'project' AS key, x AS value "
        "FROM n"
    ),
    "a virtual table": "CREATE VIRTUAL TABLE searched USING fts5(text)",
    "a table more": "CREATE TABLE kept (text TEXT)",
    "a column that computes": (
        "ALTER TABLE code ADD COLUMN loud TEXT AS (upper(name)) VIRTUAL"
    ),
    "an index on what was said": "CREATE INDEX said ON wording (text)",
    "bodies that are no bytes": (
        "DROP TRIGGER event_is_final; UPDATE event SET body = 7 WHERE seq = 2"
    ),
    "a body of 200 MB": (
        "DROP TRIGGER event_is_final; "
        "UPDATE event SET body = zeroblob(200000000) WHERE seq = 2"
    ),
    "a body nested deeply": (
        "DROP TRIGGER event_is_final; UPDATE event SET body = "
        "CAST(replace(hex(zeroblob(100000)), '00', '[') AS BLOB) WHERE seq = 2"
    ),
    "a schema that is no number": "UPDATE meta SET value = 'x' WHERE key = 'schema'",
    "another project's number": (
        "UPDATE meta SET value = '../../x' WHERE key = 'project'"
    ),
    "no trail": "DROP TABLE event",
}


def hostile_projects(folder: Path, _: argparse.Namespace) -> Result:
    """Prepared project files are opened, checked, merged and restored."""
    wrong: dict[str, str] = {}
    for name, statement in PREPARED.items():
        place = folder / "prepared"
        place.mkdir()
        project, _by = begin(place, place / "study.workbench")
        path = project.database.path
        if path is None:
            raise SystemExit("a prepared project is a file")
        with closing(sqlite3.connect(path)) as conn:
            conn.executescript(statement)
        said = _alone("project", str(place))
        if said["fault"] or said["seconds"] > SECONDS or said["mb"] > MEGABYTES:
            wrong[name] = said["fault"] or f"{said['seconds']} s, {said['mb']} MB"
        shutil.rmtree(place)
    return {
        "demand": "nothing of it is run; refused in words, or it comes clean out of it",
        "files": len(PREPARED),
        "wrong": wrong,
        "ok": not wrong,
    }


def one_project(place: str) -> Result:
    """A prepared file opened, verified, merged and restored, with what went wrong."""
    from workbench.errors import WorkbenchError
    from workbench.store import copies, strange, verification
    from workbench.store.database import Database
    from workbench.store.merge import merge
    from workbench.store.project import Project

    folder = Path(place)
    path, clean = folder / "study.workbench", folder / "clean.workbench"
    began = time.perf_counter()
    fault = ""

    def check() -> None:
        verification.verify(Project.open(path, surroundings(folder)))

    def take_in() -> None:
        mine, by = begin(folder, folder / "mine.workbench")
        merge(mine, Project.open(path, surroundings(folder)), by)

    def restored() -> None:
        copies.restore(path, clean, surroundings(folder))

    for attempt in (check, take_in, restored):
        try:
            attempt()
        except WorkbenchError:
            continue
        except Exception as error:  # noqa: BLE001 - what must not be
            fault = f"{attempt.__name__}: {type(error).__name__}"
    if clean.exists() and not fault:
        with Database(clean).reading() as conn:
            if odd := strange.foreign_objects(conn):
                fault = f"restored with {odd}"
    seconds = round(time.perf_counter() - began, 2)
    return {"verdict": "done", "seconds": seconds, "fault": fault}


def hostile_packets(folder: Path, _: argparse.Namespace) -> Result:
    """Packets, answers, tables and keys that were made to do harm."""
    wrong: dict[str, str] = {}
    slowest, largest = ("", 0.0), ("", 0.0)
    for name, (file, make) in _packets.PACKETS.items():
        place = folder / "sent"
        place.mkdir()
        (place / file).write_bytes(make())
        said = _alone("packet", str(place / file))
        if said["fault"] or said["seconds"] > SECONDS or said["mb"] > MEGABYTES:
            wrong[name] = said["fault"] or f"{said['seconds']} s, {said['mb']} MB"
        slowest = max(slowest, (name, said["seconds"]), key=lambda each: each[1])
        largest = max(largest, (name, said["mb"]), key=lambda each: each[1])
        shutil.rmtree(place)
    return {
        "demand": f"refused in words, {SECONDS:g} s and {MEGABYTES:g} MB at most",
        "files": len(_packets.PACKETS),
        "slowest": slowest,
        "most_memory_mb": largest,
        "wrong": wrong,
        "ok": not wrong,
    }


def _main() -> None:
    what, *given = sys.argv[1:]
    attempts: dict[str, Callable[..., Result]] = {
        "file": one_file,
        "project": one_project,
        "packet": _packets.one_packet,
    }
    peaks: dict[int, float] = {}
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(peaks, done))
    watch.start()
    said = attempts[what](*given)
    done.set()
    watch.join()
    said["mb"] = round(max(peaks.values()), 1)
    print(json.dumps(said))


def _watch(peaks: dict[int, float], done: threading.Event) -> None:
    """The most that this process and each of its children ever held, in MB."""
    own = os.getpid()
    while True:
        is_last = done.is_set()
        for pid in (own, *_children(own)):
            try:
                status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
            except OSError:
                continue
            if found := re.search(r"VmHWM:\s+(\d+) kB", status):
                peaks[pid] = max(peaks.get(pid, 0.0), int(found[1]) / 1000)
        if is_last:
            return
        done.wait(0.02)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += map(int, (task / "children").read_text("ascii").split())
        except OSError:
            continue
    return found


if __name__ == "__main__":
    _main()
