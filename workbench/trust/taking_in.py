"""A debriefer's answers come back: all of them become hers in the trail, or none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions.debriefing import (
    BlindCodingGiven,
    ChallengeRaised,
    DebriefQuestionAnswered,
    DebriefReturned,
    OutcomeJudged,
    VerdictGiven,
)
from workbench.decisions.decision import Decision, Words
from workbench.errors import PacketRefusedError, RefusedError
from workbench.model import (
    OUTCOMES,
    UNCODED_VERDICTS,
    VERDICTS,
    BlindCoding,
    Challenge,
    ChallengeOutcome,
    CodedSegment,
    DebriefAnswer,
    DebriefPacket,
    DebriefQuestion,
    DebriefReturn,
    DebriefSession,
    Researcher,
    Transcript,
    Verdict,
    Version,
)
from workbench.study import JUDGE, PACK, can, require
from workbench.trust.challenges import ROW_OF, check_challenge
from workbench.trust.stretches import Place, place

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.answers_file import Answers

_MOST_TOLD: Final = 10


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking answers in."""

    session: str
    debriefer: str
    #: How many of each part were new.
    counts: dict[str, int]
    #: How many stood here already, from an earlier file for the same packet.
    known: int
    #: One line for each entry that was passed over, and why.
    passed_over: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    """The answers held against the packet that was handed out."""

    project: Project
    given: Answers
    session: DebriefSession
    faults: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    known: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _segments: dict[str, CodedSegment] = field(default_factory=dict)
    _lengths: dict[str, int] = field(default_factory=dict)
    _there: dict[type, set[str]] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        rows = self.project.rows(Transcript)
        self._gone = {t.id for t in rows if t.state == "withdrawn"}
        wanted = list(self.session.segments)
        found = self.project.rows(CodedSegment, id=wanted) if wanted else []
        self._segments = {row.id: row for row in found}
        versions = self.project.rows(Version, id=list(self.session.versions))
        self._lengths = {row.id: row.length for row in versions}

    def id_of(self, prefix: str, what: str) -> str:
        """The same id however often the same entry of a packet comes back."""
        digest = hashlib.sha256(f"{self.given.packet} {what}".encode()).hexdigest()
        return f"{prefix}-{digest[:10]}"

    def keep(
        self, row: type, decision: Decision, name: str, part: str
    ) -> list[Decision]:
        """The decision, unless an earlier file brought it."""
        if self.project.rows(row, id=name):
            self.known += 1
            return []
        self.counts[part] = self.counts.get(part, 0) + 1
        return [decision]

    def words(self, entry: dict[str, Any], name: str = "comment") -> Words | None:
        text = str(entry.get(name) or "").strip()
        return Words(text) if text else None

    def answers(self) -> list[Decision]:
        asked = {
            q.id for q in self.project.rows(DebriefQuestion, session=self.session.id)
        }
        found: list[Decision] = []
        for number, entry in enumerate(self.given.answers, start=1):
            question, text = entry["question"], self.words(entry, "text")
            if question not in asked:
                self.faults.append(f"answer {number} is to a question nobody asked")
            elif text is not None:
                name = self.id_of("da", f"answer {question}")
                told = DebriefQuestionAnswered(name, self.session.id, question, text)
                found += self.keep(DebriefAnswer, told, name, "answers")
        return found

    def verdicts(self) -> list[Decision]:
        if not self.given.verdicts:
            return []
        who = self.project.one(Researcher, id=self.session.debriefer)
        if not can(who, JUDGE, self.project):
            self.faults.append("it judges code assignments, which this study does not")
            return []
        found: list[Decision] = []
        for number, entry in enumerate(self.given.verdicts, start=1):
            decision = self._verdict(number, entry)
            if decision is not None:
                found += self.keep(Verdict, decision, decision.verdict, "verdicts")
        return found

    def _verdict(self, number: int, entry: dict[str, Any]) -> VerdictGiven | None:
        segment, stretch = entry.get("segment"), entry.get("stretch")
        judged, code = entry["judged"], entry.get("code")
        fault = None
        if (segment is None) == (stretch is None):
            fault = "is on nothing that was shown"
        elif segment is not None and segment not in self._segments:
            fault = "is on a coded segment that was not shown"
        elif stretch is not None and stretch not in self.session.stretches:
            fault = "is on a stretch that was not shown"
        elif judged not in (VERDICTS if segment else UNCODED_VERDICTS):
            fault = "is of a kind that there is not"
        elif code is not None and code not in self.session.codes:
            fault = "names a code that was not in the packet"
        if fault is not None:
            self.faults.append(f"verdict {number} {fault}")
            return None
        if segment is not None and self._segments[segment].transcript in self._gone:
            self.passed_over.append(f"verdict {number}: the participant has withdrawn")
            return None
        return VerdictGiven(
            verdict=self.id_of("vd", f"verdict {segment or stretch}"),
            session=self.session.id,
            segment=segment,
            stretch=stretch,
            judged=judged,
            code=code,
            comment=self.words(entry),
        )

    def codings(self) -> list[Decision]:
        found: list[Decision] = []
        if self.given.codings and self.session.blind == "open":
            self.faults.append("it codes a packet that was not for blind coding")
            return []
        shown = [place(name) for name in self.session.stretches]
        for number, entry in enumerate(self.given.codings, start=1):
            decision = self._coding(number, entry, shown)
            if decision is not None:
                found += self.keep(BlindCoding, decision, decision.coding, "codings")
        return found

    def _coding(
        self, number: int, entry: dict[str, Any], shown: list[Place]
    ) -> BlindCodingGiven | None:
        start, end = entry["start"], entry["end"]
        code, own = entry.get("code"), self.words(entry, "own_code")
        pairs = dict(zip(self.session.transcripts, self.session.versions, strict=True))
        transcript, version = str(entry["transcript"]), str(entry["version"])
        fault = None
        if pairs.get(transcript) != version:
            fault = "is in a transcript that was not shown"
        elif not isinstance(start, int) or not isinstance(end, int) or start >= end:
            fault = "has no place in the text"
        elif not any(p.touches(Place(version, start, end)) for p in shown):
            fault = "lies outside what was to be coded"
        elif (code is None) == (own is None):
            fault = "needs one code, of the list or her own"
        elif code is not None and code not in self.session.codes:
            fault = "names a code that was not in the packet"
        if fault is not None:
            self.faults.append(f"coding {number} {fault}")
            return None
        if transcript in self._gone:
            self.passed_over.append(f"coding {number}: the participant has withdrawn")
            return None
        if end > self._lengths[version]:
            self.faults.append(f"coding {number} has no place in the text")
            return None
        return BlindCodingGiven(
            coding=self.id_of("bc", f"coding {version} {start} {end} {code} {own}"),
            session=self.session.id,
            transcript=transcript,
            version=version,
            start=start,
            end=end,
            code=code,
            own_code=own,
            comment=self.words(entry),
        )

    def challenges(self) -> list[Decision]:
        found: list[Decision] = []
        for number, entry in enumerate(self.given.challenges, start=1):
            about_kind, about = str(entry["about_kind"]), entry.get("about")
            text, severity = str(entry["text"]), entry.get("severity") or None
            try:
                check_challenge(about_kind, str(entry["kind"]), severity, text)
            except RefusedError as error:
                self.faults.append(f"challenge {number}: {error}")
                continue
            if about_kind in ROW_OF and about not in self._shown(about_kind):
                self.faults.append(
                    f"challenge {number} is about a {about_kind} that was not shown"
                )
                continue
            name = self.id_of("ch", f"challenge {entry['id']}")
            raised = ChallengeRaised(
                challenge=name,
                session=self.session.id,
                about_kind=about_kind,
                about=about if about_kind in ROW_OF else None,
                challenge_kind=str(entry["kind"]),
                severity=severity,
                text=Words(text.strip()),
                raised_by=self.session.debriefer,
            )
            found += self.keep(Challenge, raised, name, "challenges")
        return found

    def _shown(self, about_kind: str) -> set[str]:
        if about_kind == "question":
            rows = self.project.rows(DebriefQuestion, session=self.session.id)
            return {row.id for row in rows}
        shown = {
            "segment": self.session.segments,
            "code": self.session.codes,
            "theme": self.session.themes,
            "mapping": self.session.links,
        }
        return set(shown[about_kind])

    def outcomes(self) -> list[Decision]:
        hers = {
            row.id: row.state
            for row in self.project.rows(Challenge, raised_by=self.session.debriefer)
        }
        found: list[Decision] = []
        for number, entry in enumerate(self.given.outcomes, start=1):
            challenge, judged = str(entry["challenge"]), str(entry["judged"])
            if challenge not in hers or judged not in OUTCOMES:
                self.faults.append(f"outcome {number} is of no challenge of hers")
                continue
            if hers[challenge] == "open":
                self.faults.append(f"outcome {number} is of an unanswered challenge")
                continue
            name = self.id_of("oj", f"outcome {challenge}")
            told = OutcomeJudged(
                *(name, challenge, judged, self.words(entry, "text")),
                self.session.debriefer,
            )
            found += self.keep(ChallengeOutcome, told, name, "outcomes")
        return found


def take_in(
    project: Project, by: str, given: Answers, file: str, form: str = "file"
) -> TakenIn:
    """A debriefer's answers are in the trail, each of them hers; or none is.

    Args:
        project: the study.
        by: the researcher who takes them in; on record as such.
        given: the answers, read from a file.
        file: the file's name, for messages.
        form: file or word.

    Raises:
        PacketRefusedError: for another study or packet, for a packet that was changed,
            taken in before, or with entries that do not fit what was shown.
        NotAllowedError: the role does not include it.
    """
    require(project, by, PACK)
    session = _session_of(project, given, file)
    reader = _Reader(project, given, session)
    decisions = [
        *reader.answers(),
        *reader.verdicts(),
        *reader.codings(),
        *reader.challenges(),
        *reader.outcomes(),
    ]
    if reader.faults:
        told = "; ".join(reader.faults[:_MOST_TOLD])
        more = len(reader.faults) - _MOST_TOLD
        raise PacketRefusedError(
            file, told + (f"; and {more} more" if more > 0 else "")
        )
    if not decisions and not reader.passed_over:
        why = "every answer in it is here already"
        raise PacketRefusedError(file, why if reader.known else "it holds no answer")
    back = DebriefReturned(
        back=project.new_id("dr"),
        packet=given.packet,
        session=session.id,
        sha256=Words(given.own_digest),
        form=form,
        taken_in_by=by,
    )
    project.record(back, *decisions, by=session.debriefer)
    return TakenIn(
        session.id,
        session.debriefer,
        reader.counts,
        reader.known,
        tuple(reader.passed_over),
    )


def _session_of(project: Project, given: Answers, file: str) -> DebriefSession:
    """The session that the answers belong to, if they are what was asked for."""
    if given.project != project.uuid:
        raise PacketRefusedError(file, "it answers a packet of another study")
    packets = project.read(DebriefPacket, id=given.packet)
    if not packets or packets[0].session != given.session:
        why = "this study handed out no such packet; was it made in another copy of it?"
        raise PacketRefusedError(file, why)
    if packets[0].sha256 != given.digest:
        why = "the packet it answers is not as it was handed out"
        raise PacketRefusedError(file, why)
    session = project.rows(DebriefSession, id=given.session)[0]
    if session.debriefer != given.debriefer:
        raise PacketRefusedError(file, "it was made for another debriefer")
    for back in project.read(DebriefReturn, packet=given.packet):
        if back.sha256 == given.own_digest:
            raise PacketRefusedError(file, f"it was taken in on {back.at[:10]}")
    if session.state != "open":
        why = f"debriefing {session.id} was closed meanwhile; open another one"
        raise PacketRefusedError(file, why)
    return session
