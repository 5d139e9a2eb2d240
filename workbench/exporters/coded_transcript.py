"""Transcripts with line numbers, and the codes in the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.analysis import Analysis
from workbench.exporters.noted import coded_notes
from workbench.exporters.quoting import Quotes, clock
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.model import Speaker, Transcript, Turn

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block, Cell
    from workbench.model import CodedSegment


def coded_transcript(moment: Moment) -> Content:
    """Every active transcript, turn by turn, with the codes of each turn beside it.

    Raises:
        RefusedError: a coded segment does not match its transcript.
    """
    analysis = Analysis.of(moment)
    analysis.quotes.check((segment.id, segment) for segment in analysis.segments)
    transcripts = moment.read(Transcript, state="active")
    quotes = Quotes.of_versions(moment, {t.version for t in transcripts})
    blocks: list[Block] = []
    rows: list[tuple[str | int | None, ...]] = []
    for transcript in transcripts:
        segments = [s for s in analysis.segments if s.transcript == transcript.id]
        speakers = {
            who.index: who for who in moment.read(Speaker, version=transcript.version)
        }
        printed: list[tuple[Cell, ...]] = []
        for turn in moment.read(Turn, version=transcript.version):
            speaker = speakers.get(-1 if turn.speaker is None else turn.speaker)
            who = (speaker and (speaker.participant or speaker.role)) or "speaker"
            text = quotes.mark_of_turn(turn) or turn.text
            inside = [s for s in segments if s.start < turn.end and s.end > turn.start]
            codes = tuple(_margin(analysis, s) for s in inside)
            number = turn.index + 1
            when = clock(turn.start_ms)
            printed.append(
                (
                    (Line(str(number), "Aside"),),
                    (Line(" ".join(filter(None, (who, when))), "Aside"), Line(text)),
                    tuple(Line(code, "Aside") for code in codes),
                )
            )
            rows.append((transcript.id, number, who, when, text, " | ".join(codes)))
        blocks.append(Heading(transcript.id))
        columns = (Column("Turn", 1.5), Column("Talk", 11.5), Column("Codes", 4))
        caption = f"Transcript {transcript.id}, turn by turn, with its codes"
        blocks.append(Table(caption, columns, printed, whole_rows=False))
    if not transcripts:
        blocks.append(Text("No transcript is in the study."))
    blocks += coded_notes(analysis)
    names = ("transcript", "turn", "speaker", "time", "talk", "codes")
    sheet = Sheet("Coded transcripts", names, rows)
    return Content(f"{moment.study().title}: coded transcripts", blocks, (sheet,))


def _margin(analysis: Analysis, segment: CodedSegment) -> str:
    """A code in the margin, with the first and last words it was given to."""
    code = analysis.codes[segment.code].name
    if analysis.quotes.mark(segment):
        return code
    words = segment.quote.split()
    if len(words) > 6:
        words = [*words[:3], "\N{HORIZONTAL ELLIPSIS}", *words[-2:]]
    return f"{code}: \u201c{' '.join(words)}\u201d"
