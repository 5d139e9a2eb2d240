"""Checks look; a failed one stops writing, never reading; repairs are on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.decisions.coding import CodeCreated, SegmentCoded
from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.errors import RefusedError, UnknownObjectError, UnsoundProjectError
from workbench.exporters.export import export
from workbench.model import Code, CodedSegment, Turn
from workbench.store import backups, copies, doctor, gate, repairs, verification
from workbench.store.project import Project

Lead = Callable[[Project], str]
Owner = Callable[[Project], Any]


@pytest.fixture
def coded(
    project: Project,
    lead: Lead,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> Project:
    """A study with a transcript, a code `c-1` and three coded segments."""
    (transcript,) = study_with_transcripts(project, count=1)
    project.record(CodeCreated("c-1", Words("trust")), by=lead(project))
    code_some(project, transcript)
    return project


def failing(project: Project) -> list[str]:
    return [each.name for each in doctor.examine(project) if not each.ok]


def guard_again(project: Project, by: str) -> None:
    """The owner's raw access took the guards away; they are set as anybody would."""
    if "tables" in failing(project):
        repairs.repair(project, by, "tables", "looked in by hand")
    gate.look_over(project)


def test_a_whole_study_passes_every_check(coded: Project) -> None:
    assert failing(coded) == []
    assert gate.look_once(coded) == []


DAMAGE = {
    "trail": "UPDATE event SET hash = body WHERE seq = 3",
    "state": "UPDATE code SET state = 'retired' WHERE id = 'c-1'",
    "places": "UPDATE turn SET start = start - 1 WHERE turn.index = 2",
    "quotes": 'UPDATE coded_segment SET start = start + 1, "end" = "end" + 1',
    "orphans": "UPDATE coded_segment SET code = 'c-9'",
}


@pytest.mark.parametrize("check", DAMAGE)
def test_damage_is_found_by_the_check_that_is_for_it(
    coded: Project, raw: Owner, check: str
) -> None:
    with raw(coded) as run:
        run(DAMAGE[check].replace("turn.index", 'turn."index"'))
    assert check in failing(coded)


def test_a_guard_that_is_gone_is_found_and_set_again(
    file_project: Project, lead: Lead, raw: Owner
) -> None:
    with raw(file_project):
        pass  # opening it as its owner takes the guards away
    assert failing(file_project) == ["tables"]

    done = repairs.repair(file_project, lead(file_project), "tables", "they were gone")

    assert (done.way, done.now.ok) == ("rebuilt", True)
    assert gate.failed_checks(file_project) == []


def test_a_failed_check_stops_writing_and_never_reading(
    coded: Project, lead: Lead, raw: Owner, tmp_path: Path
) -> None:
    with raw(coded) as run:
        run(DAMAGE["state"])
    by, head = lead(coded), coded.head()
    assert "state" in gate.look_once(coded)

    for again in (coded, Project.open(coded.database.shown, coded.surroundings)):
        with pytest.raises(UnsoundProjectError, match="state"):
            again.record(CodeCreated("c-2", Words("b")), by=by)
        with pytest.raises(UnsoundProjectError, match="state"):
            export(again, by, "codebook", tmp_path / "codes.csv")
        assert again.read(Code)
        assert again.head() == head


def test_an_export_looks_the_study_over_by_itself(
    coded: Project, lead: Lead, raw: Owner, tmp_path: Path
) -> None:
    gate.look_once(coded)
    with raw(coded) as run:
        run(DAMAGE["state"])
    with pytest.raises(UnsoundProjectError):
        export(coded, lead(coded), "codebook", tmp_path / "codes.csv")
    assert not (tmp_path / "codes.csv").exists()


def test_a_file_that_did_not_change_is_not_looked_over_twice_a_day(
    file_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Project] = []
    examine = doctor.examine

    def counted(project: Project) -> list[doctor.Check]:
        looked.append(project)
        return examine(project)

    monkeypatch.setattr(doctor, "examine", counted)
    gate.look_once(file_project)
    gate.look_once(file_project)
    assert len(looked) == 1

    file_project.record(CodeCreated("c-1", Words("a")), by=file_project.events()[0].by)
    gate.note_own_writing(file_project)
    gate.look_once(file_project)
    assert len(looked) == 1

    tomorrow = replace(file_project.surroundings, now=lambda: "2099-01-01T00:00:00Z")
    file_project.surroundings = tomorrow
    gate.look_once(file_project)
    assert len(looked) == 2


def test_a_state_that_differs_is_rebuilt_from_the_trail_on_record(
    coded: Project, lead: Lead, raw: Owner
) -> None:
    with raw(coded) as run:
        run("DELETE FROM code WHERE id = 'c-1'")
    gate.look_over(coded)

    done = repairs.repair(coded, lead(coded), "state", "the disk was full")

    assert done.now.ok
    assert [code.id for code in coded.rows(Code) if code.id == "c-1"] == ["c-1"]
    assert verification.replay(coded).equal
    (record,) = [e for e in coded.events() if e.kind == "ProjectRepaired"]
    assert record.payload["way"] == "rebuilt"
    if done.before is not None:
        kept = Project.open(done.before, coded.surroundings)
        assert not verification.replay(kept).equal


def test_a_quote_that_stands_elsewhere_is_placed_there_on_record(
    coded: Project, lead: Lead
) -> None:
    there = coded.rows(CodedSegment)[0]
    (text,) = {doctor.text_of(coded, there.version)}
    wrong = SegmentCoded(
        *("s-wrong", there.transcript, there.version, 3, 20),
        *(Words(text[30:47]), Words(text[:3]), Words(text[20:52]), "c-1"),
    )
    # as another program's merge, or a fault of an earlier version, could bring it
    elsewhere = {"project": coded.uuid, "seq": 1, "hash": "00"}
    coded.record(wrong, by=lead(coded), origin=elsewhere)
    assert failing(coded) == ["quotes"]

    repairs.repair(coded, lead(coded), "quotes", "a fault of the program")

    assert failing(coded) == []
    placed = coded.one(CodedSegment, id="s-wrong")
    assert (placed.start, placed.end) == (30, 47)


def test_words_that_came_back_after_their_erasure_are_erased_again(
    coded: Project, lead: Lead, raw: Owner
) -> None:
    turn = coded.rows(Turn, index=1)[0].text
    with raw(coded) as run:
        ((key, text),) = run("SELECT key, text FROM wording WHERE id = :id", id=turn)
    coded.record(WordsErased((turn,), None, None), by=lead(coded))
    with raw(coded) as run:
        back = "UPDATE wording SET text = :text, key = :key WHERE id = :id"
        run(back, text=text, key=key, id=turn)
    guard_again(coded, lead(coded))
    assert gate.failed_checks(coded) == ["trail"]

    repairs.repair(coded, lead(coded), "trail", "an old copy was put back")

    assert coded.words(turn) == {turn: None}
    assert verification.verify(coded).damage == ()


def test_what_cannot_be_mended_is_said_so_and_can_be_known(
    coded: Project, lead: Lead, raw: Owner
) -> None:
    by = lead(coded)
    with raw(coded) as run:
        run(DAMAGE["trail"])
    guard_again(coded, by)
    with pytest.raises(RefusedError, match="Restore a backup"):
        repairs.repair(coded, by, "trail", "found so")

    repairs.repair(coded, by, "trail", "no backup is left", as_known=True)

    coded.record(CodeCreated("c-2", Words("b")), by=by)
    assert not verification.verify(coded).ok
    with raw(coded) as run:
        run("UPDATE event SET hash = body WHERE seq = 5")
    assert "trail" in gate.look_once(coded), "new damage counts again"


def test_a_repair_of_nothing_without_reason_or_of_no_check_is_refused(
    coded: Project, lead: Lead
) -> None:
    by = lead(coded)
    with pytest.raises(RefusedError, match="finds nothing"):
        repairs.repair(coded, by, "state", "to be sure")
    with pytest.raises(RefusedError, match="reason"):
        repairs.repair(coded, by, "state", " ")
    with pytest.raises(UnknownObjectError, match="Choose one of"):
        repairs.repair(coded, by, "weather", "rain")


def test_a_study_restored_over_its_own_checkpoint_is_sound(
    file_project: Project, lead: Lead, tmp_path: Path
) -> None:
    from workbench.store import checkpoint

    by, path = lead(file_project), file_project.database.path
    assert path is not None
    kept = backups.keep(file_project)
    assert kept is not None
    file_project.record(CodeCreated("c-1", Words("later")), by=by)
    note = checkpoint.beside(path)
    note.write_text(checkpoint.sign(file_project, by).note(), "utf-8")
    path.unlink()

    restored = copies.restore(kept, path, file_project.surroundings)

    assert gate.look_once(restored) == []
    restored.record(CodeCreated("c-2", Words("goes on")), by=by)
    assert len(list(tmp_path.glob("study.checkpoint.*"))) == 1
