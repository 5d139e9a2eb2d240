"""What the trail refuses by itself, and what replay finds in the state."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.store import verification
from workbench.store.project import Project

Owner = Callable[[Project], Any]
Lead = Callable[[Project], str]


@pytest.fixture
def coded(project: Project, lead: Lead) -> Project:
    """Twelve events: the beginning, and codes c-2 to c-12 in the events 2 to 12."""
    for number in range(2, 13):
        project.record(
            CodeCreated(f"c-{number}", Words(f"n {number}")), by=lead(project)
        )
    assert verification.verify(project).ok
    return project


REFUSED = (
    "UPDATE event SET kind = 'x' WHERE seq = 1",
    "DELETE FROM event WHERE seq = 1",
    "DELETE FROM event",
)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_trail_refuses_to_be_changed_by_mistake(
    project: Project, statement: str
) -> None:
    with (
        pytest.raises(exc.DBAPIError, match="append-only"),
        project.database._engine.begin() as conn,
    ):
        conn.exec_driver_sql(statement)
    assert verification.verify(project).ok


def test_replacing_an_event_is_refused_on_sqlite(file_project: Project) -> None:
    with (
        pytest.raises(exc.DBAPIError, match="append-only"),
        file_project.database._engine.begin() as conn,
    ):
        conn.exec_driver_sql(
            "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1"
        )
    assert verification.verify(file_project).ok


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE event",
        "INSERT INTO event TABLE event ON CONFLICT (seq) DO UPDATE SET kind = 'x'",
    ],
)
@pytest.mark.postgres
def test_emptying_or_upserting_the_trail_is_refused_on_a_server(
    postgres_server: Any, surroundings: Any, statement: str
) -> None:
    project = Project.create(
        postgres_server.address("t_guards" + str(len(statement))),
        title="T",
        orientation="codebook",
        researcher="Alma",
        surroundings=surroundings,
    )
    with (
        pytest.raises(exc.DBAPIError, match="append-only"),
        project.database._engine.begin() as conn,
    ):
        conn.execute(sa.text(statement))
    assert verification.verify(project).ok


def test_a_changed_state_is_found_by_replay_and_named(
    coded: Project, raw: Owner
) -> None:
    with raw(coded) as run:
        run("UPDATE code SET state = 'retired' WHERE id = 'c-7'")
    assert verification.verify(coded).ok
    assert verification.replay(coded).first_difference == "code c-7"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM code WHERE id = 'c-7'",
        "INSERT INTO setting VALUES ('counts', 'w0000000000000000')",
    ],
)
def test_a_row_that_came_or_went_is_found_by_replay(
    coded: Project, raw: Owner, statement: str
) -> None:
    with raw(coded) as run:
        run(statement)
    assert not verification.replay(coded).equal


def test_replay_says_where_an_unreadable_trail_stops(
    coded: Project, raw: Owner
) -> None:
    with raw(coded) as run:
        run("UPDATE event SET body = :body WHERE seq = 5", body=b"{}")
    assert verification.replay(coded).first_difference == "event 5: unreadable"


def test_the_owners_connection_of_these_tests_really_drops_the_guards(
    file_project: Project, raw: Owner
) -> None:
    with raw(file_project) as run:
        run("UPDATE event SET kind = 'x' WHERE seq = 1")
    path = file_project.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT kind FROM event").fetchall() == [("x",)]
