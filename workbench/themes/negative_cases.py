"""What contradicts or limits a theme, and what was done about it.

"None looked for" and "looked, none found" are two things: a search is on record by
itself, whatever it found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Decision, Words
from workbench.decisions.reviewing import (
    NegativeCaseAnswered,
    NegativeCaseNoted,
    NegativeCasesSought,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.field_notes import refuse_as_talk
from workbench.in_words import counted
from workbench.model import (
    CASE_ACTIONS,
    CodedSegment,
    NegativeCase,
    NegativeSearch,
    Participant,
)
from workbench.study import THEME, require
from workbench.themes.themes import find_theme

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

OPEN: Final = "open"


def note(
    project: Project,
    by: str,
    theme: str,
    differs: str,
    *,
    segment: str | None = None,
    participant: str | None = None,
    how: str | None = None,
) -> str:
    """Something contradicts or limits a theme; the case's id.

    Args:
        project: the project.
        by: who noticed.
        theme: its id or name.
        differs: how the case differs.
        segment: the coded segment, where one shows it.
        participant: the person, where one is the case.
        how: how it was looked for; recorded as a search where given.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    held = find_theme(project, theme)
    if not differs.strip():
        msg = "say in a sentence how the case differs from the theme."
        raise RefusedError(msg)
    if segment is None and participant is None:
        msg = "a negative case is a coded segment or a participant; name one."
        raise RefusedError(msg)
    if segment and not project.rows(CodedSegment, id=segment, state="active"):
        raise UnknownObjectError("coded segment", segment)
    refuse_as_talk(project, [segment] if segment else [])
    if participant and not project.rows(Participant, id=participant):
        raise UnknownObjectError("participant", participant)
    case = project.new_id("nc")
    decisions: list[Decision] = []
    if how and how.strip():
        decisions.append(_search(project, held.id, how, found=True))
    decisions.append(
        NegativeCaseNoted(case, held.id, segment, participant, Words(differs.strip()))
    )
    project.record(*decisions, by=by)
    return case


def record_search(
    project: Project, by: str, theme: str, how: str, *, found: bool
) -> Receipt:
    """Somebody looked for what contradicts a theme.

    Raises:
        UnknownObjectError.
        RefusedError: how it was looked for is not told.
    """
    require(project, by, THEME)
    held = find_theme(project, theme)
    if not how.strip():
        msg = "say how you looked, so that 'none found' means something."
        raise RefusedError(msg)
    return project.record(_search(project, held.id, how, found=found), by=by)


def _search(
    project: Project, theme: str, how: str, *, found: bool
) -> NegativeCasesSought:
    return NegativeCasesSought(
        project.new_id("ns"), theme, Words(how.strip()), found=found
    )


def answer(
    project: Project, by: str, case: str, action: str, account: str | None = None
) -> Receipt:
    """What was done about a negative case.

    Raises:
        UnknownObjectError: no such case or action.
        RefusedError: it is answered so already, or the account is missing.
    """
    require(project, by, THEME)
    if action not in CASE_ACTIONS:
        hint = f"Choose one of {', '.join(CASE_ACTIONS)}."
        raise UnknownObjectError("answer to a case", action, hint)
    old = project.one(NegativeCase, id=case)
    told = (account or "").strip()
    if action != OPEN and not told and old.account is None:
        msg = f"case {case}: say in a sentence what was done."
        raise RefusedError(msg)
    return project.record(
        NegativeCaseAnswered(
            case=old.id,
            old_action=old.action,
            action=action,
            old_account=old.account,
            account=Words(told) if told else old.account,
        ),
        by=by,
    )


@dataclass(frozen=True, slots=True)
class Against:
    """What is known against a theme; words as text."""

    cases: tuple[NegativeCase, ...]
    searches: tuple[NegativeSearch, ...]

    @property
    def open(self) -> int:
        """Cases that nobody has answered."""
        return sum(case.action == OPEN for case in self.cases)

    @property
    def in_words(self) -> str:
        """How the search for negative cases stands."""
        if self.cases:
            one = counted(len(self.cases), "case")
            return f"{one}, {self.open} open" if self.open else f"{one}, all answered"
        if any(not search.found for search in self.searches):
            return "looked, none found"
        if self.searches:
            return "looked, none noted"
        return "none looked for"


def against(project: Project, theme: str) -> Against:
    """The negative cases of a theme and the searches for them, oldest first."""
    cases = project.read(NegativeCase, theme=theme)
    searches = project.read(NegativeSearch, theme=theme)
    return Against(
        tuple(sorted(cases, key=lambda each: (each.at, each.id))),
        tuple(sorted(searches, key=lambda each: (each.at, each.id))),
    )
