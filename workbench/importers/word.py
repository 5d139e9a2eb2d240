"""Word documents: labelled paragraphs, tables, and whatever stands between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.blocks import read_blocks
from workbench.importers.guard import parse_xml, read_member, refuse_declarations
from workbench.importers.notices import Code, comment_warnings, warning
from workbench.importers.parsed import Comment, Omission
from workbench.importers.word_styles import read_styles
from workbench.importers.word_walk import Note, Walk, plain_text
from workbench.importers.word_xml import child, local, value
from workbench.in_words import counted

if TYPE_CHECKING:
    from lxml.etree import _Element

    from workbench.importers.importer import Reading
    from workbench.importers.source import Source

NAME: Final = "Word"

_MAIN_PART: Final = re.compile(r"word/document\d*\.xml$")
_EDGE_PART: Final = re.compile(r"word/(header|footer)\d*\.xml$")
_PAGE_NUMBER: Final = re.compile(
    r"(?i)\W*(?:page|seite|p\.)?[\s\d/|-]*(?:of|von)?[\s\d]*\W*$"
)
_SEPARATORS: Final = frozenset(
    ["separator", "continuationSeparator", "continuationNotice"]
)


def identify(source: Source) -> bool:
    """It is an archive with a Word document's main part."""
    return any(_MAIN_PART.match(name) for name in source.members)


def read(source: Source) -> Reading:
    """All the document's words: as talk, or listed with what they were."""
    refuse_declarations(source.archive)
    main = min(name for name in source.members if _MAIN_PART.match(name))
    body = child(parse_xml(read_member(source.archive, main)), "body")
    if body is None:
        raise ImportRejectedError("damaged: the Word file has no body. Save it again.")
    comments = _comments(source)
    walk = Walk(read_styles(_part(source, "word/styles.xml")), comments)
    blocks = list(walk.blocks(body))
    reading = read_blocks(blocks, "docx", walk.title)
    reading.omissions += walk.omissions
    reading.comments += walk.comments
    _list_edges(source, reading)
    _list_comments(comments, reading)
    _warn(walk, reading)
    return reading


def _part(source: Source, name: str) -> _Element | None:
    if name not in source.members:
        return None
    return parse_xml(read_member(source.archive, name))


def _comments(source: Source) -> dict[str, Note]:
    """Text and writer of every comment, by id."""
    root = _part(source, "word/comments.xml")
    return {
        value(note, "id") or "": Note(plain_text(note), value(note, "author"))
        for note in (root if root is not None else ())
        if local(note) == "comment"
    }


def _notes(source: Source, part: str, kind: str) -> dict[str, str]:
    """Texts by id of a part that holds footnotes or endnotes."""
    root = _part(source, part)
    return {
        value(note, "id") or "": plain_text(note)
        for note in (root if root is not None else ())
        if local(note) == kind and value(note, "type") not in _SEPARATORS
    }


def _list_edges(source: Source, reading: Reading) -> None:
    """Footnotes, endnotes, headers and footers stand beside the talk."""
    for kind in ("footnote", "endnote"):
        notes = _notes(source, f"word/{kind}s.xml", kind)
        for number, text in enumerate(filter(None, notes.values()), start=1):
            reading.omissions.append(Omission(kind, f"{kind} {number}", text))
    for name in sorted(source.members):
        match = _EDGE_PART.match(name)
        root = _part(source, name) if match else None
        text = plain_text(root) if root is not None else ""
        if match and not _PAGE_NUMBER.match(text):
            reading.omissions.append(Omission(match[1], f"page {match[1]}", text))


def _list_comments(comments: dict[str, Note], reading: Reading) -> None:
    """Comments are kept with their quotes; in the report they are left out of talk."""
    noted = {note.text for note in comments.values()}
    marks = [comment for comment in reading.comments if comment.text not in noted]
    reading.comments = [c for c in reading.comments if c not in marks]
    placed = {comment.text for comment in reading.comments}
    reading.comments += [
        Comment(note.text, None, "whole file", author=note.author)
        for note in comments.values()
        if note.text and note.text not in placed
    ]
    for comment in reading.comments:
        reading.omissions.append(Omission("comment", comment.where, comment.text))
    reading.warnings += comment_warnings(len(reading.comments))
    reading.comments += marks


def _warn(walk: Walk, reading: Reading) -> None:
    told = walk.told
    if told["insertion"] or told["deletion"]:
        message = (
            f"{counted(told['insertion'], 'tracked insertion')} taken as accepted, "
            f"{counted(told['deletion'], 'deletion')} left out"
        )
        reading.warnings.append(warning(Code.TRACKED_CHANGES, "whole file", message))
    messages = {
        "hidden": (Code.HIDDEN_TEXT, "hidden passage", "left out"),
        "text box": (Code.TEXT_BOX, "text box", "read where it is anchored"),
        "highlight": (
            *(Code.HIGHLIGHTS, "highlighted passage"),
            "can become codes as comments can; the colour is not kept",
        ),
        "symbol": (Code.SYMBOLS, "symbol", "without a character; U+FFFD stands there"),
        "number": (Code.AUTOMATIC_NUMBERS, "automatic number", "not part of the text"),
    }
    for kind, (code, noun, message) in messages.items():
        if told[kind]:
            count = counted(told[kind], noun, f"{noun}es" if noun[-1] == "x" else None)
            reading.warnings.append(warning(code, "whole file", f"{count} {message}"))
    if told["picture"]:
        count = counted(told["picture"], "picture")
        reading.omissions.append(Omission("picture", "whole file", f"[{count}]"))
