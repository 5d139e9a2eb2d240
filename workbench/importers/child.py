"""The process in which files are parsed: little time, little memory, no network.

It reads requests from standard input and writes answers to standard output, each a
length of eight bytes and then so many bytes. What it answers is checked again outside.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, TYPE_CHECKING, Any, Final

from workbench.errors import ImportRejectedError
from workbench.importers.identify import read_source
from workbench.importers.notices import CONTAINERS, UNKNOWN
from workbench.importers.source import Source

if TYPE_CHECKING:
    from workbench.importers.importer import Reading, Utterance

MEMORY_BYTES: Final = 1_000_000_000
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_REFUSED_EVENTS: Final = (
    "socket.",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.startfile",
    "urllib.Request",
)


def fence() -> str:
    """Shut the network out and say how: 'namespace', or 'audit-hook' where refused."""
    is_shut = _leave_network()
    sys.addaudithook(_refuse)
    return "namespace" if is_shut else "audit-hook"


def _leave_network() -> bool:
    """Move into a namespace that has no network, where Linux lets us."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415  # os.unshare is new in Python 3.12

    libc = ctypes.CDLL(None)
    wanted = (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET)
    return any(libc.unshare(flags) == 0 for flags in wanted)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(event)


def limit_memory() -> None:
    """The process cannot hold more than 1 GB, nor write a file."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # absent on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer every request until there are no more."""
    send(answers, json.dumps({"fence": fence()}).encode())
    while (header := receive(requests)) is not None:
        asked = json.loads(header)
        data = receive(requests) or b""
        source = Source(asked["file"], data, asked["encoding"])
        answer = study_in(source) if asked.get("is_study") else answer_to(source)
        send(answers, json.dumps(answer).encode())


def answer_to(source: Source) -> dict[str, Any]:
    """The reading as plain values, or the reason why there is none."""
    try:
        return reading_to_wire(read_source(source))
    except ImportRejectedError as error:
        return {"format": container_of(source), "reason": str(error)}
    except MemoryError:
        return {"format": container_of(source), "reason": "out of memory"}
    except RecursionError:
        return {"format": container_of(source), "reason": "nested too deeply"}


def study_in(source: Source) -> dict[str, Any]:
    """Another program's study as plain values, or the reason why there is none."""
    from workbench.importers.foreign import to_wire  # noqa: PLC0415 - rarely needed
    from workbench.importers.foreign_kinds import read_foreign  # noqa: PLC0415

    try:
        return {"study": to_wire(read_foreign(source))}
    except ImportRejectedError as error:
        return {"reason": str(error)}
    except MemoryError:
        return {"reason": "larger than what 1 GB of memory can hold. Split it."}
    except RecursionError:
        return {"reason": "nested too deeply."}


def container_of(source: Source) -> str:
    """What a rejected file is kept in, as far as its name and first bytes agree."""
    suffix = source.file.lower().rpartition(".")[2]
    return suffix if suffix in CONTAINERS else UNKNOWN


def reading_to_wire(reading: Reading) -> dict[str, Any]:
    """Lists and strings only: what JSON keeps, and small."""
    return {
        "format": reading.format,
        "title": reading.title,
        "language": reading.language,
        "is_wall_clock": reading.is_wall_clock,
        "utterances": [_utterance_to_wire(u) for u in reading.utterances],
        "omissions": [[o.what, o.where, o.text] for o in reading.omissions],
        "warnings": [[w.code, w.where, w.message] for w in reading.warnings],
        "comments": [
            [c.text, c.quote, c.where, c.before, c.author] for c in reading.comments
        ],
    }


def _utterance_to_wire(said: Utterance) -> list[str | int | None]:
    when = [said.start_ms, said.end_ms]
    return [said.text, said.where, said.speaker, *when, said.is_cue, said.ends_turn]


def send(stream: IO[bytes], data: bytes) -> None:
    """One message is written in full."""
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes], limit: int = 2**40) -> bytes | None:
    """One message; None where the other side has ended or says too much."""
    length = stream.read(8)
    if len(length) < 8:
        return None
    size = int.from_bytes(length, "big")
    if size > limit:
        return None
    data = stream.read(size)
    return data if len(data) == size else None


def main() -> None:
    """Serve the parent over the standard streams."""
    # Nothing that a library prints may stand between two answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_memory()
    serve(sys.stdin.buffer, answers)
