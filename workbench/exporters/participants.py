"""Who took part: the groups described, and each participant as far as nobody is known.

What is printed singles nobody out; the spreadsheet holds everything, for the author.
"""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Final

from workbench.exporters.protecting import FEW, WITHHELD, Protection
from workbench.exporters.table import Column, Content, Line, Sheet, Table, Text
from workbench.exporters.writing_up import caption_in_force
from workbench.in_words import capital, counted, listed
from workbench.model import Caption

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block, Cell
    from workbench.model import Participant

_NO_GROUP: Final = "Group not recorded"
_SMALL: Final = f"fewer than {FEW}"
#: Values of one attribute that a table lists, the commonest first.
_LISTED: Final = 12


def participants(moment: Moment) -> Content:
    """The groups in numbers, then each participant with what three or more share."""
    people = [p for p in moment.participants_now().values() if p.state != "all"]
    people.sort(key=lambda person: (person.group or "", person.id))
    kept = Protection(moment, people)
    groups: dict[str, list[Participant]] = {}
    for person in people:
        groups.setdefault(person.group or _NO_GROUP, []).append(person)
    caption = caption_in_force(moment.read(Caption), "participants")
    blocks: list[Block] = []
    if kept.attributes:
        blocks.append(
            Text(
                "{table:groups} describes the groups; {table:each} lists"
                " each participant with what at least "
                f"{FEW} people of a group share."
            )
        )
        blocks.append(_groups(kept, groups))
    blocks.append(_each(caption, kept, people))
    names = [attribute.name for attribute in kept.attributes]
    sheet = Sheet(
        "Participants",
        [
            *("ID", "Group", *names),
            *("quotes", "computation", "recontact", "archive", "state"),
        ],
        [
            (
                *(p.id, p.group, *(kept.value(p.id, a.id) for a in kept.attributes)),
                *(p.quotes, _yes(p.computation), _yes(p.recontact), _yes(p.archive)),
                p.state,
            )
            for p in people
        ],
    )
    return Content(f"{moment.study().title}: participants", blocks, (sheet,))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _groups(kept: Protection, groups: dict[str, list[Participant]]) -> Table:
    """Each attribute by group: medians of numbers, n (%) of everything else."""
    rows: list[tuple[Cell, ...]] = []
    unshown: list[str] = []
    for attribute in kept.attributes:
        found = {
            group: [v for p in members if (v := kept.value(p.id, attribute.id))]
            for group, members in groups.items()
        }
        numbers = {group: _numbers(values) for group, values in found.items()}
        if all(numbers[group] is not None for group in groups):
            cells = [_middle(numbers[group] or []) for group in groups]
            rows.append(((Line(capital(attribute.name), "Theme"),), *cells))
            continue
        lines = list(_values(found, groups))
        if lines:
            rows.append(((Line(capital(attribute.name), "Group"),),))
            rows.extend(lines)
        else:
            unshown.append(attribute.name)
    told = "Number (%) of the group; where the answers are numbers, median (range)."
    notes = [told]
    if unshown:
        notes.append(f"Not shown, for hardly two answers are alike: {listed(unshown)}.")
    width = 9.0 / max(1, len(groups))
    heads = [
        Column(f"{capital(name)} (n\u00a0=\u00a0{len(members)})", width)
        for name, members in groups.items()
    ]
    return Table(
        "Participants by group",
        [Column("Characteristic", 6), *heads],
        rows,
        notes,
        key="groups",
    )


def _values(
    found: dict[str, list[str]],
    groups: dict[str, list[Participant]],
) -> list[tuple[Cell, ...]]:
    """A row for each value that enough people of some group share."""
    everywhere = Counter(value for values in found.values() for value in values)
    shares = {group: Counter(values) for group, values in found.items()}
    told = [
        value
        for value in sorted(everywhere, key=str.casefold)
        if any(share[value] >= FEW for share in shares.values())
    ][:_LISTED]
    rows: list[tuple[Cell, ...]] = [
        (
            value,
            *(
                _share(shares[name][value], len(members))
                for name, members in groups.items()
            ),
        )
        for value in told
    ]
    rest = len(everywhere) - len(told)
    if told and rest:
        others = tuple(
            _share(
                sum(shares[name][v] for v in everywhere if v not in told), len(members)
            )
            for name, members in groups.items()
        )
        answers = counted(rest, "other answer")
        rows.append((capital(answers), *others))
    missing = {
        name: len(members) - len(found[name]) for name, members in groups.items()
    }
    if told and any(missing.values()):
        rows.append(
            (
                "Not recorded",
                *(_share(missing[name], len(groups[name])) for name in groups),
            )
        )
    return rows


def _share(count: int, whole: int) -> str:
    if not count:
        return "0"
    return _SMALL if count < FEW else f"{count} ({count * 100 / whole:.0f}%)"


def _numbers(values: list[str]) -> list[float] | None:
    """The values as numbers; None where one of them is not a number."""
    try:
        return [float(value) for value in values]
    except ValueError:
        return None


def _middle(numbers: list[float]) -> str:
    if not numbers:
        return "not recorded"
    if len(numbers) < FEW:
        return _SMALL
    low, high = min(numbers), max(numbers)
    return f"{median(numbers):g} ({low:g}\N{EN DASH}{high:g})"


def _each(caption: str, kept: Protection, people: list[Participant]) -> Table:
    """Each participant, with what can be shown of her."""
    told = [
        a
        for a in kept.attributes
        if any(kept.is_shown(p.id, a.id) and kept.value(p.id, a.id) for p in people)
    ]
    rows: list[tuple[Cell, ...]] = []
    group: str | None = ""
    for person in people:
        if person.group != group:
            group = person.group
            rows.append(((Line(capital(group or _NO_GROUP), "Group"),),))
        rows.append((person.id, *(kept.shown(person.id, a.id) for a in told)))
    notes = []
    if any(WITHHELD in row for row in rows):
        notes.append(
            f"{WITHHELD}: fewer than {FEW} people of the group would share the row."
        )
    left = [a.name for a in kept.attributes if a not in told]
    if left:
        notes.append(f"Left out, because it would single people out: {listed(left)}.")
    wide = 14.5 / max(4, len(told))
    heads = [Column("Participant", 2.5), *(Column(capital(a.name), wide) for a in told)]
    return Table(caption, heads, rows, notes, key="each")
