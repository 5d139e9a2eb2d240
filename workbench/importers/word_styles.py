"""What a document's styles say about emphasis and headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.importers.word_xml import child, is_on, local, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

EMPHASES: Final = ("b", "i", "u")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's or a character's style, as far as turns depend on it."""

    is_heading: bool = False
    is_title: bool = False
    is_emphasised: bool = False
    is_hidden: bool = False


PLAIN: Final = Style()


def read_styles(root: _Element | None) -> dict[str, Style]:
    """Styles by id. Built-in names are English in every language of Word."""
    styles: dict[str, Style] = {}
    for style in root if root is not None else ():
        identifier = value(style, "styleId")
        if local(style) == "style" and identifier:
            name = (value(child(style, "name")) or "").casefold()
            properties = child(style, "rPr")
            styles[identifier] = Style(
                is_heading=name.startswith("heading"),
                is_title=name in {"title", "subtitle"},
                is_emphasised=any(is_on(properties, mark) for mark in EMPHASES),
                is_hidden=is_on(properties, "vanish"),
            )
    return styles


def style_of(
    properties: _Element | None, kind: str, styles: Mapping[str, Style]
) -> Style:
    """The style that a paragraph's or a run's properties name."""
    return styles.get(value(child(properties, kind)) or "", PLAIN)
