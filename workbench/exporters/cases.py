"""Codes by cases, as 0 and 1: one row per participant, ready for R or pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.analysis import Analysis
from workbench.exporters.protecting import Protection
from workbench.exporters.table import Content, Sheet

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.model import Code


def cases(moment: Moment, *, protected: bool = False) -> Content:
    """Who has a segment of which code, beside group and attributes.

    Protected, it holds only attributes that single nobody out.
    Columns of codes are named by the code's path, "parent > code", made unique by its
    id where two paths are alike. Those who withdrew altogether have no row.
    """
    analysis = Analysis.of(moment)
    codes = [code for code in analysis.codes.values() if code.state == "active"]
    names = _paths(codes)
    spoken = {
        (person, segment.code)
        for segment in analysis.segments
        for person in analysis.quotes.voice(segment).participants
    }
    people = [p for p in moment.participants_now().values() if p.state != "all"]
    kept = Protection(moment, people)
    said = kept.shown if protected else kept.value
    rows: list[tuple[str | int | None, ...]] = [
        (
            person.id,
            person.group,
            *(said(person.id, attribute.id) for attribute in kept.attributes),
            *(int((person.id, code.id) in spoken) for code in codes),
        )
        for person in people
    ]
    columns = (
        "participant",
        "group",
        *(attribute.name for attribute in kept.attributes),
        *(names[code.id] for code in codes),
    )
    return Content(moment.study().title, (), (Sheet("Cases", columns, rows),))


def _paths(codes: list[Code]) -> dict[str, str]:
    by_id = {code.id: code for code in codes}
    paths: dict[str, str] = {}
    for code in codes:
        path, above = [code.name], code.parent
        while above in by_id:
            path.insert(0, by_id[above].name)
            above = by_id[above].parent
        paths[code.id] = " > ".join(path)
    alike = list(paths.values())
    return {
        name: path if alike.count(path) == 1 else f"{path} ({name})"
        for name, path in paths.items()
    }
