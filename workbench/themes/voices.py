"""Who speaks in which coded segment: what coverage and contrast are counted from."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model import CodedSegment, Participant, Speaker, Theme, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.store.project import Project

#: What stands for the group of somebody whose group nobody recorded.
NO_GROUP: Final = "group not recorded"


@dataclass(frozen=True, slots=True)
class Voice:
    """A coded segment with the people who speak in it."""

    segment: CodedSegment
    #: Ids of participants; empty where nobody is known.
    people: tuple[str, ...]
    groups: tuple[str, ...]
    #: The turn it begins in.
    turn: int | None


class Voices:
    """Every active coded segment of the transcripts in the study, with its voices.

    Words are wording ids throughout: nothing here reads what anybody said.
    """

    def __init__(self, project: Project) -> None:
        self.people = {
            each.id: each for each in project.read(Participant) if each.state != "all"
        }
        standing = {each.id for each in project.rows(Transcript, state="active")}
        segments = [
            each
            for each in project.rows(CodedSegment, state="active")
            if each.transcript in standing
        ]
        self._turns: dict[str, list[Turn]] = defaultdict(list)
        versions = {each.version for each in segments}
        for turn in project.rows(Turn, version=versions):
            self._turns[turn.version].append(turn)
        self._starts = {v: [t.start for t in ts] for v, ts in self._turns.items()}
        self._who = {
            (each.version, each.index): each.participant
            for each in project.rows(Speaker, version=versions)
        }
        self.all = [self._voice(each) for each in segments]
        self._by_code: dict[str, list[Voice]] = defaultdict(list)
        for voice in self.all:
            self._by_code[voice.segment.code].append(voice)

    def _voice(self, segment: CodedSegment) -> Voice:
        turns = list(self._turns_of(segment))
        spoke = (self._who.get((t.version, t.speaker or 0)) for t in turns)
        people = tuple(dict.fromkeys(p for p in spoke if p in self.people))
        groups = dict.fromkeys(self.group(person) for person in people)
        return Voice(segment, people, tuple(groups), turns[0].index if turns else None)

    def _turns_of(self, segment: CodedSegment) -> Iterator[Turn]:
        turns = self._turns[segment.version]
        starts = self._starts.get(segment.version, [])
        for turn in turns[max(0, bisect_right(starts, segment.start) - 1) :]:
            if turn.start >= segment.end:
                return
            if turn.end > segment.start and turn.speaker is not None:
                yield turn

    def group(self, person: str) -> str:
        """A participant's group, in words."""
        return self.people[person].group or NO_GROUP

    def of_codes(self, codes: Iterable[str]) -> list[Voice]:
        """The segments of these codes, in the order of transcripts and places."""
        found = [
            voice for code in dict.fromkeys(codes) for voice in self._by_code[code]
        ]
        return sorted(
            found, key=lambda v: (v.segment.transcript, v.segment.start, v.segment.id)
        )

    def group_sizes(self) -> dict[str, int]:
        """How many take part in each group, by the groups' names."""
        sizes: dict[str, int] = defaultdict(int)
        for person in self.people:
            sizes[self.group(person)] += 1
        return dict(sorted(sizes.items()))


def family(theme: str, themes: Iterable[Theme]) -> list[Theme]:
    """A theme and every standing theme below it, itself first."""
    standing = [each for each in themes if each.state != "discarded"]
    below: dict[str, list[Theme]] = defaultdict(list)
    for each in standing:
        if each.parent:
            below[each.parent].append(each)
    found = [each for each in standing if each.id == theme]
    for each in found:
        found.extend(below[each.id])
    return found


def codes_of(theme: str, themes: Iterable[Theme]) -> tuple[str, ...]:
    """The codes of a theme and of what stands under it, each once."""
    return tuple(
        dict.fromkeys(code for each in family(theme, themes) for code in each.codes)
    )
