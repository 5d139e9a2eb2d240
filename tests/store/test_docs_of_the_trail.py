"""docs/audit-trail.md lists every damage and every kind, and its recipe works."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE
from workbench.store import checkpoint, merkle, trail, verification

if TYPE_CHECKING:
    from workbench.store.project import Project

DOCUMENT = (Path(__file__).parents[2] / "docs" / "audit-trail.md").read_text("utf-8")


def rows_under(heading: str) -> dict[str, list[str]]:
    """The table under a heading: the first column, in backticks, and the others."""
    part = DOCUMENT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [
        line.strip("| ").split(" | ") for line in part.splitlines() if "| `" in line
    ]
    return {cells[0].strip("`"): cells[1:] for cells in rows}


def test_every_kind_of_damage_is_listed_and_no_other() -> None:
    assert set(rows_under("What verify finds")) == set(verification.DAMAGE)


def test_every_kind_of_decision_is_listed_with_its_phase_and_whether_it_is_undone() -> (
    None
):
    listed = rows_under("Every kind of decision")
    assert set(listed) == set(kinds())
    for cls, phase in PHASE.items():
        assert listed[cls.__name__][0] == phase.value
        assert listed[cls.__name__][-1] == ("yes" if cls.undoable else "no")


def test_every_key_of_an_event_is_explained(project: Project) -> None:
    event = project.events()[0]
    body = trail.make_body(event._replace(origin={"seq": 1}), b"")
    keys = set(re.findall(r'[{,]"([a-z]+)":', body.decode()))
    outer = keys & {*trail.Event._fields, "prev", "format"}
    explained = ", ".join(rows_under("An event")).replace("`", "").split(", ")
    assert outer == set(explained)


def test_the_recipe_finds_the_head_and_root_of_an_exported_trail(
    project: Project,
    lead: Callable[[Project], str],
    story: ModuleType,
    tmp_path: Path,
) -> None:
    story.tell(project, lead(project))
    with project.database.reading() as conn:
        bodies = [body for _, body, _ in trail.bodies(conn)]
    (tmp_path / "trail.jsonl").write_bytes(b"\n".join(bodies) + b"\n")
    recipe = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[0]

    def printed() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-c", recipe],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    head = project.head()
    root = base64.b64encode(checkpoint.tree_of(project).root()).decode()
    assert printed().stdout.split() == [str(head.seq), head.hash.hex(), root]
    bodies[4] = bodies[4].replace(b'"role":"lead"', b'"role":"LEAD"')
    (tmp_path / "trail.jsonl").write_bytes(b"\n".join(bodies) + b"\n")
    assert "AssertionError: 6" in printed().stderr


def test_the_recipe_holds_a_later_trail_against_an_earlier_checkpoint() -> None:
    recipe = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)[1]
    told: dict[str, Any] = {}
    exec(recipe, told)  # noqa: S102 - our own page
    bodies = [b"%d" % number for number in range(21)]
    leaves = [merkle.leaf(body) for body in bodies]
    roots = []
    tree = merkle.Tree()
    for body in bodies:
        tree.append(body)
        roots.append(tree.root())
    for old in range(1, 22):
        proof = merkle.consistency(leaves, old)
        assert told["goes_on"](old, roots[old - 1], 21, roots[20], proof)
        assert not told["goes_on"](old, b"x" * 32, 21, roots[20], proof)
