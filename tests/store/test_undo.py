"""Undo and redo: one's own latest act, without limit, never under another's feet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workbench.decisions.coding import (
    CodeCreated,
    CodeMoved,
    CodeRenamed,
    CodeRetired,
    CodesMerged,
)
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import SpeakerIdentified, TranscriptRemoved
from workbench.decisions.setting_up import ResearcherAdded, SettingChanged, Undone
from workbench.decisions.themes import ThemeStarted
from workbench.decisions.writing_up import CopyMade
from workbench.errors import StaleDecisionError, UndoRefusedError
from workbench.model import (
    Code,
    CodedSegment,
    OutsideCopy,
    Setting,
    Speaker,
    Transcript,
)
from workbench.store import trail, undo, verification
from workbench.store.project import Project

Lead = Callable[[Project], str]
State = Callable[[Project], Any]


def add_second(project: Project, by: str) -> str:
    project.record(ResearcherAdded("r-2", Words("Bruno"), "co-analyst"), by=by)
    return "r-2"


def test_undo_takes_back_ones_latest_act_whole(
    project: Project, lead: Lead, state: State
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    before = state(project)
    project.record(CodeCreated("c-2", Words("b")), CodeMoved("c-1", None, "c-2"), by=by)
    project.undo(by)
    assert state(project) == before
    assert project.events()[-1].kind == "Undone"


def test_undo_goes_back_without_limit_and_across_a_reopening(
    project: Project, lead: Lead, state: State
) -> None:
    by = lead(project)
    states = []
    for number in range(30):
        states.append(state(project))
        project.record(CodeCreated(f"c-{number}", Words("a")), by=by)
    last = state(project)
    for expected in reversed(states):
        project = Project.open(project.database.shown, project.surroundings)
        project.undo(by)
        assert state(project) == expected
    with pytest.raises(UndoRefusedError, match="cannot be taken back"):
        project.undo(by)  # only the study's own beginning is left
    for expected in [*states[1:], last]:
        project = Project.open(project.database.shown, project.surroundings)
        project.redo(by)
        assert state(project) == expected
    with pytest.raises(UndoRefusedError, match="nothing to do again"):
        project.redo(by)
    assert verification.replay(project).equal


def test_redo_can_be_undone_and_done_again(
    project: Project, lead: Lead, state: State
) -> None:
    by = lead(project)
    without = state(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    with_it = state(project)
    for _ in range(3):
        project.undo(by)
        assert state(project) == without
        project.redo(by)
        assert state(project) == with_it
    assert verification.replay(project).equal


def test_a_new_decision_ends_what_could_be_done_again(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    project.undo(by)
    project.record(CodeCreated("c-2", Words("b")), by=by)
    with pytest.raises(UndoRefusedError, match="nothing to do again"):
        project.redo(by)


def test_undo_leaves_what_another_decided_alone(project: Project, lead: Lead) -> None:
    by = lead(project)
    other = add_second(project, by)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    project.record(CodeCreated("c-2", Words("b")), by=other)
    project.undo(by)
    assert [code.id for code in project.rows(Code)] == ["c-2"]
    project.undo(other)
    project.redo(by)
    assert [code.id for code in project.rows(Code)] == ["c-1"]
    assert verification.replay(project).equal


@pytest.mark.parametrize(
    ("later", "blocker"),
    [
        (CodeRenamed("c-1", "", Words("b")), "CodeRenamed"),
        (CodeCreated("c-2", Words("b"), parent="c-1"), "CodeCreated"),
        (ThemeStarted("t-1", Words("t"), codes=("c-0", "c-1")), "ThemeStarted"),
        (CodeRetired("c-1"), "CodeRetired"),
        (CodesMerged("c-0", "c-1", ()), "CodesMerged"),
    ],
)
def test_undo_is_refused_and_names_what_rests_on_it(
    project: Project, lead: Lead, state: State, later: Any, blocker: str
) -> None:
    by = lead(project)
    other = add_second(project, by)
    project.record(CodeCreated("c-0", Words("z")), by=other)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    if isinstance(later, CodeRenamed):
        later = CodeRenamed("c-1", project.one(Code, id="c-1").name, Words("b"))
    blocking = project.record(later, by=other)
    before = state(project)
    with pytest.raises(UndoRefusedError, match=rf"event {blocking.first} \({blocker}"):
        project.undo(by)
    assert state(project) == before
    project.undo(other)
    project.undo(by)
    assert [code.id for code in project.rows(Code)] == ["c-0"]


def test_an_edit_of_another_column_does_not_block(project: Project, lead: Lead) -> None:
    by = lead(project)
    other = add_second(project, by)
    project.record(CodeCreated("c-1", Words("a")), by=other)
    project.record(CodeRetired("c-1"), by=by)
    project.record(
        CodeRenamed("c-1", project.one(Code, id="c-1").name, Words("b")), by=other
    )
    project.undo(by)
    assert [(c.name, c.state) for c in project.read(Code)] == [("b", "active")]


def test_what_is_no_matter_of_opinion_is_not_undone(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    add_second(project, by)
    with pytest.raises(UndoRefusedError, match="researcher added"):
        project.undo(by)
    with pytest.raises(UndoRefusedError, match="nothing to undo"):
        project.undo("r-2")


def test_redo_is_refused_where_the_code_is_gone_by_now(
    project: Project,
    lead: Lead,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> None:
    by = lead(project)
    other = add_second(project, by)
    (transcript,) = study_with_transcripts(project, count=1)
    project.record(CodeCreated("c-1", Words("a")), by=other)
    (segment,) = code_some(project, transcript, count=1)
    project.undo(by)  # the coding
    project.undo(by)  # its code
    project.record(CodeMoved("c-1", None, None), by=by)
    project.undo(by)
    project.undo(other)  # c-1 is gone
    with pytest.raises(UndoRefusedError, match="changed what this rests on"):
        project.redo(by)
    assert project.rows(CodedSegment, id=segment) == []
    assert verification.replay(project).equal


def test_redo_is_refused_where_the_transcript_left_meanwhile(
    project: Project,
    lead: Lead,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> None:
    by = lead(project)
    other = add_second(project, by)
    (transcript,) = study_with_transcripts(project, count=1)
    code_some(project, transcript, count=1)
    project.undo(by)
    project.record(TranscriptRemoved(transcript, "active", Words("asked")), by=other)
    with pytest.raises(UndoRefusedError, match="TranscriptRemoved"):
        project.redo(by)
    assert project.rows(CodedSegment) == []
    project.undo(other)
    project.redo(by)
    assert len(project.rows(CodedSegment)) == 1


def test_undoing_an_act_twice_at_once_takes_it_back_once(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    receipt = project.record(CodeCreated("c-1", Words("a")), by=by)
    project.record(Undone(receipt.act), by=by)
    with pytest.raises(StaleDecisionError):
        project.record(Undone(receipt.act), by=by)


def test_an_undo_of_nothing_is_refused(project: Project, lead: Lead) -> None:
    with pytest.raises(UndoRefusedError, match="nothing to undo under that id"):
        project.record(Undone("00000000-0000-4000-8000-000000000000"), by=lead(project))


def test_a_setting_goes_back_to_what_it_was_and_to_unset(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    project.record(SettingChanged("paradigm", None, Words("one"), None), by=by)
    first = project.one(Setting, key="paradigm").value
    project.record(SettingChanged("paradigm", first, Words("two"), None), by=by)
    project.undo(by)
    assert project.read(Setting)[0].value == "one"
    project.undo(by)
    assert project.rows(Setting) == []


def test_undo_works_on_rows_with_a_key_of_two_parts(
    project: Project, lead: Lead, study_with_transcripts: Callable[..., list[str]]
) -> None:
    by = lead(project)
    study_with_transcripts(project, count=1)
    version = project.rows(Transcript)[0].version
    speaker = project.one(Speaker, version=version, index=1)
    project.record(
        SpeakerIdentified(version, 1, speaker.role, "other", None, None), by=by
    )
    assert project.one(Speaker, version=version, index=1).role == "other"
    project.undo(by)
    assert project.one(Speaker, version=version, index=1) == speaker


def test_undo_in_a_long_trail_reads_only_its_end(
    file_project: Project, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = lead(file_project)
    file_project.record(
        *(CodeCreated(f"c-{n}", Words("a")) for n in range(2000)), by=by
    )
    file_project.record(CodeCreated("c-last", Words("a")), by=by)
    read = 0
    real = trail.parse

    def counted(body: bytes) -> trail.Event:
        nonlocal read
        read += 1
        return real(body)

    monkeypatch.setattr(trail, "parse", counted)
    file_project.undo(by)
    assert read < 200


def test_standing_and_in_force_agree_on_what_was_decided(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    project.record(CodeCreated("c-2", Words("a")), by=by)
    project.undo(by)
    project.undo(by)
    project.redo(by)
    events = project.events()
    assert [e.seq for e in undo.standing(events)] == [1, 2]
    assert [e.seq for e in undo.in_force(events)] == [1, 2]


def test_the_decisions_of_an_act_are_taken_back_from_the_last_to_the_first(
    project: Project, lead: Lead, state: State
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    project.record(CodeCreated("c-2", Words("b")), by=by)
    before = state(project)
    project.record(
        CodeMoved("c-1", None, "c-2"),
        CodeMoved("c-1", "c-2", None),
        CodeMoved("c-1", None, "c-2"),
        by=by,
    )
    project.undo(by)
    assert state(project) == before
    project.redo(by)
    assert project.one(Code, id="c-1").parent == "c-2"


def test_an_edit_that_another_has_edited_since_is_not_undone(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    other = add_second(project, by)
    project.record(CodeCreated("c-1", Words("a")), by=other)
    for who, name in ((by, "b"), (other, "c")):
        standing = project.one(Code, id="c-1").name
        project.record(CodeRenamed("c-1", standing, Words(name)), by=who)
    with pytest.raises(UndoRefusedError, match=r"\(CodeRenamed\) rests on this"):
        project.undo(by)
    assert project.read(Code)[0].name == "c"


def test_undo_looks_past_copies_that_left_the_project(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    project.record(CodeCreated("c-1", Words("a")), by=by)
    project.record(CopyMade("x-1", "backup", Words("b.workbench"), 2), by=by)

    project.undo(by)

    assert project.rows(Code) == []
    assert len(project.rows(OutsideCopy)) == 1


def test_an_undo_that_is_tried_again_takes_back_one_act_only(
    project: Project, lead: Lead
) -> None:
    by, act = lead(project), "0b9ddf2e-6a3c-4f31-9a52-3c2ab1b4a111"
    for name in ("c-1", "c-2"):
        project.record(CodeCreated(name, Words(name)), by=by)

    project.undo(by, act=act)
    project.undo(by, act=act)

    assert [code.id for code in project.rows(Code)] == ["c-1"]
