"""What is refused before any parser sees it: hostile archives, declarations, giants."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import ImportRejectedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

#: A day of talk is about 1 MB of text; scanned PDFs are larger.
MAX_FILE_BYTES: Final = 50_000_000
MAX_CHARACTERS: Final = 20_000_000

_MAX_MEMBERS: Final = 5_000
_MAX_MEMBER_BYTES: Final = 64_000_000
_MAX_TOTAL_BYTES: Final = 200_000_000
_MAX_RATIO: Final = 200
# Below this size a repetitive transcript may well compress by more than that.
_RATIO_MATTERS_FROM: Final = 10_000_000
_XML_SUFFIXES: Final = (".xml", ".rels", ".qde", ".qdc")
_DECLARATIONS: Final = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


def open_archive(
    data: bytes, reads: Callable[[str], bool] = lambda _: True
) -> zipfile.ZipFile:
    """An archive whose members are plain, few, small and stay in their folder.

    Args:
        data: the archive.
        reads: which parts will be read; the others may be of any size.

    Raises:
        ImportRejectedError: it is damaged, encrypted or built to do harm.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _DAMAGED:
        raise ImportRejectedError(
            "damaged: the archive inside the file cannot be opened. "
            "Open it in the program that made it and save it again."
        ) from None
    _check_amount(members, reads)
    for member in members:
        _check_member(member)
        if reads(member.orig_filename):
            _check_size(member)
    return archive


def _check_amount(members: list[zipfile.ZipInfo], reads: Callable[[str], bool]) -> None:
    names = [member.filename for member in members]
    if len(names) > _MAX_MEMBERS:
        raise _hostile(f"it has more than {_MAX_MEMBERS} parts")
    if len(set(names)) < len(names):
        raise _hostile("two of its parts have one name")
    read = [member.file_size for member in members if reads(member.orig_filename)]
    if sum(read) > _MAX_TOTAL_BYTES:
        raise _hostile(f"it unpacks to more than {_MAX_TOTAL_BYTES // 1_000_000} MB")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    if member.flag_bits & 0x1:
        raise ImportRejectedError(
            "encrypted: remove the password in the program that made the file."
        )
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
        raise _hostile("a part would be written outside its folder")
    if "\\" in name or "\0" in name or _DRIVE.match(name):
        raise _hostile("a part has a name that is no plain path")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _hostile("a part is a link")


def _check_size(member: zipfile.ZipInfo) -> None:
    if member.file_size > _MAX_MEMBER_BYTES:
        raise _hostile(f"a part is larger than {_MAX_MEMBER_BYTES // 1_000_000} MB")
    is_large = member.file_size > _RATIO_MATTERS_FROM
    if is_large and member.file_size > _MAX_RATIO * max(1, member.compress_size):
        raise _hostile(f"a part unpacks to more than {_MAX_RATIO} times its size")


def _hostile(found: str) -> ImportRejectedError:
    return ImportRejectedError(
        f"not safe to open: {found}. "
        "If you trust the file, save it again in the program that made it."
    )


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, streamed and cut off where it lies about its size."""
    try:
        with archive.open(name) as member:
            data = member.read(_MAX_MEMBER_BYTES + 1)
    except (*_DAMAGED, KeyError, RuntimeError):
        raise ImportRejectedError(
            "damaged: a part of the file is missing or cannot be unpacked. "
            "Open it in the program that made it and save it again."
        ) from None
    if len(data) > _MAX_MEMBER_BYTES:
        raise _hostile(f"a part is larger than {_MAX_MEMBER_BYTES // 1_000_000} MB")
    if name.lower().endswith(_XML_SUFFIXES) and _declares(data):
        raise _hostile("it declares a document type")
    return data


def _declares(data: bytes) -> bool:
    return any(mark in data for mark in _DECLARATIONS)


def refuse_declarations(archive: zipfile.ZipFile) -> None:
    """No XML part declares a document type: every one was looked at."""
    for name in archive.namelist():
        if name.lower().endswith(_XML_SUFFIXES):
            read_member(archive, name)


def parse_xml(data: bytes) -> _Element:
    """The root of a document that declares nothing and reaches nowhere."""
    from lxml import etree  # noqa: PLC0415  # costs 20 ms that captions need not pay

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ImportRejectedError(
            "damaged: its XML is not well-formed or nested too deeply. "
            "Open it in the program that made it and save it again."
        ) from None
    # An encoding that the scan for '<!DOCTYPE' does not know still ends here.
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        raise _hostile("it declares a document type")
    return root
