"""Is the study sound? Named checks that are cheap enough for every opening.

They look and never mend; what mends is `store.repairs`. What they find decides whether
the study may be written to (`store.gate`), never whether it may be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.errors import WorkbenchError
from workbench.model import (
    ERASED,
    AllianceLink,
    Code,
    CodedSegment,
    Extract,
    FieldNote,
    Speaker,
    Theme,
    Transcript,
    Turn,
    Version,
)
from workbench.store import strange, verification
from workbench.store.schema import STATE, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.store.project import Project

#: A column that names a row of another table, and whether it may be empty.
_NAMES: Final = (
    (Version, "transcript", Transcript),
    (Speaker, "version", Version),
    (Turn, "version", Version),
    (Transcript, "version", Version),
    (CodedSegment, "transcript", Transcript),
    (CodedSegment, "version", Version),
    (CodedSegment, "code", Code),
    (Code, "parent", Code),
    (Theme, "parent", Theme),
    (Extract, "segment", CodedSegment),
    (Extract, "theme", Theme),
    (AllianceLink, "theme", Theme),
)
#: Where else what is named may be: a field note laid open for coding is a source.
_ALSO: Final = {Transcript: (FieldNote, "source"), Version: (FieldNote, "version")}
_MOST_NAMED: Final = 5
_NO_ID: Final = re.compile(r"[^A-Za-z0-9_.:+-]+")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, what was found, and where."""

    name: str
    ok: bool
    found: str
    #: Ids or event numbers with the kind of damage, for a repair; none where it passed.
    places: tuple[str, ...] = ()


def examine(project: Project) -> list[Check]:
    """Every check of the study itself, in an order in which each explains the next."""
    return [_done(name, check, project) for name, check in CHECKS.items()]


def _done(name: str, check: Callable[[Project], Check], project: Project) -> Check:
    """What the check found; a file too damaged for it has failed it."""
    try:
        return check(project)
    except WorkbenchError:
        return Check(name, ok=False, found="the file is too damaged to be looked at")


def check_file(project: Project) -> Check:
    """The database file itself is whole."""
    if not project.database.is_file:
        return Check("file", ok=True, found="on a server")
    with project.database.reading() as conn:
        said = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    ok = said == "ok"
    return Check("file", ok, "whole" if ok else "the database finds damage in itself")


def check_tables(project: Project) -> Check:
    """The tables are ours, and the trail's guards stand."""
    with project.database.reading() as conn:
        odd = (*strange.foreign_objects(conn), *strange.missing_objects(conn))
    found = "as they were made" if not odd else _listed(odd)
    return Check("tables", not odd, found, _ids(odd))


def check_trail(project: Project) -> Check:
    """No decision is missing, altered or added; all words are those decided about."""
    verified = verification.verify(project)
    places = tuple(f"{each.seq or 0}:{each.kind}" for each in verified.damage)
    found = f"{verified.events:,} decisions"
    if places:
        found += f", damaged: {_listed(places)}"
    return Check("trail", verified.ok, found, places)


def check_state(project: Project) -> Check:
    """What the pages show is what the decisions say."""
    replayed = verification.replay(project)
    if replayed.equal:
        return Check("state", ok=True, found="follows from the trail")
    where = replayed.first_difference or ""
    said = f"differs first at {where}"
    return Check("state", ok=False, found=said, places=_ids([where]))


def check_places(project: Project) -> Check:
    """Every turn and every coded segment lies where its version has text."""
    turn, segment, version = STATE[Turn], STATE[CodedSegment], STATE[Version]
    long = (
        sa.select(turn.c.version)
        .join(wording, wording.c.id == turn.c.text)
        .where(
            wording.c.text.is_not(None),
            sa.func.length(wording.c.text) != turn.c.end - turn.c.start,
        )
    )
    beyond = (
        sa.select(turn.c.version)
        .join(version, version.c.id == turn.c.version)
        .where(sa.or_(turn.c.start < 0, turn.c.end > version.c.length))
    )
    outside = (
        sa.select(segment.c.id)
        .join(version, version.c.id == segment.c.version)
        .where(
            sa.or_(
                segment.c.start < 0,
                segment.c.end < segment.c.start,
                segment.c.end > version.c.length,
            )
        )
    )
    with project.database.reading() as conn:
        found = [conn.execute(query).scalars() for query in (long, beyond, outside)]
        odd = sorted({name for names in found for name in names})
    said = "every one inside its text" if not odd else _listed(odd)
    return Check("places", not odd, said, tuple(odd))


def check_quotes(project: Project) -> Check:
    """Every coded segment's words are the text at its place."""
    segments = project.read(CodedSegment, state="active")
    texts: dict[str, str] = {}
    odd = []
    for segment in segments:
        if segment.anchor == "lost" or segment.quote == ERASED:
            continue
        if segment.version not in texts:
            texts[segment.version] = text_of(project, segment.version)
        said = texts[segment.version][segment.start : segment.end]
        if said != segment.quote and ERASED not in said:
            odd.append(segment.id)
    found = f"{len(segments):,} segments"
    if odd:
        found += f", {len(odd)} quote other words: {_listed(odd)}"
    return Check("quotes", not odd, found, tuple(odd))


def text_of(project: Project, version: str) -> str:
    """A version's text, blocks where its words were erased."""
    return "\n".join(
        turn.text if turn.text != ERASED else ERASED * (turn.end - turn.start)
        for turn in project.read(Turn, version=version)
    )


def check_orphans(project: Project) -> Check:
    """What names something names what is there."""
    odd: list[str] = []
    with project.database.reading() as conn:
        for row, column, target in _NAMES:
            table, named = STATE[row], STATE[row].c[column]
            places = [STATE[target].alias().c.id]
            if target in _ALSO:
                other, name = _ALSO[target]
                places.append(STATE[other].alias().c[name])
            missing = sa.select(sa.func.count()).where(
                named.is_not(None),
                *(~sa.exists().where(place == named) for place in places),
            )
            if count := conn.execute(missing).scalar_one():
                odd.append(f"{table.name}.{column}:{count}")
    found = "none" if not odd else _listed(odd)
    return Check("orphans", not odd, found, tuple(odd))


def _ids(names: Iterable[str]) -> tuple[str, ...]:
    """As they can stand in a decision, which takes ids only."""
    return tuple(_NO_ID.sub(".", name)[:80] for name in names)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


#: Every check of a study, by name; docs/deployment.md says what each means.
CHECKS: Final[dict[str, Callable[[Project], Check]]] = {
    "file": check_file,
    "tables": check_tables,
    "trail": check_trail,
    "state": check_state,
    "places": check_places,
    "quotes": check_quotes,
    "orphans": check_orphans,
}
