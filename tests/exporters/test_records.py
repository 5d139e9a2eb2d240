"""Matrices, lineage, statements, and every record as data."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.coding.codebook import read_codebook
from workbench.decisions.coding import (
    CodebookLoaded,
    SuggestionDecided,
    SuggestionGiven,
    SuggestionsOffered,
)
from workbench.decisions.decision import Words
from workbench.decisions.themes import (
    CodesGrouped,
    GroupingGiven,
    ThemesMerged,
    ThemeStateChanged,
)
from workbench.decisions.theory import AllianceLinked
from workbench.errors import IdentityLeakError
from workbench.exporters.export import export
from workbench.model import (
    ERASED,
    CodedSegment,
    FieldNote,
    LookBack,
    MemberRemark,
    MemberReply,
    Memo,
    OutsideCopy,
    Researcher,
    Speaker,
    Theme,
    Turn,
)
from workbench.people.identity_key import Entry, IdentityKey
from workbench.store.project import Project
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from tests.exporters.conftest import Builder


def _rows(study: Builder, kind: str, tmp_path: Path) -> list[dict[str, str]]:
    out = tmp_path / f"{kind}.csv"
    export(study.project, study.by, kind, out, force=True)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _said(study: Builder, kind: str, tmp_path: Path) -> str:
    out = tmp_path / f"{kind}.md"
    export(study.project, study.by, kind, out, force=True)
    return out.read_text("utf-8")


def test_the_participant_matrix_equals_a_recount(
    study: Builder, tmp_path: Path
) -> None:
    rows = _rows(study, "participant-matrix", tmp_path)

    speakers = {
        (s.version, s.index): s.participant for s in study.project.read(Speaker)
    }
    expected = {
        (speakers[turn.version, turn.speaker], theme.name)
        for segment in study.project.read(CodedSegment, state="active")
        for turn in study.project.read(Turn, version=segment.version)
        for theme in study.project.read(Theme)
        if turn.start < segment.end
        and turn.end > segment.start
        and turn.speaker is not None
        and segment.code
        in {
            code
            for other in study.project.read(Theme)
            if theme.id in (other.id, other.parent)
            for code in other.codes
        }
    }
    found = {
        (row["participant"], theme)
        for row in rows
        for theme, mark in row.items()
        if mark == "\N{BLACK CIRCLE}"
    }
    assert found == expected


@pytest.fixture
def argued(study: Builder) -> Builder:
    """Two relations to Bordin: one with evidence on both sides, one outside."""
    study.record(
        CodebookLoaded(
            "f-1", Words("bordin_working_alliance"), Words("Bordin"), for_mapping=True
        ),
        AllianceLinked(
            "l-1", "t-1", "f-1", "bond", "partly-expresses", "client-AI", None,
            "contested", Words("client"), Words("Being answered is a kind of bond."),
            ("s-1",), ("s-2",),
        ),
        AllianceLinked(
            "l-2", "t-3", "f-1", "", "outside-framework", "client-therapist", None,
            None, None, Words("Hiding has no place in it."),
        ),
    )  # fmt: skip
    return study


def test_the_alliance_matrix_tells_polarity_target_and_evidence_in_words(
    argued: Builder, tmp_path: Path
) -> None:
    said = _said(argued, "alliance-matrix", tmp_path)

    assert "client: contested" in said
    assert "partly expresses; 1 segment and 1 against" in said
    assert "partly expresses, between client and AI" in said
    assert "unsupported: no evidence given" in said
    assert "C01, Q-0001" in said
    assert "Hiding has no place in it." in said


def test_each_relation_is_a_row_of_the_alliance_matrix(
    argued: Builder, tmp_path: Path
) -> None:
    rows = _rows(argued, "alliance-matrix", tmp_path)

    assert [(r["theme"], r["dimension"], r["supported"]) for r in rows] == [
        ("Someone is there at night", "bond", "yes"),
        ("Kept out of the room, brought into the room", "", "no"),
    ]


def test_the_lineage_accounts_for_every_candidate(
    study: Builder, tmp_path: Path
) -> None:
    study.theme("t-4", "Privacy", "c-5", state=None)
    study.theme("t-5", "At night", "c-1", state=None)
    codes = study.project.one(Theme, id="t-1").codes
    study.record(
        ThemeStateChanged("t-4", "candidate", "discarded", Words("A topic.")),
        ThemesMerged("t-5", "t-1", "candidate", ("c-1", "c-2"), codes, None),
    )

    said = _said(study, "lineage", tmp_path)
    rows = _rows(study, "lineage", tmp_path)

    assert (
        "5 candidates were begun: 2 reviewed since, 1 still a candidate, 1 discarded "
        "and 1 merged into another."
    ) in said
    assert {row["initial candidate"] for row in rows} == {
        theme.name for theme in study.project.read(Theme)
    }
    assert "A topic." in {row["reason"] for row in rows}


def test_a_study_without_the_machine_says_so(study: Builder, tmp_path: Path) -> None:
    said = _said(study, "disclosure", tmp_path)

    assert "No automated coding, similarity suggestion or clustering was used." in said


def test_the_numbers_of_the_disclosure_equal_the_decisions(
    study: Builder, tmp_path: Path
) -> None:
    given = tuple(
        SuggestionGiven(
            f"u-{n}", "v-T01-1", 1, 23, 44, "c-5", n, 5000, ("s-5",), (5000,)
        )
        for n in range(4)
    )
    study.record(
        SuggestionsOffered("sr-1", "T01-1", "minilm", "53aa", "float32", 4, given)
    )
    study.record(
        SuggestionDecided("u-0", "offered", "accepted"),
        SuggestionDecided("u-1", "offered", "rejected"),
    )
    study.segment(
        "s-9", "T01-1", "we laugh a little", "c-5", origin="accepted", suggestion="u-0"
    )
    grouping = GroupingGiven("g-1", 0, ("c-1", "c-2"), 3000)
    study.record(
        CodesGrouped(
            "gr-1", "ward", "minilm", "float32", 0, ("c-1", "c-2"), (grouping,)
        )
    )

    said = _said(study, "disclosure", tmp_path)

    assert "4 suggestions were shown, on 1 of 4 transcripts" in said
    assert "1 (25%) accepted, none accepted with changes" in said
    assert "1 (25%) rejected, and 2 (50%) left open" in said
    assert "Of the coded segments in the analysis, 1 (17%) began" in said
    assert "no candidate theme was started from a grouping" in said
    assert "Grouping of codes was run once" in said
    assert "a person had read the whole transcript first" in said


def test_gaps_are_called_not_recorded(study: Builder, tmp_path: Path) -> None:
    said = _said(study, "gaps", tmp_path)

    assert "What follows is not recorded." in said
    assert "- Positionality." in said
    assert "aradigm" not in said
    assert "- A review of “Kept out of the room" in said
    assert "missing" not in said


def test_released_notes_leave_and_the_others_are_counted(
    study: Builder, tmp_path: Path
) -> None:
    said = _said(study, "memos", tmp_path)

    assert "I was wrong there." in said
    assert "1 note was kept back" in said


def test_the_codebook_of_the_study_can_be_read_again(
    study: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "codes.toml"
    export(study.project, study.by, "codebook", out)

    book = read_codebook(out)

    assert {entry.name for entry in book.entries} == {
        "being asked",
        "there, not understanding",
        "secret use",
        "repeats itself",
        "printouts in the room",
    }
    asked = next(entry for entry in book.entries if entry.name == "being asked")
    assert asked.definition == "Someone, or something, asks."


def test_the_records_hold_every_table_with_a_dictionary(
    study: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "records.zip"
    export(study.project, study.by, "csv", out)

    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        text = archive.read("coded_segment.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert names[0] == "data-dictionary.csv"
    assert len(names) == len(SHAPES) + 1
    assert len(rows) == len(study.project.rows(CodedSegment))
    refused = next(row for row in rows if row["id"] == "s-3")
    assert (refused["quote"], refused["before"]) == (
        "[not quoted: no consent to quotation]",
        "",
    )


def test_the_records_as_json_say_what_the_tables_say(
    study: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "records.json"
    export(study.project, study.by, "json", out)

    found = json.loads(out.read_text("utf-8"))
    assert found["project"] == study.project.uuid
    assert len(found["tables"]["theme"]) == 3
    assert "label" not in found["tables"]["speaker"][0]


def test_a_coded_transcript_has_every_turn_and_the_codes_beside_it(
    study: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "coded.html"
    export(study.project, study.by, "coded-transcript", out)

    page = out.read_text("utf-8")
    assert "And did you trust it?" in page
    assert "there, not understanding: “I trusted that … understand" in page


def test_an_export_of_an_earlier_moment_knows_what_was_known_then(
    study: Builder, tmp_path: Path
) -> None:
    at = study.project.head().seq
    study.record(ThemeStateChanged("t-3", "candidate", "discarded", None))

    out = tmp_path / "then.csv"
    export(study.project, study.by, "theme-table", out, at=at)

    assert "Kept out of the room" in out.read_text("utf-8")


def test_a_name_of_the_identity_key_stops_the_export(
    study: Builder, tmp_path: Path
) -> None:
    study.theme("t-9", "Jana Novotna at night", "c-1")
    key = IdentityKey((Entry(1, "C01", "name", "Jana Novotna"),))
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(IdentityLeakError) as caught:
        export(study.project, study.by, "theme-table", out / "themes.docx", key=key)

    assert "Novotna" not in str(caught.value)
    assert list(out.iterdir()) == []
    assert study.project.read(OutsideCopy) == []


def test_an_export_without_names_passes_the_identity_key(
    study: Builder, tmp_path: Path
) -> None:
    key = IdentityKey((Entry(1, "C01", "name", "Jana Novotna"),))

    for kind, suffix in (("trail", ".jsonl"), ("csv", ".zip"), ("json", ".json")):
        assert export(
            study.project, study.by, kind, tmp_path / f"{kind}{suffix}", key=key
        )


def test_replies_field_notes_and_answers_to_private_entries_stay_in_the_study(
    built_sample: Path, tmp_path: Path
) -> None:
    path = tmp_path / "sample.workbench"
    project = Project.open(shutil.copy(built_sample, path))
    by = project.rows(Researcher, role="lead")[0].id
    released = {m.id for m in project.read(Memo, visibility="release")}
    spoken = {turn.text for turn in project.read(Turn)}
    kept = {
        words
        for words in (
            *(reply.text for reply in project.read(MemberReply)),
            *(remark.text for remark in project.read(MemberRemark)),
            *(note.observation for note in project.read(FieldNote)),
            *(note.interpretation for note in project.read(FieldNote)),
            *(b.text for b in project.read(LookBack) if b.memo not in released),
        )
        if words and words not in (ERASED, *spoken)
    }
    assert len(kept) > 10

    for kind, out in (("json", "all.json"), ("trail", "trail.jsonl")):
        export(project, by, kind, tmp_path / out)

    leaving = (tmp_path / "all.json").read_text("utf-8")
    leaving += (tmp_path / "wording.jsonl").read_text("utf-8")
    out_of_it = [
        words for words in kept if json.dumps(words, ensure_ascii=False) in leaving
    ]
    assert out_of_it == []
