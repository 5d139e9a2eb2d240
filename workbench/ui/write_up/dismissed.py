"""Hints that a researcher has put away on this machine; they stay away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from workbench.store.surroundings import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

_FILE: Final = "dismissed-hints.json"


def dismissed(project: Project) -> set[tuple[str, str]]:
    """What hints were put away for this study: whose words, and which of them."""
    return {(place, said) for place, said in _all(_path(project)).get(project.uuid, ())}


def dismiss(project: Project, place: str, said: str) -> None:
    """A hint on these words of this place is not shown again."""
    path = _path(project)
    everything = _all(path)
    everything[project.uuid] = sorted({*dismissed(project), (place, said)})
    write_private(path, json.dumps(everything, ensure_ascii=False).encode())


def _path(project: Project) -> Path:
    return project.surroundings.config / _FILE


def _all(path: Path) -> dict[str, list[tuple[str, str]]]:
    try:
        read: dict[str, list[tuple[str, str]]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read
