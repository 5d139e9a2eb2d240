"""What participants were sent, what came back, and what was done with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench import model
from workbench.exporters.facts import Facts
from workbench.exporters.table import Column, Content, Sheet, Table, Text
from workbench.exporters.trail_story import date
from workbench.exporters.trustworthiness import technique

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment

_KINDS = ("correction", "addition", "removal", "theme-comment", "set-aside")


def member_checking(moment: Moment) -> Content:
    """The register of packets, with counts of what each reply held.

    Told are counts, never the words of a reply: their place is the transcript, in a
    new version, where consent decides about them.
    """
    facts = Facts(moment)
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
    rows = []
    for packet in packets:
        counts = remarks.get(packet.id, Counter())
        rows.append(
            (
                *(str(packet.number), packet.participant, packet.about),
                *(date(packet.at), packet.state),
                *(str(counts[kind]) for kind in _KINDS),
            )
        )
    heads = (
        *("No", "Who", "About", "Day", "State"),
        *("Corrected", "Added", "Removed", "Themes", "Aside"),
    )
    widths = (1, 1.4, 2.3, 2.6, 1.9, 2.2, 1.5, 2, 1.7, 1.5)
    table = Table(
        "Packets to participants and what came back",
        [Column(h, w) for h, w in zip(heads, widths, strict=True)],
        rows,
        ("No reply was not taken for agreement.",),
    )
    opening = Text(technique(facts, "participant checking").sentence)
    sheet = Sheet("Participants' checking", columns, rows)
    return Content(title, (opening, table), (sheet,))
