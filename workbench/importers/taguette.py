"""A project of Taguette, from its SQLite file.

Documents are HTML; a highlight begins and ends at UTF-8 bytes of the document's text,
all blanks between tags counted.
"""

from __future__ import annotations

import base64
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.decoding import clean
from workbench.importers.foreign import (
    ForeignCode,
    ForeignFinding,
    ForeignNote,
    ForeignProject,
    ForeignSegment,
    ForeignSource,
    ForeignUser,
)
from workbench.importers.foreign_text import LaidOut
from workbench.importers.refi_offsets import Counting, Ruler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.importers.foreign_database import ForeignDatabase

FORMAT: Final = "taguette"
TABLES: Final = ("projects", "documents", "highlights", "highlight_tags", "tags")
_BYTES: Final = Counting("UTF-8 bytes", "utf-8")
_BLOCKS: Final = frozenset(
    {
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "ul", "ol"),
        *("blockquote", "pre", "table", "section"),
    }
)

Row = dict[str, str | int | None]


def read(database: ForeignDatabase) -> ForeignProject:
    """The one project in a Taguette file.

    Raises:
        ImportRejectedError: it holds none, or several.
    """
    projects = database.rows("projects", ("id", "name", "description", "created"))
    if len(projects) != 1:
        raise ImportRejectedError(
            f"{len(projects)} projects of Taguette in one file. Export the one you "
            "mean there ('Export project') and import that."
        )
    project = projects[0]
    documents = database.rows(
        "documents", ("id", "project_id", "name", "description", "contents")
    )
    tags = database.rows("tags", ("id", "project_id", "path", "description"))
    codes = _codes(tags)
    findings: dict[tuple[str, str], int] = {}
    given: dict[object, list[object]] = {}
    for row in database.rows("highlight_tags", ("highlight_id", "tag_id")):
        given.setdefault(row["highlight_id"], []).append(row["tag_id"])
    marked: dict[object, list[Row]] = {}
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    for row in database.rows("highlights", columns):
        marked.setdefault(row["document_id"], []).append(row)
    numbers = [row["id"] for rows in marked.values() for row in rows]
    users, authors = _authors(database, numbers)
    known = {code.id for code in codes}
    sources = []
    for document in documents:
        highlights = marked.pop(document["id"], [])
        sources.append(_source(document, highlights, given, known, authors, findings))
    lost = sum(map(len, marked.values()))
    if lost:
        findings["highlights in documents that are not there", ""] = lost
    return ForeignProject(
        format=FORMAT,
        origin="Taguette",
        name=_text(project["name"]),
        users=tuple(ForeignUser(name, name) for name in users),
        codes=tuple(codes),
        sets=(),
        sources=tuple(sources),
        cases=(),
        notes=tuple(_notes(project, documents)),
        findings=tuple(ForeignFinding(*key, n) for key, n in findings.items()),
    )


def _text(value: str | int | None) -> str:
    return clean(str(value or ""))[0].strip()


def _codes(tags: Iterable[Row]) -> list[ForeignCode]:
    return [
        ForeignCode(
            id=f"tag-{tag['id']}",
            name=_text(tag["path"]),
            description=_text(tag["description"]),
            parent=None,
            is_codable=True,
        )
        for tag in tags
    ]


def _authors(
    database: ForeignDatabase, highlights: Iterable[object]
) -> tuple[list[str], dict[object, str]]:
    """Who works in it, and who made each highlight as its log of commands tells."""
    users = [_text(row["login"]) for row in database.rows("users", ("login",))]
    made: dict[object, str] = {}
    for row in database.rows("commands", ("id", "user_login", "payload")):
        try:
            told = json.loads(str(row["payload"]))
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and told.get("type") == "highlight_add":
            number = told.get("highlight_id")
            if isinstance(number, int):
                made[number] = _text(row["user_login"])
    if len(users) == 1:
        # a project that was exported has other numbers in its log
        return users, dict.fromkeys(highlights, users[0])
    return [name for name in users if name in set(made.values())], made


def _source(
    document: Row,
    highlights: list[Row],
    given: dict[object, list[object]],
    known: set[str],
    authors: dict[object, str],
    findings: dict[tuple[str, str], int],
) -> ForeignSource:
    name = _text(document["name"]) or f"document {document['id']}"
    html = str(document["contents"] or "")
    text, breaks = _plain(html)
    ruler = Ruler(text, _BYTES, has_mark=False)
    laid_out = LaidOut(clean(_broken(text, breaks))[0])

    def count(what: str) -> None:
        findings[what, name] = findings.get((what, name), 0) + 1

    segments: list[ForeignSegment] = []
    for row in highlights:
        begin, close = row["start_offset"], row["end_offset"]
        ends = [
            ruler.code_point(each) if isinstance(each, int) else None
            for each in (begin, close)
        ]
        start, end = ends
        placed = (
            laid_out.place(start, end)
            if start is not None and end is not None and start < end
            else None
        )
        if placed is None:
            count("highlights outside their document, or without words")
            continue
        codes = [f"tag-{tag}" for tag in given.get(row["id"], [])]
        if not any(code in known for code in codes):
            count("highlights without a tag that is there")
        segments.extend(
            ForeignSegment(
                id=f"highlight-{row['id']}/{code}",
                start=placed[0],
                end=placed[1],
                code=code,
                user=authors.get(row["id"]),
                at=None,
            )
            for code in codes
            if code in known
        )
    return ForeignSource(
        id=f"document-{document['id']}",
        name=name,
        turns=laid_out.turns,
        segments=tuple(segments),
        original=base64.b64encode(html.encode()).decode(),
        values={},
    )


def _notes(project: Row, documents: Iterable[Row]) -> Iterable[ForeignNote]:
    told = _text(project["description"])
    if told:
        yield ForeignNote("", told, None, None, None)
    for document in documents:
        told = _text(document["description"])
        if told:
            about = f"document-{document['id']}"
            yield ForeignNote("", told, about, None, None)


class _Plain(HTMLParser):
    """The text between tags as Taguette counts it, and where blocks begin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.breaks: list[int] = []

    def handle_data(self, data: str) -> None:
        """Text stands between two tags."""
        self.parts.append(data)
        self.length += len(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or a line ends."""
        del attrs
        if tag in _BLOCKS or tag == "br":
            self.breaks.append(self.length)

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if tag in _BLOCKS:
            self.breaks.append(self.length)


def _plain(html: str) -> tuple[str, list[int]]:
    parser = _Plain()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts), parser.breaks


def _broken(text: str, breaks: list[int]) -> str:
    """The text with an LF for a blank at each border of a block, no longer than it is.

    Offsets were counted in this text, so nothing may be put in or taken out; where a
    block ends without any blank, its last sentence and the next stay on one line.
    """
    letters = list(text)
    for at in breaks:
        for place in (at, at - 1):
            if 0 <= place < len(letters) and letters[place].isspace():
                letters[place] = "\n"
                break
    return "".join(letters)
