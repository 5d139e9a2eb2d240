"""Reporting checklists, filled in as far as records go, each answer with its records.

Items stand as number and short name in our own words; the checklists' wording is their
authors'. Sources: COREQ, Tong, Sainsbury and Craig 2007; SRQR, O'Brien et al. 2014.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.exporters.facts import BLANK, Facts
from workbench.exporters.table import Column, Content, Line, Sheet, Table, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Cell

#: How an item is filled: from records; from records plus a sentence; typed once in the
#: set-up; by a person.
AUTO, AUTO_PLUS, PROFILE, PERSON = "A", "A+", "P", "H"
_HOW: Final = {
    AUTO: "from records",
    AUTO_PLUS: "from records, and a sentence of yours",
    PROFILE: "from the set-up",
    PERSON: "by you",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an item says, and the records that say it."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist."""

    number: str
    name: str
    fill: str
    answer: Callable[[Facts], Answer]
    domain: str = ""


def typed(key: str) -> Callable[[Facts], Answer]:
    """The answer that a setting gives."""

    def answer(facts: Facts) -> Answer:
        return Answer(facts.setting(key), facts.cite_setting(key))

    return answer


def left_to_person(hint: str = "") -> Callable[[Facts], Answer]:
    """An answer that only a person can give, with what the records offer for it."""

    def answer(_: Facts) -> Answer:
        return Answer(f"{BLANK} {hint}".strip())

    return answer


def checklist(
    moment: Moment, title: str, source: str, items: Sequence[Item], notes: Sequence[str]
) -> Content:
    """The filled-in checklist as a table."""
    facts = Facts.of(moment)
    rows: list[Sequence[Cell]] = []
    data: list[tuple[str, ...]] = []
    domain = ""
    for item in items:
        if item.domain != domain:
            domain = item.domain
            rows.append(((Line(domain, "Group"),),))
        answer = item.answer(facts)
        rows.append(
            (
                item.number,
                (Line(item.name), Line(_HOW[item.fill], "Aside")),
                (Line(answer.text),),
                tuple(Line(part, "Aside") for part in answer.where.split("; ")),
                "",
            )
        )
        data.append((item.number, item.name, item.fill, answer.text, answer.where, ""))
    table = Table(
        title,
        (
            Column("No", 1.2),
            Column("Item", 3.3),
            Column("Answer", 7.1),
            Column("Records", 3.9),
            Column("Page", 1.5),
        ),
        rows,
        (f"Items in our own words, after {source}.", *notes),
        whole_rows=False,
    )
    opening = Text(
        "Filled in from what was recorded; no technique is claimed without a record. "
        f"{BLANK} is for you to fill in, and so are the pages of the manuscript.",
        "Aside",
    )
    columns = ("no", "item", "filled", "answer", "records", "manuscript page")
    return Content(
        f"{moment.study().title}: {title}",
        (opening, table),
        (Sheet("Checklist", columns, data),),
    )
