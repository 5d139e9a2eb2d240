"""Human coding from a CSV file: one row per coded segment.

Columns are transcript, quote, code and researcher; start, end, memo, polarity and
target may follow. Good rows are recorded, bad ones listed; rows that say what is coded
already are counted and left alone, so that a mended table can be given again.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench import study
from workbench.coding.codes import code_list, fold, require_active
from workbench.coding.segments import (
    check_qualities,
    check_span,
    check_unerased,
    find_quote,
)
from workbench.decisions.coding import CodeCreated, MemoWritten, SegmentCoded
from workbench.decisions.decision import Decision, Words
from workbench.errors import (
    ImportRejectedError,
    NotAllowedError,
    QuoteNotFoundError,
    RefusedError,
    RowsRefusedError,
)
from workbench.familiarise.anchoring import context
from workbench.familiarise.transcripts import active, turns_of
from workbench.model import ERASED, POLARITIES, TARGETS, CodedSegment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.model import Turn
    from workbench.store.project import Project

REQUIRED: Final = ("transcript", "quote", "code", "researcher")
OPTIONAL: Final = ("start", "end", "memo", "polarity", "target")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a CSV file: its first line, and its cells by column."""

    where: str
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """A cell without blanks at its ends; empty where the column is missing."""
        return self.cells.get(column, "").strip()

    def choice(self, column: str, known: Sequence[str]) -> str | None:
        """A cell in the spelling of the one of `known` it names, None if empty."""
        given = self.get(column)
        same = [each for each in known if each.casefold() == given.casefold()]
        return same[0] if same else given or None

    def parts(self, column: str) -> list[str]:
        """The parts of a cell between vertical bars."""
        return [part.strip() for part in self.get(column).split("|") if part.strip()]


def read_rows(
    path: Path, required: Sequence[str], optional: Sequence[str] = ()
) -> list[TableRow]:
    """The rows of a CSV file with these columns, in any order; blank rows left out.

    Raises:
        ImportRejectedError: not readable as such a table; with what is wrong.
    """
    text = _read_text(path)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        before = 0
        for cells in reader:
            lines.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise ImportRejectedError(
            f"{path.name}, line {reader.line_num}: not readable as a table ({error}). "
            "Open it in a spreadsheet and save it as CSV again."
        ) from error
    columns = [cell.strip().lower() for cell in lines[0][1]] if lines else []
    _check_columns(path, columns, required, optional)
    rows = []
    for number, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            # a row that is too short has empty cells; too long, it is told so below
            rows.append(_row(f"{path.name}, line {number}", columns, cells))
    return rows


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRejectedError(
            f"{path}: could not be read ({error.strerror}). Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise ImportRejectedError(
            f"{path.name}, byte {error.start}: not UTF-8. Save it as UTF-8 (in Excel: "
            "'CSV UTF-8') and give it again."
        ) from error


def _check_columns(
    path: Path, columns: list[str], required: Sequence[str], optional: Sequence[str]
) -> None:
    missing = [name for name in required if name not in columns]
    unknown = [name for name in columns if name not in (*required, *optional)]
    doubled = {name for name in columns if columns.count(name) > 1}
    found = [
        f"missing: {', '.join(missing)}" if missing else "",
        f"unknown: {', '.join(unknown)}" if unknown else "",
        f"twice: {', '.join(sorted(doubled))}" if doubled else "",
    ]
    wrong = "; ".join(part for part in found if part)
    if wrong:
        further = f", and may have {', '.join(optional)}" if optional else ""
        raise ImportRejectedError(
            f"{path.name}: wrong columns ({wrong}). The first line should name "
            f"{', '.join(required)}{further}. Nothing was recorded."
        )


def _row(where: str, columns: list[str], cells: list[str]) -> TableRow:
    named = dict(zip(columns, cells, strict=False))
    if any(cell.strip() for cell in cells[len(columns) :]):
        named[""] = "too many"
    return TableRow(where, named)


def check_width(row: TableRow) -> None:
    """The row has no more cells than there are columns.

    Raises:
        RefusedError: it has; most often a comma in a text without quotation marks.
    """
    if "" in row.cells:
        msg = "more cells than columns. Put texts with commas in quotation marks."
        raise RefusedError(msg)


def code_from_table(
    project: Project,
    by: str,
    path: Path,
    *,
    origin: str = "imported",
    rows: Sequence[TableRow] | None = None,
) -> dict[str, int]:
    """The coding of a table is in the study, one act for each researcher in it.

    Args:
        project: the project.
        by: who brings it in, and who coded where a row names no researcher.
        path: the CSV file.
        origin: what the coded segments bear as their origin.
        rows: the table's rows, where they were read before (`segments_sheet`).

    Returns:
        How many segments were `coded`, stood there `already`, how many `codes` were
        created and `memos` written.

    Raises:
        ImportRejectedError: not such a table; nothing was recorded.
        RowsRefusedError: the rows listed were refused, all others recorded.
    """
    study.require(project, by, study.CODE)
    rows = read_rows(path, REQUIRED, OPTIONAL) if rows is None else rows
    table = _Coding(project, by, origin)
    refused = []
    for row in rows:
        try:
            table.take(row)
        except RefusedError as error:
            refused.append(f"{row.where}: {error}")
    # who brings the table in creates its codes, before anybody uses them
    table.decisions[by][:0] = table.created
    for researcher, decisions in table.decisions.items():
        if decisions:
            project.record(*decisions, by=researcher)
    if refused:
        raise RowsRefusedError(refused, table.counts)
    return table.counts


class _Coding:
    """Rows on their way into the trail, checked against the study as it will be."""

    def __init__(self, project: Project, by: str, origin: str) -> None:
        self.created: list[Decision] = []
        self.decisions: dict[str, list[Decision]] = {by: []}
        self.counts = {"coded": 0, "already": 0, "codes": 0, "memos": 0}
        self._project = project
        self._by = by
        self._origin = origin
        self._codes = code_list(project)
        self._new_codes: dict[str, str] = {}
        self._researchers: dict[str, str] = {}
        self._texts: dict[str, tuple[str, list[Turn], str]] = {}
        self._there = {
            (each.by, each.code, each.version, each.start, each.end)
            for each in project.rows(CodedSegment, state="active")
        }

    def take(self, row: TableRow) -> None:
        """The row's decisions are among those to record.

        Raises:
            RefusedError: the row is wrong; nothing of it is taken.
        """
        check_width(row)
        researcher = self._researcher(row.get("researcher"))
        polarity = row.choice("polarity", POLARITIES)
        target = row.choice("target", TARGETS)
        check_qualities(polarity, target)
        version, turns, text = self._transcript(row.get("transcript"))
        start, end = self._span(row, turns, text)
        acts = self.decisions.setdefault(researcher, [])
        code = self._code(row.get("code"))
        place = (researcher, code, version, start, end)
        if place in self._there:
            self.counts["already"] += 1
            return
        self._there.add(place)
        quote, before, after = context(text, start, end)
        segment = self._project.new_id("s")
        acts.append(
            SegmentCoded(
                segment=segment,
                transcript=row.get("transcript"),
                version=version,
                start=start,
                end=end,
                quote=Words(quote),
                before=Words(before),
                after=Words(after),
                code=code,
                origin=self._origin,
                polarity=polarity,
                target=target,
            )
        )
        self.counts["coded"] += 1
        if memo := row.get("memo"):
            named = self._project.new_id("m")
            acts.append(MemoWritten(named, "analytic", segment, Words(memo)))
            self.counts["memos"] += 1

    def _researcher(self, name: str) -> str:
        if not name:
            return self._by
        if name not in self._researchers:
            who = study.find_researcher(self._project, name)
            if not study.can(who, study.CODE, self._project):
                raise NotAllowedError(who.role, study.CODE)
            self._researchers[name] = who.id
        return self._researchers[name]

    def _transcript(self, name: str) -> tuple[str, list[Turn], str]:
        if name not in self._texts:
            version = active(self._project, name).version
            turns = turns_of(self._project, version)
            text = "\n".join(turn.text for turn in turns)
            self._texts[name] = (version, turns, text)
        return self._texts[name]

    def _span(self, row: TableRow, turns: list[Turn], text: str) -> tuple[int, int]:
        # import makes every line break an LF; a spreadsheet writes its own
        quote = row.cells.get("quote", "").replace("\r\n", "\n").replace("\r", "\n")
        given = (row.get("start"), row.get("end"))
        if any(given):
            if not all(each.isascii() and each.isdigit() for each in given):
                msg = "start and end must both be whole numbers, or both be empty."
                raise RefusedError(msg)
            start, end = int(given[0]), int(given[1])
            check_span(text, start, end)
            if text[start:end] != quote:
                msg = (
                    f"the quote is not what stands at {start} to {end}. "
                    "Mend the offsets, or leave them empty to have it looked up."
                )
                raise QuoteNotFoundError(msg)
        else:
            start, end = find_quote(text, quote)
            check_span(text, start, end)
        if ERASED in text[start:end]:
            check_unerased(turns, start, end)
        return start, end

    def _code(self, name: str) -> str:
        if not name:
            msg = "no code."
            raise RefusedError(msg)
        key = fold(name)
        if key in self._new_codes:
            return self._new_codes[key]
        known = self._codes.known(name)
        if known is not None:
            return require_active(known).id
        code = self._project.new_id("c")
        self.created.append(CodeCreated(code=code, name=Words(name)))
        self._new_codes[key] = code
        self.counts["codes"] += 1
        return code
