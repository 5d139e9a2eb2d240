"""What an author may want to look at before a table leaves: hints, never a verdict.

Each is a question about the selection, not about the analysis; none of them stops an
export. What stops one is a quote that the transcript does not say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from workbench.exporters.analysis import Analysis
from workbench.exporters.facts import Facts
from workbench.exporters.protecting import FEW, Protection
from workbench.exporters.table import Content, Sheet
from workbench.exporters.trail_story import date
from workbench.familiarise.quote_edits import loses_a_negation
from workbench.in_words import counted, listed
from workbench.model import ParticipantLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment
    from workbench.model import (
        Attribute,
        CodedSegment,
        Extract,
        Participant,
        Theme,
    )

#: A participant who gives more than this part of all extracts is asked about.
_LARGE_SHARE: Final = 0.25
_ENOUGH_TO_COUNT: Final = 8
_LONG: Final = 120
#: Participants that one hint names; more are counted.
_NAMED: Final = 6
_IDENTIFYING: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "an e-mail address"),
    (re.compile(r"(?:\d[\s()/-]?){6,}"), "a long number"),
    (re.compile(r"https?://|www\."), "an address on the web"),
    (re.compile(r"(?<!\w)@\w{3,}"), "an account name"),
    (re.compile(r"\b(?:Dr|Doctor|Mrs?|Ms|Prof)\.? [A-Z]\w+"), "somebody's name"),
    (re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b"), "a postcode"),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at: of which kind, where, and what about it."""

    kind: str
    where: str
    what: str


def hints(moment: Moment) -> list[Hint]:
    """Everything to look at before tables and quotes leave."""
    analysis = Analysis.of(moment)
    return [
        *_voices(analysis),
        *(hint for theme in analysis.order for hint in _theme(analysis, theme)),
        *_quotes(analysis),
        *_pairs(analysis),
        *_small_cells(moment),
    ]


def hints_table(moment: Moment) -> Content:
    """The hints as rows."""
    rows = [(hint.kind, hint.where, hint.what) for hint in hints(moment)]
    sheet = Sheet("Hints", ("kind", "where", "what to look at"), rows)
    return Content(f"{moment.study().title}: hints", (), (sheet,))


def _voices(a: Analysis) -> Iterator[Hint]:
    """Who is quoted much, and who never."""
    quoted: Counter[str] = Counter()
    for theme in a.order:
        for _, segment in a.quoted(theme):
            if a.quotes.mark(segment) is None:
                quoted.update(a.quotes.voice(segment).participants)
    total = quoted.total()
    for person, count in quoted.most_common():
        if total >= _ENOUGH_TO_COUNT and count > total * _LARGE_SHARE:
            what = f"gives {count} of {total} extracts; who else could speak?"
            yield Hint("over-used voice", person, what)
    spoke = {p for s in a.segments for p in a.quotes.voice(s).participants}
    people = a.moment.participants_now()
    never = sorted(
        p
        for p in spoke
        if not quoted[p] and p in people and people[p].quotes == "verbatim"
        if people[p].state not in ("all", "quotes")
    )
    if total and never:
        what = f"coded and never quoted: {listed(never)}"
        yield Hint("never quoted", counted(len(never), "participant"), what)


def _theme(a: Analysis, theme: Theme) -> Iterator[Hint]:
    where = f"\u201c{theme.name}\u201d"
    voices: Counter[str] = Counter()
    groups: set[str] = set()
    for segment in a.segments_of(theme):
        voice = a.quotes.voice(segment)
        voices.update(voice.participants)
        groups.update(voice.groups)
    if len(voices) == 1:
        what = f"only {next(iter(voices))} speaks in it"
        yield Hint("one participant", where, what)
    elif voices and voices.most_common(1)[0][1] * 2 > voices.total():
        person, count = voices.most_common(1)[0]
        what = f"{count} of its {voices.total()} segments are {person}'s"
        yield Hint("one participant", where, what)
    everyone = a.moment.participants_now().values()
    all_groups = {p.group for p in everyone if p.group and p.state != "all"}
    missing = sorted(all_groups - groups)
    if voices and missing:
        what = f"nobody of {listed(missing)} speaks in it"
        yield Hint("group missing", where, what)
    spoken = [a.quotes.voice(s).participants for _, s in a.quoted(theme)]
    quoted = {person for people in spoken for person in people}
    if len(spoken) > 1 and len(quoted) == 1 and len(voices) > 1:
        others = (
            "another speaks" if len(voices) == 2 else f"{len(voices) - 1} more speak"
        )
        what = f"all of its extracts are {next(iter(quoted))}'s; {others} in it"
        yield Hint("one participant quoted", where, what)
    shown = {g for _, s in a.quoted(theme) for g in a.quotes.voice(s).groups}
    unshown = sorted((all_groups - shown) & groups)
    if a.quoted(theme) and unshown:
        what = f"{listed(unshown)} speak in it, and none of them is quoted"
        yield Hint("group not quoted", where, what)


def _quotes(a: Analysis) -> Iterator[Hint]:
    waiting = Facts.of(a.moment).waiting_replies
    for theme in a.order:
        for extract, segment in a.quoted(theme):
            mark = a.quotes.mark(segment)
            if mark:
                yield Hint("not quoted", extract.id, mark.strip("[]"))
                continue
            if not a.is_of(theme, segment):
                code = a.codes[segment.code].name
                what = f"its code \u201c{code}\u201d does not belong to the theme"
                yield Hint("code outside the theme", extract.id, what)
            for who in a.quotes.voice(segment).participants:
                if who in waiting:
                    what = f"{who} replied on {date(waiting[who])}; read that first"
                    yield Hint("reply waits", extract.id, what)
            yield from _wording(a, extract, segment)


def _wording(a: Analysis, extract: Extract, segment: CodedSegment) -> Iterator[Hint]:
    """What in the words of a quote may give somebody away or mislead."""
    text = a.printed(extract, segment)
    for pattern, what in _IDENTIFYING:
        if pattern.search(text):
            yield Hint("may identify", extract.id, f"it seems to hold {what}")
    if len(text.split()) > _LONG:
        what = f"{len(text.split())} words; shorten it with [...]?"
        yield Hint("long quote", extract.id, what)
    if extract.printed and loses_a_negation(segment.quote, extract.printed):
        what = "a negation was left out; does it still say what was said?"
        yield Hint("sense may turn", extract.id, what)
    if segment.anchor == "text-changed":
        what = "its words were corrected after coding; read it again"
        yield Hint("corrected", extract.id, what)


def _pairs(a: Analysis) -> Iterator[Hint]:
    """People who would recognise each other in one row."""
    links = [(link.one, link.other) for link in a.moment.rows(ParticipantLink)]
    for theme in a.order if links else ():
        voices = {
            person
            for _, segment in a.quoted(theme)
            if a.quotes.mark(segment) is None
            for person in a.quotes.voice(segment).participants
        }
        for one, other in links:
            if {one, other} <= voices:
                what = f"{one} and {other} are linked and would recognise each other"
                yield Hint("linked people", f"\u201c{theme.name}\u201d", what)


def _small_cells(moment: Moment) -> Iterator[Hint]:
    """Attributes, alone or in pairs, by which somebody could be recognised.

    A pair is named only where neither of the two singles anybody out alone.
    """
    people = [p for p in moment.participants_now().values() if p.state != "all"]
    kept = Protection(moment, people)
    telling: set[str] = set()
    for attribute in kept.attributes:
        few = _alone(kept, people, attribute)
        if few:
            telling.add(attribute.id)
            yield Hint("small cell", attribute.name, _few_in_words(few, len(people)))
    others = [a for a in kept.attributes if a.id not in telling]
    for one, other in combinations(others, 2):
        few = _alone(kept, people, one, other)
        if few:
            where = f"{one.name} and {other.name}, together"
            yield Hint("small cell", where, _few_in_words(few, len(people)))


def _alone(
    kept: Protection, people: list[Participant], *attributes: Attribute
) -> list[str]:
    """Those whom fewer than two others of the group are like in these."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for person in people:
        cell = tuple(kept.value(person.id, attribute.id) for attribute in attributes)
        if all(cell):
            cells.setdefault((person.group or "", *cell), []).append(person.id)
    return sorted(p for alike in cells.values() if len(alike) < FEW for p in alike)


def _few_in_words(few: list[str], everyone: int) -> str:
    who = listed(few) if len(few) <= _NAMED else f"{len(few)} of {everyone}"
    return f"fewer than {FEW} of a group share this: {who}; do not print it beside ids"
