"""The theme table: each theme with its idea, its boundary, and the extracts chosen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.table import Column, Content, Line, Sheet, Table

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.model import CodedSegment, Extract, Theme

NO_EXTRACT: Final = "[no extract chosen]"
_NO_CONCEPT: Final = "[no central concept recorded]"
_BRACKETS: Final = {"jmir": ("[", "]")}
_SHEET: Final = (
    "Theme",
    "Subtheme",
    "State",
    "Central concept",
    "Is not",
    "Illustrative quote",
    "Participant",
    "Group",
    "Extract",
    "Transcript",
)
_WIDTHS: Final = (2.7, 2.7, 3.2, 2.5, 5.9)


def theme_table(moment: Moment, style: str, *, counts: bool) -> Content:
    """The themes in force, with every extract checked against its transcript.

    Raises:
        RefusedError: an extract does not match its transcript; all are listed.
    """
    analysis = Analysis(moment)
    chosen = [
        (extract, analysis.by_id[extract.segment])
        for theme in analysis.order
        for extract in analysis.extracts.get(theme.id, [])
        if extract.segment in analysis.by_id
    ]
    analysis.quotes.check((extract.id, segment) for extract, segment in chosen)
    title = moment.study().title
    table = Table(
        caption="Themes, their central organising concepts and illustrative extracts",
        columns=[
            Column(heading, width)
            for heading, width in zip(
                (
                    "Theme",
                    "Subtheme",
                    "Central concept",
                    "Is not",
                    "Illustrative quote",
                ),
                _WIDTHS,
                strict=True,
            )
        ],
        rows=[
            _printed(analysis, theme, style, counts=counts) for theme in analysis.order
        ],
        notes=_notes(analysis, counts=counts),
        whole_rows=False,
    )
    return Content(title, (table,), (_sheet(analysis, counts=counts),))


def quoted(analysis: Analysis, theme: Theme) -> list[tuple[Extract, CodedSegment]]:
    """The extracts chosen for a theme whose segment is still coded."""
    return [
        (extract, analysis.by_id[extract.segment])
        for extract in analysis.extracts.get(theme.id, [])
        if extract.segment in analysis.by_id
    ]


def _printed(
    analysis: Analysis, theme: Theme, style: str, *, counts: bool
) -> tuple[tuple[Line, ...], ...]:
    named = Line(theme.name, "Theme" if analysis.is_top(theme) else "Subtheme")
    below = [Line("Candidate", "Aside")] if theme.state == "candidate" else []
    if counts:
        below.append(Line(_counted(analysis, theme), "Aside"))
    name = (named, *below)
    is_top = analysis.is_top(theme)
    if not is_top and len(analysis.path(theme)) > 2:
        above = analysis.path(theme)[-2]
        name = (*name, Line(f"under {above.name}", "Aside"))
    open_, close = _BRACKETS.get(style, ("(", ")"))
    quotes: list[Line] = []
    for extract, segment in quoted(analysis, theme):
        voice, mark = analysis.quotes.voice(segment), analysis.quotes.mark(segment)
        words = mark or f"\u201c{segment.quote}\u201d"
        who = ", ".join(filter(None, (voice.name, voice.group)))
        quotes.append(Line(words, "Quote"))
        quotes.append(Line(f"{open_}{who}; {extract.id}{close}", "Source"))
    return (
        name if is_top else (),
        () if is_top else name,
        (Line(theme.central_concept or _NO_CONCEPT),),
        (Line(theme.is_not or ""),),
        tuple(quotes) or (Line(NO_EXTRACT, "Aside"),),
    )


def _counted(analysis: Analysis, theme: Theme) -> str:
    """How many participants a theme speaks from, by group, of all who took part."""
    people = analysis.people_of(theme)
    everyone = [
        person
        for person in analysis.moment.participants_now().values()
        if person.state != "all"
    ]
    groups = Counter(person.group for person in people if person.group)
    told = ", ".join(f"{group}: {count}" for group, count in sorted(groups.items()))
    total = f"{len(people)} of {len(everyone)} participants"
    return f"{total} ({told})" if told else total


def _notes(analysis: Analysis, *, counts: bool) -> list[str]:
    notes = [
        "The id after each extract leads to its transcript and place in the quote bank."
    ]
    candidates = [t for t in analysis.order if t.state == "candidate"]
    if candidates:
        notes.append("Candidate: a theme not yet reviewed against the whole data set.")
    if counts:
        notes.append(
            "Numbers are of participants with at least one coded segment in the theme; "
            "they say nothing about how common a view is."
        )
    return notes


def _sheet(analysis: Analysis, *, counts: bool) -> Sheet:
    rows: list[tuple[str | int | None, ...]] = []
    for theme in analysis.order:
        top, sub = analysis.theme_and_subtheme(theme)
        start = (top, sub, theme.state, theme.central_concept, theme.is_not)
        end = (_counted(analysis, theme),) if counts else ()
        for extract, segment in quoted(analysis, theme):
            voice = analysis.quotes.voice(segment)
            words = analysis.quotes.text(segment)
            where = (voice.name, voice.group, extract.id, segment.transcript)
            rows.append((*start, words, *where, *end))
        if not quoted(analysis, theme):
            rows.append((*start, NO_EXTRACT, None, None, None, None, *end))
    columns = (*_SHEET, "Participants") if counts else _SHEET
    return Sheet("Themes", columns, rows)
