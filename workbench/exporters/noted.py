"""Field notes that were opened for coding: in exports a source of their own type.

They hold the researchers' words. Nothing of them is quoted or counted as a
participant's. Whether they leave follows the consent of whose interview they are on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.exporters.table import Column, Heading, Line, Table, Text
from workbench.familiarise.field_notes import (
    FIELD_NOTE,
    MADE_OF_IT,
    OBSERVED,
    has_words,
    opened,
)
from workbench.model import FieldNote, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.analysis import Analysis
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.model import CodedSegment

_TOLD: Final = (
    "These are the researchers\u2019 own notes on interviews. They are coded beside "
    "the talk, and are counted and quoted as nobody\u2019s."
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a note as it may leave."""

    source: str
    number: int
    #: Whether it was seen, or made of what was seen.
    what: str
    text: str
    turn: Turn


def parts(moment: Moment, analysis: Analysis) -> list[Part]:
    """What opened notes say, part by part, marks standing for what may not leave."""
    found = []
    for note in opened(moment):
        names = _names(moment, note)
        for turn in moment.read(Turn, version=note.version):
            text = analysis.quotes.mark_of_turn(turn) or turn.text
            name = names[turn.index]
            found.append(Part(str(note.source), turn.index + 1, name, text, turn))
    return found


def _names(moment: Moment, note: FieldNote) -> list[str]:
    """What the turns of a note are called, in order; also where one was erased."""
    row = next(each for each in moment.rows(FieldNote) if each.id == note.id)
    told = {OBSERVED: row.observation, MADE_OF_IT: row.interpretation}
    return [name for name, words in told.items() if words is not None]


def segments_in_notes(analysis: Analysis) -> list[CodedSegment]:
    """The coded segments of opened notes, in the order of notes and places."""
    versions = {note.version for note in opened(analysis.moment) if has_words(note)}
    return [each for each in analysis.by_id.values() if each.version in versions]


def coded_notes(analysis: Analysis) -> Iterator[Block]:
    """Every opened note with the codes of each part beside it."""
    told = parts(analysis.moment, analysis)
    if not told:
        return
    coded = segments_in_notes(analysis)
    yield Heading("Field notes")
    yield Text(_TOLD)
    for source in dict.fromkeys(part.source for part in told):
        rows = [
            (
                (Line(part.what, "Aside"),),
                (Line(part.text),),
                tuple(
                    Line(analysis.codes[s.code].name, "Aside")
                    for s in coded
                    if s.version == part.turn.version
                    and s.start < part.turn.end
                    and part.turn.start < s.end
                ),
            )
            for part in told
            if part.source == source
        ]
        columns = (Column("Part", 2.2), Column("Note", 10.3), Column("Codes", 4.5))
        yield Table(
            f"Field note {source} with its codes", columns, rows, whole_rows=False
        )


def extracts_of_notes(analysis: Analysis) -> Iterator[Block]:
    """What was coded in field notes, by code."""
    coded = segments_in_notes(analysis)
    if not coded:
        return
    yield Heading("Coded in field notes")
    yield Text(_TOLD)
    by_code: dict[str, list[CodedSegment]] = {}
    for segment in coded:
        by_code.setdefault(segment.code, []).append(segment)
    for code in sorted(by_code, key=lambda each: analysis.codes[each].name.casefold()):
        rows = [
            (
                (Line(analysis.quotes.text(segment)),),
                (Line(segment.transcript, "Aside"), Line(FIELD_NOTE, "Aside")),
            )
            for segment in by_code[code]
        ]
        yield Table(
            f"In field notes: \u201c{analysis.codes[code].name}\u201d",
            (Column("Extract", 13), Column("Where", 4)),
            rows,
            whole_rows=False,
        )
