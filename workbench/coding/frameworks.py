"""A framework joins the study: with all its codes, or for mapping only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.coding.codes import fold
from workbench.decisions.coding import CodebookLoaded, CodeCreated
from workbench.decisions.decision import Words
from workbench.decisions.theory import FrameworkDescribed, PartGiven
from workbench.errors import DuplicateError, RefusedError
from workbench.model import Framework
from workbench.study import CODE, require

if TYPE_CHECKING:
    from workbench.coding.codebook import Codebook, CodebookEntry
    from workbench.store.project import Project

#: What the trail takes as a framework's own id of a code.
_CONSTRUCT: Final = re.compile(r"[A-Za-z0-9_.:+\-]{1,80}")


def load_codebook(
    project: Project, by: str, codebook: Codebook, *, for_mapping: bool
) -> str:
    """A framework is loaded, for coding with all its codes; the framework's id.

    Args:
        project: the project.
        by: who decides.
        codebook: as read from its file.
        for_mapping: True leaves the code list alone: themes are related to it only.

    Raises:
        DuplicateError: it is loaded already.
        RefusedError: a code's id is none that the trail can hold; all are listed.
    """
    require(project, by, CODE)
    if any(fold(f.name) == fold(codebook.name) for f in project.read(Framework)):
        raise DuplicateError("loaded codebook", codebook.name)
    odd = [e.id for e in codebook.entries if not _CONSTRUCT.fullmatch(e.id)]
    if odd:
        msg = (
            f"codebook '{codebook.name}': ids of codes may hold letters a-z, digits "
            f"and . _ : + - (80 at most). Change in the file: {', '.join(odd)}."
        )
        raise RefusedError(msg)
    framework = project.new_id("f")
    loaded = CodebookLoaded(
        framework, Words(codebook.name), Words(codebook.title), for_mapping
    )
    created: list[CodeCreated] = []
    if not for_mapping:
        ids = {entry.id: project.new_id("c") for entry in codebook.entries}
        created = [_entry(entry, ids, framework) for entry in codebook.entries]
    described = [_described(codebook, framework)] if for_mapping else []
    project.record(loaded, *described, *created, by=by)
    return framework


def _described(codebook: Codebook, framework: str) -> FrameworkDescribed:
    """A framework's parts, kept so that no file is needed to argue with it."""
    titled = {each.id for each in codebook.members()}
    said = {each.id: each.definition for each in codebook.entries}
    dimensions = [
        PartGiven(
            each.id,
            Words((each.title if each.id in titled else "") or each.id),
            _words(each.description or said.get(each.id)),
            is_dimension=True,
        )
        for each in codebook.all_dimensions()
    ]
    known = {each.part for each in dimensions}
    constructs = [
        PartGiven(
            each.id, Words(each.name), _words(each.definition), is_dimension=False
        )
        for each in codebook.entries
        if each.id not in known
    ]
    return FrameworkDescribed(framework, (*dimensions, *constructs))


def _entry(entry: CodebookEntry, ids: dict[str, str], framework: str) -> CodeCreated:
    """A framework's code for the trail; a heading that it stands under is no code."""
    return CodeCreated(
        code=ids[entry.id],
        name=Words(entry.name.strip()),
        definition=_words(entry.definition),
        include=_words(entry.include),
        exclude=_words(entry.exclude),
        example=_words(entry.example),
        parent=ids.get(entry.parent),
        origin="framework",
        framework=framework,
        construct=entry.id,
    )


def _words(text: str | None) -> Words | None:
    return Words(text) if text and text.strip() else None
