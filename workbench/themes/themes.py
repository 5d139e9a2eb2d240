"""Themes: a person starts a candidate, conceives it, reviews, defines or discards it.

A candidate needs no more than a name. Before it counts as reviewed it needs a central
organising concept: one idea that its codes share (Braun and Clarke 2022). Every state
leads back to every earlier one, and a discarded theme can be taken up again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.coding.codes import code_list, fold, require_active, still_applied
from workbench.decisions.decision import Decision, Words
from workbench.decisions.themes import (
    ExtractChosen,
    ExtractDropped,
    ThemeCodesChanged,
    ThemeConceived,
    ThemeMoved,
    ThemeRenamed,
    ThemesMerged,
    ThemeStarted,
    ThemeStateChanged,
)
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.familiarise.field_notes import refuse_as_talk
from workbench.model import THEME_STATES, CodedSegment, Extract, Grouping, Theme
from workbench.store import trail
from workbench.study import THEME, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.store.project import Project, Receipt

#: States that rest on a central organising concept.
CONCEIVED: Final = ("reviewed", "defined")


def find_theme(project: Project, name_or_id: str) -> Theme:
    """The theme of this id, or the standing one of this name, words as text.

    Raises:
        UnknownObjectError: there is none.
    """
    themes = project.read(Theme)
    for theme in themes:
        if theme.id == name_or_id:
            return theme
    for theme in themes:
        if theme.state != "discarded" and fold(theme.name) == fold(name_or_id):
            return theme
    raise UnknownObjectError("theme", name_or_id)


def _standing(project: Project, name_or_id: str) -> Theme:
    """A theme that was not discarded, words as text."""
    theme = find_theme(project, name_or_id)
    if theme.state == "discarded":
        msg = f"theme {theme.id} was discarded. Take it up again first."
        raise RefusedError(msg)
    return theme


def check_free(themes: Iterable[Theme], name: str, but_for: str | None = None) -> None:
    """No other standing theme bears the name.

    Raises:
        RefusedError: the name is empty.
        DuplicateError: there is one.
    """
    if not name.strip():
        msg = "a theme needs a name."
        raise RefusedError(msg)
    for theme in themes:
        same = fold(theme.name) == fold(name) and theme.id != but_for
        if same and theme.state != "discarded":
            raise DuplicateError("theme", name.strip())


def _words(text: str | None) -> Words | None:
    return Words(text) if text and text.strip() else None


def _codes(project: Project, names: Sequence[str]) -> tuple[str, ...]:
    """The ids of active codes, each once."""
    codes = code_list(project)
    return tuple(dict.fromkeys(require_active(codes.find(name)).id for name in names))


def start(  # noqa: PLR0913 - all that a theme can begin with
    project: Project,
    by: str,
    name: str,
    *,
    central_concept: str | None = None,
    codes: Sequence[str] = (),
    parent: str | None = None,
    grouping: str | None = None,
    idea: str | None = None,
    act: str | None = None,
) -> str:
    """A candidate theme begins; its id.

    Args:
        project: the project.
        by: who starts it.
        name: its working name.
        central_concept: the one idea its codes share, where it is clear already.
        codes: ids or names of the codes it draws together.
        parent: the theme it is a subtheme of.
        grouping: the machine's grouping that gave rise to it; those of its codes that
            are still applied are taken where `codes` is empty.
        idea: a line on the idea so far.
        act: the caller's id of the act, so that a repeated call begins one theme.

    Raises:
        DuplicateError, UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    for event in project.events_of_act(act) if act else ():
        return str(event.payload["theme"])
    check_free(project.read(Theme), name)
    given = tuple(codes)
    if grouping is not None:
        laid = project.one(Grouping, id=grouping).codes
        given = given or still_applied(project, laid)
    theme = project.new_id("t")
    project.record(
        ThemeStarted(
            theme=theme,
            name=Words(name.strip()),
            central_concept=_words(central_concept),
            codes=_codes(project, given),
            parent=_standing(project, parent).id if parent else None,
            grouping=grouping,
            idea=_words(idea),
        ),
        by=by,
        act=act,
    )
    return theme


def rename(
    project: Project, by: str, theme: str, name: str, reason: str | None = None
) -> Receipt:
    """A theme goes by another name.

    Raises:
        DuplicateError, UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    renamed = _standing(project, theme)
    check_free(project.read(Theme), name, but_for=renamed.id)
    old = project.one(Theme, id=renamed.id).name
    return project.record(
        ThemeRenamed(renamed.id, old, Words(name.strip()), _words(reason)), by=by
    )


def conceive(
    project: Project,
    by: str,
    theme: str,
    *,
    central_concept: str | None = None,
    is_not: str | None = None,
    reason: str | None = None,
) -> Receipt:
    """A theme's central organising concept or its boundary is written anew.

    Args:
        project: the project.
        by: who decides.
        theme: its id or name.
        central_concept: None leaves it as it is, an empty string clears it.
        is_not: what the theme is not; likewise.
        reason: why.

    Raises:
        UnknownObjectError.
        RefusedError: it was discarded, or is reviewed and would lose its concept.
    """
    require(project, by, THEME)
    old = project.one(Theme, id=_standing(project, theme).id)
    concept = _reworded(old.central_concept, central_concept)
    if old.state in CONCEIVED and concept is None:
        _refuse_without_concept(old.id, old.state)
    return project.record(
        ThemeConceived(
            theme=old.id,
            old_concept=old.central_concept,
            concept=concept,
            old_is_not=old.is_not,
            is_not=_reworded(old.is_not, is_not),
            reason=_words(reason),
        ),
        by=by,
    )


def _reworded(old: str | None, new: str | None) -> str | None:
    return old if new is None else _words(new)


def _refuse_without_concept(theme: str, state: str) -> None:
    msg = (
        f"theme {theme} has no central organising concept, and {state} means that it "
        "has one. Write down the one idea its codes share, or keep it a candidate."
    )
    raise RefusedError(msg)


def put_codes(
    project: Project,
    by: str,
    theme: str,
    codes: Sequence[str],
    reason: str | None = None,
) -> Receipt:
    """A theme holds exactly these codes.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    standing = _standing(project, theme)
    new = _codes(project, codes)
    return project.record(
        ThemeCodesChanged(standing.id, standing.codes, new, _words(reason)), by=by
    )


def change_state(
    project: Project, by: str, theme: str, state: str, reason: str | None = None
) -> Receipt:
    """A theme is a candidate, reviewed, defined or discarded.

    Raises:
        UnknownObjectError: no such theme or state.
        RefusedError: it is so already, or has no central organising concept.
        DuplicateError: taken up again, but its name is another theme's by now.
    """
    require(project, by, THEME)
    standing = find_theme(project, theme)
    check_state(standing, state, has_concept=standing.central_concept is not None)
    if standing.state == "discarded":
        check_free(project.read(Theme), standing.name, but_for=standing.id)
    return project.record(
        ThemeStateChanged(standing.id, standing.state, state, _words(reason)), by=by
    )


def check_state(theme: Theme, state: str, *, has_concept: bool) -> None:
    """The theme may come into this state.

    Raises:
        UnknownObjectError: there is no such state.
        RefusedError: it is so already, was merged, or lacks a concept.
    """
    if state not in THEME_STATES:
        hint = f"Choose one of {', '.join(THEME_STATES)}."
        raise UnknownObjectError("state of a theme", state, hint)
    if theme.state == state:
        raise RefusedError(f"theme {theme.id} is {state} already.")
    if theme.merged_into is not None:
        msg = f"theme {theme.id} went into {theme.merged_into}; start another one."
        raise RefusedError(msg)
    if state in CONCEIVED and not has_concept:
        _refuse_without_concept(theme.id, state)


def move(
    project: Project,
    by: str,
    theme: str,
    parent: str | None,
    act: str | None = None,
) -> Receipt:
    """A theme is a subtheme of another, or with None of none.

    Raises:
        UnknownObjectError.
        RefusedError: it would stand under itself.
    """
    require(project, by, THEME)
    moved = _standing(project, theme)
    above = _standing(project, parent).id if parent else None
    parents = {each.id: each.parent for each in project.rows(Theme)}
    check_above(parents, moved.id, above)
    return project.record(ThemeMoved(moved.id, moved.parent, above), by=by, act=act)


def check_above(parents: dict[str, str | None], theme: str, above: str | None) -> None:
    """The theme can stand there.

    Raises:
        RefusedError: that is itself, or stands under it.
    """
    while above is not None:
        if above == theme:
            raise RefusedError(f"theme {theme} cannot stand under itself.")
        above = parents.get(above)


def merge(
    project: Project, by: str, source: str, into: str, reason: str | None = None
) -> Receipt:
    """One theme goes into another, with its codes and subthemes.

    Raises:
        UnknownObjectError.
        RefusedError: they are one theme, or one of them was discarded.
    """
    require(project, by, THEME)
    gone, kept = _standing(project, source), _standing(project, into)
    if gone.id == kept.id:
        raise RefusedError(f"theme {gone.id} cannot be merged into itself.")
    themes = project.rows(Theme)
    parents = {each.id: each.parent for each in themes}
    decisions: list[Decision] = [
        ThemesMerged(
            source=gone.id,
            into=kept.id,
            old_state=gone.state,
            old_codes=kept.codes,
            codes=tuple(dict.fromkeys((*kept.codes, *gone.codes))),
            reason=_words(reason),
        )
    ]
    above: str | None = kept.id
    while above is not None and above != gone.id:
        above = parents[above]
    if above == gone.id:
        decisions.append(ThemeMoved(kept.id, kept.parent, gone.parent))
    decisions.extend(
        ThemeMoved(each.id, gone.id, kept.id)
        for each in themes
        if each.parent == gone.id and each.id != kept.id
    )
    return project.record(*decisions, by=by)


def choose_extract(project: Project, by: str, theme: str, segment: str) -> str:
    """A coded segment is to be quoted for a theme; its id, such as Q-0147.

    The id is never given again, also when the choice is undone: it may stand in a
    draft by then.

    Raises:
        UnknownObjectError: no such theme or coded segment.
        RefusedError: the coding was withdrawn, or it is of a field note.
        DuplicateError: it is chosen for this theme already.
    """
    require(project, by, THEME)
    quoted = _standing(project, theme)
    found = project.rows(CodedSegment, id=segment)
    if not found:
        raise UnknownObjectError("coded segment", segment)
    if found[0].state != "active":
        raise RefusedError(f"the coding of segment {segment} was withdrawn.")
    refuse_as_talk(project, [segment])
    there = project.rows(Extract, theme=quoted.id, segment=segment, state="chosen")
    if there:
        raise DuplicateError("extract", there[0].id)
    extract = f"Q-{_last_extract(project) + 1:04d}"
    project.record(ExtractChosen(extract, quoted.id, segment), by=by)
    return extract


def _last_extract(project: Project) -> int:
    """The highest number an extract ever had; 0 before the first."""
    with project.database.reading() as conn:
        chosen = trail.events_of_kinds(conn, [ExtractChosen.__name__])
    numbers = (event.payload["extract"].removeprefix("Q-") for event in chosen)
    return max((int(each) for each in numbers if each.isdigit()), default=0)


def drop_extract(
    project: Project, by: str, extract: str, reason: str | None = None
) -> Receipt:
    """A coded segment is no longer to be quoted.

    Raises:
        UnknownObjectError: there is no such extract.
        RefusedError: it was dropped already.
    """
    require(project, by, THEME)
    if project.one(Extract, id=extract).state != "chosen":
        raise RefusedError(f"extract {extract} was dropped already.")
    return project.record(ExtractDropped(extract, _words(reason)), by=by)
