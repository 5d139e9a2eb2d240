"""What was taken over and what could not be, for the person and for the trail."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: So many places are named for one finding; the others are counted.
_PLACES = 20


def taken_in_words(taken: Mapping[str, int]) -> str:
    """What was taken, in a line: 22 codes, 1 transcript."""
    return ", ".join(_counted(number, what) for what, number in taken.items())


def _counted(number: int, what: str) -> str:
    if number != 1:
        return f"{number:,} {what}"
    first, _, rest = what.partition(" ")
    one = rest.replace("that are", "that is").replace("that stand ", "that stands ")
    return f"1 {first.removesuffix('s')} {one}".rstrip()


@dataclass(slots=True)
class Report:
    """Counts of what was taken, and findings with their places."""

    #: What was taken, such as segments -> 205.
    taken: Counter[str] = field(default_factory=Counter)
    #: What was found -> where -> how often.
    findings: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        """So many more were taken."""
        self.taken[what] += number

    def found(self, what: str, where: str = "", number: int = 1) -> None:
        """Something could not be taken as it stands, or was read in one of two ways."""
        self.findings.setdefault(what, Counter())[where] += number

    def lines(self) -> list[str]:
        """Each finding in one line, with how often and where."""
        told = []
        for what, places in self.findings.items():
            named = [where for where in places if where]
            shown = ", ".join(named[:_PLACES])
            more = f" and {len(named) - _PLACES} more" if len(named) > _PLACES else ""
            where = f" ({shown}{more})" if named else ""
            count = f": {places.total():,}" if places.total() else ""
            told.append(f"{what}{count}{where}")
        return told

    def as_json(self) -> str:
        """The report as it is kept with the study."""
        kept = {"taken": dict(self.taken), "findings": self.lines()}
        return json.dumps(kept, ensure_ascii=False)
