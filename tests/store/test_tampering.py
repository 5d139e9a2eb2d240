"""Tampering: whatever the owner of the file does to the trail, verify names it.

Each test does one kind of damage with plain SQL, the guards dropped first, on SQLite
and on PostgreSQL, and expects the kind and the first bad event.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words, canonical
from workbench.store import checkpoint, side_by_side, trail, verification
from workbench.store.cheating import try_to_cheat
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


def first(project: Project) -> tuple[str, int | None]:
    """The first damage that verify finds."""
    found = verification.verify(project).damage
    assert found, "nothing was found"
    assert all(each.kind in verification.DAMAGE for each in found)
    return found[0].kind, found[0].seq


def kinds_found(project: Project) -> set[str]:
    return {each.kind for each in verification.verify(project).damage}


def stored(run: Any, seq: int) -> tuple[Any, ...]:
    found: tuple[Any, ...] = run(
        "SELECT uuid, act, kind, body, hash FROM event WHERE seq = :seq", seq=seq
    )[0]
    return found


def relink(project: Project, run: Any, start: int) -> None:
    """Every hash and back-reference from an event on is made to fit again."""
    last = run("SELECT max(seq) FROM event")[0][0]
    before = trail.genesis(project.uuid) if start == 1 else stored(run, start - 1)[4]
    for seq in range(start, last + 1):
        body = json.loads(bytes(stored(run, seq)[3]))
        body["prev"], body["seq"] = bytes(before).hex(), seq
        new = canonical(body)
        before = trail.chain(bytes(before), seq, new)
        run(
            "UPDATE event SET body = :body, hash = :hash WHERE seq = :seq",
            body=new,
            hash=before,
            seq=seq,
        )


def test_a_changed_event_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        body = bytes(stored(run, 5)[3]).replace(b"manual", b"edited")
        run("UPDATE event SET body = :body WHERE seq = 5", body=body)
    assert first(coded) == ("altered", 5)


def test_one_changed_bit_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        body = bytearray(stored(run, 5)[3])
        body[len(body) // 2] ^= 1
        run("UPDATE event SET body = :body WHERE seq = 5", body=bytes(body))
    assert first(coded) == ("altered", 5)


def test_a_changed_hash_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("UPDATE event SET hash = :hash WHERE seq = 5", hash=b"\1" * 32)
    assert first(coded) == ("altered", 5)


def test_a_changed_first_event_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("UPDATE event SET hash = :hash WHERE seq = 1", hash=b"\1" * 32)
    assert first(coded) == ("altered", 1)


def test_another_projects_identity_is_found(
    coded: Project, raw: Owner, surroundings: Any
) -> None:
    with raw(coded) as run:
        run(
            "UPDATE meta SET value = :uuid WHERE key = 'project'",
            uuid="00000000-0000-4000-8000-000000000000",
        )
    reopened = Project.open(coded.database.shown, surroundings)
    assert first(reopened) == ("altered", 1)


def test_a_deleted_event_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("DELETE FROM event WHERE seq = 5")
    assert first(coded) == ("missing", 5)


def test_a_deleted_first_event_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("DELETE FROM event WHERE seq = 1")
    assert first(coded) == ("missing", 1)


def test_a_deleted_event_with_the_rest_renumbered_is_found(
    coded: Project, raw: Owner
) -> None:
    with raw(coded) as run:
        run("DELETE FROM event WHERE seq = 5")
        for seq in range(6, 13):
            run("UPDATE event SET seq = :new WHERE seq = :old", new=seq - 1, old=seq)
    assert first(coded) == ("altered", 5)
    assert "renumbered" in kinds_found(coded)


def test_two_swapped_events_are_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("UPDATE event SET seq = 99 WHERE seq = 5")
        run("UPDATE event SET seq = 5 WHERE seq = 6")
        run("UPDATE event SET seq = 6 WHERE seq = 99")
    assert first(coded) == ("altered", 5)
    assert {"renumbered", "relinked"} <= kinds_found(coded)


def test_a_duplicated_event_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run(
            "INSERT INTO event SELECT 13, 'copy', act, kind, body, hash "
            "FROM event WHERE seq = 5"
        )
    assert first(coded) == ("altered", 13)
    assert {"renumbered", "relinked", "mislabelled"} <= kinds_found(coded)


def test_an_inserted_event_is_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        for seq in range(12, 4, -1):
            run("UPDATE event SET seq = :new WHERE seq = :old", new=seq + 1, old=seq)
        uuid, act, kind, body, hash_ = stored(run, 4)
        run(
            "INSERT INTO event VALUES (5, :uuid, :act, :kind, :body, :hash)",
            uuid=f"{uuid}x",
            act=act,
            kind=kind,
            body=bytes(body),
            hash=bytes(hash_),
        )
    assert first(coded) == ("altered", 5)


@pytest.mark.parametrize("seq", [0, -3])
def test_an_event_before_the_first_is_found(
    coded: Project, raw: Owner, seq: int
) -> None:
    with raw(coded) as run:
        run(
            "INSERT INTO event SELECT :seq, 'x', act, kind, body, hash "
            "FROM event WHERE seq = 4",
            seq=seq,
        )
    assert first(coded) == ("renumbered", None)


def test_an_event_that_names_another_before_it_is_found(
    coded: Project, raw: Owner
) -> None:
    with raw(coded) as run:
        _uuid, _act, _kind, body, _ = stored(run, 12)
        read = json.loads(bytes(body))
        read["prev"] = "00" * 32
        forged = canonical(read)
        before = bytes(stored(run, 11)[4])
        run(
            "UPDATE event SET body = :body, hash = :hash WHERE seq = 12",
            body=forged,
            hash=trail.chain(before, 12, forged),
        )
    assert first(coded) == ("relinked", 12)


@pytest.mark.parametrize(
    ("column", "value"), [("kind", "MemoWritten"), ("act", "a"), ("uuid", "u")]
)
def test_an_index_that_lies_is_found(
    coded: Project, raw: Owner, column: str, value: str
) -> None:
    with raw(coded) as run:
        run(f"UPDATE event SET {column} = :value WHERE seq = 5", value=value)  # noqa: S608
    assert first(coded) == ("mislabelled", 5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"not json",
        b"\xff\xfe",
        b'{"kind":"Unheard","prev":"","seq":12,"uuid":"u","act":"a"}',
        b"[" * 5000,
    ],
    ids=["empty", "no-fields", "a-list", "text", "no-utf8", "unknown-kind", "too-deep"],
)
def test_an_unreadable_event_is_found_even_when_its_hash_fits(
    coded: Project, raw: Owner, body: bytes
) -> None:
    with raw(coded) as run:
        before = bytes(stored(run, 11)[4])
        run(
            "UPDATE event SET body = :body, hash = :hash WHERE seq = 12",
            body=body,
            hash=trail.chain(before, 12, body),
        )
    assert "unreadable" in kinds_found(coded)


def test_an_event_of_another_kind_than_was_ever_defined_is_found(
    coded: Project, raw: Owner
) -> None:
    with raw(coded) as run:
        read = json.loads(bytes(stored(run, 12)[3])) | {"kind": "Unheard"}
        run(
            "UPDATE event SET body = :body, kind = 'Unheard' WHERE seq = 12",
            body=canonical(read),
        )
        relink(coded, run, 12)
    assert first(coded) == ("unreadable", 12)


@pytest.mark.parametrize("column", ["body", "hash", "seq"])
def test_a_value_of_the_wrong_type_is_found_and_breaks_nothing(
    file_project: Project, lead: Lead, raw: Owner, column: str
) -> None:
    for number in range(2, 6):
        file_project.record(
            CodeCreated(f"c-{number}", Words("a")), by=lead(file_project)
        )
    with raw(file_project) as run:
        run(f"UPDATE event SET {column} = 'text' WHERE seq = 3")  # noqa: S608
    assert not verification.verify(file_project).ok
    with raw(file_project) as run:
        run("UPDATE event SET seq = 4.5 WHERE seq = 4")
    assert not verification.verify(file_project).ok


@pytest.mark.parametrize("cut", [1, 5])
def test_a_cut_tail_is_found_by_a_checkpoint_and_by_nothing_else(
    coded: Project, raw: Owner, lead: Lead, cut: int
) -> None:
    checkpoint.sign(coded, lead(coded))
    last = coded.head().seq
    with raw(coded) as run:
        run("DELETE FROM event WHERE seq > :last", last=last - cut)
        run("DELETE FROM wording WHERE seq > :last", last=last - cut)
    assert first(coded) == ("shorter", last - cut + 1)
    seen = coded.surroundings.config / "seen" / f"{checkpoint.place(coded)}.json"
    seen.unlink()
    assert verification.verify(coded).ok  # the chain alone does not see it


def test_a_trail_written_anew_is_found_by_a_checkpoint_and_by_nothing_else(
    coded: Project, raw: Owner, lead: Lead
) -> None:
    checkpoint.sign(coded, lead(coded))
    with raw(coded) as run:
        read = json.loads(bytes(stored(run, 5)[3]))
        read["at"] = "2020-01-01T00:00:00.000Z"
        run("UPDATE event SET body = :body WHERE seq = 5", body=canonical(read))
        relink(coded, run, 5)
    assert first(coded) == ("rewritten", None)
    (coded.surroundings.config / "seen" / f"{checkpoint.place(coded)}.json").unlink()
    assert verification.verify(coded).ok


def test_an_event_removed_and_the_rest_relinked_is_found_by_a_checkpoint(
    coded: Project, raw: Owner, lead: Lead
) -> None:
    checkpoint.sign(coded, lead(coded))
    with raw(coded) as run:
        for table in ("event", "wording"):
            run(f"DELETE FROM {table} WHERE seq = 5")  # noqa: S608
            for seq in range(6, 14):
                run(
                    f"UPDATE {table} SET seq = :new WHERE seq = :old",  # noqa: S608
                    new=seq - 1,
                    old=seq,
                )
        relink(coded, run, 5)
    assert first(coded) == ("shorter", 13)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 11])
def test_a_checkpoint_of_an_earlier_size_still_vouches(
    coded: Project, size: int
) -> None:
    tree = checkpoint.tree_of(coded, up_to=size)
    checkpoint.remember(coded.surroundings, checkpoint.place(coded), size, tree.root())
    found = verification.verify(coded)
    assert (found.ok, found.covered_to) == (True, size)


def test_long_trails_are_checked_side_by_side_with_the_same_result(
    coded: Project, raw: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = verification.verify(coded)
    for module in (side_by_side, verification):
        monkeypatch.setattr(module, "WIDTH", 4)
    monkeypatch.setattr(side_by_side, "_processors", lambda: 2)
    assert verification.verify(coded) == expected
    tree = checkpoint.tree_of(coded, up_to=6)
    checkpoint.remember(coded.surroundings, checkpoint.place(coded), 6, tree.root())
    assert verification.verify(coded).covered_to == 6
    with raw(coded) as run:
        run("DELETE FROM event WHERE seq = 8")
    assert first(coded) == ("missing", 8)


def test_a_long_trail_is_checked_even_where_no_process_can_be_started(
    coded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = verification.verify(coded)
    for module in (side_by_side, verification):
        monkeypatch.setattr(module, "WIDTH", 4)
    monkeypatch.setattr(side_by_side, "_processors", lambda: 3)
    monkeypatch.setattr(side_by_side, "_START", "raise SystemExit(1)")
    assert verification.verify(coded) == expected
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert verification.verify(coded) == expected


def test_one_changed_letter_in_a_copy_is_found_and_the_study_is_untouched(
    file_project: Project, lead: Lead
) -> None:
    for number in range(5):
        file_project.record(
            CodeCreated(f"c-{number}", Words("a code")), by=lead(file_project)
        )
    found = try_to_cheat(file_project)
    assert [(each.kind, each.seq) for each in found] == [("altered", 3)]
    assert verification.verify(file_project).ok
