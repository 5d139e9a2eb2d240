"""Transcript files in, judged and taken apart: no store, no page, no network.

    inspect_file(path)      one file -> ParsedTranscript; bad content is a verdict
    inspect_files(paths)    many files, in order, read by two children at a time
    inspect_contents(files) the same for bytes that are in memory already
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
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from workbench.importers.children import Child, Refusal
from workbench.importers.guard import MAX_FILE_BYTES
from workbench.importers.notices import UNKNOWN
from workbench.importers.parsed import ParsedTranscript
from workbench.importers.turns import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_WORKERS: Final = 2
# Read ahead only so far: 250 interviews need not be held at once.
_AHEAD: Final = 6


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes under the name it had."""

    file: str
    #: None where the file could not be opened.
    data: bytes | None
    #: The researcher's choice for a text file whose encoding is in doubt.
    encoding: str | None = None


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
    return _by_two(partial(_inspect, path=path, encoding=encoding) for path in paths)


def inspect_contents(contents: Iterable[Content]) -> Iterator[ParsedTranscript]:
    """As `inspect_files`, for files whose bytes were handed over."""
    return _by_two(partial(_judge, content=content) for content in contents)


def network_fence() -> str:
    """'namespace' or 'audit-hook': how a child is kept off the network here."""
    with Child() as child:
        return child.start()


def _by_two(
    tasks: Iterable[Callable[[Child], ParsedTranscript]],
) -> Iterator[ParsedTranscript]:
    with ExitStack() as stack:
        idle: SimpleQueue[Child] = SimpleQueue()
        workers = max(1, min(_WORKERS, os.cpu_count() or 1))
        for _ in range(workers):
            idle.put(stack.enter_context(Child()))
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        waiting: deque[Future[ParsedTranscript]] = deque()
        for task in tasks:
            waiting.append(pool.submit(_with_any, idle, task))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _with_any(
    idle: SimpleQueue[Child], task: Callable[[Child], ParsedTranscript]
) -> ParsedTranscript:
    child = idle.get()
    try:
        return task(child)
    finally:
        idle.put(child)


def _inspect(child: Child, path: Path, encoding: str | None) -> ParsedTranscript:
    return _judge(child, Content(path.name, read_bytes(path), encoding))


def _judge(child: Child, content: Content) -> ParsedTranscript:
    if content.data is None:
        reason = "could not be opened. Is it still there, and may you read it?"
        return _rejected(content.file, "", Refusal(UNKNOWN, reason))
    sha256 = hashlib.sha256(content.data).hexdigest()
    if len(content.data) > MAX_FILE_BYTES:
        reason = f"larger than {MAX_FILE_BYTES // 1_000_000} MB. Split it."
        return _rejected(content.file, "", Refusal(UNKNOWN, reason))
    read = child.read(content.file, content.data, content.encoding)
    if isinstance(read, Refusal):
        return _rejected(content.file, sha256, read)
    return lay_out(content.file, sha256, read)


def read_bytes(path: Path) -> bytes | None:
    """The file's bytes, one more than the limit at most; None if it does not open."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return None


def _rejected(file: str, sha256: str, refusal: Refusal) -> ParsedTranscript:
    return ParsedTranscript(file, sha256, refusal.format, "rejected", refusal.reason)
