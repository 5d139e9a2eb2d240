"""Hints that a researcher has put away on this machine; they stay away.

What lies in the configuration folder is never words: a hint is known by a digest.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from workbench.store.surroundings import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

_FILE: Final = "dismissed-hints.json"


def dismissed(project: Project) -> set[str]:
    """The hints that were put away for this study, as `known_by` knows them."""
    return set(_all(_path(project)).get(project.uuid, ()))


def dismiss(project: Project, hint: str) -> None:
    """A hint, as `known_by` knows it, is not shown again."""
    path = _path(project)
    everything = _all(path)
    everything[project.uuid] = sorted({*dismissed(project), hint})
    write_private(path, json.dumps(everything).encode())


def known_by(project: Project, place: str, said: str) -> str:
    """What a hint on these words of this place is known by."""
    told = json.dumps([project.uuid, place, said]).encode()
    return hashlib.sha256(told).hexdigest()


def _path(project: Project) -> Path:
    return project.surroundings.config / _FILE


def _all(path: Path) -> dict[str, list[str]]:
    try:
        read = json.loads(path.read_text("utf-8"))
        kept = {
            study: [hint for hint in hints if isinstance(hint, str)]
            for study, hints in read.items()
        }
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
    if kept != read:  # an earlier version kept the words themselves
        write_private(path, json.dumps(kept).encode())
    return kept
