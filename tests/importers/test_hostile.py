"""Files that were made to do harm, or are broken: a clear verdict for each."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import docx
import pytest

from tests.importers.conftest import saved
from workbench.importers import inspect_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.importers.conftest import Parse

XML = b'<?xml version="1.0"?>'
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = b"<w:document " + W + b"><w:body>%s</w:body></w:document>"
PARAGRAPH = b"<w:p><w:r><w:t>I: A?</w:t></w:r></w:p>"


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(name, data)
    return buffer.getvalue()


def word(body: bytes = PARAGRAPH, *more: tuple[str, bytes]) -> bytes:
    return archive(("word/document.xml", XML + DOCUMENT % body), *more)


def declared(declaration: bytes) -> bytes:
    inner = b"<w:p><w:r><w:t>I: A&x;B</w:t></w:r></w:p>"
    return archive(("word/document.xml", XML + declaration + DOCUMENT % inner))


def encrypted() -> bytes:
    data = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("word/document.xml", XML + DOCUMENT % PARAGRAPH)
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def image_only_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf_bomb() -> bytes:
    stream = zlib.compress(zlib.compress(b"\0" * 200_000_000))
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n"
        b"%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    ) % (len(stream), stream)


ENTITY = b'<!DOCTYPE d [<!ENTITY x "%s">]>'
REJECTED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "truncated": lambda: saved(docx.Document())[:-200],
    "not a zip": lambda: b"PK\x03\x04" + b"\0" * 100,
    "encrypted": encrypted,
    "password-protected": lambda: (
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    ),
    "old word": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "slips out": lambda: word(PARAGRAPH, ("../evil.xml", b"<a/>")),
    "absolute": lambda: word(PARAGRAPH, ("/etc/evil.xml", b"<a/>")),
    "backslash": lambda: word(PARAGRAPH, ("a\\..\\evil.xml", b"<a/>")),
    "drive": lambda: word(PARAGRAPH, ("C:evil.xml", b"<a/>")),
    "link": linked,
    "bomb": lambda: word(PARAGRAPH, ("word/media/a.bin", b"\0" * 60_000_000)),
    "large part": lambda: word(PARAGRAPH, ("word/media/a.bin", b"\0" * 65_000_000)),
    "many parts": lambda: word(PARAGRAPH, *((f"a{n}", b"") for n in range(5_001))),
    "entity": lambda: declared(ENTITY % b"bad"),
    "outside entity": lambda: declared(
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "parameter entity": lambda: declared(
        b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>'
    ),
    "laughs": lambda: declared(
        b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x "&b;&b;">]>'
    ),
    "utf-16 declaration": lambda: archive(
        (
            "word/document.xml",
            '\ufeff<?xml version="1.0" encoding="utf-16"?><!DOCTYPE d []><d/>'.encode(
                "utf-16-le"
            ),
        )
    ),
    "declared elsewhere": lambda: word(
        PARAGRAPH, ("docProps/app.xml", XML + b"<!DOCTYPE a []><a/>")
    ),
    "deep": lambda: word(b"<w:p>" * 50_000 + b"</w:p>" * 50_000),
    "no body": lambda: archive(("word/document.xml", XML + b"<d/>")),
    "broken xml": lambda: archive(("word/document.xml", XML + b"<d>")),
    "other archive": lambda: archive(("a.txt", b"I: A?\nP: B.\n")),
    "project": lambda: archive(("project.qde", XML + b"<Project/>")),
    "database": lambda: b"SQLite format 3\0" + b"\0" * 200,
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "pdf cut": lambda: b"%PDF-1.7\n1 0 obj",
    "pdf without text": image_only_pdf,
    "pdf encrypted": encrypted_pdf,
    "pdf bomb": pdf_bomb,
    "rtf deep": lambda: b"{\\rtf1" + b"{" * 5_000 + b"x" + b"}" * 5_001,
    "rtf empty": lambda: b"{\\rtf1}",
    "vtt alone": lambda: b"WEBVTT\n",
    "xlsx broken": lambda: archive(("xl/workbook.xml", XML + b"<workbook/>")),
    "json deep": lambda: b"[" * 100_000,
    "blank page": lambda: b"<!DOCTYPE html><html><body></body></html>",
    "page with entities": lambda: b"<!DOCTYPE html [<!ENTITY x 'y'>]><p>I: &x;</p>",
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", REJECTED)
def test_it_is_rejected_with_a_reason(name: str, parse: Parse) -> None:
    parsed = parse(REJECTED[name](), "file.docx")
    assert (parsed.verdict, parsed.text) == ("rejected", "")
    assert parsed.reason


def test_two_parts_of_one_name_are_rejected(parse: Parse) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = word(PARAGRAPH, ("word/document.xml", b"<a/>"))
    assert "one name" in (parse(data).reason or "")


def test_two_importers_that_claim_a_file_are_named(parse: Parse) -> None:
    data = word(PARAGRAPH, ("xl/workbook.xml", b"<a/>"))
    parsed = parse(data, "both.docx")
    assert parsed.verdict == "rejected"
    assert "could be Word or Excel" in (parsed.reason or "")


def test_a_project_of_another_tool_is_named_as_such(parse: Parse) -> None:
    reason = parse(archive(("project.qde", b"<Project/>")), "study.qdpx").reason
    assert "a whole study of another tool" in (reason or "")


def test_an_xml_file_of_another_kind_is_no_transcript(parse: Parse) -> None:
    data = b'<?xml version="1.0"?>\n<xsd:schema>I: Is it talk? P: No.</xsd:schema>'
    parsed = parse(data, "Project.xsd")
    assert parsed.verdict == "rejected"
    assert "an XML file" in (parsed.reason or "")


def test_the_guard_lets_usual_files_pass(parse: Parse) -> None:
    document = docx.Document()
    for _ in range(3_000):
        document.add_paragraph("Interviewer: the same words again and again")
    assert parse(saved(document)).verdict == "whole"


READ = {
    "newlines": b"I: A?\rP: B.\r\n",
    "nul": b"I: A?\0\nP: B.\n",
    "latin": b"I: caf\xe9?\nP: B.\n",
    "script": b"WEBVTT\n\n00:00.000 --> 00:01.000\nI: <script>alert()</script>A?\n",
    "negative": b"WEBVTT\n\n00:02.000 --> 00:01.000\nI: A?\n",
    "bad times": b"WEBVTT\n\n00:zz --> 00:01.000\nI: A?\n",
    "cr only": b"1\r00:00:01,000 --> 00:00:02,000\rI: A?\r\r2\r"
    b"00:00:03,000 --> 00:00:04,000\rP: B.\r",
    "formula": b"speaker,text\nI,=cmd|'/C calc'!A0\n",
    "rtf overflow": b"{\\rtf1 I: A?\\u99999999 ?\\bin9999999999 x\\par}",
    "rtf code page": b"{\\rtf1\\ansicpg125 I: A?\\'e9\\par}",
    "open groups": b"{\\rtf1 {\\b I: A?",
}


@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read(name: str, parse: Parse) -> None:
    parsed = parse(READ[name])
    assert parsed.verdict != "rejected"
    assert parsed.turns[0].speaker == "I"
    parsed.text.encode("utf-8")


def test_a_bomb_in_the_child_harms_no_other_file(tmp_path: Path) -> None:
    bomb, good = tmp_path / "bomb.pdf", tmp_path / "good.txt"
    bomb.write_bytes(pdf_bomb())
    good.write_bytes(b"I: A?\nP01: B.\n")
    verdicts = [parsed.verdict for parsed in inspect_files([bomb, good, bomb])]
    assert verdicts == ["rejected", "whole", "rejected"]


@pytest.mark.parametrize(
    "line",
    [
        b" " * 300_000,
        b"a " * 150_000,
        b"\t" * 300_000,
        b"A: " * 100_000,
        b"1:" * 99_999,
    ],
    ids=["spaces", "words", "tabs", "labels", "times"],
)
def test_no_line_holds_the_reader_up(line: bytes, parse: Parse) -> None:
    parsed = parse(b"I: A?\nP: B.\nx" + line + b"x\n")
    assert len(parsed.turns) == 2
