"""What a supervisor reads: themes, extracts, open questions, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import familiarisation, theory
from workbench.decisions import themes as decided
from workbench.exporters.table import Content, Heading, Text
from workbench.exporters.trail_sentences import SENTENCES, Names
from workbench.exporters.trail_story import date
from workbench.model import (
    ERASED,
    Challenge,
    CodedSegment,
    Extract,
    OutsideCopy,
    Researcher,
    ResearchQuestion,
    Speaker,
    Theme,
    Transcript,
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
    theory.AllianceLinked,
    theory.AllianceLinkRevised,
    familiarisation.TranscriptImported,
)


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
    study = moment.study()
    told = len(moment.rows(Transcript, state="active"))
    yield Text(f"Orientation: {study.orientation}. Transcripts: {told}.")
    for question in moment.read(ResearchQuestion, state="asked"):
        yield Text(question.text)


def _themes(moment: Moment) -> Iterator[Block]:
    yield Heading("Themes")
    themes = [t for t in moment.read(Theme) if t.state != "discarded"]
    if not themes:
        yield Text("There is no theme yet.")
    segments = {s.id: s for s in moment.read(CodedSegment, state="active")}
    may = _may_be_quoted(moment)
    for theme in themes:
        yield Heading(f"{theme.name} ({theme.state})", 2)
        yield Text(theme.central_concept or "No central organising concept yet.")
        if theme.is_not:
            yield Text(f"It is not: {theme.is_not}")
        chosen = [
            (extract, segments[extract.segment])
            for extract in moment.read(Extract, theme=theme.id, state="chosen")
            if extract.segment in segments
        ]
        quoted = [
            f"\u201c{extract.printed or segment.quote}\u201d "
            f"({segment.transcript}, {extract.id})"
            for extract, segment in chosen
            if segment.version in may and ERASED not in segment.quote
        ]
        for text in quoted[:_MOST_EXTRACTS]:
            yield Text(text, "Aside")
        if len(quoted) > _MOST_EXTRACTS:
            yield Text(f"and {len(quoted) - _MOST_EXTRACTS} more extracts.")
        if not quoted:
            yield Text("No extract is chosen that may be quoted.")


def _may_be_quoted(moment: Moment) -> set[str]:
    """Versions in which everybody who speaks agreed to be quoted word for word."""
    people = moment.participants_now()
    whose: dict[str, set[str]] = {}
    for speaker in moment.rows(Speaker):
        named = whose.setdefault(speaker.version, set())
        if speaker.participant:
            named.add(speaker.participant)
    return {
        version
        for version, named in whose.items()
        if all(people[p].quotes == "verbatim" for p in named if p in people)
    }


def _open(moment: Moment) -> Iterator[Block]:
    yield Heading("Open questions")
    names = {who.id: who.name for who in moment.read(Researcher)}
    questions = [
        f"{names[c.raised_by]} asks, not answered yet: {c.text}"
        for c in moment.read(Challenge, state="open")
        if c.kind != "rings-true"
    ]
    themes = [t for t in moment.read(Theme) if t.state != "discarded"]
    questions += [
        f"What single idea holds \u201c{t.name}\u201d together?"
        for t in themes
        if not t.central_concept
    ]
    answered = {q for theme in themes for q in theme.questions}
    questions += [
        f"No theme answers yet: {q.text}"
        for q in moment.read(ResearchQuestion, state="asked")
        if q.id not in answered
    ]
    for text in questions or ["None that the records show."]:
        yield Text(text)


def _changes(moment: Moment, since: int) -> Iterator[Block]:
    yield Heading("Changes since last time" if since else "What was done so far")
    standing = moment.standing()
    ids = {v for e in standing for v in e.payload.values() if isinstance(v, str)}
    names = Names(moment.words(sorted(ids)))
    told: list[Text] = []
    coded = 0
    for event in standing:
        decision: Any = event.decision()
        names.learn(decision)
        if event.seq <= since:
            continue
        coded += event.kind == "SegmentCoded"
        if isinstance(decision, _TOLD) and type(decision) in SENTENCES:
            sentence = SENTENCES[type(decision)](names, decision)
            told.append(
                Text(f"{names.person(event.by)} {sentence}", day=date(event.at))
            )
    if coded:
        yield Text(f"Segments coded: {coded}.")
    if len(told) > _MOST_CHANGES:
        yield Text(f"The last {_MOST_CHANGES} of {len(told)} changes:")
    yield from told[-_MOST_CHANGES:]
    if not told and not coded:
        yield Text("Nothing changed.")
