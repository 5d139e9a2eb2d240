"""What some houses ask of a table: letters for its notes, a title in title case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.exporters.table import AsTyped, Note, lines

if TYPE_CHECKING:
    from workbench.exporters.table import Table

#: Words that stay small within a title in title case (APA 7, 6.17).
_SMALL: Final = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "and",
            "but",
            "for",
            "if",
            "nor",
            "or",
            "so",
            "yet",
            "than",
        ),
        *("as", "at", "by", "from", "in", "into", "of", "off", "on", "per", "to", "up"),
        *("via", "vs", "with"),
    )
)
_WORD: Final = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}]*")


class Letters:
    """A letter for each note of a table, behind what the note explains.

    In the order in which a table is read: caption, headings, cells.
    """

    def __init__(self, table: Table) -> None:
        inside = (
            line.text for row in table.rows for cell in row for line in lines(cell)
        )
        places = {"": 0}
        for text in (*(column.heading for column in table.columns), *inside):
            places.setdefault(text, len(places))
        given = [n if isinstance(n, Note) else Note(n) for n in table.notes]
        on = [note.on if note.on in places else "" for note in given]
        order = sorted(range(len(given)), key=lambda at: places[on[at]])
        self._open: dict[str, str] = {}
        #: Each letter with its note.
        self.notes: list[tuple[str, str]] = []
        for number, at in enumerate(order):
            letter = chr(ord("a") + number)
            self.notes.append((letter, given[at].text))
            before = self._open.get(on[at], "")
            self._open[on[at]] = f"{before},{letter}" if before else letter

    def behind(self, text: str) -> str:
        """The letters behind a text where it stands first; the caption for ""."""
        return self._open.pop(text, "")


def titled(caption: str, layout: str) -> str:
    """A caption in a house's letters; what somebody typed or named stays as it is.

    Args:
        caption: the caption without its number.
        layout: how the house sets captions; "two-lines" asks for title case.
    """
    if layout != "two-lines" or isinstance(caption, AsTyped):
        return caption

    def cased(found: re.Match[str]) -> str:
        word = found[0]
        before = caption[: found.start()].rstrip()
        if before.count("\u201c") > before.count("\u201d"):
            return word  # a name that somebody gave
        opens = not before or before[-1] in ":.?!\N{EM DASH}"
        if not opens and (word in _SMALL or not word.islower()):
            return word
        return word[:1].upper() + word[1:]

    return _WORD.sub(cased, caption)
