"""The answer to a question to the material, on its way out: the matrix and its words.

Extracts are given as every export gives them: consent of today, withdrawn words marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.decision import Words
from workbench.decisions.writing_up import CopyMade
from workbench.exporters.quoting import Quotes
from workbench.exporters.reading import moment
from workbench.exporters.rendering import render
from workbench.exporters.table import Content, Sheet
from workbench.model import CodedSegment
from workbench.people.leak_check import refuse_leaks
from workbench.store import scratch
from workbench.study import EXPORT, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.coding.querying import Matrix
    from workbench.exporters.reading import Moment
    from workbench.people.identity_key import IdentityKey
    from workbench.store.project import Project

FILE_NAME = "question-to-the-material.xlsx"


def export_answer(
    project: Project,
    by: str,
    matrix: Matrix,
    codes: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    counts: bool,
    key: IdentityKey | None = None,
) -> bytes:
    """The workbook of an answer, and on record that a copy was made.

    Args:
        project: the project.
        by: who takes it out.
        matrix: the answer.
        codes: names of codes by id.
        columns: what the columns are called.
        counts: whether cells say how many people and segments they hold.
        key: the identity key; no string of it may be in the workbook.

    Raises:
        NotAllowedError: this role may not export.
        IdentityLeakError: a string of the key is in it.
    """
    require(project, by, EXPORT)
    with moment(project, None) as seen:
        content = Content(
            "Question to the material",
            sheets=(
                _matrix(matrix, codes, columns, counts=counts),
                _extracts(seen, matrix, codes, columns),
            ),
        )
        made = render(content, ".xlsx", "jmir")
        up_to = seen.at
    if key is not None:
        with scratch.folder(project.surroundings) as folder:
            (folder / FILE_NAME).write_bytes(made)
            refuse_leaks([folder / FILE_NAME], key)
    copy = CopyMade(project.new_id("x"), "question", Words(FILE_NAME), up_to)
    project.record(copy, by=by)
    return made


def _matrix(
    matrix: Matrix,
    codes: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    counts: bool,
) -> Sheet:
    rows: list[list[str | int | None]] = []
    for row in matrix.rows:
        cells: list[str | int | None] = [codes[row]]
        for column in matrix.columns:
            own = matrix.segments(row, column)
            if not own:
                cells.append(None)
            elif counts:
                cells.append(
                    f"{matrix.people(row, column)} people, {len(own)} segments"
                )
            else:
                cells.append("said")
        rows.append(cells)
    heads = ["code", *(columns.get(each, each) for each in matrix.columns)]
    return Sheet("Matrix", heads, rows)


def _extracts(
    seen: Moment, matrix: Matrix, codes: Mapping[str, str], columns: Mapping[str, str]
) -> Sheet:
    wanted = {s.id for own in matrix.cells.values() for s in own}
    known = {s.id: s for s in seen.read(CodedSegment) if s.id in wanted}
    quotes = Quotes(seen, known.values())
    rows: list[list[str | int | None]] = []
    for (row, column), own in sorted(matrix.cells.items()):
        for each in own:
            segment = known[each.id]
            before, after = quotes.around(segment)
            rows.append(
                [
                    codes[row],
                    columns.get(column, column),
                    each.transcript,
                    quotes.called(quotes.voice(segment)),
                    before,
                    quotes.text(segment),
                    after,
                    segment.polarity,
                    segment.origin,
                    segment.id,
                ]
            )
    heads = ("code", "column", "transcript", "voice", "before", "words", "after")
    return Sheet("Extracts", (*heads, "polarity", "origin", "segment"), rows)
