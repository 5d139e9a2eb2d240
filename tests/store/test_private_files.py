"""Small files beside the studies: whole, private, and there when the power is back."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from workbench.errors import StorageError
from workbench.store import checkpoint, gate
from workbench.store.surroundings import write_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.store.project import Project


def test_a_file_and_its_name_are_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited_for: list[tuple[bool, bool]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        is_folder = os.fstat(handle).st_ino == tmp_path.stat().st_ino
        waited_for.append((is_folder, (tmp_path / "kept.json").exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    write_private(tmp_path / "kept.json", b"{}")

    assert waited_for == [(False, False), (True, True)]


def test_without_room_the_old_content_stands_and_nothing_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_private(tmp_path / "kept.json", b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        write_private(tmp_path / "kept.json", b"new")

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("kept.json", b"old")
    ]


def test_a_study_is_looked_over_also_where_that_cannot_be_kept(
    file_project: Project,
) -> None:
    (file_project.surroundings.config / "looked").write_text("no folder")

    assert gate.look_once(file_project) == []


@pytest.mark.parametrize("found", [b"", b"{}", b"\xff", b'{"size": 1, "root": "z"}'])
def test_what_was_seen_and_cannot_be_read_was_not_seen(
    file_project: Project, lead: Callable[[Project], str], found: bytes
) -> None:
    checkpoint.sign(file_project, lead(file_project))
    name = checkpoint.place(file_project)
    (file_project.surroundings.config / "seen" / f"{name}.json").write_bytes(found)

    assert checkpoint.last_seen(file_project.surroundings, name) is None
    assert checkpoint.sign(file_project, lead(file_project)).size > 0
