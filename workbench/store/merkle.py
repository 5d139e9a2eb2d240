"""The Merkle tree of RFC 6962 over the events, grown one leaf at a time.

Source: RFC 6962, section 2.1: leaf = SHA-256(0x00 || body),
node = SHA-256(0x01 || left || right).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The root of a perfect subtree, with how many leaves it has.
Peak: TypeAlias = tuple[int, bytes]


def leaf(body: bytes) -> bytes:
    """The hash of one event's body as a leaf."""
    return sha256(b"\x00" + body).digest()


def peaks_over(leaves: Sequence[bytes]) -> list[Peak]:
    """The roots of the perfect subtrees over hashed leaves, largest first."""
    peaks: list[Peak] = []
    width, nodes = 1, list(leaves)
    while nodes:
        if len(nodes) % 2:
            peaks.append((width, nodes.pop()))
        pairs = zip(nodes[::2], nodes[1::2], strict=True)
        nodes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        width *= 2
    return peaks[::-1]


class Tree:
    """A tree that knows its root at every size it passes."""

    def __init__(self) -> None:
        self.size = 0
        #: The roots of the perfect subtrees, largest first.
        self.peaks: list[Peak] = []

    def append(self, body: bytes) -> None:
        """The tree has one leaf more."""
        self.join(1, leaf(body))

    def join(self, width: int, node: bytes) -> None:
        """A perfect subtree stands after the leaves so far.

        Its width, a power of two, divides the number of leaves before it.
        """
        self.size += width
        peaks = self.peaks
        while peaks and peaks[-1][0] == width:
            node = sha256(b"\x01" + peaks.pop()[1] + node).digest()
            width *= 2
        peaks.append((width, node))

    def root(self) -> bytes:
        """The root over the leaves so far; SHA-256 of nothing for an empty tree."""
        if not self.peaks:
            return sha256(b"").digest()
        node = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            node = sha256(b"\x01" + left + node).digest()
        return node


def consistency(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """What shows that the tree over all hashed leaves goes on from that of the first.

    Some twenty hashes for a million leaves; none of them tells what a leaf is.

    Args:
        leaves: every hashed leaf (`leaf`), in order.
        size: how many leaves the earlier tree had, from 1 to all of them.

    Source: RFC 6962, section 2.1.2.
    """
    proof: list[bytes] = []
    lower, upper, known = 0, len(leaves), True
    while size != upper:
        split = lower + (1 << ((upper - lower - 1).bit_length() - 1))
        if size <= split:
            proof.append(_root(leaves[split:upper]))
            upper = split
        else:
            proof.append(_root(leaves[lower:split]))
            lower, known = split, False
    if not known:
        proof.append(_root(leaves[lower:upper]))
    return proof[::-1]


def _root(leaves: Sequence[bytes]) -> bytes:
    tree = Tree()
    for width, node in peaks_over(leaves):
        tree.join(width, node)
    return tree.root()


def goes_on(
    old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that a tree begins with the leaves of an earlier one.

    Args:
        old: size and root of the earlier tree.
        new: size and root of the later one.
        proof: what `consistency` gave for the two.

    Source: RFC 9162, section 2.1.4.2.
    """
    if old[0] == new[0]:
        return old[1] == new[1] and not proof
    if not 0 < old[0] < new[0]:
        return False
    first, last = old[0] - 1, new[0] - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    hashes = list(proof) if first else [old[1], *proof]
    if not hashes:
        return False
    before = now = hashes[0]
    for node in hashes[1:]:
        if not last:
            return False
        if first & 1 or first == last:
            before = sha256(b"\x01" + node + before).digest()
            now = sha256(b"\x01" + node + now).digest()
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            now = sha256(b"\x01" + now + node).digest()
        first, last = first >> 1, last >> 1
    return (before, now, last) == (old[1], new[1], 0)
