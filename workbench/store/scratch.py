"""Folders for work that is under way: private, gone afterwards, gone after a kill too.

Each is written down in the researcher's configuration folder before it is made, and the
line is held locked while its program lives. Whoever starts next removes what nobody
holds any more, wherever it lies: nothing half-made of a study stays on a disk.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.store.surroundings import Surroundings

#: How such a folder is called; only what is called so is ever removed.
PREFIX: Final = ".workbench-"
_LONGEST_WAIT: Final = 60.0


@contextmanager
def folder(surroundings: Surroundings, beside: Path | None = None) -> Iterator[Path]:
    """A private empty folder that is gone at the end.

    Args:
        surroundings: the machine.
        beside: where a file is to be put in place in one step, so that the folder must
            lie on the same disk; else it lies in the configuration folder.

    Raises:
        StorageError: it cannot be made.
    """
    place = surroundings.config / "scratch" if beside is None else beside.parent
    made = (place / f"{PREFIX}{secrets.token_hex(8)}").absolute()
    try:
        with _written_down(surroundings, made):
            if beside is None:
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.mkdir(mode=0o700)
            try:
                yield made
            finally:
                shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise StorageError(beside or made, error.strerror or "unknown reason") from None


def sweep(config: Path) -> int:
    """What programs that were killed left behind is gone; how many folders.

    Args:
        config: the researcher's configuration folder.
    """
    removed = 0
    for line in sorted(_lines(config).glob("*")):
        try:
            with line.open("r+b") as held:
                if not _lock(held.fileno()):
                    continue
                left = Path(held.read().decode("utf-8", "replace"))
                if left.name.startswith(PREFIX) and left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                    removed += 1
                line.unlink(missing_ok=True)
        except OSError:
            continue
    return removed


@contextmanager
def alone(surroundings: Surroundings, path: Path) -> Iterator[None]:
    """Nobody else on this machine changes the file meanwhile; who comes later waits.

    Raises:
        StorageError: somebody else takes longer than a minute.
    """
    locks = surroundings.config / "locks"
    name = sha256(str(path.resolve()).encode()).hexdigest()[:16]
    try:
        locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(locks / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(path, error.strerror or "unknown reason") from None
    try:
        patience = time.monotonic() + _LONGEST_WAIT
        while not _lock(handle):
            if time.monotonic() > patience:
                raise StorageError(path, "another program is writing it")
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


@contextmanager
def _written_down(surroundings: Surroundings, made: Path) -> Iterator[None]:
    lines = _lines(surroundings.config)
    lines.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = lines / made.name.removeprefix(PREFIX)
    handle = os.open(line, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _lock(handle)
        os.write(handle, str(made).encode())
        os.fsync(handle)
        yield
    finally:
        line.unlink(missing_ok=True)
        os.close(handle)


def _lines(config: Path) -> Path:
    return config / "underway"


def _lock(handle: int) -> bool:
    """Whether this program holds the line now; it does until it ends, or is killed."""
    try:
        import fcntl  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return _lock_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_on_windows(handle: int) -> bool:
    import msvcrt  # noqa: PLC0415 - on Windows only

    try:
        # a byte beyond the text, so that it can still be read
        os.lseek(handle, 4096, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        return False
    finally:
        os.lseek(handle, 0, os.SEEK_SET)
    return True
