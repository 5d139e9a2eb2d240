"""What participants were sent, what came back, and what was done with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts
from workbench.exporters.table import Column, Content, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.exporters.trustworthiness import technique
from workbench.in_words import counted, in_words, listed

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Cell

_KINDS = ("correction", "addition", "removal", "theme-comment", "set-aside")
_HELD = {
    "correction": ("correction",),
    "addition": ("addition",),
    "removal": ("removal",),
    "theme-comment": ("comment on a theme", "comments on themes"),
    "set-aside": ("remark left as it is", "remarks left as they are"),
}
_STATES = {
    "sent": "sent, waiting",
    "not-sent": "not to be sent",
    "no-reply": "no reply",
}


def member_checking(moment: Moment) -> Content:
    """The register of packets, with counts of what each reply held.

    Told are counts, never the words of a reply: their place is the transcript, in a
    new version, where consent decides about them.
    """
    facts = Facts.of(moment)
    title = f"{moment.study().title}: participants' checking"
    packets = sorted(moment.read(model.MemberPacket), key=lambda p: p.number)
    columns = ("no", "participant", "about", "day", "state", *_KINDS)
    if not packets:
        told = Text("No packet to participants is recorded.")
        return Content(title, (told,), (Sheet("Participants' checking", columns, ()),))
    packet_of = {reply.id: reply.packet for reply in moment.rows(model.MemberReply)}
    remarks: dict[str, Counter[str]] = {}
    for remark in moment.rows(model.MemberRemark):
        of = packet_of.get(remark.reply, "")
        remarks.setdefault(of, Counter())[remark.kind] += 1
    rows: list[tuple[Cell, ...]] = []
    data: list[tuple[str, ...]] = []
    for packet in packets:
        counts = remarks.get(packet.id, Counter())
        held = tuple(counts[kind] for kind in _KINDS)
        first = (str(packet.number), packet.participant, packet.about, date(packet.at))
        data.append((*first, packet.state, *map(str, held)))
        state = _STATES.get(packet.state, in_words(packet.state))
        came = listed(
            counted(count, *_HELD[kind])
            for kind, count in zip(_KINDS, held, strict=True)
            if count
        )
        if packet.state == "replied" and not came:
            came = "nothing taken from it yet"
        rows.append((*first, state, came))
    table = Table(
        "What was decided for each participant, and what came back",
        (
            *(Column("No", 1), Column("Who", 1.5), Column("About", 2.4)),
            *(Column("Day", 3.2), Column("State", 3.2), Column("What came back", 5.7)),
        ),
        rows,
        (
            "Silence was not taken for agreement.",
            "What replies say stands in the transcripts, as far as consent goes.",
        ),
        key="packets",
    )
    opening = Text(
        f"{technique(facts, 'participant checking').sentence} {{table:packets}} has a "
        "row for every packet, and for each that it was decided not to send."
    )
    sheet = Sheet("Participants' checking", columns, data)
    return Content(title, (opening, table), (sheet,))
