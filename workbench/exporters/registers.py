"""The registers: transcripts, consent, withdrawals, packets, and copies that left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts
from workbench.exporters.table import Column, Content, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.in_words import in_words
from workbench.model import OutsideCopy, Version, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

Rows = list[tuple[str, ...]]
#: Centimetres, where a column needs more or less than most.
_WIDTHS = {
    "Transcript": 3.0,
    "Challenges": 2.8,
    "Versions": 2.2,
    "Reason": 8.0,
    "Held on": 3.7,
    "Brought in": 3.7,
    "Day": 3.2,
    "Debriefer": 3.4,
    "Shown": 3.0,
    "How": 3.8,
    "State": 3.2,
    "Kind": 4.0,
    "At whose wish": 4.0,
}
_NOTES = {
    "Words erased": (
        "Texts are turns, quotes and whatever else held the words; they are gone for "
        "good, and the trail says that they were there."
    ),
    "Consent by group": (
        "Verbatim, paraphrase, none: how words may be quoted. Archive: agreed to a "
        "deposit."
    ),
    "Participants' checking, by group": (
        "A packet is sent, then waiting until a reply comes or is given up. Not to be "
        "sent: decided, with a reason."
    ),
    "Copies that left": "Exports, packets and backups, with the last decision in them.",
}
_WITHDRAWN = {
    "all": "of everything",
    "quotes": "of quotation",
    "contact": "of contact",
}
_STATES = {
    "active": "in the analysis",
    "removed": "taken out",
    "withdrawn": "withdrawn",
}


def registers(moment: Moment) -> Content:
    """Every register of the study; what has no entry says so."""
    facts = Facts.of(moment)
    found = (
        (
            "Transcripts",
            ("Transcript", "Held on", "Brought in", "Versions", "Readings", "State"),
            _transcripts(facts),
        ),
        (
            "Consent by group",
            ("Group", "People", "Verbatim", "Paraphrase", "None", "Archive"),
            _consent(facts),
        ),
        (
            "Withdrawals",
            ("Kind", "Day", "Turns", "Segments", "Themes touched"),
            _withdrawals(moment),
        ),
        ("Words erased", ("Day", "Texts", "At whose wish"), _erased(facts)),
        (
            "Corrections",
            ("Transcript", "Version", "Day", "Reason"),
            _corrections(moment),
        ),
        (
            "Participants' checking, by group",
            (
                *("Group", "Sent", "Replied", "Waiting", "No reply", "Declined"),
                "Not to be sent",
            ),
            _packets(facts),
        ),
        (
            "Peer debriefing",
            ("Day", "Debriefer", "Shown", "How", "Challenges", "State"),
            _sessions(facts),
        ),
        ("Copies that left", ("Kind", "Day", "Up to decision"), _copies(moment)),
    )
    blocks: list[Block] = []
    sheets = []
    nothing = []
    for title, columns, rows in found:
        if rows:
            notes = (_NOTES[title],) if title in _NOTES else ()
            blocks.append(_table(title, columns, rows, notes))
        else:
            nothing.append(title[:1].lower() + title[1:])
        sheets.append(Sheet(title, columns, rows))
    if nothing:
        blocks.append(Text(f"Nothing is recorded of: {'; '.join(nothing)}."))
    entries = [
        (title, number, column, value)
        for title, columns, rows in found
        for number, row in enumerate(rows, start=1)
        for column, value in zip(columns, row, strict=True)
    ]
    flat = Sheet("Registers", ("register", "row", "column", "value"), entries)
    return Content(f"{moment.study().title}: registers", blocks, sheets, flat)


def _table(
    title: str, columns: Sequence[str], rows: Rows, notes: Sequence[str]
) -> Table:
    heads = [Column(name, _WIDTHS.get(name, 2.5)) for name in columns]
    return Table(title, heads, rows, notes)


def _transcripts(f: Facts) -> Rows:
    versions = Counter(version.transcript for version in f.moment.rows(Version))
    return [
        (
            each.id,
            date(each.held_on) if each.held_on else "not recorded",
            date(each.imported_at),
            str(versions[each.id]),
            str(f.passes[each.id]),
            _state(f, each),
        )
        for each in f.moment.read(model.Transcript)
    ]


def _state(f: Facts, transcript: model.Transcript) -> str:
    if transcript.state == "active" and transcript.id in f.added:
        return "added on checking"
    return _STATES.get(transcript.state, transcript.state)


def _consent(f: Facts) -> Rows:
    groups: dict[str, list[model.Participant]] = {}
    for person in f.people:
        groups.setdefault(person.group or "not recorded", []).append(person)
    rows = []
    for group, people in sorted(groups.items()):
        quotes = Counter(person.quotes for person in people)
        archive = sum(person.archive for person in people)
        told = (quotes["verbatim"], quotes["paraphrase"], quotes["none"], archive)
        rows.append((group, str(len(people)), *map(str, told)))
    return rows


def _withdrawals(moment: Moment) -> Rows:
    # the count-only tombstone: the person is not named again
    return [
        (
            _WITHDRAWN.get(each.kind, each.kind),
            date(each.at),
            *(str(n) for n in (each.turns, each.segments, each.themes)),
        )
        for each in moment.read(Withdrawal)
    ]


def _erased(f: Facts) -> Rows:
    return [
        (
            date(event.at),
            str(len(event.payload["words"])),
            "a participant's" if event.payload["participant"] else "not recorded",
        )
        for event in f.kinds.get("WordsErased", ())
    ]


def _corrections(moment: Moment) -> Rows:
    versions = [v for v in moment.rows(Version) if v.number > 1]
    said = moment.words([v.reason for v in versions if v.reason])
    return [
        (
            each.transcript,
            str(each.number),
            date(each.made_at),
            said.get(each.reason or "", "not recorded"),
        )
        for each in versions
    ]


def _packets(f: Facts) -> Rows:
    group_of = {person.id: person.group or "not recorded" for person in f.people}
    by_group: dict[str, Counter[str]] = {}
    for packet in f.moment.read(model.MemberPacket):
        group = group_of.get(packet.participant, "not recorded")
        by_group.setdefault(group, Counter())[packet.state] += 1
    rows = []
    for group, states in sorted(by_group.items()):
        waiting = states["sent"] + states["reminded"]
        sent = waiting + sum(states[s] for s in ("replied", "no-reply", "declined"))
        told = (
            *(sent, states["replied"], waiting, states["no-reply"]),
            *(states["declined"], states["not-sent"]),
        )
        rows.append((group, *map(str, told)))
    return rows


def _sessions(f: Facts) -> Rows:
    raised = Counter(
        c.session for c in f.moment.read(model.Challenge) if not c.is_reading
    )
    return [
        (
            date(each.at),
            f.analysis.names.get(each.debriefer, each.debriefer),
            in_words(each.shows),
            "in a meeting" if each.meeting else f"by packet, {in_words(each.blind)}",
            str(raised[each.id]),
            each.state,
        )
        for each in sorted(
            f.moment.read(model.DebriefSession), key=lambda s: (s.at, s.id)
        )
    ]


def _copies(moment: Moment) -> Rows:
    copies = sorted(moment.rows(OutsideCopy), key=lambda copy: (copy.at, copy.id))
    return [(in_words(copy.kind), date(copy.at), str(copy.up_to)) for copy in copies]
