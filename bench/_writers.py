"""Processes that decide as fast as they can: killed, many at once, or copied."""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]

if TYPE_CHECKING:
    import argparse

    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

Result = dict[str, Any]

#: A process that decides as fast as it can, and says so after each COMMIT.
_WRITER: Final = """
import os, sys, time
from pathlib import Path
from workbench.decisions.coding import CodeCreated, CodeMoved
from workbench.decisions.decision import Words
from workbench.store import encryption
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

address, config, by, who, count = sys.argv[1:]
if secret := os.environ.get("WORKBENCH_PASSPHRASE"):
    encryption.unlock(Path(address), secret)
here = Surroundings(config=Path(config), machine_name="bench")
project = Project.open(address, here)
for number in range(int(count)):
    code = f"c-{who}-{number}"
    began = time.perf_counter()
    project.record(
        CodeCreated(code, Words("x")), CodeMoved(code, None, "c-0"), by=by
    )
    print(code, f"{1000 * (time.perf_counter() - began):.3f}", flush=True)
"""
_SECRET: Final = "a long walk by the quay"  # noqa: S105 - of a study made here


def surroundings(folder: Path) -> Surroundings:
    """A machine of the bench's own."""
    from workbench.store.surroundings import Surroundings

    return Surroundings(config=folder / "config", machine_name="bench")


def begin(folder: Path, address: str | Path | None = None) -> tuple[Project, str]:
    """A fresh project with one code, and its lead."""
    from workbench.decisions.coding import CodeCreated
    from workbench.decisions.decision import Words
    from workbench.store.project import Project

    project = Project.create(
        address or folder / f"study-{time.monotonic_ns()}.workbench",
        title="Attacked",
        orientation="codebook",
        researcher="Alma",
        surroundings=surroundings(folder),
    )
    by = project.events()[0].by
    project.record(CodeCreated("c-0", Words("root")), by=by)
    return project, by


def begin_encrypted(folder: Path) -> tuple[Project, str]:
    from workbench.store import encryption

    path = folder / "sealed.workbench"
    encryption.lock_new(path, _SECRET)
    return begin(folder, path)


def writer(project: Project, by: str, who: str, count: int) -> subprocess.Popen[str]:
    """A process that writes; what it acknowledged can be read from its output."""
    config = str(project.surroundings.config)
    given = [project.database.shown, config, by, who, str(count)]
    sealed = project.database.shown.endswith("sealed.workbench")
    secret = {"WORKBENCH_PASSPHRASE": _SECRET} if sealed else {}
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, *given],
        env={**os.environ, "PYTHONPATH": str(ROOT), **secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def judged(project: Project, acknowledged: set[str]) -> tuple[int, int, bool]:
    """Acknowledged codes that are gone, codes half-made, and whether all is whole."""
    from workbench.model import Code
    from workbench.store import verification

    stored = {code.id: code.parent for code in project.rows(Code)}
    lost = len(acknowledged - stored.keys())
    half = sum(parent is None for code, parent in stored.items() if code != "c-0")
    whole = verification.verify(project).ok and verification.replay(project).equal
    return lost, half, whole


def kill_at_random(folder: Path, given: argparse.Namespace) -> Result:
    """Kill -9 at random moments while decisions are acknowledged."""
    import importlib.util

    places = {"sqlite": begin(folder)}
    if importlib.util.find_spec("sqlcipher3") is not None:
        places["sqlite, encrypted"] = begin_encrypted(folder)
    if given.postgres:
        name = f"attack_{time.monotonic_ns()}"
        places["postgres"] = begin(folder, f"{given.postgres}&project={name}")
    said: Result = {}
    for name, (project, by) in places.items():
        said[name] = _killed(project, by, given.rounds)
    ok = all(
        not (r["lost"] or r["half_applied"] or r["rounds_not_whole"])
        for r in said.values()
    )
    return {"demand": "0 lost, 0 half-applied, whole", **said, "ok": ok}


def _killed(project: Project, by: str, rounds: int) -> Result:
    lost = half = broken = 0
    acknowledged: set[str] = set()
    for number in range(rounds):
        process = writer(project, by, f"k{number}", 100_000)
        first = process.stdout.readline() if process.stdout else ""
        if not first:
            raise SystemExit(process.communicate()[1])
        time.sleep(random.random() * 0.25)  # noqa: S311 - a moment to strike
        os.kill(process.pid, signal.SIGKILL)
        # a last line without its end was on its way, and is not counted
        said_by_it = (first + process.communicate()[0]).splitlines(keepends=True)
        acknowledged |= {line.split()[0] for line in said_by_it if line.endswith("\n")}
        results = judged(project, acknowledged)
        lost, half = max(lost, results[0]), max(half, results[1])
        broken += not results[2]
    return {
        "rounds": rounds,
        "acknowledged": len(acknowledged),
        "lost": lost,
        "half_applied": half,
        "rounds_not_whole": broken,
    }


def many_writers(folder: Path, given: argparse.Namespace) -> Result:
    """Two and eight processes write one project."""
    said: Result = {}
    for count in (2, 8):
        project, by = begin(folder)
        project.surroundings.machine_id()
        began = time.perf_counter()
        running = [writer(project, by, str(n), given.writes) for n in range(count)]
        outputs = [process.communicate() for process in running]
        seconds = time.perf_counter() - began
        taken = [
            float(line.split()[1]) for out, _ in outputs for line in out.splitlines()
        ]
        lost, half, whole = judged(
            project,
            {line.split()[0] for out, _ in outputs for line in out.splitlines()},
        )
        numbers = [event.seq for event in project.events()]
        said[f"{count}_processes"] = {
            "acts": len(taken),
            "errors": sum(bool(error) for _, error in outputs),
            "missing_or_double": numbers != list(range(1, len(numbers) + 1)),
            "expected_acts": count * given.writes,
            "lost": lost,
            "half_applied": half,
            "whole": whole,
            "acts_per_second": round(len(taken) / seconds, 1),
            "median_ms": round(statistics.median(taken), 2),
            "p99_ms": round(statistics.quantiles(taken, n=100)[-1], 2),
        }
    ok = all(
        not (r["errors"] or r["missing_or_double"] or r["lost"] or r["half_applied"])
        and r["whole"]
        and r["acts"] == r["expected_acts"]
        for r in said.values()
    )
    return {"demand": "0 errors, 0 duplicate or missing numbers", **said, "ok": ok}


def live_copies(folder: Path, given: argparse.Namespace) -> Result:
    """A project is copied while it is written: by us, and as a service would."""
    from workbench.errors import WorkbenchError
    from workbench.store import copies

    project, by = begin(folder)
    path = project.database.path
    if path is None:
        raise SystemExit("copies are made of a file")
    process = writer(project, by, "live", 1_000_000)
    if process.stdout is not None:
        process.stdout.readline()
    torn = stale = bad = taken_in = 0
    try:
        for number in range(given.copies):
            plain = folder / f"copied {number}.workbench"
            before = project.head().seq
            shutil.copyfile(path, plain)
            state = _as_a_service_left_it(plain, before)
            torn, stale = torn + (state == "torn"), stale + (state == "stale")
            try:
                copies.check(plain, project.surroundings)
                taken_in += state == "torn"
            except WorkbenchError:
                pass
            ours = folder / f"backup {number}.workbench"
            try:
                copies.backup(project, ours)
                copies.check(ours, project.surroundings)
            except WorkbenchError:
                bad += 1
            for made in (plain, ours):
                made.unlink(missing_ok=True)
    finally:
        process.kill()
        process.communicate()
    return {
        "demand": "0 bad backups; no torn copy passes for whole",
        "copies": given.copies,
        "backups_bad": bad,
        "plain_copies_torn": torn,
        "plain_copies_stale": stale,
        "torn_copies_taken_in": taken_in,
        "ok": not bad and not taken_in,
    }


def _as_a_service_left_it(plain: Path, before: int) -> str:
    """Whether a copy that was made as any file is copied is torn, stale, or good."""
    try:
        with closing(sqlite3.connect(plain)) as conn:
            sound = conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            count, last = conn.execute(
                "SELECT count(*), max(seq) FROM event"
            ).fetchone()
            codes = conn.execute(
                "SELECT count(*) FROM event WHERE kind = 'CodeCreated'"
            ).fetchone()[0]
            rows = conn.execute("SELECT count(*) FROM code").fetchone()[0]
    except sqlite3.DatabaseError:
        return "torn"
    if not sound or count != last or codes != rows:
        return "torn"
    return "stale" if last < before else "good"
