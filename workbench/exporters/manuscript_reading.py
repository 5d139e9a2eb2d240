"""A draft in Word, read for what it quotes and whom it cites; never written to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError, RefusedError, StorageError
from workbench.importers.guard import open_archive, parse_xml, read_member
from workbench.importers.word_xml import child, local, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

_PARTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
#: Opening mark -> the marks that close it.
_PAIRS: Final = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u2018": "\u2019",
    '"': '"',
}
_QUOTE_STYLES: Final = re.compile(r"quot|block ?text", re.IGNORECASE)
#: Fewer words than this in quotation marks are a word held at arm's length.
_FEWEST: Final = 3
_AFTER: Final = 90
_CITED: Final = re.compile(r"^[\s.,;:!?\u2014\u2013-]*[(\[]([^()\[\]]{1,80})[)\]]")
_TRAILING: Final = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*\.?\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the draft."""

    number: int
    text: str
    style: str
    #: document, footnotes or endnotes
    part: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands in quotation marks, or as a block, and what is cited with it."""

    passage: int
    text: str
    #: What stands in brackets after it; empty where nothing does.
    citation: str
    is_block: bool


def read_draft(path: Path) -> list[Passage]:
    """The paragraphs of a Word file, in order, tables and notes included.

    Raises:
        StorageError: it cannot be read.
        RefusedError: it is no Word file, or one built to do harm.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(path, error.strerror or "it cannot be read") from error
    try:
        with open_archive(data) as archive:
            found = [name for name in _PARTS if name in archive.namelist()]
            if _PARTS[0] not in found:
                raise RefusedError(f"{path.name}: not a Word file (.docx).")
            styles = _style_names(archive.namelist(), lambda n: read_member(archive, n))
            parts = [(n, parse_xml(read_member(archive, n))) for n in found]
    except ImportRejectedError as error:
        raise RefusedError(f"{path.name}: {error}") from error
    passages: list[Passage] = []
    for name, root in parts:
        part = name.removeprefix("word/").removesuffix(".xml")
        for text, style in _paragraphs(root):
            if text.strip():
                number = len(passages) + 1
                passages.append(Passage(number, text, styles.get(style, style), part))
    return passages


def _style_names(members: list[str], read: object) -> dict[str, str]:
    """What the styles are called, by their ids."""
    if "word/styles.xml" not in members:
        return {}
    root = parse_xml(read("word/styles.xml"))  # type: ignore[operator]
    found = {}
    for style in root:
        if local(style) == "style":
            called = value(child(style, "name")) or ""
            found[value(style, "styleId") or ""] = called
    return found


def _paragraphs(root: _Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        if local(element) == "p":
            properties = child(element, "pPr")
            style = child(properties, "pStyle") if properties is not None else None
            yield _text(element), value(style) or ""


def _text(paragraph: _Element) -> str:
    """The words as they will be printed: insertions in, deletions out."""
    pieces: list[str] = []
    for element in paragraph.iter():
        name = local(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name in ("tab", "br", "cr"):
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def quotations(passages: list[Passage]) -> list[Quotation]:
    """Everything that reads as somebody's words, in order."""
    found: list[Quotation] = []
    for passage in passages:
        if _QUOTE_STYLES.search(passage.style):
            found.append(_block(passage))
        else:
            found.extend(_inline(passage))
    return [each for each in found if len(each.text.split()) >= _FEWEST]


def _block(passage: Passage) -> Quotation:
    text = passage.text.strip()
    cited = _TRAILING.search(text)
    citation = cited[1] if cited else ""
    if cited:
        text = text[: cited.start()]
    said = text.strip(' "\u201c\u201d')
    return Quotation(passage.number, said, citation, is_block=True)


def _inline(passage: Passage) -> Iterator[Quotation]:
    text, at = passage.text, 0
    while at < len(text):
        closing = _PAIRS.get(text[at])
        if closing is None or not _opens(text, at):
            at += 1
            continue
        end = _end(text, at, closing)
        if end is None:
            at += 1
            continue
        after = text[end + 1 : end + 1 + _AFTER]
        cited = _CITED.match(after)
        said = text[at + 1 : end].strip()
        citation = cited[1] if cited else ""
        yield Quotation(passage.number, said, citation, is_block=False)
        at = end + 1


def _opens(text: str, at: int) -> bool:
    """Whether a mark stands where a quotation can begin, not within a word."""
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


def _end(text: str, at: int, closing: str) -> int | None:
    """Where the quotation closes; an apostrophe within a word closes nothing."""
    for place in range(at + 1, len(text)):
        if text[place] not in closing:
            continue
        after = text[place + 1 : place + 2]
        if not after.isalnum():
            return place
    return None
