"""Replay: the state is what the decisions say, whatever they are; undo is exact."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.decisions.coding import (
    CodeCreated,
    CodeMoved,
    CodeRenamed,
    CodeRetired,
    CodesMerged,
    CodingQualified,
    CodingWithdrawn,
    MemoWritten,
    SegmentCoded,
    SegmentRecoded,
)
from workbench.decisions.decision import Decision, Words, kinds
from workbench.decisions.setting_up import ResearcherAdded, SettingChanged
from workbench.decisions.themes import ThemeCodesChanged, ThemeStarted
from workbench.errors import RefusedError, UndoRefusedError
from workbench.model import Code, CodedSegment, Setting, Theme
from workbench.store import tables, trail, undo, verification
from workbench.store.changes import Memory
from workbench.store.project import Project
from workbench.store.shapes import SHAPES
from workbench.store.surroundings import Surroundings

Tables = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]
Step = tuple[int, int, int]

MODEST = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read_state(project: Project) -> Tables:
    with project.database.reading() as conn:
        return {shape.table: tables.all_rows(conn, shape) for shape in SHAPES.values()}


def fresh(folder: str) -> tuple[Project, str]:
    project = Project.create(
        Path(folder) / "study.workbench",
        title="T",
        orientation="reflexive",
        researcher="Alma",
        surroundings=Surroundings(config=Path(folder) / "c", machine_name=None),
    )
    return project, project.events()[0].by


def decide(project: Project, kind: int, draw: int, number: int) -> Decision:
    """Some decision that may or may not fit what stands."""
    codes, segments = project.rows(Code), project.rows(CodedSegment)
    themes, words = project.rows(Theme), Words(f"w {draw}")
    standing = next((setting.value for setting in project.rows(Setting)), None)
    fitting: list[Decision] = [
        CodeCreated(f"c-{number}", words),
        MemoWritten(f"m-{number}", "analytic", None, words),
        SettingChanged("paradigm", standing, words, None),
    ]
    if codes:
        code, other = codes[draw % len(codes)], codes[(draw // 7) % len(codes)]
        in_it = tuple(segment.id for segment in segments if segment.code == code.id)
        fitting += [
            CodeCreated(f"c-{number}", words, parent=code.id),
            CodeRenamed(code.id, code.name, words),
            CodeMoved(code.id, code.parent, other.id),
            CodeRetired(code.id),
            CodesMerged(code.id, other.id, in_it),
            SegmentCoded(
                f"s-{number}", "int-1", "v-1", 0, 5, words, words, words, code.id
            ),
            ThemeStarted(f"t-{number}", words, codes=(code.id,)),
        ]
        fitting += [
            ThemeCodesChanged(theme.id, theme.codes, (code.id,)) for theme in themes[:1]
        ]
        fitting += [
            SegmentRecoded(segment.id, segment.code, code.id)
            for segment in segments[-2:]
        ]
    for segment in segments[:2]:
        fitting += [
            CodingWithdrawn(segment.id),
            CodingQualified(segment.id, segment.polarity, "present", None, None),
        ]
    return fitting[kind % len(fitting)]


steps = st.lists(
    st.tuples(st.integers(0, 24), st.integers(0, 1000), st.integers(0, 1)),
    max_size=18,
)


@MODEST
@given(steps)
def test_any_sequence_of_decisions_replays_to_the_stored_state(
    taken: list[Step],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, by = fresh(folder)
        project.record(ResearcherAdded("r-2", Words("Bruno"), "co-analyst"), by=by)
        for number, (kind, draw, who) in enumerate(taken):
            actor = (by, "r-2")[who]
            try:
                if kind >= 23:
                    project.undo(actor)
                elif kind >= 21:
                    project.redo(actor)
                else:
                    project.record(decide(project, kind, draw, number), by=actor)
            except RefusedError:
                continue
        assert verification.verify(project).ok
        assert verification.replay(project).first_difference is None
        dangling = {s.code for s in project.rows(CodedSegment)} - {
            code.id for code in project.rows(Code)
        }
        assert dangling == set()


@MODEST
@given(steps.filter(bool))
def test_undoing_everything_and_doing_it_again_restores_every_state(
    taken: list[Step],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, by = fresh(folder)
        states = [read_state(project)]
        for number, (kind, draw, _) in enumerate(taken):
            try:
                project.record(decide(project, kind, draw, number), by=by)
            except RefusedError:
                continue
            states.append(read_state(project))
        back = len(states) - 1
        for expected in reversed(states[:-1]):
            project.undo(by)
            assert read_state(project) == expected
        for expected in states[1:]:
            project.redo(by)
            assert read_state(project) == expected
        with pytest.raises(UndoRefusedError):
            project.redo(by)
        assert project.head().seq == 1 + 3 * back
        assert verification.replay(project).equal


def test_the_story_takes_every_kind_of_decision(
    project: Project, lead: Callable[[Project], str], story: ModuleType
) -> None:
    story.tell(project, lead(project))
    told = {event.kind for event in project.events()}
    assert told == set(kinds())
    assert verification.verify(project).ok
    assert verification.replay(project).first_difference is None


def test_every_kind_that_can_be_undone_goes_back_and_forth_exactly(
    project: Project, lead: Callable[[Project], str], story: ModuleType
) -> None:
    """Each event's changes, turned round, leave the state as it was before it."""
    story.tell(project, lead(project))
    with project.database.reading() as conn:
        memory = Memory()

        def act_of(act: str) -> list[trail.Event]:
            return trail.events_of_act(conn, act)

        seen = set()
        for event in trail.events(conn):
            before = {name: dict(rows) for name, rows in memory.tables.items()}
            changes = undo.changes_of(event, act_of)
            memory.obey(changes)
            after = {name: dict(rows) for name, rows in memory.tables.items()}
            memory.obey([change.inverse() for change in reversed(changes)])
            assert memory.tables == before, event.kind
            memory.obey(changes)
            assert memory.tables == after, event.kind
            seen.add(event.kind)
    assert seen == set(kinds())


def test_an_event_read_briefly_is_the_same_decision(
    project: Project, lead: Callable[[Project], str], story: ModuleType
) -> None:
    story.tell(project, lead(project))
    project.record(
        CodeCreated("c-9", Words("x")),
        by=lead(project),
        origin={"project": "p", "seq": 1, "hash": "aa"},
    )
    with project.database.reading() as conn:
        for _, body, _ in trail.bodies(conn):
            whole, brief = trail.parse(body), trail.parse_briefly(body)
            assert brief.decision() == whole.decision()
            assert (brief.at, brief.by, brief.kind) == (whole.at, whole.by, whole.kind)


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b'{"payload":1,"prev":"'])
def test_what_is_no_event_is_not_read_briefly(body: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        trail.parse_briefly(body)


def test_reading_while_another_writes_is_one_moment(
    project: Project, lead: Callable[[Project], str]
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    if project.database.is_file:
        return  # a reader of a file keeps writers waiting: there is no other moment
    with project.database.reading() as conn:
        first = trail.head(conn, project.uuid)
        project.record(CodeCreated("c-2", Words("a")), by=by)
        assert trail.head(conn, project.uuid) == first
        assert len(tables.all_rows(conn, SHAPES[Code])) == 1
