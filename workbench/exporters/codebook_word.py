"""A codebook as a Word document: one portrait table, ready for an appendix.

Columns as journals print them: code, definition, when to apply it, when not, an
example, where it comes from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.coding.codebook_files import LABELS
from workbench.exporters import word
from workbench.exporters.table import Column, Line, Table, Text
from workbench.in_words import counted, origin_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.coding.codebook import Codebook, CodebookEntry
    from workbench.exporters.table import Block, Cell

_COLUMNS: Final = (
    Column("Code", 2.8),
    Column("Definition", 4.1),
    Column("Include when", 2.8),
    Column("Exclude when", 2.9),
    Column("Example", 2.5),
    Column("Origin", 1.9),
)
#: Fields that stand below the definition where a code has them.
_BELOW: Final = ("attributes", "acts_on", "overlaps", "echoes", "mapping", "notes")
# a word that would be cut in two at the edge of a narrow column
_LONG = re.compile(r"\S{22,}")
_SMALL: Final = "jmir"


def codebook_docx(
    book: Codebook, style: str = _SMALL, *, with_ids: bool = True
) -> bytes:
    """Write a codebook as a titled Word document with one captioned table.

    Args:
        book: the codebook.
        style: the house style.
        with_ids: whether the ids of codes stand below their names.
    """
    above = (book.about, book.source and f"Sources: {book.source}")
    blocks: list[Block] = [Text(_broken(text)) for text in above if text]
    rows = list(_rows(book, with_ids=with_ids))
    # a column that no code fills is left out
    used = [
        place
        for place in range(len(_COLUMNS))
        if any(len(row) > 1 and row[place] for row in rows)
    ]
    blocks.append(
        Table(
            f"Codebook: {book.title}" if with_ids else "Codebook",
            [_COLUMNS[place] for place in used],
            [row if len(row) == 1 else [row[place] for place in used] for row in rows],
            list(_notes(book)),
        )
    )
    title = book.title if with_ids else f"{book.title}: codebook"
    return word.document(title, blocks, style)


def _rows(book: Codebook, *, with_ids: bool) -> Iterator[tuple[Cell, ...]]:
    headings = {dimension.id: dimension for dimension in book.dimensions}
    above = ""
    for entry in book.entries:
        if entry.parent != above and entry.parent in headings:
            dimension = headings[entry.parent]
            lines = [Line(_broken(dimension.title), "Group")]
            if dimension.description:
                lines.append(Line(_broken(dimension.description)))
            yield (tuple(lines),)
        above = entry.parent
        yield _code(entry, with_ids=with_ids)


def _code(entry: CodebookEntry, *, with_ids: bool) -> tuple[Cell, ...]:
    name = [Line(_broken(entry.name), "Theme")]
    if with_ids and entry.id != entry.name:
        name.append(Line(_broken(entry.id), "Aside"))
    definition = [Line(_broken(entry.definition))]
    for key in _BELOW:
        value = getattr(entry, key)
        if value:
            told = value if isinstance(value, str) else "; ".join(value)
            definition.append(Line(_broken(f"{LABELS[key]}: {told}"), "Aside"))
    origin = [Line(_broken(origin_in_words(entry.source)))]
    if entry.cites:
        origin.append(Line(_broken("; ".join(entry.cites)), "Aside"))
    if entry.added_by:
        origin.append(Line(_broken(f"Added by {entry.added_by}"), "Aside"))
    return (
        tuple(name),
        tuple(definition),
        _broken(entry.include),
        _broken(entry.exclude),
        _broken(entry.example),
        tuple(origin),
    )


def _notes(book: Codebook) -> Iterator[str]:
    yield f"{counted(len(book.entries), 'code')}."
    if any(entry.added_by for entry in book.entries):
        yield "Codes marked as added are not part of the framework itself."
    if book.licence:
        yield f"Licence: {book.licence}."


def _broken(text: str) -> str:
    """The text with long ids that may break inside narrow columns."""
    return _LONG.sub(
        lambda found: re.sub(r"([._/])(?=\w)", "\\1\N{ZERO WIDTH SPACE}", found[0]),
        text,
    )
