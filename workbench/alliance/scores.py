"""Questionnaire scores of participants: totals and subscales, never items.

They come from a table as attributes of people, so that a withdrawal takes them along,
and each column is recorded with the questionnaire's full name and a citation: short
names of alliance measures are ambiguous.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.coding.codebook_files import read_bytes
from workbench.coding.coding_table import TableRow, check_width, read_rows
from workbench.decisions.decision import Decision, Words
from workbench.decisions.people import (
    AttributeAdded,
    AttributeChanged,
    AttributeSet,
    ScaleDescribed,
)
from workbench.errors import (
    ImportRejectedError,
    RefusedError,
    RowsRefusedError,
    UnknownObjectError,
)
from workbench.importers.guard import open_archive, refuse_declarations
from workbench.model import Attribute, AttributeValue, Participant, Scale
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.store.project import Project

REQUIRED: Final = ("participant", "score")
OPTIONAL: Final = ("instrument", "subscale", "citation")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire of the alliance: its full name, parts, and where it is from."""

    name: str
    citation: str
    subscales: tuple[str, ...] = ()


#: Names, parts and citations only; no item of any questionnaire stands here.
INSTRUMENTS: Final = {
    "WAI": Instrument(
        "Working Alliance Inventory",
        "Horvath & Greenberg 1989",
        ("goal", "task", "bond"),
    ),
    "WAI-S": Instrument(
        "Working Alliance Inventory, short form",
        "Tracey & Kokotovic 1989",
        ("goal", "task", "bond"),
    ),
    "WAI-SR": Instrument(
        "Working Alliance Inventory, short revised",
        "Hatcher & Gillaspy 2006",
        ("goal", "task", "bond"),
    ),
    "WAI-I": Instrument(
        "Working Alliance Inventory for guided internet interventions",
        "Gomez Penedo et al. 2020",
        ("task and goal", "bond"),
    ),
    "WAI-TECH-SF": Instrument(
        "Working Alliance Inventory for technology, short form", "Herrero et al. 2020"
    ),
    "DWAI": Instrument("Digital Working Alliance Inventory", "Goldberg et al. 2022"),
    "VTAS": Instrument("Virtual Therapist Alliance Scale", "Miloff et al. 2020"),
    "mARM": Instrument("Mobile Agnew Relationship Measure", "Berry et al. 2018"),
}
_ITEM: Final = re.compile(r"\b(items?|q|question)[ _.-]*\d+\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+([.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table of scores brought in."""

    scales: int
    scores: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Score:
    participant: str
    instrument: str
    subscale: str
    citation: str
    value: str

    @property
    def column(self) -> str:
        """What the attribute is called."""
        return (
            f"{self.instrument}: {self.subscale}" if self.subscale else self.instrument
        )


def take_scores(
    project: Project,
    by: str,
    path: Path,
    *,
    instrument: str | None = None,
    subscale: str | None = None,
    citation: str | None = None,
) -> Taken:
    """The scores of a CSV or XLSX table are participants' attributes, in one act.

    Columns are participant and score, and instrument, subscale and citation where one
    table holds several. A known short name brings its full name and citation.

    Args:
        project: the project.
        by: who brings them in.
        path: the table.
        instrument: the questionnaire, where the table names none.
        subscale: the part of it, likewise.
        citation: where it is from, likewise.

    Raises:
        ImportRejectedError: not such a table; nothing was recorded.
        RowsRefusedError: the rows listed were refused, all others recorded.
    """
    require(project, by, MANAGE)
    given = (instrument or "", subscale or "", citation or "")
    known = {each.id: each.state for each in project.rows(Participant)}
    scores: list[_Score] = []
    refused: list[str] = []
    for row in _rows(path):
        try:
            scores.append(_read(row, given, known))
        except RefusedError as error:
            refused.append(f"{row.where}: {error}")
    taken = _record(project, by, scores)
    if refused:
        raise RowsRefusedError(refused)
    return taken


def _rows(path: Path) -> Sequence[TableRow]:
    if path.suffix.lower() != ".xlsx":
        return read_rows(path, REQUIRED, OPTIONAL)
    found = _sheet(path)
    missing = [name for name in REQUIRED if found and name not in found[0].cells]
    if missing:
        msg = f"{path.name}: the first row must name the columns {', '.join(REQUIRED)}."
        raise ImportRejectedError(msg)
    return found


def _sheet(path: Path) -> list[TableRow]:
    """The rows of a workbook's first sheet, columns in lower case."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    data = read_bytes(path)
    try:
        refuse_declarations(open_archive(data))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        cells = [
            ["" if cell is None else str(cell).strip() for cell in row]
            for row in book.worksheets[0].values
        ]
    except Exception as error:  # openpyxl lets whatever it stumbles over through
        msg = (
            f"{path.name}: not a readable Excel workbook ({type(error).__name__}). "
            "Open it in a spreadsheet and save it as .xlsx again."
        )
        raise ImportRejectedError(msg) from error
    names = [name.casefold() for name in cells[0]] if cells else []
    return [
        TableRow(f"{path.name}, row {at}", dict(zip(names, row, strict=False)))
        for at, row in enumerate(cells[1:], start=2)
        if any(row)
    ]


def _read(row: TableRow, given: tuple[str, str, str], known: dict[str, str]) -> _Score:
    check_width(row)
    instrument = row.get("instrument") or given[0]
    subscale = row.get("subscale") or given[1]
    if not instrument:
        msg = "no questionnaire is named; put it into the column 'instrument'."
        raise RefusedError(msg)
    shipped = INSTRUMENTS.get(instrument)
    citation = row.get("citation") or given[2] or (shipped.citation if shipped else "")
    if not citation:
        msg = f"'{instrument}' is not a name known here; give its citation as well."
        raise RefusedError(msg)
    if _ITEM.search(subscale) or _ITEM.search(instrument):
        msg = "this looks like a single item; only totals and subscales are taken."
        raise RefusedError(msg)
    participant, value = row.get("participant"), row.get("score")
    if participant not in known:
        raise UnknownObjectError("participant", participant)
    if known[participant] == "all":
        raise RefusedError(f"{participant} has withdrawn.")
    if not _NUMBER.fullmatch(value):
        msg = "the score is not a number."
        raise RefusedError(msg)
    return _Score(participant, instrument, subscale, citation, value.replace(",", "."))


def _record(project: Project, by: str, scores: Sequence[_Score]) -> Taken:
    columns = {each.name: each.id for each in project.read(Attribute)}
    described = {each.attribute for each in project.rows(Scale)}
    texts = {
        (v.participant, v.attribute): v.value for v in project.read(AttributeValue)
    }
    words = {
        (v.participant, v.attribute): v.value for v in project.rows(AttributeValue)
    }
    decisions: list[Decision] = []
    scales = unchanged = 0
    for score in scores:
        attribute = columns.get(score.column)
        if attribute is None:
            attribute = columns[score.column] = project.new_id("a")
            decisions.append(AttributeAdded(attribute, Words(score.column)))
        if attribute not in described:
            described.add(attribute)
            scales += 1
            decisions.append(_described(project, attribute, score))
        place = (score.participant, attribute)
        if texts.get(place) == score.value:
            unchanged += 1
            continue
        if place in words:
            changed = (words[place], Words(score.value))
            decisions.append(AttributeChanged(*place, *changed))
        else:
            decisions.append(AttributeSet(*place, Words(score.value)))
        texts[place] = score.value
    if decisions:
        project.record(*decisions, by=by)
    return Taken(scales, len(scores) - unchanged, unchanged)


def _values(entries: Sequence[AttributeValue]) -> dict[tuple[str, str], str | None]:
    return {(each.participant, each.attribute): each.value for each in entries}


def _described(project: Project, attribute: str, score: _Score) -> ScaleDescribed:
    shipped = INSTRUMENTS.get(score.instrument)
    full = f"{shipped.name} ({score.instrument})" if shipped else score.instrument
    return ScaleDescribed(
        scale=project.new_id("sc"),
        attribute=attribute,
        instrument=Words(full),
        subscale=Words(score.subscale) if score.subscale else None,
        citation=Words(score.citation),
    )
