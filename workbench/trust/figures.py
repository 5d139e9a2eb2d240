"""Figures of agreement between two readings, per code: on request, and on record.

Never alone: beside the raw counts, and how many units of what kind they rest on. No
threshold says what is good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.debriefing import AgreementAsked
from workbench.decisions.decision import Words
from workbench.errors import UnknownObjectError
from workbench.study import READ, require
from workbench.trust.agreement import (
    FIGURES,
    OF_SPANS,
    Counts,
    Figure,
    Spans,
    counts,
    figures,
    spans,
    total,
)
from workbench.trust.stretches import Place, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Turn
    from workbench.store.project import Project
    from workbench.trust.comparing import Comparison

UNITS: Final = ("turn", "sentence")


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """The figures of one code, by the names in `agreement`."""

    code: str
    name: str
    counts: Counts
    spans: Spans
    figures: dict[str, Figure]


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
    reflexive study's export of compared readings.

    Raises:
        UnknownObjectError: units are turns or sentences.
    """
    require(project, by, READ)
    if unit not in UNITS:
        hint = f"Choose one of {', '.join(UNITS)}."
        raise UnknownObjectError("unit", unit, hint)
    units = sum(map(len, _units(found, unit).values()))
    project.record(
        AgreementAsked(
            run=project.new_id("ag"),
            one=found.one,
            other=found.other,
            unit=unit,
            units=units,
            seed=seed,
            reason=Words(reason.strip()) if reason and reason.strip() else None,
        ),
        by=by,
    )
    return by_code(found, unit, seed)


def by_code(found: Comparison, unit: str, seed: int) -> list[CodeAgreement]:
    """The figures, without a word on record that they were looked at."""
    units = _units(found, unit)
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
    by_units: dict[str, list[Counts]] = {}
    by_spans: dict[str, list[Spans]] = {}
    for version, places in units.items():
        mine = [p for p in one if p.version == version]
        hers = [p for p in other if p.version == version]
        who = found.people[version]
        by_units.setdefault(who, []).append(
            counts(
                [any(p.touches(u) for p in mine) for u in places],
                [any(p.touches(u) for p in hers) for u in places],
            )
        )
        turns = found.turns[version]
        length = sum(turn.end - turn.start for turn in turns)
        readings = [_in_talk(mine, turns), _in_talk(hers, turns)]
        by_spans.setdefault(who, []).append(spans(readings, length))
    cells = {who: total(each) or Counts(0, 0, 0, 0) for who, each in by_units.items()}
    marked = {who: total(each) or Spans(0, 0, 0, 0) for who, each in by_spans.items()}
    told = figures(cells, FIGURES, seed=seed) | figures(marked, OF_SPANS, seed=seed)
    return CodeAgreement(
        code,
        name,
        total([*cells.values()]) or Counts(0, 0, 0, 0),
        total([*marked.values()]) or Spans(0, 0, 0, 0),
        told,
    )


def _in_talk(places: Sequence[Place], turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Stretches as characters of the turns alone, laid end to end in reading order.

    What lies in turns of others, or was not read by both, is not in them.
    """
    found = []
    for where in places:
        at, inside = 0, []
        for turn in turns:
            start, end = max(where.start, turn.start), min(where.end, turn.end)
            if start < end:
                inside += [at + start - turn.start, at + end - turn.start]
            at += turn.end - turn.start
        if inside:
            found.append((inside[0], inside[-1]))
    return found
