"""How a code came to mean what it means: every wording it had, with who and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions import coding as decided
from workbench.decisions.setting_up import Undone
from workbench.model import ERASED, Researcher
from workbench.store import trail, undo

if TYPE_CHECKING:
    from workbench.decisions.decision import Decision
    from workbench.store.project import Project

_KINDS: Final = (
    decided.CodeCreated,
    decided.CodeRenamed,
    decided.CodeRedefined,
    decided.CodesMerged,
    decided.CodeSplit,
    decided.CodeRetired,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about a code."""

    at: str
    who: str
    what: str
    #: The words it was given, or the reason; empty where there were none.
    words: str


def history(project: Project, code: str) -> list[Step]:
    """The decisions about a code that are in force, oldest first."""
    kinds = [kind.__name__ for kind in (*_KINDS, Undone)]
    with project.database.reading() as conn:
        events = undo.standing(trail.events_of_kinds(conn, kinds))
    names = {who.id: who.name for who in project.read(Researcher)}
    told = []
    for event in events:
        decision = event.decision()
        found = _told(decision, code)
        if found is not None:
            told.append((event, *found))
    ids = {word for _, _, words in told for word in words if word}
    texts = project.words(*sorted(ids))
    return [
        Step(
            at=event.at[:10],
            who=names.get(event.by, event.by),
            what=what,
            words=" · ".join(texts.get(word) or ERASED for word in words if word),
        )
        for event, what, words in told
    ]


def _told(  # noqa: PLR0911 - one line for each kind
    d: Decision, code: str
) -> tuple[str, tuple[str | None, ...]] | None:
    """What a decision did to this code, and the words it did it with."""
    if isinstance(d, decided.CodeCreated) and d.code == code:
        return "made", (d.name, d.definition, d.include, d.exclude)
    if isinstance(d, decided.CodeRenamed) and d.code == code:
        return "renamed", (d.new, d.reason)
    if isinstance(d, decided.CodeRedefined) and d.code == code:
        return "redefined", (d.definition, d.include, d.exclude, d.reason)
    if isinstance(d, decided.CodesMerged) and code in (d.source, d.into):
        count = len(d.segments)
        what = "took in another code" if d.into == code else "merged into another"
        return f"{what}, {count} segments", (d.reason,)
    if isinstance(d, decided.CodeSplit):
        made = [pile for pile in d.piles if pile.code == code]
        if made:
            return "made by a split", (made[0].name, made[0].definition, d.reason)
        if d.source == code:
            names = tuple(pile.name for pile in d.piles)
            return "split", (*names, d.reason)
    if isinstance(d, decided.CodeRetired) and d.code == code:
        return "retired", (d.reason,)
    return None
