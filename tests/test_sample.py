"""The sample study: complete, the same everywhere, and marked as invented."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from workbench.exporters.manuscript import check_manuscript
from workbench.exporters.reading import moment
from workbench.familiarise.transcripts import correct
from workbench.importers import inspect_file, inspect_files
from workbench.model import (
    AllianceLink,
    Code,
    CodedSegment,
    GroupingRun,
    MemberPacket,
    MemberReply,
    Memo,
    Participant,
    Setting,
    SuggestionRun,
    Theme,
    Transcript,
    Turn,
)
from workbench.sample.build import build_sample
from workbench.shipped import shipped
from workbench.store import trail
from workbench.store.project import Project
from workbench.store.verification import replay, verify
from workbench.study import find_researcher
from workbench.themes.lineage import lineage_of
from workbench.themes.reviewing import read_again
from workbench.trust.challenges import challenges

if TYPE_CHECKING:
    from workbench.importers.parsed import ParsedTranscript


def _bodies(project: Project) -> list[bytes]:
    with project.database.reading() as conn:
        return [body for _, body, _ in trail.bodies(conn)]


@pytest.fixture(scope="module")
def sample_file(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.workbench"
    return Path(shutil.copy(built_sample, path))


@pytest.fixture(scope="module")
def sample(sample_file: Path) -> Project:
    return Project.open(sample_file)


def test_it_says_that_it_is_a_sample_in_its_first_decision(sample: Project) -> None:
    first = sample.events(up_to=1)[0]

    assert (first.kind, first.payload["is_sample"]) == ("ProjectCreated", True)
    assert "invented" in sample.study().title


def test_it_is_the_same_bytes_each_time(sample: Project, tmp_path: Path) -> None:
    again = build_sample(tmp_path / "again.workbench")

    assert _bodies(again) == _bodies(sample)


def test_its_trail_verifies_and_replays(sample: Project) -> None:
    assert verify(sample).damage == ()
    assert replay(sample).first_difference is None


def test_it_holds_the_whole_way(sample: Project) -> None:
    themes = [t for t in sample.read(Theme) if t.state in ("reviewed", "defined")]

    assert len(sample.read(Participant)) == 25
    # and one addition, which came back with a transcript
    assert len(sample.read(Transcript, state="active")) == 25 + 1
    assert len(sample.read(Code, state="active")) >= 40
    assert len(sample.read(CodedSegment, state="active")) >= 250
    assert len(sample.read(SuggestionRun)) == 1
    assert len(sample.read(GroupingRun)) == 1
    assert len(themes) == 3
    assert all(theme.central_concept and theme.is_not for theme in themes)
    assert {theme.id for theme in themes} == {
        link.theme for link in sample.read(AllianceLink)
    }


def test_every_transcript_has_a_familiarisation_note(sample: Project) -> None:
    about = {note.about for note in sample.read(Memo, kind="familiarisation")}

    assert {each.id for each in sample.read(Participant)} <= about


def test_two_people_coded_each_of_ten_interviews(sample: Project) -> None:
    coders: dict[str, set[str]] = {}
    for segment in sample.read(CodedSegment):
        coders.setdefault(segment.transcript, set()).add(segment.by)

    assert sum(len(people) == 2 for people in coders.values()) == 10


def test_a_third_of_the_codes_was_used_once(sample: Project) -> None:
    uses = Counter(s.code for s in sample.read(CodedSegment, state="active"))
    active = {code.id for code in sample.read(Code, state="active")}

    assert 0.2 < sum(uses[code] == 1 for code in active) / len(active) < 0.45


def test_candidates_came_and_went(sample: Project) -> None:
    lineage = lineage_of(sample)
    gone = {c.first_name: c.fate for c in lineage.candidates if c.fate != "standing"}

    assert gone == {
        "Simulated empathy": "discarded",
        "Functional trust": "discarded",
        "Privacy": "discarded",
        "Bridge between sessions": "discarded",
        "Relational augmentation": "merged",
        "Emotional distance": "merged",
        "Always there": "merged",
    }
    assert all(c.reason for c in lineage.candidates if c.fate != "standing")


def test_the_late_transcript_is_not_yet_read_against_the_themes(
    sample: Project,
) -> None:
    late = next(r for r in read_again(sample) if r.transcript == "T09")

    assert (late.status, late.came_late) == ("not yet read against", True)


def test_assistance_was_switched_on_before_it_was_used(sample: Project) -> None:
    events = sample.events()
    asked = next(e.seq for e in events if e.kind == "SuggestionsOffered")
    switched = next(
        e.seq
        for e in events
        if e.kind == "SettingChanged" and e.payload["key"] == "code-suggestions"
    )
    transcript = next(
        e.payload["transcript"] for e in events if e.kind == "SuggestionsOffered"
    )
    passes = [
        e.seq
        for e in events
        if e.kind == "PassRecorded" and e.payload["transcript"] == transcript
    ]

    assert switched < asked
    assert passes[0] < asked
    assert sample.read(Setting, key="code-suggestions")[0].value == "off"


def test_no_researcher_coded_by_machine(sample: Project) -> None:
    origins = {segment.origin for segment in sample.read(CodedSegment)}

    assert origins <= {"manual", "accepted", "edited"}


def test_every_file_says_that_it_is_invented() -> None:
    files = [
        path
        for path in shipped("sample_transcripts").iterdir()
        if path.suffix not in (".toml", ".json") and "manifest" not in path.name
        if path.name != "participants.csv" and path.is_file()
    ]

    for path, parsed in zip(files, inspect_files(files), strict=True):
        told = " ".join([parsed.text[:2000], *(o.text for o in parsed.omissions)])
        assert "invented" in told.lower(), path.name


GUIDE = Path(__file__).parent.parent / "docs" / "sample-study" / "teachers-guide.md"
_IN_TALK = re.compile(r'([CT]\d\d), (turn (\d+)|left out): "([^"]+)"')
_IN_FILE = re.compile(r'`(sample_transcripts/[^`]+)`: "([^"]+)"')


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"')


@pytest.fixture(scope="module")
def as_imported() -> dict[str, ParsedTranscript]:
    folder = shipped("sample_transcripts")
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parsed = inspect_files([folder / row["file"] for row in rows])
    return {row["transcript"]: each for row, each in zip(rows, parsed, strict=True)}


def test_the_teachers_guide_lists_everything_that_is_planted() -> None:
    listed = re.findall(r"^\| (PL\d\d) \|", GUIDE.read_text("utf-8"), re.MULTILINE)

    assert sorted(listed) == [f"PL{number:02}" for number in range(1, 63)]


def test_every_planted_thing_is_where_the_guide_says(
    as_imported: dict[str, ParsedTranscript],
) -> None:
    places = _IN_TALK.findall(GUIDE.read_text("utf-8"))

    missing = []
    for transcript, where, turn, quote in places:
        parsed = as_imported[transcript]
        told = (
            parsed.turns[int(turn)].text
            if turn
            else " ".join(each.text for each in parsed.omissions)
        )
        if _straight(quote) not in _straight(told):
            missing.append((transcript, where))
    assert len(places) > 70
    assert missing == []


def test_every_file_the_guide_quotes_says_so() -> None:
    root = GUIDE.parent.parent.parent
    missing = []
    for name, quote in _IN_FILE.findall(GUIDE.read_text("utf-8")):
        path = root / name
        told = (
            "\n".join(each.text for each in Document(str(path)).paragraphs)
            if path.suffix == ".docx"
            else path.read_text("utf-8").replace('\\"', '"')
        )
        if quote not in told:
            missing.append((name, quote))
    assert missing == []


def test_every_companion_file_says_that_it_is_invented() -> None:
    folder = shipped("sample_transcripts")
    files = [
        path
        for part in ("companions", "debrief", "member_check")
        for path in (folder / part).iterdir()
    ]

    assert [p.name for p in files if "INVENTED" not in p.read_text("utf-8")] == []


def test_two_debriefers_changed_the_study_and_one_still_disagrees(
    sample: Project,
) -> None:
    said = challenges(sample)

    assert len({view.raised_by for view in said}) == 2
    assert sum(len(view.changes) for view in said) >= 4
    assert [v.challenge.kind for v in said if v.awaits_answer] == ["boundary-blur"]
    assert [v.challenge.kind for v in said if v.standing_outcome == "dissent"] == [
        "negative-case-ignored"
    ]


#: What two people of one story both quote.
_QUOTED_BY_TWO = (
    "be kind to the person who wrote to me",
    "good evening i have been told to write to you",
    "you're all right it's how you're trained",
)


def test_no_two_people_say_the_same_thing(
    as_imported: dict[str, ParsedTranscript],
) -> None:
    said: dict[tuple[str, ...], set[str]] = {}
    for transcript, parsed in as_imported.items():
        for turn in parsed.turns:
            # what the interviewers ask is in the guide, and the same each time
            if turn.text.rstrip().endswith("?"):
                continue
            words = re.findall(r"[\w']+", _straight(turn.text).lower())
            for start in range(len(words) - 7):
                said.setdefault(tuple(words[start : start + 8]), set()).add(transcript)
    shared = {" ".join(run) for run, people in said.items() if len(people) > 1}

    assert [
        run
        for run in sorted(shared)
        if not any(run in each or each in run for each in _QUOTED_BY_TWO)
    ] == []


def test_participants_replied_and_silence_is_not_assent(sample: Project) -> None:
    packets = sample.read(MemberPacket)
    replied = {reply.participant for reply in sample.read(MemberReply)}

    assert {p.participant for p in packets if p.state == "not-sent"} == {
        "C15",
        "T06",
        "T09",
    }
    assert len(replied) == 10
    assert {p.state for p in packets if p.participant not in replied} <= {
        "sent",
        "not-sent",
    }


def test_what_a_participant_took_back_is_gone(sample: Project) -> None:
    standing = next(t for t in sample.read(Transcript) if t.id == "C06")
    told = " ".join(t.text for t in sample.read(Turn, version=standing.version))

    assert "Envelopes" in told
    assert "about her husband" not in told
    assert "she hasn't got the room in her head" not in " ".join(
        s.quote for s in sample.read(CodedSegment, transcript="C06")
    )


def _misquoted(project: Project) -> list[str]:
    draft = shipped("sample_transcripts") / "draft" / "draft_results.docx"
    with moment(project, None) as seen:
        quotations = check_manuscript(seen, draft).quotations
    return [each.transcript or "" for each in quotations if each.faults]


def test_the_draft_misquotes_two_people_once_a_correction_is_taken_in(
    sample_file: Path, tmp_path: Path
) -> None:
    copy = Project.open(Path(shutil.copy(sample_file, tmp_path)))
    lead = find_researcher(copy, "Dr Nerys Thackwood").id
    file = shipped("sample_transcripts") / "C09_corrected_after_return.vtt"

    before = _misquoted(copy)
    done = correct(copy, lead, "C09", inspect_file(file), file.read_bytes(), "her word")

    assert before == ["C14"]
    assert (len(done.shifted), len(done.text_changed), done.lost) == (6, 1, ())
    assert len(_misquoted(copy)) == 2
