"""Rich Text (.rtf): a small reader of its own, since others crash on broken files."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.blocks import read_blocks
from workbench.importers.lines import Block, Cell, Line, Table
from workbench.importers.notices import Code, comment_warnings, warning
from workbench.importers.parsed import Omission
from workbench.importers.rich_text_comments import MARKS, RichTextComments
from workbench.in_words import counted

if TYPE_CHECKING:
    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "Rich Text"

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|"
    rb"[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_MAX_DEPTH: Final = 1_000
_SILENT_TEXT = """
    fonttbl colortbl stylesheet info generator themedata datastore latentstyles
    rsidtbl listtable listoverridetable xmlnstbl colorschememapping filetbl revtbl
    fldinst objdata nonshppict bkmkstart bkmkend listtext pntext mmathPr
    wgrffmtfilter atnid atndate datafield xe tc
    private1 sp shpinst background
"""
_SILENT: Final = frozenset(_SILENT_TEXT.encode().split())
_LISTED: Final = {
    b"header": "header",
    b"headerl": "header",
    b"headerr": "header",
    b"headerf": "header",
    b"footer": "footer",
    b"footerl": "footer",
    b"footerr": "footer",
    b"footerf": "footer",
    b"footnote": "footnote",
}
_LITERAL: Final = {
    b"tab": "\t",
    b"line": "\n",
    b"emdash": "\N{EM DASH}",
    b"endash": "\N{EN DASH}",
    b"lquote": "\N{LEFT SINGLE QUOTATION MARK}",
    b"rquote": "\N{RIGHT SINGLE QUOTATION MARK}",
    b"ldblquote": "\N{LEFT DOUBLE QUOTATION MARK}",
    b"rdblquote": "\N{RIGHT DOUBLE QUOTATION MARK}",
    b"bullet": "\N{BULLET}",
    b"emspace": "\N{EM SPACE}",
    b"enspace": "\N{EN SPACE}",
    b"~": "\N{NO-BREAK SPACE}",
    b"-": "\N{SOFT HYPHEN}",
    b"_": "\N{NON-BREAKING HYPHEN}",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
}
_NOTES: Final = frozenset(["comment", *(mark.decode() for mark in MARKS)])
_PAGE_NUMBER: Final = re.compile(r"(?i)\W*(?:page)?[\s\d/|-]*(?:of)?[\s\d]*\W*$")


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    goes_to: str = "talk"
    is_emphasised: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    #: Characters after \\u that stand in for it.
    fallback: int = 1


@dataclass(slots=True)
class _Output:
    """The paragraphs, cells and asides so far."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    cell: list[Line] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    asides: dict[str, list[str]] = field(default_factory=dict)
    number: int = 0
    in_table: bool = False


def identify(source: Source) -> bool:
    """It begins as Rich Text does."""
    return source.is_rtf


def read(source: Source) -> Reading:
    """All the document's words: as talk, or listed with what they were."""
    reader = _Reader(_code_page(source.data))
    reader.read(source.data)
    reading = read_blocks(reader.finished(), "rtf")
    reading.comments += reader.comments.comments
    reading.omissions += [
        Omission("comment", comment.where, comment.text) for comment in reading.comments
    ]
    reading.warnings += comment_warnings(len(reading.comments))
    for what, parts in reader.out.asides.items():
        text = "".join(parts).strip()
        if text and not (what in {"header", "footer"} and _PAGE_NUMBER.match(text)):
            reading.omissions.append(Omission(what, "whole file", text))
    deleted = len(reader.out.asides.get("deleted text", ()))
    if deleted:
        told = f"{counted(deleted, 'deletion')} left out"
        reading.warnings.append(warning(Code.TRACKED_CHANGES, "whole file", told))
    return reading


def _code_page(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{1,5})", data[:4_000])
    name = f"cp{match[1].decode()}" if match else "cp1252"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


class _Reader:
    """Follows groups and control words through the file once."""

    def __init__(self, code_page: str) -> None:
        self.out = _Output()
        self.comments = RichTextComments()
        self._code_page = code_page
        self._state = _State()
        self._stack: list[_State] = []
        self._bytes = bytearray()
        self._to_skip = 0
        self._is_optional = False

    def read(self, data: bytes) -> None:
        """Every token has been taken."""
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            if match[1] == b"bin":
                self._flush_bytes()
                at += max(0, int(match[2] or 0))
            else:
                self._take(match)
        self._flush_bytes()

    def finished(self) -> list[Block]:
        """The blocks, with whatever the file did not close."""
        self._end_paragraph()
        if self.out.row or self.out.cell:
            self._end_cell()
            self._end_row()
        return self.out.blocks

    def _take(self, token: re.Match[bytes]) -> None:
        word, number, code, symbol, brace, text = token.groups()
        if code:
            self._take_bytes(bytes.fromhex(code.decode()))
            return
        if text:
            self._take_bytes(text)
            return
        self._flush_bytes()
        if brace:
            self._to_skip = 0
            self._turn(brace)
        elif symbol:
            self._take_symbol(symbol)
        elif word:
            self._take_word(word, int(number) if number else None)

    def _turn(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._stack) >= _MAX_DEPTH:
                raise ImportRejectedError(
                    "not safe to open: groups nested too deeply. Save the file again."
                )
            self._stack.append(self._state)
        elif self._stack:
            left = self._state.goes_to
            self._state = self._stack.pop()
            if left in self.out.asides and left != self._state.goes_to:
                self.out.asides[left].append("\n")
            elif left in _NOTES and left != self._state.goes_to:
                where = f"paragraph {self.out.number + 1}"
                self.comments.close(left, where)
        self._is_optional = False

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._is_optional = True
        elif symbol in b"\r\n":
            self._end_paragraph()
        elif symbol in _LITERAL:
            self._say(_LITERAL[symbol])

    def _take_word(self, word: bytes, number: int | None) -> None:
        was_optional, self._is_optional = self._is_optional, False
        if word == b"u":
            self._take_unicode(number or 0)
        elif word in _LITERAL:
            self._say(_LITERAL[word])
        elif word == b"annotation" or word in MARKS:
            note = "comment" if word == b"annotation" else word.decode()
            self._state = replace(self._state, goes_to=note)
        elif word in _LISTED:
            self._state = replace(self._state, goes_to=_LISTED[word])
        elif word in _SILENT or word == b"pict" or (was_optional and word != b"shptxt"):
            self._state = replace(self._state, goes_to="nothing")
        elif word == b"shptxt":
            self._state = replace(self._state, goes_to="talk")
        elif word in {b"par", b"sect", b"page"}:
            self._end_paragraph()
        elif word in {b"cell", b"nestcell"}:
            self._end_cell()
        elif word in {b"row", b"nestrow"}:
            self._end_row()
        else:
            self._set(word, number)

    def _set(self, word: bytes, number: int | None) -> None:
        is_on = number != 0
        if word in {b"b", b"i", b"ul"}:
            self._state = replace(self._state, is_emphasised=is_on)
        elif word in {b"plain", b"ulnone"}:
            hidden = self._state.is_hidden and word != b"plain"
            self._state = replace(self._state, is_emphasised=False, is_hidden=hidden)
        elif word == b"v":
            self._state = replace(self._state, is_hidden=is_on)
        elif word == b"deleted":
            self._state = replace(self._state, is_deleted=is_on)
        elif word == b"uc":
            self._state = replace(self._state, fallback=max(0, min(9, number or 0)))
        elif word in {b"intbl", b"trowd"}:
            self.out.in_table = True
        elif word == b"pard":
            self.out.in_table = False

    # --- characters ------------------------------------------------------------------

    def _take_bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._bytes += data[skipped:]

    def _take_unicode(self, number: int) -> None:
        """A UTF-16 unit; pairs of surrogates are joined when turns are laid out."""
        self._say(chr(number % 0x10000))
        self._to_skip = self._state.fallback

    def _flush_bytes(self) -> None:
        if self._bytes:
            self._say(self._bytes.decode(self._code_page, "replace"))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        state = self._state
        if state.goes_to == "nothing":
            return
        if state.goes_to in _NOTES:
            self.comments.say(state.goes_to, text)
        elif state.goes_to != "talk":
            self.out.asides.setdefault(state.goes_to, []).append(text)
        elif state.is_deleted or state.is_hidden:
            what = "deleted text" if state.is_deleted else "hidden text"
            self.out.asides.setdefault(what, []).append(text)
        else:
            self.out.pieces.append((text, state.is_emphasised))
            self.comments.talk.append(text)

    # --- paragraphs and tables -------------------------------------------------------

    def _end_paragraph(self) -> None:
        if self._state.goes_to not in {"talk", "nothing"}:
            self._say("\n")
            return
        pieces, self.out.pieces = self.out.pieces, []
        self.comments.talk.append("\n")
        self.out.number += 1
        lines = _lines(pieces, f"paragraph {self.out.number}")
        if self.out.in_table:
            self.out.cell += lines
        else:
            self.out.blocks += lines

    def _end_cell(self) -> None:
        self.out.in_table = True
        self._end_paragraph()
        self.out.row.append(Cell(self.out.cell))
        self.out.cell = []

    def _end_row(self) -> None:
        row, self.out.row = self.out.row, []
        if not row:
            return
        last = self.out.blocks[-1] if self.out.blocks else None
        if isinstance(last, Table):
            last.rows.append(row)
        else:
            self.out.blocks.append(Table([row]))


def _lines(pieces: list[tuple[str, bool]], where: str) -> list[Line]:
    lead = 0
    for text, is_emphasised in pieces:
        if text.strip() and not is_emphasised:
            break
        lead += len(text)
    lines: list[Line] = []
    for part in "".join(text for text, _ in pieces).split("\n"):
        if part.strip():
            is_first = not lines
            length = min(lead, len(part)) if is_first else 0
            lines.append(Line(part, where, length, opens_paragraph=is_first))
    return lines
