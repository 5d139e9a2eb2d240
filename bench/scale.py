"""A study of a size, built and used step by step, each step in a process of its own.

Prints one JSON object: for each step seconds, CPU seconds and peak memory in MB, child
processes included. Sizes at factor 1: 25 labelled Word transcripts of 14,000 words,
250 codes, 5,000 coded segments, 20,000 events.

    python bench/scale.py
    python bench/scale.py --factor 10
    python bench/scale.py --transcripts 1 --words 500 --events 1000000
"""

# ruff: noqa: PLC0415 - each step imports what it needs, in a process of its own

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench._memory import tree_mb  # noqa: E402 - runs as a script too
from bench._study import (  # noqa: E402
    Bench,
    begin,
    bring_in,
    code_segments,
    codings,
    create_codes,
    fill_trail,
    make_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.decisions.decision import Decision


def record_one(bench: Bench) -> dict[str, float]:
    project, by = bench.project()
    decisions = codings(bench, project, 200, "one")
    taken = []
    for decision in decisions:
        began = time.perf_counter()
        project.record(decision, by=by)
        taken.append(time.perf_counter() - began)
    return {
        "median_ms": round(1000 * statistics.median(taken), 3),
        "p95_ms": round(1000 * statistics.quantiles(taken, n=20)[-1], 3),
    }


def record_many(bench: Bench) -> dict[str, float]:
    project, by = bench.project()
    decisions = codings(bench, project, 10_000, "many")
    began, cpu = time.perf_counter(), time.process_time()
    project.record(*decisions, by=by)
    return {
        "call_seconds": round(time.perf_counter() - began, 3),
        "call_cpu_seconds": round(time.process_time() - cpu, 3),
    }


def undo_and_redo(bench: Bench) -> dict[str, float]:
    project, by = bench.project()
    for decision in codings(bench, project, 10, "undo"):
        project.record(decision, by=by)
    began = time.perf_counter()
    for _ in range(10):
        project.undo(by)
    for _ in range(10):
        project.redo(by)
    return {"mean_ms": round(1000 * (time.perf_counter() - began) / 20, 3)}


def sign(bench: Bench) -> None:
    from workbench.store import checkpoint

    checkpoint.sign(*bench.project())


def verify(bench: Bench) -> dict[str, float]:
    from workbench.store import verification

    found = verification.verify(bench.project()[0])
    if not found.ok:
        raise SystemExit(str(found.damage[:3]))
    return {"events": found.events}


def replay(bench: Bench) -> dict[str, float]:
    from workbench.store import verification

    found = verification.replay(bench.project()[0])
    if not found.equal:
        raise SystemExit(str(found.first_difference))
    return {"events": found.events}


def backup(bench: Bench) -> None:
    from workbench.store import copies

    copies.backup(bench.project()[0], bench.folder / "copy.workbench", replace=True)


def restore(bench: Bench) -> None:
    from workbench.store import copies

    target = bench.folder / "restored.workbench"
    target.unlink(missing_ok=True)
    copies.restore(bench.folder / "copy.workbench", target, bench.surroundings())


def open_study(bench: Bench) -> None:
    """As the first page does: the study, its transcripts, codes and themes."""
    from workbench.model import Code, Study, Theme, Transcript

    project, _ = bench.project()
    for row in (Study, Transcript, Code, Theme):
        project.read(row)


def read_transcript(bench: Bench) -> None:
    """As the coding page does: one transcript's turns and its coded segments."""
    from workbench.familiarise.transcripts import turns_of
    from workbench.model import CodedSegment, Transcript

    project, _ = bench.project()
    first = project.rows(Transcript)[0]
    turns_of(project, first.version)
    project.read(CodedSegment, transcript=first.id)


def search(bench: Bench) -> None:
    """A word looked for in everything that was said."""
    from workbench.model import Turn

    if not any("word77" in turn.text for turn in bench.project()[0].read(Turn)):
        raise SystemExit("nothing was found")


def make_themes(bench: Bench) -> None:
    """Ten themes over all codes, each with five extracts, to be told of below."""
    from workbench.decisions.decision import Words
    from workbench.decisions.themes import ExtractChosen, ThemeConceived, ThemeStarted
    from workbench.model import Code, CodedSegment

    project, by = bench.project()
    codes = [code.id for code in project.rows(Code)]
    segments = project.rows(CodedSegment, state="active")
    made: list[Decision] = []
    for number in range(10):
        own = tuple(codes[number::10])
        theme, name = f"t-{number}", Words(f"theme {number}")
        made.append(ThemeStarted(theme, name, codes=own))
        concept = Words(bench.sentence(12))
        made.append(ThemeConceived(theme, None, concept, None, None, None))
        quoted = [segment.id for segment in segments if segment.code in own][:5]
        made.extend(
            ExtractChosen(f"Q-{number}{place}", theme, segment)
            for place, segment in enumerate(quoted)
        )
    project.record(*made, by=by)


def exported(kind: str, name: str) -> Callable[[Bench], dict[str, float]]:
    """A step that writes one kind of export."""

    def export_it(bench: Bench) -> dict[str, float]:
        from workbench.exporters.export import export

        project, by = bench.project()
        out = bench.folder / name
        export(project, by, kind, out, force=True)
        return {"mb": round(out.stat().st_size / 1e6, 1)}

    return export_it


STEPS: Final[dict[str, Callable[[Bench], dict[str, float] | None]]] = {
    "files": make_files,
    "new": begin,
    "import": bring_in,
    "codes": create_codes,
    "coding": code_segments,
    "fill": fill_trail,
    "record_one": record_one,
    "record_10000": record_many,
    "undo_redo": undo_and_redo,
    "checkpoint": sign,
    "verify": verify,
    "replay": replay,
    "backup": backup,
    "restore": restore,
    "open": open_study,
    "transcript": read_transcript,
    "search": search,
    "themes": make_themes,
    "theme_table": exported("theme-table", "themes.docx"),
    "audit_pack": exported("audit-pack", "pack.zip"),
}


def run_step(name: str, given: argparse.Namespace, folder: str) -> dict[str, Any]:
    """One step in a process of its own: what it said, how long it took, its peak."""
    arguments = [
        f"--{key}={getattr(given, key)}" for key in SIZES if getattr(given, key)
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        [sys.executable, __file__, "--step", name, "--folder", folder, *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "WORKBENCH_CONFIG": f"{folder}/config"},
    ) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, tree_mb(process.pid))
            time.sleep(0.02)
        said = process.stdout.read() if process.stdout else b""
    if process.returncode != 0:
        raise SystemExit(f"step {name} failed with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = json.loads(said)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": own.pop("seconds"),
        "peak_mb": round(max(peak, own.pop("own_mb")), 1),
        "cpu_seconds": round(cpu, 3),
        **own,
    }


def be_step(given: argparse.Namespace) -> None:
    """Do one step and print what it took."""
    bench = Bench(given)
    began = time.perf_counter()
    said = STEPS[given.step](bench) or {}
    seconds = round(time.perf_counter() - began, 3)
    own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"seconds": seconds, "own_mb": own_mb, **said}))


SIZES: Final = ("transcripts", "words", "factor", "events")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=25)
    parser.add_argument("--words", type=int, default=14_000, help="per transcript")
    parser.add_argument("--factor", type=int, default=1)
    parser.add_argument("--events", type=int, help="events in the trail when full")
    parser.add_argument("--only", nargs="*", metavar="STEP", help="steps to print")
    parser.add_argument("--folder", help="where to build; default: a temporary folder")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        be_step(given)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or scratch
        found = {name: run_step(name, given, folder) for name in STEPS}
    print(json.dumps({name: found[name] for name in given.only or STEPS}, indent=1))


if __name__ == "__main__":
    main()
