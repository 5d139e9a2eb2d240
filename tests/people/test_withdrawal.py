"""A withdrawal reaches every word of the person, and of nobody else."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.people.conftest import (
    ECHO,
    HER_LINE,
    HER_OTHER_LINE,
    HIS_LINE,
    QUESTION,
    Study,
    version_of,
)
from workbench import study as rules
from workbench.decisions.coding import CodingWithdrawn, MemoWritten, SegmentResized
from workbench.decisions.decision import Decision, Words
from workbench.decisions.familiarisation import (
    Reanchored,
    SpeakerIdentified,
    TranscriptCorrected,
)
from workbench.decisions.people import Consent
from workbench.decisions.setting_up import Undone
from workbench.decisions.writing_up import CopyMade, ExtractWorded
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.model import (
    ERASED,
    AttributeValue,
    Code,
    CodedSegment,
    Extract,
    Memo,
    OutsideCopy,
    Participant,
    ParticipantLink,
    Speaker,
    Transcript,
    Turn,
    Version,
    Withdrawal,
)
from workbench.people import participants, withdrawal, withdrawal_plan
from workbench.store import backups, database, vectors
from workbench.store.database import Database
from workbench.store.schema import metadata
from workbench.store.verification import replay, verify

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

ALONE = {"I": ("interviewer", None), "Zuzka": ("participant", "C01")}
GROUP = {
    "I": ("interviewer", None),
    "Zuzka": ("participant", "C01"),
    "Bert": ("participant", "C02"),
}
IN_VIVO = "like talking to a warm brick wall"


@pytest.fixture
def interviewed(study: Study) -> Study:
    return interview_her(study)


def interview_her(study: Study) -> Study:
    """One interview with C01, coded, one of its codes named by her words."""
    for person in ("C01", "C02"):
        participants.add(study.project, study.lead, person, group="client")
    lines = [
        ("I", QUESTION),
        ("Zuzka", HER_LINE),
        ("I", ECHO),
        ("Zuzka", HER_OTHER_LINE),
    ]
    study.interview("C01-1", ALONE, lines)
    study.code("c-1", IN_VIVO, origin="in-vivo")
    study.code("c-2", "secrecy")
    study.segment("s-1", "C01-1", "a warm brick wall that hums", "c-1")
    study.segment("s-2", "C01-1", "the night on the frozen viaduct", "c-2")
    study.segment("s-3", "C01-1", "how that was for you", "c-2")
    study.theme("t-1", "Walls", ("c-1",))
    study.theme("t-2", "Elsewhere", ())
    study.extract("x-1", "t-1", "s-1")
    return study


def everything(project: Project) -> bytes:
    """Every byte of a project file, or of every row of a schema."""
    path = project.database.path
    if path is not None:
        return path.read_bytes()
    with project.database.reading() as conn:
        rows = [
            value
            for table in metadata.tables.values()
            for row in conn.execute(sa.select(table))
            for value in row
        ]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for value in rows
    )


def traces(content: bytes, *lines: str) -> list[str]:
    """The runs of three words that stand in the bytes, in any encoding we write."""
    found = []
    for line in lines:
        words = line.split()
        for at in range(len(words) - 2):
            run = " ".join(words[at : at + 3])
            if any(form in content for form in _written(run)):
                found.append(run)
    return found


def _written(run: str) -> list[bytes]:
    plain = run.encode()
    # the whole base64 digits of the run, at each of its three alignments
    packed = [base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, run.encode("utf-16-le"), run.encode("utf-16-be"), *packed]


def erase_all(study: Study) -> None:
    """She withdraws, and everything that repeats her words goes too."""
    found = withdrawal.plan(study.project, "C01")
    withdrawal.withdraw(
        study.project,
        study.lead,
        "C01",
        "asked for it",
        erase_repeats=[repeat.words for repeat in found.repeats],
    )


def test_the_code_named_by_her_words_is_listed_for_decision(interviewed: Study) -> None:
    found = withdrawal.plan(interviewed.project, "C01")

    name = interviewed.project.one(Code, id="c-1").name
    assert [r.run for r in found.repeats if r.words == name] == [7]
    assert [r.what for r in found.repeats if r.words == name] == [
        f"name of code c-1 (decision {_seq(interviewed, 'CodeCreated')})"
    ]


def _seq(study: Study, kind: str) -> int:
    return next(event.seq for event in study.project.events() if event.kind == kind)


def test_a_short_in_vivo_name_is_listed_and_a_short_name_of_mine_is_not(
    interviewed: Study,
) -> None:
    interviewed.code("c-8", "warm brick", origin="in-vivo")
    interviewed.code("c-9", "the frozen viaduct")
    mine, hers = (
        interviewed.project.one(Code, id=code).name for code in ("c-9", "c-8")
    )

    found = withdrawal.plan(interviewed.project, "C01")

    assert hers in [repeat.words for repeat in found.repeats]
    assert mine not in [repeat.words for repeat in found.repeats]


def test_the_interviewers_echo_and_a_memo_are_listed(interviewed: Study) -> None:
    _memo(interviewed, "m-1", None, f"She said: {HER_OTHER_LINE.lower()}")
    echo = interviewed.project.rows(Turn, index=2)[0].text
    memo = interviewed.project.one(Memo, id="m-1").text

    found = withdrawal.plan(interviewed.project, "C01")

    assert {echo, memo} <= {repeat.words for repeat in found.repeats}


def test_the_list_holds_none_of_her_words(interviewed: Study) -> None:
    found = withdrawal.plan(interviewed.project, "C01")

    assert traces(str(found).encode(), HER_LINE, HER_OTHER_LINE) == []


def test_memos_about_her_are_listed_apart(interviewed: Study) -> None:
    _memo(interviewed, "m-1", "C01-1", "The room was cold.")

    found = withdrawal.plan(interviewed.project, "C01")

    assert [note.what for note in found.notes] == ["memo m-1 about her"]


def _memo(study: Study, memo: str, about: str | None, text: str) -> None:
    written = MemoWritten(memo, "analytic", about, Words(text))
    study.project.record(written, by=study.lead)


def test_planning_changes_nothing(interviewed: Study) -> None:
    before = interviewed.project.head()

    withdrawal.plan(interviewed.project, "C01")

    assert interviewed.project.head() == before


def test_after_a_withdrawal_no_byte_of_her_words_is_left(interviewed: Study) -> None:
    assert len(traces(everything(interviewed.project), HER_LINE)) > 9

    erase_all(interviewed)

    content = everything(interviewed.project)
    assert traces(content, HER_LINE, HER_OTHER_LINE, IN_VIVO, ECHO) == []
    assert b"Zuzka" not in content


def test_without_secure_delete_her_bytes_are_still_found(
    file_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the search finds what is not overwritten."""
    interview_her(file_study)
    monkeypatch.setitem(database._PRAGMAS, "secure_delete", "OFF")
    monkeypatch.setitem(database._READ_BACK, "secure_delete", 0)
    monkeypatch.setattr(Database, "compact", lambda _: None)

    erase_all(file_study)

    assert traces(everything(file_study.project), HER_LINE, HER_OTHER_LINE) != []


def test_secure_delete_alone_overwrites_her_bytes(
    file_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview_her(file_study)
    monkeypatch.setattr(Database, "compact", lambda _: None)

    erase_all(file_study)

    assert traces(everything(file_study.project), HER_LINE, HER_OTHER_LINE) == []


def test_only_what_was_named_is_erased_of_what_repeats_her(interviewed: Study) -> None:
    withdrawal.withdraw(interviewed.project, interviewed.lead, "C01", "asked for it")

    assert interviewed.project.read(Code, id="c-1")[0].name == IN_VIVO
    assert interviewed.project.read(Turn, index=2)[0].text == ECHO


def test_what_repeats_her_can_be_erased_later(interviewed: Study) -> None:
    listed = [r.words for r in withdrawal.plan(interviewed.project, "C01").repeats]
    withdrawal.withdraw(interviewed.project, interviewed.lead, "C01", "asked for it")

    gone = withdrawal.erase(
        interviewed.project, interviewed.lead, listed, "her words as well"
    )

    assert gone == len(listed)
    assert interviewed.project.read(Code, id="c-1")[0].name == ERASED


def test_words_outside_the_plan_are_not_erased_with_it(interviewed: Study) -> None:
    name = interviewed.project.one(Code, id="c-2").name

    with pytest.raises(UnknownObjectError):
        withdrawal.withdraw(
            interviewed.project, interviewed.lead, "C01", "so", erase_repeats=[name]
        )

    assert interviewed.project.read(Participant, id="C01")[0].state == "active"


def test_erased_words_read_as_erased(interviewed: Study) -> None:
    withdrawal.withdraw(interviewed.project, interviewed.lead, "C01", "asked for it")

    project = interviewed.project
    assert [turn.text for turn in project.read(Turn)] == [
        QUESTION,
        ERASED,
        ECHO,
        ERASED,
    ]
    assert project.read(CodedSegment, id="s-1")[0].quote == ERASED
    version = project.read(Version)[0]
    assert {version.original, version.file_name, version.sha256, version.report} == {
        ERASED
    }
    assert [who.label for who in project.read(Speaker)] == ["I", ERASED]


def test_the_counts_say_what_went(interviewed: Study) -> None:
    project = interviewed.project
    turn = project.rows(Turn, index=1)[0].text
    other = project.rows(Turn, index=0)[0].text
    made = {(turn, 0, 9): b"\1\2", (turn, 9, 20): b"\3\4", (other, 0, 5): b"\5"}
    vectors.keep(project, "test", made)
    copy = CopyMade("e-1", "quote-bank", Words("quotes.csv"), project.head().seq)
    project.record(copy, by=interviewed.lead)

    done = withdrawal.withdraw(project, interviewed.lead, "C01", "asked for it")

    # repeats: the code's name, the interviewer's echo
    assert done == withdrawal.WithdrawalResult(
        *(2, 2, 2, 1, 2), erased_repeats=0, listed_repeats=2, copies=1
    )
    tombstone = project.read(Withdrawal)[0]
    assert (tombstone.turns, tombstone.segments, tombstone.themes) == (2, 2, 1)
    assert vectors.count(project.database, [turn, other]) == 1


def test_the_segments_extracts_and_transcript_leave_the_analysis(
    interviewed: Study,
) -> None:
    withdrawal.withdraw(interviewed.project, interviewed.lead, "C01", "asked for it")

    states = {s.id: s.state for s in interviewed.project.read(CodedSegment)}
    assert states == {"s-1": "withdrawn", "s-2": "withdrawn", "s-3": "active"}
    assert interviewed.project.read(Extract)[0].state == "dropped"
    assert interviewed.project.read(Transcript)[0].state == "withdrawn"
    person = interviewed.project.read(Participant, id="C01")[0]
    assert (person.state, person.quotes, person.computation) == ("all", "none", False)
    assert person.group == "client"


def test_the_trail_still_verifies_and_replays(interviewed: Study) -> None:
    erase_all(interviewed)

    assert verify(interviewed.project).damage == ()
    assert replay(interviewed.project).first_difference is None


def test_context_of_a_neighbouring_segment_goes_and_the_segment_stays(
    interviewed: Study,
) -> None:
    interviewed.segment("s-4", "C01-1", "at the time?", "c-2")

    withdrawal.withdraw(interviewed.project, interviewed.lead, "C01", "asked for it")

    kept = interviewed.project.read(CodedSegment, id="s-4")[0]
    assert (kept.state, kept.quote, kept.after) == ("active", "at the time?", ERASED)
    assert kept.before != ERASED


def test_another_persons_words_stay_in_a_group_interview(study: Study) -> None:
    for person in ("C01", "C02"):
        participants.add(study.project, study.lead, person)
    lines = [("I", QUESTION), ("Zuzka", HER_LINE), ("Bert", HIS_LINE)]
    study.interview("G1", GROUP, lines)
    study.code("c-1", "usefulness")
    study.segment("s-1", "G1", "a warm brick wall", "c-1")
    study.segment("s-2", "G1", "a plain and useful calendar", "c-1")

    done = withdrawal.withdraw(study.project, study.lead, "C01", "asked for it")

    assert (done.turns, done.segments) == (1, 1)
    assert [t.text for t in study.project.read(Turn)] == [QUESTION, ERASED, HIS_LINE]
    his = study.project.read(CodedSegment, id="s-2")[0]
    assert (his.state, his.quote) == ("active", "a plain and useful calendar")
    assert [who.label for who in study.project.read(Speaker)] == ["I", ERASED, "Bert"]
    assert study.project.read(Transcript)[0].state == "active"
    assert traces(everything(study.project), HER_LINE) == []


def test_words_of_earlier_versions_and_of_undone_codings_go_too(study: Study) -> None:
    project = study.project
    participants.add(project, study.lead, "C01")
    first = [("I", QUESTION), ("Zuzka", HER_LINE.replace("hums", "sings"))]
    unnamed = {"I": ("interviewer", None), "Zuzka": ("participant", None)}
    study.interview("C01-1", unnamed, first)
    study.code("c-1", "walls")
    study.segment("s-1", "C01-1", "brick wall that sings back", "c-1")
    undone = study.project.record(
        study.coding("s-2", "C01-1", "warm brick wall that sings", "c-1"), by=study.lead
    )
    project.record(Undone(undone.act), by=study.lead)
    _correct(study, [("I", QUESTION), ("Zuzka", HER_LINE)])
    project.record(
        SpeakerIdentified("v-2", 1, "participant", "participant", None, "C01"),
        by=study.lead,
    )

    done = withdrawal.withdraw(project, study.lead, "C01", "asked for it")

    assert (done.turns, done.segments) == (1, 1)
    content = everything(project)
    assert traces(content, HER_LINE, first[1][1]) == []
    assert verify(project).damage == ()


def _correct(study: Study, lines: list[tuple[str, str]]) -> None:
    """Version two, with the one segment anchored anew."""
    project = study.project
    old = project.one(CodedSegment, id="s-1")
    text = "\n".join(line for _, line in lines)
    quote = "brick wall that hums back"
    start = text.index(quote)
    end = start + len(quote)
    moved = Reanchored(
        "s-1", "unchanged", "text-changed", old.start, old.end, start, end,
        old.quote, Words(quote), old.before, old.before, old.after, old.after,
    )  # fmt: skip
    cast = {"I": ("interviewer", None), "Zuzka": ("participant", None)}
    given = version_of("v-2", 2, cast, lines)
    corrected = TranscriptCorrected("C01-1", "v-C01-1", given, (moved,), None)
    project.record(corrected, by=study.lead)


def test_attributes_and_links_go_and_those_of_others_stay(interviewed: Study) -> None:
    project, lead = interviewed.project, interviewed.lead
    participants.set_attribute(project, lead, "C01", "work", "lighthouse keeper")
    participants.set_attribute(project, lead, "C01", "work", "harbour pilot")
    participants.set_attribute(project, lead, "C02", "work", "beekeeper")
    participants.link_people(project, lead, "C01", "C02", "sister of")

    withdrawal.withdraw(project, lead, "C01", "asked for it")

    values = {v.participant: v.value for v in project.read(AttributeValue)}
    assert values == {"C01": ERASED, "C02": "beekeeper"}
    assert project.read(ParticipantLink)[0].relation == ERASED
    content = everything(project)
    for gone in (b"lighthouse", b"harbour", b"sister of"):
        assert gone not in content


def test_words_that_only_sound_alike_elsewhere_are_not_listed(
    interviewed: Study,
) -> None:
    cast = {"Bert": ("participant", "C02")}
    interviewed.interview("C02-1", cast, [("Bert", "Like talking to a warm brick.")])

    found = withdrawal.plan(interviewed.project, "C01")

    assert found.elsewhere == ()


def test_the_same_talk_under_another_name_is_told(interviewed: Study) -> None:
    interviewed.interview("X9", {"A": ("participant", "C02")}, [("A", HER_LINE)])

    assert withdrawal.plan(interviewed.project, "C01").elsewhere == ("X9",)


def test_what_is_coded_while_she_withdraws_is_erased_as_well(
    interviewed: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = interviewed.project
    late = interviewed.coding("s-9", "C01-1", "on the frozen viaduct", "c-2")
    record = project.record
    waiting: list[Decision] = [late]

    def in_between(*decisions: Decision, **given: Any) -> Receipt:
        while waiting:
            record(waiting.pop(), by=interviewed.lead)
        return record(*decisions, **given)

    monkeypatch.setattr(project, "record", in_between)
    withdrawal.withdraw(project, interviewed.lead, "C01", "asked for it")

    segment = project.read(CodedSegment, id="s-9")[0]
    assert (segment.quote, segment.state) == (ERASED, "withdrawn")
    assert traces(everything(project), HER_OTHER_LINE) == []


def test_a_stretch_that_was_resized_and_a_shortened_quote_go_too(
    interviewed: Study,
) -> None:
    segment = interviewed.project.one(CodedSegment, id="s-1")
    text = interviewed.text(segment.version)
    start = text.index("It was like")
    interviewed.project.record(
        SegmentResized(
            *("s-1", segment.start, segment.end, start, start + 20),
            *(segment.quote, Words(text[start : start + 20])),
            *(segment.before, Words(text[max(0, start - 32) : start])),
            *(segment.after, Words(text[start + 20 : start + 52])),
        ),
        ExtractWorded("x-1", None, Words("a warm [...] wall")),
        by=interviewed.lead,
    )

    erase_all(interviewed)

    assert traces(everything(interviewed.project), HER_LINE) == []
    assert interviewed.project.read(Extract, id="x-1")[0].printed == ERASED


def test_a_coding_taken_back_before_loses_its_words_too(interviewed: Study) -> None:
    interviewed.project.record(CodingWithdrawn("s-2"), by=interviewed.lead)

    done = withdrawal.withdraw(
        interviewed.project, interviewed.lead, "C01", "asked for it"
    )

    assert done.segments == 1
    assert interviewed.project.read(CodedSegment, id="s-2")[0].quote == ERASED


def test_only_quotes_are_withdrawn_and_every_word_stays(interviewed: Study) -> None:
    done = withdrawal.withdraw(
        interviewed.project, interviewed.lead, "C01", "by phone", kind="quotes"
    )

    person = interviewed.project.read(Participant, id="C01")[0]
    assert (person.state, person.quotes, person.recontact) == ("quotes", "none", True)
    assert interviewed.project.read(Extract)[0].state == "dropped"
    assert interviewed.project.read(Turn, index=1)[0].text == HER_LINE
    assert (done.turns, done.segments, done.themes) == (0, 0, 1)


def test_no_further_contact_changes_only_that(interviewed: Study) -> None:
    withdrawal.withdraw(
        interviewed.project, interviewed.lead, "C01", "by phone", kind="contact"
    )

    person = interviewed.project.read(Participant, id="C01")[0]
    assert (person.state, person.quotes, person.recontact) == (
        "contact",
        "verbatim",
        False,
    )
    assert interviewed.project.read(Extract)[0].state == "chosen"


def test_who_withdrew_her_quotes_can_withdraw_all_later(interviewed: Study) -> None:
    for kind in ("quotes", "all"):
        withdrawal.withdraw(
            interviewed.project, interviewed.lead, "C01", "by phone", kind=kind
        )

    assert interviewed.project.read(Participant, id="C01")[0].state == "all"
    assert replay(interviewed.project).equal


@pytest.mark.parametrize(
    ("kind", "reason"), [("all", " "), ("some", "a reason"), ("quotes", "again")]
)
def test_a_withdrawal_that_cannot_be_is_refused(
    interviewed: Study, kind: str, reason: str
) -> None:
    withdrawal.withdraw(
        interviewed.project, interviewed.lead, "C01", "by phone", kind="quotes"
    )
    before = interviewed.project.head()

    with pytest.raises(RefusedError):
        withdrawal.withdraw(
            interviewed.project, interviewed.lead, "C01", reason, kind=kind
        )

    assert interviewed.project.head() == before


def test_a_debriefer_cannot_withdraw_anyone(interviewed: Study) -> None:
    debriefer = rules.add_researcher(
        interviewed.project, interviewed.lead, "Dora", "debriefer"
    )

    with pytest.raises(NotAllowedError):
        withdrawal.withdraw(interviewed.project, debriefer, "C01", "asked for it")

    assert interviewed.project.read(Turn, index=1)[0].text == HER_LINE


def test_nobody_of_that_id_is_a_clear_refusal(interviewed: Study) -> None:
    with pytest.raises(UnknownObjectError, match="no participant 'C77'"):
        withdrawal.plan(interviewed.project, "C77")


def test_where_her_words_have_gone_names_days_and_only_copies_that_hold_them(
    interviewed: Study,
) -> None:
    project, lead = interviewed.project, interviewed.lead

    def leave(copy: str, up_to: int) -> None:
        name = Words(f"{copy}.docx")
        project.record(CopyMade(copy, "theme-table", name, up_to), by=lead)

    leave("e-1", 1)  # before she was interviewed
    leave("e-2", project.head().seq)
    withdrawal.withdraw(project, lead, "C01", "asked for it")
    leave("e-3", project.head().seq)

    gone: list[OutsideCopy] = withdrawal_plan.where_words_have_gone(project, "C01")

    assert [(copy.id, copy.file_name) for copy in gone] == [("e-2", "e-2.docx")]
    assert [len(copy.at) for copy in gone] == [len("2026-03-31")]


def test_a_withdrawal_after_the_cut_off_says_so(interviewed: Study) -> None:
    consent = Consent(withdraw_until="2001-01-01")
    participants.set_consent(interviewed.project, interviewed.lead, "C01", consent)

    assert withdrawal.plan(interviewed.project, "C01").is_after_cut_off


def test_older_copies_beside_the_project_are_named(file_study: Study) -> None:
    interview_her(file_study)
    path = file_study.project.database.path
    assert path is not None
    path.with_name("study.merged-1f2e3d4c.workbench").write_bytes(b"")

    found = withdrawal.plan(file_study.project, "C01")

    assert found.kept_beside == ("study.merged-1f2e3d4c.workbench",)


def test_someone_without_an_interview_can_withdraw(study: Study) -> None:
    participants.add(study.project, study.lead, "C05")

    done = withdrawal.withdraw(study.project, study.lead, "C05", "asked for it")

    assert done == withdrawal.WithdrawalResult()
    assert study.project.read(Participant)[0].state == "all"


def test_no_backup_made_before_a_withdrawal_is_left_on_the_machine(
    interviewed: Study,
) -> None:
    old = backups.keep(interviewed.project)
    assert old is not None

    withdrawal.withdraw(interviewed.project, interviewed.lead, "C01", "asked by letter")

    assert not old.exists()
    (left,) = backups.kept(interviewed.project)
    assert HER_OTHER_LINE.encode() not in left.path.read_bytes()
