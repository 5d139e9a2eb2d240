"""What follows from member checking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import member_checking as decided
from workbench.model import (
    LaySynthesis,
    MemberPacket,
    MemberRemark,
    MemberReply,
    SafetyFlag,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.SafetyFlagSet)
def safety_flag_set(d: decided.SafetyFlagSet, c: Circumstance) -> Iterator[Change]:
    yield Put(SafetyFlag(d.note, d.participant, d.flag, d.reason, c.by, c.at))


@follows(decided.SynthesisWorded)
def synthesis_worded(d: decided.SynthesisWorded, c: Circumstance) -> Iterator[Change]:
    yield Put(LaySynthesis(d.synthesis, d.theme, d.text, c.by, c.at))


@follows(decided.MemberPacketMade)
def packet_made(d: decided.MemberPacketMade, c: Circumstance) -> Iterator[Change]:
    yield Put(
        MemberPacket(
            *(d.packet, d.number, d.participant, d.about, d.transcript, d.version),
            *(d.themes, d.deadline, d.state, d.sha256, d.reason),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.MemberPacketMoved)
def packet_moved(d: decided.MemberPacketMoved, _: Circumstance) -> Iterator[Change]:
    yield Edit(MemberPacket, (d.packet,), state=(d.old, d.new))


@follows(decided.MemberReplied)
def member_replied(d: decided.MemberReplied, c: Circumstance) -> Iterator[Change]:
    yield Edit(MemberPacket, (d.packet,), state=(d.old_state, "replied"))
    yield Put(
        MemberReply(
            *(d.reply, d.packet, d.participant, d.received, d.came_on),
            *(d.text, d.sha256),
            by=c.by,
            at=c.at,
        )
    )


@follows(decided.MemberRemarkTaken)
def remark_taken(d: decided.MemberRemarkTaken, c: Circumstance) -> Iterator[Change]:
    yield Put(
        MemberRemark(
            id=d.remark,
            reply=d.reply,
            participant=d.participant,
            kind=d.remark_kind,
            transcript=d.transcript,
            version=d.version,
            turn=d.turn,
            theme=d.theme,
            fits=d.fits,
            text=d.text,
            made=d.made,
            turns=d.turns,
            segments=d.segments,
            by=c.by,
            at=c.at,
        )
    )
