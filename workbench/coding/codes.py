"""Codes: begun, renamed, redefined, moved, merged, retired.

Names are compared without regard to case and to blanks at either end. Under one
parent no two active codes bear the same name; two frameworks may each bring theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import (
    CodeCreated,
    CodeMoved,
    CodeRedefined,
    CodeRenamed,
    CodeRetired,
    CodesMerged,
)
from workbench.decisions.decision import Decision, Words
from workbench.decisions.themes import ThemeCodesChanged
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.model import Code, CodedSegment, Theme
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.store.project import Project, Receipt

#: Where a code can come from.
ORIGINS: Final = ("manual", "in-vivo", "framework", "imported")


def fold(name: str) -> str:
    """A name as it is compared: one blank between words, case aside."""
    return " ".join(name.split()).casefold()


class CodeList:
    """The codes as they stand, to look many of them up in."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._by_id = {code.id: code for code in codes}
        self._by_name: dict[str, list[Code]] = {}
        self._by_construct: dict[str, list[Code]] = {}
        for code in self._by_id.values():
            if code.state == "active":
                self._by_name.setdefault(fold(code.name), []).append(code)
                if code.construct:
                    self._by_construct.setdefault(code.construct, []).append(code)

    def find(self, name_or_id: str) -> Code:
        """The code of this id, name or framework's own id, words as text.

        Raises:
            UnknownObjectError: there is none.
            RefusedError: several active codes bear the name.
        """
        by_id = self._by_id.get(name_or_id)
        if by_id is not None:
            return by_id
        found = self._by_name.get(fold(name_or_id), [])
        found = found or self._by_construct.get(name_or_id, [])
        if not found:
            raise UnknownObjectError("code", name_or_id, self._hint(name_or_id))
        if len(found) > 1:
            ids = ", ".join(code.id for code in found)
            msg = f"{len(found)} codes are called '{name_or_id}'. Give an id: {ids}."
            raise RefusedError(msg)
        return found[0]

    def known(self, name_or_id: str) -> Code | None:
        """The code of this id or name; None where no code ever bore it.

        Raises:
            UnknownObjectError: the code of that name was merged or retired.
            RefusedError: several active codes bear the name.
        """
        try:
            return self.find(name_or_id)
        except UnknownObjectError:
            if self._hint(name_or_id):
                raise
            return None

    def _hint(self, name: str) -> str:
        for code in self._by_id.values():
            if code.state != "active" and fold(code.name) == fold(name):
                into = self._by_id.get(code.merged_into or "")
                done = f"merged into '{into.name}'" if into else code.state
                return f"The code of that name was {done}."
        return ""

    def check_free(
        self, name: str, parent: str | None, but_for: str | None = None
    ) -> None:
        """No other active code under this parent bears the name.

        Raises:
            RefusedError: the name is empty.
            DuplicateError: there is one.
        """
        if not name.strip():
            msg = "a code needs a name."
            raise RefusedError(msg)
        for code in self._by_name.get(fold(name), []):
            if code.parent == parent and code.id != but_for:
                raise DuplicateError("code", name.strip())

    def under(self, code: str) -> list[Code]:
        """The active codes directly under a code."""
        return [
            each
            for each in self._by_id.values()
            if each.parent == code and each.state == "active"
        ]

    def is_above(self, code: str, other: str | None) -> bool:
        """Whether a code is another one, or stands somewhere above it."""
        while other is not None:
            if other == code:
                return True
            other = self._by_id[other].parent if other in self._by_id else None
        return False


def code_list(project: Project) -> CodeList:
    """Every code as it stands now."""
    return CodeList(project.read(Code))


def find_code(project: Project, name_or_id: str) -> Code:
    """The code of this name, id or framework's own id, words as text.

    Raises:
        UnknownObjectError: there is none.
        RefusedError: several active codes bear the name.
    """
    return code_list(project).find(name_or_id)


def require_active(code: Code) -> Code:
    """The code, which can be applied.

    Raises:
        RefusedError: it was merged or retired.
    """
    if code.state != "active":
        raise RefusedError(f"code {code.id} is {code.state}; it is no longer applied.")
    return code


def still_applied(project: Project, codes: Iterable[str]) -> tuple[str, ...]:
    """Of these ids, the codes that nobody merged or retired since."""
    active = {each.id for each in project.rows(Code, state="active")}
    return tuple(code for code in codes if code in active)


def create(  # noqa: PLR0913 - each is a part of what a code is
    project: Project,
    by: str,
    name: str,
    *,
    definition: str | None = None,
    include: str | None = None,
    exclude: str | None = None,
    example: str | None = None,
    parent: str | None = None,
    origin: str = "manual",
) -> str:
    """A code begins; its id.

    Raises:
        DuplicateError: a code of that name stands under the same parent.
        UnknownObjectError: there is no such parent, or no such origin.
        RefusedError: the parent is not active, or the name is empty.
    """
    decision = decide_creation(
        project,
        by,
        name,
        definition=definition,
        include=include,
        exclude=exclude,
        example=example,
        parent=parent,
        origin=origin,
    )
    project.record(decision, by=by)
    return decision.code


def decide_creation(  # noqa: PLR0913 - as `create`
    project: Project,
    by: str,
    name: str,
    *,
    definition: str | None = None,
    include: str | None = None,
    exclude: str | None = None,
    example: str | None = None,
    parent: str | None = None,
    origin: str = "manual",
) -> CodeCreated:
    """The decision that `create` records, checked, for an act with others.

    Raises:
        DuplicateError, UnknownObjectError, RefusedError: as `create`.
    """
    require(project, by, CODE)
    if origin not in ORIGINS:
        hint = f"Choose one of {', '.join(ORIGINS)}."
        raise UnknownObjectError("origin of a code", origin, hint)
    codes = code_list(project)
    above = require_active(codes.find(parent)).id if parent else None
    codes.check_free(name, above)
    return CodeCreated(
        code=project.new_id("c"),
        name=Words(name.strip()),
        definition=_words(definition),
        include=_words(include),
        exclude=_words(exclude),
        example=_words(example),
        parent=above,
        origin=origin,
    )


def _words(text: str | None) -> Words | None:
    return Words(text) if text and text.strip() else None


def rename(
    project: Project, by: str, code: str, name: str, reason: str | None = None
) -> Receipt:
    """A code goes by another name.

    Raises:
        DuplicateError, UnknownObjectError, RefusedError.
    """
    require(project, by, CODE)
    codes = code_list(project)
    standing = require_active(codes.find(code))
    codes.check_free(name, standing.parent, but_for=standing.id)
    old = project.one(Code, id=standing.id).name
    renamed = CodeRenamed(standing.id, old, Words(name.strip()), _words(reason))
    return project.record(renamed, by=by)


def redefine(
    project: Project,
    by: str,
    code: str,
    *,
    definition: str | None = None,
    include: str | None = None,
    exclude: str | None = None,
    reason: str | None = None,
) -> Receipt:
    """What a code means, takes in or leaves out is written anew.

    Args:
        project: the project.
        by: who decides.
        code: its id or name.
        definition: None leaves it as it is, an empty string clears it.
        include: likewise.
        exclude: likewise.
        reason: why.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, CODE)
    old = project.one(Code, id=require_active(find_code(project, code)).id)
    return project.record(
        CodeRedefined(
            code=old.id,
            old_definition=old.definition,
            definition=_reworded(old.definition, definition),
            old_include=old.include,
            include=_reworded(old.include, include),
            old_exclude=old.exclude,
            exclude=_reworded(old.exclude, exclude),
            reason=_words(reason),
        ),
        by=by,
    )


def _reworded(old: str | None, new: str | None) -> str | None:
    return old if new is None else _words(new)


def move(
    project: Project, by: str, code: str, parent: str | None, *, act: str | None = None
) -> Receipt:
    """A code stands under another code, or with None under none.

    Args:
        project: the project.
        by: who decides.
        code: id or name of the code.
        parent: of the code it is to stand under.
        act: the caller's UUID for this act, so that a retry moves it once.

    Raises:
        RefusedError: it would stand under itself.
        DuplicateError: a code of its name stands there already.
    """
    require(project, by, CODE)
    codes = code_list(project)
    moved = require_active(codes.find(code))
    above = require_active(codes.find(parent)).id if parent else None
    if codes.is_above(moved.id, above):
        raise RefusedError(f"code {moved.id} cannot stand under itself.")
    codes.check_free(moved.name, above, but_for=moved.id)
    return project.record(CodeMoved(moved.id, moved.parent, above), by=by, act=act)


def merge(
    project: Project, by: str, source: str, into: str, reason: str | None = None
) -> Receipt:
    """One code goes into another, with every active segment it had.

    Codes under the source stand under the other afterwards, and themes that held the
    source hold the other: no segment falls out of a theme by a merge.

    Raises:
        RefusedError: they are one code, or one of them is not active.
    """
    require(project, by, CODE)
    codes = code_list(project)
    gone = require_active(codes.find(source))
    kept = require_active(codes.find(into))
    if gone.id == kept.id:
        raise RefusedError(f"code {gone.id} cannot be merged into itself.")
    segments = project.rows(CodedSegment, code=gone.id, state="active")
    decisions: list[Decision] = [
        CodesMerged(
            source=gone.id,
            into=kept.id,
            segments=tuple(segment.id for segment in segments),
            reason=_words(reason),
        )
    ]
    if codes.is_above(gone.id, kept.id):
        decisions.append(CodeMoved(kept.id, kept.parent, gone.parent))
    decisions.extend(
        CodeMoved(child.id, gone.id, kept.id)
        for child in codes.under(gone.id)
        if child.id != kept.id
    )
    decisions.extend(
        ThemeCodesChanged(theme.id, theme.codes, _swapped(theme.codes, gone, kept))
        for theme in project.rows(Theme)
        if gone.id in theme.codes
    )
    return project.record(*decisions, by=by)


def _swapped(codes: tuple[str, ...], gone: Code, kept: Code) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kept.id if code == gone.id else code for code in codes))


def retire(project: Project, by: str, code: str, reason: str | None = None) -> Receipt:
    """A code is no longer applied; its segments stay.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, CODE)
    retired = require_active(find_code(project, code))
    return project.record(CodeRetired(retired.id, _words(reason)), by=by)
