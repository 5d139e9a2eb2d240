"""What a part of a framework takes in, beside the place where it is argued."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from workbench import alliance
from workbench.coding.codebook import read_codebook, shipped_codebooks
from workbench.ui import widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.coding.codebook import CodebookEntry
    from workbench.model import Framework
    from workbench.store.project import Project


def constructs_in(
    project: Project, framework: Framework, dimension: str
) -> dict[str, str]:
    """The constructs of a dimension, names by id; none of one that stands alone."""
    return {
        name: title
        for name, title in alliance.constructs(project, framework).items()
        if name.startswith(f"{dimension}.")
    }


def tell(project: Project, framework: Framework, dimension: str) -> None:
    """What the framework means by it, its parts, and where else they are told."""
    said = alliance.definitions(project, framework)
    if said.get(dimension):
        widgets.in_grey(said[dimension])
    inside = constructs_in(project, framework, dimension) or {dimension: ""}
    entries = _entries(framework.name)
    lines = []
    for name, title in inside.items():
        told = [plain(said.get(name, ""))] if title else []
        elsewhere = [_called(each) for each in _overlaps(entries, name)]
        if elsewhere:
            told.append(f"*Told again in:* {plain('; '.join(elsewhere))}.")
        if told:
            lines.append(f"**{plain(title)}** {' '.join(told)}".replace("****", ""))
    if lines:
        with st.expander("What it takes in"):
            st.markdown("\n\n".join(lines))


@cache
def _entries(book: str) -> dict[str, CodebookEntry]:
    """The codes of a shipped framework; none of anybody's own."""
    if book not in shipped_codebooks():
        return {}
    return {entry.id: entry for entry in read_codebook(book).entries}


def _overlaps(entries: dict[str, CodebookEntry], name: str) -> tuple[str, ...]:
    return entries[name].overlaps if name in entries else ()


@cache
def _called(place: str) -> str:
    """A code of another shipped framework, in words."""
    book, _, code = place.partition("/")
    entries = _entries(book)
    called = entries[code].name if code in entries else code
    return f"{read_codebook(book).title}, {called}"
