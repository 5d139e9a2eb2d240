"""Phase six: what leaves the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.decisions.decision import Decision, kind
from workbench.model import Wording  # noqa: TC001 - read at run time by the codec


@kind
@dataclass(frozen=True, slots=True)
class CopyMade(Decision):
    """An export, packet or backup left the project."""

    undo_passes: ClassVar[bool] = True

    copy: str
    copy_kind: str
    file_name: Wording
    up_to: int


@kind
@dataclass(frozen=True, slots=True)
class ExtractWorded(Decision):
    """An extract is printed shortened or clarified, each change in square brackets."""

    undoable: ClassVar[bool] = True

    extract: str
    old: Wording | None
    #: None: it is printed as it was spoken
    new: Wording | None
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class ThemesPutInOrder(Decision):
    """The themes are told in this order; themes not named follow as they were begun."""

    undoable: ClassVar[bool] = True

    order: str
    themes: tuple[str, ...]
    reason: Wording | None = None


@kind
@dataclass(frozen=True, slots=True)
class CaptionWorded(Decision):
    """A table is printed under another caption."""

    undoable: ClassVar[bool] = True

    caption: str
    #: The kind of export, such as theme-table
    table: str
    #: None: under the caption that the workbench gives it
    text: Wording | None
