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
