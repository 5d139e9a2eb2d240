"""What a participant is sent: her own words, or what was made of them, put plainly.

Only her turns and the interviewer's are in it. No reply never counts as agreement.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.member_checking import (
    MemberPacketMade,
    MemberPacketMoved,
    SafetyFlagSet,
    SynthesisWorded,
)
from workbench.errors import ConsentError, RefusedError, UnknownObjectError
from workbench.familiarise.transcripts import turns_of
from workbench.model import (
    ERASED,
    PACKET_STATES,
    SAFETY_FLAGS,
    LaySynthesis,
    MemberPacket,
    Participant,
    SafetyFlag,
    Speaker,
    Theme,
    Transcript,
)
from workbench.study import CHECK, READ, require
from workbench.trust.addressees import hindrance, talk_of_each
from workbench.trust.quotable import quotable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.model import Turn
    from workbench.store.project import Project, Receipt

#: From which state a packet may come into which; a reply comes by its own decision.
_MOVES: Final[dict[str, frozenset[str]]] = {
    "made": frozenset({"sent", "not-sent"}),
    "not-sent": frozenset({"sent"}),
    "sent": frozenset({"reminded", "no-reply", "declined", "withdrawn"}),
    "reminded": frozenset({"no-reply", "declined", "withdrawn"}),
    "no-reply": frozenset({"reminded", "declined", "withdrawn"}),
    "replied": frozenset({"withdrawn"}),
    "declined": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One numbered turn of a packet; the number is the turn's, counted from 1."""

    number: int
    is_hers: bool
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A theme in plain language, with quotations that may be shown to this person."""

    theme: str
    name: str
    text: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberLetter:
    """All that a participant's packet holds, before it is a Word file or plain text."""

    number: int
    title: str
    participant: str
    group: str
    about: str
    transcript: str | None
    deadline: str | None
    contact: str
    said: tuple[Said, ...] = ()
    told: tuple[Told, ...] = ()


def set_safety(
    project: Project, by: str, participant: str, flag: str, reason: str | None = None
) -> None:
    """How a participant may be written to is on record; her latest flag counts.

    Raises:
        UnknownObjectError: no such participant or flag.
        RefusedError: no reason was given for a flag.
    """
    require(project, by, CHECK)
    project.one(Participant, id=participant)
    if flag not in SAFETY_FLAGS:
        hint = f"Choose one of {', '.join(SAFETY_FLAGS)}."
        raise UnknownObjectError("safety flag", flag, hint)
    told = (reason or "").strip()
    if flag != "none" and not told:
        msg = "a safety flag needs a reason, so that the next person understands it."
        raise RefusedError(msg)
    given = Words(told) if told else None
    project.record(SafetyFlagSet(project.new_id("sf"), participant, flag, given), by=by)


def safety_of(project: Project, participant: str) -> SafetyFlag | None:
    """A participant's latest safety flag; None where none was set."""
    found = project.read(SafetyFlag, participant=participant)
    return max(found, key=lambda row: (row.at, row.id), default=None)


def word_synthesis(project: Project, by: str, theme: str, text: str) -> None:
    """What participants are to read of a theme, written by a person in plain words.

    Raises:
        UnknownObjectError: no such theme.
        RefusedError: no word was written.
    """
    require(project, by, CHECK)
    project.one(Theme, id=theme)
    if not text.strip():
        msg = "the text for participants is empty."
        raise RefusedError(msg)
    name = project.new_id("ly")
    project.record(SynthesisWorded(name, theme, Words(text.strip())), by=by)


def syntheses(project: Project) -> dict[str, str]:
    """The latest text for participants of each theme that has one."""
    rows = sorted(project.read(LaySynthesis), key=lambda row: (row.at, row.id))
    return {row.theme: row.text for row in rows}


def letter(
    project: Project,
    by: str,
    participant: str,
    *,
    about: str = "transcript",
    transcript: str | None = None,
    deadline: str | None = None,
    contact: str = "",
) -> MemberLetter:
    """What a participant's packet would hold; nothing is recorded.

    Args:
        project: the study.
        by: the researcher.
        participant: who is asked.
        about: transcript (her own words) or synthesis (what was made of them).
        transcript: which of hers; None where she has one.
        deadline: the day to reply by, as YYYY-MM-DD.
        contact: how she can reach the researcher.

    Raises:
        ConsentError: she withdrew, does not want contact, or is not to be sent this.
        UnknownObjectError, RefusedError.
    """
    require(project, by, CHECK)
    person = project.read(Participant, id=participant)
    if not person:
        raise UnknownObjectError("participant", participant)
    _check_may_send(project, person[0])
    check_day(deadline, "deadline")
    number = 1 + max((p.number for p in project.rows(MemberPacket)), default=0)
    if about not in ("transcript", "synthesis"):
        hint = "Choose transcript or synthesis."
        raise UnknownObjectError("kind of packet", about, hint)
    hers = about == "transcript"
    where = _her_transcript(project, participant, transcript) if hers else None
    return MemberLetter(
        number=number,
        title=project.study().title,
        participant=participant,
        group=person[0].group or "",
        about=about,
        transcript=where,
        deadline=deadline,
        contact=contact.strip(),
        said=tuple(_said(project, participant, where)) if where else (),
        told=() if hers else tuple(_told(project, participant)),
    )


def _check_may_send(project: Project, person: Participant) -> None:
    why = hindrance(person, safety_of(project, person.id))
    if why is not None:
        msg = f"{person.id} {why}."
        raise ConsentError(msg)


def check_day(day: str | None, what: str) -> None:
    """A day is written as one, where it is given.

    Raises:
        RefusedError: it is not.
    """
    if day is None:
        return
    try:
        date.fromisoformat(day)
    except ValueError:
        msg = f"the {what} is a day, written as 2025-06-30, not '{day}'."
        raise RefusedError(msg) from None


def _her_transcript(project: Project, participant: str, transcript: str | None) -> str:
    hers = talk_of_each(project).get(participant, [])
    if transcript is not None:
        if transcript not in hers:
            hint = f"Hers are: {', '.join(hers) or 'none'}."
            raise UnknownObjectError("transcript of this person", transcript, hint)
        return transcript
    if len(hers) != 1:
        msg = (
            f"{participant} speaks in {len(hers)} transcripts; say which one"
            f"{': ' + ', '.join(hers) if hers else ''}."
        )
        raise RefusedError(msg)
    return hers[0]


def _said(project: Project, participant: str, transcript: str) -> list[Said]:
    version = project.one(Transcript, id=transcript).version
    return [
        Said(turn.index + 1, is_hers, turn.text)
        for turn, is_hers in her_turns(project, participant, version)
    ]


def her_turns(
    project: Project, participant: str, version: str
) -> list[tuple[Turn, bool]]:
    """Her turns and the interviewer's, with whether each is hers; nobody else's."""
    cast = {s.index: s for s in project.rows(Speaker, version=version)}
    found = []
    for turn in turns_of(project, version):
        speaker = cast.get(turn.speaker) if turn.speaker is not None else None
        if speaker is None or not turn.text or not turn.text.strip(ERASED):
            continue
        if speaker.participant == participant:
            found.append((turn, True))
        elif speaker.role == "interviewer" and speaker.participant is None:
            found.append((turn, False))
    return found


def _told(project: Project, participant: str) -> list[Told]:
    texts = syntheses(project)
    if not texts:
        msg = (
            "no theme has a text for participants yet. Write one in plain words, on "
            "the Member check page or before making packets of this kind."
        )
        raise RefusedError(msg)
    quotes = quotable(project, participant)
    return [
        Told(theme.id, theme.name, texts[theme.id], tuple(quotes.get(theme.id, ())))
        for theme in project.read(Theme)
        if theme.id in texts and theme.state != "discarded"
    ]


def packet_decision(
    project: Project, given: MemberLetter, sha256: str
) -> MemberPacketMade:
    """The decision that a packet was made."""
    version = None
    if given.transcript is not None:
        version = project.one(Transcript, id=given.transcript).version
    return MemberPacketMade(
        packet=project.new_id("mp"),
        number=given.number,
        participant=given.participant,
        about=given.about,
        transcript=given.transcript,
        version=version,
        themes=tuple(told.theme for told in given.told),
        deadline=given.deadline,
        state="made",
        sha256=Words(sha256),
        reason=None,
    )


def record_not_sent(project: Project, by: str, participant: str, reason: str) -> str:
    """Somebody is not sent a packet, and why is on record; the entry's id.

    Raises:
        RefusedError: no reason was given.
        UnknownObjectError: no such participant.
    """
    require(project, by, CHECK)
    project.one(Participant, id=participant)
    if not reason.strip():
        msg = "say why this person is not sent a packet."
        raise RefusedError(msg)
    packet = project.new_id("mp")
    number = 1 + max((p.number for p in project.rows(MemberPacket)), default=0)
    project.record(
        MemberPacketMade(
            *(packet, number, participant, "transcript", None, None, (), None),
            *("not-sent", None, Words(reason.strip())),
        ),
        by=by,
    )
    return packet


def can_become(packet: MemberPacket) -> frozenset[str]:
    """The states a packet can be marked with; none is sent that was never made."""
    states = _MOVES[packet.state]
    return states - {"sent"} if packet.sha256 is None else states


def move(
    project: Project,
    by: str,
    packet: str,
    state: str,
    on: str | None = None,
    note: str | None = None,
) -> Receipt:
    """A packet was sent, reminded of, declined, withdrawn, or got no reply.

    Raises:
        UnknownObjectError: no such packet or state.
        RefusedError: it cannot come into that state from where it is.
    """
    require(project, by, CHECK)
    if state not in PACKET_STATES:
        hint = f"Choose one of {', '.join(PACKET_STATES)}."
        raise UnknownObjectError("state of a packet", state, hint)
    check_day(on, "day")
    row = project.one(MemberPacket, id=packet)
    if state not in can_become(row):
        can = ", ".join(sorted(can_become(row))) or "nothing else"
        msg = f"packet {row.number} is '{row.state}'; it can become {can}."
        raise RefusedError(msg)
    told = Words(note.strip()) if note and note.strip() else None
    return project.record(MemberPacketMoved(packet, row.state, state, on, told), by=by)


def register(project: Project, by: str) -> list[MemberPacket]:
    """Every packet, by number, words as text."""
    require(project, by, READ)
    return sorted(project.read(MemberPacket), key=lambda row: row.number)


def counts_by_group(
    packets: Sequence[MemberPacket], groups: Mapping[str, str]
) -> dict[str, Counter[str]]:
    """How many packets are in each state, for each group of participants."""
    found: dict[str, Counter[str]] = {}
    for packet in packets:
        group = groups.get(packet.participant, "")
        found.setdefault(group, Counter())[packet.state] += 1
    return found
