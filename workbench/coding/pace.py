"""How long the reading of texts will still take, said now and then."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds between two lines, and before the first.
EVERY: Final = 2.0
#: What is left is guessed at from this share on: the longest texts come first.
LEAST: Final = 0.05


class Pace:
    """A progress that says how far the work is and how long it will still take.

    Args:
        say: called with a line at most every `EVERY` seconds; short work is silent.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        say: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._say = say
        self._clock = clock
        self._begun = self._last = clock()

    def __call__(self, done: int, in_all: int) -> None:
        """So many texts of so many are read."""
        now = self._clock()
        if now - self._last < EVERY or not done or done >= in_all:
            return
        self._last = now
        left = _roughly((now - self._begun) * (in_all - done) / done)
        self._say(
            f"Reading {done} of {in_all} stretches on this machine"
            + (f"; {left} left." if done >= LEAST * in_all else ".")
        )


def _roughly(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(5, 5 * round(seconds / 5))} seconds"
    return f"about {round(seconds / 60)} minutes"
