"""Compare readings: where two people read differently first; figures on request.

A difference is something to talk about. Figures come second, per code, and never alone:
beside the raw counts and how many units of what kind they rest on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.decisions.debriefing import AgreementAsked, DifferenceTalkedOver
from workbench.decisions.decision import Words
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.transcripts import turns_of
from workbench.model import (
    DIFFERENCE_OUTCOMES,
    AgreementRun,
    BlindCoding,
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
from workbench.trust.agreement import Counts, Figure, counts, figures, overlap
from workbench.trust.stretches import Place, place, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.model import Turn
    from workbench.store.project import Project

UNITS: Final = ("turn", "sentence")
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
    text: str
    #: Names of codes that both gave, that the one gave, that the other gave.
    both: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]
    #: What came of talking it over, latest last.
    talks: tuple[DifferenceTalk, ...]


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """The figures of one code."""

    code: str
    name: str
    counts: Counts
    figures: dict[str, Figure]
    #: Characters that both marked with it, and that either did.
    overlap: tuple[int, int]

    @property
    def jaccard(self) -> float | None:
        """The share of marked characters that both marked; None where none are."""
        return self.overlap[0] / self.overlap[1] if self.overlap[1] else None


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
    if not any(found.turns.values()):
        msg = (
            "there is nothing that both have read: a transcript counts once each of "
            "the two has coded in it or recorded a pass."
        )
        raise RefusedError(msg)
    return found


def _shown(project: Project, debriefer: str, session: str | None) -> list[Place]:
    row = project.one(DebriefSession, id=session)
    if row.debriefer != debriefer or row.blind == "open":
        hint = "Choose a blind session of this debriefer."
        raise UnknownObjectError("blind round", session, hint)
    return [place(name) for name in row.stretches]


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
        for turn in turns:
            where = Place(version, turn.start, turn.end)
            one = {g.code for g in found.by_one if g.place.touches(where)}
            other = {g.code for g in found.by_other if g.place.touches(where)}
            if one == other:
                continue
            told.append(
                Difference(
                    found.transcripts[version],
                    where,
                    turn.text,
                    _named(one & other, names),
                    _named(one - other, names),
                    _named(other - one, names),
                    tuple(
                        talk
                        for talk in sorted(talks, key=lambda t: (t.at, t.id))
                        if (talk.version, talk.start) == (version, turn.start)
                        and {talk.one, talk.other} == {found.one, found.other}
                    ),
                )
            )
    return told


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


def agreement(
    project: Project,
    by: str,
    found: Comparison,
    unit: str = "turn",
    *,
    seed: int = 0,
    reason: str | None = None,
) -> list[CodeAgreement]:
    """The figures of every code that either gave, by name.

    That they were asked for is on record, with the reason that lets them into a
    reflexive study's exports.

    Raises:
        UnknownObjectError: units are turns or sentences.
    """
    require(project, by, READ)
    if unit not in UNITS:
        hint = f"Choose one of {', '.join(UNITS)}."
        raise UnknownObjectError("unit", unit, hint)
    units = _units(found, unit)
    project.record(
        AgreementAsked(
            run=project.new_id("ag"),
            one=found.one,
            other=found.other,
            unit=unit,
            units=sum(map(len, units.values())),
            seed=seed,
            reason=Words(reason.strip()) if reason and reason.strip() else None,
        ),
        by=by,
    )
    names = found.names()
    codes = {g.code for g in (*found.by_one, *found.by_other)}
    return [
        _of_code(found, code, names[code], units, seed)
        for code in sorted(codes, key=lambda code: names[code].casefold())
    ]


def _units(found: Comparison, unit: str) -> dict[str, list[Place]]:
    """What is compared, by version."""
    return {
        version: [
            Place(version, start, end)
            for turn in turns
            for start, end in (
                [(turn.start, turn.end)]
                if unit == "turn"
                else sentences(turn.text, turn.start)
            )
        ]
        for version, turns in found.turns.items()
    }


def _of_code(
    found: Comparison, code: str, name: str, units: dict[str, list[Place]], seed: int
) -> CodeAgreement:
    one = [g.place for g in found.by_one if g.code == code]
    other = [g.place for g in found.by_other if g.code == code]
    by_person: dict[str, Counts] = {}
    shared = either = 0
    for version, places in units.items():
        mine = [p for p in one if p.version == version]
        hers = [p for p in other if p.version == version]
        here = counts(
            [any(p.touches(u) for p in mine) for u in places],
            [any(p.touches(u) for p in hers) for u in places],
        )
        who = found.people[version]
        before = by_person.get(who, Counts(0, 0, 0, 0))
        by_person[who] = Counts(*(a + b for a, b in zip(before, here, strict=True)))
        both, all_ = overlap(
            [(p.start, p.end) for p in mine], [(p.start, p.end) for p in hers]
        )
        shared, either = shared + both, either + all_
    total = Counts(*(sum(c[i] for c in by_person.values()) for i in range(4)))
    return CodeAgreement(
        code, name, total, figures(by_person, seed=seed), (shared, either)
    )


def may_be_exported(project: Project) -> bool:
    """Whether figures go to exports: in a reflexive study only with a reason."""
    if project.study().orientation != "reflexive":
        return True
    return any(run.reason for run in project.read(AgreementRun))
