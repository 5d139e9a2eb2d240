"""HTML pages, read as paragraphs and tables; nothing in them is run or fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.blocks import read_blocks
from workbench.importers.lines import Block, Cell, Line, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "HTML"

_PAGE: Final = re.compile(
    r"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|body)\b"
)
_DECLARATION: Final = re.compile(r"(?i)<!entity|<!doctype[^>]*\[")
_BLOCKS_TEXT = """
    p div li ul ol dl dt dd section article main pre h1 h2 h3 h4 h5 h6 blockquote
    header footer body table tr td th tbody thead nav aside figure hr
"""
_BLOCKS: Final = frozenset(_BLOCKS_TEXT.split())
_SILENT: Final = frozenset(("script", "style", "head", "noscript", "template", "svg"))
_EMPHASIS: Final = frozenset(("b", "strong", "i", "em", "u"))


def identify(source: Source) -> bool:
    """It begins as a page does."""
    return _PAGE.match(source.text[:5_000]) is not None


def read(source: Source) -> Reading:
    """Every visible word as talk, label or listed omission."""
    if _DECLARATION.search(source.text):
        raise ImportRejectedError(
            "not safe to open: the page declares entities. Save its text as .txt."
        )
    root = _parsed(source.text)
    blocks = list(_Flow().blocks(root))
    reading = read_blocks(blocks, "html")
    title = next(root.iter("title"), None)
    reading.title = (
        " ".join((title.text or "").split()) or None if title is not None else None
    )
    reading.warnings[:0] = source.decoded.warnings
    return reading


def _parsed(text: str) -> _Element:
    from lxml import etree  # noqa: PLC0415  # costs 20 ms that captions need not pay

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    # libxml2 ends at a NUL; other controls are replaced where turns are laid out.
    data = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ImportRejectedError("an empty or broken page. Save its text as .txt.")
    return root


class _Flow:
    """Gathers inline text until a block begins or ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lead = 0
        self._number = 0

    def blocks(self, element: _Element) -> Iterator[Block]:
        """Lines and tables under an element, in the order of reading."""
        yield from self._inside(element, is_emphasised=False)
        yield from self._flush(element)

    def _inside(self, element: _Element, *, is_emphasised: bool) -> Iterator[Block]:
        self._say(element.text, is_emphasised=is_emphasised)
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name == "br":
                self._parts.append("\n")
            elif name == "table":
                yield from self._flush(element)
                yield _table(child)
            elif name in _BLOCKS:
                yield from self._flush(element)
                yield from self._inside(child, is_emphasised=False)
                yield from self._flush(child)
            elif name and name not in _SILENT:
                bold = is_emphasised or name in _EMPHASIS
                yield from self._inside(child, is_emphasised=bold)
            self._say(child.tail, is_emphasised=is_emphasised)

    def _say(self, text: str | None, *, is_emphasised: bool) -> None:
        said = re.sub(r"[ \t\r\n\f]+", " ", text or "")
        if not "".join(self._parts).strip():
            said = said.lstrip(" ")
        if is_emphasised and self._lead == sum(map(len, self._parts)):
            self._lead += len(said)
        self._parts.append(said)

    def _flush(self, element: _Element) -> Iterator[Line]:
        text, self._parts = "".join(self._parts), []
        lead, self._lead = self._lead, 0
        is_heading = re.fullmatch(r"h[1-6]", str(element.tag)) is not None
        is_first = True
        for part in text.split("\n"):
            if part.strip():
                self._number += is_first
                where = f"paragraph {self._number}"
                lead = min(lead, len(part)) if is_first else 0
                yield Line(part, where, lead, is_heading, is_first)
                is_first = False


def _table(element: _Element) -> Table:
    rows = []
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        rows.append([Cell(list(_lines(cell)), _width(cell)) for cell in cells])
    return Table(rows)


def _lines(cell: _Element) -> Iterator[Line]:
    for block in _Flow().blocks(cell):
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for c in row for line in c.lines)


def _width(cell: _Element) -> int:
    written = cell.get("colspan", "1")
    return min(50, int(written)) if written.isdecimal() and int(written) else 1
