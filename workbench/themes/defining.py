"""Phase five: what a theme says, how far it reaches, and how it came by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions.decision import Words
from workbench.decisions.setting_up import Undone
from workbench.decisions.themes import (
    QuestionsAnswered,
    ThemeConceived,
    ThemeDefined,
    ThemeRenamed,
    ThemeStarted,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import ERASED, ResearchQuestion, Theme
from workbench.store import trail, undo
from workbench.study import THEME, questions, require
from workbench.themes.themes import find_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

#: Openings that name a domain and no meaning, in any upper or lower case.
_DOMAIN_NAMES: Final = (
    *("benefits of", "barriers to", "facilitators of", "advantages of"),
    *("disadvantages of", "experiences of", "attitudes to", "views on", "types of"),
)


@dataclass(frozen=True, slots=True)
class Wrote:
    """One wording that a theme had, with who wrote it, when and why."""

    what: str
    text: str
    at: str
    by: str
    reason: str | None


def define(
    project: Project,
    by: str,
    theme: str,
    *,
    definition: str | None = None,
    scope: str | None = None,
    reason: str | None = None,
) -> Receipt:
    """What a theme says and what it takes in is written anew.

    Args:
        project: the project.
        by: who decides.
        theme: its id or name.
        definition: a few sentences; None leaves it, an empty string clears it.
        scope: what it takes in; likewise.
        reason: why.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    old = project.one(Theme, id=_standing(project, theme).id)
    return project.record(
        ThemeDefined(
            theme=old.id,
            old_definition=old.definition,
            definition=_reworded(old.definition, definition),
            old_scope=old.scope,
            scope=_reworded(old.scope, scope),
            reason=_reworded(None, reason),
        ),
        by=by,
    )


def answer_questions(
    project: Project, by: str, theme: str, asked: Sequence[str]
) -> Receipt | None:
    """A theme answers these research questions and no others; None if it was so.

    Raises:
        UnknownObjectError: the study asks no such question.
    """
    require(project, by, THEME)
    answering = _standing(project, theme)
    known = {each.id for each in project.rows(ResearchQuestion)}
    for each in asked:
        if each not in known:
            raise UnknownObjectError("research question", each)
    new = tuple(dict.fromkeys(asked))
    if new == answering.questions:
        return None
    return project.record(
        QuestionsAnswered(answering.id, answering.questions, new), by=by
    )


def unanswered(project: Project) -> list[ResearchQuestion]:
    """The questions that no standing theme answers."""
    answered = {
        question
        for theme in project.rows(Theme)
        if theme.state != "discarded"
        for question in theme.questions
    }
    return [each for each in questions(project) if each.id not in answered]


#: What a kind of decision words: what it is called, its field, and what stood before.
_WORDED: Final[dict[type, tuple[tuple[str, str, str | None], ...]]] = {
    ThemeStarted: (
        ("name", "name", None),
        ("idea so far", "idea", None),
        ("central concept", "central_concept", None),
    ),
    ThemeRenamed: (("name", "new", None),),
    ThemeConceived: (
        ("central concept", "concept", "old_concept"),
        ("is not", "is_not", "old_is_not"),
    ),
    ThemeDefined: (
        ("definition", "definition", "old_definition"),
        ("takes in", "scope", "old_scope"),
    ),
}


def history(project: Project, theme: str) -> list[Wrote]:
    """Every name, concept, boundary and definition a theme had, oldest first."""
    found: list[tuple[str, str, trail.Event, str | None]] = []
    for event in _events(project):
        decision: Any = event.decision()
        if getattr(decision, "theme", None) != theme:
            continue
        for what, new, old in _WORDED[type(decision)]:
            text = getattr(decision, new)
            before = getattr(decision, old) if old else None
            if text is not None and text != before:
                why = getattr(decision, "reason", None)
                found.append((what, text, event, why))
    ids = {each for _, text, _, why in found for each in (text, why) if each}
    words = project.words(*sorted(ids))
    return [
        Wrote(
            what,
            words.get(text) or ERASED,
            event.at,
            event.by,
            (words.get(why) or ERASED) if why else None,
        )
        for what, text, event, why in found
    ]


def _events(project: Project) -> list[trail.Event]:
    kinds = (ThemeStarted, ThemeRenamed, ThemeConceived, ThemeDefined, Undone)
    with project.database.reading() as conn:
        found = trail.events_of_kinds(conn, [kind.__name__ for kind in kinds])
        return undo.standing(list(found))


def hint_on_name(name: str) -> str | None:
    """Why a name may say too little; None where nothing strikes.

    A question, never a refusal: one-word names and names of domains mostly head a
    summary of a topic, not a shared meaning.
    """
    folded = " ".join(name.split()).casefold()
    if folded.startswith(_DOMAIN_NAMES):
        return (
            "This names a domain. What do people make of it that they share? The "
            "answer may be the name."
        )
    if folded and " " not in folded:
        return (
            "One word names a topic more often than a meaning. What is said about "
            f"{folded}?"
        )
    return None


def _reworded(old: str | None, new: str | None) -> str | None:
    if new is None:
        return old
    return Words(new.strip()) if new.strip() else None


def _standing(project: Project, theme: str) -> Theme:
    found = find_theme(project, theme)
    if found.state == "discarded":
        msg = f"theme {found.id} was discarded. Take it up again first."
        raise RefusedError(msg)
    return found
