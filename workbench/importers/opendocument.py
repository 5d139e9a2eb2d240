"""OpenDocument texts (.odt): paragraphs, tables, notes and tracked changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.blocks import read_blocks
from workbench.importers.guard import parse_xml, read_member, refuse_declarations
from workbench.importers.lines import Block, Cell, Line, Table
from workbench.importers.notices import Code, comment_warnings, warning
from workbench.importers.parsed import CONTEXT, Comment, Omission
from workbench.importers.word_xml import local
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "OpenDocument text"

_CONTENT: Final = "content.xml"
_MIMETYPE: Final = b"application/vnd.oasis.opendocument.text"
_STYLE_NAME: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"
_TEXT_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name"
_REPEAT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c"
_ANNOTATION: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}name"
_SPANNED: Final = (
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-spanned"
)
_EMPHASES: Final = frozenset({("font-weight", "bold"), ("font-style", "italic")})
_CONTAINERS_TEXT = """
    text section list list-item list-header soft-page-break text-box
    table-of-content index-body body frame numbered-paragraph a
"""
_CONTAINERS: Final = frozenset(_CONTAINERS_TEXT.split())


def identify(source: Source) -> bool:
    """It is an archive that says it is an OpenDocument text."""
    if _CONTENT not in source.members or "mimetype" not in source.members:
        return False
    return read_member(source.archive, "mimetype").strip().startswith(_MIMETYPE)


def read(source: Source) -> Reading:
    """All the document's words: as talk, or listed with what they were."""
    refuse_declarations(source.archive)
    root = parse_xml(read_member(source.archive, _CONTENT))
    body = next((e for e in root.iter() if local(e) == "text"), None)
    if body is None:
        raise ImportRejectedError("damaged: the document has no text. Save it again.")
    walk = _Walk(_emphasised_styles(root))
    blocks = list(walk.blocks(body))
    reading = read_blocks(blocks, "odt", walk.title)
    reading.omissions += walk.omissions
    reading.comments += walk.comments
    if walk.told["change"]:
        told = f"{counted(walk.told['change'], 'tracked change')}; deletions left out"
        reading.warnings.append(warning(Code.TRACKED_CHANGES, "whole file", told))
    reading.warnings += comment_warnings(len(reading.comments))
    return reading


def _words(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _emphasised_styles(root: _Element) -> frozenset[str]:
    found = set()
    for style in root.iter():
        if local(style) != "style":
            continue
        marks = {
            (str(name).rpartition("}")[2], str(set_to))
            for part in style
            for name, set_to in part.attrib.items()
        }
        if marks & _EMPHASES:
            found.add(style.get(_STYLE_NAME, ""))
    return frozenset(found)


@dataclass(slots=True)
class _OpenComment:
    """A comment whose passage has begun: its number, and where the passage starts."""

    comment: int
    pieces: list[tuple[str, bool]]
    start: int
    quote: str = ""


class _Walk:
    """Gathers blocks, omissions and comments of one document."""

    def __init__(self, emphasised: frozenset[str]) -> None:
        self._emphasised = emphasised
        self._number = 0
        self._boxes: list[_Element] = []
        self._open_comments: dict[str, _OpenComment] = {}
        self.told: Counter[str] = Counter()
        self.omissions: list[Omission] = []
        self.comments: list[Comment] = []
        self.title: str | None = None

    @property
    def where(self) -> str:
        """The paragraph that the walk has come to."""
        return f"paragraph {self._number}"

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Lines and tables under an element, in the order of reading."""
        for element in parent:
            name = local(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element, is_heading=name == "h")
            elif name == "table":
                yield self._table(element)
            elif name == "tracked-changes":
                self._list_changes(element)
            elif name in _CONTAINERS:
                yield from self.blocks(element)

    def _paragraph(self, element: _Element, *, is_heading: bool) -> Iterator[Block]:
        self._number += 1
        pieces: list[tuple[str, bool]] = []
        for still_open in self._open_comments.values():
            still_open.quote += _text(still_open.pieces, still_open.start) + "\n"
            still_open.pieces, still_open.start = pieces, 0
        style = element.get(_TEXT_STYLE, "")
        self._inline(element, pieces, is_emphasised=style in self._emphasised)
        text = _text(pieces)
        if style == "Title" and text.strip():
            self.title = self.title or text.strip()
        is_first = True
        for part in text.split("\n"):
            if part.strip():
                lead = min(_lead(pieces), len(part)) if is_first else 0
                heads = is_heading and is_first
                yield Line(part, self.where, lead, heads, is_first)
                is_first = False
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _inline(
        self, parent: _Element, pieces: list[tuple[str, bool]], *, is_emphasised: bool
    ) -> None:
        pieces.append((parent.text or "", is_emphasised))
        for element in parent:
            self._inline_part(element, pieces, is_emphasised=is_emphasised)
            pieces.append((element.tail or "", is_emphasised))

    def _inline_part(
        self, element: _Element, pieces: list[tuple[str, bool]], *, is_emphasised: bool
    ) -> None:
        name = local(element)
        literal = {"tab": "\t", "line-break": "\n", "s": " "}.get(name)
        if name == "s":
            count = element.get(_REPEAT, "1")
            literal = " " * (min(1_000, int(count)) if count.isdecimal() else 1)
        if literal is not None:
            pieces.append((literal, is_emphasised))
        elif name == "note":
            self._list("footnote", element)
        elif name == "annotation":
            self._comment(element, pieces)
        elif name == "annotation-end":
            self._end_comment(element.get(_ANNOTATION, ""))
        elif name == "frame":
            self._boxes += [e for e in element if local(e) == "text-box"]
        elif name == "hidden-text":
            self._list("hidden text", element)
        elif name:
            bold = is_emphasised or element.get(_TEXT_STYLE, "") in self._emphasised
            self._inline(element, pieces, is_emphasised=bold)

    def _list_changes(self, changes: _Element) -> None:
        """Deleted words are kept here by the format, not in the text."""
        for region in changes:
            self.told["change"] += 1
            for change in region:
                if local(change) == "deletion":
                    self._list("deleted text", change)

    def _list(self, what: str, element: _Element) -> None:
        words = [_words(inner) for inner in element.iter() if local(inner) == "p"]
        text = "\n".join(words) or _words(element)
        if text.strip():
            self.omissions.append(Omission(what, self.where, text.strip()))

    def _comment(self, element: _Element, pieces: list[tuple[str, bool]]) -> None:
        """A comment begins; what it is put on ends at its end mark, if it has one."""
        paragraphs = [inner for inner in element.iter() if local(inner) == "p"]
        text = "\n".join(_words(inner) for inner in paragraphs).strip()
        if not text:
            return
        author = next((_words(e) for e in element if local(e) == "creator"), None)
        before = _text(pieces)[-CONTEXT:]
        self.comments.append(Comment(text, None, self.where, before, author))
        self.omissions.append(Omission("comment", self.where, text))
        name = element.get(_ANNOTATION)
        if name:
            at = len(self.comments) - 1
            self._open_comments[name] = _OpenComment(at, pieces, len(pieces))

    def _end_comment(self, name: str) -> None:
        begun = self._open_comments.pop(name, None)
        if begun is None:
            return
        quote = (begun.quote + _text(begun.pieces, begun.start)).strip()
        placed = replace(self.comments[begun.comment], quote=quote or None)
        self.comments[begun.comment] = placed

    def _table(self, element: _Element) -> Table:
        rows = [row for row in element.iter() if local(row) == "table-row"]
        return Table([self._row(row) for row in rows])

    def _row(self, row: _Element) -> list[Cell]:
        cells = []
        for cell in row:
            if local(cell) == "table-cell":
                width = cell.get(_SPANNED, "1")
                lines = [b for b in self.blocks(cell) if isinstance(b, Line)]
                cells.append(
                    Cell(lines, min(50, int(width)) if width.isdecimal() else 1)
                )
            elif local(cell) == "covered-table-cell" and not cells:
                cells.append(Cell([], goes_on=True))
        return cells


def _text(pieces: list[tuple[str, bool]], start: int = 0) -> str:
    return "".join(piece for piece, _ in pieces[start:])


def _lead(pieces: list[tuple[str, bool]]) -> int:
    """Characters of the emphasised beginning."""
    length = 0
    for text, is_emphasised in pieces:
        if text.strip() and not is_emphasised:
            break
        length += len(text)
    return length
