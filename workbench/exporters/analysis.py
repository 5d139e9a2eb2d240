"""What the tables about codes and themes share: the analysis, looked up once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from workbench.exporters.quoting import Quotes
from workbench.exporters.writing_up import order_in_force
from workbench.familiarise.quote_edits import fault
from workbench.model import (
    Code,
    CodedSegment,
    Extract,
    Participant,
    Researcher,
    Theme,
    ThemeOrder,
    Transcript,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment


class Analysis:
    """Codes, coded segments, themes and extracts in force at one moment."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.codes = {code.id: code for code in moment.read(Code)}
        coded = sorted(
            moment.read(CodedSegment, state="active"),
            key=lambda s: (s.transcript, s.start, s.end, s.id),
        )
        self.by_id = {segment.id: segment for segment in coded}
        standing = {t.id for t in moment.read(Transcript, state="active")}
        self.segments = [each for each in coded if each.transcript in standing]
        self.themes = {
            theme.id: theme
            for theme in moment.read(Theme)
            if theme.state != "discarded"
        }
        self.quotes = Quotes(moment, coded)

    @classmethod
    def of(cls, moment: Moment) -> Analysis:
        """The analysis of a moment, put together once for everyone who reads it."""
        return moment.keep(cls, lambda: cls(moment))

    @cached_property
    def order(self) -> list[Theme]:
        """The themes in the author's order, each before its subthemes.

        Without one: themes before candidates, and each as they were begun.
        """
        begun = {
            event.payload["theme"]: place
            for place, event in enumerate(self.moment.events_of_kind("ThemeStarted"))
        }
        told = order_in_force(self.moment.read(ThemeOrder))
        places = {theme: place for place, theme in enumerate(told)}
        by_age = sorted(
            self.themes.values(),
            key=lambda t: (
                places.get(t.id, len(places)),
                t.state == "candidate",
                begun.get(t.id, 0),
            ),
        )
        return [
            theme
            for top in by_age
            if self.is_top(top)
            for theme in self.below(top, by_age)
        ]

    def is_top(self, theme: Theme) -> bool:
        """Whether a theme stands under no other."""
        return theme.parent is None or theme.parent not in self.themes

    def below(self, theme: Theme, among: list[Theme]) -> Iterator[Theme]:
        """The theme, then what stands under it."""
        yield theme
        for other in among:
            if other.parent == theme.id:
                yield from self.below(other, among)

    def path(self, theme: Theme) -> list[Theme]:
        """The themes from the top down to this one."""
        path = [theme]
        while not self.is_top(path[0]):
            path.insert(0, self.themes[str(path[0].parent)])
        return path

    def theme_and_subtheme(self, theme: Theme) -> tuple[str, str]:
        """What stands in the two columns of that name."""
        top, *rest = self.path(theme)
        return top.name, " > ".join(each.name for each in rest)

    def segments_of(self, theme: Theme) -> list[CodedSegment]:
        """The coded segments of a theme and of what stands under it."""
        family = self.below(theme, list(self.themes.values()))
        codes = {code for member in family for code in member.codes}
        return [segment for segment in self.segments if segment.code in codes]

    def is_of(self, theme: Theme, segment: CodedSegment) -> bool:
        """Whether a segment's code belongs to a theme or to what stands under it."""
        family = self.below(theme, list(self.themes.values()))
        return any(segment.code in member.codes for member in family)

    def themes_of_code(self, code: str) -> list[Theme]:
        """The themes that a code belongs to, in order."""
        return [theme for theme in self.order if code in theme.codes]

    @cached_property
    def extracts(self) -> dict[str, list[Extract]]:
        """The extracts chosen, by theme."""
        found: dict[str, list[Extract]] = {}
        for extract in self.moment.read(Extract, state="chosen"):
            found.setdefault(extract.theme, []).append(extract)
        return found

    def quoted(self, theme: Theme) -> list[tuple[Extract, CodedSegment]]:
        """The extracts chosen for a theme whose segment is still coded."""
        return [
            (extract, self.by_id[extract.segment])
            for extract in self.extracts.get(theme.id, [])
            if extract.segment in self.by_id
        ]

    def printed(self, extract: Extract, segment: CodedSegment) -> str:
        """An extract as it is printed, or the mark that stands in its place."""
        return self.quotes.mark(segment) or extract.printed or segment.quote

    def check_extracts(self) -> None:
        """Every extract says what its transcript says, but for marked changes.

        Raises:
            RefusedError: some do not; all of them are listed by id.
        """
        chosen = [pair for theme in self.order for pair in self.quoted(theme)]
        self.quotes.check(
            ((extract.id, segment) for extract, segment in chosen),
            {
                extract.id: wrong
                for extract, segment in chosen
                if extract.printed and self.quotes.mark(segment) is None
                if (wrong := fault(segment.quote, extract.printed))
            },
        )

    @cached_property
    def extract_ids(self) -> dict[tuple[str, str], str]:
        """The id under which a segment is quoted for a theme, by (theme, segment)."""
        return {
            (extract.theme, extract.segment): extract.id
            for chosen in self.extracts.values()
            for extract in chosen
        }

    def extract_ids_of(self, segment: CodedSegment) -> list[str]:
        """The ids under which a segment is quoted, for whatever theme."""
        return sorted(
            name
            for (_, quoted), name in self.extract_ids.items()
            if quoted == segment.id
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Researchers' names by id."""
        return {who.id: who.name for who in self.moment.read(Researcher)}

    def people_of(self, theme: Theme) -> list[Participant]:
        """The participants who speak in a theme, but for those who withdrew."""
        people = self.moment.participants_now()
        spoke = {
            person
            for segment in self.segments_of(theme)
            for person in self.quotes.voice(segment).participants
        }
        return [
            people[person]
            for person in sorted(spoke)
            if person in people and people[person].state != "all"
        ]
