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
    #: What it says, in a few sentences, and what it takes in.
    definition: Wording | None = None
    scope: Wording | None = None
    #: The research questions it answers.
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """A coded segment chosen to be quoted, under an id that never changes."""

    id: str
    theme: str
    segment: str
    state: str
    #: As it is printed where that is not word for word: cuts and additions in [].
    printed: Wording | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A code that belongs to no theme for now, on purpose."""

    id: str
    code: str
    reason: Wording | None
    #: aside or taken-up
    state: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A line of the theme map between two themes, with what it says."""

    id: str
    source: str
    target: str
    says: Wording | None
    #: drawn or withdrawn
    state: str
    by: str


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """Where themes stand on the map, in thousandths of its width and height."""

    id: str
    themes: tuple[str, ...]
    across: tuple[int, ...]
    down: tuple[int, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of work done on paper, kept with a theme or with the map."""

    id: str
    #: The theme's id; None for the map of all.
    about: str | None
    caption: Wording | None
    file_name: Wording
    sha256: Wording
    #: png or jpeg
    format: str
    #: The picture's bytes, base64.
    image: Wording
    #: attached or put-away
    state: str
    by: str
    at: str
