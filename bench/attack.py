"""What a study must withstand, attacked row by row; docs/SECURITY.md tells the results.

Prints one JSON object: for each row what was done, what was found, and whether that is
what is demanded. Exit 1 where one is not; a row that cannot be run here says why.

    kill        kill -9 at random moments while decisions are acknowledged
    kill-steps  kill -9 before every single change of the disk, deed by deed
    power       the power is cut: un-synced changes lost, kept or torn; with a control
    full        the disk is full from every single change on, deed by deed
    processes   two and eight processes write one project
    versions    studies of earlier versions, and of one yet to come
    copies      a project is copied while it is written
    files       hostile files, through the door that every file comes in by
    fuzz        files that nobody would send, for minutes
    trail       a long trail is verified
    tampering   a trail is tampered with at random, with and without checkpoints
    egress      the workbench is used, and tries to reach nobody
    project     a prepared project file
    packet      prepared packets, answers, tables and keys

    python bench/attack.py
    python bench/attack.py --rows kill tampering --rounds 5 --mutations 3

`kill-steps`, `power` and `full` need Linux and a C compiler (apt-get install gcc).
"""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import _deeds, _disk, _power, _strangers, _tampering, _versions, _writers  # noqa: E402 - runs as a script too

if TYPE_CHECKING:
    from collections.abc import Callable

Result = dict[str, Any]


def kill_steps(_: Path, given: argparse.Namespace) -> Result:
    return _on_a_disk(
        "0 lost, 0 not whole, and it can be done once more",
        lambda disk, deed: _disk.kill_everywhere(disk, deed, given.steps),
        _disk.deeds(long=False, chosen=given.deeds),
    )


def full_disk(_: Path, given: argparse.Namespace) -> Result:
    return _on_a_disk(
        "a clear error, nothing half done, and once there is room it goes on",
        lambda disk, deed: _disk.fill_everywhere(disk, deed, given.steps),
        _disk.deeds(long=False, chosen=given.deeds),
    )


def power_cuts(_: Path, given: argparse.Namespace) -> Result:
    chance = random.Random(given.seed)  # noqa: S311 - moments to strike

    def cut(disk: _disk.Disk, deed: str) -> Result:
        # the way of writing is cut most often; what else is done to a study, less
        often = _deeds.DEEDS[deed].is_long
        return _power.cut(disk, deed, given.cuts if often else given.cuts // 10, chance)

    said = _on_a_disk(
        "0 lost, 0 not whole; the control loses something",
        cut,
        _disk.deeds(long=True, chosen=given.deeds),
    )
    controls = [row for name, row in said.items() if "control" in name]
    said["ok"] = said["ok"] and all(c["lost"] + c["not_whole"] for c in controls)
    return said


def _on_a_disk(
    demand: str, attack: Callable[[_disk.Disk, str], Result], deeds: list[str]
) -> Result:
    if reason := _disk.why_not():
        return {"skipped": reason, "ok": True}
    said: Result = {"demand": demand}
    with _disk.ready() as disk:
        for deed in deeds:
            said[deed] = attack(disk, deed)
            print(deed, json.dumps(said[deed]), file=sys.stderr, flush=True)
    faults = ("lost", "not_whole", "unclear_errors", "not_repeatable")
    said["ok"] = not any(
        row.get(fault)
        for name, row in said.items()
        if isinstance(row, dict) and "control" not in name
        for fault in faults
    )
    return said


def long_trail(folder: Path, given: argparse.Namespace) -> Result:
    from workbench.decisions.coding import SegmentCoded
    from workbench.decisions.decision import Words
    from workbench.store import verification

    project, by = _writers.begin(folder)
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
    seconds = time.perf_counter() - began
    limit = 20 * given.events / 1_000_000
    return {
        "demand": "20 s for 1,000,000 events",
        "events": found.events,
        "seconds": round(seconds, 2),
        "cpu_seconds_of_all_processes": round(sum(spent[:4]) - sum(cpu[:4]), 2),
        "load_at_the_end": os.getloadavg()[0],
        "ok": found.ok and seconds <= max(limit, 2),
    }


def tamper(folder: Path, given: argparse.Namespace) -> Result:
    project, by = _writers.begin(folder)
    chance = random.Random(given.seed)  # noqa: S311 - places to strike
    return _tampering.attack(project, by, given.mutations, chance)


def fuzz(_: Path, given: argparse.Namespace) -> Result:
    said: Result = {"demand": "no exception but the project's own, no time-out"}
    engines = ["hypothesis"]
    found = subprocess.run(
        [sys.executable, "-c", "import atheris"], check=False, capture_output=True
    )
    if found.returncode == 0:
        engines.append("atheris")
    else:
        said["atheris"] = "not installed: pip install atheris, and run this row again"
    ok = True
    for engine in engines:
        asked = ["--seconds", str(given.seconds), "--engine", engine]
        done = subprocess.run(
            [sys.executable, ROOT / "bench" / "fuzz.py", *asked],
            check=False,
            capture_output=True,
            text=True,
        )
        ok = ok and done.returncode == 0
        said[engine] = (
            json.loads(done.stdout[done.stdout.index("{") :])
            if done.returncode == 0
            else done.stderr[-800:]
        )
    return {**said, "ok": ok}


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
    if ".ui" not in found.name and not found.name.endswith("__main__"):
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
    """Every module imported and the everyday commands run, listened to.

    Not the pages: they need a browser, and the browser's tests listen to them.
    """
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
        ["export", study, "audit-pack", str(folder / "pack.zip")],
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
    "kill": _writers.kill_at_random,
    "kill-steps": kill_steps,
    "power": power_cuts,
    "full": full_disk,
    "processes": _writers.many_writers,
    "versions": _versions.versions,
    "copies": _writers.live_copies,
    "files": _strangers.hostile_files,
    "fuzz": fuzz,
    "trail": long_trail,
    "tampering": tamper,
    "egress": egress,
    "project": _strangers.hostile_projects,
    "packet": _strangers.hostile_packets,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", nargs="*", choices=ROWS, default=list(ROWS))
    parser.add_argument("--rounds", type=int, default=200, help="random kills")
    parser.add_argument("--cuts", type=int, default=5000, help="power cuts of a mode")
    parser.add_argument(
        "--steps", type=int, default=150, help="steps of a deed that are struck"
    )
    parser.add_argument("--deeds", nargs="*", help="only deeds whose name holds this")
    parser.add_argument("--writes", type=int, default=100, help="acts of a process")
    parser.add_argument("--copies", type=int, default=100, help="live copies")
    parser.add_argument("--seconds", type=float, default=120, help="of each fuzzing")
    parser.add_argument("--events", type=int, default=1_000_000, help="of the trail")
    parser.add_argument(
        "--mutations", type=int, default=60, help="of each kind of tampering"
    )
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument(
        "--postgres", help="server for random kills: postgresql:///DB?host=..."
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
