"""Files that were made to do harm, or are broken, each by a generator; none is kept.

`FILES` maps what is wrong with a file to its name, its maker, and what must become of
it: rejected with a reason, or read with these words and without those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bench._making import (
    ENTITY,
    PARAGRAPH,
    PLAIN,
    TALK,
    XML,
    archive,
    cells,
    declared,
    doubled,
    encrypted,
    encrypted_pdf,
    image_only_pdf,
    linked,
    lying,
    nested,
    open_document,
    pdf,
    pdf_bomb,
    pdf_of_operators,
    saved_word,
    sheet,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Hostile:
    """One file: its maker, its name, and what must become of it."""

    make: Callable[[], bytes]
    file: str = "file.docx"
    is_read: bool = False
    #: Words that must stand in the text, and that must not.
    has: str = ""
    has_not: str = ""

    def fault(self, verdict: str, reason: str | None, text: str) -> str:
        """What is wrong with a verdict on it; empty where nothing is."""
        if (verdict != "rejected") != self.is_read:
            return f"{verdict}: {reason}"
        if not self.is_read:
            return "" if reason and not text else "rejected without a reason"
        if self.has not in text:
            return "words are missing"
        if self.has_not and self.has_not in text:
            return "words that should not be there"
        return ""


def _rejected(make: Callable[[], bytes], file: str = "file.docx") -> Hostile:
    return Hostile(make, file)


def _read(
    make: Callable[[], bytes], file: str, has: str = "A?", has_not: str = ""
) -> Hostile:
    return Hostile(make, file, is_read=True, has=has, has_not=has_not)


_ARCHIVES: Final = {
    "truncated": _rejected(lambda: saved_word()[:-200]),
    "not a zip": _rejected(lambda: b"PK\x03\x04" + b"\0" * 100),
    "encrypted": _rejected(encrypted),
    "two parts of one name": _rejected(doubled),
    "slips out": _rejected(lambda: word(PARAGRAPH, ("../evil.xml", b"<a/>"))),
    "absolute": _rejected(lambda: word(PARAGRAPH, ("/etc/evil.xml", b"<a/>"))),
    "backslash": _rejected(lambda: word(PARAGRAPH, ("a\\..\\evil.xml", b"<a/>"))),
    "drive": _rejected(lambda: word(PARAGRAPH, ("C:evil.xml", b"<a/>"))),
    "link": _rejected(linked),
    "bomb": _rejected(
        lambda: word(PARAGRAPH, ("word/media/a.bin", b"\0" * 60_000_000))
    ),
    "bomb that lies about its size": _rejected(lying),
    "large part": _rejected(
        lambda: word(PARAGRAPH, ("word/media/a.bin", b"\0" * 65_000_000))
    ),
    "bomb of paragraphs": _rejected(lambda: word(TALK * 600_000)),
    "bomb in its notes": _rejected(
        lambda: word(PARAGRAPH, ("word/footnotes.xml", b" " * 63_000_000))
    ),
    "many parts": _rejected(
        lambda: word(PARAGRAPH, *((f"a{n}", b"") for n in range(5_001)))
    ),
    "archives within": _rejected(lambda: nested(20)),
    "other archive": _rejected(lambda: archive(("a.txt", PLAIN))),
    "two formats": _rejected(lambda: word(PARAGRAPH, ("xl/workbook.xml", b"<a/>"))),
    "project": _rejected(lambda: archive(("project.qde", XML + b"<Project/>"))),
}
_XML: Final = {
    "entity": _rejected(lambda: declared(ENTITY % b"bad")),
    "outside entity": _rejected(
        lambda: declared(b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    ),
    "entity on the network": _rejected(
        lambda: declared(b'<!DOCTYPE d [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>')
    ),
    "parameter entity": _rejected(
        lambda: declared(
            b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>'
        )
    ),
    "laughs": _rejected(
        lambda: declared(
            b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x "&b;&b;">]>'
        )
    ),
    "quadratic blow-up": _rejected(lambda: declared(ENTITY % (b"x" * 500_000))),
    "utf-16 declaration": _rejected(
        lambda: archive(
            (
                "word/document.xml",
                '\ufeff<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16-le")
                + "<!DOCTYPE d []><d/>".encode("utf-16-le"),
            )
        )
    ),
    "declared elsewhere": _rejected(
        lambda: word(PARAGRAPH, ("docProps/app.xml", XML + b"<!DOCTYPE a []><a/>"))
    ),
    "deep": _rejected(lambda: word(b"<w:p>" * 50_000 + b"</w:p>" * 50_000)),
    "no body": _rejected(lambda: archive(("word/document.xml", XML + b"<d/>"))),
    "broken xml": _rejected(lambda: archive(("word/document.xml", XML + b"<d>"))),
    "odt deep": _rejected(
        lambda: open_document(b"<a>" * 50_000 + b"</a>" * 50_000), "file.odt"
    ),
    "odt with an entity": _rejected(
        lambda: open_document(b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), "file.odt"
    ),
    "page with entities": _rejected(
        lambda: b"<!DOCTYPE html [<!ENTITY x 'y'>]><p>I: &x;</p>", "page.html"
    ),
    "page nested deeply": _rejected(
        lambda: b"<html>" + b"<div>" * 200_000 + b"I: A?", "page.html"
    ),
}
_SHEETS: Final = {
    "workbook broken": _rejected(
        lambda: archive(("xl/workbook.xml", XML + b"<workbook/>")), "t.xlsx"
    ),
    "bomb of rows": _rejected(lambda: sheet(cells(b"I", b"A?") * 900_000), "t.xlsx"),
    "one huge cell": _rejected(
        lambda: sheet(cells(b"speaker", b"text") + cells(b"I", b"x" * 60_000_000)),
        "t.xlsx",
    ),
    "formulas in a table": _read(
        lambda: b"speaker,text\nI,=cmd|'/C calc'!A0\nP01,A?\n", "t.csv", "=cmd|"
    ),
    "a cell that never ends": _read(
        lambda: b'speaker,text\nI,"' + b"x" * 5_000_000, "t.csv", "xxx"
    ),
}
_PDFS: Final = {
    "pdf cut": _rejected(lambda: b"%PDF-1.7\n1 0 obj", "t.pdf"),
    "pdf without text": _rejected(image_only_pdf, "t.pdf"),
    "pdf encrypted": _rejected(encrypted_pdf, "t.pdf"),
    "pdf bomb": _rejected(pdf_bomb, "t.pdf"),
    "pdf of operators": _rejected(pdf_of_operators, "t.pdf"),
    "pdf page loop": _rejected(
        lambda: pdf(b"BT (I: A?) Tj ET", kids=b"2 0 R 2 0 R"), "t.pdf"
    ),
}
_RICH: Final = {
    "rtf deep": _rejected(
        lambda: b"{\\rtf1" + b"{" * 5_000 + b"x" + b"}" * 5_001, "t.rtf"
    ),
    "rtf empty": _rejected(lambda: b"{\\rtf1}", "t.rtf"),
    "rtf overflow": _read(
        lambda: b"{\\rtf1 I: A?\\u99999999 ?\\bin9999999999 x\\par}", "t.rtf"
    ),
    "rtf code page": _read(lambda: b"{\\rtf1\\ansicpg125 I: A?\\'e9\\par}", "t.rtf"),
    "rtf surrogate pair": _read(
        lambda: b"{\\rtf1 I: A?\\u-10179?\\u-8694?\\par}", "t.rtf", "\U0001f60a"
    ),
    "rtf open groups": _read(lambda: b"{\\rtf1 {\\b I: A?", "t.rtf"),
    "rtf object": _read(
        lambda: (
            b"{\\rtf1 I: A?{\\object\\objemb{\\*\\objdata %s}}\\par}"
            % (b"4d5a" * 100_000)
        ),
        "t.rtf",
        has_not="4d5a",
    ),
}
_CAPTIONS: Final = {
    "vtt alone": _rejected(lambda: b"WEBVTT\n", "t.vtt"),
    "vtt with a script": _read(
        lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\nI: <script>alert()</script>A?\n",
        "t.vtt",
    ),
    "vtt with a byte-order mark": _read(
        lambda: b"\xef\xbb\xbfWEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nI: A?\r\n",
        "t.vtt",
    ),
    "negative duration": _read(
        lambda: b"WEBVTT\n\n00:02.000 --> 00:01.000\nI: A?\n", "t.vtt"
    ),
    "bad times": _read(lambda: b"WEBVTT\n\n00:zz --> 00:01.000\nI: A?\n", "t.vtt"),
    "srt with CR only": _read(
        lambda: (
            b"1\r00:00:01,000 --> 00:00:02,000\rI: A?\r\r2\r"
            b"00:00:03,000 --> 00:00:04,000\rP: B.\r"
        ),
        "t.srt",
    ),
    "two million lines": _rejected(
        lambda: b"WEBVTT\n\n" + b"00:00.000 --> 00:01.000\nI: A?\n\n" * 700_000,
        "t.vtt",
    ),
}
_TEXTS: Final = {
    "nothing": _rejected(lambda: b"", "t.txt"),
    "too large": _rejected(lambda: b"I: A? " * 9_000_000, "t.txt"),
    "mixed newlines": _read(lambda: b"I: A?\rP: B.\r\nI: C?\n", "t.txt"),
    "nul": _read(lambda: b"I: A?\0\nP: B.\n", "t.txt", "\ufffd"),
    "latin": _read(lambda: b"I: caf\xe9 A?\nP: B.\n", "t.txt"),
    "utf-16 with its mark": _read(lambda: "I: A?\nP: B.\n".encode("utf-16"), "t.txt"),
    "utf-16 without": _read(lambda: "I: A?\nP: B.\n".encode("utf-16-le"), "t.txt"),
    "no utf-8": _read(lambda: b"I: A?\xff\xfe\nP: B.\n", "t.txt"),
    "lone surrogate": _read(lambda: b"I: A?\xed\xa0\x80\nP: B.\n", "t.txt"),
    "control signs": _read(lambda: b"I: A?\x07\x1b[31m\nP: B.\n", "t.txt"),
    "right to left": _read("I: A?\u202egnp.exe\nP: B.\n".encode, "t.txt", "\u202e"),
    "nothing but lines": _rejected(lambda: b"\n" * 2_000_000, "t.txt"),
    "a word without end": _read(
        lambda: PLAIN + b"I: " + b"x" * 5_000_000, "t.txt", "A?"
    ),
    "numbers without end": _read(
        lambda: PLAIN + b"I: " + b"1" * 2_000_000, "t.txt", "A?"
    ),
    "a line without end": _read(
        lambda: PLAIN + b"x" + b" " * 300_000 + b"x\n", "t.txt"
    ),
    "json deep": _rejected(lambda: b"[" * 100_000, "t.json"),
    "json of nothing": _rejected(lambda: b"{}", "t.json"),
    "blank page": _rejected(
        lambda: b"<!DOCTYPE html><html><body></body></html>", "page.html"
    ),
    "page with scripts": _read(
        lambda: (
            b"<html><body><script>steal()</script><p>I: A?</p><p>P01: B.</p>"
            b"<img src=x onerror=steal()></body></html>"
        ),
        "page.html",
        has_not="steal",
    ),
    "old word": _rejected(
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "t.doc"
    ),
    "password-protected": _rejected(
        lambda: (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
        )
    ),
    "database": _rejected(lambda: b"SQLite format 3\0" + b"\0" * 200, "t.db"),
    "picture": _rejected(
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "t.png"
    ),
}
_WORDS: Final = {
    "a table": _read(
        lambda: word(
            TALK + b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>I: in a cell</w:t></w:r></w:p>"
            b"</w:tc></w:tr></w:tbl>"
        ),
        "file.docx",
        "in a cell",
    ),
    "a tracked insertion": _read(
        lambda: word(
            TALK + b"<w:p><w:ins><w:r><w:t>I: put in</w:t></w:r></w:ins></w:p>"
        ),
        "file.docx",
        "put in",
    ),
    "a tracked deletion": _read(
        lambda: word(
            TALK + b"<w:p><w:r><w:t>I: C</w:t></w:r><w:del><w:r><w:delText>gone"
            b"</w:delText></w:r></w:del></w:p>"
        ),
        "file.docx",
        has_not="gone",
    ),
    "a content control": _read(
        lambda: word(
            TALK + b"<w:sdt><w:sdtContent><w:p><w:r><w:t>I: held</w:t></w:r></w:p>"
            b"</w:sdtContent></w:sdt>"
        ),
        "file.docx",
        "held",
    ),
    "a text box": _read(
        lambda: word(
            TALK + b"<w:p><w:r><wps:txbx><w:txbxContent><w:p><w:r><w:t>I: boxed</w:t>"
            b"</w:r></w:p></w:txbxContent></wps:txbx></w:r></w:p>"
        ),
        "file.docx",
        "A?",
    ),
}
_NAMES: Final = {
    "name with a path": _read(lambda: PLAIN, "..\u2215x.txt"),
    "name of a device": _read(lambda: PLAIN, "CON"),
    "name of 250 letters": _read(lambda: PLAIN, f"{'x' * 246}.txt"),
    "name read backwards": _read(lambda: PLAIN, "talk\u202etxt.exe"),
    "name with a newline": _read(lambda: PLAIN, "a\nb.txt"),
    "name with markup": _read(lambda: PLAIN, "<img src=x onerror=alert(1)>.txt"),
}
#: Everything, by what is wrong with it.
FILES: Final[dict[str, Hostile]] = {
    **_ARCHIVES,
    **_XML,
    **_SHEETS,
    **_PDFS,
    **_RICH,
    **_CAPTIONS,
    **_TEXTS,
    **_WORDS,
    **_NAMES,
}
#: Those that take a second or more to make or to judge; the bench does them all.
LARGE: Final = frozenset(
    (
        *("bomb", "bomb that lies about its size", "large part", "bomb of paragraphs"),
        *("bomb in its notes", "archives within", "bomb of rows", "one huge cell"),
        *("a cell that never ends", "pdf bomb", "pdf of operators"),
        *("two million lines", "too large", "nothing but lines"),
        *("a word without end", "numbers without end", "page nested deeply"),
    )
)
