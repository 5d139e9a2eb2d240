"""How the study is printed: the order of its themes, the captions of its tables."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class ThemeOrder:
    """An order in which themes are told; the latest is the one in force."""

    id: str
    themes: tuple[str, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption that an author wrote for a table; the latest is the one in force."""

    id: str
    #: The kind of export, such as theme-table
    table: str
    text: Wording | None
    by: str
    at: str
