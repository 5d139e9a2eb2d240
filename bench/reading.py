"""How long the machine takes to read a whole study, to answer, and to answer again.

    python bench/reading.py [--transcripts 25] [--words 15500]

Builds a study of invented talk (as bench/scale.py does) with 250 codes and 5,000 coded
segments, then, each in a process of its own: reads it all into vectors, opens it a
second time, asks for suggestions about one transcript, and asks again after one was
accepted, in the same window. docs/measuring.md says how to read it.
"""

# ruff: noqa: PLC0415 - each step imports what it needs, in a process of its own

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import _study as full  # noqa: E402 - runs as a script too
from bench._memory import tree_mb  # noqa: E402
from bench._shared import emit  # noqa: E402
from bench.encode import invent  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.coding.talk import Talk
    from workbench.store.project import Project


class Bench(full.Bench):
    """A study whose talk is made of the sentences that bench/encode.py invents."""

    def __init__(self, given: argparse.Namespace) -> None:
        super().__init__(given)
        self._talk: Iterator[str] = iter(())

    def sentence(self, words: int) -> str:
        """Invented talk of about so many words."""
        said: list[str] = []
        while len(said) < words:
            text = next(self._talk, None)
            if text is None:
                self._talk = iter(invent(20_000))
                continue
            said += text.split()
        return " ".join(said[:words])


def build(bench: Bench) -> dict[str, float]:
    from workbench import study
    from workbench.familiarise.transcripts import record_pass
    from workbench.model import Transcript

    for step in (full.make_files, full.begin, full.bring_in, full.create_codes):
        step(bench)
    full.code_segments(bench)
    project, by = bench.project()
    study.change_setting(project, by, "code-suggestions", "on", "to be measured")
    record_pass(project, by, project.rows(Transcript)[0].id)
    return {}


def _read(project: Project) -> tuple[Talk, int]:
    """Give the talk of the study, and how many texts had to be read for it."""
    from workbench.coding.passages import encoder_of
    from workbench.coding.talk import talk_of

    read = 0

    def count(done: int, _: int) -> None:
        nonlocal read
        read = done

    return talk_of(project, encoder_of(project), progress=count), read


def embed(bench: Bench) -> dict[str, float]:
    project, _ = bench.project()
    talk, read = _read(project)
    words = sum(len(window.passage.text.split()) for window in talk.windows)
    return {"words": words, "stretches": len(talk.windows), "texts_embedded": read}


def open_again(bench: Bench) -> dict[str, float]:
    _, read = _read(bench.project()[0])
    return {"texts_embedded": read}


def answer(bench: Bench) -> dict[str, float]:
    from workbench.coding.passages import encoder_of
    from workbench.coding.suggestions import decide, suggest

    project, by = bench.project()
    encoder, (talk, _) = encoder_of(project), _read(project)
    transcript = talk.windows[0].transcript

    def ask(times: dict[str, float], name: str) -> dict[str, Any]:
        wall, processor = time.perf_counter(), time.process_time()
        found = suggest(
            *(project, by), transcript=transcript, encoder=encoder, talk=talk
        )
        times[f"{name}_seconds"] = round(time.perf_counter() - wall, 3)
        times[f"{name}_processor_seconds"] = round(time.process_time() - processor, 3)
        return found

    times: dict[str, float] = {}
    found = ask(times, "first_answer")
    for _ in range(3):
        decide(project, by, found["suggestions"][0]["id"], "accepted")
        found = ask(times, "after_accepting")
    return times


STEPS: Final[dict[str, Callable[[Bench], dict[str, float]]]] = {
    "build": build,
    "embed": embed,
    "open_again": open_again,
    "answer": answer,
}


def run_step(name: str, given: argparse.Namespace, folder: str) -> dict[str, Any]:
    """Run one step in a process of its own: how long, and its peak of memory."""
    sizes = (f"--transcripts={given.transcripts}", f"--words={given.words}")
    with subprocess.Popen(
        [sys.executable, __file__, "--step", name, "--folder", folder, *sizes],
        stdout=subprocess.PIPE,
    ) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, tree_mb(process.pid))
            time.sleep(0.02)
        said = process.stdout.read() if process.stdout else b""
    if process.returncode != 0:
        raise SystemExit(f"step {name} failed with {process.returncode}")
    return {"peak_mb": round(peak), **json.loads(said)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=25)
    parser.add_argument("--words", type=int, default=15_500, help="per transcript")
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.factor, given.events = 1, None
    if given.step:
        begun = time.perf_counter()
        found = STEPS[given.step](Bench(given))
        took = {
            "seconds": round(time.perf_counter() - begun, 2),
            # Of all cores together: what another machine's load cannot lengthen much.
            "processor_seconds": round(time.process_time(), 2),
        }
        print(json.dumps(took | found))
        return
    with tempfile.TemporaryDirectory() as folder:
        emit({name: run_step(name, given, folder) for name in STEPS})


if __name__ == "__main__":
    main()
