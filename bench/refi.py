"""REFI-QDA both ways: seconds and memory for projects of a size.

Prints one JSON object. `import` is a QDPX of 20 texts of 15,000 words with 10,000 coded
segments, brought into an empty study; `out` and `in` are a study of 25 transcripts of
14,000 words with 5,000 coded segments and 250 codes, written and brought back, every
segment compared. Each step runs in a process of its own; memory includes children.

    python bench/refi.py
    python bench/refi.py --factor 10
"""

# ruff: noqa: PLC0415 - each step imports what it needs, in a process of its own

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench._memory import tree_mb  # noqa: E402 - runs as a script too

if TYPE_CHECKING:
    from workbench.store.project import Project

_WORDS: Final = ("the", "felt", "like", "because", "alone", "talk", "listen", "trust")


def talk(chance: random.Random, words: int) -> str:
    """Invented labelled talk of so many words."""
    turns, left, number = [], words, 0
    while left > 0:
        size = min(left, chance.randrange(5, 120))
        said = " ".join(
            chance.choice(_WORDS) if chance.random() < 0.7 else f"w{chance.random():.4}"
            for _ in range(size)
        )
        turns.append(f"{'P01' if number % 2 else 'Interviewer'}: {said}.")
        left, number = left - size, number + 1
    return "\n\n".join(turns)


def made_elsewhere(
    folder: Path, texts: int, words: int, coded: int, codes: int
) -> Path:
    """A QDPX file as another program would write it."""
    chance = random.Random(3)  # noqa: S311 - a study to measure, not a secret
    ids = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(codes)]
    book = "".join(
        f'<Code guid="{c}" name="code {n}" isCodable="true"/>'
        for n, c in enumerate(ids)
    )
    sources, files = [], []
    for number in range(texts):
        text = talk(chance, words)
        starts = [0, *(i + 1 for i, c in enumerate(text) if c == " ")]
        made = []
        for _ in range(coded // texts):
            first = chance.randrange(len(starts) - 40)
            start, end = starts[first], starts[first + chance.randrange(3, 40)] - 1
            own = (uuid.UUID(int=chance.getrandbits(128)) for _ in range(2))
            made.append(
                f'<PlainTextSelection guid="{next(own)}" startPosition="{start}" '
                f'endPosition="{end}"><Coding guid="{next(own)}"><CodeRef targetGUID='
                f'"{chance.choice(ids)}"/></Coding></PlainTextSelection>'
            )
        own_id = uuid.UUID(int=chance.getrandbits(128))
        sources.append(
            f'<TextSource guid="{own_id}" name="talk {number}" plainTextPath='
            f'"internal://{own_id}.txt">{"".join(made)}</TextSource>'
        )
        files.append((f"sources/{own_id}.txt", text))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "project.qde",
            '<Project xmlns="urn:QDA-XML:project:1.0" name="big" origin="bench">'
            f"<CodeBook><Codes>{book}</Codes></CodeBook>"
            f"<Sources>{''.join(sources)}</Sources></Project>",
        )
        for name, text in files:
            archive.writestr(name, text)
    path = folder / f"{texts}.qdpx"
    path.write_bytes(out.getvalue())
    return path


def new(folder: Path, name: str) -> Project:
    """An empty study."""
    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

    return Project.create(
        folder / f"{name}.workbench",
        title=name,
        orientation="reflexive",
        researcher="Alma",
        surroundings=Surroundings(config=folder / "config"),
    )


def step(folder: Path, name: str, factor: int) -> dict[str, object]:
    """One step, timed; what it needs was made before."""
    from workbench.exporters.export import export
    from workbench.model import Researcher
    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings
    from workbench.taking_over.study import take_over

    if name == "make":
        made_elsewhere(folder, 20 * factor, 15_000, 10_000 * factor, 250)
        first = made_elsewhere(folder, 25 * factor, 14_000, 5_000 * factor, 250)
        study = new(folder, "study")
        take_over(study, study.rows(Researcher)[0].id, first)
        return {}
    if name == "out":
        given = Surroundings(config=folder / "config")
        study = Project.open(folder / "study.workbench", given)
        began = time.perf_counter()
        by = study.rows(Researcher)[0].id
        export(study, by, "qdpx", folder / "out.qdpx")
        return {"seconds": round(time.perf_counter() - began, 2)}
    path = folder / (f"{20 * factor}.qdpx" if name == "import" else "out.qdpx")
    into = new(folder, name)
    began = time.perf_counter()
    done = take_over(into, into.rows(Researcher)[0].id, path)
    seconds = round(time.perf_counter() - began, 2)
    found: dict[str, object] = {"seconds": seconds, "segments": done.taken["segments"]}
    if name == "in":
        given = Surroundings(config=folder / "config")
        study = Project.open(folder / "study.workbench", given)
        found["all_exact"] = _segments(study) == _segments(into)
    return found


def _segments(project: Project) -> Counter[tuple[object, ...]]:
    from workbench.model import Code, CodedSegment

    names = {code.id: code.name for code in project.read(Code)}
    return Counter(
        (each.transcript, each.start, each.end, each.quote, names[each.code])
        for each in project.read(CodedSegment, state="active")
    )


def main() -> None:
    """Every step in a process of its own, watched for memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--factor", type=int, default=1)
    parser.add_argument("--folder")
    parser.add_argument("--step")
    given = parser.parse_args()
    if given.step:
        print(json.dumps(step(Path(given.folder), given.step, given.factor)))
        return
    told: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("make", "import", "out", "in"):
            command = [sys.executable, __file__, "--folder", folder, "--step", name]
            process = subprocess.Popen(
                [*command, "--factor", str(given.factor)], stdout=subprocess.PIPE
            )
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, tree_mb(process.pid))
                time.sleep(0.02)
            answer = process.stdout.read() if process.stdout else b"{}"
            if name != "make":
                told[name] = {**json.loads(answer), "peak_mb": round(peak)}
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
