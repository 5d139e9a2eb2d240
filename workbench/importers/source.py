"""The file as it came: its bytes, and what can be seen of them without parsing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.decoding import Decoded, decode, looks_binary
from workbench.importers.guard import MAX_CHARACTERS, open_archive

if TYPE_CHECKING:
    import zipfile

_ZIP: Final = b"PK\x03\x04"
_PDF: Final = b"%PDF-"
_RTF: Final = b"{\\rtf"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SQLITE: Final = b"SQLite format 3\0"


@dataclass(frozen=True)
class Source:
    """One file's bytes. `encoding` is the researcher's choice, if she made one."""

    file: str
    data: bytes
    encoding: str | None = None

    @cached_property
    def is_archive(self) -> bool:
        """It is a zip file, as Word's, OpenDocument's and Excel's files are."""
        return self.data.startswith(_ZIP)

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The archive, after the guard has looked at it."""
        return open_archive(self.data)

    @cached_property
    def members(self) -> frozenset[str]:
        """Names of the archive's parts; none where it is no archive."""
        return frozenset(self.archive.namelist()) if self.is_archive else frozenset()

    @cached_property
    def is_pdf(self) -> bool:
        """It begins as PDF does, perhaps after a few stray bytes."""
        return _PDF in self.data[:1024] and not self.is_archive

    @cached_property
    def is_rtf(self) -> bool:
        """It is Rich Text."""
        return self.data.lstrip()[:5] == _RTF

    @cached_property
    def is_old_office(self) -> bool:
        """It is a compound file: an old Word file, or an encrypted new one."""
        return self.data.startswith(_OLE)

    @cached_property
    def is_database(self) -> bool:
        """It is an SQLite database."""
        return self.data.startswith(_SQLITE)

    @cached_property
    def is_text(self) -> bool:
        """It is lines of characters, whatever they mean."""
        own = self.is_archive or self.is_pdf or self.is_rtf
        other = self.is_old_office or self.is_database
        return not (own or other or looks_binary(self.data))

    @cached_property
    def decoded(self) -> Decoded:
        """The text of a text file, and what was decided to get it."""
        decoded = decode(self.data, self.encoding)
        if len(decoded.text) > MAX_CHARACTERS:
            raise ImportRejectedError(
                f"more than {MAX_CHARACTERS // 1_000_000} million characters: "
                "no interview is that long. Split the file."
            )
        return decoded

    @cached_property
    def text(self) -> str:
        """The text of a text file; empty for any other."""
        return self.decoded.text if self.is_text else ""
