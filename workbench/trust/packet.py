"""A packet: the study as a debriefer is to see it, frozen. What is hidden is not in it.

It is put together from what may be seen, never by leaving out from what there is: no
identity key, no origins, no suggestions, nobody's private notes, no other debriefer's
work have a place in it; blind, no code assignment, theme, theory or note has either.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions.decision import canonical, kinds
from workbench.decisions.phases import PHASE, Phase
from workbench.model import (
    ERASED,
    Code,
    CodedSegment,
    DebriefQuestion,
    DebriefSession,
    Memo,
    Participant,
    Researcher,
    Speaker,
    Theme,
    ThemeLine,
    Turn,
)
from workbench.study import questions
from workbench.trust.challenges import challenges
from workbench.trust.shown import are_whole
from workbench.trust.stretches import Place, place, sentences
from workbench.trust.theory_shown import theory_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from workbench.store.project import Project

    #: Puts acts of the trail into a sentence each.
    Tell = Callable[[Project, Collection[str]], Mapping[str, str]]

FORMAT: Final = "workbench debriefing packet"
VERSION: Final = 2
#: The parts of every packet, with what each is; and those of one that is not blind.
HOLDS: Final[dict[str, type]] = {
    **dict.fromkeys(("packet", "session", "project", "checkpoint", "way"), str),
    **dict.fromkeys(("study", "debriefer", "goes_on_from"), dict),
    **dict.fromkeys(("questions", "transcripts", "stretches"), list),
}
OPEN_HOLDS: Final = (
    *("codes", "segments", "themes", "lines", "mappings", "notes", "before"),
)
#: So many turns before and after a chosen place are shown with it.
AROUND: Final = 3
_GONE: Final = "[words withdrawn]"


@dataclass(frozen=True, slots=True)
class Packet:
    """What a debriefer gets, as plain values, and the digest that names it."""

    content: dict[str, Any]

    @property
    def data(self) -> bytes:
        """The packet's bytes, the same for the same content, safe inside a web page."""
        return canonical(self.content).replace(b"<", b"\\u003c")

    @property
    def digest(self) -> str:
        """SHA-256 of the packet's bytes."""
        return sha256(self.data).hexdigest()


def build(
    project: Project,
    session: str,
    packet: str,
    checkpoint: str,
    goes_on_from: Mapping[str, Sequence[str]],
    tell: Tell | None = None,
) -> Packet:
    """The packet of a session, put together from the study as it stands.

    Args:
        project: the study.
        session: the session's id.
        packet: the id that the packet is to have.
        checkpoint: the signed note that vouches for the trail so far.
        goes_on_from: what shows that it goes on from earlier ones (`continuing`).
        tell: what puts acts of the trail into sentences, for what came of challenges.
    """
    asked = project.read(DebriefSession, id=session)[0]
    study = project.study()
    put = sorted(
        project.read(DebriefQuestion, session=session), key=lambda row: row.number
    )
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "packet": packet,
        "session": session,
        "project": project.uuid,
        "made_on": project.surroundings.now()[:10],
        "checkpoint": checkpoint,
        "goes_on_from": goes_on_from,
        "study": {
            "title": study.title,
            "orientation": study.orientation,
            "questions": [question.text for question in questions(project)],
        },
        "way": _way(asked, study.orientation),
        "debriefer": {
            "id": asked.debriefer,
            "name": project.read(Researcher, id=asked.debriefer)[0].name,
        },
        "questions": [{"id": row.id, "text": row.text} for row in put],
        "transcripts": _transcripts(project, asked),
        "stretches": list(asked.stretches),
    }
    if asked.blind != "free":
        content["codes"] = _codes(project, asked)
    if asked.blind == "open":
        content |= _what_was_made(project, asked)
        content["before"] = _said_before(project, asked, tell)
    return Packet(content)


def _way(asked: DebriefSession, orientation: str) -> str:
    """How the packet is worked through: blind, as readings, or with verdicts."""
    if asked.blind != "open":
        return f"blind-{asked.blind}"
    return "readings" if orientation == "reflexive" else "verdicts"


def _codes(project: Project, asked: DebriefSession) -> list[dict[str, Any]]:
    wanted = set(asked.codes)
    return [
        {
            "id": code.id,
            "name": code.name,
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
        }
        for code in sorted(project.read(Code), key=lambda row: row.name.casefold())
        if code.id in wanted
    ]


def _what_was_made(project: Project, asked: DebriefSession) -> dict[str, Any]:
    """Code assignments, themes, theory, the notes chosen, and what she said before."""
    themes = [row for row in project.read(Theme) if row.id in set(asked.themes)]
    shown = {row.id for row in themes}
    return {
        "segments": [
            {
                "id": row.id,
                "transcript": row.transcript,
                "start": row.start,
                "end": row.end,
                "code": row.code,
            }
            for row in _in_reading_order(project, asked.segments)
        ],
        "themes": [
            {
                "id": row.id,
                "name": row.name,
                "state": row.state,
                "central_concept": row.central_concept,
                "definition": row.definition,
                "is_not": row.is_not,
                "parent": row.parent if row.parent in shown else None,
                "codes": [code for code in row.codes if code in set(asked.codes)],
            }
            for row in themes
        ],
        "lines": [
            {"from": row.source, "to": row.target, "says": row.says}
            for row in project.read(ThemeLine, state="drawn")
            if {row.source, row.target} <= shown
        ],
        "mappings": theory_shown(project, set(asked.links), [row.id for row in themes]),
        "notes": [
            {"id": row.id, "written_on": row.at[:10], "text": row.text}
            for row in project.read(Memo)
            if row.id in set(asked.memos)
        ],
    }


def _in_reading_order(project: Project, ids: Iterable[str]) -> list[CodedSegment]:
    wanted = set(ids)
    rows = (s for s in project.rows(CodedSegment, state="active") if s.id in wanted)
    return sorted(rows, key=lambda row: (row.transcript, row.start, row.end, row.id))


def _said_before(
    project: Project, asked: DebriefSession, tell: Tell | None
) -> list[dict[str, Any]]:
    """Her own earlier challenges with what came of them; nobody else's."""
    hers = [v for v in challenges(project) if v.challenge.raised_by == asked.debriefer]
    acts = {change.act for view in hers for change in view.changes}
    open_to_her = [act for act in acts if _is_of_the_analysis(project, act)]
    told = tell(project, open_to_her) if tell is not None else {}
    return [
        {
            "id": view.challenge.id,
            "about_kind": view.challenge.about_kind,
            "about": view.challenge.about,
            "kind": view.challenge.kind,
            "text": view.challenge.text,
            "state": view.challenge.state,
            "answers": [
                {"answer": a.answer, "text": a.text, "on": a.at[:10]}
                for a in view.answers
            ],
            "changes": [
                told.get(change.act, "A decision of the study is linked.")
                for change in view.changes
            ],
            "outcome": view.standing_outcome,
        }
        for view in hers
    ]


def _is_of_the_analysis(project: Project, act: str) -> bool:
    """Whether an act can be told her: nothing of other debriefers or participants."""
    known = kinds()
    phases = {PHASE[known[event.kind]] for event in project.events_of_act(act)}
    return Phase.TRUSTWORTHINESS not in phases


def _transcripts(project: Project, asked: DebriefSession) -> list[dict[str, Any]]:
    """The talk that is shown: whole interviews, or the places with some around."""
    groups = {p.id: p.group for p in project.read(Participant)}
    speakers: dict[str, dict[int, Speaker]] = {}
    for row in project.read(Speaker, version=list(asked.versions)):
        speakers.setdefault(row.version, {})[row.index] = row
    wanted = _wanted(project, asked)
    warnings = _warnings(project)
    found = []
    for transcript, version in zip(asked.transcripts, asked.versions, strict=True):
        turns = sorted(project.read(Turn, version=version), key=lambda t: t.index)
        kept = _kept(turns, wanted.get(version)) if wanted is not None else turns
        if not kept:
            continue
        cast = speakers.get(version, {})
        people = {s.participant for s in cast.values() if s.participant}
        found.append(
            {
                "id": transcript,
                "version": version,
                "group": ", ".join(sorted({groups.get(p) or "" for p in people})),
                "warning": warnings.get(transcript, ""),
                "turns": [_turn(t, cast, cut=asked.blind != "open") for t in kept],
            }
        )
    return found


def _warnings(project: Project) -> dict[str, str]:
    """What somebody should know before reading, by transcript."""
    return {
        row.about: row.text
        for row in project.read(Memo, kind="content-warning")
        if row.about is not None and row.visibility != "private"
    }


def _wanted(project: Project, asked: DebriefSession) -> dict[str, list[Place]] | None:
    """The places to be shown, by version; None where interviews are shown whole."""
    if are_whole(asked.shows, asked.size):
        return None
    places = [place(name) for name in asked.stretches]
    places += [
        Place(row.version, row.start, row.end)
        for row in _in_reading_order(project, asked.segments)
    ]
    found: dict[str, list[Place]] = {}
    for each in places:
        found.setdefault(each.version, []).append(each)
    return found


def _kept(turns: list[Turn], places: list[Place] | None) -> list[Turn]:
    """The turns of the places, with some before and after."""
    near: set[int] = set()
    for at, turn in enumerate(turns):
        if any(p.start < turn.end and turn.start < p.end for p in places or ()):
            near.update(range(at - AROUND, at + AROUND + 1))
    return [turn for at, turn in enumerate(turns) if at in near]


def _turn(turn: Turn, cast: dict[int, Speaker], *, cut: bool) -> dict[str, Any]:
    gone = turn.text == ERASED
    shown: dict[str, Any] = {
        "index": turn.index,
        "who": _who(turn, cast),
        "start": turn.start,
        "end": turn.end,
        "text": _GONE if gone else turn.text,
    }
    if cut:
        cuts = [] if gone else sentences(turn.text, turn.start)
        shown["sentences"] = [list(span) for span in cuts]
    return shown


def _who(turn: Turn, cast: dict[int, Speaker]) -> str:
    """A speaker by id or role: labels of transcripts can be names."""
    if turn.speaker is None or turn.speaker not in cast:
        return "speaker"
    speaker = cast[turn.speaker]
    return speaker.participant or speaker.role or f"speaker {turn.speaker + 1}"
