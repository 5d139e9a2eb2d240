"""The power is cut at a moment of a deed, and what is then left of a study.

Of every step that reached the disk, what was synced is there for certain. Of the rest,
each write is lost, kept, or torn at a sector; folders keep the first few of the changes
that were not synced, in their order, as a journalling file system does. A way of
working that is known to be unsafe must lose something, or the simulation proves
nothing. The idea is SQLite's own crash test (sqlite.org/testing.html, 3.3).
"""

from __future__ import annotations

import pickle
import shutil
import struct
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import _deeds, _judging
from bench._disk import hold_key
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    import random

    from bench._disk import Disk

SECTOR: Final = 512
_CHANGES_FOLDERS: Final = "crlumx"


@dataclass(frozen=True)
class Step:
    """One change of the disk: its kind (see `_disk.c`), path, bytes, offset or size."""

    kind: str
    path: str
    data: bytes
    offset: int


def cut(disk: Disk, deed: str, cuts: int, chance: random.Random) -> dict[str, Any]:
    """The deed done once, and the power cut at this many moments of it."""
    with disk.fresh(deed) as folder:
        hold_key(folder, deed)
        before = _files(folder)
        log = disk.scratch / "steps"
        log.unlink(missing_ok=True)
        run = disk.do(deed, folder, log=log)
        if run.error or run.was_killed:
            raise SystemExit(f"{deed}: {run.error}")
        steps = read_log(log)
    # many cuts leave the same bytes behind; what is the same is judged once
    verdicts: dict[bytes, tuple[str, str]] = {}
    faults: list[tuple[str, str]] = []
    # first the worst: just when something was told, and only what was synced is there
    just_told = [at + 1 for at, step in enumerate(steps) if step.kind == "a"]
    for number in range(cuts):
        is_worst = number < len(just_told)
        end = just_told[number] if is_worst else chance.randint(0, len(steps))
        told = {step.path for step in steps[:end] if step.kind == "a"}
        left = after_cut(before, steps[:end], chance, is_worst)
        seen = pickle.dumps((sorted(left.items()), sorted(told)))
        known = sha256(seen).digest()
        if known not in verdicts:
            verdicts[known] = _verdict(disk.scratch / "study", deed, left, told)
        fault, example = verdicts[known]
        if fault:
            faults.append((fault, f"step {end}: {example}"))
    kinds = [fault for fault, _ in faults]
    return {
        "cuts": cuts,
        "steps": run.steps,
        "different_remains": len(verdicts),
        "lost": kinds.count("lost"),
        "not_whole": kinds.count("not_whole"),
        **({"examples": [each for _, each in faults[:5]]} if faults else {}),
    }


def _verdict(
    place: Path, deed: str, left: dict[str, bytes], told: set[str]
) -> tuple[str, str]:
    """The fault that a judge finds in what is left, and what it is; empty for none."""
    _lay_out(place, left)
    try:
        _deeds.DEEDS[deed].judge(place, told)
    except _judging.LostError as error:
        return "lost", str(error)
    except (_judging.NotWholeError, WorkbenchError) as error:
        return "not_whole", str(error)
    finally:
        shutil.rmtree(place)
    return "", ""


def read_log(path: Path) -> list[Step]:
    """Every step that the shim wrote down, in order."""
    data, at, steps = path.read_bytes(), 0, []
    while at < len(data):
        kind, length = chr(data[at]), struct.unpack_from("=I", data, at + 1)[0]
        at += 5
        name = data[at : at + length].decode()
        at += length
        offset, size = struct.unpack_from("=QQ", data, at)
        at += 16
        steps.append(Step(kind, name, data[at : at + size], offset))
        at += size
    return steps


def after_cut(
    before: dict[str, bytes],
    steps: list[Step],
    chance: random.Random,
    is_worst: bool = False,
) -> dict[str, bytes]:
    """The files as they may stand after the power was cut: path -> content."""
    certain_names, certain_data = _synced(steps)
    doubtful = [
        at
        for at, step in enumerate(steps)
        if step.kind in _CHANGES_FOLDERS and at not in certain_names
    ]
    # of folders' own changes none, all, or the first few survive, in their order
    few = chance.choice([0, len(doubtful), chance.randint(0, len(doubtful))])
    survived = certain_names | set(doubtful[: 0 if is_worst else few])
    way = "lost" if is_worst else chance.choice(["lost", "kept", "random", "torn"])
    names = {name: index for index, name in enumerate(before)}
    contents: list[bytearray] = [bytearray(data) for data in before.values()]
    # a file has a number however it is called by now, and whether or not its new
    # name survived
    numbers = dict(names)
    for at, step in enumerate(steps):
        if step.kind in _CHANGES_FOLDERS:
            _change_names(names, numbers, contents, step, at in survived)
        elif step.kind in "wt" and step.path in numbers:
            how = "kept" if at in certain_data else way
            _change_data(contents[numbers[step.path]], step, how, chance)
    return {name: bytes(contents[index]) for name, index in names.items()}


def _synced(steps: list[Step]) -> tuple[set[int], set[int]]:
    """Steps that are on the disk for certain: of folders, and of files' content."""
    names: set[int] = set()
    data: set[int] = set()
    waiting_names: dict[str, list[int]] = {}
    waiting_data: dict[str, list[int]] = {}
    for at, step in enumerate(steps):
        if step.kind in "wt":
            waiting_data.setdefault(step.path, []).append(at)
        elif step.kind in _CHANGES_FOLDERS:
            waiting_names.setdefault(str(Path(step.path).parent), []).append(at)
            if step.kind in "rl":
                to = step.data.decode()
                waiting_names.setdefault(str(Path(to).parent), []).append(at)
                if step.kind == "r" and step.path in waiting_data:
                    waiting_data[to] = waiting_data.pop(step.path)
        elif step.kind == "s":
            names.update(waiting_names.pop(step.path, ()))
            data.update(waiting_data.pop(step.path, ()))
    return names, data


def _change_names(
    names: dict[str, int],
    numbers: dict[str, int],
    contents: list[bytearray],
    step: Step,
    survived: bool,
) -> None:
    """A file or folder is made, renamed, or removed; on the disk or not yet."""
    to = step.data.decode()
    if step.kind == "c":
        contents.append(bytearray())
        numbers[step.path] = len(contents) - 1
        if survived:
            names[step.path] = len(contents) - 1
    elif step.kind in "rl":
        moved = [n for n in numbers if n == step.path or _lies_in(n, step.path)]
        for old in moved:
            new = to + old[len(step.path) :]
            if survived:
                # what has its new name has it whether or not its old one was there yet
                names[new] = numbers[old]
                if step.kind == "r":
                    names.pop(old, None)
            numbers[new] = numbers[old]
            if step.kind == "r":
                del numbers[old]
    elif step.kind == "u":
        numbers.pop(step.path, None)
        if survived:
            names.pop(step.path, None)


def _lies_in(name: str, folder: str) -> bool:
    return name.startswith(f"{folder}/")


def _change_data(
    content: bytearray, step: Step, how: str, chance: random.Random
) -> None:
    if how == "lost" or (how == "random" and chance.random() < 0.5):
        return
    if step.kind == "t":
        if step.offset <= len(content):
            del content[step.offset :]
        else:
            content.extend(bytes(step.offset - len(content)))
        return
    data = step.data
    if how == "torn":
        data = data[: SECTOR * chance.randint(0, len(data) // SECTOR)]
    content.extend(bytes(max(0, step.offset + len(data) - len(content))))
    content[step.offset : step.offset + len(data)] = data


def _files(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _lay_out(place: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, data in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
