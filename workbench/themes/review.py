"""Phase four, the evidence: a theme's extracts in context, who speaks, what overlaps.

Nothing here judges. Counts are of people and of coded segments; whether there is
enough meaning in a theme, no number says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from workbench.model import ERASED, Code, Speaker, Theme, Turn
from workbench.themes.voices import Voices, codes_of

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.themes.voices import Voice


@dataclass(frozen=True, slots=True)
class Reach:
    """Who speaks in a theme."""

    theme: str
    segments: int
    transcripts: int
    #: (people who speak in it, people who take part) by group.
    groups: dict[str, tuple[int, int]]
    #: Who has most of its segments, and the share of them; None without segments.
    most: tuple[str, float] | None

    @property
    def people(self) -> tuple[int, int]:
        """Those who speak in it, of all who take part."""
        return (
            sum(here for here, _ in self.groups.values()),
            sum(size for _, size in self.groups.values()),
        )


def reach(voices: Voices, themes: list[Theme]) -> list[Reach]:
    """Who speaks in each standing theme, with what stands under it."""
    sizes = voices.group_sizes()
    found = []
    for theme in themes:
        if theme.state == "discarded":
            continue
        spoken = voices.of_codes(codes_of(theme.id, themes))
        shares = Counter(p for voice in spoken for p in set(voice.people))
        heard = Counter(voices.group(person) for person in shares)
        most = max(shares.items(), key=lambda each: (each[1], each[0]), default=None)
        found.append(
            Reach(
                theme=theme.id,
                segments=len(spoken),
                transcripts=len({voice.segment.transcript for voice in spoken}),
                groups={name: (heard[name], size) for name, size in sizes.items()},
                most=(most[0], most[1] / len(spoken)) if most else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two themes have in common."""

    one: str
    other: str
    #: Codes that both hold.
    codes: tuple[str, ...]
    #: Stretches of text that both have coded, counted in segments of the smaller.
    segments: int
    #: Of so many segments in the smaller theme.
    of: int


def overlaps(voices: Voices, themes: list[Theme]) -> list[Overlap]:
    """Pairs of themes that share codes or stretches of text, most shared first.

    A theme and what stands under it are one family and are not compared.
    """
    standing = [each for each in themes if each.state != "discarded"]
    codes = {each.id: codes_of(each.id, themes) for each in standing}
    held = {each.id: voices.of_codes(codes[each.id]) for each in standing}
    above = {each.id: _above(each, themes) for each in standing}
    found = []
    for one, other in combinations(standing, 2):
        if one.id in above[other.id] or other.id in above[one.id]:
            continue
        both = tuple(code for code in codes[one.id] if code in codes[other.id])
        small, large = sorted((held[one.id], held[other.id]), key=len)
        shared = _touching(small, large)
        if both or shared:
            found.append(Overlap(one.id, other.id, both, shared, len(small)))
    return sorted(found, key=lambda each: (-each.segments, -len(each.codes)))


def _above(theme: Theme, themes: list[Theme]) -> set[str]:
    parents = {each.id: each.parent for each in themes}
    found: set[str] = set()
    at = theme.parent
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return found


def _touching(small: list[Voice], large: list[Voice]) -> int:
    """How many of the first lie on text that one of the second lies on too."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for voice in large:
        at = voice.segment
        spans.setdefault(at.version, []).append((at.start, at.end))
    return sum(
        any(
            start < voice.segment.end and voice.segment.start < end
            for start, end in spans.get(voice.segment.version, ())
        )
        for voice in small
    )


@dataclass(frozen=True, slots=True)
class InContext:
    """One extract of a theme, with what was asked before it; words as text."""

    segment: str
    transcript: str
    people: tuple[str, ...]
    groups: tuple[str, ...]
    code: str
    #: What the interviewer said last before it; empty where nobody asked.
    asked: str
    before: str
    quote: str
    after: str
    turn: int | None
    polarity: str | None


def extracts(
    project: Project, voices: Voices, theme: str, themes: list[Theme]
) -> list[InContext]:
    """All extracts of a theme in context, by group, person and place.

    What stands around a quote is the rest of the turns it lies in.
    """
    found = voices.of_codes(codes_of(theme, themes))
    return in_context(project, found)


def in_context(project: Project, voices: list[Voice]) -> list[InContext]:
    """Coded segments with the talk around them, by group, person and place."""
    names = {code.id: code.name for code in project.read(Code)}
    versions = {voice.segment.version for voice in voices}
    roles = {
        (each.version, each.index): each.role
        for each in project.rows(Speaker, version=versions)
    }
    turns: dict[str, list[Turn]] = {}
    for turn in project.read(Turn, version=versions):
        turns.setdefault(turn.version, []).append(turn)
    quotes = project.words(*(voice.segment.quote for voice in voices))
    found = [
        _in_context(
            voice,
            turns.get(voice.segment.version, []),
            roles,
            names.get(voice.segment.code, voice.segment.code),
            quotes.get(voice.segment.quote) or ERASED,
        )
        for voice in voices
    ]
    return sorted(found, key=lambda each: (each.groups, each.people, each.transcript))


def _in_context(
    voice: Voice,
    turns: list[Turn],
    roles: dict[tuple[str, int], str | None],
    code: str,
    quote: str,
) -> InContext:
    segment = voice.segment
    inside = [t for t in turns if t.start < segment.end and segment.start < t.end]
    before = after = asked = ""
    if inside:
        first, last = inside[0], inside[-1]
        before = first.text[: max(0, segment.start - first.start)]
        after = last.text[max(0, segment.end - last.start) :]
        asked = _asked_before(turns, first, roles)
    return InContext(
        segment=segment.id,
        transcript=segment.transcript,
        people=voice.people,
        groups=voice.groups,
        code=code,
        asked=asked,
        before=before,
        quote=quote,
        after=after,
        turn=voice.turn,
        polarity=segment.polarity,
    )


def _asked_before(
    turns: list[Turn], first: Turn, roles: dict[tuple[str, int], str | None]
) -> str:
    for turn in reversed(turns[: turns.index(first)]):
        if roles.get((turn.version, turn.speaker or 0)) == "interviewer":
            return turn.text
    return ""
