"""Strings of the identity key in text, markup and pages, whatever the writing."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from html.parser import HTMLParser
from typing import IO, TYPE_CHECKING, Final
from weakref import WeakKeyDictionary
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from workbench.errors import RefusedError
from workbench.people.leak_finder import HUMP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.sax.xmlreader import AttributesImpl

    from workbench.people.leak_finder import LeakFinder

_PIECE: Final = 2**20
_OVERLAP: Final = 200
_BREAKING: Final = """
p br tab cr tr tc td th li div row c si is h1 h2 h3 h4 h5 h6 title subject creator
description keywords category lastmodifiedby company manager lpstr lpwstr
"""
#: Elements after which a new word begins; within others a word may be cut in two.
_BREAKS: Final = frozenset(_BREAKING.split())
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt])")

Found = Counter[tuple[str, int]]

#: What stands in attributes that were looked through before, by finder.
_ATTRIBUTES: WeakKeyDictionary[LeakFinder, dict[str, Found]] = WeakKeyDictionary()


def unreadable(why: str) -> RefusedError:
    """What is said of a file of which nothing can be promised."""
    return RefusedError(
        f"a file cannot be looked through for names ({why}), so it is not handed out."
    )


def in_name(name: str, finder: LeakFinder) -> Found:
    """A file name's strings, also where words are written in one: JanaNovak.docx."""
    return in_words(name, finder) | in_words(HUMP.sub(" ", name), finder)


def in_words(text: str, finder: LeakFinder) -> Found:
    """The text's strings; also as JSON means it."""
    found = _found(text, finder)
    meant = _ESCAPE.sub(_meant, text)
    if meant != text:
        found |= _found(meant, finder)
    return found


def _found(text: str, finder: LeakFinder) -> Found:
    return Found((leak.participant, leak.entry) for leak in finder.find(text))


def _meant(escape: re.Match[str]) -> str:
    """The letter that an escape of JSON stands for; a blank for ends of lines."""
    return chr(int(escape[1], 16)) if escape[1] else "\n"


def in_text(file: IO[bytes], finder: LeakFinder) -> Found:
    """The strings in text, tables and JSON, in any of the usual encodings."""
    total = Found()
    # a name can run over the end of any line, so also over that of a piece
    for piece in _pieces(file, _OVERLAP):
        total += in_words(piece, finder)
    return total


def _pieces(file: IO[bytes], overlap: int = 0) -> Iterator[str]:
    """The file's text, each piece beginning with so many signs of the one before."""
    text = io.TextIOWrapper(file, encoding=_encoding_of(file), errors="replace")
    try:
        before = ""
        while chunk := text.read(4 * _PIECE):
            yield before + chunk
            before = chunk[-overlap:] if overlap else ""
    finally:
        text.detach()


def _encoding_of(file: IO[bytes]) -> str:
    """UTF-8 unless the bytes are no UTF-8, as from an older spreadsheet."""
    start = file.read(_PIECE)
    file.seek(0)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        # as a stream, since the sample can end within a letter
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1250"
    return "utf-8-sig"


class _Gathered:
    """The text of markup, read in two ways, since a name can be cut by either.

    Joined: only paragraphs and cells part words, as a name can be cut by formatting.
    Broken: every element parts words, as neighbouring fields can run together.
    """

    def __init__(self, finder: LeakFinder) -> None:
        self._finder = finder
        self._known = _ATTRIBUTES.setdefault(finder, {})
        self._joined: list[str] = []
        self._broken: list[str] = []
        self._size = 0
        self.total = Found()

    def text(self, data: str) -> None:
        self._joined.append(data)
        self._broken.append(data)
        self._size += len(data)

    def attribute(self, value: str) -> None:
        # widths and names of styles come by the hundred thousand, a few of them new
        if value not in self._known:
            self._known[value] = in_words(value, self._finder)
        if self._known[value]:
            self.total += self._known[value]

    def boundary(self, name: str) -> None:
        self._broken.append("\n")
        if name.rpartition(":")[2].lower() in _BREAKS:
            self._joined.append("\n")
            if self._size > _PIECE:
                self.settle()

    def settle(self) -> Found:
        """Count what was gathered since the last time."""
        joined = in_words("".join(self._joined), self._finder)
        self.total += joined | in_words("".join(self._broken), self._finder)
        self._joined, self._broken, self._size = [], [], 0
        return self.total


class _XmlGatherer(ContentHandler):
    def __init__(self, gathered: _Gathered) -> None:
        super().__init__()
        self._gathered = gathered

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        self._gathered.boundary(name)
        for _, value in attrs.items():  # noqa: PERF102 - these have no values()
            self._gathered.attribute(value)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        self._gathered.boundary(name)

    def characters(self, content: str) -> None:
        self._gathered.text(content)


class _HtmlGatherer(HTMLParser):
    def __init__(self, gathered: _Gathered) -> None:
        super().__init__(convert_charrefs=True)
        self._gathered = gathered

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._gathered.boundary(tag)
        for _, value in attrs:
            self._gathered.attribute(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._gathered.boundary(tag)

    def handle_data(self, data: str) -> None:
        self._gathered.text(data)

    def handle_comment(self, data: str) -> None:
        self._gathered.attribute(data)


class _KeptOpen:
    """A stream that the XML reader cannot close."""

    def __init__(self, file: IO[bytes]) -> None:
        self.read = file.read

    def close(self) -> None:
        """Nothing: it may have to be read again in another way."""


def in_xml(file: IO[bytes], finder: LeakFinder) -> Found:
    """The strings in XML: between elements, across them, and in attributes."""
    gathered = _Gathered(finder)
    try:
        sax.parse(_KeptOpen(file), _XmlGatherer(gathered), forbid_dtd=True)
    except (DefusedXmlException, SAXParseException):
        # no well-formed XML, or with a document type: read as a browser reads
        file.seek(0)
        return in_html(file, finder)
    return gathered.settle()


def in_pdf(file: IO[bytes], finder: LeakFinder) -> Found:
    """The words of its pages and properties; pictures of words are not looked into.

    Raises:
        RefusedError: its text cannot be read, so nothing can be promised.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    total = Found()
    try:
        reader = PdfReader(io.BytesIO(file.read()))
        for value in (reader.metadata or {}).values():
            total += in_words(str(value), finder)
        for page in reader.pages:
            text = page.extract_text()
            # a word may be cut at the end of a line
            total += in_words(text, finder) | in_words(text.replace("-\n", ""), finder)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise unreadable("the text of a PDF cannot be read") from error
    return total


def in_html(file: IO[bytes], finder: LeakFinder) -> Found:
    """The strings in a page: its words, attributes, comments and scripts."""
    gathered = _Gathered(finder)
    parser = _HtmlGatherer(gathered)
    for piece in _pieces(file):
        parser.feed(piece)
    parser.close()
    return gathered.settle()
