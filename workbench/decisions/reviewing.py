"""Phase four: themes against their extracts, and against the whole data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class ReviewAnswered(Decision):
    """One of the five review questions was answered for a theme; the latest counts."""

    undoable: ClassVar[bool] = True

    answer: str
    theme: str
    question: str
    text: Wording


@kind
@dataclass(frozen=True, slots=True)
class TranscriptReread(Decision):
    """A whole transcript was read again against every theme of that day."""

    undoable: ClassVar[bool] = True

    reread: str
    transcript: str
    version: str
    themes: tuple[str, ...]
    changed: bool
    text: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class NegativeCasesSought(Decision):
    """Somebody looked for what contradicts a theme, and says how."""

    undoable: ClassVar[bool] = True

    search: str
    theme: str
    how: Wording
    found: bool


@kind
@dataclass(frozen=True, slots=True)
class NegativeCaseNoted(Decision):
    """A segment or a participant contradicts or limits a theme."""

    undoable: ClassVar[bool] = True

    case: str
    theme: str
    segment: str | None
    participant: str | None
    differs: Wording
    #: open, revised, scope-limited, explained or kept-as-exception
    action: str = "open"
    account: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class NegativeCaseAnswered(Decision):
    """What was done about a negative case."""

    undoable: ClassVar[bool] = True

    case: str
    old_action: str
    action: str
    old_account: Wording | None
    account: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class GroupsContrasted(Decision):
    """How the groups stand to each other on a theme; the latest counts."""

    undoable: ClassVar[bool] = True

    contrast: str
    theme: str
    #: A framework and its dimension, where one cell of it is meant.
    framework: str | None
    dimension: str | None
    relation: str
    #: The group that says nothing, where one is silent.
    silent: Wording | None
    text: Wording | None
    segments: tuple[str, ...] = ()
