"""Questionnaire scores: how they come in, and what is shown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.alliance import joint_display
from workbench.alliance.scores import INSTRUMENTS, take_scores
from workbench.decisions.decision import Words
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.errors import ImportRejectedError, RowsRefusedError
from workbench.exporters.export import export
from workbench.model import Attribute, AttributeValue, Researcher, Scale
from workbench.people.withdrawal import withdraw
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.themes import themes

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = ("C01", "C02", "C03", "C04", "C05", "T01", "T02")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(
        tmp_path / "study.workbench",
        title="Talking to machines",
        orientation="reflexive",
        researcher="Ann",
        surroundings=Surroundings(config=tmp_path / "config"),
    )
    ann = made.rows(Researcher)[0].id
    for person in PEOPLE:
        group = "Clients" if person.startswith("C") else "Clinicians"
        made.record(ParticipantAdded(person, Words(group), Consent()), by=ann)
    return made


@pytest.fixture
def ann(project: Project) -> str:
    return project.rows(Researcher)[0].id


def table(folder: Path, text: str) -> Path:
    path = folder / "scores.csv"
    path.write_text(text, "utf-8")
    return path


def test_totals_and_subscales_come_in_under_full_names_with_a_citation(
    project: Project, ann: str, tmp_path: Path
) -> None:
    given = table(
        tmp_path,
        "participant;instrument;subscale;score\nC01;WAI-SR;bond;3,5\n"
        "C02;WAI-SR;bond;4\nC01;DWAI;;17\n",
    )
    taken = take_scores(project, ann, given)
    again = take_scores(project, ann, given)
    scales = {each.instrument: each for each in project.read(Scale)}

    assert (taken.scales, taken.scores, again.scores, again.unchanged) == (2, 3, 0, 3)
    short = "Working Alliance Inventory, short revised (WAI-SR)"
    assert (scales[short].subscale, scales[short].citation) == (
        "bond",
        "Hatcher & Gillaspy 2006",
    )
    assert {each.name for each in project.read(Attribute)} == {"WAI-SR: bond", "DWAI"}
    assert {each.value for each in project.read(AttributeValue)} == {"3.5", "4", "17"}


def test_a_questionnaire_of_any_name_needs_a_citation(
    project: Project, ann: str, tmp_path: Path
) -> None:
    given = table(tmp_path, "participant,score\nC01,12\n")
    with pytest.raises(RowsRefusedError) as refused:
        take_scores(project, ann, given, instrument="Night scale")
    assert "citation" in refused.value.refusals[0]
    take_scores(project, ann, given, instrument="Night scale", citation="Nobody 2020")

    assert [each.instrument for each in project.read(Scale)] == ["Night scale"]


def test_items_strangers_and_words_are_refused_by_line_and_the_rest_taken(
    project: Project, ann: str, tmp_path: Path
) -> None:
    given = table(
        tmp_path,
        "participant,instrument,subscale,score\nC01,DWAI,item 3,4\nC99,DWAI,,4\n"
        "C02,DWAI,,often\nC03,DWAI,,21\n,DWAI,,3\nC04,,,3\n",
    )
    with pytest.raises(RowsRefusedError) as refused:
        take_scores(project, ann, given)
    told = [each.split(":", 1)[0].rsplit(" ", 1)[1] for each in refused.value.refusals]

    assert told == ["2", "3", "4", "6", "7"]
    assert [each.value for each in project.read(AttributeValue)] == ["21"]
    with pytest.raises(ImportRejectedError):
        take_scores(project, ann, table(tmp_path, "who,what\nC01,3\n"))


def test_scores_come_from_a_workbook_as_well(
    project: Project, ann: str, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("participant", "instrument", "score"), ("C01", "DWAI", 17)):
        book.worksheets[0].append(row)
    path = tmp_path / "scores.xlsx"
    book.save(path)

    assert take_scores(project, ann, path).scores == 1


def test_a_withdrawal_takes_the_scores_along(
    project: Project, ann: str, tmp_path: Path
) -> None:
    take_scores(
        project,
        ann,
        table(tmp_path, "participant,instrument,score\nC01,DWAI,98765.4321\n"),
    )
    withdraw(project, ann, "C01", "by letter")

    assert joint_display.scales(project)[0].of == {}
    assert b"98765.4321" not in (tmp_path / "study.workbench").read_bytes()


def scores(**of: float) -> joint_display.Scores:
    return joint_display.Scores("DWAI", "Goldberg 2022", of)


def test_fewer_than_three_people_are_never_shown_as_numbers() -> None:
    given = scores(C01=10, C02=20, C03=30, C04=5)

    assert joint_display.summary(given, ["C01", "C02"]).in_words == (
        "fewer than 3 people: not shown"
    )
    assert joint_display.summary(given, ["C01", "C02", "C03"]).in_words == (
        "median 20 (10–30), n\u00a0=\u00a03"
    )
    assert joint_display.summary(given, ["T01"]).in_words == "nobody scored"


def test_what_would_give_the_few_away_is_not_shown_either() -> None:
    given = scores(C01=10, C02=20, C03=30, C04=5)
    group = ["C01", "C02", "C03", "C04", "C05"]
    beside = joint_display.beside_theme(given, ["C04"], group)

    assert (beside.speaking.middle, beside.silent.middle) == (None, None)
    whole = joint_display.beside_theme(given, [], group)
    assert (whole.speaking.people, whole.silent.middle) == (0, 15)


def test_the_joint_display_leaves_as_a_table_with_its_citation(
    project: Project, ann: str, tmp_path: Path
) -> None:
    themes.start(project, ann, "Awake")
    rows = "".join(f"{p},DWAI,{n * 3}\n" for n, p in enumerate(PEOPLE, 1))
    take_scores(project, ann, table(tmp_path, f"participant,instrument,score\n{rows}"))
    out = tmp_path / "joint.md"
    export(project, ann, "joint-display", out)
    text = out.read_text("utf-8")

    assert "Goldberg et al. 2022" in text
    assert "median 9 (3–15), n\u00a0=\u00a05" in text
    assert "fewer than 3 people: not shown" in text
    comparison = tmp_path / "groups.md"
    export(project, ann, "group-comparison", comparison)
    assert "silent" in comparison.read_text("utf-8")


def test_no_questionnaires_items_are_shipped() -> None:
    assert all(len(each.name) < 80 for each in INSTRUMENTS.values())
    assert {"WAI", "WAI-SR", "DWAI"} <= INSTRUMENTS.keys()
