"""The study's rules: who may do what, and what its orientation leaves on or off."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.errors import (
    DuplicateError,
    NotAllowedError,
    RefusedError,
    SuggestionsLockedError,
    UnknownObjectError,
)
from workbench.model import ORIENTATIONS, Researcher, Study
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from pathlib import Path

Lead = Callable[[Project], str]

#: Every role with what it may do; every other cell of the matrix is a no.
MAY = {
    "lead": set(study.ACTIONS),
    "co-analyst": {
        *(study.READ, study.CODE, study.THEME, study.ANSWER),
        *(study.EXPORT, study.WRITE),
    },
    "debriefer": {study.DEBRIEF, study.JUDGE},
    "supervisor": {study.READ, study.DEBRIEF},
    "auditor": {study.READ, study.EXPORT},
}


def test_the_roles_are_the_five_of_the_study() -> None:
    assert set(study.ROLES) == set(MAY)


@pytest.fixture(params=ORIENTATIONS)
def oriented(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """An empty study of each orientation in turn."""
    return Project.create(
        tmp_path / "study.workbench",
        title="Nights",
        orientation=request.param,
        researcher="Alma",
        note="as we go",
        surroundings=Surroundings(config=tmp_path / "config"),
    )


def test_each_role_may_do_exactly_what_it_is_for(oriented: Project, lead: Lead) -> None:
    by = lead(oriented)
    people = {
        role: study.add_researcher(oriented, by, f"Some {role}", role)
        for role in MAY
        if role != "lead"
    } | {"lead": by}
    is_reflexive = oriented.study().orientation == "reflexive"
    for role, who in people.items():
        may = MAY[role] - ({study.JUDGE} if is_reflexive else set())
        for action in study.ACTIONS:
            row = oriented.one(Researcher, id=who)
            assert study.can(row, action, oriented) == (action in may), (role, action)
            if action in may:
                assert study.require(oriented, who, action).role == role
                continue
            with pytest.raises(NotAllowedError, match=f"'{role}' may not {action}"):
                study.require(oriented, who, action)


def test_an_action_that_nobody_has_heard_of_is_nobodys(
    file_project: Project, lead: Lead
) -> None:
    row = file_project.one(Researcher, id=lead(file_project))

    assert not study.can(row, "burn the tapes", file_project)


def test_nobody_acts_who_is_not_in_the_study(file_project: Project) -> None:
    with pytest.raises(UnknownObjectError, match="r-nobody"):
        study.require(file_project, "r-nobody", study.READ)


def test_a_researcher_is_found_by_name_or_id(project: Project, lead: Lead) -> None:
    other = study.add_researcher(project, lead(project), "Bruno", "co-analyst")
    assert study.find_researcher(project, "Bruno").id == other
    assert study.find_researcher(project, other).name == "Bruno"
    with pytest.raises(UnknownObjectError, match=r"Known: (Alma, Bruno|Bruno, Alma)"):
        study.find_researcher(project, "Carla")


def test_a_second_of_the_same_name_and_an_unknown_role_are_refused(
    file_project: Project, lead: Lead
) -> None:
    by = lead(file_project)
    with pytest.raises(DuplicateError):
        study.add_researcher(file_project, by, "Alma", "auditor")
    with pytest.raises(UnknownObjectError, match="Choose one of"):
        study.add_researcher(file_project, by, "Bruno", "boss")
    assert len(file_project.rows(Researcher)) == 1


def test_questions_are_asked_in_order(project: Project, lead: Lead) -> None:
    first = study.ask_question(project, lead(project), "How?")
    second = study.ask_question(project, lead(project), "Why?")
    assert {asked.id for asked in study.questions(project)} == {first, second}
    project.undo(lead(project))
    assert [asked.text for asked in study.questions(project)] == ["How?"]


def test_the_orientation_changes_for_a_reason_only(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    for reason in ("", "  "):
        with pytest.raises(RefusedError, match="needs a reason"):
            study.change_orientation(project, by, "codebook", reason)
    with pytest.raises(UnknownObjectError):
        study.change_orientation(project, by, "grounded", "why not")
    study.change_orientation(project, by, "codebook", "we agreed on codes", "note")
    now = project.study()
    assert (now.orientation, now.orientation_note) == ("codebook", "note")
    study.change_orientation(project, by, "other", "again")
    assert project.one(Study, id=project.uuid).orientation_note is None


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("switch", study.SWITCHES)
def test_assistance_begins_as_the_orientation_has_it(
    surroundings: Surroundings, orientation: str, switch: str
) -> None:
    project = Project.create(
        surroundings.config.parent / "s.workbench",
        title="T",
        orientation=orientation,
        researcher="Alma",
        surroundings=surroundings,
    )
    assert study.is_on(project, switch) == (orientation != "reflexive")
    assert study.is_on(project, "first-pass")
    assert not study.is_on(project, study.LOCK)


def test_a_switch_is_on_once_somebody_says_so_on_record(
    project: Project, lead: Lead
) -> None:
    by = lead(project)
    with pytest.raises(SuggestionsLockedError, match="are off in this reflexive study"):
        study.require_assistance(project, "groupings")
    study.change_setting(project, by, "groupings", "on", "after my second pass")
    study.require_assistance(project, "groupings")
    with pytest.raises(SuggestionsLockedError):
        study.require_assistance(project, "contrast")


def test_the_lock_wins_over_every_switch(project: Project, lead: Lead) -> None:
    by = lead(project)
    study.change_setting(project, by, "groupings", "on", "why not")
    study.change_setting(project, by, study.LOCK, "on", "the examiner asked")
    with pytest.raises(SuggestionsLockedError, match="locked out"):
        study.require_assistance(project, "groupings")
    study.change_setting(project, by, study.LOCK, "off", "the examiner agreed")
    study.require_assistance(project, "groupings")


@pytest.mark.parametrize(
    ("key", "value", "reason", "said"),
    [
        ("colour", "red", None, "no setting 'colour'"),
        ("groupings", "perhaps", "x", "on or off, not 'perhaps'"),
        ("groupings", "on", None, "needs a reason"),
        ("counts", "off", "  ", "needs a reason"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_clear_words(
    file_project: Project,
    lead: Lead,
    key: str,
    value: str,
    reason: str | None,
    said: str,
) -> None:
    with pytest.raises(RefusedError, match=said):
        study.change_setting(file_project, lead(file_project), key, value, reason)
    assert file_project.head().seq == 1


def test_only_the_lead_changes_the_set_up(file_project: Project, lead: Lead) -> None:
    other = study.add_researcher(
        file_project, lead(file_project), "Bruno", "co-analyst"
    )
    head = file_project.head()
    with pytest.raises(NotAllowedError):
        study.change_setting(file_project, other, "paradigm", "realism", None)
    with pytest.raises(NotAllowedError):
        study.ask_question(file_project, other, "Why?")
    with pytest.raises(NotAllowedError):
        study.change_orientation(file_project, other, "codebook", "because")
    with pytest.raises(NotAllowedError):
        study.add_researcher(file_project, other, "Carla", "auditor")
    assert file_project.head() == head
