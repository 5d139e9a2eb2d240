"""Which techniques of trustworthiness have a record behind them, and which records.

No text of ours claims a technique without one: no session, no peer debriefing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.in_words import counted, listed, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.facts import Facts


#: What became of a challenge, in the order in which it is told.
_ANSWERS: Final = {
    "accept": "accepted",
    "in-part": "accepted in part",
    "keep": "answered by keeping things as they are, with a reason",
    "park": "parked",
    "open": "not answered yet",
}
#: What a reply can hold, one and several.
_REMARKS: Final = {
    "correction": ("correction",),
    "addition": ("addition",),
    "removal": ("removal",),
    "theme-comment": ("comment on a theme", "comments on themes"),
}


@dataclass(frozen=True, slots=True)
class Technique:
    """One technique: how many records it has, what they say, and where they stand."""

    name: str
    records: int
    sentence: str
    where: str


def techniques(f: Facts) -> list[Technique]:
    """Every technique that is looked for, whether or not it has a record."""
    return list(_techniques(f))


def technique(f: Facts, name: str) -> Technique:
    """The technique of this name."""
    return next(each for each in techniques(f) if each.name == name)


def _techniques(f: Facts) -> Iterator[Technique]:
    yield Technique(
        "audit trail",
        len(f.moment.events()),
        f"Every decision was kept in an audit trail ({f.moment.at:,} decisions).",
        f"decisions 1\N{EN DASH}{f.moment.at}",
    )
    yield _debriefing(f)
    yield _member_checking(f)
    yield _journal(f)
    yield _field_notes(f)
    yield _second_coder(f)
    again = sum(1 for t in f.transcripts if f.passes[t.id] > 1)
    yield Technique(
        "repeated reading",
        again,
        f"{counted(again, 'transcript')} had a second reading or more.",
        f.cite("PassRecorded"),
    )
    reread = f.number("TranscriptReread")
    yield Technique(
        "return to the whole data set",
        reread,
        f"Whole transcripts were read again against the themes {times(reread)}.",
        f.cite("TranscriptReread"),
    )
    yield _negative_cases(f)
    checked = f.number("TranscriptChecked")
    yield Technique(
        "check of transcripts against recordings",
        checked,
        f"{counted(checked, 'check')} of transcripts against the recording "
        f"{'is' if checked == 1 else 'are'} on record.",
        f.cite("TranscriptChecked"),
    )


def _debriefing(f: Facts) -> Technique:
    opened = f.kinds.get("DebriefOpened", [])
    heard = {
        event.payload["session"]
        for kind in ("DebriefReturned", "ChallengeRaised")
        for event in f.kinds.get(kind, ())
    }
    # who was sent a packet and has not answered took no part
    sessions = [
        e for e in opened if e.payload["meeting"] or e.payload["session"] in heard
    ]
    debriefers = {event.payload["debriefer"] for event in sessions}
    raised = {event.payload["challenge"] for event in f.challenges}
    # the latest answer counts
    answers = {
        e.payload["challenge"]: e.payload["new"]
        for e in f.kinds.get("ChallengeAnswered", [])
    }
    states = Counter(answers.get(challenge, "open") for challenge in raised)
    judged = {
        e.payload["challenge"]: e.payload["judged"]
        for e in f.kinds.get("OutcomeJudged", [])
    }
    dissent = sum(outcome == "dissent" for outcome in judged.values())
    came = listed(
        f"{states[state]} {said}" for state, said in _ANSWERS.items() if states[state]
    )
    told = (
        f"{counted(len(debriefers), 'peer debriefer')} took part in "
        f"{counted(len(sessions), 'session')} and raised "
        f"{counted(len(raised), 'challenge')}{': ' if came else ''}{came}"
    )
    told += f"; {dissent} ended in dissent." if dissent else "."
    if f.number("ChallengeRaised") > len(raised):
        told += " Readings were given too; they are kept and not counted."
    waiting = len(opened) - len(sessions)
    if waiting:
        told += f" Of {counted(waiting, 'packet')} nothing has come back."
    if not sessions:
        told = "A peer debriefer was asked; nothing has come back yet."
    return Technique(
        "peer debriefing",
        len(sessions),
        told,
        f.cite("DebriefOpened", "ChallengeRaised", "ChallengeAnswered"),
    )


def _member_checking(f: Facts) -> Technique:
    packets = {
        e.payload["packet"]: e.payload for e in f.kinds.get("MemberPacketMade", [])
    }
    states = {name: payload["state"] for name, payload in packets.items()}
    sent = {name for name, state in states.items() if state == "sent"}
    for event in f.kinds.get("MemberPacketMoved", []):
        if event.payload["new"] in ("sent", "reminded", "replied", "no-reply"):
            sent.add(event.payload["packet"])
    replied = {e.payload["packet"] for e in f.kinds.get("MemberReplied", [])}
    sent |= replied
    remarks = Counter(
        e.payload["remark_kind"] for e in f.kinds.get("MemberRemarkTaken", [])
    )
    told = (
        f"{counted(len(sent), 'packet')} went to participants, {len(replied)} of them "
        f"{'was' if len(replied) == 1 else 'were'} answered"
    )
    held = listed(
        counted(remarks[kind], *several)
        for kind, several in _REMARKS.items()
        if remarks[kind]
    )
    told += f", with {held}." if held else "."
    kept = sum(state == "not-sent" for state in states.values())
    if kept:
        told += f" To {counted(kept, 'participant')} it was decided not to send one."
    told += " Silence was not taken for agreement."
    where = f.cite("MemberPacketMade", "MemberPacketMoved", "MemberReplied")
    return Technique("participant checking", len(sent), told, where)


def _journal(f: Facts) -> Technique:
    entries = f.memos["journal"]
    days = {
        event.at[:10]
        for event in f.kinds.get("MemoWritten", [])
        if event.payload["memo_kind"] == "journal"
    }
    return Technique(
        "reflexive journal",
        entries,
        f"A reflexive journal was kept: {counted(entries, 'entry', 'entries')} on "
        f"{counted(len(days), 'day')}.",
        f.cite("MemoWritten") if entries else "",
    )


def _field_notes(f: Facts) -> Technique:
    notes = f.memos["field-note"] + f.number("FieldNoteWritten")
    return Technique(
        "field notes",
        notes,
        f"{counted(notes, 'field note')} {'was' if notes == 1 else 'were'} kept.",
        f.cite("FieldNoteWritten", "MemoWritten") if notes else "",
    )


def _second_coder(f: Facts) -> Technique:
    by_transcript: dict[str, set[str]] = {}
    for segment in f.segments:
        by_transcript.setdefault(segment.transcript, set()).add(segment.by)
    shared = sorted(t for t, who in by_transcript.items() if len(who) > 1)
    return Technique(
        "more than one coder",
        len(shared),
        f"{listed(f.coders)} coded; {counted(len(shared), 'transcript')} "
        f"{'was' if len(shared) == 1 else 'were'} coded by more than one of them.",
        f.cite("SegmentCoded") if shared else "",
    )


def _negative_cases(f: Facts) -> Technique:
    sought, noted = f.number("NegativeCasesSought"), f.number("NegativeCaseNoted")
    told = f"Negative cases were looked for {times(sought)}; {noted} were noted."
    return Technique(
        "negative cases",
        sought + noted,
        told,
        f.cite("NegativeCasesSought", "NegativeCaseNoted", "NegativeCaseAnswered"),
    )
