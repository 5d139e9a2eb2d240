"""What people say beside what they scored, with small groups protected.

Medians and ranges of those who speak in a theme, and of those who do not; and of those
whose words are evidence in a cell of a framework. Fewer than three people are never
shown as numbers: the display says that they are few, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from workbench.model import (
    AllianceLink,
    Attribute,
    AttributeValue,
    Participant,
    Scale,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

#: With fewer people than this, one could be recognised by her score.
FEWEST: Final = 3
NOBODY: Final = "nobody scored"


@dataclass(frozen=True, slots=True)
class Scores:
    """A questionnaire or subscale, with each participant's score."""

    title: str
    citation: str
    of: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores of some people: how many, and what they scored where enough did."""

    people: int
    middle: float | None
    lowest: float | None
    highest: float | None

    @property
    def in_words(self) -> str:
        """The summary for a cell of a table."""
        if not self.people:
            return NOBODY
        if self.middle is None:
            return f"fewer than {FEWEST} people: not shown"
        spread = f"{_short(self.lowest)}\u2013{_short(self.highest)}"
        return f"median {_short(self.middle)} ({spread}), n\u00a0=\u00a0{self.people}"


def _short(value: float | None) -> str:
    return f"{value:g}" if value is not None else ""


def scales(reader: Any) -> list[Scores]:  # noqa: ANN401 - a project, or one moment of it
    """Every questionnaire scored in the study, in the order of names.

    Args:
        reader: whatever has `read`, as a project does.
    """
    names = {each.id: each.name for each in reader.read(Attribute)}
    here = {each.id for each in reader.read(Participant) if each.state != "all"}
    values: dict[str, dict[str, float]] = {}
    for entry in reader.read(AttributeValue):
        if entry.participant in here and entry.value is not None:
            number = _number(entry.value)
            if number is not None:
                values.setdefault(entry.attribute, {})[entry.participant] = number
    found = []
    for scale in reader.read(Scale):
        part = f", {scale.subscale}" if scale.subscale else ""
        found.append(
            (
                names.get(scale.attribute, ""),
                Scores(
                    f"{scale.instrument}{part}",
                    scale.citation,
                    values.get(scale.attribute, {}),
                ),
            )
        )
    return [scores for _, scores in sorted(found, key=lambda each: each[0])]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def summary(scores: Scores, people: Collection[str]) -> Summary:
    """What these people scored; numbers only where enough of them did."""
    given = sorted(scores.of[each] for each in set(people) if each in scores.of)
    if len(given) < FEWEST:
        return Summary(len(given), None, None, None)
    return Summary(len(given), median(given), given[0], given[-1])


@dataclass(frozen=True, slots=True)
class Contrast:
    """Those who speak in a theme and those who do not, of one group."""

    speaking: Summary
    silent: Summary


def beside_theme(
    scores: Scores, speaking: Collection[str], group: Collection[str]
) -> Contrast:
    """What the people of a group scored who speak in a theme, and who do not.

    Where one side is too small to show, and the whole group is known elsewhere, the
    other side is not shown either: the missing scores could be worked out.
    """
    inside = set(speaking) & set(group)
    outside = set(group) - inside
    one, other = summary(scores, inside), summary(scores, outside)
    if _gives_away(one, other):
        other = Summary(other.people, None, None, None)
    if _gives_away(other, one):
        one = Summary(one.people, None, None, None)
    return Contrast(one, other)


def _gives_away(small: Summary, large: Summary) -> bool:
    return 0 < small.people < FEWEST and large.middle is not None


def people_of_links(
    links: Sequence[AllianceLink], voices: Mapping[str, Collection[str]]
) -> set[str]:
    """Whose words are evidence in these relations; people by segment."""
    return {
        person
        for link in links
        for segment in link.evidence
        for person in voices.get(segment, ())
    }
