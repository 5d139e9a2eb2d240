"""Relations of themes to frameworks from a CSV file."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from workbench.alliance.arguing import UNSPECIFIED, Argument, Ground
from workbench.coding.coding_table import TableRow, check_width, read_rows
from workbench.decisions.theory import AllianceLinked
from workbench.errors import RefusedError, RowsRefusedError
from workbench.model import POLARITIES, RELATIONS, TARGETS, VOICES, AllianceLink
from workbench.study import THEME, require

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

REQUIRED: Final = (
    *("theme", "framework", "dimension", "relation", "target", "voice"),
    *("polarity", "group", "evidence", "rationale"),
)
OPTIONAL: Final = ("counter_evidence",)


def link_from_table(project: Project, by: str, path: Path) -> int:
    """The relations of a table are argued, in one act; how many are new.

    Rows that say what is argued already are left alone.

    Raises:
        ImportRejectedError: not such a table; nothing was recorded.
        RowsRefusedError: the rows listed were refused, all others recorded.
    """
    require(project, by, THEME)
    rows = read_rows(path, REQUIRED, OPTIONAL)
    ground = Ground(project)
    there = {_sense(each) for each in project.read(AllianceLink, state="argued")}
    decisions: list[AllianceLinked] = []
    refused: list[str] = []
    for row in rows:
        try:
            decision = ground.decide(_argument(row))
        except RefusedError as error:
            refused.append(f"{row.where}: {error}")
            continue
        if _sense(decision) not in there:
            there.add(_sense(decision))
            decisions.append(decision)
    if decisions:
        project.record(*decisions, by=by)
    if refused:
        raise RowsRefusedError(refused)
    return len(decisions)


def _argument(row: TableRow) -> Argument:
    check_width(row)
    return Argument(
        theme=row.get("theme"),
        framework=row.get("framework"),
        dimension=row.get("dimension"),
        relation=row.choice("relation", RELATIONS) or "",
        target=row.choice("target", TARGETS) or UNSPECIFIED,
        voice=row.choice("voice", VOICES),
        polarity=row.choice("polarity", POLARITIES),
        group=row.get("group") or None,
        rationale=row.get("rationale") or None,
        evidence=row.parts("evidence"),
        counter_evidence=row.parts("counter_evidence"),
    )


def _sense(link: AllianceLink | AllianceLinked) -> tuple[object, ...]:
    """What a relation says, whoever said it when: all its parts but its own id."""
    return tuple(getattr(link, part.name) for part in fields(AllianceLinked)[1:])
