"""An installed wheel, away from the checkout, does what the README promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    made = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps"),
            *("-w", str(folder), str(ROOT)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode and "setuptools" in made.stderr:
        pytest.skip("setuptools could not be had to build a wheel")
    assert made.returncode == 0, made.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_app_codebooks_and_sample(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "workbench/_shipped/app.py" in names
    for folder in ("codebooks", "sample_transcripts"):
        missing = [
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
            and f"workbench/_shipped/{path.relative_to(ROOT).as_posix()}" not in names
        ]
        assert missing == []


def test_the_demo_builds_from_the_wheel_in_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-q", "--no-deps"),
            *("--target", str(installed), str(wheel)),
        ],
        check=True,
    )
    environment = os.environ | {
        "PYTHONPATH": str(installed),
        "WORKBENCH_CONFIG": str(tmp_path / "config"),
    }

    done = subprocess.run(
        [
            *(sys.executable, "-c", "from workbench.cli import main; main()"),
            *("demo", "study", "--no-browser", "--json"),
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert Path(tmp_path, json.loads(done.stdout)["project"]).exists()
