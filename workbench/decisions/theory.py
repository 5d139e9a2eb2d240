"""Theory: how a theme relates to a framework, argued with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class AllianceLinked(Decision):
    """A theme was related to a dimension of a framework, or to none of it."""

    undoable: ClassVar[bool] = True

    link: str
    theme: str
    framework: str
    dimension: str
    relation: str
    target: str
    voice: str | None
    polarity: str | None
    group: Wording | None
    rationale: Wording | None
    evidence: tuple[str, ...] = ()
    counter_evidence: tuple[str, ...] = ()


@kind
@dataclass(frozen=True, slots=True)
class AllianceLinkWithdrawn(Decision):
    """A relation to a framework is no longer argued."""

    undoable: ClassVar[bool] = True

    link: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class AllianceEvidenceChanged(Decision):
    """What speaks for and against a relation is another set of segments."""

    undoable: ClassVar[bool] = True

    link: str
    old_evidence: tuple[str, ...]
    evidence: tuple[str, ...]
    old_counter_evidence: tuple[str, ...]
    counter_evidence: tuple[str, ...]


@kind
@dataclass(frozen=True, slots=True)
class TheoryOpened(Decision):
    """Somebody opened the page on which themes meet a framework."""

    undo_passes: ClassVar[bool] = True

    opening: str
    note: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class AllianceLinkRevised(Decision):
    """What a relation says was put in another way."""

    undoable: ClassVar[bool] = True

    link: str
    old_relation: str
    relation: str
    old_target: str
    target: str
    old_voice: str | None
    voice: str | None
    old_polarity: str | None
    polarity: str | None
    old_mutuality: str | None
    mutuality: str | None
    old_condition: Wording | None
    condition: Wording | None
    old_acts_on: tuple[str, ...]
    acts_on: tuple[str, ...]
    old_rationale: Wording | None
    rationale: Wording | None
    reason: Wording | None = None


@dataclass(frozen=True, slots=True)
class PartGiven:
    """A dimension of a framework, or a construct under one."""

    part: str
    name: Wording
    definition: Wording | None
    is_dimension: bool


@kind
@dataclass(frozen=True, slots=True)
class FrameworkDescribed(Decision):
    """What a framework that was loaded for mapping consists of."""

    framework: str
    parts: tuple[PartGiven, ...]
