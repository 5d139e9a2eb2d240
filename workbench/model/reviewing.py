"""What was found when themes were held against the data again."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """An answer to one of the five review questions; the latest counts."""

    id: str
    theme: str
    question: str
    text: Wording
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Reread:
    """One reading of a transcript against every theme of that day."""

    id: str
    transcript: str
    version: str
    themes: tuple[str, ...]
    changed: bool
    text: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class NegativeSearch:
    """A search for what contradicts a theme."""

    id: str
    theme: str
    how: Wording
    found: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class NegativeCase:
    """A segment or participant that contradicts or limits a theme."""

    id: str
    theme: str
    segment: str | None
    participant: str | None
    differs: Wording
    action: str
    account: Wording | None
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class GroupContrast:
    """How the groups stand to each other on a theme; the latest counts."""

    id: str
    theme: str
    framework: str | None
    dimension: str | None
    relation: str
    silent: Wording | None
    text: Wording | None
    segments: tuple[str, ...]
    by: str
    at: str
