"""How the command speaks: to people, to scripts, and when something is refused."""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import RowsRefusedError, StorageError, WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ProjectAt = Annotated[str, typer.Argument(metavar="PROJECT", help="file or address")]
AsName = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="who acts (or WORKBENCH_RESEARCHER)"),
]
Json = Annotated[
    bool, typer.Option("--json", help="one JSON value on stdout, for scripts")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="why")]


class Speaker:
    """What one command says, and whether it was refused anything."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._result: object = None
        self.refusals = 0

    def say(self, line: str = "") -> None:
        """A line for people."""
        stream = sys.stderr if self._as_json else sys.stdout
        stream.write(f"{line}\n")
        stream.flush()

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table for people."""
        cells = [[str(cell) for cell in row] for row in (heads, *rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = (c.ljust(w) for c, w in zip(row, widths, strict=True))
            self.say("  ".join(padded).rstrip())

    def refuse(self, line: str) -> None:
        """One thing was refused; the rest goes on, and the exit status will be 1."""
        self.refusals += 1
        sys.stderr.write(f"{line}\n")

    def result(self, value: object) -> None:
        """The JSON value of this command."""
        self._result = value

    def close(self) -> None:
        """The JSON value is out, if one was asked for."""
        if self._as_json:
            sys.stdout.write(json.dumps(self._result, ensure_ascii=False) + "\n")
            sys.stdout.flush()


@contextmanager
def speaking(*, as_json: bool = False) -> Iterator[Speaker]:
    """A command's speech; refusals become lines and an exit status, no traceback."""
    speaker = Speaker(as_json=as_json)
    try:
        yield speaker
    except RowsRefusedError as error:
        for line in error.refusals:
            speaker.refuse(line)
        speaker.result({**error.taken, "refused": list(error.refusals)})
    except WorkbenchError as error:
        speaker.refuse(f"workbench: {error}")
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        if os.environ.get("WORKBENCH_TRACEBACK"):
            raise
        speaker.refuse(_unexpected(error))
    speaker.close()
    if speaker.refusals:
        raise typer.Exit(1)


def given_bytes(file: Path) -> bytes:
    """What is in a file that somebody gave.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise StorageError(file, error.strerror or "unknown reason") from None


def _unexpected(error: Exception) -> str:
    """One line on a fault of ours: where it arose, without anybody's words."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "workbench" in frame.filename
    ]
    place = f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "start-up"
    return (
        f"workbench: an unexpected {type(error).__name__} in {place}. The project "
        "is as it was. Please report this line; it holds nobody's words."
    )
