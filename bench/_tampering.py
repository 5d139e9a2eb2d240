"""Random damage to a trail, kind by kind, and whether verify names it.

Each mutation is done with plain sqlite3 on a copy of the file, as its owner can.
"""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import random

    from workbench.store.project import Project

#: A mutation: does its damage, and says at which event it should be noticed at first.
Mutation = Callable[[sqlite3.Connection, "random.Random", int, str], int | None]


def body_of(conn: sqlite3.Connection, seq: int) -> bytes:
    found: bytes = conn.execute(
        "SELECT body FROM event WHERE seq = ?", (seq,)
    ).fetchone()[0]
    return found


def hash_of(conn: sqlite3.Connection, seq: int, project: str) -> bytes:
    if seq == 0:
        return hashlib.sha256(project.encode()).digest()
    found: bytes = conn.execute(
        "SELECT hash FROM event WHERE seq = ?", (seq,)
    ).fetchone()[0]
    return found


def relink(conn: sqlite3.Connection, start: int, last: int, project: str) -> None:
    before = hash_of(conn, start - 1, project)
    for seq in range(start, last + 1):
        read = json.loads(body_of(conn, seq)) | {"prev": before.hex(), "seq": seq}
        body = json.dumps(
            read, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        before = hashlib.sha256(b"\2" + before + seq.to_bytes(8, "big") + body).digest()
        conn.execute(
            "UPDATE event SET body = ?, hash = ? WHERE seq = ?", (body, before, seq)
        )


def flip(
    column: str,
) -> Mutation:
    def flip_bit(
        conn: sqlite3.Connection, chance: random.Random, last: int, _: str
    ) -> int:
        seq = chance.randint(1, last)
        value = bytearray(
            conn.execute(
                f"SELECT {column} FROM event WHERE seq = ?",  # noqa: S608 - our own
                (seq,),
            ).fetchone()[0]
        )
        value[chance.randrange(len(value))] ^= 1 << chance.randrange(8)
        conn.execute(
            f"UPDATE event SET {column} = ? WHERE seq = ?",  # noqa: S608 - our own
            (bytes(value), seq),
        )
        return seq

    return flip_bit


def delete(conn: sqlite3.Connection, chance: random.Random, last: int, _: str) -> int:
    seq = chance.randint(1, last - 1)
    conn.execute("DELETE FROM event WHERE seq = ?", (seq,))
    return seq


def renumber(
    conn: sqlite3.Connection, chance: random.Random, last: int, project: str
) -> int:
    seq = delete(conn, chance, last, project)
    for later in range(seq + 1, last + 1):
        conn.execute("UPDATE event SET seq = ? WHERE seq = ?", (later - 1, later))
    return seq


def swap(conn: sqlite3.Connection, chance: random.Random, last: int, _: str) -> int:
    one, other = sorted(chance.sample(range(1, last + 1), 2))
    for old, new in ((one, -7), (other, one), (-7, other)):
        conn.execute("UPDATE event SET seq = ? WHERE seq = ?", (new, old))
    return one


def duplicate(
    conn: sqlite3.Connection, chance: random.Random, last: int, _: str
) -> int:
    conn.execute(
        "INSERT INTO event SELECT ?, uuid || 'x', act, kind, body, hash "
        "FROM event WHERE seq = ?",
        (last + 1, chance.randint(1, last)),
    )
    return last + 1


def insert(conn: sqlite3.Connection, chance: random.Random, last: int, _: str) -> int:
    seq = chance.randint(1, last)
    for later in range(last, seq - 1, -1):
        conn.execute("UPDATE event SET seq = ? WHERE seq = ?", (later + 1, later))
    conn.execute(
        "INSERT INTO event SELECT ?, uuid || 'x', act, kind, body, hash "
        "FROM event WHERE seq = ?",
        (
            seq,
            chance.choice([n for n in range(1, last + 2) if n not in (seq, seq + 1)]),
        ),
    )
    return seq


def cut(conn: sqlite3.Connection, chance: random.Random, last: int, _: str) -> int:
    keep = chance.randint(3, last - 1)
    for table in ("event", "wording"):
        conn.execute(f"DELETE FROM {table} WHERE seq > ?", (keep,))  # noqa: S608 - our own
    return keep + 1


def cut_one(conn: sqlite3.Connection, _: random.Random, last: int, __: str) -> int:
    for table in ("event", "wording"):
        conn.execute(f"DELETE FROM {table} WHERE seq = ?", (last,))  # noqa: S608 - our own
    return last


def rewrite(
    conn: sqlite3.Connection, chance: random.Random, last: int, project: str
) -> None:
    seq = chance.randint(1, last)
    read = json.loads(body_of(conn, seq)) | {"at": "2020-01-01T00:00:00.000Z"}
    conn.execute(
        "UPDATE event SET body = ? WHERE seq = ?", (json.dumps(read).encode(), seq)
    )
    relink(conn, seq, last, project)


def delete_and_relink(
    conn: sqlite3.Connection, chance: random.Random, last: int, project: str
) -> int:
    seq = chance.randint(4, last - 1)  # the key that signed stands in event 3
    for table in ("event", "wording"):
        conn.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608 - our own
        for later in range(seq + 1, last + 1):
            conn.execute(
                f"UPDATE {table} SET seq = ? WHERE seq = ?",  # noqa: S608 - our own
                (later - 1, later),
            )
    relink(conn, seq, last - 1, project)
    return last


def alter_words(
    conn: sqlite3.Connection, chance: random.Random, _: int, __: str
) -> int:
    name, seq = chance.choice(conn.execute("SELECT id, seq FROM wording").fetchall())
    conn.execute("UPDATE wording SET text = text || '.' WHERE id = ?", (name,))
    return int(seq)


def drop_words(conn: sqlite3.Connection, chance: random.Random, _: int, __: str) -> int:
    name, seq = chance.choice(conn.execute("SELECT id, seq FROM wording").fetchall())
    change = chance.choice(
        ["DELETE FROM wording", "UPDATE wording SET key = NULL, text = NULL"]
    )
    conn.execute(f"{change} WHERE id = ?", (name,))
    return int(seq)


MUTATIONS: Final[dict[str, tuple[Mutation, set[str]]]] = {
    "bit of a body": (flip("body"), {"altered"}),
    "bit of a hash": (flip("hash"), {"altered"}),
    "delete": (delete, {"missing"}),
    "delete and renumber": (renumber, {"altered"}),
    "swap": (swap, {"altered"}),
    "duplicate": (duplicate, {"altered"}),
    "insert": (insert, {"altered"}),
    "cut the last": (cut_one, {"shorter"}),
    "cut the tail": (cut, {"shorter"}),
    "rewrite and relink": (rewrite, {"rewritten"}),
    "delete and relink": (delete_and_relink, {"shorter"}),
    "alter words": (alter_words, {"words-altered"}),
    "drop words": (drop_words, {"words-missing"}),
}


#: What leaves a chain without a fault: only something kept elsewhere can tell.
PERFECT: Final = {
    "cut the tail",
    "cut the last",
    "rewrite and relink",
    "delete and relink",
}


def attack(
    project: Project, by: str, times: int, chance: random.Random
) -> dict[str, Any]:
    """Every mutation this many times, each on a copy of a trail of forty events."""
    from workbench.decisions.coding import CodeCreated
    from workbench.decisions.decision import Words
    from workbench.store import checkpoint, verification
    from workbench.store.project import Project as Opened
    from workbench.store.surroundings import Surroundings

    checkpoint.sign(project, by)  # the key is announced early, as on a first day
    for number in range(1, 38):
        project.record(CodeCreated(f"c-{number}", Words(f"name {number}")), by=by)
    signed = checkpoint.sign(project, by)
    path = project.database.path
    if path is None:
        raise SystemExit("tampering is done to a file")
    copy, note = path.with_name("tampered.workbench"), path.with_name("note")
    note.write_text(signed.note(), "utf-8")
    seen: Counter[str] = Counter()
    named: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    unaware = Surroundings(config=path.parent / "nobody", machine_name="bench")
    for name, (mutate, expected) in MUTATIONS.items():
        for _ in range(times):
            shutil.copyfile(path, copy)
            with closing(sqlite3.connect(copy)) as conn:
                conn.execute("DROP TRIGGER event_is_final")
                conn.execute("DROP TRIGGER event_stays")
                at = mutate(conn, chance, signed.size, project.uuid)
                conn.commit()
            opened = Opened.open(copy, unaware)
            found = verification.verify(opened, Path(note)).damage
            seen[name] += bool(found)
            named[name] += (
                bool(found) and found[0].kind in expected and found[0].seq == at
            )
            # by a machine that has never seen the trail, and without any checkpoint
            alone[name] += not verification.verify(opened).ok
    missed = {name: times - seen[name] for name in MUTATIONS if seen[name] != times}
    misnamed = {name: times - named[name] for name in MUTATIONS if named[name] != times}
    unseen = sorted(name for name in MUTATIONS if not alone[name])
    return {
        "demand": "100 % found with a checkpoint, kind and first bad event named; "
        "without one, all but those that leave a perfect chain",
        "kinds": len(MUTATIONS),
        "mutations": times * len(MUTATIONS),
        "missed": missed,
        "kind_or_event_not_named": misnamed,
        "found_without_a_checkpoint": dict(alone),
        "never_found_without_a_checkpoint": unseen,
        "ok": not missed
        and not misnamed
        and set(unseen) == PERFECT
        and all(alone[name] == times for name in MUTATIONS if name not in PERFECT),
    }
