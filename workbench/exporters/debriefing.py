"""What debriefers questioned, what was answered, and what changed because of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts
from workbench.exporters.matrices import relation_in_words
from workbench.exporters.table import Column, Content, Heading, Line, Sheet, Table, Text
from workbench.exporters.trail_folding import account
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_story import date, words_of_the_story
from workbench.exporters.trustworthiness import technique
from workbench.in_words import capital, counted, in_words, listed
from workbench.model import Code, CodedSegment, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.model import Challenge

NO_CHANGE = "no change linked"
_ANSWERS = {
    "open": "not answered yet",
    "accept": "accepted",
    "in-part": "accepted in part",
    "keep": "kept as it is",
    "park": "parked",
}


def debriefing(moment: Moment) -> Content:
    """Each session with its challenges, answers, linked changes and dissent."""
    facts = Facts.of(moment)
    sessions = sorted(moment.read(model.DebriefSession), key=lambda s: (s.at, s.id))
    blocks: list[Block] = []
    data: list[tuple[str, ...]] = []
    title = f"{moment.study().title}: peer debriefing"
    columns = ("day", "debriefer", "about", "challenge", "answer", "outcome", "changes")
    if not sessions:
        blocks.append(Text("No session of peer debriefing is recorded."))
        return Content(title, blocks, (Sheet("Debriefing", columns, data),))
    blocks.append(Text(technique(facts, "peer debriefing").sentence))
    told = _Told(facts)
    for session in sessions:
        who = facts.analysis.names.get(session.debriefer, session.debriefer)
        blocks.append(Heading(f"{date(session.at)}: {who}", 2))
        blocks.append(Text(_shown(session)))
        blocks.extend(_asked(moment, session))
        blocks.extend(_judged(moment, session))
        if session.shifted:
            blocks.append(Text(f"What it shifted in our thinking: {session.shifted}"))
        rows = []
        for challenge in told.raised(session.id):
            about, said, answer, judged, changes = told.row(challenge)
            came: tuple[Line, ...] = (Line(answer),)
            if challenge.state != "open":
                came += (Line(f"Outcome: {judged}", "Aside"),)
            led = tuple(Line(change) for change in changes) or (Line(NO_CHANGE),)
            rows.append(((Line(about),), (Line(said),), came, led))
            came_of_it = " ".join(changes) or NO_CHANGE
            data.append((session.at[:10], who, about, said, answer, judged, came_of_it))
        if rows:
            widths = (2.9, 4.6, 4.7, 4.8)
            heads = ("About", "What was said", "Answer", "What changed")
            blocks.append(
                Table(
                    f"{_what(told.raised(session.id))} by {who}, {date(session.at)}",
                    [Column(h, w) for h, w in zip(heads, widths, strict=True)],
                    rows,
                    whole_rows=False,
                )
            )
        else:
            blocks.append(Text("No challenge was recorded in this session."))
    return Content(title, blocks, (Sheet("Debriefing", columns, data),))


def _shown(session: model.DebriefSession) -> str:
    form = "In a meeting" if session.meeting else "By packet"
    seen = [in_words(session.shows), counted(len(session.transcripts), "transcript")]
    if session.themes:
        seen.append(counted(len(session.themes), "theme"))
    minutes = f" It took {session.minutes} minutes." if session.minutes else ""
    return (
        f"{form}, {in_words(session.blind)}; shown: {', '.join(seen)}.{minutes} "
        f"The debriefing is {session.state}."
    )


def _asked(moment: Moment, session: model.DebriefSession) -> Iterator[Block]:
    """The researcher's questions, each with what she answered."""
    answers = {a.question: a.text for a in moment.read(model.DebriefAnswer)}
    asked = moment.read(model.DebriefQuestion, session=session.id)
    for question in sorted(asked, key=lambda q: q.number):
        yield Text(f"{question.number}. {question.text}")
        answer = answers.get(question.id)
        if answer is not None:
            yield Text(f"Answer: {answer}")
        elif not session.meeting:
            yield Text("No answer on record.", "Aside")


def _judged(moment: Moment, session: model.DebriefSession) -> Iterator[Block]:
    """What was judged or coded besides, counted; readings are not."""
    given = Counter(v.judged for v in moment.rows(model.Verdict, session=session.id))
    if given:
        told = ", ".join(f"{in_words(kind)} {n}" for kind, n in sorted(given.items()))
        yield Text(f"Verdicts on code assignments: {told}.")
    coded = len(moment.rows(model.BlindCoding, session=session.id))
    read = moment.rows(model.BlindReading, session=session.id)
    if coded or read:
        places = len({place for each in read for place in each.stretches})
        came_to = f" in {counted(places, 'place')}" if read else ""
        yield Text(f"Coded blind: {counted(coded, 'coding')}{came_to}.")


def _what(said: list[Challenge]) -> str:
    """What a table of things said holds: challenges, readings or both."""
    names = {False: "challenges", True: "readings"}
    return capital(listed(names[kind] for kind in sorted({c.is_reading for c in said})))


class _Told:
    """Challenges in words."""

    def __init__(self, facts: Facts) -> None:
        moment = facts.moment
        self._names: dict[str, str] = {
            theme.id: f"\u201c{theme.name}\u201d" for theme in moment.read(Theme)
        } | {code.id: f"\u201c{code.name}\u201d" for code in moment.read(Code)}
        self._places = {s.id: s.transcript for s in moment.rows(CodedSegment)}
        for relation in moment.read(model.AllianceLink):
            self._names[relation.id] = relation_in_words(moment, relation)
        self._answers: dict[str, list[model.ChallengeAnswer]] = {}
        for answer in moment.read(model.ChallengeAnswer):
            self._answers.setdefault(answer.challenge, []).append(answer)
        self._outcomes = {
            each.challenge: each
            for each in sorted(
                moment.read(model.ChallengeOutcome), key=lambda o: (o.at, o.id)
            )
        }
        links = moment.read(model.LinkedChange)
        acts = self._accounts(moment, {link.act for link in links})
        self._changes: dict[str, list[str]] = {}
        for link in links:
            self._changes.setdefault(link.about, []).extend(acts.get(link.act, ()))
        self._raised: dict[str, list[Challenge]] = {}
        # one file holds many, all of one moment: the trail has them as they were said
        raised = moment.events_of_kind("ChallengeRaised")
        place = {e.payload["challenge"]: at for at, e in enumerate(raised)}
        for each in sorted(moment.read(model.Challenge), key=lambda c: place[c.id]):
            self._raised.setdefault(each.session, []).append(each)

    @staticmethod
    def _accounts(moment: Moment, acts: set[str]) -> dict[str, list[str]]:
        """What was decided in each of these acts, with the numbers of the decisions."""
        events = moment.events()
        names = Names(moment.words(words_of_the_story(events)))
        found: dict[str, list[str]] = {}
        for event in events:
            names.learn(event.decision())
            if event.act in acts:
                told = f"Decision {event.seq}: {account(names, event)}"
                found.setdefault(event.act, []).append(told)
        return found

    def raised(self, session: str) -> list[Challenge]:
        """The challenges of a session, in order."""
        return self._raised.get(session, [])

    def row(self, challenge: Challenge) -> tuple[str, str, str, str, list[str]]:
        """About what, which challenge, the answer, its outcome, what changed."""
        about = challenge.about_kind
        about = {"map": "the theme map", "missing": "what is missing"}.get(about, about)
        if challenge.about:
            place = self._places.get(challenge.about)
            known = self._names.get(challenge.about, "")
            about = f"a segment of {place}" if place else f"{about} {known}".strip()
            about = known if challenge.about_kind == "mapping" and known else about
        kind = in_words(challenge.kind)
        given = sorted(self._answers.get(challenge.id, []), key=lambda a: (a.at, a.id))
        answer = _ANSWERS.get(challenge.state, challenge.state)
        if challenge.state == "open" and not challenge.awaits_answer:
            answer = "asks for no answer"
        if given and given[-1].text:
            answer = f"{answer}: {given[-1].text}"
        outcome = self._outcomes.get(challenge.id)
        judged = "not recorded"
        if outcome:
            judged = (
                f"{outcome.judged}{': ' if outcome.text else ''}{outcome.text or ''}"
            )
        changes = self._changes.get(challenge.id, [])
        said = f"{kind}: {challenge.text}" if challenge.text else kind
        return about, said, answer, judged, changes
