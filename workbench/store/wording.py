"""The wording: every string that a person spoke or typed, each under its own key.

An event carries HMAC-SHA-256(key, text) only. While text and key are here, anyone can
check that the words are the ones decided about; once both are erased, the trail is
whole and says nothing about them.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.errors import RefusedError
from workbench.store.schema import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from workbench.decisions.decision import Words
    from workbench.store.surroundings import Surroundings

KEY_BYTES: Final = 32
#: The two pads of an HMAC: what they make of a key, and of the rest of its block.
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))
_INNER_REST: Final = b"\x36" * (64 - KEY_BYTES)
_OUTER_REST: Final = b"\x5c" * (64 - KEY_BYTES)
_HALF_OF_A_PAIR: Final = re.compile("[\ud800-\udfff]")
#: Parameters per statement that every SQLite build takes.
_CHUNK: Final = 500


def commitment(key: bytes, text: str) -> str:
    """HMAC-SHA-256 of the text under its key, hex.

    Written out for keys of 32 bytes, which is half as fast again as the library's where
    a million of them are checked.

    Source: RFC 2104, section 2.
    """
    inner = sha256(key.translate(_INNER) + _INNER_REST + text.encode()).digest()
    return sha256(key.translate(_OUTER) + _OUTER_REST + inner).hexdigest()


class Kept:
    """Words on their way into the wording, with their ids and commitments."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._random = surroundings.random_bytes
        self.rows: list[dict[str, object]] = []
        self.commitments: dict[str, str] = {}

    def keep(self, words: Words) -> str:
        """The id under which these words will stand.

        Raises:
            RefusedError: they hold a character that no project can store.
        """
        if "\0" in words or _HALF_OF_A_PAIR.search(words):
            msg = (
                "the text holds a character that cannot be stored (NUL, or half of a "
                "surrogate pair). Take it out and repeat; nothing was changed."
            )
            raise RefusedError(msg)
        key = self._random(KEY_BYTES)
        name = f"w{self._random(8).hex()}"
        text = str(words)
        self.rows.append({"id": name, "key": key, "text": text})
        self.commitments[name] = commitment(key, text)
        return name

    def take_commitments(self, seq: int) -> dict[str, str]:
        """The commitments since the last call, for the event of this number."""
        taken, self.commitments = self.commitments, {}
        for row in self.rows[len(self.rows) - len(taken) :]:
            row["seq"] = seq
        return taken


def insert(conn: Connection, rows: Sequence[dict[str, object]]) -> None:
    """The words stand in the wording."""
    if rows:
        conn.execute(sa.insert(wording), rows)


def read(conn: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """The words of these ids; None where they were erased."""
    asked = list(dict.fromkeys(ids))
    found: dict[str, str | None] = {}
    for at in range(0, len(asked), _CHUNK):
        rows = conn.execute(
            sa.select(wording.c.id, wording.c.text).where(
                wording.c.id.in_(asked[at : at + _CHUNK])
            )
        )
        found.update({row.id: row.text for row in rows})
    return found


def erase(conn: Connection, ids: Iterable[str]) -> None:
    """Text and key of these ids are gone; their rows stay as a tombstone."""
    asked = [{"erased": name} for name in dict.fromkeys(ids)]
    if asked:
        conn.execute(
            sa.update(wording)
            .where(wording.c.id == sa.bindparam("erased"))
            .values(key=None, text=None),
            asked,
        )


def keyed(conn: Connection) -> Iterator[tuple[str, bytes, str]]:
    """(id, key, text) of everything that was not erased, by id."""
    for row in conn.execute(sa.select(wording).order_by(wording.c.id)):
        if row.key is not None and row.text is not None:
            yield row.id, bytes(row.key), row.text
