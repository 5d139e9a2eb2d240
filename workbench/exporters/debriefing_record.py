"""One debriefing on one page: who, what was shown, what was said, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import UnknownObjectError
from workbench.exporters.acts_in_words import acts_in_words
from workbench.exporters.in_words import counted, in_words
from workbench.exporters.matrices import relation_in_words
from workbench.exporters.table import Column, Content, Heading, Line, Table, Text
from workbench.exporters.trail_story import date
from workbench.model import (
    AllianceLink,
    Code,
    CodedSegment,
    DebriefAnswer,
    Theme,
    Verdict,
)
from workbench.trust.challenges import ChallengeView, challenges
from workbench.trust.sessions import SessionView, described, sessions

if TYPE_CHECKING:
    from workbench.exporters.table import Block
    from workbench.store.project import Project

_LONGEST = 90
_ANSWERED = {
    "open": "not answered yet",
    "accept": "accepted",
    "in-part": "accepted in part",
    "keep": "kept as it is",
    "park": "parked",
}


def session_record(project: Project, session: str) -> Content:
    """The record of a debriefing.

    Raises:
        UnknownObjectError: there is no such session.
    """
    found = [v for v in sessions(project) if v.session.id == session]
    if not found:
        raise UnknownObjectError("debriefing", session)
    view = found[0]
    blocks: list[Block] = [Text(line) for line in _who_and_what(project, view)]
    blocks += _questions(project, view)
    raised = challenges(project, session)
    if raised:
        blocks += [
            Heading("What was said, and what came of it"),
            _table(project, raised),
        ]
    blocks += _verdicts(project, view)
    if view.session.shifted:
        blocks += [Heading("What shifted"), Text(view.session.shifted)]
    title = f"{project.study().title}: debriefing of {date(view.session.at)}"
    return Content(title, blocks)


def _who_and_what(project: Project, view: SessionView) -> list[str]:
    row = view.session
    told = [f"Debriefer: {view.debriefer}. The debriefing is {row.state}."]
    profile = described(project, row.debriefer)
    if profile is not None:
        account = (profile.expertise, profile.relation, profile.interest)
        said = "; ".join(part.rstrip(".") for part in account if part)
        told.append(f"{said}.")
        agreed = "agreed" if profile.confidential else "not recorded"
        told.append(f"Confidentiality: {agreed}.")
    how = f"A meeting of {row.present}" if row.meeting else "By packet"
    places = counted(len(row.segments) + len(row.stretches), "place")
    talks = counted(len(row.transcripts), "transcript")
    minutes = f" It took {row.minutes} minutes." if row.minutes else ""
    told.append(
        f"{how}, {in_words(row.blind)}; shown: {in_words(row.shows)}, {places} of "
        f"{talks}.{minutes}"
    )
    told.extend(
        f"The packet was made on {date(packet.at)}; it vouches for the trail up to "
        f"decision {packet.covered}."
        for packet in view.packets
    )
    told.extend(f"Came back on {date(back.at)}." for back in view.returns)
    return told


def _questions(project: Project, view: SessionView) -> list[Block]:
    answers = {a.question: a.text for a in project.read(DebriefAnswer)}
    blocks: list[Block] = [Heading("Questions")]
    for question in view.questions:
        blocks.append(Text(f"{question.number}. {question.text}"))
        blocks.append(Text(answers.get(question.id, "No answer on record."), "Aside"))
    return blocks


def _table(project: Project, raised: list[ChallengeView]) -> Table:
    rows = []
    acts = {change.act for view in raised for change in view.changes}
    did = acts_in_words(project, acts)
    for view in raised:
        row = view.challenge
        kind = in_words(row.kind)
        severity = f", {row.severity}" if row.severity else ""
        came = [Line(_ANSWERED[row.state].capitalize(), "Heading")]
        came += [Line(a.text) for a in view.answers if a.text]
        came += [
            Line(f"Changed: {did[change.act]}", "Source")
            for change in view.changes
            if change.act in did
        ]
        came += [
            Line(f"{o.judged.capitalize()}{': ' + o.text if o.text else ''}", "Aside")
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
        Column("About", 4.2),
        Column("What was said", 6.2),
        Column("What came of it", 6.6),
    )
    return Table("Challenges, answers and outcomes", columns, rows, whole_rows=False)


def _about(project: Project, view: ChallengeView) -> str:
    row = view.challenge
    if row.about_kind == "segment":
        found = project.read(CodedSegment, id=row.about)
        text = f"\u201c{found[0].quote}\u201d" if found else "a segment"
    elif row.about_kind == "theme":
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
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\u2026"


def _verdicts(project: Project, view: SessionView) -> list[Block]:
    """How many verdicts of each kind; a reflexive study has none."""
    given = project.rows(Verdict, session=view.session.id)
    if not given:
        return []
    counts: dict[str, int] = {}
    for verdict in given:
        counts[verdict.judged] = counts.get(verdict.judged, 0) + 1
    told = ", ".join(f"{in_words(k)} {n}" for k, n in sorted(counts.items()))
    return [Heading("Verdicts"), Text(f"{told}.")]
