"""The registers: transcripts, consent, withdrawals, packets, and copies that left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts
from workbench.exporters.table import Column, Content, Heading, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.model import OutsideCopy, Version, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

Rows = list[tuple[str, ...]]


def registers(moment: Moment) -> Content:
    """Every register of the study; what has no entry says so."""
    facts = Facts(moment)
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
        (
            "Corrections",
            ("Transcript", "Version", "Day", "Reason"),
            _corrections(moment),
        ),
        (
            "Participant checking, by group",
            ("Group", "Packets", "Sent", "Replied", "No reply", "Not sent"),
            _packets(facts),
        ),
        (
            "Peer debriefing",
            ("Session", "Day", "Debriefer", "Shown", "Blind", "Challenges", "State"),
            _sessions(facts),
        ),
        ("Copies that left", ("Kind", "Day", "Up to decision"), _copies(moment)),
    )
    blocks: list[Block] = []
    sheets = []
    for title, columns, rows in found:
        blocks.append(Heading(title, 2))
        if rows:
            blocks.append(_table(title, columns, rows))
        else:
            blocks.append(Text("Not recorded."))
        sheets.append(Sheet(title, columns, rows))
    everything: Rows = [
        (title, *row, *[""] * (7 - len(row)))
        for title, _, rows in found
        for row in rows
    ]
    wide = Sheet("Registers", ("register", *"abcdefg"), everything)
    return Content(f"{moment.study().title}: registers", blocks, (wide, *sheets))


def _table(title: str, columns: Sequence[str], rows: Rows) -> Table:
    widths = {"Reason": 8.0, "Held on": 3.6, "Brought in": 3.6, "Day": 3.6}
    return Table(title, [Column(name, widths.get(name, 2.6)) for name in columns], rows)


def _transcripts(f: Facts) -> Rows:
    versions = Counter(version.transcript for version in f.moment.rows(Version))
    return [
        (
            each.id,
            date(each.held_on) if each.held_on else "not recorded",
            date(each.imported_at),
            str(versions[each.id]),
            str(f.passes[each.id]),
            each.state,
        )
        for each in f.moment.read(model.Transcript)
    ]


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
            each.kind,
            date(each.at),
            *(str(n) for n in (each.turns, each.segments, each.themes)),
        )
        for each in moment.read(Withdrawal)
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
        sent = sum(states[s] for s in ("sent", "reminded", "replied", "no-reply"))
        told = (
            *(states.total(), sent, states["replied"]),
            *(states["no-reply"], states["not-sent"]),
        )
        rows.append((group, *map(str, told)))
    return rows


def _sessions(f: Facts) -> Rows:
    raised = Counter(each.session for each in f.moment.read(model.Challenge))
    return [
        (
            each.id,
            date(each.at),
            f.analysis.names.get(each.debriefer, each.debriefer),
            each.shows,
            each.blind,
            str(raised[each.id]),
            each.state,
        )
        for each in f.moment.read(model.DebriefSession)
    ]


def _copies(moment: Moment) -> Rows:
    copies = sorted(moment.rows(OutsideCopy), key=lambda copy: (copy.at, copy.id))
    return [(copy.kind, date(copy.at), str(copy.up_to)) for copy in copies]
