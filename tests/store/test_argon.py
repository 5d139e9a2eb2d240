"""Passphrases become keys, also where several people give theirs at once."""

from __future__ import annotations

import subprocess
import sys

_SIX_PEOPLE = """
from concurrent.futures import ThreadPoolExecutor
from workbench.store.argon import argon2id

def give(number):
    salt = (number % 6).to_bytes(16, "big")
    return argon2id("words", salt, passes=1, lanes=4, memory=8192)

with ThreadPoolExecutor(6) as at_once:
    print(len(set(at_once.map(give, range(48)))))
"""


def test_several_passphrases_given_at_once_are_all_answered() -> None:
    # a program of its own: where they wait for each other, it never ends
    done = subprocess.run(
        [sys.executable, "-c", _SIX_PEOPLE],
        capture_output=True,
        text=True,
        timeout=40,
        check=True,
    )

    assert done.stdout == "6\n"
