"""The parent's side of the fence: starts children, waits no longer than allowed.

Nothing a child says is trusted beyond its size and its types.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

from workbench.errors import ImportRejectedError
from workbench.importers.child import receive, send
from workbench.importers.guard import MAX_CHARACTERS
from workbench.importers.importer import Reading, Utterance
from workbench.importers.notices import formats
from workbench.importers.parsed import Comment, Omission, ParsedWarning

if TYPE_CHECKING:
    from types import TracebackType

SECONDS: Final = 30.0
#: A code point is at most twelve bytes of JSON.
_MAX_ANSWER_BYTES: Final = 12 * MAX_CHARACTERS + 1_000_000
# A child that has held a large file gives its memory back by ending.
_LARGE_FILE_BYTES: Final = 5_000_000
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from workbench.importers.child import main; main()"
)
_FORMATS: Final = frozenset(formats())


class Child:
    """A process that parses files one after another; it is replaced when it fails."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self.fence = ""

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def read(self, file: str, data: bytes, encoding: str | None) -> Reading:
        """What the child makes of these bytes.

        Raises:
            ImportRejectedError: nothing, or not within its time and memory.
        """
        process = self._running()
        was_late = threading.Event()

        def end_it() -> None:
            was_late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end_it)
        timer.start()
        try:
            answer = _exchange(process, file, data, encoding)
        finally:
            timer.cancel()
        if answer is None or len(data) > _LARGE_FILE_BYTES:
            self.stop()
        if answer is None:
            raise ImportRejectedError(_why_it_failed(self._seconds, was_late))
        return reading_from_wire(answer)

    def start(self) -> str:
        """The child runs; how its network is shut: 'namespace' or 'audit-hook'."""
        self._running()
        return self.fence

    def stop(self) -> None:
        """No process is left behind."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream and stream.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
                [sys.executable, "-I", "-S", "-c", _START, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            greeting = _receive(self._process, 1_000)
            if greeting is None:
                raise ImportRejectedError(
                    "the process that reads files could not be started. "
                    "Run 'workbench doctor' to see why."
                )
            self.fence = str(greeting.get("fence", ""))
        return self._process


def _exchange(
    process: subprocess.Popen[bytes], file: str, data: bytes, encoding: str | None
) -> dict[str, Any] | None:
    stdin = _stream(process.stdin)
    try:
        send(stdin, json.dumps({"file": file, "encoding": encoding}).encode())
        send(stdin, data)
    except OSError:
        return None
    return _receive(process, _MAX_ANSWER_BYTES)


def _receive(process: subprocess.Popen[bytes], limit: int) -> dict[str, Any] | None:
    try:
        answer = receive(_stream(process.stdout), limit)
        value = json.loads(answer) if answer is not None else None
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _stream(stream: IO[bytes] | None) -> Any:  # noqa: ANN401  # a pipe, as asked for
    return stream


def _why_it_failed(seconds: float, was_late: threading.Event) -> str:
    if was_late.is_set():
        return (
            f"took longer than {seconds:g} seconds to read. "
            "Save it again in the program that made it, or split it."
        )
    return (
        "could not be read within 1 GB of memory, or broke the reader. "
        "Save it again in the program that made it, or split it."
    )


def reading_from_wire(answer: dict[str, Any]) -> Reading:
    """A reading whose every value has its type.

    Raises:
        ImportRejectedError: the child refused the file, or its answer is no reading.
    """
    form, reason = answer.get("format"), answer.get("reason")
    if form not in _FORMATS:
        raise _untrusted()
    if reason is not None:
        error = ImportRejectedError(str(reason))
        error.add_note(form)
        raise error
    try:
        return Reading(
            format=form,
            utterances=[_utterance(*parts) for parts in answer["utterances"]],
            omissions=[Omission(*_strings(parts, 3)) for parts in answer["omissions"]],
            warnings=[
                ParsedWarning(*_strings(parts, 3)) for parts in answer["warnings"]
            ],
            comments=[_comment(*parts) for parts in answer["comments"]],
            title=_optional(answer["title"]),
            language=_optional(answer["language"]),
            is_wall_clock=answer["is_wall_clock"] is True,
        )
    except (KeyError, TypeError, ValueError):
        raise _untrusted() from None


def _untrusted() -> ImportRejectedError:
    return ImportRejectedError("the reader gave no usable answer for this file.")
