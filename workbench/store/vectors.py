"""Embedding vectors: a cache beside the wording, with the path that made them.

They can be deleted and computed again, and go with the words they stand for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from workbench.store import gate
from workbench.store.schema import vector
from workbench.store.wording import read as words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

    from workbench.store.database import Database
    from workbench.store.project import Project

#: A stretch of one entry of the wording: its id, start and end in code points.
Stretch: TypeAlias = tuple[str, int, int]


def load(database: Database, path: str, words: Iterable[str]) -> dict[Stretch, bytes]:
    """The vectors that are there for these entries, made on this path."""
    asked = list(dict.fromkeys(words))
    found: dict[Stretch, bytes] = {}
    with database.reading() as conn:
        for at in range(0, len(asked), 500):
            rows = conn.execute(
                sa.select(vector).where(
                    vector.c.path == path, vector.c.words.in_(asked[at : at + 500])
                )
            )
            found.update(
                {(row.words, row.start, row.end): bytes(row.value) for row in rows}
            )
    return found


def keep(project: Project, path: str, made: Mapping[Stretch, bytes]) -> None:
    """The vectors are there, replacing older ones of the same stretch and path.

    Of words that were erased while they were computed none is kept, and none at all in
    a project that this machine may not write to: they can be made again.
    """
    rows = [
        {"words": words, "start": start, "end": end, "path": path, "value": value}
        for (words, start, end), value in made.items()
    ]
    if not rows:
        return
    same = sa.and_(
        vector.c.words == sa.bindparam("w"),
        vector.c.start == sa.bindparam("s"),
        vector.c.end == sa.bindparam("e"),
        vector.c.path == path,
    )
    old = [{"w": words, "s": start, "e": end} for words, start, end in made]
    with project.database.writing() as conn:
        if gate.is_held_elsewhere(conn, project) or gate.failed_checks(project):
            return
        conn.execute(sa.delete(vector).where(same), old)
        said = words_of(conn, {words for words, _, _ in made})
        standing = [row for row in rows if said.get(str(row["words"])) is not None]
        if standing:
            conn.execute(sa.insert(vector), standing)


def forget(conn: Connection, words: Iterable[str]) -> None:
    """No vector of these entries is there."""
    given = [{"gone": name} for name in dict.fromkeys(words)]
    if given:
        gone = sa.delete(vector).where(vector.c.words == sa.bindparam("gone"))
        conn.execute(gone, given)


def count(database: Database, words: Iterable[str]) -> int:
    """How many vectors there are for these entries."""
    asked = list(dict.fromkeys(words))
    total = 0
    with database.reading() as conn:
        for at in range(0, len(asked), 500):
            total += conn.execute(
                sa.select(sa.func.count()).where(
                    vector.c.words.in_(asked[at : at + 500])
                )
            ).scalar_one()
    return total
