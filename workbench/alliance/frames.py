"""What a loaded framework consists of: its dimensions and its constructs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.coding.codebook import (
    Codebook,
    CodebookEntry,
    Dimension,
    read_codebook,
    shipped_codebooks,
)
from workbench.model import Code, Framework, FrameworkPart

if TYPE_CHECKING:
    from workbench.store.project import Project


def dimensions(project: Project, framework: Framework) -> dict[str, str]:
    """The dimensions of a loaded framework, in its order: titles by id.

    Empty for one loaded for mapping before its parts were kept in the project, from a
    file that is not one of the shipped: then any dimension is taken.
    """
    kept = _parts(project, framework)
    if kept:
        return {each.part: each.name for each in kept if each.is_dimension}
    titles: dict[str, str] = {}
    if framework.name in shipped_codebooks():
        book = read_codebook(framework.name)
        titles = {each.id: each.title for each in book.all_dimensions()}
        if framework.for_mapping:
            return titles
    names = constructs(project, framework)
    prefixes = dict.fromkeys(each.partition(".")[0] for each in names)
    return {each: titles.get(each) or names.get(each) or each for each in prefixes}


def constructs(project: Project, framework: Framework) -> dict[str, str]:
    """A loaded framework's own ids of its codes, with their names."""
    kept = _parts(project, framework)
    if kept:
        return {each.part: each.name for each in kept if not each.is_dimension}
    if framework.for_mapping and framework.name in shipped_codebooks():
        return {each.id: each.name for each in read_codebook(framework.name).entries}
    codes = project.read(Code, framework=framework.id)
    return {each.construct: each.name for each in codes if each.construct}


def definitions(project: Project, framework: Framework) -> dict[str, str]:
    """What a framework says of its dimensions and constructs, by id."""
    kept = {
        each.part: each.definition
        for each in _parts(project, framework)
        if each.definition
    }
    if kept:
        return kept
    codes = project.read(Code, framework=framework.id)
    return {
        code.construct: code.definition
        for code in codes
        if code.construct and code.definition
    }


def as_codebook(project: Project, framework: Framework) -> Codebook:
    """A loaded framework as a codebook: the shipped one, or what the project keeps."""
    if framework.name in shipped_codebooks():
        return read_codebook(framework.name)
    said = definitions(project, framework)
    named = constructs(project, framework)
    headings = dimensions(project, framework)
    # a dimension without a construct under it speaks for itself
    above = {each.partition(".")[0] for each in named}
    leaves = {each: name for each, name in headings.items() if each not in above}
    return Codebook(
        name=framework.name,
        title=framework.title,
        dimensions=tuple(Dimension(*each) for each in headings.items()),
        entries=tuple(
            CodebookEntry(each, name, said.get(each, ""))
            for each, name in {**leaves, **named}.items()
        ),
    )


def _parts(project: Project, framework: Framework) -> list[FrameworkPart]:
    found = project.read(FrameworkPart, framework=framework.id)
    return sorted(found, key=lambda each: each.place)
