"""A code is split by sorting its segments into piles; and what a merge would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.coding.codes import code_list, find_code, fold, require_active
from workbench.decisions.coding import CodeColoured, CodeRetired, CodeSplit, Pile
from workbench.decisions.decision import Words
from workbench.decisions.themes import ThemeCodesChanged
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.model import Code, CodeColour, CodedSegment, Theme
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.coding.codes import CodeList
    from workbench.decisions.decision import Decision
    from workbench.store.project import Project, Receipt

#: Colours a code can be given: told apart in print and by most eyes, all dark enough.
COLOURS = {
    "by its place": "",
    "teal": "#1f6f6b",
    "plum": "#7b3b76",
    "rust": "#a4471c",
    "ochre": "#806000",
    "moss": "#4d6b1e",
    "blue": "#2b5c9e",
    "rose": "#a8325a",
    "slate": "#4a5560",
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """One pile: a new code's name, what it means, and the segments it takes."""

    name: str
    definition: str
    segments: tuple[str, ...]


def split(
    project: Project,
    by: str,
    code: str,
    piles: Sequence[Sorted],
    reason: str | None = None,
) -> Receipt:
    """Segments of one code are sorted into piles, each a code of its own.

    What is in no pile stays where it is; a code that is left with nothing is retired in
    the same act. Themes that held the code hold the new ones as well: no segment falls
    out of a theme by a split.

    Args:
        project: the project.
        by: who decides.
        code: id or name of the code.
        piles: empty ones are left out.
        reason: why.

    Raises:
        UnknownObjectError: there is no such code, or a segment is not one of its own.
        RefusedError: it is not active, or no pile holds anything, or a segment lies in
            two piles.
        DuplicateError: a code of a pile's name stands under the same parent, or two
            piles have one name.
    """
    require(project, by, CODE)
    codes = code_list(project)
    source = require_active(codes.find(code))
    filled = [pile for pile in piles if pile.segments]
    if not filled:
        msg = "sort at least one segment into a pile first."
        raise RefusedError(msg)
    _check_names(codes, source, filled)
    left = _check_segments(project, source, filled)
    made = tuple(
        Pile(
            code=project.new_id("c"),
            name=Words(pile.name.strip()),
            definition=Words(pile.definition) if pile.definition.strip() else None,
            segments=pile.segments,
        )
        for pile in filled
    )
    why = Words(reason) if reason and reason.strip() else None
    decisions: list[Decision] = [CodeSplit(source.id, source.parent, made, why)]
    decisions += [
        ThemeCodesChanged(
            theme.id, theme.codes, (*theme.codes, *(pile.code for pile in made))
        )
        for theme in project.rows(Theme)
        if source.id in theme.codes
    ]
    if not left and not codes.under(source.id):
        decisions.append(CodeRetired(source.id, why))
    return project.record(*decisions, by=by)


def _check_names(codes: CodeList, source: Code, piles: Sequence[Sorted]) -> None:
    names = Counter(fold(pile.name) for pile in piles)
    for pile in piles:
        codes.check_free(pile.name, source.parent)
        if names[fold(pile.name)] > 1:
            raise DuplicateError("code", pile.name.strip())


def _check_segments(project: Project, source: Code, piles: Sequence[Sorted]) -> int:
    """How many active segments stay with the code."""
    own = {s.id for s in project.rows(CodedSegment, code=source.id, state="active")}
    sorted_out = Counter(segment for pile in piles for segment in pile.segments)
    for segment, times in sorted_out.items():
        if segment not in own:
            hint = f"It does not bear the code {source.id}."
            raise UnknownObjectError("coded segment", segment, hint)
        if times > 1:
            raise RefusedError(f"segment {segment} lies in two piles.")
    return len(own) - len(sorted_out)


@dataclass(frozen=True, slots=True)
class Merged:
    """What two codes hold now, and what the one that stays would hold."""

    source: int
    into: int
    #: Stretches that the same person gave both codes: they stay two segments.
    twice: int
    #: Codes that would stand under the one that stays.
    children: int
    #: Themes that would hold the one that stays in place of the other.
    themes: tuple[str, ...]

    @property
    def after(self) -> int:
        """Segments of the code that stays."""
        return self.source + self.into


def look_ahead(project: Project, source: str, into: str) -> Merged:
    """What a merge would do, before anybody decides on it.

    Raises:
        UnknownObjectError, RefusedError: as `codes.merge`.
    """
    codes = code_list(project)
    gone, kept = (require_active(codes.find(each)) for each in (source, into))
    if gone.id == kept.id:
        raise RefusedError(f"code {gone.id} cannot be merged into itself.")
    theirs = project.rows(CodedSegment, code=gone.id, state="active")
    ours = project.rows(CodedSegment, code=kept.id, state="active")
    places = {(s.version, s.start, s.end, s.by) for s in ours}
    return Merged(
        source=len(theirs),
        into=len(ours),
        twice=sum((s.version, s.start, s.end, s.by) in places for s in theirs),
        children=len([each for each in codes.under(gone.id) if each.id != kept.id]),
        themes=tuple(t.name for t in project.read(Theme) if gone.id in t.codes),
    )


def colour(project: Project, by: str, code: str, wanted: str) -> Receipt:
    """A code is shown in a colour.

    Raises:
        UnknownObjectError: there is no such code or colour.
        RefusedError: it is shown in that colour already.
    """
    require(project, by, CODE)
    standing = require_active(find_code(project, code))
    if wanted not in COLOURS:
        hint = f"Choose one of {', '.join(COLOURS)}."
        raise UnknownObjectError("colour", wanted, hint)
    name = wanted.replace(" ", "-")
    before = project.rows(CodeColour, code=standing.id)
    if before and before[0].colour == name:
        raise RefusedError(f"code {standing.id} is shown in that colour already.")
    old = before[0].colour if before else None
    return project.record(CodeColoured(standing.id, old, name), by=by)


def colours(project: Project) -> dict[str, str]:
    """The colours people chose, as a browser reads them, by code."""
    chosen = {each.code: each.colour for each in project.rows(CodeColour)}
    shades = {name.replace(" ", "-"): shade for name, shade in COLOURS.items()}
    return {code: shades[name] for code, name in chosen.items() if shades.get(name)}
