"""The study, its researchers, questions and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import setting_up as decided
from workbench.model import MergedProject, Researcher, ResearchQuestion, Setting, Study
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.ProjectCreated)
def project_created(d: decided.ProjectCreated, c: Circumstance) -> Iterator[Change]:
    yield Put(
        Study(
            id=d.project,
            title=d.title,
            orientation=d.orientation,
            orientation_note=d.orientation_note,
            is_sample=bool(d.is_sample),
            created_at=c.at,
            machine=d.machine,
            machine_name=d.machine_name,
        )
    )
    yield Put(Researcher(d.researcher, d.researcher_name, "lead", d.public_key))


@follows(decided.ResearcherAdded)
def researcher_added(d: decided.ResearcherAdded, _: Circumstance) -> Iterator[Change]:
    yield Put(Researcher(d.researcher, d.name, d.role, None))


@follows(decided.RoleChanged)
def role_changed(d: decided.RoleChanged, _: Circumstance) -> Iterator[Change]:
    yield Edit(Researcher, (d.researcher,), role=(d.old, d.new))


@follows(decided.KeyAnnounced)
def key_announced(d: decided.KeyAnnounced, _: Circumstance) -> Iterator[Change]:
    yield Edit(Researcher, (d.researcher,), public_key=(d.old, d.new))


@follows(decided.ProjectTakenOver)
def project_taken_over(
    d: decided.ProjectTakenOver, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        Study,
        (d.project,),
        machine=(d.old, d.new),
        machine_name=(d.old_name, d.new_name),
    )


@follows(decided.ProjectRepaired)
def project_repaired(_: decided.ProjectRepaired, __: Circumstance) -> Iterator[Change]:
    """The record itself; what a repair mends is no decision about the study."""
    return iter(())


@follows(decided.OrientationChanged)
def orientation_changed(
    d: decided.OrientationChanged, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        Study,
        (d.project,),
        orientation=(d.old, d.new),
        orientation_note=(d.old_note, d.new_note),
    )


@follows(decided.QuestionAsked)
def question_asked(d: decided.QuestionAsked, c: Circumstance) -> Iterator[Change]:
    yield Put(ResearchQuestion(d.question, d.text, c.at, "asked"))


@follows(decided.QuestionSetAside)
def question_set_aside(
    d: decided.QuestionSetAside, _: Circumstance
) -> Iterator[Change]:
    yield Edit(ResearchQuestion, (d.question,), state=("asked", "set-aside"))


@follows(decided.SettingChanged)
def setting_changed(d: decided.SettingChanged, _: Circumstance) -> Iterator[Change]:
    if d.old is None:
        yield Put(Setting(d.key, d.new))
    else:
        yield Edit(Setting, (d.key,), value=(d.old, d.new))


@follows(decided.ProjectMerged)
def project_merged(d: decided.ProjectMerged, c: Circumstance) -> Iterator[Change]:
    yield Put(MergedProject(d.project, d.head, d.size, c.at))
