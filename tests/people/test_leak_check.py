"""Names of the identity key are found in every form and place before a file leaves."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import pytest
from docx import Document
from openpyxl import Workbook

from workbench.errors import IdentityLeakError, RefusedError
from workbench.people import leak_reading
from workbench.people.identity_key import Entry, IdentityKey
from workbench.people.leak_check import FileLeak, check_file, refuse_leaks
from workbench.people.leak_finder import find_leaks
from workbench.people.name_forms import forms

if TYPE_CHECKING:
    from pathlib import Path


def key_of(*texts: str, kind: str = "name") -> IdentityKey:
    return IdentityKey(
        tuple(Entry(n, f"C{n:02}", kind, text) for n, text in enumerate(texts, 1))
    )


JANA = key_of("Jana Příkopová")


def found_in(text: str, key: IdentityKey) -> list[str]:
    return [text[leak.start : leak.end] for leak in find_leaks(text, key)]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Jana", "Jana Jany Janě Janu Jano Janou Janin Janina Janině Janiným JANOU"),
        ("Eliška", "Eliška Elišky Elišce Elišku Eliškou Eliščin Elisce eliskou"),
        ("Petra", "Petra Petře Petřin Petrou Petre"),
        ("Olga", "Olga Olze Olžin Olgou"),
        ("Marie", "Marie Marii Marií Mariin"),
        ("Pavel", "Pavel Pavla Pavlovi Pavle Pavlem Pavlův Pavlova"),
        ("Zdeněk", "Zdeněk Zdeňka Zdeňkovi Zdenka"),
        ("Honza", "Honza Honzy Honzovi Honzou Honzův"),
        ("Jiří", "Jiří Jiřího Jiřímu Jiřím Jiriho"),
        ("Nováková", "Nováková Novákové Novákovou Novakove"),
        ("Novotný", "Novotný Novotného Novotnému Novotným Novotná"),
        ("Praha", "Praha Prahy Praze Prahu Prahou"),
        ("Siobhan", "Siobhan Siobhan's Siobhan\u2019s SIOBHAN siobhan"),
        ("James", "James James' James's"),
    ],
)
def test_inflected_and_possessive_forms_are_found(name: str, written: str) -> None:
    for form in written.split():
        text = f"tehdy {form} odešla"
        assert len(find_leaks(text, key_of(name))) == 1, form
        assert form.casefold() in forms(name), form


@pytest.mark.parametrize(
    "text",
    [
        "It took some time, and the same happened. Time and tone matter. Same here.",
        "We will hope that the rose stays. Will you? Hope helps. Rose wine.",
        "janitor, Janáček-like, ajana, jan1tor",
        "also done, fine, very good; I don't know, and Don't ask",
    ],
)
def test_words_of_everyday_talk_are_no_names(text: str) -> None:
    key = key_of(
        "Tim", "Sam", "Tony", "Will", "Hope", "Rose", "Jana", "Al", "Vera", "Don"
    )  # fmt: skip

    assert found_in(text, key) == []


def test_a_name_that_is_a_word_is_found_where_it_is_a_name() -> None:
    text = "I asked Will about it. Hope Smith came, with Rose. So said Tim's friend."

    found = found_in(text, key_of("Will", "Hope", "Rose", "Tim"))

    assert found == ["Will", "Hope", "Rose", "Tim"]


def test_each_part_of_a_name_counts_and_the_whole_is_one_place() -> None:
    key = key_of("Dr Jana van der Příkop")

    text = "Jana van der Příkopa came; the van was there, and Příkop's bag."
    assert found_in(text, key_of("Jana van der Příkop")) == [
        "Jana van der Příkopa",
        "Příkop",
    ]
    assert found_in("the van der", key) == []


def test_a_place_counts_only_as_a_whole() -> None:
    key = key_of("Lower Wexcombe Clinic", kind="employer")

    assert found_in("a clinic in lower wexcombe", key) == []
    assert found_in("at the lower-Wexcombe clinic's door", key) == [
        "lower-Wexcombe clinic"
    ]


def test_mail_addresses_and_telephone_numbers_are_found() -> None:
    key = key_of("jana.p@example.org", "+420 601 234 567", kind="other")

    text = "Write to Jana.P@Example.org or ring 00420601234567 or 601-234-567."
    assert [leak.entry for leak in find_leaks(text, key)] == [1, 2, 2]


def test_names_in_other_unicode_writings_are_found() -> None:
    written = ("Pr\u030ci\u0301kop", "Pří\u00adkop", "\uff30říkop", "Pří\u200bkop")

    for form in written:
        assert len(find_leaks(f"saw {form} go", key_of("Příkop"))) == 1


def test_a_clean_text_has_no_leak() -> None:
    assert find_leaks("C07 told it about the exam.", JANA) == []


def test_a_name_cut_in_two_by_formatting_is_found_in_word(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    document = Document()
    paragraph = document.add_paragraph("Then Ja")
    paragraph.add_run("nou").bold = True
    paragraph.add_run(" left.")
    document.add_table(1, 1).cell(0, 0).text = "Příkopovou"
    document.save(str(path))

    assert check_file(path, JANA) == [FileLeak("word/document.xml", "C01", 1, 2)]


def test_a_name_in_the_documents_properties_is_found(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    document = Document()
    document.core_properties.author = "Jana P."
    document.save(str(path))

    assert check_file(path, JANA) == [FileLeak("docProps/core.xml", "C01", 1, 1)]


def test_a_name_in_a_comments_author_is_found(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    document = Document()
    run = document.add_paragraph("Nothing here.").runs[0]
    document.add_comment(run, text="why?", author="Příkopová", initials="x")
    document.save(str(path))

    assert [leak.part for leak in check_file(path, JANA)] == ["word/comments.xml"]


def test_a_name_in_a_spreadsheet_cell_and_sheet_is_found(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Jany"
    sheet["B2"] = "s Janou"
    book.save(path)

    parts = [leak.part for leak in check_file(path, JANA)]
    # openpyxl keeps texts in the sheet or in a part of their own
    assert sorted(str(part).partition("/worksheets")[0] for part in parts) in (
        ["xl", "xl/workbook.xml"],
        ["xl/sharedStrings.xml", "xl/workbook.xml"],
    )


@pytest.mark.parametrize(
    "name", ["interview-jany.csv", "JanaPrikopova.csv", "C07_příkopová_2.csv"]
)
def test_a_name_in_a_file_name_is_found_and_not_repeated(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text("nothing", "utf-8")

    assert [leak.part for leak in check_file(path, JANA)] == [None]
    with pytest.raises(IdentityLeakError) as leaked:
        refuse_leaks([path], JANA)
    assert str(leaked.value).splitlines()[0] == (
        "file 1, its name: entry 1 of C01, 1 times."
    )


def test_archives_within_archives_are_looked_into(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("sources/Janina.txt", "met Jana")
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("deep.qdpx", inner.getvalue())

    found = check_file(path, JANA)

    # the part's own name would give her away
    assert found == [FileLeak("deep.qdpx/part 1", "C01", 1, 2)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"label": "Příkopová"})),
        ("a.jsonl", '{"text":"s Janou"}\n'),
        ("a.csv", "id,text\nC07,Jano!\n"),
        ("a.html", "<p>P&#x159;&iacute;kop<b>ov&aacute;</b></p>"),
        ("a.svg", "<svg><text>Janě</text></svg>"),
        ("a.html", "<!DOCTYPE html><img alt='Jana'>"),
        ("a.md", "x" * 3_000_000 + " Jana"),
    ],
)
def test_text_in_every_writing_is_looked_through(
    tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")

    assert [(leak.part, leak.count) for leak in check_file(path, JANA)] == [("", 1)]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1250", "utf-8-sig"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id;říká Příkopová\n".encode(encoding))

    assert len(check_file(path, JANA)) == 1


def test_markup_is_not_taken_for_names(tmp_path: Path) -> None:
    path = tmp_path / "plain.docx"
    document = Document()
    document.add_paragraph("Nothing here.")
    document.save(str(path))

    assert check_file(path, key_of("Val", "Lang", "Tab", "Rubik")) == []


def test_a_leak_stops_the_export_and_tells_where_but_not_whom(tmp_path: Path) -> None:
    clean, leaky = tmp_path / "clean.txt", tmp_path / "quotes.txt"
    clean.write_text("C07 spoke.", "utf-8")
    leaky.write_text("Jana spoke to Příkopová's cat and to Jana.", "utf-8")

    refuse_leaks([clean], JANA)
    with pytest.raises(IdentityLeakError) as leaked:
        refuse_leaks([tmp_path], JANA)

    assert str(leaked.value).splitlines() == [
        "quotes.txt, its text: entry 1 of C01, 3 times.",
        "Pseudonymise these places; nothing was handed out.",
    ]
    assert find_leaks(str(leaked.value), JANA) == []


def test_a_file_that_cannot_be_looked_through_is_not_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 and then nothing")

    with pytest.raises(RefusedError, match="damaged"):
        refuse_leaks([path], JANA)


def _pdf(said: str, title: str = "Table") -> bytes:
    """The smallest PDF that says something on one page."""
    stream = f"BT /F1 12 Tf 72 720 Td ({said}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) >>" % title.encode("latin-1"),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + table
    out += b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\n"
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def test_a_name_on_a_page_or_in_the_properties_of_a_pdf_is_found(
    tmp_path: Path,
) -> None:
    for said, title in (("Jana came late", "Table"), ("Somebody", "For Jana")):
        path = tmp_path / "table.pdf"
        path.write_bytes(_pdf(said, title))
        assert [leak.participant for leak in check_file(path, JANA)] == ["C01"]
    path.write_bytes(_pdf("Somebody came late"))
    assert check_file(path, JANA) == []


def test_a_broken_pdf_is_not_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "table.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing more")

    with pytest.raises(RefusedError, match="cannot be read"):
        check_file(path, JANA)


@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.html"])
def test_a_name_that_begins_a_line_of_a_json_text_is_found(
    tmp_path: Path, name: str, is_ascii: bool
) -> None:
    text = json.dumps({"said": "And then\nPříkopová left."}, ensure_ascii=is_ascii)
    page = f'<script type="application/json">{text}</script>'
    path = tmp_path / name
    path.write_text(page if name.endswith("html") else text, "utf-8")

    assert check_file(path, JANA)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "It was in Lower\nWexcombe then."),
        ("a.csv", 'text\r\n"in Lower\r\nWexcombe"'),
        ("a.json", json.dumps({"said": "in Lower\nWexcombe"})),
    ],
)
def test_a_place_that_runs_over_the_end_of_a_line_is_found(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_bytes(content.encode())

    assert check_file(tmp_path / name, key_of("Lower Wexcombe", kind="place"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "So Jana Priko-\npova came."),
        ("a.md", "So Jana Pří\N{HYPHEN}\r\n   kopová came."),
        ("a.md", "> So Jana Pří- \n> kopová came."),
        ("a.txt", unicodedata.normalize("NFD", "So Jana Pří-\nkopová came.")),
        ("a.json", json.dumps({"said": "So Jana Priko-\npova came."})),
        ("a.html", "<p>So Jana Priko-\npova came.</p>"),
    ],
)
def test_a_name_that_a_hyphen_cuts_at_the_end_of_a_line_is_found(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_bytes(content.encode())
    key = key_of("Příkopová")

    assert check_file(tmp_path / name, key)


def test_a_place_at_the_end_of_a_piece_of_a_large_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leak_reading, "_PIECE", 50)
    for before in range(190, 215):
        (tmp_path / "a.txt").write_text("x " * before + "Lower\nWexcombe then.")

        assert check_file(tmp_path / "a.txt", key_of("Lower Wexcombe", kind="place"))


def test_a_file_that_is_spoken_of_is_looked_at_as_a_file_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Taken from `talkJanaPrikopova.docx` in May.")

    assert check_file(tmp_path / "a.md", JANA)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("李小龍", "那天我見李小龍在門口"),
        ("김영수", "어제 김영수가 왔어요"),
        ("דוד", "הלכתי אל הבית של לדוד"),
    ],
)
def test_a_name_in_a_script_without_capitals_is_found_inside_words(
    name: str, text: str
) -> None:
    assert found_in(text, key_of(name)) == [name]


def test_names_of_folders_and_remarks_in_an_archive_are_looked_at(
    tmp_path: Path,
) -> None:
    part = zipfile.ZipInfo("a.txt")
    part.comment = b"Prikopova"
    for number, member in enumerate((part, zipfile.ZipInfo("Jana/"))):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, b"")

        assert check_file(path, JANA)
