"""doctor, repair, take-over and backups, as a researcher runs them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def hurt(study: Path) -> None:
    with closing(sqlite3.connect(study)) as conn:
        conn.execute("UPDATE code SET state = 'retired'")
        conn.commit()


def test_doctor_names_every_check_and_repair_mends_what_it_can(
    run: Run, study: Path
) -> None:
    hurt(study)
    said = run("doctor", study)
    assert said.status == 1
    assert said.err.startswith("state: differs first at")
    assert f"To mend it: workbench repair {study} state" in said.out
    refused = run("set", study, "paradigm", "x", "--reason", "r")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "a check failed (state)" in refused.err
    assert run("stats", study).status == 0

    mended = run("repair", study, "state", "--reason", "the disk was full")

    assert mended.status == 0
    assert "state: rebuilt" in mended.out
    assert run("doctor", study).status == 0
    assert run("verify", study).status == 0


def test_what_nothing_mends_is_said_with_the_two_ways_on(run: Run, study: Path) -> None:
    with closing(sqlite3.connect(study)) as conn:
        conn.execute("UPDATE turn SET text = 'w0' WHERE \"index\" = 1")
        conn.execute("UPDATE coded_segment SET code = 'c-0'")
        conn.commit()
    said = run("doctor", study)
    assert "workbench backups" in said.out
    assert "--known" in said.out
    assert run("repair", study, "orphans", "--reason", "r").status == 1


def test_a_study_of_another_machine_is_taken_over(
    run: Run, study: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKBENCH_CONFIG", str(tmp_path / "attic"))
    refused = run("set", study, "paradigm", "x", "--reason", "r")
    assert refused.status == 1
    assert "workbench take-over" in refused.err

    assert run("take-over", study).status == 0
    assert run("set", study, "paradigm", "x", "--reason", "r").status == 0
    assert run("take-over", study).status == 1


def test_backups_are_listed_and_one_is_restored(
    run: Run, study: Path, folder: Path
) -> None:
    (made,) = {each["study"] for each in run("backups", "--json").json}
    newest = run("backups", study, "--json").json[0]
    assert newest["study"] == made
    study.unlink()

    restored = run("restore", newest["file"], folder / "back.workbench")
    assert restored.status == 0
    assert "If somebody withdrew since, withdraw her words" in restored.out
    assert run("verify", folder / "back.workbench").status == 0


@pytest.mark.browser
def test_doctor_starts_the_app_and_asks_it_as_a_stranger_would(
    run: Run, study: Path
) -> None:
    checks = {
        each["check"]: each for each in run("doctor", study, "--deploy", "--json").json
    }
    for name in ("address", "hosts", "headers", "telemetry", "rights", "program"):
        assert checks[name]["ok"], checks[name]
    assert not checks["server"]["ok"]
    study.chmod(0o644)
    config = run("doctor", study, "--json").json
    assert not next(each for each in config if each["check"] == "rights")["ok"]


def test_a_decision_stands_where_no_checkpoint_can_be_laid(
    run: Run, study: Path
) -> None:
    note = study.with_suffix(".checkpoint")
    note.unlink()
    note.mkdir()

    said = run("set", study, "paradigm", "critical realism", "--reason", "agreed")

    assert said.status == 0
    assert "recorded, but no checkpoint could be signed" in said.err
    note.rmdir()
    assert run("verify", study).status == 0
