"""Where the story is played: the project, the story's own time and chance."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from workbench import study
from workbench.coding import codes
from workbench.model import AllianceLink, CodedSegment
from workbench.themes.themes import find_theme

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

Act: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class Clock:
    """The story's own time: each act names its day; decisions follow by the second."""

    day: str = "2025-02-10"
    second: int = 9 * 3600

    def turn_to(self, day: str) -> None:
        """It is the morning of that day, unless it is that day already."""
        if day != self.day:
            self.day, self.second = day, 9 * 3600

    def now(self) -> str:
        """The next second of the day."""
        self.second += 1
        hours, rest = divmod(self.second, 3600)
        return f"{self.day}T{hours:02}:{rest // 60:02}:{rest % 60:02}.000Z"


@dataclass(slots=True)
class Dice:
    """The story's own chance: SHA-256 in counter mode over a fixed seed."""

    count: int = 0

    def throw(self, size: int) -> bytes:
        """The next bytes, the same on every machine."""
        made = b""
        while len(made) < size:
            self.count += 1
            made += hashlib.sha256(b"sample study %d" % self.count).digest()
        return made[:size]


@dataclass(slots=True)
class Stage:
    """The project being built, with the folder its files are in."""

    project: Project
    folder: Path

    def who(self, act: Act) -> str:
        """The id of the researcher who acts."""
        return study.find_researcher(self.project, act["by"]).id

    def code(self, name: str) -> str:
        """The id of the code of this name."""
        return codes.find_code(self.project, name).id

    def theme(self, name: str) -> str:
        """The id of the theme of this name."""
        return find_theme(self.project, name).id

    def segment(self, given: Mapping[str, str]) -> str:
        """The coded segment with these words in a transcript."""
        found = [
            each.id
            for each in self.project.read(
                CodedSegment, transcript=given["transcript"], state="active"
            )
            if each.quote == given["quote"]
            and ("code" not in given or each.code == self.code(given["code"]))
        ]
        return found[0]

    def link(self, theme: str, dimension: str, rationale: str | None = None) -> str:
        """The id of a theme's relation to a dimension, the first if none is told."""
        found = [
            each.id
            for each in self.project.read(
                AllianceLink, theme=self.theme(theme), state="argued"
            )
            if each.dimension == dimension and rationale in (None, each.rationale)
        ]
        return found[0]
