"""Transcript files in, judged and taken apart: no store, no page, no network.

    inspect_file(path)      one file -> ParsedTranscript; bad content is a verdict
    inspect_files(paths)    many files, in order, read by two children at a time
    network_fence()         how a child is kept off the network on this machine

A file is read here, and parsed in a child process that has 30 seconds, 1 GB and no
network. Nothing is stored and nothing is raised for what a file holds: a transcript's
`verdict` is 'whole', 'with-omissions' or 'rejected', and `reason` says why.
docs/file-formats.md lists formats, warnings and what is decided in doubt.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from workbench.importers.children import Child, Refusal
from workbench.importers.guard import MAX_FILE_BYTES
from workbench.importers.notices import UNKNOWN
from workbench.importers.parsed import ParsedTranscript
from workbench.importers.turns import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_WORKERS: Final = 2
# Read ahead only so far: 250 interviews need not be held at once.
_AHEAD: Final = 6


def inspect_file(path: Path, *, encoding: str | None = None) -> ParsedTranscript:
    """One file's verdict, turns, speakers, omissions and warnings.

    Args:
        path: the file; its name plays no part in telling what it is.
        encoding: the researcher's choice for a text file whose encoding is in doubt.
    """
    with Child() as child:
        return _inspect(child, path, encoding)


def inspect_files(
    paths: Iterable[Path], *, encoding: str | None = None
) -> Iterator[ParsedTranscript]:
    """Each file's ParsedTranscript, in the order asked, as soon as it is there."""
    with ExitStack() as stack:
        idle: SimpleQueue[Child] = SimpleQueue()
        workers = max(1, min(_WORKERS, os.cpu_count() or 1))
        for _ in range(workers):
            idle.put(stack.enter_context(Child()))
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        waiting: deque[Future[ParsedTranscript]] = deque()
        for path in paths:
            waiting.append(pool.submit(_inspect_with_any, idle, path, encoding))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def network_fence() -> str:
    """'namespace' or 'audit-hook': how a child is kept off the network here."""
    with Child() as child:
        return child.start()


def _inspect_with_any(
    idle: SimpleQueue[Child], path: Path, encoding: str | None
) -> ParsedTranscript:
    child = idle.get()
    try:
        return _inspect(child, path, encoding)
    finally:
        idle.put(child)


def _inspect(child: Child, path: Path, encoding: str | None) -> ParsedTranscript:
    try:
        data = _read_bytes(path)
    except OSError as error:
        reason = f"could not be opened ({error.strerror or 'no access'})."
        return _rejected(path.name, "", Refusal(UNKNOWN, reason))
    sha256 = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_FILE_BYTES:
        reason = f"larger than {MAX_FILE_BYTES // 1_000_000} MB. Split it."
        return _rejected(path.name, "", Refusal(UNKNOWN, reason))
    read = child.read(path.name, data, encoding)
    if isinstance(read, Refusal):
        return _rejected(path.name, sha256, read)
    return lay_out(path.name, sha256, read)


def _read_bytes(path: Path) -> bytes:
    """The file's bytes, one more than the limit at most."""
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def _rejected(file: str, sha256: str, refusal: Refusal) -> ParsedTranscript:
    return ParsedTranscript(file, sha256, refusal.format, "rejected", refusal.reason)
