"""Which talk the machine may read at all.

Left out is the talk of interviewers and of apps, what a speaker reads aloud that a
machine wrote (see familiarise/read_aloud.py), and whoever did not agree to computation
or withdrew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.familiarise.read_aloud import read_aloud
from workbench.model import Participant, Speaker, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.store.project import Project

#: Roles whose talk is never read by the machine.
UNREAD_ROLES: Final = ("interviewer", "app")


class Readable:
    """Which turns the machine may read, by version."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._refused = {
            person.id
            for person in project.rows(Participant)
            # who wants no further contact agreed to computation all the same
            if not person.computation or person.state not in ("active", "contact")
        }
        self._turns: dict[str, list[Turn]] = {}
        #: Where, by version, a speaker reads a machine's words aloud.
        self._aloud: dict[str, list[tuple[int, int]]] = {}
        self._people: dict[str, dict[int, str | None]] = {}

    def load(self, versions: Iterable[str]) -> None:
        """The readable turns of these versions are known, words as wording ids."""
        asked = sorted(set(versions) - set(self._turns))
        if not asked:
            return
        unread = {
            (who.version, who.index)
            for who in self._project.rows(Speaker, version=asked)
            if who.role in UNREAD_ROLES or who.participant in self._refused
        }
        self._turns.update({version: [] for version in asked})
        for turn in self._project.rows(Turn, version=asked):
            if (turn.version, turn.speaker) not in unread:
                self._turns[turn.version].append(turn)
        self._find_aloud(asked)

    def _find_aloud(self, versions: Iterable[str]) -> None:
        for version in versions:
            turns = self._turns[version]
            texts = self._project.words(*(turn.text for turn in turns))
            self._aloud[version] = [
                (turn.start + start, turn.start + end)
                for turn in turns
                for start, end in read_aloud(texts.get(turn.text) or "")
            ]

    def turns(self, version: str) -> list[Turn]:
        """The readable turns of a version, words as wording ids."""
        # Asked for every segment of a study: what is known is not looked for again.
        if version not in self._turns:
            self.load([version])
        return self._turns[version]

    def speaking(self, version: str, start: int, end: int) -> str | None:
        """The participant whose talk the longest readable part of a stretch is."""
        part = self.longest(version, start, end)
        if part is None:
            return None
        if version not in self._people:
            self._people[version] = {
                who.index: who.participant
                for who in self._project.rows(Speaker, version=version)
            }
        for turn in self._turns[version]:
            if turn.start <= part[0] < turn.end and turn.speaker is not None:
                return self._people[version].get(turn.speaker)
        return None

    def refusing(self, version: str) -> list[str]:
        """The participants in a version whose talk the machine may not read."""
        speakers = self._project.rows(Speaker, version=version)
        found = {who.participant for who in speakers if who.participant}
        return sorted(found & self._refused)

    def longest(self, version: str, start: int, end: int) -> tuple[int, int] | None:
        """The longest readable part of a stretch that lies in one turn."""
        parts = [
            (max(start, turn.start), min(end, turn.end))
            for turn in self.turns(version)
            if turn.start < end and start < turn.end
        ]
        for first, last in self._aloud[version]:
            parts = [
                (one, other)
                for begins, ends in parts
                for one, other in (
                    (begins, min(ends, first)),
                    (max(begins, last), ends),
                )
                if one < other
            ]
        return max(parts, key=lambda part: part[1] - part[0], default=None)
