"""Two readings compared: what was read differently and what came of it; then figures.

Places are told by transcript and turn, never by their words: what two people made of a
turn can be told where the turn itself may not be quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from workbench.errors import UnknownObjectError
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.model import AgreementRun, Researcher
from workbench.trust import comparing, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.store.project import Project
    from workbench.trust.agreement import Figure
    from workbench.trust.comparing import Comparison
    from workbench.trust.figures import CodeAgreement

_PLACES: Final = ("between", "transcript", "turn", "one", "other", "both")
_CAME: Final = ("talked over", "what was done", "what was learned")
_COUNTS: Final = ("both", "only the one", "only the other", "neither")
_FIGURES: Final = {
    "percent": "agreement",
    "positive": "positive agreement",
    "kappa": "Cohen's kappa",
    "alpha": "Krippendorff's alpha",
    "ac1": "Gwet's AC1",
    "overlap": "overlap of spans",
    "alpha_spans": "alpha for spans",
}
Rows = list[tuple[str, ...]]


def compared_readings(moment: Moment) -> Content:
    """Every pair of readings: differences, and the figures that may leave the study."""
    names = {who.id: who.name for who in moment.read(Researcher)}
    # what is asked of a study here are rows, and a moment has them
    project = cast("Project", moment)
    blocks: list[Block] = [Text(comparing.CAUTION)]
    places: Rows = []
    numbers: Rows = []
    for one, other, round_ in comparing.pairs(project):
        try:
            found = comparing.side_by_side(project, one, other, round_)
        except UnknownObjectError:
            continue
        if not any(found.turns.values()):
            continue
        between = f"{names[one]} and {names[other]}"
        blocks.append(Heading(between + (", a blind round" if round_ else ""), 2))
        blocks += _differences(found, between, places)
        blocks += _figures(moment, found, between, numbers)
    if not places and not numbers:
        blocks.append(Text("No two readings of the same talk are in the study."))
    title = f"{moment.study().title}: readings compared"
    sheets = (
        Sheet("Read differently", (*_PLACES, *_CAME), places),
        Sheet("Figures", _columns(), numbers),
    )
    return Content(title, blocks, sheets)


def _differences(found: Comparison, between: str, places: Rows) -> Iterator[Block]:
    told = comparing.differences(found)
    turns = sum(map(len, found.turns.values()))
    talked = [each for each in told if each.talks]
    yield Text(
        f"Of {turns} turns of participants that both have read, {len(told)} were read "
        f"differently; {len(talked)} of them were talked over."
    )
    for each in told:
        latest = each.talks[-1] if each.talks else None
        places.append(
            (
                *(between, each.transcript, str(each.turn + 1)),
                *map("; ".join, (each.only_one, each.only_other, each.both)),
                latest.at[:10] if latest else "",
                latest.outcome.replace("-", " ") if latest else "",
                (latest.learned or "") if latest else "",
            )
        )
    if talked:
        rows = [
            (
                (Line(f"{each.transcript}, turn {each.turn + 1}"),),
                _names(each.only_one),
                _names(each.only_other),
                tuple(
                    Line(
                        f"{date(talk.at)}: {talk.outcome.replace('-', ' ')}. "
                        f"{talk.learned or ''}".strip()
                    )
                    for talk in each.talks
                ),
            )
            for each in talked
        ]
        columns = (
            Column("Where", 2.6),
            Column("The one", 3.6),
            Column("The other", 3.6),
            Column("What came of talking it over", 7.2),
        )
        yield Table(f"Talked over by {between}", columns, rows, whole_rows=False)


def _names(codes: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(name) for name in codes or ("\N{EN DASH}",))


def _figures(
    moment: Moment, found: Comparison, between: str, numbers: Rows
) -> Iterator[Block]:
    """The figures that somebody looked at, where they may leave."""
    reflexive = moment.study().orientation == "reflexive"
    asked = [
        run
        for run in moment.read(AgreementRun)
        if {run.one, run.other} == {found.one, found.other}
        and (run.reason or not reflexive)
    ]
    if not asked:
        return
    run = max(asked, key=lambda each: (each.at, each.id))
    rows = figures.by_code(found, run.unit, run.seed)
    if not rows:
        return
    yield Text(
        f"Figures over {rows[0].counts.units} {run.unit}s of participants; in "
        "brackets, where a figure lies in 95 of 100 draws of people."
        + (f" Why they are given: {run.reason}" if run.reason else "")
    )
    told = [_row(row) for row in rows]
    numbers += [(between, run.unit, *row) for row in told]
    heads = ("Code", "Counts", *_FIGURES.values())
    widths = (3.0, 2.0, *(1.7,) * len(_FIGURES))
    yield Table(
        f"Agreement of {between}, by {run.unit}",
        [Column(h[:1].upper() + h[1:], w) for h, w in zip(heads, widths, strict=True)],
        [(row[0], " / ".join(row[1:5]), *row[5:]) for row in told],
        ("Counts: both, only the one, only the other, neither.",),
    )


def _row(row: CodeAgreement) -> tuple[str, ...]:
    told = (_figure(row.figures[name]) for name in _FIGURES)
    return (row.name, *map(str, row.counts), *told)


def _columns() -> Sequence[str]:
    return ("between", "units", "code", *_COUNTS, *_FIGURES.values())


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return "undefined"
    if figure.interval is None:
        return f"{figure.value:.2f}"
    low, high = figure.interval
    return f"{figure.value:.2f} [{low:.2f}, {high:.2f}]"
