"""Phases three to five: groupings, candidate themes, themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@dataclass(frozen=True, slots=True)
class GroupingGiven:
    """Codes the machine put together."""

    grouping: str
    alternative: int
    codes: tuple[str, ...]
    cohesion: int | None


@kind
@dataclass(frozen=True, slots=True)
class CodesGrouped(Decision):
    """The machine was asked to group the codes; something to look at, no theme."""

    undo_passes: ClassVar[bool] = True

    run: str
    method: str
    model: str
    path: str
    seed: int
    codes: tuple[str, ...]
    groupings: tuple[GroupingGiven, ...]


@kind
@dataclass(frozen=True, slots=True)
class ThemeStarted(Decision):
    """A person began a candidate theme."""

    undoable: ClassVar[bool] = True

    theme: str
    name: Wording
    central_concept: Wording | None = None
    codes: tuple[str, ...] = ()
    parent: str | None = None
    grouping: str | None = None
    idea: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeRenamed(Decision):
    """A theme goes by another name."""

    undoable: ClassVar[bool] = True

    theme: str
    old: Wording
    new: Wording
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeConceived(Decision):
    """A theme's central organising concept or its boundary was written anew."""

    undoable: ClassVar[bool] = True

    theme: str
    old_concept: Wording | None
    concept: Wording | None
    old_is_not: Wording | None
    is_not: Wording | None
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeCodesChanged(Decision):
    """Codes moved into or out of a theme."""

    undoable: ClassVar[bool] = True

    theme: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeStateChanged(Decision):
    """A theme became candidate, reviewed, defined or discarded."""

    undoable: ClassVar[bool] = True

    theme: str
    old: str
    new: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemesMerged(Decision):
    """One theme went into another."""

    undoable: ClassVar[bool] = True

    source: str
    into: str
    old_state: str
    old_codes: tuple[str, ...]
    codes: tuple[str, ...]
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeMoved(Decision):
    """A theme stands under another theme, or under none."""

    undoable: ClassVar[bool] = True

    theme: str
    old: str | None
    new: str | None


@kind
@dataclass(frozen=True, slots=True)
class ExtractChosen(Decision):
    """A coded segment was chosen to be quoted for a theme."""

    undoable: ClassVar[bool] = True

    extract: str
    theme: str
    segment: str


@kind
@dataclass(frozen=True, slots=True)
class ExtractDropped(Decision):
    """A coded segment is no longer to be quoted."""

    undoable: ClassVar[bool] = True

    extract: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeSplit(Decision):
    """What was one theme is several; the others are started in the same act."""

    undoable: ClassVar[bool] = True

    source: str
    into: tuple[str, ...]
    old_codes: tuple[str, ...]
    codes: tuple[str, ...]
    old_state: str
    state: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeSetAside(Decision):
    """A code belongs to no theme for now, and that was meant."""

    undoable: ClassVar[bool] = True

    aside: str
    code: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CodeTakenUp(Decision):
    """A code that was set aside is looked at again."""

    undoable: ClassVar[bool] = True

    aside: str
    code: str


@kind
@dataclass(frozen=True, slots=True)
class ThemesRelated(Decision):
    """A line on the theme map: how one theme bears on another."""

    undoable: ClassVar[bool] = True

    line: str
    source: str
    target: str
    says: Wording | None


@kind
@dataclass(frozen=True, slots=True)
class ThemesUnrelated(Decision):
    """A line is no longer on the theme map."""

    undoable: ClassVar[bool] = True

    line: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class MapArranged(Decision):
    """Where the themes stand on the map was settled by hand."""

    undoable: ClassVar[bool] = True

    map: str
    themes: tuple[str, ...]
    across: tuple[int, ...]
    down: tuple[int, ...]


@kind
@dataclass(frozen=True, slots=True)
class PhotographAttached(Decision):
    """A photograph, of a wall of notes for one, belongs to a theme or to the map."""

    undoable: ClassVar[bool] = True

    photograph: str
    about: str | None
    caption: Wording | None
    file_name: Wording
    sha256: Wording
    format: str
    image: Wording


@kind
@dataclass(frozen=True, slots=True)
class PhotographPutAway(Decision):
    """A photograph is no longer shown; it stays until its words are erased."""

    undoable: ClassVar[bool] = True

    photograph: str
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemeDefined(Decision):
    """What a theme says and how far it reaches was written anew."""

    undoable: ClassVar[bool] = True

    theme: str
    old_definition: Wording | None
    definition: Wording | None
    old_scope: Wording | None
    scope: Wording | None
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class QuestionsAnswered(Decision):
    """A theme answers these research questions of the study, and no others."""

    undoable: ClassVar[bool] = True

    theme: str
    old: tuple[str, ...]
    new: tuple[str, ...]
