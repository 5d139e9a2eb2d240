"""Two copies come together: who withdrew in either has withdrawn afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.decisions.coding import CodingWithdrawn
from workbench.decisions.decision import Words
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.decisions.setting_up import ProjectTakenOver, ResearcherAdded
from workbench.errors import NotAllowedError
from workbench.model import CodedSegment, Participant, Study
from workbench.people import participants, withdrawal
from workbench.people.merging import merge
from workbench.store import copies, verification
from workbench.store.project import Project  # noqa: TC001 - fixtures read it
from workbench.store.surroundings import Surroundings

HERS = "It was like talking to a warm brick wall that hums back at me."
USUAL = Consent("verbatim", computation=True, recontact=True, archive=True)


@pytest.fixture
def pair(file_study: Any, tmp_path: Path) -> tuple[Any, Project]:
    """A coded interview, in two copies."""
    study = file_study
    project = study.project
    project.record(ResearcherAdded("r-2", Words("Bruno"), "lead"), by=study.lead)
    project.record(ParticipantAdded("C01", None, USUAL), by=study.lead)
    for other_person in ("C02", "C03", "C04"):
        participants.add(project, study.lead, other_person)
    cast = {"I": ("interviewer", None), "P": ("participant", "C01")}
    study.interview("int-1", cast, [("I", "How was it?"), ("P", HERS)])
    study.code("c-1", "a wall")
    study.segment("s-1", "int-1", "a warm brick wall", "c-1")
    file = copies.backup(project, tmp_path / "b.workbench")
    here = Surroundings(config=tmp_path / "elsewhere", machine_name="attic")
    other = copies.restore(file, tmp_path / "other.workbench", here)
    row = other.one(Study, id=other.uuid)
    other.record(
        ProjectTakenOver(
            *(other.uuid, row.machine, row.machine_name),
            *(here.machine_id(), Words("attic")),
        ),
        by="r-2",
    )
    return study, other


def left(project: Project) -> str:
    """All words in the file."""
    assert project.database.path is not None
    return project.database.path.read_bytes().decode("utf-8", "replace")


def assert_gone(project: Project) -> None:
    assert project.one(Participant, id="C01").state == "all"
    assert project.rows(CodedSegment, state="active") == []
    assert "brick wall" not in left(project)
    assert verification.verify(project).ok
    assert verification.replay(project).equal


def test_consents_that_were_recorded_in_both_copies_come_together(
    pair: tuple[Any, Project],
) -> None:
    study, other = pair
    participants.confirm_consent(study.project, study.lead, ["C02"])
    participants.set_consent(study.project, study.lead, "C04", Consent(quotes="none"))
    participants.confirm_consent(other, "r-2", ["C02", "C03", "C04"])

    done = merge(study.project, other, study.lead)

    people = study.project.rows(Participant)
    assert participants.unconfirmed(people) == []
    # what she agreed to here is not what was confirmed there: a person decides
    assert next(p.quotes for p in people if p.id == "C04") == "none"
    assert len(done.merged.left_out) == 2


def test_who_withdrew_there_has_withdrawn_here(pair: tuple[Any, Project]) -> None:
    study, other = pair
    withdrawal.withdraw(other, "r-2", "C01", "asked")

    done = merge(study.project, other, study.lead)

    assert done.withdrawn == (("C01", "all"),)
    assert_gone(study.project)


def test_also_where_her_withdrawal_itself_does_not_fit(
    pair: tuple[Any, Project],
) -> None:
    """Here a segment lost its code meanwhile, so that the act there is left out."""
    study, other = pair
    study.project.record(CodingWithdrawn("s-1"), by=study.lead)
    withdrawal.withdraw(other, "r-2", "C01", "asked")

    done = merge(study.project, other, study.lead)

    assert len(done.merged.left_out) == 1
    assert done.withdrawn == (("C01", "all"),)
    assert_gone(study.project)


def test_what_was_coded_here_of_her_words_goes_too(pair: tuple[Any, Project]) -> None:
    study, other = pair
    study.segment("s-2", "int-1", "hums back at me", "c-1")
    withdrawal.withdraw(other, "r-2", "C01", "asked")

    merge(study.project, other, study.lead)

    assert_gone(study.project)
    assert "hums back" not in left(study.project)


def test_words_of_who_withdrew_here_do_not_come_back(pair: tuple[Any, Project]) -> None:
    study, other = pair
    withdrawal.withdraw(study.project, study.lead, "C01", "asked")
    there = type(study)(other, "r-2")
    there.segment("s-3", "int-1", "hums back at me", "c-1", by="r-2")

    done = merge(study.project, other, study.lead)

    assert [who for who, _ in done.erased_again] == ["C01"]
    assert_gone(study.project)
    assert "hums back" not in left(study.project)
    assert ["still holds words of C01" in line for line in done.to_do] == [True]


def test_less_than_all_holds_as_well(pair: tuple[Any, Project]) -> None:
    study, other = pair
    withdrawal.withdraw(other, "r-2", "C01", "no more letters", kind="contact")

    done = merge(study.project, other, study.lead)

    assert done.withdrawn == (("C01", "contact"),)
    assert study.project.one(Participant, id="C01").recontact is False


def test_only_the_lead_merges(
    pair: tuple[Any, Project], lead: Callable[[Project], str]
) -> None:
    study, other = pair
    study.project.record(
        ResearcherAdded("r-9", Words("Dora"), "co-analyst"), by=lead(study.project)
    )
    with pytest.raises(NotAllowedError):
        merge(study.project, other, "r-9")
