"""The record of a debriefing, and the report for a supervisor, as Word files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from workbench import study as rules
from workbench.coding import codes
from workbench.exporters.export import export
from workbench.model import OutsideCopy
from workbench.themes import themes
from workbench.trust import challenges, sessions
from workbench.trust.shown import Wish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def words(path: Path) -> str:
    """All words of a Word file, tables included."""
    word = Document(io.BytesIO(path.read_bytes()))
    cells = (c.text for t in word.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


@pytest.fixture
def met(study: Any) -> tuple[Any, str]:
    """A meeting with one challenge answered, changed for, and still disagreed with."""
    project, lead = study.project, study.lead
    session = sessions.open_session(
        *(project, lead, study.debriefer, ["What is missing?"], Wish()),
        present="Alma and Bruno",
    )
    sessions.describe(
        *(project, lead, study.debriefer), expertise="teaches method", confidential=True
    )
    name = challenges.raise_challenge(
        *(project, lead, session),
        about_kind="theme",
        about=study.theme,
        kind="overclaim",
        text="Two voices are not everyone.",
        severity="matters",
    )
    challenges.answer(project, lead, name, "in-part", "True of the nurse.")
    done = codes.rename(project, lead, "trust by proxy", "trust on loan")
    challenges.link_change(project, lead, name, done.act)
    challenges.judge_outcome(project, lead, name, "dissent", "Still two.")
    sessions.close(project, lead, session, shifted="Whose trust it is.", minutes=90)
    return study, session


def test_a_record_tells_a_debriefing_from_question_to_dissent(
    met: tuple[Any, str], run: Callable[..., Any]
) -> None:
    study, session = met
    at, out = study.folder / "study.workbench", study.folder / "record.docx"
    done = run("debrief", "record", at, session, out, "--as", "Alma")
    assert (done.status, done.err) == (0, "")
    text = words(out)

    for part in (
        "Bruno",
        "teaches method;",
        "Alma and Bruno",
        "90 minutes. Closed.",
        "What is missing?",
        "theme: Someone else vouches",
        "overclaim, matters",
        "Two voices are not everyone.",
        "Accepted in part",
        "True of the nurse.",
        "Renamed the code",
        "Still disagrees: Still two.",
        "Whose trust it is.",
    ):
        assert part in text, part
    kinds = [c.kind for c in study.project.read(OutsideCopy)]
    assert kinds == ["debrief-record"]


def test_a_record_of_nothing_is_refused(met: tuple[Any, str], run: Any) -> None:
    study, session = met
    at, out = study.folder / "study.workbench", study.folder / "record.docx"
    for words_ in (("db-0", out), (session, out.with_suffix(".pdf"))):
        done = run("debrief", "record", at, *words_, "--as", "Alma")
        assert done.status == 1
        assert not out.exists()
    assert run("debrief", "record", at, session, out, "--as", "Bruno").status == 1


def test_a_supervisor_reads_themes_questions_and_what_changed_since(
    study: Any,
) -> None:
    project, lead = study.project, study.lead
    themes.choose_extract(project, lead, study.theme, study.segments[0])
    out = study.folder / "supervision.docx"
    export(project, lead, "supervision", out)
    first = words(out)

    assert "Someone else vouches (candidate)" in first
    assert "\u201cI trusted the nurse.\u201d (C01, client; Q-0001)" in first
    assert "What single idea holds" in first
    assert "No theme answers this yet: Who listens at night?" in first
    assert "What was done so far" in first
    themes.start(project, lead, "Nobody sighs", codes=[study.codes["no burden"]])
    export(project, lead, "supervision", out, force=True)
    second = words(out)
    assert "Changes since last time" in second
    assert "Nobody sighs" in second.partition("Changes since last time")[2]
    assert "vouches" not in second.partition("Changes since last time")[2]


def test_a_supervisor_reads_no_quotation_that_was_not_consented_to(study: Any) -> None:
    from workbench.decisions.people import Consent, ConsentSet
    from workbench.model import Participant
    from workbench.people.participants import consent_of

    project, lead = study.project, study.lead
    themes.choose_extract(project, lead, study.theme, study.segments[0])
    old = consent_of(project.rows(Participant, id="C01")[0])
    new = Consent("paraphrase", old.computation, old.recontact, old.archive)
    project.record(ConsentSet("C01", old, new, None), by=lead)
    out = study.folder / "supervision.docx"
    reader = rules.add_researcher(project, lead, "Ed", "auditor")

    export(project, reader, "supervision", out)

    assert "I trusted the nurse" not in words(out)
