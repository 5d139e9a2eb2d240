"""What a trail must withstand, attacked: row by row of what reliability demands.

Prints one JSON object: for each row what was done, what was found, and whether that is
what is demanded. Exit 1 where one is not.

     1  kill -9 at random moments while decisions are acknowledged
     2  the power is cut: un-synced writes lost, kept, or torn (needs apsw)
     4  two and eight processes write one project
    11  a long trail is verified
    12  a trail is tampered with at random
    14  the workbench is used, and tries to reach nobody

    python bench/attack.py
    python bench/attack.py --rows 1 12 --rounds 5 --mutations 3
"""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import _power, _tampering  # noqa: E402 - runs as a script too

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

Result = dict[str, Any]

#: A process that decides as fast as it can, and says so after each COMMIT.
_WRITER: Final = """
import sys, time
from pathlib import Path
from workbench.decisions.coding import CodeCreated, CodeMoved
from workbench.decisions.decision import Words
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

address, config, by, who, count = sys.argv[1:]
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


def surroundings(folder: Path) -> Surroundings:
    """A machine of the bench's own."""
    from workbench.store.surroundings import Surroundings

    return Surroundings(config=folder / "config", machine_name="bench")


def writer(project: Project, by: str, who: str, count: int) -> subprocess.Popen[str]:
    """A process that writes; what it acknowledged can be read from its output."""
    config = str(project.surroundings.config)
    given = [project.database.shown, config, by, who, str(count)]
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, *given],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
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
    """Row 1."""
    places = {"sqlite": begin(folder)}
    if given.postgres:
        name = f"attack_{time.monotonic_ns()}"
        places["postgres"] = begin(folder, f"{given.postgres}&project={name}")
    said: Result = {}
    for name, (project, by) in places.items():
        lost = half = broken = 0
        acknowledged: set[str] = set()
        for number in range(given.rounds):
            process = writer(project, by, f"k{number}", 100_000)
            first = process.stdout.readline() if process.stdout else ""
            if not first:
                raise SystemExit(process.communicate()[1])
            time.sleep(random.random() * 0.25)  # noqa: S311 - a moment to strike
            os.kill(process.pid, signal.SIGKILL)
            # a last line without its end was on its way, and is not counted
            said_by_it = (first + process.communicate()[0]).splitlines(keepends=True)
            acknowledged |= {
                line.split()[0] for line in said_by_it if line.endswith("\n")
            }
            results = judged(project, acknowledged)
            lost, half = max(lost, results[0]), max(half, results[1])
            broken += not results[2]
        said[name] = {
            "rounds": given.rounds,
            "acknowledged": len(acknowledged),
            "lost": lost,
            "half_applied": half,
            "rounds_not_whole": broken,
        }
    ok = all(
        not (r["lost"] or r["half_applied"] or r["rounds_not_whole"])
        for r in said.values()
    )
    return {"demand": "0 lost, 0 half-applied, whole", **said, "ok": ok}


def many_writers(folder: Path, given: argparse.Namespace) -> Result:
    """Row 4."""
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


def long_trail(folder: Path, given: argparse.Namespace) -> Result:
    """Row 11."""
    from workbench.decisions.coding import SegmentCoded
    from workbench.decisions.decision import Words
    from workbench.store import verification

    project, by = begin(folder)
    for start in range(0, given.events, 10_000):
        upper = min(start + 10_000, given.events)
        project.record(
            *(
                SegmentCoded(
                    *(f"s-{n}", "int-1", "v-1", n, n + 40),
                    quote=Words("it felt like somebody was there for me"),
                    before=Words("I told it at night and then again "),
                    after=Words(" and in the morning it was all gone"),
                    code="c-0",
                )
                for n in range(start, upper)
            ),
            by=by,
        )
    began, cpu = time.perf_counter(), os.times()
    found = verification.verify(project)
    spent = os.times()
    cpu_seconds = sum(spent[:4]) - sum(cpu[:4])
    seconds = time.perf_counter() - began
    limit = 20 * given.events / 1_000_000
    return {
        "demand": "20 s for 1,000,000 events",
        "events": found.events,
        "seconds": round(seconds, 2),
        "cpu_seconds_of_all_processes": round(cpu_seconds, 2),
        "load_at_the_end": os.getloadavg()[0],
        "ok": found.ok and seconds <= max(limit, 2),
    }


def tamper(folder: Path, given: argparse.Namespace) -> Result:
    """Row 12."""
    project, by = begin(folder)
    return _tampering.attack(project, by, given.mutations, random.Random(11))  # noqa: S311


def power_cuts(folder: Path, given: argparse.Namespace) -> Result:
    """Row 2."""
    return _power.cut(folder, given.cuts)


_EGRESS: Final = """
import importlib, json, pkgutil, sys, runpy
tried = []

def listen(event, given):
    if event in ("socket.connect", "socket.sendto"):
        address = given[1]
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1"):
            tried.append(str(address[0]))
    elif event == "socket.getaddrinfo" and given[0] not in (None, "localhost"):
        tried.append(str(given[0]))

sys.addaudithook(listen)
import workbench
for found in pkgutil.walk_packages(workbench.__path__, "workbench."):
    if ".pages." not in found.name and not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from workbench.cli import main
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["workbench", *arguments]
    try:
        main()
    except SystemExit as end:
        if end.code:
            print(arguments, end.code, file=sys.stderr)
sys.stdout = sys.__stdout__
print()
print(json.dumps(tried))
"""


def egress(folder: Path, _: argparse.Namespace) -> Result:
    """Row 14: every module imported and the everyday commands run, listened to."""
    study, talk = str(folder / "egress.workbench"), folder / "talk.txt"
    talk.write_text(
        "I: How was it?\nP01: It never sleeps, and I liked that.\n", "utf-8"
    )
    new = ["--title", "T", "--question", "Q", "--orientation", "codebook"]
    commands = [
        ["new", study, *new, "--researcher", "Alma"],
        ["import", study, str(talk), "--participant", "P01"],
        ["stats", study],
        ["verify", study],
        ["replay", study],
        ["doctor", study],
        ["backup", study, str(folder / "egress-copy.workbench")],
    ]
    process = subprocess.run(
        [sys.executable, "-c", _EGRESS, json.dumps(commands)],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "WORKBENCH_CONFIG": str(folder / "egress-config"),
        },
    )
    if process.returncode:
        return {"demand": "0 attempts", "ok": False, "failed": process.stderr[-800:]}
    tried = json.loads(process.stdout.splitlines()[-1])
    return {
        "demand": "0 attempts",
        "commands": len(commands),
        "attempts": tried,
        "said": process.stderr.splitlines()[:5],
        "ok": not tried,
    }


ROWS: Final[dict[str, Callable[[Path, argparse.Namespace], Result]]] = {
    "1": kill_at_random,
    "2": power_cuts,
    "4": many_writers,
    "11": long_trail,
    "12": tamper,
    "14": egress,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", nargs="*", choices=ROWS, default=list(ROWS))
    parser.add_argument("--rounds", type=int, default=200, help="kills in row 1")
    parser.add_argument("--cuts", type=int, default=1500, help="power cuts in row 2")
    parser.add_argument("--writes", type=int, default=100, help="acts each in row 4")
    parser.add_argument("--events", type=int, default=1_000_000, help="of row 11")
    parser.add_argument(
        "--mutations", type=int, default=100, help="of each kind in row 12"
    )
    parser.add_argument(
        "--postgres", help="server for row 1: postgresql:///DB?host=..."
    )
    given = parser.parse_args()
    found: Result = {}
    for row in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            found[row] = ROWS[row](Path(folder), given)
            found[row]["took_seconds"] = round(time.perf_counter() - began, 1)
    print(json.dumps(found, indent=1))
    if not all(row["ok"] for row in found.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
