"""From extract to theme, and what was noted about the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.exporters.theme_table import bracketed, cited
from workbench.exporters.trail_story import date
from workbench.exporters.writing_up import caption_in_force
from workbench.in_words import in_words
from workbench.model import Caption, Memo, Researcher
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block, Cell


_KINDS: Final = {"journal": "Reflexive journal", "theory": "Notes on theory"}


def memos(moment: Moment) -> Content:
    """The notes that their writers released, by kind and day."""
    everything = moment.rows(Memo)
    released = sorted(
        moment.read(Memo, visibility="release"), key=lambda memo: (memo.at, memo.id)
    )
    names = {who.id: who.name for who in moment.read(Researcher)}
    called = _names_of_things(moment)
    blocks: list[Block] = []
    for kind in dict.fromkeys(memo.kind for memo in released):
        blocks.append(Heading(_KINDS.get(kind, f"{in_words(kind).capitalize()} notes")))
        for memo in released:
            if memo.kind == kind:
                about = (
                    f" on {called.get(memo.about, memo.about)}" if memo.about else ""
                )
                lead = f"{names.get(memo.by, memo.by)}{about}: "
                blocks.append(Text(lead + memo.text, "Dated Entry", date(memo.at)))
    kept = len(everything) - len(released)
    told = "1 note was" if kept == 1 else f"{kept or 'No'} notes were"
    blocks.append(Text(f"{told} kept back by those who wrote them.", "Aside"))
    sheet = Sheet(
        "Notes",
        ("id", "kind", "day", "by", "about", "text"),
        [
            (
                *(memo.id, memo.kind, memo.at[:10], names.get(memo.by, memo.by)),
                *(called.get(memo.about or "", memo.about), memo.text),
            )
            for memo in released
        ],
    )
    return Content(f"{moment.study().title}: notes", blocks, (sheet,))


def _names_of_things(moment: Moment) -> dict[str, str]:
    """What the things that a note can be about are called."""
    found: dict[str, str] = {}
    row: Any
    for row in SHAPES:
        columns = SHAPES[row].columns
        if {"id", "name"} <= set(columns) and row is not Researcher:
            found.update(
                {each.id: f"\u201c{each.name}\u201d" for each in moment.read(row)}
            )
    return found


def data_to_theme(moment: Moment, style: str) -> Content:
    """From extract to code to subtheme to theme, for every extract chosen.

    Raises:
        RefusedError: an extract does not match its transcript.
    """
    analysis = Analysis.of(moment)
    analysis.check_extracts()
    chosen = [
        (theme, extract, segment)
        for theme in analysis.order
        for extract, segment in analysis.quoted(theme)
    ]
    has_below = any(not analysis.is_top(theme) for theme in analysis.order)
    rows: list[tuple[Cell, ...]] = []
    data: list[tuple[str, ...]] = []
    for theme, extract, segment in chosen:
        voice = analysis.quotes.voice(segment)
        words = analysis.printed(extract, segment)
        top, sub = analysis.theme_and_subtheme(theme)
        code = analysis.codes[segment.code].name
        said, source = cited(analysis, extract, segment)
        extract_cell = (Line(said, "Quote"), Line(bracketed(source, style), "Source"))
        rows.append((extract_cell, code, *((sub,) if has_below else ()), top))
        data.append((words, voice.name, voice.group, extract.id, code, sub, top))
    columns = (
        Column("Extract", 7),
        Column("Code", 3),
        *((Column("Subtheme", 3.2),) if has_below else ()),
        Column("Theme", 3.8),
    )
    names = (
        "extract",
        "participant",
        "group",
        "extract id",
        "code",
        "subtheme",
        "theme",
    )
    table = Table(
        caption_in_force(moment.read(Caption), "data-to-theme"),
        columns,
        rows,
        whole_rows=False,
    )
    return Content(
        moment.study().title, (table,), (Sheet("Data to theme", names, data),)
    )
