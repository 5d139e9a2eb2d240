"""What a supervisor reads: themes, extracts, open questions, what changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import coding, familiarisation, theory
from workbench.decisions import themes as decided
from workbench.exporters.analysis import Analysis
from workbench.exporters.facts import Facts
from workbench.exporters.table import Content, Heading, Text
from workbench.exporters.theme_table import cited
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_sentences import in_a_sentence
from workbench.exporters.trail_story import date, words_of_the_story
from workbench.in_words import counted, in_words
from workbench.model import (
    Challenge,
    OutsideCopy,
    Researcher,
    ResearchQuestion,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

KIND: Final = "supervision"
_MOST_CHANGES: Final = 40
_MOST_EXTRACTS: Final = 4
#: What moved the analysis; codings and the like are only counted.
_TOLD: Final = (
    decided.ThemeStarted,
    decided.ThemeRenamed,
    decided.ThemeConceived,
    decided.ThemeDefined,
    decided.ThemeStateChanged,
    decided.ThemesMerged,
    decided.ThemeSplit,
)
#: What comes in dozens: told in one line for each person.
_COUNTED: Final = {
    coding.SegmentCoded: "segment coded",
    coding.CodeCreated: "code begun",
    theory.AllianceLinked: "relation to theory argued",
    theory.AllianceLinkRevised: "relation to theory revised",
    familiarisation.TranscriptImported: "transcript brought in",
}


def supervision(moment: Moment) -> Content:
    """The report for a supervisor; participants by id, quotations only as consented."""
    since = max((c.up_to for c in moment.read(OutsideCopy, kind=KIND)), default=0)
    blocks: list[Block] = [
        *_questions(moment),
        *_themes(moment),
        *_open(moment),
        *_changes(moment, since),
    ]
    return Content(f"{moment.study().title}: for supervision", blocks)


def _questions(moment: Moment) -> Iterator[Block]:
    yield Heading("The study")
    facts = Facts.of(moment)
    kind = in_words(moment.study().orientation)
    yield Text(f"Thematic analysis, {kind}. {facts.material}.")
    for question in facts.questions:
        yield Text(question, "List Bullet")


def _themes(moment: Moment) -> Iterator[Block]:
    yield Heading("Themes")
    analysis = Analysis.of(moment)
    if not analysis.order:
        yield Text("There is no theme yet.")
    for theme in analysis.order:
        yield Heading(f"{theme.name} ({theme.state})", 2)
        yield Text(theme.central_concept or "No central organising concept yet.")
        if theme.is_not:
            yield Text(f"It is not: {theme.is_not}")
        quoted = [
            "{} ({})".format(*cited(analysis, extract, segment))
            for extract, segment in analysis.quoted(theme)
            if analysis.quotes.mark(segment) is None
        ]
        for text in quoted[:_MOST_EXTRACTS]:
            yield Text(text, "List Bullet")
        if len(quoted) > _MOST_EXTRACTS:
            more = counted(len(quoted) - _MOST_EXTRACTS, "more extract")
            yield Text(f"and {more}.")
        if not quoted:
            yield Text("No extract is chosen that may be quoted.")


def _open(moment: Moment) -> Iterator[Block]:
    yield Heading("Open questions")
    names = {who.id: who.name for who in moment.read(Researcher)}
    questions = [
        f"{names[c.raised_by]} asks, and was not answered yet: {c.text}"
        for c in moment.read(Challenge, state="open")
        if c.awaits_answer
    ]
    themes = [t for t in moment.read(Theme) if t.state != "discarded"]
    questions += [
        f"What single idea holds \u201c{t.name}\u201d together?"
        for t in themes
        if not t.central_concept
    ]
    answered = {q for theme in themes for q in theme.questions}
    questions += [
        f"No theme answers this yet: {q.text}"
        for q in moment.read(ResearchQuestion, state="asked")
        if q.id not in answered
    ]
    for text in questions:
        yield Text(text, "List Bullet")
    if not questions:
        yield Text("None that the records show.")


def _changes(moment: Moment, since: int) -> Iterator[Block]:
    yield Heading("Changes since last time" if since else "What was done so far")
    standing = moment.standing()
    names = Names(moment.words(words_of_the_story(standing)))
    told: list[tuple[str, str]] = []
    counts: dict[str, Counter[type]] = {}
    there = {segment.id for segment in Analysis.of(moment).segments}
    for event in standing:
        decision: Any = event.decision()
        names.learn(decision)
        if event.seq <= since:
            continue
        kind = type(decision)
        if kind in _COUNTED and event.payload.get("segment") in (None, *there):
            counts.setdefault(event.by, Counter())[kind] += 1
        elif kind in _TOLD:
            told.append((date(event.at), in_a_sentence(names, event, decision)))
    for by, kinds in counts.items():
        parts = [_several(kind, n) for kind, n in kinds.items()]
        yield Text(f"{names.person(by)}: {', '.join(parts)}.")
    if len(told) > _MOST_CHANGES:
        yield Text(f"The last {_MOST_CHANGES} of {len(told)} changes of the themes:")
    shown = ""
    for day, sentence in told[-_MOST_CHANGES:]:
        yield Text(sentence, "Dated Entry", "" if day == shown else day)
        shown = day
    if not told and not counts:
        yield Text("Nothing changed.")


def _several(kind: type, number: int) -> str:
    """So many of a kind: "3 segments coded"."""
    what, _, done = _COUNTED[kind].partition(" ")
    return f"{counted(number, what)} {done}"
