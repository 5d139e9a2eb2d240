"""What a debriefer is shown: chosen by rule and by chance, never by hand.

Open, she sees code assignments, some places that nobody coded, themes and theory.
Blind, she sees talk to be coded, and nothing that tells how it was coded here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import (
    BLINDNESS,
    ERASED,
    SHOWN,
    AllianceLink,
    Code,
    CodedSegment,
    Participant,
    Speaker,
    Theme,
    Transcript,
    Turn,
)
from workbench.trust.stretches import Place, drawn, place, uncovered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.store.project import Project

#: A code with so few segments is rare.
RARE: Final = 3
#: One place without a code is put among so many code assignments.
_ONE_IN: Final = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What the researcher wants to have looked at."""

    shows: str = "whole"
    group: str | None = None
    participant: str | None = None
    size: int | None = None
    seed: int = 0
    blind: str = "open"


@dataclass(frozen=True, slots=True)
class Shown:
    """Exactly what is shown, by ids."""

    transcripts: tuple[str, ...]
    versions: tuple[str, ...]
    segments: tuple[str, ...] = ()
    stretches: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(slots=True)
class _Material:
    """The study as it stands, as far as choosing needs it."""

    project: Project
    transcripts: dict[str, Transcript] = field(default_factory=dict)
    speakers: dict[tuple[str, int], Speaker] = field(default_factory=dict)
    segments: list[CodedSegment] = field(default_factory=list)

    def __post_init__(self) -> None:
        active = self.project.rows(Transcript, state="active")
        self.transcripts = {t.id: t for t in sorted(active, key=lambda t: t.id)}
        standing = {t.version for t in active}
        self.speakers = {
            (s.version, s.index): s
            for s in self.project.rows(Speaker)
            if s.version in standing
        }
        self.segments = sorted(
            (
                s
                for s in self.project.rows(CodedSegment, state="active")
                if s.version in standing and s.anchor != "lost"
            ),
            key=lambda s: (s.transcript, s.start, s.end, s.id),
        )

    def participants_of(self, version: str) -> set[str]:
        return {
            s.participant
            for (v, _), s in self.speakers.items()
            if v == version and s.participant
        }

    def talk_of(self, version: str) -> list[Turn]:
        """The turns in which a participant speaks and nothing was erased."""
        return [
            turn
            for turn in self.project.read(Turn, version=version)
            if turn.text.strip()
            and turn.text != ERASED
            and self._is_talk(version, turn.speaker)
        ]

    def _is_talk(self, version: str, speaker: int | None) -> bool:
        if speaker is None:
            return True
        return self.speakers[version, speaker].role in (None, "participant")


def choose(project: Project, wish: Wish) -> Shown:
    """What a debriefer is shown for this wish; the same again for the same seed.

    Raises:
        UnknownObjectError: no such way of choosing, group or participant.
        RefusedError: nothing fits the wish.
    """
    _check(wish)
    material = _Material(project)
    transcripts = _transcripts(material, wish)
    if not transcripts:
        msg = "no transcript of the study fits that choice; choose a wider one."
        raise RefusedError(msg)
    found = (
        _open(material, transcripts, wish)
        if wish.blind == "open"
        else _blind(material, transcripts, wish)
    )
    return found if are_whole(wish.shows, wish.size) else _with_places(material, found)


def are_whole(shows: str, size: int | None) -> bool:
    """Whether interviews are shown whole, rather than places with some around them."""
    return size is None and shows in ("whole", "group", "participant")


def _with_places(material: _Material, found: Shown) -> Shown:
    """Without the transcripts of which no place was drawn: nothing of them is shown."""
    places = {place(name).version for name in found.stretches}
    drawn_ = set(found.segments)
    places |= {s.version for s in material.segments if s.id in drawn_}
    kept = [
        (t, v)
        for t, v in zip(found.transcripts, found.versions, strict=True)
        if v in places
    ]
    return replace(
        found,
        transcripts=tuple(t for t, _ in kept),
        versions=tuple(v for _, v in kept),
    )


def _check(wish: Wish) -> None:
    for kind, given, known in (
        ("choice", wish.shows, SHOWN),
        ("way of looking", wish.blind, BLINDNESS),
    ):
        if given not in known:
            raise UnknownObjectError(kind, given, f"Choose one of {', '.join(known)}.")
    if wish.shows == "group" and not wish.group:
        msg = "showing a group needs its name."
        raise RefusedError(msg)
    if wish.shows == "participant" and not wish.participant:
        msg = "showing one participant needs her id."
        raise RefusedError(msg)
    if wish.size is not None and wish.size < 1:
        msg = "a sample has at least one place."
        raise RefusedError(msg)
    if wish.shows == "random" and wish.size is None:
        msg = "a random sample needs a size."
        raise RefusedError(msg)
    if wish.blind != "open" and wish.shows in ("rare-codes", "low-agreement"):
        msg = f"{wish.shows} shows where codes are; blind, choose another sample."
        raise RefusedError(msg)


def _transcripts(material: _Material, wish: Wish) -> list[Transcript]:
    everyone = material.transcripts.values()
    if wish.shows == "group":
        people = material.project.read(Participant)
        members = {p.id for p in people if p.group == wish.group}
        if not members:
            known = ", ".join(sorted({p.group for p in people if p.group}))
            raise UnknownObjectError("group", wish.group, f"There are: {known}.")
        return [t for t in everyone if material.participants_of(t.version) & members]
    if wish.shows == "participant":
        material.project.one(Participant, id=wish.participant)
        wanted = wish.participant
        return [t for t in everyone if wanted in material.participants_of(t.version)]
    return list(everyone)


def _blind(material: _Material, transcripts: Sequence[Transcript], wish: Wish) -> Shown:
    """Turns of participants, coded or not: where codes are is not given away."""
    places = [
        str(Place(t.version, turn.start, turn.end))
        for t in transcripts
        for turn in material.talk_of(t.version)
    ]
    stretches = tuple(drawn(places, wish.seed, wish.size))
    codes = _live_codes(material.project) if wish.blind == "code-list" else ()
    return _with_versions(transcripts, Shown((), (), stretches=stretches, codes=codes))


def _open(material: _Material, transcripts: Sequence[Transcript], wish: Wish) -> Shown:
    ids = {t.id for t in transcripts}
    segments = _segments(material, ids, wish)
    chosen = set(drawn([s.id for s in segments], wish.seed, wish.size))
    segments = [s for s in segments if s.id in chosen]
    project = material.project
    themes = [t for t in project.rows(Theme) if t.state != "discarded"]
    return _with_versions(
        transcripts,
        Shown(
            (),
            (),
            segments=tuple(s.id for s in segments),
            stretches=_uncoded(material, transcripts, segments, wish),
            codes=_live_codes(project),
            themes=tuple(theme.id for theme in themes if not theme.merged_into),
            links=tuple(a.id for a in project.rows(AllianceLink, state="argued")),
        ),
    )


def _segments(material: _Material, ids: set[str], wish: Wish) -> list[CodedSegment]:
    found = [s for s in material.segments if s.transcript in ids]
    if wish.shows == "rare-codes":
        counts: dict[str, int] = {}
        for segment in material.segments:
            counts[segment.code] = counts.get(segment.code, 0) + 1
        found = [s for s in found if counts[s.code] <= RARE]
    elif wish.shows == "low-agreement":
        found = _read_differently(found)
    if not found and wish.shows != "whole":
        msg = f"nothing is coded that {wish.shows} would show; choose another sample."
        raise RefusedError(msg)
    return found


def _read_differently(segments: Sequence[CodedSegment]) -> list[CodedSegment]:
    """Segments of transcripts that two people coded, where only one gave that code."""
    coders: dict[str, set[str]] = {}
    for segment in segments:
        coders.setdefault(segment.transcript, set()).add(segment.by)
    by_code: dict[tuple[str, str], list[CodedSegment]] = {}
    for segment in segments:
        by_code.setdefault((segment.version, segment.code), []).append(segment)
    return [
        s
        for s in segments
        if len(coders[s.transcript]) > 1
        and not any(
            other.by != s.by and other.start < s.end and s.start < other.end
            for other in by_code[s.version, s.code]
        )
    ]


def _uncoded(
    material: _Material,
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    wish: Wish,
) -> tuple[str, ...]:
    """Some turns that nobody coded, from the transcripts of the sample."""
    if material.project.study().orientation == "reflexive" or not segments:
        return ()
    touched = {s.transcript for s in segments}
    coded: dict[str, list[tuple[int, int]]] = {}
    for segment in material.segments:
        coded.setdefault(segment.version, []).append((segment.start, segment.end))
    free = [
        str(Place(t.version, start, end))
        for t in transcripts
        if t.id in touched
        for start, end in uncovered(
            [(turn.start, turn.end) for turn in material.talk_of(t.version)],
            coded.get(t.version, ()),
        )
    ]
    return tuple(drawn(free, wish.seed, max(1, len(segments) // _ONE_IN)))


def _live_codes(project: Project) -> tuple[str, ...]:
    return tuple(code.id for code in project.rows(Code, state="active"))


def _with_versions(transcripts: Iterable[Transcript], shown: Shown) -> Shown:
    given = list(transcripts)
    return replace(
        shown,
        transcripts=tuple(t.id for t in given),
        versions=tuple(t.version for t in given),
    )
