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
