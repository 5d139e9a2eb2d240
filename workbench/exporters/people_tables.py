"""Who took part, and what was noted about the work."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.exporters.writing_up import caption_in_force
from workbench.model import Attribute, AttributeValue, Caption, Memo, Researcher
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block, Cell

#: With fewer people than this in one combination of attributes, one can be recognised.
_FEW: Final = 3
#: Centimetres: a page, a letter of a table, and the space around a word.
_PAGE, _LETTER, _NARROWEST = 17.0, 0.23, 0.5


def participants(moment: Moment) -> Content:
    """Participants and attributes; a warning where someone could be recognised."""
    people = [p for p in moment.participants_now().values() if p.state != "all"]
    people.sort(key=lambda person: (person.group or "", person.id))
    attributes = moment.read(Attribute)
    values = {
        (each.participant, each.attribute): each.value or ""
        for each in moment.read(AttributeValue)
    }
    told = {p.id: [values.get((p.id, a.id), "") for a in attributes] for p in people}
    alike = Counter((p.group, *told[p.id]) for p in people)
    few = [p.id for p in people if alike[(p.group, *told[p.id])] < _FEW]
    columns = ["ID", "Group", *(attribute.name for attribute in attributes)]
    rows: list[tuple[Cell, ...]] = [(p.id, p.group or "", *told[p.id]) for p in people]
    caption = caption_in_force(moment.read(Caption), "participants")
    tables = _side_by_side(caption, columns, rows)
    sheet = Sheet(
        "Participants",
        [*columns, "quotes", "computation", "recontact", "archive", "state"],
        [
            (
                *(p.id, p.group, *told[p.id], p.quotes, _yes(p.computation)),
                *(_yes(p.recontact), _yes(p.archive), p.state),
            )
            for p in people
        ],
    )
    blocks: list[Block] = [*tables]
    if few and attributes:
        listed = ", ".join(few)
        blocks.append(
            Text(
                f"To the author, not for print: fewer than {_FEW} people share the "
                f"group and attributes of {listed}. A reader who knows them could "
                "recognise them; widen the bands, leave out a column, or print totals.",
                "Aside",
            )
        )
    return Content(moment.study().title, blocks, (sheet,))


def _side_by_side(
    caption: str, columns: list[str], rows: list[tuple[Cell, ...]]
) -> list[Table]:
    """The columns in as many tables as a page's width asks for, ids in each."""
    widths = [
        _NARROWEST + _LETTER * max(map(len, _words(name, rows, place)))
        for place, name in enumerate(columns)
    ]
    parts: list[list[int]] = [[]]
    for place in range(2, len(columns)):
        used = widths[0] + widths[1] + sum(widths[p] for p in parts[-1])
        if parts[-1] and used + widths[place] > _PAGE:
            parts.append([])
        parts[-1].append(place)
    tables = []
    for number, part in enumerate(parts):
        places = [0, 1, *part]
        said = caption if number == 0 else f"{caption}, continued"
        heads = [Column(columns[place], widths[place]) for place in places]
        shown = [tuple(row[place] for place in places) for row in rows]
        tables.append(Table(said, heads, shown))
    return tables


def _words(name: str, rows: list[tuple[Cell, ...]], place: int) -> list[str]:
    """The words of a column, of which none should be cut."""
    told = [name, *(cell for row in rows if isinstance(cell := row[place], str))]
    return [word for text in told for word in text.split()] or [""]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


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
        blocks.append(Heading(f"{kind.capitalize()} notes"))
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


def data_to_theme(moment: Moment) -> Content:
    """From extract to code to subtheme to theme, for every extract chosen.

    Raises:
        RefusedError: an extract does not match its transcript.
    """
    analysis = Analysis(moment)
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
        who = f"({analysis.quotes.called(voice)}; {extract.id})"
        extract_cell = (Line(words, "Quote"), Line(who, "Source"))
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
