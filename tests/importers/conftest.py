"""The whole way from bytes to a transcript, in this process for speed.

test_child.py shows that the child process gives the same.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Protocol

import docx
import pytest

from workbench.errors import ImportRejectedError
from workbench.importers.child import container_of
from workbench.importers.identify import read_source
from workbench.importers.parsed import ParsedTranscript
from workbench.importers.source import Source
from workbench.importers.turns import lay_out

if TYPE_CHECKING:
    from docx.document import Document


class Parse(Protocol):
    """What the fixture `parse` gives."""

    def __call__(
        self, content: str | bytes, file: str = "talk.txt", encoding: str | None = None
    ) -> ParsedTranscript: ...


class ParseWord(Protocol):
    """What the fixture `parse_word` gives."""

    def __call__(self, document: Document) -> ParsedTranscript: ...


@pytest.fixture(scope="session")
def parse() -> Parse:
    def parsed(
        content: str | bytes, file: str = "talk.txt", encoding: str | None = None
    ) -> ParsedTranscript:
        data = content.encode() if isinstance(content, str) else content
        source = Source(file, data, encoding)
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            return lay_out(file, sha256, read_source(source))
        except ImportRejectedError as error:
            kept = container_of(source)
            return ParsedTranscript(file, sha256, kept, "rejected", str(error))

    return parsed


@pytest.fixture(scope="session")
def parse_word(parse: Parse) -> ParseWord:
    def parsed(document: Document) -> ParsedTranscript:
        return parse(saved(document), "talk.docx")

    return parsed


@pytest.fixture
def document() -> Document:
    return docx.Document()


def saved(document: Document) -> bytes:
    """The document's file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
