"""A packet's trail goes on from the one a debriefer's installation saw before."""

from __future__ import annotations

import base64
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from workbench.coding import codes
from workbench.errors import BrokenTrailError, PacketRefusedError
from workbench.store.merkle import Tree, consistency, goes_on, leaf
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.study import add_researcher
from workbench.trust import continuing, packet_file, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.trust.packet import Packet

#: The leaves and proofs with which the authors of RFC 6962 test their own software.
BODIES = [
    bytes.fromhex(body)
    for body in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
PUBLISHED = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def root_of(bodies: Sequence[bytes]) -> bytes:
    tree = Tree()
    for body in bodies:
        tree.append(body)
    return tree.root()


@pytest.mark.parametrize("sizes", PUBLISHED)
def test_proofs_are_the_published_ones(sizes: tuple[int, int]) -> None:
    old, new = sizes
    leaves = [leaf(body) for body in BODIES[:new]]

    assert [node.hex() for node in consistency(leaves, old)] == [*PUBLISHED[sizes]]


def test_a_proof_holds_for_its_two_trees_and_for_no_others() -> None:
    bodies = [b"%d" % number for number in range(20)]
    leaves = [leaf(body) for body in bodies]
    for new in range(1, 21):
        now = (new, root_of(bodies[:new]))
        for old in range(1, new + 1):
            proof = consistency(leaves[:new], old)
            then = (old, root_of(bodies[:old]))
            assert goes_on(then, now, proof)
            assert not goes_on((old, sha256(b"another").digest()), now, proof)
            assert not goes_on(then, (new, sha256(b"another").digest()), proof)
            assert not goes_on(then, now, [*proof, then[1]])
            for at in range(len(proof)):
                assert not goes_on(then, now, [*proof[:at], *proof[at + 1 :]])
                wrong = sha256(proof[at]).digest()
                assert not goes_on(then, now, [*proof[:at], wrong, *proof[at + 1 :]])


def packet_of(study: Any, project: Project | None = None) -> Packet:
    given = project or study.project
    session = sessions.open_session(
        given, study.lead, study.debriefer, ["Well?"], Wish()
    )
    out = study.folder / f"{given.head().seq}.zip"
    hand_out_packet(given, study.lead, session, out)
    return packet_file.open_packet(out.read_bytes(), out.name)


def hers(tmp_path: Path) -> Surroundings:
    """The debriefer's own machine."""
    return Surroundings(config=tmp_path / "hers")


def test_a_later_packet_is_held_against_the_one_seen_before(
    study: Any, tmp_path: Path
) -> None:
    here = hers(tmp_path)
    first = packet_of(study)
    continuing.check(first, here)
    codes.create(study.project, study.lead, "a later thought")
    second = packet_of(study)
    codes.create(study.project, study.lead, "and another")
    third = packet_of(study)

    # she may have left one out
    continuing.check(third, here)
    kept = continuing.seen_before(third, here)
    assert kept == int(third.content["checkpoint"].splitlines()[1])
    with pytest.raises(BrokenTrailError, match="cut off or written anew"):
        continuing.check(second, here)
    assert continuing.seen_before(third, here) == kept


def test_a_trail_written_anew_and_grown_longer_is_noticed(
    study: Any, tmp_path: Path
) -> None:
    here = hers(tmp_path)
    before = study.folder / "before.workbench"
    shutil.copy(study.folder / "study.workbench", before)
    codes.create(study.project, study.lead, "what she saw")
    continuing.check(packet_of(study), here)

    anew = Project.open(before, surroundings=study.project.surroundings)
    for number in range(9):
        codes.create(anew, study.lead, f"what was put in its place {number}")
    forged = packet_of(study, anew)

    with pytest.raises(BrokenTrailError):
        continuing.check(forged, here)
    # after she has asked, she can hold on to the other one
    continuing.accept(forged, here)
    continuing.check(forged, here)


def test_a_proof_of_another_trail_is_none(study: Any, tmp_path: Path) -> None:
    here = hers(tmp_path)
    continuing.check(packet_of(study), here)
    later = packet_of(study)
    proof = later.content["goes_on_from"]
    (size,) = proof
    proof[size][-1] = base64.b64encode(sha256(b"").digest()).decode()
    with pytest.raises(BrokenTrailError):
        continuing.check(later, here)
    proof[size][-1] = "no base64"
    with pytest.raises(PacketRefusedError, match="cannot be read"):
        continuing.check(later, here)


def test_a_packet_tells_of_no_other_debriefers_packets(study: Any) -> None:
    packet_of(study)
    other = study.project
    who = add_researcher(other, study.lead, "Carla", "debriefer")
    session = sessions.open_session(other, study.lead, who, ["Well?"], Wish())
    out = study.folder / "carla.zip"
    hand_out_packet(other, study.lead, session, out)

    packet = packet_file.open_packet(out.read_bytes(), out.name)
    assert packet.content["goes_on_from"] == {}
