"""The register of projections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from workbench.decisions.decision import Decision
from workbench.store.changes import Change

D = TypeVar("D", bound=Decision)


class Circumstance(NamedTuple):
    """Who decided, and when."""

    by: str
    at: str


Projection: TypeAlias = Callable[[D, Circumstance], Iterable[Change]]

_PROJECTIONS: Final[dict[type[Decision], Projection[Any]]] = {}


def follows(kind: type[D]) -> Callable[[Projection[D]], Projection[D]]:
    """Register what follows from a kind of decision."""

    def register(projection: Projection[D]) -> Projection[D]:
        _PROJECTIONS[kind] = projection
        return projection

    return register


def changes_from(decision: Decision, circumstance: Circumstance) -> Iterable[Change]:
    """What a decision does to the current state, in order."""
    return _PROJECTIONS[type(decision)](decision, circumstance)


def projected_kinds() -> frozenset[type[Decision]]:
    """The kinds that have a projection."""
    return frozenset(_PROJECTIONS)
