"""What belongs to notes: lenses, links, looks back; and field notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.model.words import Wording  # noqa: TC001 - read for the shape

#: Walsh's four lenses on reflexivity.
LENSES: Final = ("personal", "interpersonal", "methodological", "contextual")


@dataclass(frozen=True, slots=True)
class MemoView:
    """Through which lenses an entry looks; the latest counts."""

    id: str
    memo: str
    lenses: tuple[str, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class MemoLink:
    """What a note bears on, besides what it is about."""

    id: str
    memo: str
    to: str
    #: linked or unlinked
    state: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class LookBack:
    """A later answer to an entry of one's own."""

    id: str
    memo: str
    text: Wording
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A note on an interview: observation and interpretation apart.

    It is never a transcript. Opened for coding, it has an id to be coded under, and its
    coded segments bear that in the place of a transcript's.
    """

    id: str
    transcript: str | None
    observation: Wording | None
    interpretation: Wording | None
    held_on: str | None
    by: str
    at: str
    #: The id under which it is coded, and its one version; None until it is opened.
    source: str | None = None
    version: str | None = None
