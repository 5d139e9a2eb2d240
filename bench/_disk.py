"""A disk that remembers, fills up or loses its program, under the workbench itself.

`_disk.c` is compiled and preloaded, so that what is tested is the real program with the
real SQLite, plain and encrypted. It needs Linux and a C compiler (`apt-get install
gcc`); without one the rows are skipped and say so. `_power.py` cuts the power.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import _deeds, _judging

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE: Final = Path(__file__).parent


@dataclass
class Run:
    """What became of one deed."""

    status: int
    told: list[str] = field(default_factory=list)
    error: str | None = None
    steps: int = 0

    @property
    def was_killed(self) -> bool:
        """Whether the process ended as by kill -9."""
        return os.WIFSIGNALED(self.status) and (
            os.WTERMSIG(self.status) == signal.SIGKILL
        )


class Disk:
    """The workbench with the shim preloaded, ready for deeds."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        shim = scratch / "disk.so"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O2", "-o", shim, _HERE / "_disk.c", "-ldl"],  # noqa: S607 - the system's own compiler
            check=True,
        )
        environment = {
            **os.environ,
            "LD_PRELOAD": str(shim),
            "WORKBENCH_CONFIG": str(scratch / "nobody"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, str(_HERE / "_deeds.py")],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    def do(self, deed: str, folder: Path, **disk: object) -> Run:
        """The deed done on the folder, with what befalls the disk."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - both are pipes
        assert stdout is not None  # noqa: S101
        given = {f"DISK_{name.upper()}": str(value) for name, value in disk.items()}
        given["DISK_ROOT"] = str(folder)
        asked = {"deed": deed, "folder": str(folder), "disk": given}
        stdin.write(json.dumps(asked) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline())
        run = Run(answer["status"])
        for line in answer["said"]:
            kind, _, what = line.partition(" ")
            if kind == "told":
                run.told.append(what)
            elif kind == "error":
                run.error = what
            else:
                run.steps = int(what)
        return run

    def prepared(self, deed: str) -> Path:
        """A folder as it is before the deed; made once."""
        place = self.scratch / "before" / str(list(_deeds.DEEDS).index(deed))
        if not place.exists():
            place.mkdir(parents=True)
            with _held_apart():
                _deeds.DEEDS[deed].begin(place)
        return place

    @contextmanager
    def fresh(self, deed: str) -> Iterator[Path]:
        """A copy of the prepared folder, always at the same place."""
        before, place = self.prepared(deed), self.scratch / "study"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(before, place)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _held_apart() -> Iterator[None]:
    """Keys of a study that is being prepared do not stay in this process."""
    from workbench.store import encryption  # noqa: PLC0415

    yield
    encryption._HELD.clear()  # noqa: SLF001 - a bench looks inside


def why_not() -> str | None:
    """Why this cannot be run here; None where it can."""
    if sys.platform != "linux":
        return "the shim under the disk is for Linux"
    if shutil.which("cc") is None:
        return "no C compiler (apt-get install gcc)"
    return None


def deeds(*, long: bool, chosen: list[str] | None = None) -> list[str]:
    """The deeds that can be done here; long ones only where asked for."""
    import importlib.util  # noqa: PLC0415

    can_encrypt = importlib.util.find_spec("sqlcipher3") is not None
    return [
        name
        for name, deed in _deeds.DEEDS.items()
        if (can_encrypt or not deed.needs_encryption)
        and deed.is_long in (False, long)
        and (not chosen or any(part in name for part in chosen))
    ]


# ---- the program is killed, or the disk is full, at every step ----


def kill_everywhere(disk: Disk, deed: str, most: int) -> dict[str, Any]:
    """The program killed before each step in turn."""
    return _everywhere(disk, deed, most, "kill_at")


def fill_everywhere(disk: Disk, deed: str, most: int) -> dict[str, Any]:
    """The disk full from each step on in turn; afterwards there is room again."""
    return _everywhere(disk, deed, most, "full_at")


def _everywhere(disk: Disk, deed: str, most: int, what: str) -> dict[str, Any]:
    with disk.fresh(deed) as folder:
        all_steps = disk.do(deed, folder).steps
    places = list(range(all_steps))
    if all_steps > most:
        places = sorted(random.Random(5).sample(places, most))  # noqa: S311
    said: dict[str, Any] = {"steps": all_steps, "tried": len(places)}
    counts = dict.fromkeys(("lost", "not_whole", "unclear_errors", "not_repeatable"), 0)
    examples: list[str] = []
    for at in places:
        with disk.fresh(deed) as folder:
            run = disk.do(deed, folder, **{what: at})
            hold_key(folder, deed)
            fault = _fault(disk, deed, folder, run, what)
            if fault is not None:
                counts[fault[0]] += 1
                examples.append(f"step {at}: {fault[1]}")
    return {**said, **counts, **({"examples": examples[:5]} if examples else {})}


def hold_key(folder: Path, deed: str) -> None:
    """What opens an encrypted study is known here: a person would type it."""
    if _deeds.DEEDS[deed].begin is _deeds.begin_encrypted:
        from workbench.store import encryption  # noqa: PLC0415

        path = folder / "study.workbench"
        if not encryption.is_held(path):
            encryption.unlock(path, _judging.PASSPHRASE)


def _fault(
    disk: Disk, deed: str, folder: Path, run: Run, what: str
) -> tuple[str, str] | None:
    """What is wrong afterwards, by its kind; None where nothing is."""
    if what == "full_at" and run.error:
        name = run.error.partition(" ")[0]
        if not (name.endswith("Error") and _is_ours(name)):
            return "unclear_errors", run.error
    try:
        _deeds.DEEDS[deed].judge(folder, set(run.told))
    except _judging.LostError as error:
        return "lost", str(error)
    except _judging.NotWholeError as error:
        return "not_whole", str(error)
    if deed in _REPEATABLE:
        again = disk.do(deed, folder)
        if again.error:
            return "not_repeatable", again.error
        try:
            _deeds.DEEDS[deed].judge(folder, set(again.told))
        except AssertionError as error:
            return "not_repeatable", str(error)
    return None


#: Deeds that can be done once more after they were broken off.
_REPEATABLE: Final = (
    *("decide a little", "decide a little, encrypted", "back up", "identity key"),
)


def _is_ours(name: str) -> bool:
    from workbench import errors  # noqa: PLC0415

    return issubclass(getattr(errors, name, object), errors.WorkbenchError)


@contextmanager
def ready() -> Iterator[Disk]:
    """A disk for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder, _deeds.cheap_keys():
        disk = Disk(Path(folder).resolve())
        try:
            yield disk
        finally:
            disk.close()
