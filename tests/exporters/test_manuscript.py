"""A draft is held to the study: what was said, by whom, and what was done."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from docx import Document
from typer.testing import CliRunner

from workbench.cli.app import app
from workbench.decisions.member_checking import MemberPacketMade, MemberReplied
from workbench.decisions.people import ParticipantWithdrawn
from workbench.errors import RefusedError, StorageError
from workbench.exporters.language_hints import language_hints
from workbench.exporters.manuscript import (
    MARKED,
    NAME,
    SILENT,
    UNKNOWN,
    VERBATIM,
    Checked,
    ManuscriptCheck,
    check_manuscript,
)
from workbench.exporters.reading import moment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exporters.conftest import Builder


def checked(study: Builder, tmp_path: Path, *paragraphs: str) -> ManuscriptCheck:
    draft = tmp_path / "draft.docx"
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(draft))
    with moment(study.project, None) as seen:
        return check_manuscript(seen, draft)


def only(study: Builder, tmp_path: Path, paragraph: str) -> Checked:
    (found,) = checked(study, tmp_path, paragraph).quotations
    return found


def test_what_was_said_is_found_with_its_place(study: Builder, tmp_path: Path) -> None:
    found = only(study, tmp_path, "As one put it, “They bring printouts” (T01).")

    assert (found.verdict, found.transcript, found.turn) == (VERBATIM, "T01-1", 2)
    assert found.faults == found.notes == ()


@pytest.mark.parametrize(
    "said",
    [
        '"It asked how I was and nobody else did that week."',
        "«it asked how I was and nobody else did»",
        "„It asked how I was and nobody else did“",
        "‘It asked how I was and nobody else did’",
        "“It asked  how I was and nobody else did,”",
    ],
)
def test_marks_space_and_a_first_capital_are_the_authors(
    study: Builder, tmp_path: Path, said: str
) -> None:
    assert only(study, tmp_path, f"She said {said} (C01)").verdict == VERBATIM


def test_a_marked_edit_is_told_from_a_silent_one(
    study: Builder, tmp_path: Path
) -> None:
    marked = only(study, tmp_path, "“It asked how I was [...] that week” (C01)")
    silent = only(study, tmp_path, "“It asked how she was and nobody did” (C01)")

    assert (marked.verdict, marked.faults) == (MARKED, ())
    assert silent.verdict == SILENT
    assert silent.faults == ("changed without square brackets",)
    assert (silent.said or "").startswith("It asked how I was and nobody else did")


def test_one_changed_word_is_not_verbatim(study: Builder, tmp_path: Path) -> None:
    found = only(study, tmp_path, "“I trust that it would be there” (C01)")

    assert found.verdict == SILENT


def test_what_nobody_said_is_unknown(study: Builder, tmp_path: Path) -> None:
    found = only(study, tmp_path, "“Cows graze quietly under heavy clouds” (C01)")

    assert found.verdict == UNKNOWN
    assert found.faults == ("nobody in the analysis says this",)


def test_another_speaker_group_or_extract_is_a_fault(
    study: Builder, tmp_path: Path
) -> None:
    said = "“It asked how I was and nobody else did”"

    person = only(study, tmp_path, f"{said} (T01)")
    group = only(study, tmp_path, f"{said} (C01, clinicians)")
    extract = only(study, tmp_path, f"{said} (C01; Q-0002)")
    right = only(study, tmp_path, f"{said} (C01, client; Q-0001)")

    assert person.faults[0] == "cited as T01, said by C01"
    assert group.faults == ("cited as clinician, C01 is of client",)
    assert extract.faults == ("Q-0002 says something else",)
    assert right.faults == ()


def test_a_quotation_without_an_id_is_a_note(study: Builder, tmp_path: Path) -> None:
    found = only(study, tmp_path, "“It asked how I was and nobody else did.” And so on")

    assert found.faults == ()
    assert found.notes == ("no id is cited; said by C01",)


def test_an_interviewers_words_are_no_quotation(study: Builder, tmp_path: Path) -> None:
    found = only(study, tmp_path, "“What do clients bring?” (T01)")

    assert "spoken by: interviewer" in found.faults


def test_consent_decides_about_the_draft_as_well(
    study: Builder, tmp_path: Path
) -> None:
    none = only(study, tmp_path, "“I never told my husband about the thing” (C02)")
    paraphrase = only(study, tmp_path, "“It repeated itself like a parrot” (C03)")

    assert none.faults == ("C02 gave no consent to quotation",)
    assert paraphrase.faults == ("C03 agreed to paraphrase only",)


def test_a_quotation_of_someone_who_withdrew_is_named(
    study: Builder, tmp_path: Path
) -> None:
    gone = ("C01", "active", "quotes", (), (), (), 0, 0, 0, 0, 0)
    study.record(ParticipantWithdrawn(*gone, None))

    found = only(study, tmp_path, "“It asked how I was and nobody else did” (C01)")
    erased = only(study, tmp_path, "“Words that the study no longer holds” (C01)")

    assert found.faults == ("C01 withdrew consent to be quoted",)
    assert erased.faults == ("C01 withdrew consent to be quoted",)


def test_names_of_themes_and_words_at_arms_length_are_not_quotations(
    study: Builder, tmp_path: Path
) -> None:
    found = checked(
        study, tmp_path, "We call it “Someone is there at night”, a “safe place”."
    )

    assert [each.verdict for each in found.quotations] == [NAME]
    assert found.faults == 0


def test_block_quotations_tables_and_tracked_changes_are_read(
    study: Builder, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.docx"
    document = Document()
    document.add_paragraph("They bring printouts. (T01)", style="Quote")
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "“I read them in the session” (T01)"
    document.save(str(draft))
    with moment(study.project, None) as seen:
        found = check_manuscript(seen, draft)

    assert [each.verdict for each in found.quotations] == [VERBATIM, VERBATIM]


def test_claims_without_a_record_are_named(study: Builder, tmp_path: Path) -> None:
    found = checked(
        study,
        tmp_path,
        "Saturation was reached. Two peer debriefers took part.",
        "We kept a reflexive journal. We interviewed 12 people.",
        "We developed two themes.",
    )

    assert [
        (claim.paragraph, claim.problem.split(":")[0]) for claim in found.claims
    ] == [
        (1, "peer debriefing"),
        (1, "saturation"),
        (2, "4 participants recorded"),
    ]


def test_a_voice_that_carries_the_paper_is_named(
    study: Builder, tmp_path: Path
) -> None:
    said = "“It asked how I was and nobody else did” (C01). "
    found = checked(study, tmp_path, said * 7 + "“They bring printouts” (T01).")

    assert found.voices == ("over-used voice: C01 gives 7 of 8 quotations",)


def test_language_hints_follow_the_orientation_and_spare_quotations(
    study: Builder, tmp_path: Path
) -> None:
    found = checked(
        study, tmp_path, "Three themes emerged. “They bring printouts” (T01)"
    )

    assert [at.hint.said for at in found.hints] == ["themes emerged"]
    text = "Saturation and consensus."
    assert len(language_hints(text, "reflexive")) == 2
    assert language_hints(text, "coding-reliability") == []


def test_the_draft_is_never_changed(study: Builder, tmp_path: Path) -> None:
    checked(study, tmp_path, "“They bring printouts” (T01)")
    draft = tmp_path / "draft.docx"
    before = draft.read_bytes()
    with moment(study.project, None) as seen:
        check_manuscript(seen, draft)

    assert draft.read_bytes() == before


def test_what_is_no_word_file_is_refused(study: Builder, tmp_path: Path) -> None:
    text = tmp_path / "draft.docx"
    text.write_text("no archive")
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr(
            "word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'
        )
    with moment(study.project, None) as seen:
        for path in (text, bomb):
            with pytest.raises(RefusedError, match=path.name):
                check_manuscript(seen, path)
        with pytest.raises(StorageError):
            check_manuscript(seen, tmp_path / "absent.docx")


def test_the_command_says_each_fault_and_ends_with_1(
    study: Builder, tmp_path: Path
) -> None:
    checked(study, tmp_path, "“It asked me twice a day” (C01). Saturation was reached.")
    address = str(study.project.database.path)
    draft = str(tmp_path / "draft.docx")

    told = CliRunner().invoke(app, ["check-manuscript", address, draft])
    data = CliRunner().invoke(app, ["check-manuscript", address, draft, "--json"])

    assert told.exit_code == data.exit_code == 1
    assert "paragraph 1: “It asked me twice a day”: unknown" in told.output
    found = json.loads(data.stdout)
    assert [each["verdict"] for each in found["quotations"]] == [UNKNOWN]
    assert found["claims"][0]["said"] == "Saturation was reached"


def test_a_reply_that_waits_is_told_beside_the_quotation(
    study: Builder, tmp_path: Path
) -> None:
    study.record(
        MemberPacketMade(
            *("mp-1", 1, "T01", "transcript", "T01-1", "v-T01-1", (), None),
            *("made", None, None),
        ),
        MemberReplied(
            "mr-1", "mp-1", "T01", "made", "letter", "2026-04-20", None, None
        ),
    )

    found = only(study, tmp_path, "As one put it, “They bring printouts” (T01).")

    assert found.notes == ("T01 replied on 20 April 2026, not worked through yet",)


def test_what_was_said_ends_with_its_sentence(study: Builder, tmp_path: Path) -> None:
    found = only(
        study, tmp_path, "It “repeated itself like a parrot with a hat” (C03)."
    )

    assert found.said == "repeated itself like a parrot with a degree"
