"""A debriefer's installation keeps the last checkpoint it saw, and holds on to it.

Each packet brings proofs that its trail goes on from the ones of earlier packets for
the same debriefer. So a trail that was cut, or written anew, before a point that was
shown to her is noticed without the trail itself, from a few hashes.

Source: RFC 6962, section 2.1.2; RFC 9162, section 2.1.4.2.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from workbench.errors import BrokenTrailError, PacketRefusedError
from workbench.model import DebriefPacket, DebriefSession
from workbench.store.checkpoint import last_seen, leaves_of, parse_note, remember_anew
from workbench.store.merkle import consistency, goes_on
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from workbench.store.checkpoint import Checkpoint
    from workbench.store.project import Project
    from workbench.trust.packet import Packet


def proofs(project: Project, debriefer: str, size: int) -> dict[str, list[str]]:
    """By size, that the trail goes on from each one vouched for to her before.

    Args:
        project: the study.
        debriefer: who is handed a packet.
        size: how many decisions the packet's checkpoint covers.
    """
    hers = {s.id for s in project.rows(DebriefSession, debriefer=debriefer)}
    earlier = {p.covered for p in project.rows(DebriefPacket) if p.session in hers}
    if not earlier:
        return {}
    leaves = leaves_of(project, up_to=size)
    return {
        str(before): [
            base64.b64encode(node).decode() for node in consistency(leaves, before)
        ]
        for before in sorted(earlier)
        if 0 < before <= size
    }


def check(packet: Packet, surroundings: Surroundings | None = None) -> None:
    """The packet's trail goes on from the one seen here last, which is kept from now.

    Nothing is kept where it does not.

    Raises:
        BrokenTrailError: it is shorter, or was written anew; or nothing shows that it
            was not.
        PacketRefusedError: what it brings as proof cannot be read.
    """
    here = surroundings or Surroundings()
    note = _note(packet)
    seen = last_seen(here, _place(note))
    if seen is not None and not _goes_on_from(packet, seen, note):
        raise BrokenTrailError(seen[0], note.size)
    accept(packet, here)


def accept(packet: Packet, surroundings: Surroundings | None = None) -> None:
    """What the packet vouches for is kept from now on, whatever was kept before."""
    note = _note(packet)
    here = surroundings or Surroundings()
    remember_anew(here, _place(note), note.size, note.root)


def seen_before(packet: Packet, surroundings: Surroundings | None = None) -> int | None:
    """How many decisions were vouched for when this study was seen here last."""
    seen = last_seen(surroundings or Surroundings(), _place(_note(packet)))
    return None if seen is None else seen[0]


def _note(packet: Packet) -> Checkpoint:
    return parse_note(packet.content["checkpoint"], "the packet")


def _place(note: Checkpoint) -> str:
    return f"packet-{note.origin}"


def _goes_on_from(packet: Packet, seen: tuple[int, bytes], note: Checkpoint) -> bool:
    if note.size == seen[0]:
        return note.root == seen[1]
    try:
        given = packet.content["goes_on_from"].get(str(seen[0]), [])
        proof = [base64.b64decode(node, validate=True) for node in given]
    except (KeyError, AttributeError, TypeError, binascii.Error):
        why = "what shows that its trail goes on cannot be read"
        raise PacketRefusedError("the packet", why) from None
    return goes_on(seen, (note.size, note.root), proof)
