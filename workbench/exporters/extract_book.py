"""The extract book: every coded segment in its context, by theme, code and group."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.noted import extracts_of_notes, segments_in_notes
from workbench.exporters.quote_bank import placed
from workbench.exporters.quoting import clock
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.familiarise.field_notes import FIELD_NOTE
from workbench.in_words import capital
from workbench.model import ERASED, Speaker, Turn

if TYPE_CHECKING:
    from workbench.exporters.quoting import Voice
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.model import CodedSegment, Theme

_NO_THEME: Final = "In no theme yet"
#: Words of the question that are told, and of the turn on either side.
_QUESTION: Final = 45
_WORDS: Final = 30
_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"


def extract_book(moment: Moment) -> Content:
    """All extracts per theme and code, with the words around and the question asked.

    Raises:
        RefusedError: a segment does not match its transcript; all are listed.
    """
    analysis = Analysis.of(moment)
    analysis.quotes.check((segment.id, segment) for segment in analysis.segments)
    asked = Questions(analysis)
    blocks: list[Block] = []
    data: list[tuple[str | int | None, ...]] = []
    for theme, of_theme in groupby(placed(analysis), key=lambda each: each[0]):
        blocks.append(Heading(_title(analysis, theme)))
        if theme and theme.central_concept:
            blocks.append(Text(theme.central_concept))
        for code, of_code in groupby(of_theme, key=lambda each: each[1].code):
            segments = sorted(
                (segment for _, segment in of_code),
                key=lambda s: (analysis.quotes.voice(s).group, s.transcript, s.start),
            )
            blocks.append(_table(analysis, asked, code, segments))
            data.extend(_row(analysis, asked, theme, segment) for segment in segments)
    if not data:
        blocks.append(Text("Nothing is coded yet."))
    blocks += extracts_of_notes(analysis)
    data += _rows_of_notes(analysis)
    columns = (
        *("theme", "code", "participant", "group", "transcript", "turn", "time"),
        *("question", "before", "extract", "after", "segment", "source"),
    )
    title = f"{moment.study().title}: extract book"
    return Content(title, blocks, (Sheet("Extracts", columns, data),))


def _rows_of_notes(analysis: Analysis) -> list[tuple[str | int | None, ...]]:
    """What was coded in field notes, in the columns of the others, without a person."""
    return [
        (
            *("", analysis.codes[segment.code].name, "", "", segment.transcript),
            *(None, "", "", "", analysis.quotes.text(segment), "", segment.id),
            FIELD_NOTE,
        )
        for segment in segments_in_notes(analysis)
    ]


class Questions:
    """What the interviewer asked last before a segment."""

    def __init__(self, analysis: Analysis) -> None:
        moment = analysis.moment
        versions = frozenset(segment.version for segment in analysis.segments)
        self._roles = {
            (who.version, who.index): who.role
            for who in moment.read(Speaker, version=versions)
        }
        #: Where each question begins, and what it says, by version.
        self._asked: dict[str, list[tuple[int, str]]] = {}
        for turn in moment.read(Turn, version=versions):
            who = -1 if turn.speaker is None else turn.speaker
            if self._roles.get((turn.version, who)) == "interviewer":
                asked = self._asked.setdefault(turn.version, [])
                asked.append((turn.start, "" if turn.text == ERASED else turn.text))

    def before(self, segment: CodedSegment) -> str:
        """The question; empty where none came before or its words are erased."""
        asked = self._asked.get(segment.version, [])
        place = bisect_left(asked, segment.start, key=lambda each: each[0])
        found = asked[place - 1][1] if place else ""
        words = found.split()
        if len(words) > _QUESTION:
            words = [_CUT, *words[-_QUESTION:]]
        return " ".join(words)


def _title(analysis: Analysis, theme: Theme | None) -> str:
    if theme is None:
        return _NO_THEME
    return " > ".join(each.name for each in analysis.path(theme))


def _table(
    analysis: Analysis, asked: Questions, code: str, segments: list[CodedSegment]
) -> Table:
    rows: list[tuple[tuple[Line, ...], ...]] = []
    group: str | None = None
    for segment in segments:
        voice, mark = analysis.quotes.voice(segment), analysis.quotes.mark(segment)
        if voice.group != group:
            group = voice.group
            rows.append(((Line(capital(group or "Group not recorded"), "Group"),),))
        told = [Line(mark, "Aside")] if mark else _in_context(analysis, segment)
        question = asked.before(segment)
        if question:
            told.insert(0, Line(f"Asked: {question}", "Aside"))
        where = [Line(voice.name), Line(_place(voice, segment), "Aside")]
        quoted = analysis.extract_ids_of(segment)
        where += [Line(name, "Aside") for name in quoted]
        rows.append((tuple(told), tuple(where)))
    name = analysis.codes[code].name
    columns = (Column("Extract", 13.4), Column("Where", 3.6))
    return Table(f"Extracts coded \u201c{name}\u201d", columns, rows, whole_rows=False)


def _in_context(analysis: Analysis, segment: CodedSegment) -> list[Line]:
    before, after = _around(analysis, segment)
    return [Line(segment.quote, "Text", before, after)]


def _around(analysis: Analysis, segment: CodedSegment) -> tuple[str, str]:
    """The words of the same turn before and after, cut where they are many."""
    told = analysis.quotes.in_turn(segment)
    before, after = (each.split() for each in told)
    if len(before) > _WORDS:
        before = [_CUT, *before[-_WORDS:]]
    if len(after) > _WORDS:
        after = [*after[:_WORDS], _CUT]
    # a blank only where the turn has one
    last = " " if before and told[0][-1:].isspace() else ""
    first = " " if after and told[1][:1].isspace() else ""
    return f"{' '.join(before)}{last}", f"{first}{' '.join(after)}"


def _place(voice: Voice, segment: CodedSegment) -> str:
    turn = "" if voice.turn is None else f"turn {voice.turn}"
    talk = "" if voice.name == segment.transcript else segment.transcript
    return ", ".join(filter(None, (talk, turn, clock(voice.start_ms))))


def _row(
    analysis: Analysis, asked: Questions, theme: Theme | None, segment: CodedSegment
) -> tuple[str | int | None, ...]:
    voice, mark = analysis.quotes.voice(segment), analysis.quotes.mark(segment)
    before, after = ("", "") if mark else _around(analysis, segment)
    return (
        _title(analysis, theme),
        analysis.codes[segment.code].name,
        voice.name,
        voice.group,
        segment.transcript,
        voice.turn,
        clock(voice.start_ms),
        asked.before(segment),
        before,
        mark or segment.quote,
        after,
        segment.id,
        "talk",
    )
