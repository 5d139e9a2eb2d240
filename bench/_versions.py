"""Studies that an earlier version wrote, and one of a version that is yet to come."""

# ruff: noqa: PLC0415 - a row imports what it needs

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench._writers import begin, surroundings

if TYPE_CHECKING:
    import argparse

_TRAILS: Final = Path(__file__).resolve().parents[1] / "tests" / "trails"


def versions(folder: Path, _: argparse.Namespace) -> dict[str, Any]:
    """Every golden trail in the shape of every earlier schema; then newer ones."""
    from workbench.store.schema import SCHEMA

    names = sorted(p.stem for p in _TRAILS.glob("v*.jsonl") if "." not in p.stem)
    older = {
        f"{name} in schema {schema}": _brought_up(folder, name, schema)
        for name in names
        for schema in range(SCHEMA)
    }
    newer = _newer(folder)
    return {
        "demand": "older ones open with the same state; newer ones are untouched",
        "older": older,
        "newer": newer,
        "ok": all(older.values()) and all(newer.values()),
    }


def _brought_up(folder: Path, name: str, schema: int) -> bool:
    """Whether the trail, in a file of that schema, leads to the state it had."""
    import sqlalchemy as sa

    from workbench.store import copies, tables, trail, verification
    from workbench.store import schema as today
    from workbench.store.database import Database
    from workbench.store.project import Project
    from workbench.store.shapes import SHAPES

    expected = json.loads((_TRAILS / f"{name}.state.json").read_text("utf-8"))
    path = folder / f"{name}-{schema}.workbench"
    with Database(path).creating() as conn:
        today.create_tables(conn, expected["project"])
        before, rows = trail.genesis(expected["project"]), []
        bodies = (_TRAILS / f"{name}.jsonl").read_bytes().splitlines()
        for seq, body in enumerate(bodies, start=1):
            read = json.loads(body)
            before = trail.chain(before, seq, body)
            known = {key: read[key] for key in ("uuid", "act", "kind")}
            rows.append({"seq": seq, **known, "body": body, "hash": before})
        conn.execute(sa.insert(today.event), rows)
        words = (_TRAILS / f"{name}.wording.jsonl").read_text("utf-8").splitlines()
        entries = [json.loads(line) for line in words]
        for each in entries:
            each["key"] = each["key"] and bytes.fromhex(each["key"])
        conn.execute(sa.insert(today.wording), entries)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(schema),))
        conn.execute("DROP TABLE outside_copy")
        conn.execute("ALTER TABLE code ADD COLUMN shape_of_old TEXT")
        conn.commit()
    old = path.read_bytes()
    kept = copies.bring_up_to_date(path, surroundings(folder))
    project = Project.open(path, surroundings(folder))
    with project.database.reading() as conn:
        same = all(
            _holds(
                [
                    dict(zip(shape.columns, row, strict=True))
                    for _, row in sorted(
                        tables.all_rows(conn, shape).items(), key=lambda e: str(e[0])
                    )
                ],
                expected["state"].get(shape.table, []),
            )
            for shape in SHAPES.values()
        )
    return same and verification.verify(project).ok and kept.read_bytes() == old


def _holds(rows: list[dict[str, Any]], golden: list[dict[str, Any]]) -> bool:
    """A later version may know more of a row, and never less."""
    pairs = zip(rows, golden, strict=False)
    return len(rows) == len(golden) and all(
        row[column] == value for row, old in pairs for column, value in old.items()
    )


def _newer(folder: Path) -> dict[str, bool]:
    """A file of a later schema is refused untouched; an unknown kind is named."""
    from workbench.errors import NewerProjectError
    from workbench.store import gate, verification
    from workbench.store.project import Project

    project, by = begin(folder)
    path = project.database.path
    if path is None:
        raise SystemExit("versions are of files")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
        conn.commit()
    before = path.read_bytes()
    try:
        Project.open(path, surroundings(folder))
        refused = False
    except NewerProjectError:
        refused = True
    untouched = path.read_bytes() == before
    project, by = begin(folder)
    path = project.database.path
    if path is None:
        raise SystemExit("versions are of files")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DROP TRIGGER event_is_final")
        conn.execute(
            "UPDATE event SET kind = 'CodeDreamt', "
            "body = replace(body, 'CodeCreated', 'CodeDreamt') WHERE seq = 2"
        )
        conn.commit()
    found = {each.kind for each in verification.verify(project).damage}
    return {
        "a later schema is refused": refused,
        "and its file is untouched": untouched,
        "an unknown kind is named": bool(found & {"unreadable", "altered"}),
        "and nothing is written": bool(gate.look_once(project))
        and _is_shut(project, by),
    }


def _is_shut(project: Any, by: str) -> bool:  # noqa: ANN401 - a project
    from workbench.decisions.coding import CodeCreated
    from workbench.decisions.decision import Words
    from workbench.errors import UnsoundProjectError

    try:
        project.record(CodeCreated("c-9", Words("x")), by=by)
    except UnsoundProjectError:
        return True
    return False
