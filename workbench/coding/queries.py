"""Questions to the material that are kept, to be asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions.coding import QueryPutAway, QuerySaved
from workbench.decisions.decision import Words
from workbench.errors import DuplicateError, RefusedError
from workbench.model import SavedQuery
from workbench.study import CODE, require

if TYPE_CHECKING:
    from workbench.coding.querying import Query
    from workbench.store.project import Project, Receipt


def save(project: Project, by: str, name: str, query: Query) -> str:
    """A question is kept under a name; its id.

    Raises:
        RefusedError: the name is empty.
        DuplicateError: a kept question bears it.
    """
    require(project, by, CODE)
    wanted = " ".join(name.split())
    if not wanted:
        msg = "give the question a name to find it again."
        raise RefusedError(msg)
    for kept in project.read(SavedQuery, state="kept"):
        if kept.name.casefold() == wanted.casefold():
            raise DuplicateError("kept question", wanted)
    made = project.new_id("qy")
    project.record(QuerySaved(made, Words(wanted), Words(query.to_text())), by=by)
    return made


def put_away(project: Project, by: str, query: str) -> Receipt:
    """A kept question is no longer listed.

    Raises:
        UnknownObjectError: there is none of that id.
    """
    require(project, by, CODE)
    standing = project.one(SavedQuery, id=query, state="kept")
    return project.record(QueryPutAway(standing.id), by=by)
