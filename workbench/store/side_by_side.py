"""A long trail checked by several processes at once.

Each begins a Python of its own, since forking a server with threads can hang it, and
answers with what it found. One that fails is made up for here.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import workbench
from workbench.store.stretch import Found, Stretch, check_stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from workbench.store.project import Project

#: Events in one stretch: a power of two, so that its root is a node of the whole tree.
WIDTH: Final = 2**16

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from workbench.store.stretch import main; main()"
)
#: An editable install is found by a hook, which an isolated child does not load.
_ROOT: Final = str(Path(workbench.__file__).parent.parent)


def side_by_side(
    conn: Connection, project: Project, stretches: Sequence[Stretch]
) -> list[Found]:
    """What each stretch holds, in order; every processor does its share."""
    share = -(-len(stretches) // _processors())
    own, rest = stretches[:share], stretches[share:]
    shares = [rest[at : at + share] for at in range(0, len(rest), share)]
    children = [(_started(project, given), given) for given in shares]
    found = [check_stretch(conn, project.uuid, each) for each in own]
    for child, given in children:
        found += _answer(child) or [
            check_stretch(conn, project.uuid, each) for each in given
        ]
    return found


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _started(
    project: Project, stretches: Sequence[Stretch]
) -> subprocess.Popen[bytes] | None:
    asked = pickle.dumps((project.database.shown, project.uuid, stretches))
    command = [sys.executable, "-I", "-S", "-c", _START]
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter
            [*command, json.dumps([*sys.path, _ROOT])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if child.stdin is not None:
            child.stdin.write(asked)
            child.stdin.close()
    except OSError:
        return None
    return child


def _answer(child: subprocess.Popen[bytes] | None) -> list[Found]:
    """What a child found; nothing when it failed."""
    if child is None or child.stdout is None:
        return []
    with child.stdout as answer:
        said = answer.read()
    if child.wait() != 0:
        return []
    found: list[Found] = pickle.loads(said)  # noqa: S301 - our own child wrote it
    return found
