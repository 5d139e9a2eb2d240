"""What the tests of the store share: raw access to a project, as its owner has it."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.store import tables
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

State = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]


@pytest.fixture
def state() -> Callable[[Project], State]:
    """The whole current state of a project, as stored."""

    def read(project: Project) -> State:
        with project.database.reading() as conn:
            return {
                shape.table: tables.all_rows(conn, shape) for shape in SHAPES.values()
            }

    return read


@pytest.fixture
def raw() -> Callable[[Project], Any]:
    """A connection that the guards of the trail do not stop: the file's owner.

    Called as `with raw(project) as run: run("DELETE FROM event WHERE seq = 3")`.
    """
    return owner_of


@contextmanager
def owner_of(project: Project) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """SQL on the project with the triggers gone; values are given as :name."""
    if project.database.path is not None:
        with closing(sqlite3.connect(project.database.path)) as file:
            file.execute("DROP TRIGGER IF EXISTS event_is_final")
            file.execute("DROP TRIGGER IF EXISTS event_stays")

            def run(statement: str, **values: object) -> list[tuple[Any, ...]]:
                return file.execute(statement, values).fetchall()

            yield run
            file.commit()
        return
    with project.database._engine.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE event DISABLE TRIGGER ALL")

        def run_there(statement: str, **values: object) -> list[tuple[Any, ...]]:
            result = conn.execute(sa.text(statement), values)
            return (
                [tuple(row) for row in result.fetchall()] if result.returns_rows else []
            )

        yield run_there


@pytest.fixture
def add_code() -> Callable[..., Receipt]:
    """One decision: a code of this id begins."""

    def add(
        project: Project, by: str, code: str, name: str = "trust", **more: Any
    ) -> Receipt:
        act = more.pop("act", None)
        return project.record(CodeCreated(code, Words(name), **more), by=by, act=act)

    return add


@pytest.fixture(scope="session")
def story() -> ModuleType:
    """The script that tells the golden story: every kind of decision once or more."""
    path = Path(__file__).parents[1] / "trails" / "make.py"
    spec = importlib.util.spec_from_file_location("golden_story", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
