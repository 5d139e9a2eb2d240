"""The process in which files are parsed, and the doors that lead to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.importers import child as child_process
from workbench.importers import inspect_file, inspect_files, network_fence
from workbench.importers.children import Child, Refusal, reading_from_wire
from workbench.importers.guard import MAX_FILE_BYTES
from workbench.importers.importer import Reading

if TYPE_CHECKING:
    from tests.importers.conftest import Parse

FIXTURES = Path(__file__).parent / "fixtures"
FILES = [path for path in sorted(FIXTURES.iterdir()) if path.suffix != ".json"]


def test_the_child_gives_what_parsing_here_gives(parse: Parse) -> None:
    parsed = list(inspect_files(FILES))
    assert parsed == [parse(path.read_bytes(), path.name) for path in FILES]


def test_one_file_alone_gives_the_same() -> None:
    assert inspect_file(FILES[0]) == next(iter(inspect_files(FILES[:1])))


def test_a_missing_file_is_a_verdict_and_the_others_are_read(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("I: A?\nP01: B.\n", encoding="utf-8")
    bad, fine = inspect_files([tmp_path / "none.txt", good])
    assert (bad.verdict, bad.sha256) == ("rejected", "")
    assert "could not be opened" in (bad.reason or "")
    assert fine.verdict == "whole"


def test_a_folder_is_a_verdict(tmp_path: Path) -> None:
    assert inspect_file(tmp_path).verdict == "rejected"


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "larger than 50 MB" in (inspect_file(path).reason or "")


def test_a_chosen_encoding_reaches_the_child(tmp_path: Path) -> None:
    path = tmp_path / "czech.txt"
    path.write_bytes("I: Čo?\nP01: Žiaľ.\n".encode("cp1250"))
    parsed = inspect_file(path, encoding="cp1250")
    assert [turn.text for turn in parsed.turns] == ["Čo?", "Žiaľ."]


def test_a_file_that_takes_too_long_is_rejected_and_the_child_replaced() -> None:
    with Child(seconds=0.0) as late:
        refused = late.read("a.txt", b"I: A?\nP01: B.\n" * 200_000, None)
    assert isinstance(refused, Refusal)
    assert "took longer than 0 seconds" in refused.reason


def test_a_child_that_dies_is_replaced_for_the_next_file() -> None:
    with Child() as child:
        assert isinstance(child.read("a.txt", b"I: A?\nP01: B.\n", None), Reading)
        process = child._process
        assert process is not None
        process.kill()
        process.wait()
        assert isinstance(child.read("a.txt", b"I: A?\nP01: B.\n", None), Reading)


def test_the_network_is_shut_in_one_of_two_ways() -> None:
    assert network_fence() in {"namespace", "audit-hook"}


def run_fenced(code: str) -> subprocess.CompletedProcess[str]:
    script = f"from workbench.importers.child import fence; fence(); {code}"
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socket()",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_a_fenced_process_reaches_nothing(code: str) -> None:
    done = run_fenced(code)
    assert done.returncode != 0
    assert "PermissionError" in done.stderr


def test_where_no_namespace_is_allowed_a_hook_refuses_sockets() -> None:
    without = (
        "from workbench.importers import child; child._leave_network = lambda: False; "
        "print(child.fence()); import socket; socket.socket()"
    )
    done = subprocess.run(
        [sys.executable, "-c", without],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.stdout.strip() == "audit-hook"
    assert "PermissionError" in done.stderr


@pytest.mark.skipif(
    sys.platform != "linux" or network_fence() != "namespace",
    reason="this system allows no namespace without a network",
)
def test_in_the_namespace_there_is_no_network_even_without_the_hook() -> None:
    alone = (
        "from workbench.importers import child; assert child._leave_network(); "
        "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    )
    done = subprocess.run(
        [sys.executable, "-c", alone],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert "unreachable" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_memory_is_limited() -> None:
    limits = "from workbench.importers.child import limit_memory; limit_memory(); "
    done = run_fenced(f"{limits}x = bytearray(1_100_000_000)")
    assert "MemoryError" in done.stderr


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"format": "no such format"},
        {"format": "srt"},
        {"format": "srt", "utterances": [["text", "where"]]},
        {"format": "srt", "utterances": [[1, 2, 3, 4, 5, 6, 7]]},
        {"format": "srt", "utterances": [["t", "w", None, "0", None, True, False]]},
    ],
)
def test_an_answer_that_is_no_reading_is_refused(answer: dict[str, object]) -> None:
    full: dict[str, object] = {
        "omissions": [],
        "warnings": [],
        "comments": [],
        "title": None,
    }
    assert isinstance(reading_from_wire({**full, **answer}), Refusal)


def test_a_refusal_keeps_its_reason() -> None:
    refused = reading_from_wire({"format": "docx", "reason": "damaged"})
    assert refused == Refusal("docx", "damaged")


def test_messages_longer_than_allowed_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    with path.open("wb") as file:
        child_process.send(file, json.dumps("x" * 100).encode())
    with path.open("rb") as file:
        assert child_process.receive(file, limit=10) is None


def test_parsing_starts_without_heavy_packages() -> None:
    script = (
        "import sys, workbench.importers.child; "
        "heavy = {'lxml', 'pypdf', 'openpyxl', 'docx', 'pandas', 'torch', 'sqlite3'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.stdout.strip() == "[]"
