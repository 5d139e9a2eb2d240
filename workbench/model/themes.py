"""Groupings of the machine, themes of people, and what is quoted for them."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class GroupingRun:
    """One asking of the machine to group the codes."""

    id: str
    method: str
    model: str
    path: str
    seed: int
    codes: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """Codes the machine put together: something to look at, never a theme."""

    id: str
    run: str
    #: 0 for the first partition shown, 1 and up for the alternatives.
    alternative: int
    codes: tuple[str, ...]
    #: Mean pairwise cosine in 1/10,000; None for a single code.
    cohesion: int | None


@dataclass(frozen=True, slots=True)
class Theme:
    """A person's candidate theme or theme, around a central organising concept."""

    id: str
    name: Wording
    state: str
    central_concept: Wording | None
    is_not: Wording | None
    parent: str | None
    codes: tuple[str, ...]
    #: The grouping it was started from, if any.
    grouping: str | None
    merged_into: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Extract:
    """A coded segment chosen to be quoted, under an id that never changes."""

    id: str
    theme: str
    segment: str
    state: str
