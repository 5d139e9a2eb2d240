"""The quote bank: every coded segment, with the way back to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.quoting import clock
from workbench.exporters.table import Column, Content, Line, Sheet, Table
from workbench.exporters.writing_up import caption_in_force
from workbench.in_words import capital, groups_in_words, in_words
from workbench.model import Caption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.exporters.reading import Moment
    from workbench.model import CodedSegment, Theme

COLUMNS: Final = (
    "theme",
    "subtheme",
    "code",
    "quote",
    "participant",
    "group",
    "transcript",
    "version",
    "turn",
    "start",
    "end",
    "time",
    "coded by",
    "origin",
    "extract id",
    "polarity",
    "target",
)
_NO_THEME: Final = "In no theme yet"


def quote_bank(moment: Moment) -> Content:
    """One row per coded segment and theme, by theme, code and place.

    Raises:
        RefusedError: a quote does not match its transcript; all are listed.
    """
    analysis = Analysis.of(moment)
    found = list(placed(analysis))
    analysis.quotes.check(
        (_extract(analysis, theme, segment) or segment.id, segment)
        for theme, segment in found
    )
    sheet = Sheet("Quotes", COLUMNS, [_row(analysis, t, s) for t, s in found])
    return Content(moment.study().title, (_table(analysis, found),), (sheet,))


def placed(analysis: Analysis) -> Iterator[tuple[Theme | None, CodedSegment]]:
    """Every coded segment under its themes, then those in no theme.

    A theme has the segments of its codes, and those that it quotes whatever their code.
    """
    names = {code.id: code.name for code in analysis.codes.values()}
    used = set()

    def by_code(segments: Iterable[CodedSegment]) -> list[CodedSegment]:
        return sorted(segments, key=lambda s: (names.get(s.code, ""), s.code))

    for theme in analysis.order:
        quoted = {segment.id for _, segment in analysis.quoted(theme)}
        held = set(theme.codes)
        for segment in by_code(
            s for s in analysis.segments if s.code in held or s.id in quoted
        ):
            used.add(segment.id)
            yield theme, segment
    for segment in by_code(s for s in analysis.segments if s.id not in used):
        yield None, segment


def _extract(
    analysis: Analysis, theme: Theme | None, segment: CodedSegment
) -> str | None:
    if theme is None:
        return None
    return analysis.extract_ids.get((theme.id, segment.id))


def _row(
    analysis: Analysis, theme: Theme | None, segment: CodedSegment
) -> tuple[str | int | None, ...]:
    voice = analysis.quotes.voice(segment)
    names = analysis.theme_and_subtheme(theme) if theme else (None, None)
    return (
        *names,
        analysis.codes[segment.code].name,
        analysis.quotes.text(segment),
        voice.name,
        voice.group,
        segment.transcript,
        analysis.quotes.numbers.get(segment.version),
        voice.turn,
        segment.start,
        segment.end,
        clock(voice.start_ms),
        analysis.names.get(segment.by, segment.by),
        segment.origin,
        _extract(analysis, theme, segment),
        segment.polarity,
        segment.target,
    )


def _table(analysis: Analysis, found: list[tuple[Theme | None, CodedSegment]]) -> Table:
    rows: list[tuple[tuple[Line, ...], ...]] = []
    before: object = object()
    code = ""
    for theme, segment in found:
        if theme is not before:
            path = [each.name for each in analysis.path(theme)] if theme else []
            rows.append(((Line(": ".join(path) or _NO_THEME, "Group"),),))
            before, code = theme, ""
        if segment.code != code:
            code = segment.code
            rows.append(((Line(analysis.codes[code].name, "Under"),),))
        rows.append(_printed(analysis, theme, segment))
    return Table(
        caption=caption_in_force(analysis.moment.read(Caption), "quote-bank"),
        columns=[Column("Quote", 10.2), Column("Who", 2.6), Column("Where", 4.2)],
        rows=rows,
        notes=(
            "Below each theme its codes, in italics, and what was coded with them.",
            "Where: transcript, version, turn (the first is 1), characters,",
            "time in the recording, and the id under which the extract is quoted.",
        ),
    )


def _printed(
    analysis: Analysis, theme: Theme | None, segment: CodedSegment
) -> tuple[tuple[Line, ...], ...]:
    voice, mark = analysis.quotes.voice(segment), analysis.quotes.mark(segment)
    number = analysis.quotes.numbers.get(segment.version)
    turn = "" if voice.turn is None else f", turn {voice.turn}"
    place = f"{segment.transcript}, version {number}{turn}"
    whom = segment.target if segment.target != "unspecified" else ""
    marks = ", ".join(filter(None, map(in_words, (segment.polarity, whom))))
    below = [f"{segment.start}\u2013{segment.end}", clock(voice.start_ms)]
    extract = _extract(analysis, theme, segment)
    group = groups_in_words(voice.groups)
    return (
        (
            Line(mark or segment.quote, "Aside" if mark else "Text"),
            *((Line(capital(marks), "Aside"),) if marks else ()),
        ),
        (Line(voice.name), *((Line(group, "Aside"),) if group else ())),
        (
            Line(place, "Aside"),
            Line(", ".join(filter(None, below)), "Aside"),
            *((Line(extract, "Aside"),) if extract else ()),
        ),
    )
