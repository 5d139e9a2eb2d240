"""Texts say what was recorded: each number recounted, no technique without a record."""

from __future__ import annotations

import csv
import re
import sqlite3
from typing import TYPE_CHECKING

import pytest

from workbench.decisions.coding import CodingWithdrawn, MemoWritten
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import PassRecorded
from workbench.decisions.people import Consent, ConsentSet, ParticipantAdded
from workbench.exporters import coreq, self_review, srqr
from workbench.exporters.checklists import AUTO, AUTO_PLUS, PERSON, PROFILE
from workbench.exporters.export import export
from workbench.exporters.facts import BLANK, cited
from workbench.model import CodedSegment
from workbench.study import change_setting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exporters.conftest import Builder


def _text(study: Builder, kind: str, tmp_path: Path) -> str:
    out = tmp_path / f"{kind}.md"
    export(study.project, study.by, kind, out, force=True)
    return out.read_text("utf-8").replace("\\", "")


def _rows(study: Builder, kind: str, tmp_path: Path) -> list[dict[str, str]]:
    out = tmp_path / f"{kind}.csv"
    export(study.project, study.by, kind, out, force=True)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _count(study: Builder, question: str) -> int:
    """A recount from the tables, past all code of ours."""
    path = study.project.database.path
    assert path is not None
    with sqlite3.connect(path) as conn:
        return int(conn.execute(question).fetchone()[0])


def test_who_is_listed_and_never_heard_took_no_part(
    study: Builder, tmp_path: Path
) -> None:
    (tmp_path / "before").mkdir()
    before = _text(study, "methods", tmp_path / "before")
    study.record(ParticipantAdded("C99", Words("carer"), Consent()))

    (tmp_path / "after").mkdir()
    after = _text(study, "methods", tmp_path / "after")

    assert "1 more is listed, not heard." not in before
    assert "1 more is listed, not heard." in after
    assert "(client: 3, clinician: 1)" in after
    assert "carer" not in after


def test_how_long_they_lasted_follows_what_it_is_said_of(
    study: Builder, tmp_path: Path
) -> None:
    for segment in study.project.rows(CodedSegment, transcript="C01-1", state="active"):
        study.record(CodingWithdrawn(segment.id))

    text = _text(study, "methods", tmp_path)

    assert "1 interview holds no coded segment." in text
    lasted, without = text.index("lasted"), text.index("no coded segment")
    assert text.index("interviews were analysed") < lasted < without


def test_each_number_of_the_methods_equals_a_recount(
    study: Builder, tmp_path: Path
) -> None:
    study.record(PassRecorded("p-2", "C01-1", 2))

    text = _text(study, "methods", tmp_path)

    def recount(of: str) -> int:
        return _count(study, f"SELECT count(*) FROM {of}")  # noqa: S608 - our own words

    people = recount("participant WHERE state <> 'all'")
    codes = recount("code WHERE state = 'active'")
    segments = recount("coded_segment WHERE state = 'active'")
    talks = recount("transcript WHERE state = 'active'")
    read = recount("(SELECT DISTINCT transcript FROM reading_pass)")
    begun = recount("theme")
    kept = recount("theme WHERE state IN ('reviewed', 'defined')")
    candidates = recount("theme WHERE state = 'candidate'")
    assert f"{people} people took part (client: 3, clinician: 1)" in text
    assert f"{talks} interviews were analysed, held on 11 February 2026" in text
    assert read == talks
    assert f"All {talks} interviews were read from end to end, 1 of them" in text
    assert f"coded {segments} segments with {codes} codes ({codes} in our own" in text
    assert f"We began {begun} candidate themes: {candidates} remains" in text
    assert f"remains a candidate and {kept} were reviewed or defined." in text
    assert "Codes were merged once." in text
    assert f"2 entries on {1} day" in text


def test_the_duration_is_that_of_the_recordings(study: Builder, tmp_path: Path) -> None:
    longest = _count(study, "SELECT max(end_ms) FROM turn") / 60_000
    shortest = (
        _count(
            study,
            "SELECT min(m) FROM (SELECT max(end_ms) m FROM turn GROUP BY version)",
        )
        / 60_000
    )

    assert f"lasted {shortest:.0f} to {longest:.0f} minutes" in _text(
        study, "methods", tmp_path
    )


def test_what_nobody_recorded_is_a_blank(study: Builder, tmp_path: Path) -> None:
    assert f"Ethics: {BLANK}" in _text(study, "methods", tmp_path)

    change_setting(study.project, study.by, "ethics", "Approved by a board.", None)

    assert "Ethics: Approved by a board." in _text(study, "methods", tmp_path)


@pytest.mark.parametrize("kind", ["methods", "coreq", "srqr", "phases", "self-review"])
def test_no_technique_is_claimed_without_a_record(
    study: Builder, tmp_path: Path, kind: str
) -> None:
    text = _text(study, kind, tmp_path)

    assert not re.search(r"\d+ peer debriefers? took part", text)
    assert not re.search(r"\d+ packets? went to participants", text)
    assert "Negative cases were looked for" not in text
    assert "coded by more than one of them" not in text


def test_methods_name_what_is_not_recorded(empty: Builder, tmp_path: Path) -> None:
    text = _text(empty, "methods", tmp_path)

    assert "Not recorded: peer debriefing, participant checking" in text


def test_coreq_is_filled_as_the_method_says() -> None:
    fills = [item.fill for item in coreq.ITEMS]

    assert [item.number for item in coreq.ITEMS] == [str(n) for n in range(1, 33)]
    assert [fills.count(fill) for fill in (AUTO, AUTO_PLUS, PROFILE, PERSON)] == [
        *(11, 4, 14, 3)
    ]


def test_srqr_is_filled_as_the_method_says() -> None:
    fills = [item.fill for item in srqr.ITEMS]

    assert len(srqr.ITEMS) == 21
    assert [fills.count(fill) for fill in (AUTO, AUTO_PLUS, PROFILE, PERSON)] == [
        *(4, 4, 8, 5)
    ]


@pytest.mark.parametrize("kind", ["coreq", "srqr"])
def test_an_answer_from_records_cites_them_or_says_none(
    study: Builder, tmp_path: Path, kind: str
) -> None:
    last = study.project.head().seq
    for row in _rows(study, kind, tmp_path):
        if row["filled"] not in ("A", "A+"):
            continue
        says_none = "None recorded" in row["answer"] or BLANK in row["answer"]
        numbers = [int(n) for n in re.findall(r"\d+", row["records"])]
        assert says_none or numbers, row
        assert all(1 <= number <= last for number in numbers), row


def test_the_sample_size_of_coreq_equals_a_recount(
    study: Builder, tmp_path: Path
) -> None:
    rows = {row["no"]: row for row in _rows(study, "coreq", tmp_path)}

    people = _count(study, "SELECT count(*) FROM participant")
    assert rows["12"]["answer"] == f"{people} participants (client: 3, clinician: 1)."
    assert rows["31"]["answer"].startswith("1: Someone is there at night")
    assert rows["32"]["answer"].startswith("Subthemes: Presence without understanding")


def test_quotations_in_coreq_leave_out_who_may_not_be_quoted(
    study: Builder, tmp_path: Path
) -> None:
    rows = {row["no"]: row for row in _rows(study, "coreq", tmp_path)}

    assert rows["29"]["answer"].startswith("3 quotations of 2 participants")


def test_the_three_lists_of_the_self_review_are_whole(
    study: Builder, tmp_path: Path
) -> None:
    assert (len(self_review.FIFTEEN), len(self_review.TWENTY)) == (15, 20)
    numbers = [row["no"] for row in _rows(study, "self-review", tmp_path)]
    assert numbers[:1] + numbers[15:16] + numbers[35:36] == ["15-1", "20-1", "R-1"]


def test_numbers_of_decisions_are_cited_as_ranges() -> None:
    assert cited([3]) == "decision 3"
    assert cited([1, 2, 3, 7]) == "decisions 1\N{EN DASH}3, 7"
    assert cited(range(1, 40, 2)) == "decisions 1, 3, 5, 7, 9 and 15 more"
    assert cited([]) == ""


def test_phases_tell_an_example_with_its_reason(study: Builder, tmp_path: Path) -> None:
    text = _text(study, "phases", tmp_path)

    assert "merged the code" in text
    assert "Reason: The same thing said twice." in text
    assert re.search(r"\(decision \d+\)", text)


def test_the_journal_tells_its_index_and_only_released_entries(
    study: Builder, tmp_path: Path
) -> None:
    text = _text(study, "journal", tmp_path)

    assert "2 entries. 1 of them released" in text
    assert "I was wrong there." in text
    assert "I side with T01." not in text
    assert "| 4 | kept back |" in text


def test_cases_by_codes_equal_a_recount(study: Builder, tmp_path: Path) -> None:
    rows = {row["participant"]: row for row in _rows(study, "cases", tmp_path)}

    assert set(rows) == {"C01", "C02", "C03", "T01"}
    assert (rows["C01"]["being asked"], rows["T01"]["being asked"]) == ("1", "0")
    ones = sum(value == "1" for row in rows.values() for value in row.values())
    assert ones == _count(
        study,
        "SELECT count(DISTINCT s.participant || c.code) FROM coded_segment c "
        "JOIN turn t ON t.version = c.version AND t.start < c.end AND c.start < t.end "
        'JOIN speaker s ON s.version = t.version AND s."index" = t.speaker '
        "WHERE s.participant IS NOT NULL AND c.state = 'active'",
    )


def test_the_extract_book_tells_the_question_and_the_words_around(
    study: Builder, tmp_path: Path
) -> None:
    rows = {row["segment"]: row for row in _rows(study, "extract-book", tmp_path)}

    assert rows["s-1"]["question"] == "How did it start?"
    assert rows["s-1"]["before"] == "At night, mostly. "
    assert rows["s-1"]["after"] == " that week."
    assert rows["s-3"]["extract"].startswith("[not quoted")
    assert rows["s-3"]["before"] == rows["s-3"]["after"] == ""


def test_words_around_an_extract_follow_their_own_speakers_consent(
    empty: Builder, tmp_path: Path
) -> None:
    empty.participant("C01", "client")
    empty.participant("C02", "client")
    empty.transcript("G-1", "C01", "I am called Iris.", "I like it, I do.")
    from workbench.decisions.familiarisation import SpeakerIdentified
    from workbench.model import Speaker

    first = empty.project.rows(Speaker, version="v-G-1", index=0)[0]
    empty.record(
        SpeakerIdentified("v-G-1", 0, first.role, "participant", None, "C02"),
        ConsentSet("C02", Consent(), Consent(quotes="none"), Words("asked")),
    )
    empty.code("c-1", "liking")
    empty.segment("s-1", "G-1", "I like it", "c-1")

    row = _rows(empty, "extract-book", tmp_path)[0]

    assert (row["extract"], row["before"]) == ("I like it", "")
    out = tmp_path / "all.json"
    export(empty.project, empty.by, "json", out)
    assert "Iris" not in out.read_text("utf-8")


def test_registers_say_what_is_not_recorded(study: Builder, tmp_path: Path) -> None:
    text = _text(study, "registers", tmp_path)

    assert "Nothing is recorded of: withdrawals; words erased; corrections; " in text
    assert "peer debriefing; copies that left." in text
    assert "| client | 3 | 1 | 1 | 1 |" in text


def test_gaps_tell_what_others_were_left_without(
    study: Builder, tmp_path: Path
) -> None:
    text = _text(study, "gaps", tmp_path)

    assert "- A check against the recording of 4 of 4 interviews." in text


def test_a_note_is_in_no_count_of_another_kind(study: Builder, tmp_path: Path) -> None:
    study.record(MemoWritten("m-9", "field-note", None, Words("Rain."), "private"))

    assert "1 field note was kept." in _text(study, "methods", tmp_path)
