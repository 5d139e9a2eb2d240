"""No string of the identity key leaves: every file is looked through before it goes.

Looked into: the file's name; text, tables, JSON and HTML; every part of Word, Excel,
REFI-QDA and other zipped files with the parts' names and the document's properties;
the words of PDF pages. Not looked into: pictures, sound, and other bytes that are no
text (docs/people.md).
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final
from weakref import WeakKeyDictionary
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from workbench.errors import IdentityLeakError, RefusedError
from workbench.people.leak_finder import LeakFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.sax.xmlreader import AttributesImpl

    from workbench.people.identity_key import IdentityKey

_LARGEST_PART: Final = 256 * 2**20
_LARGEST_NESTED: Final = 64 * 2**20
_MOST_PARTS: Final = 10_000
_DEEPEST: Final = 3
_PIECE: Final = 2**20
_OVERLAP: Final = 200
_XML: Final = (".xml", ".rels", ".qde", ".qdc", ".svg")
_HTML: Final = (".html", ".htm")
_BREAKING: Final = """
p br tab cr tr tc td th li div row c si is h1 h2 h3 h4 h5 h6 title subject creator
description keywords category lastmodifiedby company manager lpstr lpwstr
"""
#: Elements after which a new word begins; within others a word may be cut in two.
_BREAKS: Final = frozenset(_BREAKING.split())
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_HUMP: Final = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")

Found = Counter[tuple[str, int]]

#: What stands in attributes that were looked through before, by finder.
_ATTRIBUTES: WeakKeyDictionary[LeakFinder, dict[str, Found]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class FileLeak:
    """How often one entry of the key stands in one part of a file."""

    #: The part of a zipped file; empty for the file's own text, None for its name.
    part: str | None
    participant: str
    entry: int
    count: int


def check_file(path: Path, key: IdentityKey) -> list[FileLeak]:
    """Every string of the key in the file, its parts, properties and names.

    Raises:
        RefusedError: it cannot be looked through whole, so nothing can be promised.
    """
    return _check(path, LeakFinder(key))


def refuse_leaks(paths: Iterable[Path], key: IdentityKey) -> None:
    """None of these files, and no file in these folders, holds a string of the key.

    Raises:
        IdentityLeakError: some do; where, of whom and how often, but not what.
        RefusedError: one cannot be looked through.
    """
    finder = LeakFinder(key)
    lines = []
    for number, path in enumerate(_all_files(paths), start=1):
        for leak in _check(path, finder):
            shown = _shown(path.name, finder, f"file {number}")
            place = "its name" if leak.part is None else leak.part or "its text"
            lines.append(
                f"{shown}, {place}: entry {leak.entry} of {leak.participant}, "
                f"{leak.count} times."
            )
    if lines:
        lines.append("Pseudonymise these places; nothing was handed out.")
        raise IdentityLeakError("\n".join(lines))


def _all_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def _check(path: Path, finder: LeakFinder) -> list[FileLeak]:
    found: dict[str | None, Found] = {None: _in_name(path.name, finder)}
    try:
        with path.open("rb") as file:
            _look_into(file, path.name, "", found, finder, depth=0)
    except OSError as error:
        msg = f"a file cannot be read ({error.strerror}), so it is not handed out."
        raise RefusedError(msg) from None
    return [
        FileLeak(part, participant, entry, count)
        for part, counts in found.items()
        for (participant, entry), count in sorted(counts.items())
    ]


def _look_into(
    file: IO[bytes],
    name: str,
    part: str,
    found: dict[str | None, Found],
    finder: LeakFinder,
    *,
    depth: int,
) -> None:
    """Whatever the bytes are: an archive's parts, markup, or plain text."""
    start = file.read(8192)
    file.seek(0)
    suffix = PurePosixPath(name.lower()).suffix
    if start.startswith(b"PK\x03\x04"):
        _look_into_archive(file, part, found, finder, depth)
    elif suffix in _XML or start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml"):
        found[part] = found.get(part, Found()) + _in_xml(file, finder)
    elif start.startswith(b"%PDF"):
        found[part] = found.get(part, Found()) + _in_pdf(file, finder)
    elif suffix in _HTML:
        found[part] = found.get(part, Found()) + _in_html(file, finder)
    elif b"\0" not in start or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found[part] = found.get(part, Found()) + _in_text(file, finder)


def _look_into_archive(
    file: IO[bytes],
    part: str,
    found: dict[str | None, Found],
    finder: LeakFinder,
    depth: int,
) -> None:
    if depth >= _DEEPEST:
        raise _unreadable("it has archives within archives within archives")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS:
                raise _unreadable(f"it has more than {_MOST_PARTS} parts")
            comment = archive.comment.decode("utf-8", "replace")
            found[part] = found.get(part, Found()) + _count(comment, finder)
            for number, member in enumerate(members, start=1):
                if member.is_dir():
                    continue
                shown = _shown(member.filename, finder, f"part {number}")
                inner = f"{part}/{shown}" if part else shown
                found[inner] = _in_name(member.filename, finder)
                with archive.open(member) as given:
                    limited = _within_limits(given, member)
                    _look_into(
                        limited, member.filename, inner, found, finder, depth=depth + 1
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _unreadable("it is damaged") from error
    except RuntimeError as error:
        raise _unreadable("it is encrypted") from error


def _within_limits(given: IO[bytes], member: zipfile.ZipInfo) -> IO[bytes]:
    """The member as a stream, or in memory where it is an archive of its own."""
    if member.file_size > _LARGEST_PART:
        raise _unreadable(f"a part is larger than {_LARGEST_PART // 2**20} MB")
    if given.read(4) != b"PK\x03\x04":
        given.seek(0)
        return given
    given.seek(0)
    data = given.read(_LARGEST_NESTED + 1)
    if len(data) > _LARGEST_NESTED:
        raise _unreadable("an archive within it is too large")
    return io.BytesIO(data)


def _unreadable(why: str) -> RefusedError:
    return RefusedError(
        f"a file cannot be looked through for names ({why}), so it is not handed out."
    )


def _shown(name: str, finder: LeakFinder, instead: str) -> str:
    """The name, unless it would give away whom it names."""
    return instead if _in_name(name, finder) else name


def _in_name(name: str, finder: LeakFinder) -> Found:
    """A file name's strings, also where words are written in one: JanaNovak.docx."""
    return _count(name, finder) | _count(_HUMP.sub(" ", name), finder)


def _count(text: str, finder: LeakFinder) -> Found:
    return Found((leak.participant, leak.entry) for leak in finder.find(text))


def _in_text(file: IO[bytes], finder: LeakFinder) -> Found:
    total = Found()
    for piece in _pieces(file):
        here = _count(piece, finder)
        if "\\u" in piece:
            plain = _ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), piece)
            here |= _count(plain, finder)
        total += here
    return total


def _pieces(file: IO[bytes]) -> Iterator[str]:
    """The file's text, cut where lines end."""
    rest = ""
    text = io.TextIOWrapper(file, encoding=_encoding_of(file), errors="replace")
    try:
        while chunk := text.read(_PIECE):
            rest += chunk
            cut = rest.rfind("\n") + 1
            if cut:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 4 * _PIECE:
                yield rest
                rest = rest[-_OVERLAP:]
        yield rest
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
            self._known[value] = _count(value, self._finder)
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
        joined = _count("".join(self._joined), self._finder)
        self.total += joined | _count("".join(self._broken), self._finder)
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


def _in_xml(file: IO[bytes], finder: LeakFinder) -> Found:
    gathered = _Gathered(finder)
    try:
        sax.parse(_KeptOpen(file), _XmlGatherer(gathered), forbid_dtd=True)
    except (DefusedXmlException, SAXParseException):
        # no well-formed XML, or with a document type: read as a browser reads
        file.seek(0)
        return _in_html(file, finder)
    return gathered.settle()


def _in_pdf(file: IO[bytes], finder: LeakFinder) -> Found:
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
            total += _count(str(value), finder)
        for page in reader.pages:
            text = page.extract_text()
            # a word may be cut at the end of a line
            total += _count(text, finder) | _count(text.replace("-\n", ""), finder)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable("the text of a PDF cannot be read") from error
    return total


def _in_html(file: IO[bytes], finder: LeakFinder) -> Found:
    gathered = _Gathered(finder)
    parser = _HtmlGatherer(gathered)
    for piece in _pieces(file):
        parser.feed(piece)
    parser.close()
    return gathered.settle()
