"""Field notes are coded like talk, and are never taken for anybody's."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from workbench.alliance.arguing import Ground
from workbench.coding import memos
from workbench.coding.placed import place, place_in_notes
from workbench.coding.segments import code_segment, resize, withdraw_coding
from workbench.counts import counts
from workbench.decisions.people import Consent, ConsentSet
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.exporters.export import export
from workbench.familiarise.field_notes import codable
from workbench.familiarise.transcripts import text_of
from workbench.model import CodedSegment, FieldNote, Participant, Transcript
from workbench.people import withdrawal
from workbench.people.participants import consent_of
from workbench.store import doctor, verification
from workbench.themes import negative_cases, themes
from workbench.themes.voices import Voices
from workbench.trust import field_notes
from workbench.trust.shown import Wish, choose

if TYPE_CHECKING:
    from pathlib import Path

SEEN = "She looked at the door whenever the nurse was named."
MADE = "The door was the nurse's."


@pytest.fixture
def noted(study: Any) -> tuple[Any, str]:
    """The study with a field note on C01's interview, opened and coded."""
    project, lead = study.project, study.lead
    note = field_notes.write(
        project,
        lead,
        transcript="C01-1",
        observation=SEEN,
        interpretation=MADE,
        held_on="2025-02-20",
    )
    source = field_notes.open_for_coding(project, lead, note)
    start = SEEN.index("the door")
    code_segment(
        project,
        lead,
        transcript=source,
        start=start,
        end=start + len("the door"),
        code="trust by proxy",
    )
    return study, source


def coded_in(project: Any, source: str) -> list[CodedSegment]:
    rows: list[CodedSegment] = project.read(CodedSegment, transcript=source)
    return [row for row in rows if row.state == "active"]


def test_a_note_is_opened_once_under_an_id_of_its_interview(study: Any) -> None:
    project, lead = study.project, study.lead
    note = field_notes.write(project, lead, transcript="C01-1", observation=SEEN)
    head = project.head().seq
    source = field_notes.open_for_coding(project, lead, note)

    assert source == "C01-1-note-1"
    assert [e.kind for e in project.events(head)] == ["FieldNoteOpened"]
    assert field_notes.open_for_coding(project, lead, note) == source
    assert project.head().seq == head + 1
    other = field_notes.write(project, lead, transcript="C01-1", interpretation=MADE)
    assert field_notes.open_for_coding(project, lead, other) == "C01-1-note-2"
    free = field_notes.write(project, lead, transcript=None, observation="Rain.")
    assert field_notes.open_for_coding(project, lead, free) == "study-note-1"
    with pytest.raises(UnknownObjectError):
        field_notes.open_for_coding(project, lead, "fn-0")
    with pytest.raises(NotAllowedError):
        field_notes.open_for_coding(project, study.debriefer, note)


def test_a_note_is_coded_resized_and_freed_as_talk_is(noted: tuple[Any, str]) -> None:
    study, source = noted
    project, lead = study.project, study.lead
    found = codable(project, source)
    assert text_of(project, found.version) == f"{SEEN}\n{MADE}"
    (segment,) = coded_in(project, source)
    assert segment.quote == "the door"

    resize(project, lead, segment.id, 0, len(SEEN))
    assert coded_in(project, source)[0].quote == SEEN
    project.undo(lead)
    assert coded_in(project, source)[0].quote == "the door"
    withdraw_coding(project, lead, segment.id)
    assert coded_in(project, source) == []
    assert verification.replay(project).equal
    assert verification.verify(project).ok


def test_a_study_with_a_coded_note_is_sound(noted: tuple[Any, str]) -> None:
    study, source = noted
    assert [each.name for each in doctor.examine(study.project) if not each.ok] == []
    assert coded_in(study.project, source)


def test_opening_a_note_can_be_taken_back_until_it_is_coded(study: Any) -> None:
    project, lead = study.project, study.lead
    note = field_notes.write(project, lead, transcript="C01-1", observation=SEEN)
    source = field_notes.open_for_coding(project, lead, note)

    project.undo(lead)

    assert project.one(FieldNote, id=note).source is None
    with pytest.raises(UnknownObjectError):
        codable(project, source)


def test_no_count_of_talk_takes_a_note_in(noted: tuple[Any, str]) -> None:
    study, source = noted
    project = study.project
    told = counts(project)
    assert (told["transcripts"], told["coded_segments"]) == (3, len(study.segments))
    assert (told["field_notes"], told["segments_in_field_notes"]) == (1, 1)

    assert source not in {each.transcript for each in place(project, project)}
    (in_note,) = place_in_notes(project)
    assert (in_note.transcript, in_note.person, in_note.group) == (source, None, None)
    assert in_note.note == "field note"
    assert source not in {v.segment.transcript for v in Voices(project).all}
    assert source not in {t.id for t in project.rows(Transcript)}
    shown = choose(project, Wish())
    assert source not in shown.transcripts


def test_a_note_is_nobodys_quotation_or_evidence(noted: tuple[Any, str]) -> None:
    study, source = noted
    project, lead = study.project, study.lead
    (segment,) = coded_in(project, source)

    with pytest.raises(RefusedError, match="field note, your own words"):
        themes.choose_extract(project, lead, study.theme, segment.id)
    with pytest.raises(RefusedError, match="field note, your own words"):
        Ground(project).segments([study.segments[0], segment.id])
    with pytest.raises(RefusedError, match="field note, your own words"):
        negative_cases.note(
            project, lead, study.theme, "she differs", segment=segment.id
        )


def exported(study: Any, kind: str, suffix: str) -> str:
    out: Path = study.folder / f"out{suffix}"
    export(study.project, study.lead, kind, out, force=True)
    data = out.read_bytes()
    if data[:2] != b"PK":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = (archive.read(name) for name in archive.namelist())
        return "\n".join(part.decode("utf-8", "replace") for part in parts)


TOLD = (
    ("coded-transcript", ".html"),
    ("extract-book", ".html"),
    ("extract-book", ".csv"),
    ("qdpx", ".qdpx"),
    ("json", ".json"),
)


@pytest.mark.parametrize(("kind", "suffix"), TOLD)
def test_exports_tell_of_a_note_as_a_source_of_its_own(
    noted: tuple[Any, str], kind: str, suffix: str
) -> None:
    study, source = noted
    text = exported(study, kind, suffix)

    assert source in text
    assert "the door" in text
    assert "field note" in text.lower() or '"field_note"' in text


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("theme-table", ".md"), ("quote-bank", ".csv"), ("participant-matrix", ".csv")],
)
def test_what_participants_said_does_not_hold_a_note(
    noted: tuple[Any, str], kind: str, suffix: str
) -> None:
    study, source = noted
    text = exported(study, kind, suffix)

    assert source not in text
    assert "the door" not in text


@pytest.mark.parametrize(
    ("kind", "suffix"), [*TOLD, ("csv", ".zip"), ("trail", ".jsonl")]
)
def test_consent_of_whose_interview_it_is_on_decides_whether_a_note_leaves(
    noted: tuple[Any, str], kind: str, suffix: str
) -> None:
    study, _ = noted
    project = study.project
    old = consent_of(project.rows(Participant, id="C01")[0])
    new = Consent("paraphrase", old.computation, old.recontact, old.archive)
    project.record(ConsentSet("C01", old, new, None), by=study.lead)

    text = exported(study, kind, suffix)
    if kind == "trail":
        text += (study.folder / "wording.jsonl").read_text("utf-8")

    assert "the door" not in text
    assert "looked at the" not in text


def test_words_of_a_note_are_released_with_the_trail_once_it_is_opened(
    study: Any,
) -> None:
    project, lead = study.project, study.lead
    note = field_notes.write(project, lead, transcript="C01-1", observation=SEEN)

    def released() -> set[str]:
        exported(study, "trail", ".jsonl")
        lines = (study.folder / "wording.jsonl").read_text("utf-8").splitlines()
        return {json.loads(line)["text"] for line in lines}

    assert SEEN not in released()
    field_notes.open_for_coding(project, lead, note)
    assert SEEN in released()


def test_a_note_leaves_with_a_withdrawal_as_it_was_decided(
    noted: tuple[Any, str],
) -> None:
    study, source = noted
    project, lead = study.project, study.lead
    plan = withdrawal.plan(project, "C01")
    listed = {each.words: each.what for each in plan.notes}
    row = project.rows(FieldNote)[0]
    assert {row.observation, row.interpretation} <= set(listed)

    withdrawal.withdraw(project, lead, "C01", "asked", erase_repeats=[row.observation])

    # what was seen is gone with its coding; what was made of it was kept
    note = project.read(FieldNote)[0]
    assert (note.observation, note.interpretation) == ("\N{FULL BLOCK}", MADE)
    assert coded_in(project, source) == []
    with project.database.reading() as conn:
        rows = conn.exec_driver_sql("SELECT text FROM wording").all()
    assert not any("the door" in (text or "") for (text,) in rows if text != MADE)
    code_segment(
        project,
        lead,
        transcript=source,
        start=len(SEEN) + 1,
        end=len(SEEN) + 5,
        code="no burden",
    )
    with pytest.raises(RefusedError, match="were withdrawn"):
        code_segment(project, lead, transcript=source, start=0, end=9, code="no burden")
    withdrawal.erase(project, lead, [row.interpretation], "decided later")
    assert coded_in(project, source) == []
    with pytest.raises(RefusedError, match="words of field note"):
        codable(project, source)
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_a_kept_note_stays_codable_after_the_withdrawal(
    noted: tuple[Any, str],
) -> None:
    study, source = noted
    project, lead = study.project, study.lead
    withdrawal.withdraw(project, lead, "C01", "asked")

    assert len(coded_in(project, source)) == 1
    # and its words stay in the house: she may not be quoted any more
    assert "the door" not in exported(study, "coded-transcript", ".html")


def test_a_memo_on_a_segment_of_a_note_is_found(noted: tuple[Any, str]) -> None:
    study, source = noted
    (segment,) = coded_in(study.project, source)
    memo = memos.write(
        study.project, study.lead, kind="analytic", text="doors", about=segment.id
    )

    assert memo in {m.id for m in memos.readable(study.project, study.lead)}
