"""What mends a study, check by check; never done by looking, and on record.

Before anything is mended the file is copied as it is, damage and all, to the backups.
What cannot be mended from what is here (a decision that is gone or altered) comes back
from a backup only; where there is none, it can be put on record as known, so that the
work goes on and every later check says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import SegmentResized
from workbench.decisions.decision import Words
from workbench.decisions.people import WordsErased
from workbench.decisions.setting_up import ProjectRepaired
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import CodedSegment, Transcript
from workbench.store import backups, copies, doctor, gate, schema, trail, wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from workbench.store.doctor import Check
    from workbench.store.project import Project

_AROUND: Final = 32


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did."""

    check: str
    way: str
    #: Where the file lies as it was before; None on a server.
    before: Path | None
    #: What the check finds now.
    now: Check


def repair(
    project: Project, by: str, check: str, reason: str, *, as_known: bool = False
) -> Repaired:
    """What a check found is mended, or on record as known; the gate is looked at anew.

    Args:
        project: the project.
        by: who decides so.
        check: the name of a check that fails.
        reason: why, for the trail.
        as_known: nothing is mended; the damage stays and the work goes on.

    Raises:
        UnknownObjectError: there is no such check.
        RefusedError: it does not fail, nothing mends it, or no reason was given.
    """
    if check not in doctor.CHECKS:
        hint = f"Choose one of {', '.join(doctor.CHECKS)}."
        raise UnknownObjectError("check", check, hint)
    if not reason.strip():
        msg = "a repair needs a reason, such as 'after the disk was full'."
        raise RefusedError(msg)
    found = next(each for each in gate.look_over(project) if each.name == check)
    if found.ok:
        raise RefusedError(f"the check '{check}' finds nothing to mend.")
    if not as_known and (check not in _MENDING or not _MENDING[check].fits(found)):
        msg = (
            f"nothing here mends what '{check}' found ({found.found}). Restore a "
            "backup; where there is none, put it on record as known (--known)."
        )
        raise RefusedError(msg)
    before = backups.keep_as_it_is(project)
    if as_known:
        way = gate.KNOWN
        said = ProjectRepaired(check, way, found.places, Words(reason))
        project.record(said, by=by)
    else:
        way = _MENDING[check].way
        _MENDING[check].mend(project, by, found, reason)
    looked = {each.name: each for each in gate.look_over(project)}
    return Repaired(check, way, before, looked[check])


def _rebuild(project: Project, by: str, found: Check, reason: str) -> None:
    """The tables of the state hold what the trail says."""

    def anew(conn: Connection) -> None:
        copies.rebuild_state(conn, project.database.shown)

    _on_record(project, by, found, "rebuilt", reason, anew)


def _guard(project: Project, by: str, found: Check, reason: str) -> None:
    """The guards of the trail stand again."""
    _on_record(project, by, found, "rebuilt", reason, schema.set_guards)


def _place_anew(project: Project, by: str, found: Check, reason: str) -> None:
    """Segments whose words stand elsewhere in their version, once, are placed there."""
    standing = {t.version for t in project.rows(Transcript, state="active")}
    rows = {s.id: s for s in project.rows(CodedSegment, id=list(found.places))}
    moved = [
        decision
        for said in project.read(CodedSegment, id=list(found.places))
        if said.version in standing
        and (decision := _found_again(project, rows[said.id], said.quote))
    ]
    if not moved:
        msg = (
            "none of these quotes stands elsewhere in its transcript, once. Take the "
            "codes off and code the words anew, or put it on record as known (--known)."
        )
        raise RefusedError(msg)
    said = ProjectRepaired(
        found.name,
        "placed-anew",
        tuple(each.segment for each in moved),
        Words(reason),
    )
    project.record(said, *moved, by=by)


def _found_again(
    project: Project, row: CodedSegment, quote: str
) -> SegmentResized | None:
    text = doctor.text_of(project, row.version)
    start = text.find(quote)
    if start < 0 or text.find(quote, start + 1) >= 0:
        return None
    end = start + len(quote)
    return SegmentResized(
        segment=row.id,
        old_start=row.start,
        old_end=row.end,
        start=start,
        end=end,
        old_quote=row.quote,
        quote=row.quote,
        old_before=row.before,
        before=Words(text[max(0, start - _AROUND) : start]),
        old_after=row.after,
        after=Words(text[end : end + _AROUND]),
    )


def _erase_again(project: Project, by: str, found: Check, reason: str) -> None:
    """Words that were erased on record, and are back, are gone."""
    with project.database.reading() as conn:
        named = [
            name
            for event in trail.events_of_kinds(conn, [WordsErased.__name__])
            for name in event.payload["words"]
        ]
        back = [n for n, text in wording.read(conn, named).items() if text is not None]
    said = ProjectRepaired(found.name, "erased-again", found.places, Words(reason))
    project.record(said, WordsErased(tuple(back), None, None), by=by)
    backups.leave_nothing(project)


def _on_record(
    project: Project,
    by: str,
    found: Check,
    way: str,
    reason: str,
    first: Callable[[Connection], None],
) -> None:
    said = ProjectRepaired(found.name, way, found.places, Words(reason))
    project.record(said, by=by, first=first)


@dataclass(frozen=True, slots=True)
class _Mending:
    """How a check's finding is mended, and whether this one can be."""

    way: str
    mend: Callable[[Project, str, Check, str], None]
    fits: Callable[[Check], bool] = lambda _: True


_MENDING: Final[dict[str, _Mending]] = {
    "tables": _Mending(
        "rebuilt", _guard, lambda c: all("guard" in place for place in c.places)
    ),
    "state": _Mending("rebuilt", _rebuild),
    "quotes": _Mending("placed-anew", _place_anew),
    "trail": _Mending(
        "erased-again",
        _erase_again,
        lambda c: all(place.endswith(":words-kept") for place in c.places),
    ),
}


def can_mend(found: Check) -> bool:
    """Whether there is a repair for what this check found."""
    return found.name in _MENDING and _MENDING[found.name].fits(found)
