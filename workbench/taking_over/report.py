"""What was taken over and what could not be, for the person and for the trail."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

#: So many places are named for one finding; the others are counted.
_PLACES = 20


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
            count = f"{places.total()} " if places.total() else ""
            told.append(f"{count}{what}{where}")
        return told

    def as_json(self) -> str:
        """The report as it is kept with the study."""
        kept = {"taken": dict(self.taken), "findings": self.lines()}
        return json.dumps(kept, ensure_ascii=False)
