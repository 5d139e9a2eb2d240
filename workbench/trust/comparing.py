"""Compare readings: where two people read the same talk differently, to talk it over.

Figures come second, and are in `figures`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.decisions.debriefing import DifferenceTalkedOver
from workbench.decisions.decision import Words
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.transcripts import turns_of
from workbench.model import (
    DIFFERENCE_OUTCOMES,
    BlindCoding,
    BlindReading,
    Code,
    CodedSegment,
    DebriefSession,
    DifferenceTalk,
    ReadingPass,
    Researcher,
    Speaker,
    Transcript,
)
from workbench.study import READ, WRITE, require
from workbench.trust.stretches import Place, place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.model import Turn
    from workbench.store.project import Project

#: What the reflexive orientation has to say, beside every figure.
CAUTION: Final = (
    "In reflexive thematic analysis a code is not right because two people gave it. "
    "Agreement shows that readers were taught to see the same; it does not show that "
    "the reading is good. Look at the differences first."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A code that somebody gave a place, by the code's id or in her own words."""

    place: Place
    code: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A turn that two people read differently."""

    transcript: str
    place: Place
    #: The turn's number in its transcript, from 0.
    turn: int
    text: str
    #: What was said before it, by whomever; empty at the beginning.
    before: str
    #: Names of codes that both gave, that the one gave, that the other gave.
    both: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]
    #: By code's name, the words it was given to, where they are not the whole turn.
    words: dict[str, str]
    #: What came of talking it over, latest last.
    talks: tuple[DifferenceTalk, ...]


@dataclass(slots=True)
class Comparison:
    """Two people's readings of the same talk."""

    project: Project
    one: str
    other: str
    #: Transcripts by the version that both read.
    transcripts: dict[str, str] = field(default_factory=dict)
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    by_one: list[Given] = field(default_factory=list)
    by_other: list[Given] = field(default_factory=list)

    def names(self) -> dict[str, str]:
        """What codes are called; a code in her own words is called by them."""
        known = {code.id: code.name for code in self.project.read(Code)}
        own = {g.code: g.code for g in (*self.by_one, *self.by_other)}
        return own | known


def pairs(project: Project) -> list[tuple[str, str, str | None]]:
    """Whose readings can be compared: two who coded, or a coder and a blind round.

    Each pair is one and other by their ids, and the blind round's session or None; who
    coded first is the one.
    """
    began: dict[str, str] = {}
    for segment in project.rows(CodedSegment, state="active"):
        began[segment.by] = min(segment.at, began.get(segment.by, segment.at))
    coders = sorted(began, key=lambda who: (began[who], who))
    found: list[tuple[str, str, str | None]] = [
        (one, other, None)
        for at, one in enumerate(coders)
        for other in coders[at + 1 :]
    ]
    blind = {row.session for row in project.rows(BlindCoding)}
    blind |= {row.session for row in project.rows(BlindReading)}
    rounds = sorted(project.rows(DebriefSession), key=lambda row: (row.at, row.id))
    return found + [
        (coder, row.debriefer, row.id)
        for row in rounds
        if row.id in blind
        for coder in coders
        if coder != row.debriefer
    ]


def compare(
    project: Project, by: str, one: str, other: str, session: str | None = None
) -> Comparison:
    """Two people's readings, side by side.

    Args:
        project: the study.
        by: who looks.
        one: a researcher who coded.
        other: another who coded; or the debriefer, with the blind session she coded in.
        session: that session; None compares the study's own coding.

    Raises:
        RefusedError: nothing was read by both.
        UnknownObjectError: no such researcher or session.
    """
    require(project, by, READ)
    for who in (one, other):
        project.one(Researcher, id=who)
    if one == other:
        msg = "compare two people; one reading agrees with itself."
        raise RefusedError(msg)
    found = side_by_side(project, one, other, session)
    if not any(found.turns.values()):
        msg = (
            "there is nothing that both have read: a transcript counts once each of "
            "the two has coded in it or recorded a pass."
        )
        raise RefusedError(msg)
    return found


def side_by_side(
    project: Project, one: str, other: str, session: str | None
) -> Comparison:
    """As `compare`, of the study or of a moment of it, without asking who looks.

    Raises:
        UnknownObjectError: the session is no blind round of the other's.
    """
    found = Comparison(project, one, other)
    shown = _shown(project, other, session) if session else None
    versions = _read_by_both(project, one, other, shown)
    for transcript, version in versions.items():
        found.transcripts[version] = transcript
        found.turns[version] = _talk(project, version, shown)
    _find_people(project, found)
    found.by_one = _coded_by(project, one, found)
    found.by_other = (
        _coded_by(project, other, found) if shown is None else _blind(project, session)
    )
    return found


def _shown(project: Project, debriefer: str, session: str | None) -> list[Place]:
    """What she read of what she was shown; all of it where her file did not tell."""
    rows = project.rows(DebriefSession, id=session, debriefer=debriefer)
    if not rows or rows[0].blind == "open":
        hint = "Choose a blind session of this debriefer."
        raise UnknownObjectError("blind round", session, hint)
    told = project.rows(BlindReading, session=session)
    read = {name for each in told for name in each.stretches}
    return [place(name) for name in rows[0].stretches if name in read or not told]


def _read_by_both(
    project: Project, one: str, other: str, shown: list[Place] | None
) -> dict[str, str]:
    """The transcripts, by id, with the version that is compared."""
    active = {t.id: t.version for t in project.rows(Transcript, state="active")}
    if shown is not None:
        versions = {p.version for p in shown}
        return {t: v for t, v in active.items() if v in versions}

    def read_by(who: str) -> set[str]:
        coded = project.rows(CodedSegment, by=who, state="active")
        passes = project.rows(ReadingPass, by=who)
        return {s.transcript for s in coded} | {p.transcript for p in passes}

    both = read_by(one) & read_by(other)
    return {t: v for t, v in sorted(active.items()) if t in both}


def _talk(project: Project, version: str, shown: list[Place] | None) -> list[Turn]:
    """The turns of participants; of a packet, those that were shown."""
    roles = {s.index: s.role for s in project.rows(Speaker, version=version)}
    return [
        turn
        for turn in turns_of(project, version)
        if turn.text.strip()
        and (turn.speaker is None or roles[turn.speaker] in (None, "participant"))
        and (
            shown is None
            or any(p.touches(Place(version, turn.start, turn.end)) for p in shown)
        )
    ]


def _find_people(project: Project, found: Comparison) -> None:
    """Whose talk each version is, for drawing people; else the transcript itself."""
    speakers = project.rows(Speaker, version=list(found.transcripts))
    for version, transcript in found.transcripts.items():
        named = {
            s.participant for s in speakers if s.version == version and s.participant
        }
        found.people[version] = min(named) if named else transcript


def _coded_by(project: Project, who: str, found: Comparison) -> list[Given]:
    return [
        Given(Place(s.version, s.start, s.end), s.code)
        for s in project.rows(CodedSegment, by=who, state="active")
        if s.version in found.transcripts and s.anchor != "lost"
    ]


def _blind(project: Project, session: str | None) -> list[Given]:
    return [
        Given(Place(c.version, c.start, c.end), c.code or c.own_code or "")
        for c in project.read(BlindCoding, session=session)
    ]


def differences(found: Comparison) -> list[Difference]:
    """The turns that the two read differently, in reading order."""
    names = found.names()
    talks = found.project.read(DifferenceTalk)
    told = []
    for version, turns in found.turns.items():
        said = {turn.index: turn.text for turn in turns_of(found.project, version)}
        for turn in turns:
            where = Place(version, turn.start, turn.end)
            one = [g for g in found.by_one if g.place.touches(where)]
            other = [g for g in found.by_other if g.place.touches(where)]
            by_one, by_other = {g.code for g in one}, {g.code for g in other}
            if by_one == by_other:
                continue
            told.append(
                Difference(
                    found.transcripts[version],
                    where,
                    turn.index,
                    turn.text,
                    said.get(turn.index - 1, ""),
                    _named(by_one & by_other, names),
                    _named(by_one - by_other, names),
                    _named(by_other - by_one, names),
                    _words(turn, [*one, *other], names),
                    _talks(talks, found, where),
                )
            )
    return told


def _words(turn: Turn, given: list[Given], names: dict[str, str]) -> dict[str, str]:
    """What each code was given to within a turn, if less than all of it."""
    found = {}
    for each in given:
        start = max(0, each.place.start - turn.start)
        words = turn.text[start : each.place.end - turn.start].strip()
        if words != turn.text.strip():
            found[names[each.code]] = words
    return found


def _talks(
    talks: list[DifferenceTalk], found: Comparison, where: Place
) -> tuple[DifferenceTalk, ...]:
    """What these two said of a place, latest last."""
    return tuple(
        talk
        for talk in sorted(talks, key=lambda t: (t.at, t.id))
        if (talk.version, talk.start) == (where.version, where.start)
        and {talk.one, talk.other} == {found.one, found.other}
    )


def _named(codes: Iterable[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names[code] for code in codes))


def talk_over(
    project: Project,
    by: str,
    found: Comparison,
    where: Place,
    outcome: str,
    learned: str | None = None,
) -> str:
    """What came of talking over a difference is on record; its id.

    Raises:
        UnknownObjectError: no such outcome.
    """
    require(project, by, WRITE)
    if outcome not in DIFFERENCE_OUTCOMES:
        hint = f"Choose one of {', '.join(DIFFERENCE_OUTCOMES)}."
        raise UnknownObjectError("outcome", outcome, hint)
    talk = project.new_id("dt")
    told = Words(learned.strip()) if learned and learned.strip() else None
    project.record(
        DifferenceTalkedOver(
            *(talk, found.one, found.other, where.version, where.start, where.end),
            *(told, outcome),
        ),
        by=by,
    )
    return talk
