"""Packets, answers, tables and keys that were made to do harm, and who reads each."""

# ruff: noqa: PLC0415 - each reader is imported where it is needed

from __future__ import annotations

import base64
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import _making
from bench._writers import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.store.project import Project

Result = dict[str, Any]
_SECRET: Final = "a long walk by the quay"  # noqa: S105 - of a study made here


def _deep(name: str) -> bytes:
    return b'{"format": "' + name.encode() + b'", "version": 1, "x": ' + b"[" * 200_000


def _bomb(member: str) -> bytes:
    return _making.archive(
        (member, b" " * 250_000_000),
        ("trail.checkpoint", b"x"),
        ("packet.sha256", b"0" * 64),
    )


def _costly(rounds: object) -> bytes:
    plain = base64.b64encode(b"x" * 40).decode()
    seal = {"rounds": rounds, "salt": plain, "nonce": plain[:16], "data": plain}
    outer = {"format": "workbench debriefing answers", "version": 1, "seal": seal}
    return json.dumps(outer).encode()


def _page(data: bytes) -> bytes:
    return (
        b'<meta name="packet-sha256" content="' + b"0" * 64 + b'">'
        b'<script type="application/json" id="packet">' + data + b"</script>"
    )


def _huge_sheet() -> bytes:
    return _making.sheet(_making.cells(b"name", b"definition") * 900_000)


def _database() -> bytes:
    conn = sqlite3.connect(":memory:")
    with closing(conn):
        conn.execute(
            "CREATE VIEW source AS SELECT 1 AS id, 'x' AS name, 'y' AS fulltext"
        )
        return conn.serialize()


#: What is wrong -> who reads it, and its bytes.
PACKETS: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "packet: empty": ("packet.zip", lambda: b""),
    "packet: no zip": ("packet.zip", lambda: b"PK\x03\x04" + b"\0" * 50),
    "packet: a bomb": ("packet.zip", lambda: _bomb("packet.json")),
    "packet: a bomb in its digest": (
        "packet.zip",
        lambda: _making.archive(
            ("packet.json", b"{}"),
            ("trail.checkpoint", b"x"),
            ("packet.sha256", b"0" * 250_000_000),
        ),
    ),
    "packet: slips out": (
        "packet.zip",
        lambda: _making.archive(("../packet.json", b"{}"), ("packet.json", b"{}")),
    ),
    "packet: a page nested deeply": ("packet.html", lambda: _page(b"[" * 200_000)),
    "packet: a page of nothing": ("packet.html", lambda: _page(b"null")),
    "packet: a page with a script": (
        "packet.html",
        lambda: _page(b'{"format":"</script><script>alert(1)</script>"}'),
    ),
    "answers: cut short": (
        "answers.json",
        lambda: b'{"format": "workbench debriefing answers", "vers',
    ),
    "answers: nested deeply": (
        "answers.json",
        lambda: _deep("workbench debriefing answers"),
    ),
    "answers: 60 MB of nothing": ("answers.json", lambda: b" " * 60_000_000),
    "answers: a seal that takes for ever": ("answers.json", lambda: _costly(10**15)),
    "answers: a seal of text": ("answers.json", lambda: _costly("many")),
    "answers: a list": ("answers.json", lambda: b"[1, 2, 3]"),
    "answers in Word: a bomb": (
        "answers.docx",
        lambda: _making.word(_making.TALK * 600_000),
    ),
    "answers in Word: an entity": (
        "answers.docx",
        lambda: _making.declared(_making.ENTITY % b"bad"),
    ),
    "a participant's Word file: deep": (
        "returned.docx",
        lambda: _making.word(b"<w:p>" * 50_000 + b"</w:p>" * 50_000),
    ),
    "a participant's Word file: a bomb": (
        "returned.docx",
        lambda: _making.word(_making.TALK * 600_000),
    ),
    "codebook: a bomb of rows": ("codebook.xlsx", _huge_sheet),
    "codebook: laughs": (
        "codebook.qdc",
        lambda: (
            b'<!DOCTYPE c [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><CodeBook>&b;'
            b"</CodeBook>"
        ),
    ),
    "codebook: deep": (
        "codebook.qdc",
        lambda: b"<CodeBook>" + b"<Code>" * 100_000,
    ),
    "codebook: TOML without end": ("codebook.toml", lambda: b"a = [" * 100_000),
    "coding: a bomb of rows": ("coding.xlsx", _huge_sheet),
    "coding: a cell without end": (
        "coding.csv",
        lambda: b'transcript,quote,code\nx,"' + b"y" * 5_000_000,
    ),
    "people: a bomb of rows": ("people.xlsx", _huge_sheet),
    "people: no text": ("people.csv", lambda: bytes(range(256)) * 1000),
    "draft: a bomb": ("draft.docx", lambda: _making.word(_making.TALK * 600_000)),
    "list of names: no text": ("names.csv", lambda: b"text\n\xff\xfe\0"),
    "identity key: a cost without end": (
        "identity",
        lambda: (
            b'workbench identity key 1\n{"lanes": 4, "memory": 999999999, '
            b'"passes": 999999, "salt": "", "nonce": ""}\nx'
        ),
    ),
    "checkpoint: not one": ("note.checkpoint", lambda: b"a\nb\nc\n\n\xe2\x80\x94 x y"),
    "study: REFI that slips out": (
        "study.qdpx",
        lambda: _making.archive(
            ("project.qde", b"<Project/>"), ("sources/../../x.txt", b"x")
        ),
    ),
    "study: REFI, a bomb": (
        "study.qdpx",
        lambda: _making.archive(("project.qde", b" " * 250_000_000)),
    ),
    "study: a database of another kind": ("study.qda", _database),
}


def one_packet(path: str) -> Result:
    """What the reader of such a file makes of it; only a refusal will do."""
    from workbench.errors import WorkbenchError

    file = Path(path)
    study = file.parent / "study"
    study.mkdir()
    project, by = begin(study, study / "study.workbench")
    began = time.perf_counter()
    fault = ""
    try:
        taken = _reader_of(file)(project, by, file)
        fault = f"taken in: {taken!r:.80}"
    except WorkbenchError as error:
        if not str(error).strip():
            fault = "refused without a word"
    except Exception as error:  # noqa: BLE001 - what must not be
        fault = f"{type(error).__name__}"
    seconds = round(time.perf_counter() - began, 2)
    return {"verdict": "done", "seconds": seconds, "fault": fault}


def _reader_of(file: Path) -> Callable[[Project, str, Path], object]:
    """Who reads a file of this name."""
    readers: dict[str, Callable[[Project, str, Path], object]] = {
        "packet.zip": _read_packet,
        "packet.html": _read_packet,
        "answers.json": _read_answers,
        "answers.docx": _read_word_answers,
        "returned.docx": _read_returned,
        "codebook.xlsx": _read_codebook,
        "codebook.qdc": _read_codebook,
        "codebook.toml": _read_codebook,
        "coding.xlsx": _read_coding,
        "coding.csv": _read_coding,
        "people.xlsx": _read_people,
        "people.csv": _read_people,
        "draft.docx": _read_draft,
        "names.csv": _read_names,
        "identity": _read_key,
        "note.checkpoint": _read_note,
        "study.qdpx": _read_study,
        "study.qda": _read_study,
    }
    return readers[file.name]


def _read_packet(_: Project, __: str, file: Path) -> object:
    from workbench.trust import packet_file

    return packet_file.open_packet(file.read_bytes(), file.name, _SECRET)


def _read_answers(_: Project, __: str, file: Path) -> object:
    from workbench.trust import answers_file

    return answers_file.read(file.read_bytes(), file.name, _SECRET)


def _read_word_answers(project: Project, _: str, file: Path) -> object:
    from workbench.trust import word_answers

    return word_answers.read_comments(project, file.read_bytes(), file.name)


def _read_returned(_: Project, __: str, file: Path) -> object:
    from workbench.importers.guard import open_archive, parse_xml, read_member

    return parse_xml(read_member(open_archive(file.read_bytes()), "word/document.xml"))


def _read_codebook(_: Project, __: str, file: Path) -> object:
    from workbench.coding.codebook import read_codebook

    return read_codebook(str(file))


def _read_coding(project: Project, by: str, file: Path) -> object:
    from workbench.coding.coding_table import code_from_table

    return code_from_table(project, by, file)


def _read_people(project: Project, by: str, file: Path) -> object:
    from workbench.people.participants import from_table

    return from_table(project, by, file)


def _read_draft(_: Project, __: str, file: Path) -> object:
    from workbench.exporters.manuscript_reading import read_draft

    return read_draft(file)


def _read_names(_: Project, __: str, file: Path) -> object:
    from workbench.people.pseudonym_list import read_list

    return read_list(file)


def _read_key(_: Project, __: str, file: Path) -> object:
    from workbench.people import identity_key

    return identity_key.open_key(file, _SECRET)


def _read_note(project: Project, _: str, file: Path) -> object:
    from workbench.store import verification

    return verification.verify(project, file)


def _read_study(project: Project, by: str, file: Path) -> object:
    from workbench.taking_over.study import take_over

    return take_over(project, by, file)
