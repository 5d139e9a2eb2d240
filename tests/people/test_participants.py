"""Participants stand under short ids; tables of them are taken row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench import study as rules
from workbench.decisions.people import Consent
from workbench.errors import (
    DuplicateError,
    NotAllowedError,
    RefusedError,
    RowsRefusedError,
    UnknownObjectError,
)
from workbench.model import Participant
from workbench.people import participants, withdrawal
from workbench.people.participants import TableTaken
from workbench.store.verification import replay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.people.conftest import Study


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding)
    return path


def test_a_participant_stands_with_group_consent_and_attributes(study: Study) -> None:
    consent = Consent(quotes="paraphrase", withdraw_until="2027-01-31")

    participants.add(
        study.project, study.lead, "C07", "client", consent, {"age band": "30-39"}
    )

    person = participants.everyone(study.project)[0]
    assert (person.id, person.group, person.consent) == ("C07", "client", consent)
    assert person.attributes == {"age band": "30-39"}


@pytest.mark.parametrize(
    "name", ["Jana", "", "C 07", "C07" * 6, "Č07", "../C7", "C07\n"]
)
def test_an_id_that_could_be_a_name_is_refused_and_not_repeated(
    study: Study, name: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        participants.add(study.project, study.lead, name)

    assert "a short code with a digit, such as C07" in str(refusal.value)
    assert not name or name not in str(refusal.value)


def test_an_id_is_given_once(study: Study) -> None:
    participants.add(study.project, study.lead, "C07")

    with pytest.raises(DuplicateError):
        participants.add(study.project, study.lead, "C07")


def test_a_debriefer_adds_nobody(study: Study) -> None:
    debriefer = rules.add_researcher(study.project, study.lead, "Dora", "debriefer")

    with pytest.raises(NotAllowedError):
        participants.add(study.project, debriefer, "C07")


@pytest.mark.parametrize(
    "consent", [Consent(quotes="maybe"), Consent(withdraw_until="31.1.2027")]
)
def test_a_consent_that_there_is_not_is_refused(study: Study, consent: Consent) -> None:
    with pytest.raises(RefusedError):
        participants.add(study.project, study.lead, "C07", consent=consent)


def test_group_consent_and_attribute_can_change(study: Study) -> None:
    project, lead = study.project, study.lead
    participants.add(project, lead, "C07", "client", attributes={"care": "public"})

    participants.set_group(project, lead, "C07", "therapist")
    participants.set_consent(project, lead, "C07", Consent(quotes="none"), "by mail")
    participants.set_attribute(project, lead, "C07", "Care", "private")

    person = participants.everyone(project)[0]
    assert (person.group, person.consent.quotes) == ("therapist", "none")
    assert person.attributes == {"care": "private"}
    assert replay(project).equal


def test_a_consent_that_nobody_recorded_is_known_as_that_until_somebody_does(
    study: Study, tmp_path: Path
) -> None:
    project, lead = study.project, study.lead
    usual = Consent()
    participants.add(project, lead, "C01")
    participants.add(project, lead, "C02")
    participants.add(project, lead, "C03")
    participants.add(project, lead, "C04", consent=usual)
    participants.add(project, lead, "C05", consent=Consent(quotes="none"))
    participants.add(project, lead, "C06")
    assert waiting(study) == ["C01", "C02", "C03", "C06"]

    participants.set_consent(project, lead, "C01", Consent(archive=True))
    assert participants.confirm_consent(project, lead, ["C02", "C04"]) == 1
    told = "id,consent\nC03,verbatim\nC06,\nC07,verbatim\nC08,\n"
    participants.from_table(project, lead, table(tmp_path, told))
    assert waiting(study) == ["C06", "C08"]

    withdrawal.withdraw(project, lead, "C06", "asked")
    assert waiting(study) == ["C08"]
    assert participants.confirm_consent(project, lead, ["C01", "C07"]) == 0
    assert replay(project).equal


def waiting(study: Study) -> list[str]:
    return participants.unconfirmed(study.project.rows(Participant))


def test_an_attribute_that_is_so_already_records_nothing(study: Study) -> None:
    participants.add(study.project, study.lead, "C07", attributes={"care": "public"})
    before = study.project.head()

    done = participants.set_attribute(
        study.project, study.lead, "C07", "care", "public"
    )

    assert (done, study.project.head()) == (None, before)


def test_a_change_of_group_can_be_undone(study: Study) -> None:
    participants.add(study.project, study.lead, "C07", "client")
    participants.set_group(study.project, study.lead, "C07", "therapist")

    study.project.undo(study.lead)

    assert participants.everyone(study.project)[0].group == "client"


def test_linked_people_know_of_each_other(study: Study) -> None:
    for person in ("C14", "T08"):
        participants.add(study.project, study.lead, person)

    participants.link_people(study.project, study.lead, "C14", "T08", "treated by")

    links = {p.id: p.linked_to for p in participants.everyone(study.project)}
    assert links == {"C14": (("T08", "treated by"),), "T08": (("C14", "treated by"),)}


@pytest.mark.parametrize(
    ("one", "other", "error"),
    [
        ("C14", "C14", RefusedError),
        ("C14", "C99", UnknownObjectError),
        ("T08", "C14", DuplicateError),
    ],
)
def test_a_link_that_cannot_be_is_refused(
    study: Study, one: str, other: str, error: type[Exception]
) -> None:
    for person in ("C14", "T08"):
        participants.add(study.project, study.lead, person)
    participants.link_people(study.project, study.lead, "C14", "T08", "treated by")

    with pytest.raises(error):
        participants.link_people(study.project, study.lead, one, other, "treated by")


def test_a_table_adds_and_brings_up_to_date_in_one_act(
    study: Study, tmp_path: Path
) -> None:
    participants.add(study.project, study.lead, "C01", "client")
    participants.add(study.project, study.lead, "C02", "client")
    before = study.project.head().seq
    path = table(
        tmp_path,
        "id,group,consent,archive,withdraw_until,age band\n"
        "C01,client,paraphrase,yes,2027-01-31,30-39\n"
        "C02,client,,,,\n"
        "C03,therapist,,,,40-49\n",
    )

    done = participants.from_table(study.project, study.lead, path)

    assert done == TableTaken(added=1, updated=1, unchanged=1)
    people = {p.id: p for p in participants.everyone(study.project)}
    assert people["C01"].consent == Consent(
        quotes="paraphrase", archive=True, withdraw_until="2027-01-31"
    )
    assert people["C03"].attributes == {"age band": "40-49"}
    events = study.project.events(before)
    assert len({event.act for event in events}) == 1
    assert replay(study.project).equal


def test_the_same_table_again_changes_nothing(study: Study, tmp_path: Path) -> None:
    path = table(tmp_path, "id;group;consent\nC01;client;none\n")
    participants.from_table(study.project, study.lead, path)
    before = study.project.head()

    again = participants.from_table(study.project, study.lead, path)

    assert again == TableTaken(added=0, updated=0, unchanged=1)
    assert study.project.head() == before


def test_a_table_from_a_spreadsheet_is_read(study: Study, tmp_path: Path) -> None:
    path = table(tmp_path, "ID;Group\r\nC01;člověk\r\n;\r\n", "utf-8-sig")

    participants.from_table(study.project, study.lead, path)

    assert participants.everyone(study.project)[0].group == "člověk"


def test_bad_rows_are_listed_by_line_and_the_good_are_taken(
    study: Study, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        "id,group,consent,computation,withdraw_until\n"
        "C01,client,,,\n"
        "Jana,client,,,\n"
        'C02,"two\nlines",sometimes,,\n'
        "C03,client,,perhaps,\n"
        "C04,client,,,soon\n"
        "C01,client,,,\n"
        "C05,client,,,,,more\n",
    )

    with pytest.raises(RowsRefusedError) as refused:
        participants.from_table(study.project, study.lead, path)

    assert [line.split(":")[0] for line in refused.value.refusals] == [
        f"people.csv, line {line}" for line in (3, 4, 6, 7, 8, 9)
    ]
    assert "Jana" not in str(refused.value)
    assert [p.id for p in participants.everyone(study.project)] == ["C01"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("person,group\nC01,a\n", "not a table of participants"),
        ("id,age,age\nC01,1,2\n", "'age' is there twice"),
        ("id,,age\nC01,1,2\n", "not a table of participants"),
        ("id,Real name\nC01,Jana\n", "identity key"),
        ('id,group\nC01,"open\n', "not readable as a table"),
    ],
)
def test_wrong_columns_are_one_clear_refusal(
    study: Study, tmp_path: Path, content: str, said: str
) -> None:
    path = table(tmp_path, content)
    before = study.project.head()

    with pytest.raises(RefusedError, match=said) as refusal:
        participants.from_table(study.project, study.lead, path)

    assert "\n" not in str(refusal.value)
    assert study.project.head() == before


def test_a_table_that_is_not_there_or_not_text_is_refused(
    study: Study, tmp_path: Path
) -> None:
    wrong = table(tmp_path, "id,group\nC01,člověk\n", "cp1250")

    for path in (tmp_path / "none.csv", wrong, tmp_path):
        with pytest.raises(RefusedError):
            participants.from_table(study.project, study.lead, path)


def test_nothing_more_is_recorded_about_who_withdrew(
    study: Study, tmp_path: Path
) -> None:
    participants.add(study.project, study.lead, "C01")
    withdrawal.withdraw(study.project, study.lead, "C01", "asked for it")

    with pytest.raises(RefusedError, match="C01 has withdrawn"):
        participants.set_group(study.project, study.lead, "C01", "client")
    with pytest.raises(RowsRefusedError, match="line 2: C01 has withdrawn"):
        participants.from_table(
            study.project, study.lead, table(tmp_path, "id,group\nC01,client\n")
        )
