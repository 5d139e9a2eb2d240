"""The Merkle tree of RFC 6962 over the events, grown one leaf at a time.

Source: RFC 6962, section 2.1: leaf = SHA-256(0x00 || body),
node = SHA-256(0x01 || left || right).
"""

from __future__ import annotations

from hashlib import sha256


class Tree:
    """A tree that knows its root at every size it passes."""

    def __init__(self) -> None:
        self.size = 0
        # the roots of the perfect subtrees, largest first, with their sizes
        self._peaks: list[tuple[int, bytes]] = []

    def append(self, body: bytes) -> None:
        """The tree has one leaf more."""
        self.size += 1
        width, node = 1, sha256(b"\x00" + body).digest()
        peaks = self._peaks
        while peaks and peaks[-1][0] == width:
            node = sha256(b"\x01" + peaks.pop()[1] + node).digest()
            width *= 2
        peaks.append((width, node))

    def root(self) -> bytes:
        """The root over the leaves so far; SHA-256 of nothing for an empty tree."""
        if not self._peaks:
            return sha256(b"").digest()
        node = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            node = sha256(b"\x01" + left + node).digest()
        return node
