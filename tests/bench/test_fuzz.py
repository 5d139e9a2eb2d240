"""The fuzzing bench searches, and sees a broken promise when there is one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


def test_it_searches_for_as_long_as_it_is_told_and_counts_the_verdicts() -> None:
    done = subprocess.run(
        [sys.executable, BENCH / "fuzz.py", "--seconds", "2", "--engine", "hypothesis"],
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(done.stdout)
    assert told["files"] == sum(told["verdicts"].values()) > 10
    assert told["broken_promises"] == 0


def test_an_offset_that_points_elsewhere_is_a_broken_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    fuzz = import_module("fuzz")

    real = fuzz.lay_out

    def skewed(*asked: object) -> object:
        parsed = real(*asked)
        turns = [replace(turn, start=turn.start + 1) for turn in parsed.turns]
        return replace(parsed, turns=turns)

    monkeypatch.setattr(fuzz, "lay_out", skewed)

    with pytest.raises(fuzz.BrokenPromiseError, match="offsets point at turns"):
        fuzz.judge(b"I: How?\nP01: So.\n")
