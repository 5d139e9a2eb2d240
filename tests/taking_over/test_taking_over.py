"""A study of another program goes on here: whole, under the names of who did it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.importers.foreign_files import (
    QUALCODER,
    code,
    coding,
    database,
    guid,
    inline,
    one_text,
    qdpx,
    selection,
    text_source,
)
from tests.importers.foreign_files import project as project_of
from workbench.coding import codes as code_rules
from workbench.errors import ImportRejectedError, NotAllowedError
from workbench.familiarise.transcripts import text_of
from workbench.model import (
    Attribute,
    AttributeValue,
    Code,
    CodedSegment,
    Memo,
    Participant,
    Researcher,
    Speaker,
    TakenStudy,
    Theme,
    Transcript,
    Turn,
)
from workbench.people import withdrawal
from workbench.store import doctor, verification
from workbench.study import add_researcher
from workbench.taking_over.report import Report, taken_in_words
from workbench.taking_over.study import TakenOver, take_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.store.project import Project

    Lead = Callable[[Project], str]

TALK = "Interviewer: How so?\n\nP01: I felt heard at night.\n\nInterviewer: Go on."


def place(quote: str) -> tuple[int, int]:
    return TALK.index(quote), TALK.index(quote) + len(quote)


def users(*names: str) -> str:
    each = "".join(f'<User guid="{guid(n)}" name="{n}"/>' for n in names)
    return f"<Users>{each}</Users>"


def value(name: str, text: str) -> str:
    ref = f'<VariableRef targetGUID="{guid(name)}"/>'
    return f"<VariableValue>{ref}<TextValue>{text}</TextValue></VariableValue>"


def variables(*names: str) -> str:
    each = "".join(
        f'<Variable guid="{guid(n)}" name="{n}" typeOfVariable="Text"/>' for n in names
    )
    return f"<Variables>{each}</Variables>"


def case(name: str, *inside: str, sources: tuple[str, ...] = ()) -> str:
    refs = "".join(f'<SourceRef targetGUID="{guid(s)}"/>' for s in sources)
    inner = "".join(inside)
    return f'<Case guid="{guid(name)}" name="{name}">{inner}{refs}</Case>'


def set_of(name: str, *codes: str, sources: tuple[str, ...] = ()) -> str:
    members = "".join(f'<MemberCode targetGUID="{guid(c)}"/>' for c in codes)
    members += "".join(f'<MemberSource targetGUID="{guid(s)}"/>' for s in sources)
    return f'<Set guid="{guid("set " + name)}" name="{name}">{members}</Set>'


def book(*codes: str) -> str:
    return f"<CodeBook><Codes>{''.join(codes)}</Codes></CodeBook>"


def full(**more: str) -> bytes:
    """Two coders, a case, a set with its heading, a memo and a remark."""
    chosen = [
        selection(*place("felt heard"), coding("heard", "Ann"), user="Ann"),
        selection(*place("felt heard"), coding("heard", "Ben"), user="Ben"),
        selection(*place("How so"), "<Description>odd</Description>", user="Ben"),
    ]
    source = text_source("one", "", inline(TALK) + "".join(chosen))
    tree = book(
        code("With", code("heard", code("by night")), codable=False, id_="heading"),
        code("alone"),
    )
    return qdpx(
        project_of(
            users("Ann", "Ben", "Nobody"),
            tree,
            variables("Age", "Group"),
            f"<Cases>{case('P01', value('Age', '34'), value('Group', 'clients'), sources=('one',))}</Cases>",  # noqa: E501
            f"<Sources>{source}</Sources>",
            f"<Sets>{set_of('With', 'heard', 'by night')}</Sets>",
            "<Description>what it is about</Description>",
            **more,
        )
    )


@pytest.fixture
def bring(tmp_path: Path, lead: Lead) -> Callable[..., TakenOver]:
    """Take over a project file of these bytes."""

    def take(into: Project, data: bytes, name: str = "study.qdpx") -> TakenOver:
        path = tmp_path / name
        path.write_bytes(data)
        return take_over(into, lead(into), path)

    return take


Bring = Any


def test_a_study_is_there_with_its_people_codes_and_words(
    project: Project, bring: Bring
) -> None:
    done = bring(project, full())

    assert done.taken == {
        "participants": 1,
        "values": 1,
        "codes": 3,
        "themes": 1,
        "transcripts": 1,
        "coders": 2,
        "segments": 2,
        "memos": 2,
    }
    assert {who.name for who in project.read(Researcher)} == {"Alma", "Ann", "Ben"}
    person = project.read(Participant)[0]
    assert (person.id, person.group) == ("P01", "clients")
    transcript = project.rows(Transcript)[0]
    assert [turn.text for turn in project.read(Turn)] == [
        *("How so?", "I felt heard at night.", "Go on."),
    ]
    assert {(s.label, s.role, s.participant) for s in project.read(Speaker)} == {
        ("Interviewer", "interviewer", None),
        ("P01", "participant", "P01"),
    }
    names = {c.id: c.name for c in project.read(Code)}
    assert {c.name: names.get(c.parent or "") for c in project.read(Code)} == {
        "heard": None,
        "by night": "heard",
        "alone": None,
    }
    theme = project.read(Theme)[0]
    assert (theme.name, theme.state) == ("With", "candidate")
    assert sorted(names[c] for c in theme.codes) == ["by night", "heard"]
    memos = {m.text.partition("\n")[0]: m.about for m in project.read(Memo)}
    assert memos == {"what it is about": None, "odd": transcript.id}


def test_who_coded_and_when_is_kept_and_the_act_is_of_who_brings_it(
    project: Project, bring: Bring, lead: Lead
) -> None:
    bring(project, full())

    names = {who.id: who.name for who in project.read(Researcher)}
    segments = project.read(CodedSegment)
    assert {(names[s.by], s.quote, s.at, s.origin) for s in segments} == {
        ("Ann", "felt heard", "2020-03-01T10:00:00.000Z", "imported"),
        ("Ben", "felt heard", "2020-03-01T10:00:00.000Z", "imported"),
    }
    events = [e for e in project.events() if e.kind == "CodingTakenOver"]
    assert {event.by for event in events} == {lead(project)}
    text = text_of(project, segments[0].version)
    assert all(text[s.start : s.end] == s.quote for s in segments)
    assert len({event.act for event in project.events()[1:]}) == 1


def test_the_trail_says_that_what_came_before_is_not_recorded(
    project: Project, bring: Bring
) -> None:
    bring(project, full(origin="Another Program 3"))

    taken = project.read(TakenStudy)[0]
    assert (taken.format, taken.program) == ("qdpx", "Another Program 3")
    assert json.loads(taken.report)["taken"]["segments"] == 2
    assert verification.replay(project).equal


def test_the_same_file_again_adds_nothing_and_a_newer_one_what_is_new(
    project: Project, bring: Bring
) -> None:
    bring(project, full())
    head = project.head().seq
    again = bring(project, full())
    assert project.head().seq == head
    assert "segments" not in again.taken

    more = selection(*place("at night"), coding("alone", "Ann"), user="Ann")
    source = text_source("one", "", inline(TALK) + more)
    newer = qdpx(
        project_of(users("Ann"), book(code("alone")), f"<Sources>{source}</Sources>")
    )
    done = bring(project, newer)

    assert done.taken == {"transcripts that stand here already": 1, "segments": 1}
    assert len(project.rows(Transcript)) == 1
    assert len(project.rows(CodedSegment)) == 3


def test_codes_that_are_here_already_are_used_and_told_where_they_differ(
    file_project: Project, bring: Bring, lead: Lead
) -> None:
    mine = code_rules.create(
        file_project, lead(file_project), "ALONE", definition="by oneself"
    )
    inner = "<Description>without anyone</Description>"
    made = selection(*place("felt"), coding("alone"))
    done = bring(file_project, one_text(TALK, made, codes=code("alone", inner)))

    assert [c.id for c in file_project.rows(Code)] == [mine]
    assert file_project.rows(CodedSegment)[0].code == mine
    assert any("defined otherwise" in line for line in done.findings)


def test_two_codes_of_one_name_at_one_place_are_told_apart(
    file_project: Project, bring: Bring
) -> None:
    tree = code("same") + code("Same", id_="other") + code("")
    done = bring(file_project, one_text(TALK, codes=tree))

    names = {c.name for c in file_project.read(Code)}
    assert names == {"same", "Same (2)", "code without a name 3"}
    assert any("codes renamed" in line for line in done.findings)


def test_a_name_that_could_be_a_persons_becomes_an_id(
    file_project: Project, bring: Bring
) -> None:
    source = text_source("Anna Novak interview.docx", "", inline(TALK))
    data = qdpx(
        project_of(
            variables("Age"),
            f"<Cases>{case('Anna Novak', value('Age', '34'))}</Cases>",
            f"<Sources>{source}</Sources>",
        )
    )
    done = bring(file_project, data)

    assert [p.id for p in file_project.rows(Participant)] == ["P01"]
    assert [t.id for t in file_project.rows(Transcript)] == ["int-1"]
    columns = {c.id: c.name for c in file_project.read(Attribute)}
    values = {columns[v.attribute]: v.value for v in file_project.read(AttributeValue)}
    assert values == {"Age": "34", "Case": "Anna Novak"}
    assert any("could be a person's" in line for line in done.findings)


def test_values_at_a_text_belong_to_whoever_speaks_in_it(
    file_project: Project, bring: Bring
) -> None:
    one = text_source("C07.txt", "", inline(TALK) + value("Age", "34"))
    data = qdpx(
        project_of(
            variables("Age"),
            f"<Sources>{one}</Sources>",
            f"<Sets>{set_of('Nights', sources=('C07.txt',))}</Sets>",
        )
    )
    bring(file_project, data)

    assert [p.id for p in file_project.rows(Participant)] == ["C07"]
    assert {v.value for v in file_project.read(AttributeValue)} == {"34", "yes"}
    persons = {s.participant for s in file_project.rows(Speaker)}
    assert persons == {None, "C07"}


def test_somebody_who_withdrew_is_not_taken_in_again(
    file_project: Project, bring: Bring, lead: Lead
) -> None:
    bring(file_project, full())
    withdrawal.withdraw(file_project, lead(file_project), "P01", "asked for it")
    done = bring(file_project, full())

    assert "segments" not in done.taken
    assert any("withdrew" in line for line in done.findings)
    assert len(file_project.rows(Transcript)) == 1


def test_a_withdrawal_erases_words_that_came_from_another_program(
    file_project: Project, bring: Bring, lead: Lead
) -> None:
    bring(file_project, full())
    plan = withdrawal.withdraw(file_project, lead(file_project), "P01", "asked")

    assert plan.segments == 2
    path = file_project.database.path
    assert path is not None
    assert b"felt heard" not in path.read_bytes()


def test_a_taken_study_passes_every_check(file_project: Project, bring: Bring) -> None:
    bring(file_project, full())

    report = verification.verify(file_project)
    assert report.damage == ()
    found = {check.name: check for check in doctor.examine(file_project)}
    assert found["quotes"].ok


def test_only_the_lead_brings_a_study_in(
    file_project: Project, lead: Lead, tmp_path: Path
) -> None:
    other = add_researcher(file_project, lead(file_project), "Cleo", "co-analyst")
    path = tmp_path / "study.qdpx"
    path.write_bytes(full())

    with pytest.raises(NotAllowedError):
        take_over(file_project, other, path)


def test_a_refused_file_changes_nothing(file_project: Project, bring: Bring) -> None:
    head = file_project.head().seq

    with pytest.raises(ImportRejectedError):
        bring(file_project, full()[:-40])

    assert file_project.head().seq == head


def test_headings_in_a_circle_and_unknown_parents_do_no_harm(
    file_project: Project, tmp_path: Path, lead: Lead
) -> None:
    folder = tmp_path / "loop.qda"
    folder.mkdir()
    rows: dict[str, list[tuple[Any, ...]]] = {
        "project": [("v", "", "", "")],
        "code_cat": [(1, "one", "", "", "", 2), (2, "two", "", "", "", 1)],
        "code_name": [(5, "heard", "", 1, "", "", "")],
    }
    database(folder / "data.qda", QUALCODER, rows)

    take_over(file_project, lead(file_project), folder)

    assert {c.name for c in file_project.read(Code)} == {"one", "two", "heard"}


def test_what_was_taken_is_told_in_the_number_of_each_thing() -> None:
    taken = {"codes": 22, "transcripts": 1, "segments that are coded so already": 1}

    assert taken_in_words(taken) == (
        "22 codes, 1 transcript, 1 segment that is coded so already"
    )


def test_a_finding_ends_with_how_often_and_where() -> None:
    report = Report()
    report.found("highlights without a tag", "P16")
    report.found("highlights without a tag", "P17", 2)
    report.found("counts bytes")

    assert report.lines() == [
        "highlights without a tag: 3 (P16, P17)",
        "counts bytes: 1",
    ]
