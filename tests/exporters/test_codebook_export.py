from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from workbench.coding.codebook import (
    Codebook,
    CodebookEntry,
    Dimension,
    read_codebook,
    shipped_codebooks,
)
from workbench.errors import RefusedError, StorageError
from workbench.exporters.codebook import codebook_csv, codebook_toml, write_codebook
from workbench.exporters.determinism import fix_zip, write_whole
from workbench.shipped import shipped

OFFICIAL_SCHEMA = Path(__file__).parents[3] / "shared/data/refi/Codebook-mrt2019.xsd"
BORDIN = "bordin_working_alliance"

every_book = pytest.mark.parametrize("name", shipped_codebooks())
every_format = pytest.mark.parametrize("suffix", ["toml", "qdc", "csv", "xlsx", "docx"])

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
# one paragraph a reader of spreadsheets and XML can hold
sentence = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60
).map(lambda text: " ".join(text.split()))
part = st.text("abcdefg -=@'\"é", min_size=1, max_size=8)


def book_of(*texts: str, parts: tuple[str, ...] = ()) -> Codebook:
    definition, include, notes = texts
    return Codebook(
        name="made_up",
        title="Made up",
        dimensions=(Dimension("a", "Heading", definition),),
        entries=(
            CodebookEntry(
                "a.one",
                "One",
                definition,
                include,
                notes=notes,
                cites=parts,
                parent="a",
            ),
            CodebookEntry("a.one.under", "Under", parent="a.one"),
            CodebookEntry("b.at_top", "Its dot means nothing", parent=""),
        ),
    )


def rewritten(book: Codebook, out: Path) -> Codebook:
    write_codebook(book, out)
    return read_codebook(out)


def without_advice(book: Codebook) -> Codebook:
    """Leave what a table of codes has room for."""
    return Codebook(
        name=book.name,
        title=book.name,
        dimensions=book.dimensions,
        entries=book.entries,
    )


@every_book
def test_toml_and_xlsx_give_back_an_equal_codebook(name: str, tmp_path: Path) -> None:
    book = read_codebook(name)
    for suffix in (".toml", ".xlsx"):
        assert rewritten(book, tmp_path / f"other{suffix}") == book


@every_book
def test_csv_and_qdc_give_back_every_code_and_heading(
    name: str, tmp_path: Path
) -> None:
    book = read_codebook(name)
    for suffix in (".csv", ".qdc"):
        assert rewritten(book, tmp_path / f"{name}{suffix}") == without_advice(book)


@every_book
def test_a_shipped_file_is_written_as_the_exporter_writes_it(name: str) -> None:
    written = shipped("codebooks", f"{name}.toml").read_bytes()
    assert written.endswith(codebook_toml(read_codebook(name)))


@given(any_text, any_text, any_text, st.lists(any_text, max_size=3).map(tuple))
def test_toml_keeps_any_text(
    definition: str, include: str, notes: str, parts: tuple[str, ...]
) -> None:
    book = book_of(definition, include, notes, parts=parts)
    found = tomllib.loads(codebook_toml(book).decode())
    one = found["code"][0]
    told = (one.get("definition", ""), one.get("include", ""), one.get("notes", ""))
    assert told == (definition, include, notes)
    assert tuple(one.get("cites", ())) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        " begins with a space " * 9,
        'a "quoted" word and "another" ' * 9,
        '""" three, and at the end """' * 5,
        "back\\slash \\\\ at breaks \\ " * 9,
        "lines\nof\r\ntext\rand\ttabs \x00\x1f\x7f\u0085\u2028 " * 9,
        "no-space-anywhere" * 20,
        "wide " * 5 + "   gaps   " * 20,
    ],
)
def test_toml_wraps_without_changing_a_character(text: str, tmp_path: Path) -> None:
    book = book_of(text, text, text)
    assert rewritten(book, tmp_path / "made_up.toml") == book


@given(
    st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", "'", "'=", "''@"]),
    any_text,
)
def test_csv_keeps_any_text_and_lets_no_cell_be_a_formula(
    start: str, text: str
) -> None:
    told = start + text
    data = codebook_csv(book_of(told, told, told))
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=40)
@given(any_text, any_text, st.lists(part, max_size=3).map(tuple))
def test_csv_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    definition: str,
    notes: str,
    parts: tuple[str, ...],
) -> None:
    book = book_of(definition, "", notes, parts=parts)
    out = tmp_path_factory.mktemp("csv") / "made_up.csv"
    assert rewritten(book, out) == without_advice(book)


@settings(max_examples=25, deadline=None)
@given(sentence, sentence, sentence)
def test_xlsx_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, one: str, two: str, three: str
) -> None:
    book = book_of(f"={one}", two, f"#N/A {three}")
    out = tmp_path_factory.mktemp("xlsx") / "made_up.xlsx"
    assert rewritten(book, out) == book


def test_csv_is_utf_8_without_a_mark_at_the_start() -> None:
    data = codebook_csv(book_of("Nähe", "", ""))
    assert data.startswith(b"kind,id,parent,name,definition")
    assert "Nähe".encode() in data


def test_xlsx_cells_are_text_under_a_header_that_stays(tmp_path: Path) -> None:
    out = tmp_path / "book.xlsx"
    write_codebook(book_of("=1+1", "+49", "#N/A"), out)
    sheet = load_workbook(out)["codebook"]
    assert sheet.freeze_panes == "A2"
    types = {cell.data_type for row in sheet for cell in row if cell.value is not None}
    assert types == {"s"}
    header = [cell.value for cell in sheet[1]]
    assert sheet.cell(3, header.index("definition") + 1).value == "=1+1"


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    out = tmp_path / "book.xlsx"
    with pytest.raises(RefusedError, match=r"a: a text of 40000 characters"):
        write_codebook(book_of("x" * 40_000, "", ""), out)
    assert not out.exists()


@every_book
@pytest.mark.skipif(
    not OFFICIAL_SCHEMA.exists(), reason="the official schema is not on this machine"
)
def test_qdc_fits_the_official_schema(name: str, tmp_path: Path) -> None:
    out = tmp_path / "book.qdc"
    write_codebook(read_codebook(name), out)
    schema = etree.XMLSchema(etree.parse(OFFICIAL_SCHEMA))
    schema.assertValid(etree.parse(out))


def test_qdc_nests_codes_under_headings_that_cannot_be_applied(tmp_path: Path) -> None:
    out = tmp_path / "book.qdc"
    write_codebook(read_codebook(BORDIN), out)
    codes = etree.parse(out).getroot()[0]
    assert [(code.get("name"), code.get("isCodable")) for code in codes] == [
        ("Goals", "false"),
        ("Tasks", "false"),
        ("Bond", "false"),
        ("Strain and repair", "false"),
    ]
    assert codes[0][1].get("name") == "Agreement on goals"


def test_a_code_keeps_its_guid_when_its_wording_changes(tmp_path: Path) -> None:
    book = book_of("first", "", "")
    reworded = replace(
        book, entries=tuple(replace(e, definition="later") for e in book.entries)
    )
    guids = []
    for one in (book, reworded):
        write_codebook(one, tmp_path / "book.qdc")
        root = etree.parse(tmp_path / "book.qdc").getroot()
        guids.append([code.get("guid") for code in root.iter("{*}Code")])
    assert guids[0] == guids[1]
    assert len(set(guids[0])) == 4


def test_codes_under_a_parent_that_is_not_there_stand_at_the_top(
    tmp_path: Path,
) -> None:
    orphan = Codebook(
        "x", "X", entries=(CodebookEntry("a", "Alone", parent="retired"),)
    )
    write_codebook(orphan, tmp_path / "x.qdc")
    assert [entry.name for entry in read_codebook(tmp_path / "x.qdc").entries] == [
        "Alone"
    ]


def test_characters_that_xml_cannot_hold_are_shown_as_replaced(tmp_path: Path) -> None:
    book = book_of("a\x00b", "a\x0bb", "")
    shown = "a\N{REPLACEMENT CHARACTER}b"
    for suffix in (".qdc", ".xlsx"):
        found = rewritten(book, tmp_path / f"x{suffix}").entry("a.one")
        assert (found.definition, found.include) == (shown, shown)
    write_codebook(book, tmp_path / "x.docx")
    table = Document(str(tmp_path / "x.docx")).tables[0]
    assert table.cell(2, 1).text.startswith(shown)


# Word


def test_word_holds_one_real_table_whose_header_repeats(tmp_path: Path) -> None:
    book = read_codebook(BORDIN)
    write_codebook(book, tmp_path / "book.docx")
    document = Document(str(tmp_path / "book.docx"))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "Code",
        "Definition",
        "Include when",
        "Exclude when",
        "Example",
        "Origin",
    ]
    repeated = [
        row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows
    ]
    assert repeated == [True] + [False] * (len(table.rows) - 1)
    assert len(table.rows) == 1 + len(book.dimensions) + len(book.entries)
    assert table.cell(2, 1).text.startswith(book.entries[0].definition)


def test_word_is_portrait_captioned_and_looks_by_named_styles(tmp_path: Path) -> None:
    write_codebook(read_codebook(BORDIN), tmp_path / "book.docx")
    document = Document(str(tmp_path / "book.docx"))
    (section,) = document.sections
    (table,) = document.tables
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width < section.page_height
    assert table.style is not None
    assert table.style.name == "Workbench Table"
    styles = [p.style.name for p in document.paragraphs if p.style is not None]
    assert styles.count("Caption") == 1
    body = document.element.body
    assert [f.get(qn("w:instr")).split()[:2] for f in body.iter(qn("w:fldSimple"))] == [
        ["SEQ", "Table"]
    ]
    # no run carries a format of its own: a style's name is all that stands there
    formats = {child.tag for run in body.iter(qn("w:rPr")) for child in run}
    assert formats <= {qn("w:rStyle")}
    widths = sum(column.width or 0 for column in table.columns)
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    assert widths <= section.page_width - margins


def test_word_says_what_was_added_and_under_which_licence(tmp_path: Path) -> None:
    write_codebook(read_codebook(BORDIN), tmp_path / "book.docx")
    document = Document(str(tmp_path / "book.docx"))
    notes = [paragraph.text for paragraph in document.paragraphs[-3:]]
    assert "CC BY 4.0" in notes[-1]
    assert "Codes marked as added" in notes[-2]
    monitoring = next(
        row
        for row in document.tables[0].rows
        if row.cells[0].text.startswith("Monitoring")
    )
    assert "Added by this study" in monitoring.cells[5].text


# files


@every_format
def test_the_same_book_gives_the_same_bytes(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = read_codebook(BORDIN)
    out = tmp_path / f"book.{suffix}"
    write_codebook(book, out)
    first = out.read_bytes()
    # zips note seconds: let another day have come
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_codebook(book, out)
    assert out.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_office_files_say_nothing_of_the_day_they_were_made(
    suffix: str, tmp_path: Path
) -> None:
    out = tmp_path / f"book.{suffix}"
    write_codebook(read_codebook(BORDIN), out)
    with zipfile.ZipFile(out) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2000-01-01T00:00:00Z"] * 2


def test_fixing_a_zip_keeps_order_and_content(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("z.txt", "last letter first")
        archive.writestr(
            "docProps/core.xml",
            '<dcterms:created xsi:type="x">2031-05-06T07:08:09Z</dcterms:created>',
        )
    fix_zip(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["z.txt", "docProps/core.xml"]
        assert archive.read("z.txt") == b"last letter first"
        assert b">2000-01-01T00:00:00Z<" in archive.read("docProps/core.xml")
        assert {entry.date_time for entry in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    there = tmp_path / "folder"
    there.mkdir()
    with pytest.raises(StorageError):
        write_whole(there, b"new")
    assert list(tmp_path.iterdir()) == [there]
    with pytest.raises(StorageError, match="No such file"):
        write_whole(tmp_path / "none" / "a.txt", b"new")


def test_an_unknown_ending_and_an_empty_book_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"\.toml, \.qdc, \.csv, \.xlsx, \.docx"):
        write_codebook(read_codebook(BORDIN), tmp_path / "book.pdf")
    with pytest.raises(RefusedError, match="no codes yet"):
        write_codebook(Codebook("x", "X"), tmp_path / "book.csv")
    assert not list(tmp_path.iterdir())
