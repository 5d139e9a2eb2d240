"""The wording: every string that a person spoke or typed, each under its own key.

An event carries HMAC-SHA-256(key, text) only. While text and key are here, anyone can
check that the words are the ones decided about; once both are erased, the trail is
whole and says nothing about them.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.store.schema import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from workbench.decisions.decision import Words
    from workbench.store.surroundings import Surroundings

KEY_BYTES: Final = 32
#: Parameters per statement that every SQLite build takes.
_CHUNK: Final = 500


def commitment(key: bytes, text: str) -> str:
    """HMAC-SHA-256 of the text under its key, hex."""
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()


class Kept:
    """Words on their way into the wording, with their ids and commitments."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._random = surroundings.random_bytes
        self.rows: list[dict[str, object]] = []
        self.commitments: dict[str, str] = {}

    def keep(self, words: Words) -> str:
        """The id under which these words will stand."""
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
