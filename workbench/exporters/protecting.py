"""Which attributes of participants can be printed without singling anybody out.

A reader who knows somebody in the study must find at least three people who could be
her. Within each group the attributes that most people share are taken first; one is
taken only if everybody who has it shares all that is shown with two others, or if three
people and at most a third of the group have all of theirs withheld instead.

Source: k-anonymity by suppression with k = 3 (Sweeney 2002); METHOD.md, 6, 52.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.model import Attribute, AttributeValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.exporters.reading import Moment
    from workbench.model import Participant

#: With fewer people than this who look alike, one can be recognised.
FEW: Final = 3
WITHHELD: Final = "[withheld]"
#: The part of a group whose attributes may be withheld for the sake of the others.
_MOST_WITHHELD: Final = 1 / 3


class Protection:
    """The attributes of these people, and which of them can be shown."""

    def __init__(self, moment: Moment, people: Sequence[Participant]) -> None:
        self.attributes = moment.read(Attribute)
        self._values = {
            (each.participant, each.attribute): each.value or ""
            for each in moment.read(AttributeValue)
        }
        self._shown: dict[str, frozenset[str]] = {}
        for group in dict.fromkeys(person.group for person in people):
            self._protect([p.id for p in people if p.group == group])

    def value(self, person: str, attribute: str) -> str:
        """What is recorded; empty where nothing is."""
        return self._values.get((person, attribute), "")

    def is_shown(self, person: str, attribute: str) -> bool:
        """Whether a reader may see this entry."""
        return attribute in self._shown.get(person, ())

    def shown(self, person: str, attribute: str) -> str:
        """The entry, or the mark that stands in its place."""
        value = self.value(person, attribute)
        return value if self.is_shown(person, attribute) or not value else WITHHELD

    def _protect(self, group: list[str]) -> None:
        taken: list[str] = []
        hidden: set[str] = set()
        for attribute in sorted(
            self.attributes, key=lambda a: len({self.value(p, a.id) for p in group})
        ):
            alone = self._alone(group, [*taken, attribute.id])
            if not alone or FEW <= len(alone) <= len(group) * _MOST_WITHHELD:
                taken.append(attribute.id)
                hidden = alone
        for person in group:
            self._shown[person] = frozenset(() if person in hidden else taken)

    def _alone(self, group: list[str], attributes: list[str]) -> set[str]:
        """Those who share all of these with fewer than two others."""
        alike = {p: tuple(self.value(p, a) for a in attributes) for p in group}
        sizes = Counter(alike.values())
        return {person for person in group if sizes[alike[person]] < FEW}
