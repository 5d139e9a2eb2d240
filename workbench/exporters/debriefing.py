"""What debriefers questioned, what was answered, and what changed because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts, cited, counted
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.exporters.trustworthiness import technique
from workbench.model import Code, CodedSegment, Theme

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.model import Challenge

_ANSWERS = {
    "open": "not answered yet",
    "accept": "accepted",
    "in-part": "accepted in part",
    "keep": "kept, with a reason",
    "park": "parked",
}


def debriefing(moment: Moment) -> Content:
    """Each session with its challenges, answers, linked changes and dissent."""
    facts = Facts(moment)
    sessions = sorted(moment.read(model.DebriefSession), key=lambda s: (s.at, s.id))
    blocks: list[Block] = []
    data: list[tuple[str, ...]] = []
    title = f"{moment.study().title}: peer debriefing"
    columns = ("session", "day", "about", "challenge", "answer", "outcome", "changes")
    if not sessions:
        blocks.append(Text("No session of peer debriefing is recorded."))
        return Content(title, blocks, (Sheet("Debriefing", columns, data),))
    blocks.append(Text(technique(facts, "peer debriefing").sentence))
    told = _Told(facts)
    for session in sessions:
        who = facts.analysis.names.get(session.debriefer, session.debriefer)
        blocks.append(Heading(f"{date(session.at)}: {who}", 2))
        blocks.append(Text(_shown(session)))
        if session.shifted:
            blocks.append(Text(f"What it shifted in our thinking: {session.shifted}"))
        rows = []
        for challenge in told.raised(session.id):
            row = told.row(challenge)
            rows.append(tuple((Line(cell),) for cell in row))
            data.append((session.id, session.at[:10], *row))
        if rows:
            widths = (2.8, 4.6, 4.6, 2.2, 2.8)
            heads = ("About", "Challenge", "Answer", "Outcome", "What changed")
            blocks.append(
                Table(
                    f"Challenges of {date(session.at)}",
                    [Column(h, w) for h, w in zip(heads, widths, strict=True)],
                    rows,
                    whole_rows=False,
                )
            )
        else:
            blocks.append(Text("No challenge was recorded in this session."))
    return Content(title, blocks, (Sheet("Debriefing", columns, data),))


def _shown(session: model.DebriefSession) -> str:
    form = "A meeting" if session.meeting else "A packet"
    seen = counted(len(session.transcripts), "transcript")
    blind = "" if session.blind == "open" else f", blind ({session.blind})"
    minutes = f", {session.minutes} minutes" if session.minutes else ""
    return (
        f"{form}{minutes}; shown: {session.shows}{blind}, {seen}, "
        f"{counted(len(session.themes), 'theme')}. State: {session.state}."
    )


class _Told:
    """Challenges in words."""

    def __init__(self, facts: Facts) -> None:
        moment = facts.moment
        self._names: dict[str, str] = {
            theme.id: f"\u201c{theme.name}\u201d" for theme in moment.read(Theme)
        } | {code.id: f"\u201c{code.name}\u201d" for code in moment.read(Code)}
        self._places = {s.id: s.transcript for s in moment.rows(CodedSegment)}
        self._answers: dict[str, list[model.ChallengeAnswer]] = {}
        for answer in moment.read(model.ChallengeAnswer):
            self._answers.setdefault(answer.challenge, []).append(answer)
        self._outcomes = {
            each.challenge: each
            for each in sorted(
                moment.read(model.ChallengeOutcome), key=lambda o: (o.at, o.id)
            )
        }
        acts: dict[str, list[int]] = {}
        for event in moment.events():
            acts.setdefault(event.act, []).append(event.seq)
        self._changes: dict[str, list[int]] = {}
        for link in moment.read(model.LinkedChange):
            self._changes.setdefault(link.about, []).extend(acts.get(link.act, ()))
        self._raised: dict[str, list[Challenge]] = {}
        for each in sorted(moment.read(model.Challenge), key=lambda c: (c.at, c.id)):
            self._raised.setdefault(each.session, []).append(each)

    def raised(self, session: str) -> list[Challenge]:
        """The challenges of a session, in order."""
        return self._raised.get(session, [])

    def row(self, challenge: Challenge) -> tuple[str, str, str, str, str]:
        """About what, which challenge, the answer, its outcome, what changed."""
        about = challenge.about_kind
        if challenge.about:
            place = self._places.get(challenge.about)
            called = f"a segment of {place}" if place else None
            name = called or self._names.get(challenge.about, challenge.about)
            about = name if place else f"{about} {name}"
        kind = challenge.kind.replace("-", " ")
        given = sorted(self._answers.get(challenge.id, []), key=lambda a: (a.at, a.id))
        answer = _ANSWERS.get(challenge.state, challenge.state)
        if given and given[-1].text:
            answer = f"{answer}: {given[-1].text}"
        outcome = self._outcomes.get(challenge.id)
        judged = "not recorded"
        if outcome:
            judged = f"{outcome.judged}. {outcome.text or ''}".strip()
        seqs = sorted(self._changes.get(challenge.id, []))
        changes = cited(seqs) or "none linked"
        return about, f"{kind}: {challenge.text}", answer, judged, changes
