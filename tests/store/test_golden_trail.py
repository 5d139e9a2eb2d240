"""The golden trail: what an earlier version wrote leads to the same state for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from workbench.store import copies, schema, tables, trail, verification
from workbench.store.database import Database
from workbench.store.project import Project
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from workbench.store.surroundings import Surroundings

TRAILS = Path(__file__).parents[1] / "trails"
VERSIONS = sorted(path.stem for path in TRAILS.glob("v*.jsonl") if "." not in path.stem)


def lines(name: str) -> list[bytes]:
    return (TRAILS / name).read_bytes().splitlines()


def project_from(
    name: str, address: str | Path, surroundings: Surroundings
) -> tuple[Project, dict[str, Any]]:
    """A project that holds the stored bytes of a golden trail, its state replayed."""
    expected = json.loads((TRAILS / f"{name}.state.json").read_text("utf-8"))
    uuid = expected["project"]
    database = Database(address)
    with database.creating() as conn:
        schema.create_tables(conn, uuid)
        before, rows = trail.genesis(uuid), []
        for seq, body in enumerate(lines(f"{name}.jsonl"), start=1):
            read = json.loads(body)
            before = trail.chain(before, seq, body)
            names = {key: read[key] for key in ("uuid", "act", "kind")}
            rows.append({"seq": seq, **names, "body": body, "hash": before})
        conn.execute(sa.insert(schema.event), rows)
        words = [json.loads(line) for line in lines(f"{name}.wording.jsonl")]
        for each in words:
            each["key"] = each["key"] and bytes.fromhex(each["key"])
        conn.execute(sa.insert(schema.wording), words)
        copies.rebuild_state(conn, address)
    return Project.open(address, surroundings), expected


@pytest.mark.parametrize("name", VERSIONS)
def test_a_golden_trail_replays_to_the_same_state(
    name: str, new_address: Callable[[], str | Path], surroundings: Surroundings
) -> None:
    project, expected = project_from(name, new_address(), surroundings)
    found = verification.verify(project)
    assert (found.damage, found.events) == ((), expected["events"])
    assert project.head().hash.hex() == expected["head"]
    assert verification.replay(project).equal
    with project.database.reading() as conn:
        for shape in SHAPES.values():
            stored = sorted(tables.all_rows(conn, shape).items(), key=str)
            rows = [dict(zip(shape.columns, row, strict=True)) for _, row in stored]
            golden = expected["state"].get(shape.table, [])
            # a later version may know more of a row, and never less
            assert [
                {column: row[column] for column in old}
                for row, old in zip(rows, golden, strict=True)
            ] == golden, shape.table


def test_the_golden_script_still_tells_what_it_told(
    tmp_path: Path, story: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest trail is what the script tells today, byte for byte."""
    monkeypatch.setattr("workbench.store.project.__version__", "0.1.0")
    newest = VERSIONS[-1]
    story.write(newest, tmp_path)
    for end in (".jsonl", ".wording.jsonl", ".state.json"):
        assert (tmp_path / f"{newest}{end}").read_bytes() == (
            TRAILS / f"{newest}{end}"
        ).read_bytes(), end


def test_a_golden_trail_is_never_written_again(
    tmp_path: Path, story: ModuleType
) -> None:
    story.write("v1", tmp_path)
    with pytest.raises(FileExistsError):
        story.write("v1", tmp_path)
