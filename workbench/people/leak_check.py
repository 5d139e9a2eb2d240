"""No string of the identity key leaves: every file is looked through before it goes.

Looked into: the file's name; text, tables, JSON and HTML; every part of Word, Excel,
REFI-QDA and other zipped files with the parts' names and the document's properties;
the words of PDF pages. Not looked into: pictures, sound, and other bytes that are no
text (docs/people.md).
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from workbench.errors import IdentityLeakError, RefusedError
from workbench.people.leak_finder import LeakFinder
from workbench.people.leak_reading import (
    Found,
    in_html,
    in_name,
    in_pdf,
    in_text,
    in_words,
    in_xml,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.people.identity_key import IdentityKey

_LARGEST_PART: Final = 256 * 2**20
_LARGEST_NESTED: Final = 64 * 2**20
_MOST_PARTS: Final = 10_000
_DEEPEST: Final = 3
#: The flag of a zip file's member that says so.
_ENCRYPTED: Final = 0x1
#: What the unpacking says of bytes that are no such member, or of no known packing.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,
)
_XML: Final = (".xml", ".rels", ".qde", ".qdc", ".svg")
_HTML: Final = (".html", ".htm")


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
    found: dict[str | None, Found] = {None: in_name(path.name, finder)}
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
        found[part] = found.get(part, Found()) + in_xml(file, finder)
    elif start.startswith(b"%PDF"):
        found[part] = found.get(part, Found()) + in_pdf(file, finder)
    elif suffix in _HTML:
        found[part] = found.get(part, Found()) + in_html(file, finder)
    elif b"\0" not in start or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found[part] = found.get(part, Found()) + in_text(file, finder)


def _look_into_archive(
    file: IO[bytes],
    part: str,
    found: dict[str | None, Found],
    finder: LeakFinder,
    depth: int,
) -> None:
    if depth >= _DEEPEST:
        raise unreadable("it has archives within archives within archives")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS:
                raise unreadable(f"it has more than {_MOST_PARTS} parts")
            comment = archive.comment.decode("utf-8", "replace")
            found[part] = found.get(part, Found()) + in_words(comment, finder)
            for number, member in enumerate(members, start=1):
                shown = _shown(member.filename, finder, f"part {number}")
                inner = f"{part}/{shown}" if part else shown
                remark = member.comment.decode("utf-8", "replace")
                # two members can have one name
                found[inner] = found.get(inner, Found()) + (
                    in_name(member.filename, finder) | in_words(remark, finder)
                )
                if member.is_dir():
                    continue
                if member.flag_bits & _ENCRYPTED:
                    raise unreadable("it is encrypted")
                with archive.open(member) as given:
                    limited = _within_limits(given, member)
                    _look_into(
                        limited, member.filename, inner, found, finder, depth=depth + 1
                    )
    except _DAMAGED as error:
        raise unreadable("it is damaged") from error


def _within_limits(given: IO[bytes], member: zipfile.ZipInfo) -> IO[bytes]:
    """The member as a stream, or in memory where it is an archive of its own."""
    if member.file_size > _LARGEST_PART:
        raise unreadable(f"a part is larger than {_LARGEST_PART // 2**20} MB")
    if given.read(4) != b"PK\x03\x04":
        given.seek(0)
        return given
    given.seek(0)
    data = given.read(_LARGEST_NESTED + 1)
    if len(data) > _LARGEST_NESTED:
        raise unreadable("an archive within it is too large")
    return io.BytesIO(data)


def _shown(name: str, finder: LeakFinder, instead: str) -> str:
    """The name, unless it would give away whom it names."""
    return instead if in_name(name, finder) else name
