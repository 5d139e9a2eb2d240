"""One debriefing on one page: who, what was shown, what was said, what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.errors import UnknownObjectError
from workbench.exporters.acts_in_words import acts_in_words
from workbench.exporters.matrices import relation_in_words
from workbench.exporters.table import Column, Content, Line, Table, Text
from workbench.exporters.trail_story import date
from workbench.in_words import counted, in_words
from workbench.model import (
    AllianceLink,
    BlindCoding,
    BlindReading,
    Code,
    CodedSegment,
    DebriefAnswer,
    Theme,
    Verdict,
)
from workbench.trust.challenges import ChallengeView, challenges
from workbench.trust.sessions import SessionView, described, sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.table import Block
    from workbench.store.project import Project

    #: A line of the first table: what it tells, and what is on record.
    Fact = tuple[str, tuple[Line, ...]]

#: The house whose tables take least room.
STYLE: Final = "jmir"
_LONGEST: Final = 90
QUOTE, QUOTE_END = "\u201c", "\u201d"
_JUDGED = {"agreed": "Agreed", "dissent": "Still disagrees"}
_ANSWERED = {
    "open": "not answered yet",
    "accept": "accepted",
    "in-part": "accepted in part",
    "keep": "kept as it is",
    "park": "parked",
}


def session_record(project: Project, session: str) -> Content:
    """The record of a debriefing, made to be read on one page.

    Raises:
        UnknownObjectError: there is no such session.
    """
    found = [v for v in sessions(project) if v.session.id == session]
    if not found:
        raise UnknownObjectError("debriefing", session)
    view = found[0]
    facts = [
        *_who_and_what(project, view),
        *_questions(project, view),
        *_verdicts(project, view),
    ]
    if view.session.shifted:
        facts.append(("What it shifted", (Line(view.session.shifted),)))
    columns = (Column("What", 3.2), Column("On record", 13.8))
    rows = [((Line(name, "Heading"),), told) for name, told in facts]
    blocks: list[Block] = [
        Text(project.study().title, "Aside"),
        Table("The session", columns, rows, whole_rows=False),
    ]
    raised = challenges(project, session)
    if raised:
        blocks.append(_table(project, raised))
    else:
        blocks.append(Text("No challenge was raised."))
    title = f"Debriefing of {date(view.session.at)}: {view.debriefer}"
    return Content(title, blocks)


def _who_and_what(project: Project, view: SessionView) -> Iterator[Fact]:
    row = view.session
    profile = described(project, row.debriefer)
    if profile is not None:
        account = (profile.expertise, profile.relation, profile.interest)
        told = [part.rstrip(".") for part in account if part]
        told.append(
            "confidentiality agreed"
            if profile.confidential
            else "confidentiality not recorded"
        )
        yield "Debriefer", (Line("; ".join(told) + "."),)
    else:
        yield "Debriefer", (Line("Not recorded."),)
    how = f"A meeting: {row.present}" if row.meeting else "By packet"
    places = counted(len(row.segments) + len(row.stretches), "place")
    talks = counted(len(row.transcripts), "transcript")
    minutes = f" {row.minutes} minutes." if row.minutes else ""
    yield (
        "How",
        (
            Line(
                f"{how}, {in_words(row.blind)}. Shown: {in_words(row.shows)}, "
                f"{places} of {talks}.{minutes} {row.state.capitalize()}."
            ),
        ),
    )
    if view.packets:
        told = [
            f"Made on {date(p.at)}; vouches for the trail up to decision {p.covered}."
            for p in view.packets
        ]
        told += [f"Came back on {date(back.at)}." for back in view.returns]
        yield "Packet", tuple(Line(line) for line in told)


def _questions(project: Project, view: SessionView) -> Iterator[Fact]:
    answers = {a.question: a.text for a in project.read(DebriefAnswer)}
    told = []
    for question in view.questions:
        told.append(Line(f"{question.number}. {question.text}"))
        answer = answers.get(question.id)
        if answer is not None:
            told.append(Line(answer, "Source"))
        elif not view.session.meeting:
            told.append(Line("No answer on record.", "Aside"))
    yield "Questions", tuple(told)


def _table(project: Project, raised: list[ChallengeView]) -> Table:
    rows = []
    acts = {change.act for view in raised for change in view.changes}
    did = acts_in_words(project, acts)
    for view in raised:
        row = view.challenge
        kind = in_words(row.kind)
        severity = f", {row.severity}" if row.severity else ""
        answered = _ANSWERED[row.state].capitalize()
        if row.state == "open" and not row.awaits_answer:
            answered = "Asks for no answer"
        came = [Line(answered, "Heading")]
        came += [Line(a.text) for a in view.answers if a.text]
        came += [
            Line(f"Done: {did[change.act]}", "Aside")
            for change in view.changes
            if change.act in did
        ]
        came += [
            Line(f"{_JUDGED[o.judged]}{': ' + o.text if o.text else '.'}", "Aside")
            for o in view.outcomes
        ]
        rows.append(
            (
                (Line(_about(project, view), "Text"), Line(kind + severity, "Source")),
                (Line(row.text or "\N{EN DASH}"),),
                tuple(came),
            )
        )
    columns = (
        Column("About", 4.6),
        Column("What was said", 5.6),
        Column("What came of it", 6.8),
    )
    return Table("Challenges, answers and outcomes", columns, rows, whole_rows=False)


def _about(project: Project, view: ChallengeView) -> str:
    row = view.challenge
    if row.about_kind == "segment":
        found = project.read(CodedSegment, id=row.about)
        if not found:
            return "a segment"
        said = _shortened(f"{QUOTE}{found[0].quote}{QUOTE_END}")
        return f"{found[0].transcript}: {said}"
    if row.about_kind == "theme":
        themes = project.read(Theme, id=row.about)
        text = f"theme: {themes[0].name}" if themes else "a theme"
    elif row.about_kind == "code":
        codes = project.read(Code, id=row.about)
        text = f"code: {codes[0].name}" if codes else "a code"
    elif row.about_kind == "mapping":
        links = project.read(AllianceLink, id=row.about)
        text = relation_in_words(project, links[0]) if links else "a relation to theory"
    else:
        text = {"map": "the map of themes", "missing": "what is missing"}.get(
            row.about_kind, row.about_kind
        )
    return _shortened(text)


def _shortened(text: str) -> str:
    """At most so many characters, cut between words."""
    if len(text) <= _LONGEST:
        return text
    kept = text[:_LONGEST].rpartition(" ")[0]
    return f"{kept} \u2026{QUOTE_END if text.endswith(QUOTE_END) else ''}"


def _verdicts(project: Project, view: SessionView) -> Iterator[Fact]:
    """How many verdicts of each kind; a reflexive study has none."""
    given = project.rows(Verdict, session=view.session.id)
    if given:
        counts = Counter(in_words(verdict.judged) for verdict in given)
        told = ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items()))
        yield "Verdicts", (Line(f"{told}."),)
    coded = project.rows(BlindCoding, session=view.session.id)
    read = project.rows(BlindReading, session=view.session.id)
    if coded or read:
        places = len({name for each in read for name in each.stretches})
        came_to = f" in {counted(places, 'place')}" if read else ""
        yield "Blind round", (Line(f"{counted(len(coded), 'coding')}{came_to}."),)
