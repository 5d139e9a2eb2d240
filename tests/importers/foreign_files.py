"""Projects of other programs, put together in a test; everyone in them is invented."""

from __future__ import annotations

import io
import sqlite3
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from workbench.importers.foreign_kinds import read_foreign
from workbench.importers.source import Source

if TYPE_CHECKING:
    from workbench.importers.foreign import ForeignProject, ForeignSource

NS = 'xmlns="urn:QDA-XML:project:1.0"'


def guid(name: str) -> str:
    """The same id for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()


def code(name: str, inside: str = "", *, codable: bool = True, id_: str = "") -> str:
    flag = "true" if codable else "false"
    own = guid(id_ or name)
    return (
        f'<Code guid="{own}" name={quoteattr(name)} isCodable="{flag}">{inside}</Code>'
    )


def coding(name: str, user: str = "", number: int = 1) -> str:
    by = f' creatingUser="{guid(user)}"' if user else ""
    own = guid(f"coding {name} {user} {number}")
    return f'<Coding guid="{own}"{by}><CodeRef targetGUID="{guid(name)}"/></Coding>'


def selection(
    start: int, end: int, inside: str = "", user: str = "", id_: str = ""
) -> str:
    by = f' creatingUser="{guid(user)}"' if user else ""
    own = guid(id_ or f"selection {start} {end} {user}")
    return (
        f'<PlainTextSelection guid="{own}" startPosition="{start}" '
        f'endPosition="{end}"{by} creationDateTime="2020-03-01T12:00:00+02:00">'
        f"{inside}</PlainTextSelection>"
    )


def text_source(name: str, path: str, inside: str = "") -> str:
    where = f" plainTextPath={quoteattr(path)}" if path else ""
    return f'<TextSource guid="{guid(name)}" name={quoteattr(name)}{where}>{inside}</TextSource>'  # noqa: E501


def inline(text: str) -> str:
    return f"<PlainTextContent>{escape(text)}</PlainTextContent>"


def project(*parts: str, origin: str = "Test 1", ns: str = NS, more: str = "") -> bytes:
    inside = "".join(parts)
    made = f'<Project name="Study" origin={quoteattr(origin)} {ns}{more}>{inside}</Project>'  # noqa: E501
    return f'<?xml version="1.0" encoding="utf-8"?>{made}'.encode()


def qdpx(qde: bytes, *texts: tuple[str, bytes], inner: str = "project.qde") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(inner, qde)
        for name, data in texts:
            made.writestr(name, data)
    return buffer.getvalue()


def one_text(
    text: str | bytes,
    *selections: str,
    codes: str = code("alone"),
    origin: str = "Test 1",
) -> bytes:
    """A project with one text file and selections in it."""
    data = text if isinstance(text, bytes) else text.encode()
    return qdpx(
        project(
            f"<CodeBook><Codes>{codes}</Codes></CodeBook>",
            "<Sources>",
            text_source("one.txt", "internal://one.txt", "".join(selections)),
            "</Sources>",
            origin=origin,
        ),
        ("sources/one.txt", data),
    )


def read(data: bytes, name: str = "study.qdpx") -> ForeignProject:
    return read_foreign(Source(name, data))


def said(source: ForeignSource) -> str:
    return "\n".join(turn.text for turn in source.turns)


def quotes(study: ForeignProject) -> list[str]:
    return [
        said(source)[each.start : each.end]
        for source in study.sources
        for each in source.segments
    ]


def findings(study: ForeignProject) -> dict[str, int]:
    """How often each thing was found; without how offsets were read."""
    found: dict[str, int] = {}
    for each in study.findings:
        if not each.count:
            continue
        found[each.what] = found.get(each.what, 0) + each.count
    return found


def database(path: Path, script: str, rows: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """The bytes of an SQLite file with these tables and rows."""
    conn = sqlite3.connect(path)
    conn.executescript(script)
    for table, given in rows.items():
        if not given:
            continue
        marks = ",".join("?" * len(given[0]))
        conn.executemany(f"INSERT INTO {table} VALUES ({marks})", given)  # noqa: S608
    conn.commit()
    conn.close()
    return path.read_bytes()


TAGUETTE = """
CREATE TABLE users (login TEXT);
CREATE TABLE projects (id INTEGER, name TEXT, description TEXT, created TEXT);
CREATE TABLE documents (id INTEGER, project_id INTEGER, name TEXT, description TEXT,
  contents TEXT);
CREATE TABLE tags (id INTEGER, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER, document_id INTEGER, start_offset INTEGER,
  end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER, user_login TEXT, payload TEXT);
"""

QUALCODER = """
CREATE TABLE project (databaseversion TEXT, date TEXT, memo TEXT, about TEXT);
CREATE TABLE source (id INTEGER, name TEXT, fulltext TEXT, mediapath TEXT, memo TEXT,
  owner TEXT, date TEXT);
CREATE TABLE code_cat (catid INTEGER, name TEXT, owner TEXT, date TEXT, memo TEXT,
  supercatid INTEGER);
CREATE TABLE code_name (cid INTEGER, name TEXT, memo TEXT, catid INTEGER, owner TEXT,
  date TEXT, color TEXT);
CREATE TABLE code_text (ctid INTEGER, cid INTEGER, fid INTEGER, seltext TEXT,
  pos0 INTEGER, pos1 INTEGER, owner TEXT, date TEXT, memo TEXT);
CREATE TABLE annotation (anid INTEGER, fid INTEGER, pos0 INTEGER, pos1 INTEGER,
  memo TEXT, owner TEXT, date TEXT);
CREATE TABLE journal (jid INTEGER, name TEXT, jentry TEXT, date TEXT, owner TEXT);
CREATE TABLE cases (caseid INTEGER, name TEXT, memo TEXT, owner TEXT, date TEXT);
CREATE TABLE case_text (id INTEGER, caseid INTEGER, fid INTEGER);
CREATE TABLE attribute (attrid INTEGER, name TEXT, attr_type TEXT, value TEXT,
  id INTEGER);
CREATE TABLE code_image (imid INTEGER, owner TEXT, memo TEXT);
"""
