"""What hostile files are made of: archives, Word files, tables, PDF; whole or not."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

XML: Final = b'<?xml version="1.0"?>'
W: Final = (
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    b'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
DOCUMENT: Final = b"<w:document " + W + b"><w:body>%s</w:body></w:document>"
PARAGRAPH: Final = b"<w:p><w:r><w:t>I: A?</w:t></w:r></w:p>"
TALK: Final = PARAGRAPH + b"<w:p><w:r><w:t>P01: B.</w:t></w:r></w:p>"
ENTITY: Final = b'<!DOCTYPE d [<!ENTITY x "%s">]>'
PLAIN: Final = b"I: A?\nP01: B.\n"


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


def lying() -> bytes:
    """An archive whose part says that it is small and unpacks to 300 MB."""
    data = bytearray(archive(("word/document.xml", b" " * 300_000_000)))
    size = (300_000_000).to_bytes(4, "little")
    while size in data:
        at = data.index(size)
        data[at : at + 4] = (1_000).to_bytes(4, "little")
    return bytes(data)


def doubled() -> bytes:
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return word(PARAGRAPH, ("word/document.xml", b"<a/>"))


def saved_word() -> bytes:
    import docx  # noqa: PLC0415

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def sheet(rows: bytes) -> bytes:
    """A workbook of one sheet with these rows."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/"
    return archive(
        (
            "[Content_Types].xml",
            XML + b'<Types xmlns="' + package + b'content-types">'
            b'<Default Extension="xml" ContentType="application/xml"/></Types>',
        ),
        (
            "_rels/.rels",
            XML + b'<Relationships xmlns="' + package + b'relationships">'
            b'<Relationship Id="r1" Target="xl/workbook.xml" Type="'
            + relations
            + b'/officeDocument"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            XML + b"<workbook " + space + b' xmlns:r="' + relations + b'"><sheets>'
            b'<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            XML + b'<Relationships xmlns="' + package + b'relationships">'
            b'<Relationship Id="r1" Target="worksheets/sheet1.xml" Type="'
            + relations
            + b'/worksheet"/></Relationships>',
        ),
        (
            "xl/worksheets/sheet1.xml",
            XML + b"<worksheet " + space + b"><sheetData>" + rows + b"</sheetData>"
            b"</worksheet>",
        ),
    )


def cells(*texts: bytes) -> bytes:
    made = (b'<c t="inlineStr"><is><t>' + t + b"</t></is></c>" for t in texts)
    return b"<row>" + b"".join(made) + b"</row>"


def open_document(content: bytes) -> bytes:
    return archive(
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", XML + content),
    )


def image_only_pdf() -> bytes:
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf(contents: bytes, *, filters: bytes = b"", kids: bytes = b"3 0 R") -> bytes:
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[%s]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
        b"4 0 obj<<%s/Length %d>>stream\n"
        b"%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    ) % (kids, filters, len(contents), contents)


def pdf_bomb() -> bytes:
    stream = zlib.compress(zlib.compress(b"\0" * 200_000_000))
    return pdf(stream, filters=b"/Filter[/FlateDecode/FlateDecode]")


def pdf_of_operators() -> bytes:
    stream = zlib.compress(b"BT 1 0 0 1 9 9 Tm (x) Tj ET\n" * 1_500_000)
    return pdf(stream, filters=b"/Filter/FlateDecode")


def nested(depth: int) -> bytes:
    data = word()
    for _ in range(depth):
        data = archive(("inner.docx", data))
    return data
