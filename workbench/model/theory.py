"""How themes relate to a theory."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class AllianceLink:
    """An argued relation of a theme to a theory, with evidence on both sides."""

    id: str
    theme: str
    framework: str
    dimension: str
    relation: str
    target: str
    voice: str | None
    polarity: str | None
    group: Wording | None
    rationale: Wording | None
    evidence: tuple[str, ...]
    counter_evidence: tuple[str, ...]
    state: str
    by: str
    mutuality: str | None = None
    #: What a conditional relation depends on.
    condition: Wording | None = None
    #: Dimensions that a facilitator or barrier bears on.
    acts_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TheoryOpening:
    """A moment from which theory was in sight."""

    id: str
    note: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class FrameworkPart:
    """A dimension of a framework loaded for mapping, or a construct under one."""

    framework: str
    #: The framework's own id, such as bond or bond.trust.
    part: str
    name: Wording
    definition: Wording | None
    is_dimension: bool
    #: Its place in the framework, from 0.
    place: int
