"""Codes and themes as REFI-QDA has them: one tree, and sets.

A theme stands twice: as a heading over its codes, for programs that read only the
tree, and as a set with all of them, because a code can serve several themes and has
one place in a tree.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from workbench.coding.codes import fold
from workbench.exporters.characters import for_xml
from workbench.importers import refi_names
from workbench.model import Code, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from workbench.exporters.reading import Moment


@dataclass(frozen=True, slots=True)
class Names:
    """Ids and tags in the namespace of one file."""

    namespace: str
    #: What the ids grow from: the same thing has the same id in every export.
    study: uuid.UUID

    def guid(self, kind: str, thing: str) -> str:
        """The id of a thing of the study."""
        return str(uuid.uuid5(self.study, f"{kind}/{thing}"))

    def add(self, into: _Element, tag: str, **attributes: str | None) -> _Element:
        """A child of this name; an attribute that is None is left out."""
        given = {name: for_xml(v) for name, v in attributes.items() if v is not None}
        return etree.SubElement(into, f"{{{self.namespace}}}{tag}", given)

    def add_text(self, into: _Element, tag: str, text: str) -> None:
        """A child that holds a text, where there is one."""
        if text:
            self.add(into, tag).text = for_xml(text)


class CodeTree:
    """The codes in force and the themes that stand, each in its one place."""

    def __init__(self, moment: Moment, names: Names) -> None:
        self._names = names
        self.codes = {code.id: code for code in moment.read(Code, state="active")}
        themes = [
            theme
            for theme in moment.read(Theme)
            if theme.state != "discarded" and theme.merged_into is None
        ]
        self.themes = {theme.id: theme for theme in themes}
        self.shown = _unique_names(self.codes)
        self._place = self._places()

    @property
    def renamed(self) -> int:
        """How many codes go by another name, because several bear theirs."""
        return sum(self.shown[c.id] != c.name.strip() for c in self.codes.values())

    @property
    def in_sets_only(self) -> int:
        """How many codes stand under a theme in the set only, not in the tree."""
        return sum(
            1
            for theme in self.themes.values()
            for code in theme.codes
            if code in self.codes and self._place.get(code) != theme.id
        )

    def _places(self) -> dict[str, str]:
        """The code or theme under which each code stands."""
        found = {
            code.id: code.parent
            for code in self.codes.values()
            if code.parent in self.codes
        }
        for theme in self.themes.values():
            for code in theme.codes:
                if code in self.codes:
                    found.setdefault(code, theme.id)
        return {code: above for code, above in found.items() if above is not None}

    def write_tree(
        self, into: _Element, refer: Callable[[_Element, str], None] | None = None
    ) -> None:
        """All codes under their themes stand in `into`.

        Args:
            into: the element Codes.
            refer: adds what else is known about a code or theme, such as its memos.
        """
        below: dict[str, list[str]] = {}
        for code, above in self._place.items():
            below.setdefault(above, []).append(code)
        under: dict[str | None, list[Theme]] = {}
        for theme in self.themes.values():
            outer = theme.parent if theme.parent in self.themes else None
            under.setdefault(outer, []).append(theme)
        top: list[Theme | Code] = [*under.get(None, [])]
        top += [c for c in self.codes.values() if c.id not in self._place]
        open_ = [(into, one) for one in reversed(top)]
        while open_:
            parent, one = open_.pop()
            element = self._write(parent, one)
            if refer is not None:
                refer(element, one.id)
            inner: list[Theme | Code] = [*under.get(one.id, [])]
            inner += [self.codes[code] for code in below.get(one.id, [])]
            open_.extend((element, each) for each in reversed(inner))

    def _write(self, parent: _Element, one: Theme | Code) -> _Element:
        is_code = isinstance(one, Code)
        element = self._names.add(
            parent,
            "Code",
            guid=self._names.guid("code" if is_code else "heading", one.id),
            name=self.shown[one.id] if is_code else one.name.strip(),
            isCodable="true" if is_code else "false",
        )
        told = _of_code(one) if isinstance(one, Code) else _of_theme(one)
        self._names.add_text(element, "Description", told)
        return element

    def write_sets(self, into: _Element, reference: str) -> None:
        """Every theme is a set of all its codes.

        Args:
            into: the element Sets.
            reference: the attribute that names a member: targetGUID in projects,
                guid in codebooks.
        """
        for theme in self.themes.values():
            guid = self._names.guid("theme", theme.id)
            element = self._names.add(into, "Set", guid=guid, name=theme.name.strip())
            self._names.add_text(element, "Description", _of_theme(theme))
            for code in theme.codes:
                if code in self.codes:
                    member = {reference: self._names.guid("code", code)}
                    self._names.add(element, "MemberCode", **member)


def _of_code(code: Code) -> str:
    parts = {label: getattr(code, field) for field, label in refi_names.CODE.items()}
    return refi_names.labelled(code.definition, parts)


def _of_theme(theme: Theme) -> str:
    parts = {label: getattr(theme, field) for field, label in refi_names.THEME.items()}
    return refi_names.labelled(theme.definition, parts)


def _unique_names(codes: Mapping[str, Code]) -> dict[str, str]:
    """A name for each code that no other has: QualCoder loses the second of two."""
    told = Counter(fold(code.name) for code in codes.values())
    taken: set[str] = {fold(c.name) for c in codes.values() if told[fold(c.name)] == 1}
    found: dict[str, str] = {}
    for code in codes.values():
        name = code.name.strip()
        if told[fold(name)] > 1:
            name = _free(list(_further_names(code, codes)), taken)
            taken.add(fold(name))
        found[code.id] = name
    return found


def _further_names(code: Code, codes: Mapping[str, Code]) -> Iterator[str]:
    name = code.name.strip()
    yield name
    above = codes.get(code.parent or "")
    if above is not None:
        yield f"{name} ({above.name.strip()})"
    yield f"{name} ({code.id})"


def _free(names: Sequence[str], taken: set[str]) -> str:
    return next((name for name in names if fold(name) not in taken), names[-1])
