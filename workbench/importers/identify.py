"""Which importer reads a file: told by its content, never by its name alone."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from workbench.errors import AmbiguousFormatError, UnknownFormatError
from workbench.importers import labelled_text
from workbench.importers.rejects import refuse_foreign, refuse_other_text

if TYPE_CHECKING:
    from workbench.importers.importer import Importer, Reading
    from workbench.importers.source import Source

# Named rather than imported: a caption file need not wait for the XML library.
_BY_BYTES: Final = ("word", "opendocument", "spreadsheet", "rich_text", "pdf")
_BY_TEXT: Final = ("captions", "delimited", "structured", "web_page", "markdown")


def _importer(name: str) -> Importer:
    return cast("Importer", import_module(f"workbench.importers.{name}"))


def read_source(source: Source) -> Reading:
    """What the one importer that knows this file makes of it.

    Raises:
        ImportRejectedError: nothing can be read; the message says why.
    """
    refuse_foreign(source)
    names = _BY_TEXT if source.is_text else _BY_BYTES
    claims = [
        importer for name in names if (importer := _importer(name)).identify(source)
    ]
    if len(claims) > 1:
        raise AmbiguousFormatError(source.file, [importer.NAME for importer in claims])
    if claims:
        return claims[0].read(source)
    if not source.is_text:
        raise UnknownFormatError(
            "not a kind of file the workbench reads. "
            "Save the transcript as Word, plain text or captions."
        )
    refuse_other_text(source.text)
    return labelled_text.read(source)
