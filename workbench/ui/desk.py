"""What the researcher's own machine remembers, outside every study.

Which studies she opened, who she is in each, what she had in hand, and where reading
stopped. It lies in her configuration folder, for her eyes only, and holds addresses and
ids, no words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import StorageError
from workbench.store.surroundings import config_folder, utc_now, write_private

if TYPE_CHECKING:
    from pathlib import Path

_KEPT: Final = 12


@dataclass(slots=True)
class Desk:
    """Recent studies, newest first; who one is; places where reading stopped."""

    #: (address, day it was last opened)
    studies: list[tuple[str, str]] = field(default_factory=list)
    #: Study -> researcher.
    who: dict[str, str] = field(default_factory=dict)
    #: Study -> transcript -> character.
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    #: Study -> the transcript that was read or coded last.
    in_hand: dict[str, str] = field(default_factory=dict)

    def opened(self, address: str) -> None:
        """A study was opened just now."""
        rest = [each for each in self.studies if each[0] != address]
        self.studies = [(address, utc_now()[:10]), *rest][:_KEPT]
        _keep(self)

    def is_here(self, study: str, researcher: str) -> None:
        """This is who the researcher is in a study, from now on."""
        if self.who.get(study) != researcher:
            self.who[study] = researcher
            _keep(self)

    def take_in_hand(self, study: str, transcript: str) -> None:
        """This transcript is read or coded now, and opens next time."""
        if self.in_hand.get(study) != transcript:
            self.in_hand[study] = transcript
            _keep(self)

    def stop_at(self, study: str, transcript: str, character: int) -> None:
        """Reading goes on here next time."""
        self.places.setdefault(study, {})[transcript] = character
        _keep(self)


def desk() -> Desk:
    """The desk as it was left; an empty one where there is none, or none readable."""
    try:
        found: dict[str, Any] = json.loads(_file().read_text("utf-8"))
        return Desk(
            studies=[(str(a), str(day)) for a, day in found.get("studies", [])],
            who={str(k): str(v) for k, v in found.get("who", {}).items()},
            places={
                str(study): {str(t): int(at) for t, at in places.items()}
                for study, places in found.get("places", {}).items()
            },
            in_hand={str(k): str(v) for k, v in found.get("in_hand", {}).items()},
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return Desk()


def _file() -> Path:
    return config_folder() / "desk.json"


def _keep(left: Desk) -> None:
    content = {
        "studies": left.studies,
        "who": left.who,
        "places": left.places,
        "in_hand": left.in_hand,
    }
    try:
        write_private(_file(), json.dumps(content, indent=1).encode())
    except StorageError:
        # a desk that cannot be kept is no reason to stop the work
        return
