"""PDF with a text layer: lines as they stand on the pages, wrapped lines joined."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.dialogue import read_dialogue
from workbench.importers.lines import Line
from workbench.importers.notices import Code, warning
from workbench.importers.parsed import Omission
from workbench.importers.rejects import refuse_other_text
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PdfReader

    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "PDF"

_MAX_PAGES: Final = 2_000
_FEWEST_MARGIN_NUMBERS: Final = 4
_BROKEN_WORD: Final = re.compile(r"([^\W\d_]{2,})[-\u00ad\u2010]$")
# What clings to the word's end, such as a comma, goes up with it.
_NEXT_PART: Final = re.compile(r"([^\W\d_]+)\S*")


def identify(source: Source) -> bool:
    """It begins as PDF does."""
    return source.is_pdf


def read(source: Source) -> Reading:
    """Every line of every page as talk, label, or a listed page edge."""
    pages = _pages(source.data)
    if not any(line.strip() for page in pages for line in page):
        raise ImportRejectedError(
            "no text layer: the pages are pictures. "
            "Run text recognition on the file, or use the original."
        )
    refuse_other_text("\n".join(line for page in pages for line in page))
    lines, edges = _without_edges(pages)
    lines, rejoined = _without_hyphens(lines)
    reading = read_dialogue(lines, "pdf")
    reading.omissions += edges
    told = "read from page layout; compare it with the pages"
    if rejoined:
        told += f"; {counted(rejoined, 'word')} rejoined at line ends"
    reading.warnings.append(warning(Code.PDF_LAYOUT, "whole file", told))
    return reading


def _pages(data: bytes) -> list[list[str]]:
    from pypdf import PdfReader  # noqa: PLC0415  # a quarter second others save

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return _decrypted(reader)
        return _texts(reader)
    except (ImportRejectedError, MemoryError):
        raise
    except Exception as error:
        # pypdf meets a broken file with whatever its own code then trips over.
        raise ImportRejectedError(
            "damaged: the PDF cannot be read. "
            "Print it to a new PDF, or use the original."
        ) from error


def _decrypted(reader: PdfReader) -> list[list[str]]:
    """Pages that only forbid printing and the like open without a password."""
    if not reader.decrypt(""):
        raise ImportRejectedError("password-protected: remove the password first.")
    return _texts(reader)


def _texts(reader: PdfReader) -> list[list[str]]:
    if len(reader.pages) > _MAX_PAGES:
        raise ImportRejectedError(f"more than {_MAX_PAGES} pages. Split the file.")
    return [_page_lines(page.extract_text()) for page in reader.pages]


def _page_lines(text: str) -> list[str]:
    # Some writers put a tab where every space is.
    if text.count("\t") > text.count(" "):
        text = text.replace("\t", " ")
    return text.split("\n")


def _without_edges(pages: Sequence[list[str]]) -> tuple[list[Line], list[Omission]]:
    """Lines of talk, and the first and last lines that every page repeats."""
    told = Counter(
        _shape(line) for page in pages for line in {*_edge(page)} if line.strip()
    )
    repeated = {
        shape for shape, count in told.items() if count >= max(3, len(pages) / 2)
    }
    lines: list[Line] = []
    edges: list[Omission] = []
    for number, page in enumerate(pages, start=1):
        after_blank = number == 1
        edge = {*_edge(page)}
        margin = _margin_numbers(page)
        if margin:
            numbers = " ".join(page[at - 1].strip() for at in sorted(margin))
            edges.append(Omission("margin numbers", f"page {number}", numbers))
        for at, text in enumerate(page, start=1):
            where = f"page {number}, line {at}"
            if at in margin:
                continue
            if text in edge and _shape(text) in repeated:
                edges.append(Omission("page edge", where, text.strip()))
            elif text.strip():
                lines.append(Line(text, where, opens_paragraph=after_blank))
            after_blank = not text.strip()
    return lines, edges


def _margin_numbers(page: Sequence[str]) -> set[int]:
    """Lines that are the numbers of a margin, read as a column after the text."""
    runs: list[list[int]] = [[]]
    for at, text in enumerate(page, start=1):
        if not text.strip().isdecimal():
            runs.append([])
        else:
            runs[-1].append(at)
    return {at for run in runs if len(run) >= _FEWEST_MARGIN_NUMBERS for at in run}


def _edge(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return [*filled[:1], *filled[-1:]]


def _shape(line: str) -> str:
    """The line with its numbers made equal, as page numbers differ."""
    return re.sub(r"\d+", "0", line.strip())


def _without_hyphens(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """Words that a line end has broken made whole, and how many.

    A hyphen that the document also writes within a line is the word's own.
    """
    own = set(re.findall(r"[^\W\d_]+-[^\W\d_]+", " ".join(line.text for line in lines)))
    joined: list[Line] = []
    count = 0
    for line in lines:
        broken = _BROKEN_WORD.search(joined[-1].text.rstrip()) if joined else None
        part = _NEXT_PART.match(line.text)
        if not (broken and part and part[0][0].islower() and not line.opens_paragraph):
            joined.append(line)
            continue
        count += 1
        head = joined[-1].text.rstrip()
        keeps = f"{broken[1]}-{part[1]}" in own
        whole = (head if keeps else head[:-1]) + part[0]
        joined[-1] = replace(joined[-1], text=whole)
        rest = line.text[part.end() :]
        if rest.strip():
            joined.append(replace(line, text=rest))
    return joined, count
