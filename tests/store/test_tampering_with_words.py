"""Words changed, taken away or put in behind the trail's back: verify names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.model import Code
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


def first(project: Project) -> tuple[str, int | None]:
    """The first damage that verify finds."""
    found = verification.verify(project).damage
    assert found, "nothing was found"
    return found[0].kind, found[0].seq


def test_altered_words_are_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("UPDATE wording SET text = 'mistrust' WHERE seq = 5")
    assert first(coded) == ("words-altered", 5)


def test_words_under_another_key_are_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("UPDATE wording SET key = :key WHERE seq = 5", key=b"\0" * 32)
    assert first(coded) == ("words-altered", 5)


def test_words_exchanged_between_two_events_are_found(
    coded: Project, raw: Owner
) -> None:
    with raw(coded) as run:
        one, other = (
            run("SELECT key, text FROM wording WHERE seq = :seq", seq=seq)[0]
            for seq in (5, 6)
        )
        for seq, (key, text) in ((5, other), (6, one)):
            run(
                "UPDATE wording SET key = :key, text = :text WHERE seq = :seq",
                key=bytes(key),
                text=text,
                seq=seq,
            )
    assert first(coded) == ("words-altered", 5)


def test_words_that_are_gone_are_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("DELETE FROM wording WHERE seq = 5")
    assert first(coded) == ("words-missing", 5)


@pytest.mark.parametrize(
    "emptied", ["text = NULL", "key = NULL", "text=NULL, key=NULL"]
)
def test_words_emptied_without_a_recorded_erasure_are_found(
    coded: Project, raw: Owner, emptied: str
) -> None:
    with raw(coded) as run:
        run(f"UPDATE wording SET {emptied} WHERE seq = 5")  # noqa: S608
    assert first(coded) == ("words-missing", 5)


@pytest.mark.parametrize(
    ("seq", "where"), [(5, 5), (99, None), (-1, None)], ids=["amid", "after", "before"]
)
def test_words_that_no_event_brought_in_are_found(
    coded: Project, raw: Owner, seq: int, where: int | None
) -> None:
    with raw(coded) as run:
        run(
            "INSERT INTO wording VALUES ('wffffffffffffffff', :seq, :key, 'said')",
            seq=seq,
            key=b"\0" * 32,
        )
    assert first(coded) == ("words-foreign", where)


def test_words_moved_to_another_event_are_found(coded: Project, raw: Owner) -> None:
    with raw(coded) as run:
        run("UPDATE wording SET seq = 7 WHERE seq = 5")
    assert first(coded) == ("words-missing", 5)
    assert "words-foreign" in {each.kind for each in verification.verify(coded).damage}


def test_erased_words_that_come_back_are_found(
    coded: Project, raw: Owner, lead: Lead
) -> None:
    words = coded.one(Code, id="c-5").name
    with raw(coded) as run:
        key, text = run("SELECT key, text FROM wording WHERE id = :id", id=words)[0]
    coded.record(WordsErased((words,), None, None), by=lead(coded))
    assert verification.verify(coded).ok
    with raw(coded) as run:
        run(
            "UPDATE wording SET key = :key, text = :text WHERE id = :id",
            key=bytes(key),
            text=text,
            id=words,
        )
    assert first(coded) == ("words-kept", None)
