"""Before the first phase: the study, its people and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class ProjectCreated(Decision):
    """The study began, under an orientation chosen first."""

    project: str
    title: Wording
    orientation: str
    orientation_note: Wording | None
    is_sample: bool
    machine: str | None
    machine_name: Wording | None
    researcher: str
    researcher_name: Wording
    public_key: str | None


@kind
@dataclass(frozen=True, slots=True)
class ResearcherAdded(Decision):
    """Someone joined the study in a role."""

    researcher: str
    name: Wording
    role: str


@kind
@dataclass(frozen=True, slots=True)
class RoleChanged(Decision):
    """A researcher's role became another."""

    researcher: str
    old: str
    new: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class KeyAnnounced(Decision):
    """A researcher signs checkpoints with a new key from now on."""

    undo_passes: ClassVar[bool] = True

    researcher: str
    old: str | None
    new: str


@kind
@dataclass(frozen=True, slots=True)
class ProjectTakenOver(Decision):
    """Another machine may write from now on, and the one before no more."""

    project: str
    old: str | None
    old_name: Wording | None
    new: str | None
    new_name: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ProjectRepaired(Decision):
    """Damage that a check found was mended, or is known and stays."""

    #: The check's name, such as state.
    check: str
    #: rebuilt, placed-anew, erased-again or known
    way: str
    #: What was damaged: ids, or event numbers with the kind of damage.
    places: tuple[str, ...]
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class OrientationChanged(Decision):
    """The study is done in another tradition from now on."""

    project: str
    old: str
    new: str
    old_note: Wording | None
    new_note: Wording | None
    reason: Wording


@kind
@dataclass(frozen=True, slots=True)
class QuestionAsked(Decision):
    """The study asks a research question."""

    undoable: ClassVar[bool] = True

    question: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class QuestionSetAside(Decision):
    """The study no longer asks a research question."""

    undoable: ClassVar[bool] = True

    question: str
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class SettingChanged(Decision):
    """A choice of the set-up was made or became another."""

    undoable: ClassVar[bool] = True

    key: str
    old: Wording | None
    new: Wording
    reason: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ProjectMerged(Decision):
    """Another project's decisions follow, each with its origin.

    Source: docs/audit-trail.md, "Merging".
    """

    project: str
    head: str
    size: int


@kind
@dataclass(frozen=True, slots=True)
class Undone(Decision):
    """An earlier act was taken back; undoing an undo does it again."""

    undoes: str
