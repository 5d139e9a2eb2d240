"""An export as it will look, before anything leaves: a page, or a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.exporters.catalogue import EXPORTS, Request
from workbench.exporters.drawing import drawn
from workbench.exporters.plain import printed_page
from workbench.exporters.table import Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block

#: Rows that are shown; the file holds all of them.
_ROWS: Final = 150
_PAGES: Final = (".docx", ".html", ".md")
_PICTURES: Final = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Preview:
    """What will leave: HTML, of a page or of a picture alone."""

    html: str
    is_picture: bool


def can_be_shown(kind: str, suffix: str) -> bool:
    """Whether a kind in this format has a look before it leaves."""
    exporter = EXPORTS[kind]
    if suffix in _PICTURES:
        return exporter.drawing is not None
    return exporter.content is not None and suffix in _PAGES


def preview(
    moment: Moment, kind: str, suffix: str, style: str, *, counts: bool
) -> Preview | None:
    """The document in the fonts of the house, cut where it is long, or the picture.

    None where a format is for programs and has no look.

    Raises:
        RefusedError: a quote does not match its transcript; all are listed.
    """
    exporter = EXPORTS[kind]
    request = Request(suffix, style, counts)
    if suffix in _PICTURES and exporter.drawing is not None:
        drawing = exporter.drawing(moment, request)
        return Preview(drawn(drawing, ".svg").decode(), is_picture=True)
    if suffix in _PAGES and exporter.content is not None:
        content = exporter.content(moment, request)
        shown = replace(content, blocks=list(_beginning(content.blocks)))
        return Preview(printed_page(shown, style).decode(), is_picture=False)
    return None


def _beginning(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks until enough rows are shown."""
    left = _ROWS
    for block in blocks:
        if isinstance(block, Table):
            yield replace(block, rows=block.rows[:left])
            left -= len(block.rows)
            if left <= 0:
                yield Text("Shown here is the beginning; the file holds everything.")
                return
        else:
            yield block
