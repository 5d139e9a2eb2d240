"""The parent's side of the fence: starts children, waits no longer than allowed.

Nothing a child says is trusted beyond its size and its types.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import workbench
from workbench.importers.child import receive, send
from workbench.importers.foreign import ForeignProject, from_wire
from workbench.importers.guard import MAX_CHARACTERS
from workbench.importers.importer import Reading, Utterance
from workbench.importers.notices import UNKNOWN, formats
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
_NOT_STARTED: Final = (
    "the process that reads files could not be started. "
    "Run 'workbench doctor' to see why."
)
_TOO_LATE: Final = (
    "took longer than {seconds:g} seconds to read. "
    "Save it again in the program that made it, or split it."
)
_TOO_BIG: Final = (
    "could not be read within 1 GB of memory, or broke the reader. "
    "Save it again in the program that made it, or split it."
)
_NO_ANSWER: Final = "the reader gave no usable answer for this file."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read: what it is kept in, and why."""

    format: str
    reason: str


#: An editable install is found by a hook, which an isolated child does not load.
_ROOT: Final = str(Path(workbench.__file__).parent.parent)


class Child:
    """A process that parses files one after another; it is replaced when it fails."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self.fence = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def read(self, file: str, data: bytes, encoding: str | None) -> Reading | Refusal:
        """What the child makes of these bytes within its time and memory."""
        answer = self._ask({"file": file, "encoding": encoding}, data)
        return answer if isinstance(answer, Refusal) else reading_from_wire(answer)

    def read_study(self, file: str, data: bytes) -> ForeignProject | Refusal:
        """The study of another program in these bytes, within time and memory."""
        asked = {"file": file, "encoding": None, "is_study": True}
        answer = self._ask(asked, data)
        if isinstance(answer, Refusal):
            return answer
        reason = answer.get("reason")
        if isinstance(reason, str):
            return Refusal(UNKNOWN, reason)
        try:
            return from_wire(ForeignProject, answer.get("study"))
        except (TypeError, ValueError):
            return Refusal(UNKNOWN, _NO_ANSWER)

    def _ask(self, asked: dict[str, Any], data: bytes) -> dict[str, Any] | Refusal:
        process = self._running()
        if process is None:
            return Refusal(UNKNOWN, _NOT_STARTED)
        was_late = threading.Event()

        def end_it() -> None:
            was_late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end_it)
        timer.start()
        try:
            answer = _exchange(process, asked, data)
        finally:
            timer.cancel()
        if answer is None or len(data) > _LARGE_FILE_BYTES:
            self.stop()
        if answer is None:
            late = _TOO_LATE.format(seconds=self._seconds)
            return Refusal(UNKNOWN, late if was_late.is_set() else _TOO_BIG)
        return answer

    def start(self) -> str:
        """Run, and say how the network is shut: 'namespace', 'audit-hook' or ''."""
        self._running()
        return self.fence

    def stop(self) -> None:
        """No process is left behind."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes] | None:
        """A child that has greeted; None where none can be started."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
            [sys.executable, "-I", "-S", "-c", _START, json.dumps([*sys.path, _ROOT])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        greeting = _receive(self._process, 1_000)
        if greeting is None:
            self.stop()
            return None
        self.fence = str(greeting.get("fence", ""))
        return self._process


def _exchange(
    process: subprocess.Popen[bytes], asked: dict[str, Any], data: bytes
) -> dict[str, Any] | None:
    if process.stdin is None:
        return None
    try:
        send(process.stdin, json.dumps(asked).encode())
        send(process.stdin, data)
    except OSError:
        return None
    return _receive(process, _MAX_ANSWER_BYTES)


def _receive(process: subprocess.Popen[bytes], limit: int) -> dict[str, Any] | None:
    if process.stdout is None:
        return None
    try:
        answer = receive(process.stdout, limit)
        value = json.loads(answer) if answer is not None else None
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def reading_from_wire(answer: dict[str, Any]) -> Reading | Refusal:
    """A reading whose every value has its type, or the child's refusal."""
    form, reason = answer.get("format"), answer.get("reason")
    if form not in _FORMATS:
        return Refusal(UNKNOWN, _NO_ANSWER)
    if isinstance(reason, str):
        return Refusal(form, reason)
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
        return Refusal(form, _NO_ANSWER)


def _utterance(  # the order of child.reading_to_wire
    text: object,
    where: object,
    speaker: object,
    start_ms: object,
    end_ms: object,
    is_cue: object,
    ends_turn: object,
) -> Utterance:
    said, stands = _strings([text, where], 2)
    return Utterance(
        said,
        stands,
        _optional(speaker),
        _milliseconds(start_ms),
        _milliseconds(end_ms),
        is_cue=is_cue is True,
        ends_turn=ends_turn is True,
    )


def _comment(
    text: object, quote: object, where: object, before: object, author: object
) -> Comment:
    said, stands, context = _strings([text, where, before], 3)
    return Comment(said, _optional(quote), stands, context, _optional(author))


def _strings(parts: object, count: int) -> list[str]:
    if not isinstance(parts, list) or len(parts) != count:
        raise ValueError(count)
    if not all(isinstance(part, str) for part in parts):
        raise TypeError(count)
    return parts


def _optional(value: object) -> str | None:
    return None if value is None else _strings([value], 1)[0]


def _milliseconds(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError
    return value
