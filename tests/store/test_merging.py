"""Merging: another project's decisions taken in, none twice, none over another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.decisions.coding import CodeCreated, CodeRenamed, MemoWritten
from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.decisions.setting_up import (
    ProjectTakenOver,
    ResearcherAdded,
    SettingChanged,
)
from workbench.errors import DamagedProjectError, RefusedError, UnreadableEventError
from workbench.model import ERASED, Code, Memo, Researcher, Setting, Study
from workbench.store import copies, verification
from workbench.store.merge import merge
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

Lead = Callable[[Project], str]
Pair = tuple[Project, Project, str]


@pytest.fixture
def copy(
    project: Project, lead: Lead, new_address: Callable[[], str | Path], tmp_path: Path
) -> Pair:
    """One study in two places: here, and taken over by another machine; the lead."""
    by = lead(project)
    project.record(ResearcherAdded("r-2", Words("Bruno"), "co-analyst"), by=by)
    project.record(CodeCreated("c-1", Words("one")), by=by)
    file = copies.backup(project, tmp_path / "b.workbench")
    elsewhere = Surroundings(config=tmp_path / "elsewhere", machine_name="attic")
    other = copies.restore(file, new_address(), elsewhere)
    study = other.one(Study, id=other.uuid)
    other.record(
        ProjectTakenOver(
            other.uuid,
            study.machine,
            study.machine_name,
            elsewhere.machine_id(),
            Words("attic"),
        ),
        by="r-2",
    )
    return project, other, by


def codes(project: Project) -> dict[str, str]:
    return {code.id: code.name for code in project.read(Code)}


def assert_whole(project: Project) -> None:
    assert verification.verify(project).ok
    assert verification.replay(project).first_difference is None


def test_two_copies_of_one_study_come_together(copy: Pair) -> None:
    project, other, by = copy
    project.record(CodeCreated("c-2", Words("here")), by=by)
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    other.record(MemoWritten("m-1", "analytic", "c-3", Words("hm")), by="r-2")
    done = merge(project, other, by)
    assert (done.taken, done.left_out) == (2, ())
    assert codes(project) == {"c-1": "one", "c-2": "here", "c-3": "there"}
    assert project.read(Memo)[0].by == "r-2"
    assert_whole(project)
    assert_whole(other)


def test_what_is_taken_in_says_where_it_comes_from(copy: Pair) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    theirs = other.head()
    merge(project, other, by)
    merged, taken = project.events()[-2:]
    assert merged.kind == "ProjectMerged"
    assert merged.payload == {
        "project": other.uuid,
        "head": theirs.hash.hex(),
        "size": theirs.seq,
    }
    assert taken.origin == {
        "project": other.uuid,
        "seq": theirs.seq,
        "hash": theirs.hash.hex(),
    }


def test_a_merge_does_not_hand_the_project_to_the_other_machine(copy: Pair) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    merge(project, other, by)
    project.record(CodeCreated("c-4", Words("still writable here")), by=by)
    if project.database.is_file:
        held_by = project.one(Study, id=project.uuid).machine
        assert held_by == project.surroundings.machine_id()


def test_what_does_not_fit_is_listed_and_nothing_is_overwritten(copy: Pair) -> None:
    project, other, by = copy
    name = project.one(Code, id="c-1").name
    project.record(CodeRenamed("c-1", name, Words("mine")), by=by)
    other.record(CodeRenamed("c-1", name, Words("theirs")), by="r-2")
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    done = merge(project, other, by)
    assert codes(project) == {"c-1": "mine", "c-3": "there"}
    assert len(done.left_out) == 1
    assert "CodeRenamed" in done.left_out[0]
    assert "theirs" not in done.left_out[0]
    assert_whole(project)


def test_an_undo_of_what_both_share_is_taken_over(copy: Pair) -> None:
    project, other, by = copy
    other.undo(by)
    assert codes(other) == {}
    done = merge(project, other, by)
    assert (codes(project), done.left_out) == ({}, ())
    assert_whole(project)


def test_an_undo_that_something_here_rests_on_is_listed(copy: Pair) -> None:
    project, other, by = copy
    project.record(CodeCreated("c-2", Words("under it"), parent="c-1"), by=by)
    other.undo(by)
    done = merge(project, other, by)
    assert len(done.left_out) == 1
    assert "rests on this" in done.left_out[0]
    assert set(codes(project)) == {"c-1", "c-2"}


def test_what_was_undone_there_is_not_taken_in(copy: Pair) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("no")), by="r-2")
    other.undo("r-2")
    other.record(CodeCreated("c-4", Words("yes")), by="r-2")
    merge(project, other, by)
    assert set(codes(project)) == {"c-1", "c-4"}


def test_words_erased_there_are_erased_here(copy: Pair) -> None:
    project, other, by = copy
    words = other.one(Code, id="c-1").name
    other.record(CodeCreated("c-3", Words("also erased")), by="r-2")
    more = other.one(Code, id="c-3").name
    other.record(WordsErased((words, more), None, Words("asked")), by="r-2")
    merge(project, other, by)
    assert project.words(words) == {words: None}
    assert codes(project) == {"c-1": ERASED, "c-3": ERASED}
    assert_whole(project)


def test_a_second_merge_of_the_same_is_refused(copy: Pair) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    merge(project, other, by)
    head = project.head()
    with pytest.raises(RefusedError, match="merged before, and has not changed"):
        merge(project, other, by)
    assert project.head() == head


def test_a_later_state_of_what_was_merged_is_refused(copy: Pair) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    merge(project, other, by)
    other.record(CodeCreated("c-4", Words("more")), by="r-2")
    with pytest.raises(RefusedError, match="earlier state"):
        merge(project, other, by)


def test_a_copy_that_knows_nothing_new_is_refused(
    project: Project, lead: Lead, tmp_path: Path, surroundings: Surroundings
) -> None:
    file = copies.backup(project, tmp_path / "b.workbench")
    with pytest.raises(RefusedError, match="nothing that is not here"):
        merge(project, Project.open(file, surroundings), lead(project))


def test_an_interrupted_merge_goes_on_where_it_stopped(
    copy: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, other, by = copy
    for number in range(3, 7):
        other.record(CodeCreated(f"c-{number}", Words("there")), by="r-2")
    real, calls = Project.record, []

    def fails_at_third(self: Project, *given: Any, **more: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(self, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Project, "record", fails_at_third)
        with pytest.raises(KeyboardInterrupt):
            merge(project, other, by)
    assert set(codes(project)) == {"c-1", "c-3"}
    done = merge(project, other, by)
    assert (done.taken, done.left_out) == (3, ())
    assert set(codes(project)) == {f"c-{n}" for n in (1, 3, 4, 5, 6)}
    assert [e.kind for e in project.events()].count("ProjectMerged") == 1


def test_two_unrelated_studies_come_together(
    project: Project, lead: Lead, new_address: Callable[[], str | Path]
) -> None:
    by = lead(project)
    other = Project.create(
        new_address(),
        title="Another",
        orientation="codebook",
        researcher="Bea",
        surroundings=project.surroundings,
    )
    theirs = lead(other)
    project.record(CodeCreated("c-1", Words("mine")), by=by)
    project.record(SettingChanged("paradigm", None, Words("a"), None), by=by)
    other.record(CodeCreated("c-1", Words("clash")), by=theirs)
    other.record(CodeCreated("c-2", Words("night")), by=theirs)
    other.record(
        CodeRenamed("c-2", other.one(Code, id="c-2").name, Words("late")), by=theirs
    )
    other.record(SettingChanged("paradigm", None, Words("b"), None), by=theirs)
    done = merge(project, other, by)
    assert codes(project) == {"c-1": "mine", "c-2": "late"}
    assert [who.name for who in project.read(Researcher) if who.id == theirs] == ["Bea"]
    assert project.read(Setting)[0].value == "a"
    assert len(done.left_out) == 2
    assert_whole(project)


def test_the_other_project_is_kept_beside_a_file_to_be_read_only(
    copy: Pair, surroundings: Surroundings
) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    head = other.head()
    kept = merge(project, other, by).kept_beside
    if project.database.path is None:
        assert kept is None
        return
    assert kept is not None
    assert kept.stat().st_mode & 0o222 == 0
    assert Project.open(kept, surroundings).head() == head
    assert other.head() == head


def test_a_damaged_project_is_not_taken_in(copy: Pair, raw: Any) -> None:
    project, other, by = copy
    other.record(CodeCreated("c-3", Words("there")), by="r-2")
    with raw(other) as run:
        run("UPDATE wording SET text = 'x' WHERE seq = 2")
    head = project.head()
    with pytest.raises(DamagedProjectError):
        merge(project, other, by)
    assert project.head() == head


@pytest.mark.parametrize("found", [b"x", b"{}", b"[1]", b"[" * 100_000])
def test_a_project_whose_decisions_cannot_be_read_is_not_taken_in(
    copy: Pair, raw: Any, found: bytes
) -> None:
    project, other, by = copy
    with raw(other) as run:
        run("UPDATE event SET body = :body WHERE seq = 2", body=found)
    with pytest.raises(UnreadableEventError, match="workbench verify"):
        other.events()
    with pytest.raises(DamagedProjectError):
        merge(project, other, by)
