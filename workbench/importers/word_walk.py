"""A walk over a Word document's own XML in which every word goes somewhere.

python-docx's `.paragraphs` leaves out tables, insertions, content controls and text
boxes without a word; here they are read, and what is not talk is listed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from workbench.importers.lines import Block, Cell, Line, Table
from workbench.importers.parsed import CONTEXT, Comment, Omission
from workbench.importers.word_styles import EMPHASES, Style, style_of
from workbench.importers.word_xml import child, is_on, local, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element


_TRANSPARENT: Final = frozenset(
    (
        *("ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "sdt"),
        *("sdtContent", "dir", "bdo", "oMath", "oMathPara", "ruby", "rubyBase"),
        "Choice",
    )
)
_DELETED: Final = frozenset(["del", "moveFrom"])
_LITERAL: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
}
_PICTURES: Final = frozenset(["drawing", "pict", "object"])


@dataclass(frozen=True, slots=True)
class Note:
    """A comment's words, and who is said to have written them."""

    text: str
    author: str | None


@dataclass(slots=True)
class Paragraph:
    """A paragraph while its pieces are gathered."""

    style: Style
    parts: list[str] = field(default_factory=list)
    #: Characters so far, and those of an emphasised beginning.
    length: int = 0
    lead: int = 0
    boxes: list[_Element] = field(default_factory=list)

    def add(self, text: str, *, is_emphasised: bool) -> None:
        """Append text; emphasis counts as long as it has not been broken."""
        if (is_emphasised or not text.strip()) and self.lead == self.length:
            self.lead += len(text)
        self.parts.append(text)
        self.length += len(text)


class Walk:
    """Gathers blocks, omissions and comments of one document."""

    def __init__(
        self, styles: Mapping[str, Style], comments: Mapping[str, Note]
    ) -> None:
        self._styles = styles
        self._comments = comments
        self._open_comments: dict[str, list[str]] = {}
        self._befores: dict[str, str] = {}
        #: The paragraph so far; the last one between two paragraphs.
        self._said: list[str] = []
        self._placed: set[str] = set()
        self._paragraphs = 0
        self.told: Counter[str] = Counter()
        self.omissions: list[Omission] = []
        self.comments: list[Comment] = []
        self.title: str | None = None

    @property
    def where(self) -> str:
        """The paragraph that the walk has come to."""
        return f"paragraph {self._paragraphs}"

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """The lines and tables under an element, in the order of reading."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield self._table(element)
            elif name in _DELETED:
                self._delete(element)
            elif name == "altChunk":
                self.omissions.append(Omission("embedded document", self.where, ""))
            elif name in _TRANSPARENT:
                self._tell_insertion(name)
                yield from self.blocks(element)
            elif name.startswith("comment"):
                self._mark_comment(name, element)

    def _tell_insertion(self, name: str) -> None:
        if name in {"ins", "moveTo"}:
            self.told["insertion"] += 1

    # --- paragraphs ------------------------------------------------------------------

    def _paragraph(self, element: _Element) -> Iterator[Block]:
        self._paragraphs += 1
        properties = child(element, "pPr")
        style = style_of(properties, "pStyle", self._styles)
        if child(properties, "numPr") is not None:
            self.told["number"] += 1
        paragraph = Paragraph(style)
        self._said = paragraph.parts
        self._inline(element, paragraph)
        text = "".join(paragraph.parts)
        if style.is_title and text.strip() and self.title is None:
            self.title = text.strip()
        for said in self._open_comments.values():
            said.append("\n")
        yield from self._lines(text, paragraph, child(properties, "outlineLvl"))
        for box in paragraph.boxes:
            self.told["text box"] += 1
            yield from self.blocks(box)

    def _lines(
        self, text: str, paragraph: Paragraph, outline: _Element | None
    ) -> Iterator[Line]:
        is_heading = paragraph.style.is_heading or outline is not None
        is_first = True
        for part in text.split("\n"):
            if part.strip():
                yield Line(
                    part,
                    self.where,
                    lead=min(paragraph.lead, len(part)) if is_first else 0,
                    is_heading=is_heading and is_first,
                    opens_paragraph=is_first,
                )
                is_first = False

    def _inline(self, parent: _Element, paragraph: Paragraph) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, paragraph)
            elif name == "t":
                # Mathematics keeps its text outside runs of its own kind.
                self._say(element.text or "", paragraph, is_emphasised=False)
            elif name in _DELETED:
                self._delete(element)
            elif name == "rt":
                self._list("reading aid", "".join(_all_text(element)))
            elif name.startswith("comment"):
                self._mark_comment(name, element)
            elif name in _TRANSPARENT or name in {"f", "num", "den", "e", "sup", "sub"}:
                self._tell_insertion(name)
                self._inline(element, paragraph)

    def _run(self, run: _Element, paragraph: Paragraph) -> None:
        properties = child(run, "rPr")
        style = style_of(properties, "rStyle", self._styles)
        if is_on(properties, "vanish") or style.is_hidden or paragraph.style.is_hidden:
            self._hide(run)
            return
        is_emphasised = style.is_emphasised or any(
            is_on(properties, mark) for mark in EMPHASES
        )
        colour = value(child(properties, "highlight"))
        before = len(paragraph.parts)
        for element in run:
            self._in_run(element, paragraph, is_emphasised=is_emphasised)
        if colour and colour != "none":
            self._highlight(colour, paragraph, before)

    def _highlight(self, colour: str, paragraph: Paragraph, start: int) -> None:
        """Words with a marker over them; runs in a row are one passage."""
        said = "".join(paragraph.parts[start:])
        if not said.strip():
            return
        before = "".join(paragraph.parts[:start])
        text = f"highlighted {_spaced(colour)}"
        last = self.comments[-1] if self.comments else None
        if last and (last.text, last.where) == (text, self.where):
            whole = f"{last.before}{last.quote}"
            if before[-len(whole) :] == whole:
                self.comments[-1] = replace(last, quote=f"{last.quote}{said}")
                return
        self.told["highlight"] += 1
        self.comments.append(Comment(text, said, self.where, before[-CONTEXT:]))

    def _in_run(
        self, element: _Element, paragraph: Paragraph, *, is_emphasised: bool
    ) -> None:
        name = local(element)
        if name == "t":
            self._say(element.text or "", paragraph, is_emphasised=is_emphasised)
        elif name in _LITERAL:
            self._say(_LITERAL[name], paragraph, is_emphasised=is_emphasised)
        elif name == "sym":
            self.told["symbol"] += 1
            self._say("\N{REPLACEMENT CHARACTER}", paragraph, is_emphasised=False)
        elif name == "delText":
            self._list("deleted text", element.text or "")
        elif name in _PICTURES or name == "AlternateContent":
            self._picture(element, paragraph)
        elif name.startswith("comment"):
            self._mark_comment(name, element)
        elif name == "ruby":
            self._inline(element, paragraph)

    def _say(self, text: str, paragraph: Paragraph, *, is_emphasised: bool) -> None:
        # A line break in the XML itself is white space, not a soft break.
        said = text if text == "\n" else text.replace("\r", " ").replace("\n", " ")
        paragraph.add(said, is_emphasised=is_emphasised)
        for quoted in self._open_comments.values():
            quoted.append(said)

    def _picture(self, element: _Element, paragraph: Paragraph) -> None:
        """A text box is read once, though the file holds it for old Words too."""
        chosen = child(element, "Choice")
        boxes = [
            inner
            for inner in (element if chosen is None else chosen).iter()
            if local(inner) == "txbxContent"
        ]
        outer = [box for box in boxes if not _lies_in(box, boxes)]
        paragraph.boxes += outer
        if not outer:
            self.told["picture"] += 1

    # --- what is not talk ------------------------------------------------------------

    def _list(self, what: str, text: str) -> None:
        if text.strip():
            self.omissions.append(Omission(what, self.where, text))

    def _delete(self, element: _Element) -> None:
        self.told["deletion"] += 1
        self._list("deleted text", "".join(_all_text(element)))

    def _hide(self, run: _Element) -> None:
        text = "".join(_all_text(run))
        if text.strip():
            self.told["hidden"] += 1
            self._list("hidden text", text)

    def _mark_comment(self, name: str, element: _Element) -> None:
        """A comment opens, closes, or stands here."""
        identifier = value(element, "id") or ""
        if name == "commentRangeStart":
            self._open_comments[identifier] = []
            self._befores[identifier] = "".join(self._said)[-CONTEXT:]
        elif name == "commentRangeEnd":
            quote = "".join(self._open_comments.pop(identifier, ())).strip()
            self._comment(identifier, quote or None)
        elif name == "commentReference":
            self._comment(identifier, None)

    def _comment(self, identifier: str, quote: str | None) -> None:
        note = self._comments.get(identifier)
        if note and note.text and identifier not in self._placed:
            self._placed.add(identifier)
            before = self._befores.get(identifier, "")
            self.comments.append(
                Comment(note.text, quote, self.where, before, note.author)
            )

    # --- tables ----------------------------------------------------------------------

    def _table(self, element: _Element) -> Table:
        return Table([self._row(row) for row in _find(element, "tr")])

    def _row(self, row: _Element) -> list[Cell]:
        cells: list[Cell] = []
        for cell in _find(row, "tc"):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            width = value(child(properties, "gridSpan")) or "1"
            cells.append(
                Cell(
                    list(_flat(self.blocks(cell))),
                    int(width) if width.isdecimal() else 1,
                    merge is not None and value(merge) != "restart",
                )
            )
        return cells


def _spaced(colour: str) -> str:
    """'darkBlue' as people say it."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in colour).strip()


def _flat(blocks: Iterator[Block]) -> Iterator[Line]:
    """Lines of a cell; a table inside it gives its cells one after another."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from cell.lines


def _find(parent: _Element, name: str) -> Iterator[_Element]:
    """Rows or cells, also where a content control or a change stands around them."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in _TRANSPARENT:
            yield from _find(element, name)


def _lies_in(box: _Element, boxes: list[_Element]) -> bool:
    return any(parent in boxes for parent in box.iterancestors())


def _all_text(element: _Element) -> Iterator[str]:
    for inner in element.iter():
        name = local(inner)
        if name in {"t", "delText"}:
            yield inner.text or ""
        elif name in _LITERAL:
            yield _LITERAL[name]
        elif name == "p" and inner is not element:
            yield "\n"


def plain_text(element: _Element) -> str:
    """The words under an element, paragraphs by one LF: for notes and headers."""
    return "".join(_all_text(element)).strip()
