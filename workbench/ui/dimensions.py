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
    lines = []
    for name, title in inside.items():
        told = [plain(said.get(name, ""))] if title else []
        elsewhere = _elsewhere().get(f"{framework.name}/{name}")
        if elsewhere:
            told.append(f"*Told again in:* {plain('; '.join(elsewhere))}.")
        if told:
            lines.append(f"**{plain(title)}** {' '.join(told)}".replace("****", ""))
    if lines:
        with st.expander("What it takes in"):
            st.markdown("\n\n".join(lines))


@cache
def _elsewhere() -> dict[str, tuple[str, ...]]:
    """For each code of a shipped framework, as BOOK/CODE, where it is told again.

    The books say it on one side; it holds on both.
    """
    books = [read_codebook(name) for name in shipped_codebooks()]
    called = {
        f"{book.name}/{entry.id}": f"{book.title}, {entry.name}"
        for book in books
        for entry in book.entries
    }
    found: dict[str, dict[str, None]] = {}
    for book in books:
        for entry in book.entries:
            here = f"{book.name}/{entry.id}"
            for there in entry.overlaps:
                found.setdefault(here, {})[called.get(there, there)] = None
                found.setdefault(there, {})[called[here]] = None
    return {place: tuple(told) for place, told in found.items()}
