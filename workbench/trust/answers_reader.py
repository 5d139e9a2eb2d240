"""A debriefer's answers held against the packet that was handed out to her."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions.debriefing import (
    BlindCodingGiven,
    ChallengeRaised,
    DebriefQuestionAnswered,
    OutcomeJudged,
    StretchesRead,
    VerdictGiven,
)
from workbench.decisions.decision import Decision, Words
from workbench.errors import RefusedError
from workbench.model import (
    OUTCOMES,
    UNCODED_VERDICTS,
    VERDICTS,
    BlindCoding,
    BlindReading,
    Challenge,
    ChallengeOutcome,
    CodedSegment,
    DebriefAnswer,
    DebriefQuestion,
    DebriefSession,
    Researcher,
    Transcript,
    Verdict,
    Version,
)
from workbench.study import JUDGE, can
from workbench.trust.challenges import ROW_OF, check_challenge
from workbench.trust.stretches import Place, place

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.answers_file import Answers

_READ: Final = "stretches read"
#: What an entry says, by the names that decisions and rows share.
_SAID: Final = ("judged", "code", "severity", "text", "comment")


@dataclass(slots=True)
class AnswersReader:
    """The answers of one file as decisions, and what is wrong with them."""

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

    def _id_of(self, prefix: str, what: str) -> str:
        """The same id however often the same entry of a packet comes back."""
        digest = hashlib.sha256(f"{self.given.packet} {what}".encode()).hexdigest()
        return f"{prefix}-{digest[:10]}"

    def _keep(
        self, row: type, decision: Decision, name: str, part: str
    ) -> list[Decision]:
        """The decision, unless an earlier file brought it."""
        earlier: list[object] = self.project.read(row, id=name)
        if earlier:
            self.known += 1
            if _says_otherwise(earlier[0], decision):
                told = f"one of the {part} says otherwise than in an earlier file"
                self.passed_over.append(f"{told}; what came first stands")
            return []
        self.counts[part] = self.counts.get(part, 0) + 1
        return [decision]

    def _said(self, entry: dict[str, Any], name: str = "comment") -> Words | None:
        text = str(entry.get(name) or "").strip()
        return Words(text) if text else None

    def decisions(self) -> list[Decision]:
        """All that is new in the file, in order; `faults` say what does not fit."""
        return [
            *self._answers(),
            *self._verdicts(),
            *self._codings(),
            *self._read(),
            *self._challenges(),
            *self._outcomes(),
        ]

    def _answers(self) -> list[Decision]:
        asked = {
            q.id for q in self.project.rows(DebriefQuestion, session=self.session.id)
        }
        found: list[Decision] = []
        for number, entry in enumerate(self.given.answers, start=1):
            question, text = entry["question"], self._said(entry, "text")
            if question not in asked:
                self.faults.append(f"answer {number} is to a question nobody asked")
            elif text is not None:
                name = self._id_of("da", f"answer {question}")
                told = DebriefQuestionAnswered(name, self.session.id, question, text)
                found += self._keep(DebriefAnswer, told, name, "answers")
        return found

    def _verdicts(self) -> list[Decision]:
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
                found += self._keep(Verdict, decision, decision.verdict, "verdicts")
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
            verdict=self._id_of("vd", f"verdict {segment or stretch}"),
            session=self.session.id,
            segment=segment,
            stretch=stretch,
            judged=judged,
            code=code,
            comment=self._said(entry),
        )

    def _codings(self) -> list[Decision]:
        found: list[Decision] = []
        if self.given.codings and self.session.blind == "open":
            self.faults.append("it codes a packet that was not for blind coding")
            return []
        shown = [place(name) for name in self.session.stretches]
        for number, entry in enumerate(self.given.codings, start=1):
            decision = self._coding(number, entry, shown)
            if decision is not None:
                found += self._keep(BlindCoding, decision, decision.coding, "codings")
        return found

    def _coding(
        self, number: int, entry: dict[str, Any], shown: list[Place]
    ) -> BlindCodingGiven | None:
        start, end = entry["start"], entry["end"]
        code, own = entry.get("code"), self._said(entry, "own_code")
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
            coding=self._id_of("bc", f"coding {version} {start} {end} {code} {own}"),
            session=self.session.id,
            transcript=transcript,
            version=version,
            start=start,
            end=end,
            code=code,
            own_code=own,
            comment=self._said(entry),
        )

    def _read(self) -> list[Decision]:
        """The stretches of a blind round that she came to, as far as she tells."""
        looked = self.given.looked
        if not looked or self.session.blind == "open":
            return []
        if not set(looked) <= set(self.session.stretches):
            self.faults.append("it tells of a stretch that was not shown")
            return []
        told = tuple(name for name in self.session.stretches if name in set(looked))
        name = self._id_of("br", f"read {' '.join(told)}")
        read = StretchesRead(name, self.session.id, told)
        found = self._keep(BlindReading, read, name, _READ)
        if found:
            self.counts[_READ] = len(told)
        return found

    def _challenges(self) -> list[Decision]:
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
            name = self._id_of("ch", f"challenge {entry['id']}")
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
            found += self._keep(Challenge, raised, name, "challenges")
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

    def _outcomes(self) -> list[Decision]:
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
            name = self._id_of("oj", f"outcome {challenge}")
            told = OutcomeJudged(
                *(name, challenge, judged, self._said(entry, "text")),
                self.session.debriefer,
            )
            found += self._keep(ChallengeOutcome, told, name, "outcomes")
        return found


def _says_otherwise(row: object, decision: Decision) -> bool:
    """Whether an entry that came before says something else now."""
    return any(
        getattr(decision, name) != getattr(row, name)
        for name in _SAID
        if hasattr(row, name) and hasattr(decision, name)
    )
