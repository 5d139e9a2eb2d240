"""Journal, field notes and memos: private by default, looked back at, never edited."""

from __future__ import annotations

from typing import Any

import pytest

from workbench import study as rules
from workbench.coding import memos
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.model import Memo
from workbench.people import withdrawal
from workbench.trust import field_notes, journal


def test_an_entry_is_private_with_its_lenses_and_links_in_one_act(study: Any) -> None:
    project, lead = study.project, study.lead
    before = project.head().seq
    memo = journal.write_entry(
        project,
        lead,
        "I was on the nurse's side.",
        lenses=["personal", "interpersonal"],
        links=[study.theme, "C01"],
    )

    assert len({e.act for e in project.events(before)}) == 1
    entry = next(e for e in journal.entries(project, lead) if e.id == memo)
    assert entry.visibility == "private"
    assert entry.lenses == ("personal", "interpersonal")
    assert entry.links == tuple(sorted([study.theme, "C01"]))
    project.undo(lead)
    assert memo not in {e.id for e in journal.entries(project, lead)}


def test_a_private_entry_is_for_its_writer_until_she_releases_it(study: Any) -> None:
    project, lead = study.project, study.lead
    dora = rules.add_researcher(project, lead, "Dora", "co-analyst")
    memo = journal.write_entry(project, lead, "Not for others.")
    journal.look_back(project, lead, memo, "Still not.")

    assert "Not for others." not in {e.text for e in journal.entries(project, dora)}
    memos.release(project, lead, memo)
    seen = next(e for e in journal.entries(project, dora) if e.id == memo)
    assert seen.looks_back[0][1] == "Still not."
    with pytest.raises(RefusedError, match="someone else's"):
        journal.look_back(project, dora, memo, "You were wrong.")
    with pytest.raises(RefusedError, match="someone else's"):
        journal.link(project, dora, memo, study.theme)


def test_what_was_written_stays_as_it_was(study: Any) -> None:
    project, lead = study.project, study.lead
    memo = project.read(Memo)[0]
    journal.look_back(project, lead, memo.id, "Less so in June.")
    journal.look_back(project, lead, memo.id, "Not at all now.")

    entry = next(e for e in journal.entries(project, lead) if e.id == memo.id)
    assert entry.text == memo.text
    assert [text for _, text in entry.looks_back] == [
        "Less so in June.",
        "Not at all now.",
    ]


def test_links_and_lenses_can_change(study: Any) -> None:
    project, lead = study.project, study.lead
    memo = journal.write_entry(project, lead, "Hm.", lenses=["personal"])
    journal.see_through(project, lead, memo, ["contextual"])
    journal.link(project, lead, memo, study.theme)
    with pytest.raises(RefusedError, match="linked to that already"):
        journal.link(project, lead, memo, study.theme)
    journal.unlink(project, lead, memo, study.theme)

    entry = next(e for e in journal.entries(project, lead) if e.id == memo)
    assert (entry.lenses, entry.links) == (("contextual",), ())
    with pytest.raises(UnknownObjectError):
        journal.unlink(project, lead, memo, study.theme)
    with pytest.raises(UnknownObjectError):
        journal.link(project, lead, memo, "t-nothing")


def test_a_field_note_keeps_what_was_seen_apart_from_what_was_made_of_it(
    study: Any,
) -> None:
    project, lead = study.project, study.lead
    field_notes.write(
        project,
        lead,
        transcript="C01-1",
        observation="she held the phone throughout",
        interpretation="as one holds a hand",
        held_on="2025-03-02",
    )

    note = journal.entries(project, lead)[-1]
    assert (note.kind, note.about) == ("field-note", "C01-1")
    assert (note.text, note.interpretation) == (
        "she held the phone throughout",
        "as one holds a hand",
    )
    with pytest.raises(RefusedError, match="empty"):
        field_notes.write(project, lead, transcript=None)
    with pytest.raises(UnknownObjectError):
        field_notes.write(project, lead, transcript="X", observation="x")


def test_a_withdrawal_names_field_notes_on_her_interviews(study: Any) -> None:
    project, lead = study.project, study.lead
    field_notes.write(project, lead, transcript="C01-1", observation="she wept twice")

    plan = withdrawal.plan(project, "C01")

    assert ["field note" in n.what for n in plan.notes] == [True]
    withdrawal.withdraw(
        *(project, lead, "C01", "asked"), erase_repeats=[plan.notes[0].words]
    )
    assert b"wept twice" not in project.database.path.read_bytes()


def test_one_list_is_searched_by_words_kinds_lenses_and_things(study: Any) -> None:
    project, lead = study.project, study.lead
    memos.write(project, lead, kind="analytic", text="Chairs and rooms", about="C01-1")
    entry = journal.write_entry(project, lead, "A ROOM of my own", lenses=["personal"])
    journal.look_back(project, lead, entry, "and a lamp")
    found = journal.entries(project, lead)

    def texts(**asked: Any) -> list[str]:
        return [e.text for e in journal.search(found, **asked)]

    assert texts(words="room") == ["Chairs and rooms", "A ROOM of my own"]
    assert texts(words="room lamp") == ["A ROOM of my own"]
    assert texts(kinds=["analytic"]) == ["Chairs and rooms"]
    assert texts(lenses=["personal"]) == ["A ROOM of my own"]
    assert texts(about="C01-1") == ["Chairs and rooms"]


def test_what_was_expected_is_shown_again_with_when_it_was_written(study: Any) -> None:
    project, lead = study.project, study.lead
    blank = journal.beforehand(project)
    assert (blank.expectations, blank.written_before_coding) == (None, None)
    rules.change_setting(project, lead, "expectations", "that they trust it", None)

    late = journal.beforehand(project)

    assert late.expectations == "that they trust it"
    assert late.written_before_coding is False
    assert journal.prompts_now(project)[0] == "while coding"


def test_roles_write_and_read_as_they_may(study: Any) -> None:
    project = study.project
    with pytest.raises(NotAllowedError):
        journal.write_entry(project, study.debriefer, "hello")
    with pytest.raises(NotAllowedError):
        journal.entries(project, study.debriefer)
    with pytest.raises(UnknownObjectError, match="personal, interpersonal"):
        journal.write_entry(project, study.lead, "x", lenses=["rosy"])
    with pytest.raises(RefusedError, match="empty"):
        journal.write_entry(project, study.lead, "  ")
