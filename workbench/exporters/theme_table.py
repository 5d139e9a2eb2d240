"""The theme table: each theme with its idea, its boundary, and the extracts chosen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.table import Column, Content, Line, Note, Sheet, Table
from workbench.exporters.writing_up import caption_in_force
from workbench.model import Caption

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.model import CodedSegment, Extract, Theme

NO_EXTRACT: Final = "[no extract chosen]"
_NO_CONCEPT: Final = "[no central concept recorded]"
_BRACKETS: Final = {"jmir": ("[", "]")}
#: Houses that set subthemes under their theme, in one column (METHOD 5.2).
_ONE_COLUMN: Final = ("jmir",)
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
_CANDIDATE: Final = "Candidate"
_THEME: Final = Column("Theme", 2.9)
_SUBTHEME: Final = Column("Subtheme", 2.7)
_CONCEPT: Final = Column("Central concept", 3.2)
_IS_NOT: Final = Column("Is not", 2.5)
_QUOTE: Final = Column("Illustrative quote", 5.9)


def theme_table(moment: Moment, style: str, *, counts: bool) -> Content:
    """The themes in force, with every extract checked against its transcript.

    Raises:
        RefusedError: an extract does not match its transcript; all are listed.
    """
    analysis = Analysis.of(moment)
    analysis.check_extracts()
    layout = _Layout(analysis, style, counts=counts)
    table = Table(
        caption=caption_in_force(moment.read(Caption), "theme-table"),
        columns=layout.columns,
        rows=[layout.row(theme) for theme in analysis.order],
        notes=_notes(analysis, counts=counts),
        whole_rows=False,
    )
    sheet = _sheet(analysis, counts=counts)
    return Content(moment.study().title, (table,), (sheet,))


class _Layout:
    """Which columns this study needs in this house, and what stands in them."""

    def __init__(self, analysis: Analysis, style: str, *, counts: bool) -> None:
        self._analysis = analysis
        self._counts = counts
        self._style = style
        themes = analysis.order
        has_below = any(not analysis.is_top(theme) for theme in themes)
        self._beside = has_below and style not in _ONE_COLUMN
        self._bounded = any(theme.is_not for theme in themes)
        self.columns = [
            _THEME,
            *([_SUBTHEME] if self._beside else []),
            _CONCEPT,
            *([_IS_NOT] if self._bounded else []),
            _QUOTE,
        ]

    def row(self, theme: Theme) -> tuple[tuple[Line, ...], ...]:
        """A theme across the columns."""
        name = self._name(theme)
        is_top = self._analysis.is_top(theme)
        first: tuple[tuple[Line, ...], ...] = (name,)
        if self._beside:
            first = (name, ()) if is_top else ((), name)
        bounds = ((Line(theme.is_not or ""),),) if self._bounded else ()
        concept = (Line(theme.central_concept or _NO_CONCEPT),)
        return (*first, concept, *bounds, self._quotes(theme))

    def _name(self, theme: Theme) -> tuple[Line, ...]:
        analysis = self._analysis
        is_top = analysis.is_top(theme)
        lines = [Line(theme.name, "Theme" if is_top else "Subtheme")]
        if theme.state == "candidate":
            lines.append(Line(_CANDIDATE, "Aside"))
        if self._counts:
            lines.append(Line(counted(analysis, theme), "Aside"))
        path = analysis.path(theme)
        if len(path) > 2:
            lines.append(Line(f"under {path[-2].name}", "Aside"))
        return tuple(lines)

    def _quotes(self, theme: Theme) -> tuple[Line, ...]:
        found: list[Line] = []
        for extract, segment in self._analysis.quoted(theme):
            text, source = cited(self._analysis, extract, segment)
            found.append(Line(text, "Quote"))
            found.append(Line(bracketed(source, self._style), "Source"))
        return tuple(found) or (Line(NO_EXTRACT, "Aside"),)


def bracketed(source: str, style: str) -> str:
    """Whose an extract is, in the brackets of the house."""
    open_, close = _BRACKETS.get(style, ("(", ")"))
    return f"{open_}{source}{close}"


def cited(
    analysis: Analysis, extract: Extract, segment: CodedSegment
) -> tuple[str, str]:
    """An extract as it is printed, in quotation marks, and whose it is."""
    voice, mark = analysis.quotes.voice(segment), analysis.quotes.mark(segment)
    text = mark or f"\u201c{analysis.printed(extract, segment)}\u201d"
    who = analysis.quotes.called(voice)
    return text, f"{who}; {extract.id}"


def counted(analysis: Analysis, theme: Theme) -> str:
    """How many participants a theme speaks from, by group, of all who took part."""
    people = analysis.people_of(theme)
    everyone = [
        person
        for person in analysis.moment.participants_now().values()
        if person.state != "all"
    ]
    of_group = Counter(person.group for person in everyone if person.group)
    groups = Counter(person.group for person in people if person.group)
    told = ", ".join(
        f"{group}: {groups[group]} of {count}"
        for group, count in sorted(of_group.items())
    )
    total = f"{len(people)} of {len(everyone)} participants"
    return f"{total} ({told})" if told else total


def _notes(analysis: Analysis, *, counts: bool) -> list[Note]:
    notes = [
        Note(
            "The id after each extract leads to its transcript and place in the quote "
            "bank.",
            _QUOTE.heading,
        )
    ]
    chosen = [pair for theme in analysis.order for pair in analysis.quoted(theme)]
    if any(e.printed for e, s in chosen if analysis.quotes.mark(s) is None):
        notes.append(
            Note(
                "[...] stands for words left out, other words in square brackets are "
                "the authors'; the full wording stands in the quote bank.",
                _QUOTE.heading,
            )
        )
    candidates = [t for t in analysis.order if t.state == "candidate"]
    if candidates:
        told = "Candidate: a theme not yet reviewed against the whole data set."
        notes.append(Note(told, _CANDIDATE))
    if counts:
        notes.append(
            Note(
                "Numbers are of participants with at least one coded segment in the "
                "theme; they say nothing about how common a view is.",
                _THEME.heading,
            )
        )
    return notes


def _sheet(analysis: Analysis, *, counts: bool) -> Sheet:
    rows: list[tuple[str | int | None, ...]] = []
    for theme in analysis.order:
        top, sub = analysis.theme_and_subtheme(theme)
        start = (top, sub, theme.state, theme.central_concept, theme.is_not)
        end = (counted(analysis, theme),) if counts else ()
        quoted = analysis.quoted(theme)
        for extract, segment in quoted:
            voice = analysis.quotes.voice(segment)
            words = analysis.printed(extract, segment)
            where = (voice.name, voice.group, extract.id, segment.transcript)
            rows.append((*start, words, *where, *end))
        if not quoted:
            rows.append((*start, NO_EXTRACT, None, None, None, None, *end))
    columns = (*_SHEET, "Participants") if counts else _SHEET
    return Sheet("Themes", columns, rows)
