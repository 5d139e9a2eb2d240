"""What is under way lies in private folders, and is gone also after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.store import scratch

if TYPE_CHECKING:
    from workbench.store.surroundings import Surroundings

_KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.store import scratch
from workbench.store.surroundings import Surroundings

here = Surroundings(config=Path(sys.argv[1]))
beside = Path(sys.argv[2]) if len(sys.argv) > 2 else None
with scratch.folder(here, beside=beside) as folder:
    (folder / "words.txt").write_text("the violet umbrella")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(surroundings: Surroundings, *beside: Path) -> Path:
    """The folder of a program that was killed while it worked."""
    given = [str(surroundings.config), *map(str, beside)]
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, *given],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL
    return Path(ended.stdout.strip())


def test_a_folder_is_private_and_gone_at_the_end(surroundings: Surroundings) -> None:
    with scratch.folder(surroundings) as folder:
        assert folder.stat().st_mode & 0o077 == 0
        assert folder.is_relative_to(surroundings.config)
        (folder / "words.txt").write_text("x")
    assert not folder.exists()
    assert list((surroundings.config / "underway").iterdir()) == []


def test_what_a_killed_program_left_is_removed_by_the_next(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    own, beside = killed(surroundings), killed(surroundings, tmp_path / "out.docx")
    assert (own / "words.txt").exists()
    assert (beside / "words.txt").exists()

    assert scratch.sweep(surroundings.config) == 2

    assert not own.exists()
    assert not beside.exists()
    assert scratch.sweep(surroundings.config) == 0


def test_what_somebody_works_in_is_left_alone(surroundings: Surroundings) -> None:
    with scratch.folder(surroundings) as folder:
        assert scratch.sweep(surroundings.config) == 0
        assert folder.exists()


@pytest.mark.parametrize("named", ["/", "study", ".workbench-"])
def test_nothing_but_our_own_folders_is_ever_removed(
    surroundings: Surroundings, tmp_path: Path, named: str
) -> None:
    kept = tmp_path / "study"
    kept.mkdir()
    lines = surroundings.config / "underway"
    lines.mkdir(parents=True)
    (lines / "ab").write_text(str(tmp_path / named) if named != "/" else "/")
    scratch.sweep(surroundings.config)
    assert kept.exists()
