from __future__ import annotations

import re
import textwrap
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from workbench.coding.codebook import (
    USES,
    Codebook,
    CodebookEntry,
    Dimension,
    read_codebook,
    shipped_codebooks,
)
from workbench.errors import (
    ImportRejectedError,
    RowsRefusedError,
    StorageError,
    UnknownFormatError,
    UnknownObjectError,
)
from workbench.model import POLARITIES, TARGETS, VOICES
from workbench.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

BORDIN = "bordin_working_alliance"
DIGITAL = "digital_therapeutic_alliance"
DOMAINS = "alliance_interview_domains"
STUDY = "source_study_themes"
CONDITIONS = "relational_conditions"
ATTACHMENT = "attachment_relational"
SIX = sorted([BORDIN, DIGITAL, DOMAINS, STUDY, CONDITIONS, ATTACHMENT])

every_book = pytest.mark.parametrize("name", SIX)


def ids(name: str) -> set[str]:
    return {entry.id for entry in read_codebook(name).entries}


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8", newline="")
    return path


# what is shipped


def test_six_codebooks_are_shipped() -> None:
    assert shipped_codebooks() == SIX


@every_book
def test_a_shipped_book_says_what_it_is_for_and_whose_it_is(name: str) -> None:
    book = read_codebook(name)
    assert (book.name, book.licence) == (name, "CC BY 4.0")
    assert book.use in USES
    assert all([book.title, book.framework, book.source])
    assert len(book.about.split()) > 60


@every_book
def test_a_shipped_file_opens_with_its_licence_and_that_all_is_invented(
    name: str,
) -> None:
    head = shipped("codebooks", f"{name}.toml").read_text(encoding="utf-8")[:700]
    comment = " ".join(re.findall(r"^# ?(.*)$", head, flags=re.MULTILINE))
    assert "CC BY 4.0" in comment
    assert "Every example is invented" in comment
    assert re.search("examples? (is|are) invented", read_codebook(name).about)


@every_book
def test_every_code_is_written_out_for_a_second_coder(name: str) -> None:
    for entry in read_codebook(name).entries:
        assert len(entry.definition.split()) >= 20, entry.id
        assert all([entry.name, entry.include, entry.exclude, entry.source]), entry.id
        for text in (entry.definition, entry.include, entry.exclude):
            assert text.endswith("."), entry.id


@every_book
def test_ids_stand_once(name: str) -> None:
    members = [one.id for one in read_codebook(name).members()]
    assert sorted(set(members)) == sorted(members)


@every_book
def test_every_code_with_a_dot_stands_under_a_described_dimension(name: str) -> None:
    book = read_codebook(name)
    described = {one.id for one in book.dimensions if one.title and one.description}
    for entry in book.entries:
        expected = entry.id.partition(".")[0] if "." in entry.id else ""
        assert entry.parent == expected
        assert not expected or expected in described


@every_book
def test_examples_are_spoken_by_the_invented_people_only(name: str) -> None:
    for entry in read_codebook(name).entries:
        spoken_by = re.findall(r"\b[A-Z]\d+\b", entry.example)
        assert re.match(r'[CT]\d\d: "', entry.example), entry.id
        for speaker in spoken_by:
            number = int(speaker[1:])
            assert 1 <= number <= {"C": 15, "T": 10}[speaker[0]], entry.id


@every_book
def test_every_work_a_code_leans_on_is_cited_in_full(name: str) -> None:
    book = read_codebook(name)
    for entry in book.entries:
        for work in entry.cites:
            first_author = re.split(r" et al\.| & | \d", work)[0]
            assert first_author in book.source, work


def test_every_overlap_and_echo_names_a_code_that_exists() -> None:
    known = {f"{name}/{code}" for name in SIX for code in ids(name)}
    for name in SIX:
        for entry in read_codebook(name).entries:
            assert set(entry.overlaps) <= known, entry.id
            assert {f"{name}/{one}" for one in entry.echoes} <= known, entry.id


def test_every_exclusion_that_names_a_code_names_one_that_exists() -> None:
    for name in SIX:
        book = read_codebook(name)
        for entry in book.entries:
            for code in re.findall(r"\(([a-z]+\.[a-z_]+)", entry.exclude):
                assert code in ids(name), f"{name}: {entry.id} -> {code}"
            pairs = re.findall(r"([a-z]+_[a-z_]+): ([a-z_.]*[a-z])", entry.exclude)
            for other, code in pairs:
                assert code in ids(other), f"{name}: {entry.id} -> {other}: {code}"


# METHOD 4.9, rule by rule


def test_bordin_has_one_code_for_each_construct_and_polarity_beside_it() -> None:
    codes = ids(BORDIN)
    assert not [code for code in codes if "mismatch" in code]
    assert {"bond.demand", "task.rationale", "bond.commitment"} <= codes
    assert len(codes) == 14
    for entry in read_codebook(BORDIN).entries:
        assert {"polarity", "target"} <= set(entry.attributes)


def test_bordin_words_goal_agreement_as_experienced_sharing() -> None:
    entry = read_codebook(BORDIN).entry("goal.agreement")
    assert "experienced as shared" in entry.definition
    assert "mutuality" in entry.attributes


def test_bordin_marks_what_the_study_added_and_cites_the_later_works() -> None:
    book = read_codebook(BORDIN)
    assert [e.id for e in book.entries if e.added_by == "this study"] == [
        "task.monitoring"
    ]
    for code in ("alliance.rupture", "alliance.repair"):
        assert book.entry(code).source == "Bordin 1994"
        assert book.entry(code).cites == ("Safran & Muran 2000",)
    understood = book.entry("bond.understood")
    assert understood.overlaps == (f"{CONDITIONS}/empathy.accurate",)
    assert "condition" in understood.notes


def test_substitution_went_from_attachment_to_dependency() -> None:
    bordin = read_codebook(BORDIN)
    assert "goodnight" not in bordin.entry("bond.attachment").example
    assert "goodnight" in read_codebook(CONDITIONS).entry("dependency").example
    assert "it had picked sleep" not in bordin.entry("goal.negotiation").example


def test_facilitators_and_barriers_act_on_elements_of_the_alliance() -> None:
    for entry in read_codebook(DIGITAL).entries:
        assert set(entry.acts_on) <= {"goal", "task", "bond", "engagement"}
        if entry.id.startswith(("facilitator.", "barrier.")):
            assert entry.acts_on, entry.id


def test_the_digital_alliance_has_the_added_codes_and_two_halves_of_burden() -> None:
    codes = ids(DIGITAL)
    assert {
        "facilitator.autonomy",
        "facilitator.method",
        "facilitator.inclusive",
        "facilitator.digital_ease",
        "engagement.motive",
        "barrier.no_human",
        "barrier.content",
        "barrier.slow_benefit",
        "barrier.capability",
        "barrier.fatigue",
        "barrier.displacement",
    } <= codes
    assert "barrier.burden" not in codes
    assert read_codebook(DIGITAL).entry("barrier.displacement").added_by == "this study"


def test_the_digital_alliance_parts_felt_relation_and_ascribed_limit() -> None:
    book = read_codebook(DIGITAL)
    assert "as it is felt" in book.entry("therapeutic_bond").definition
    assert "ascribed to the tool" in book.entry("barrier.empathy_limit").definition
    for code in ("goal_alignment", "task_agreement"):
        assert "agreed with whom" in book.entry(code).attributes
        assert "human" in book.entry(code).notes


def test_the_digital_alliance_has_six_dimensions_two_codes_may_share() -> None:
    dimensions = read_codebook(DIGITAL).all_dimensions()
    assert [one.id for one in dimensions] == [
        "goal_alignment",
        "task_agreement",
        "therapeutic_bond",
        "engagement",
        "facilitator",
        "barrier",
    ]
    assert all(one.title and one.description for one in dimensions)


def test_the_guides_domains_keep_their_overlap_and_never_become_themes() -> None:
    book = read_codebook(DOMAINS)
    assert book.use == "source structure"
    assert "overlap" in book.entry("dom.emotional_resonance").notes
    for entry in book.entries:
        assert "ever a theme" in entry.notes


def test_the_source_studys_themes_carry_what_its_paper_leaves_open() -> None:
    book = read_codebook(STUDY)
    assert book.use == "prior study"
    hybrid = book.entry("th3.hybrid_models")
    assert "goal: present, client-therapist-AI" in hybrid.mapping
    clinicians = [
        line
        for line in book.entry("th1.functional_empathy").mapping
        if "clinician-on-client" in line
    ]
    assert [re.split("[:,] ", line)[1] for line in clinicians] == [
        "contested",
        "conditional",
    ]
    assert "counter-evidence" in book.entry("th2.alliance_without_attachment").notes
    trust = book.entry("cand.functional_trust")
    assert "no account" in trust.notes
    assert trust.echoes == ("th2.alliance_without_attachment",)
    assert "definitions are ours" in book.about


def test_mapping_lines_speak_the_words_of_the_theory_view() -> None:
    for name in SIX:
        for entry in read_codebook(name).entries:
            for line in entry.mapping:
                dimension, polarity, target, *voice = re.split("[:,] ", line)
                known = ids(BORDIN) | {"goal", "task", "bond"}
                assert dimension in known
                assert polarity in POLARITIES
                assert target in TARGETS
                assert set(voice) <= set(VOICES)


def test_relational_conditions_show_what_they_repeat() -> None:
    book = read_codebook(CONDITIONS)
    assert {"projection", "presence", "transference", "ending"} <= ids(CONDITIONS)
    for entry in book.entries:
        assert entry.overlaps, entry.id
        books = {overlap.partition("/")[0] for overlap in entry.overlaps}
        assert books <= {BORDIN, DIGITAL, DOMAINS}


def test_the_declared_frame_has_its_seven_concepts() -> None:
    assert ids(ATTACHMENT) == {
        "safe_haven",
        "secure_base",
        "proximity",
        "separation",
        "recognition",
        "mirroring",
        "repair",
    }


# reading one's own file


def test_a_minimal_toml_needs_no_more_than_names(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "mine.toml",
        """
        [[dimensions]]
        id = "wait"
        title = "Waiting"

        [[code]]
        id = "wait.list"
        name = "Waiting list"
        """,
    )
    assert read_codebook(path) == Codebook(
        name="mine",
        title="mine",
        dimensions=(Dimension("wait", "Waiting"),),
        entries=(CodebookEntry("wait.list", "Waiting list", parent="wait"),),
    )


def test_every_fault_of_a_toml_file_is_listed_at_once(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "faulty.toml",
        """
        use = "anything"
        [[code]]
        id = "a"
        name = "First"
        defintion = "a slip of the pen"
        [[code]]
        id = "a"
        name = 7
        cites = "one"
        """,
    )
    with pytest.raises(RowsRefusedError) as caught:
        read_codebook(path)
    told = "\n".join(caught.value.refusals)
    for part in (
        "faulty.toml, line 6: unknown key 'defintion'",
        "faulty.toml, line 9: 'name' should be text",
        "faulty.toml, line 10, cites: should be a list",
        "faulty.toml, line 7: the id 'a' stands twice, first at faulty.toml, line 3",
        "use 'anything'",
    ):
        assert part in told


def test_no_line_is_told_where_it_could_be_a_wrong_one(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "faulty.toml",
        """
        about = '''
        [[code]]
        '''
        [[code]]
        id = "a"
        name = "First"
        colour = "red"
        """,
    )
    with pytest.raises(RowsRefusedError) as caught:
        read_codebook(path)
    assert caught.value.refusals[0].startswith("faulty.toml: unknown key 'colour'")


def test_a_table_names_both_lines_of_an_id_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("kind,id,name\nheading,a,A\ncode,a.b,One\ncode,a.b,Two\n")
    with pytest.raises(RowsRefusedError) as caught:
        read_codebook(path)
    [told] = caught.value.refusals
    assert told.startswith(
        "mine.csv, line 4: the id 'a.b' stands twice, first at mine.csv, line 3."
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", "name = ", "not readable as TOML"),
        ("a.toml", "code = 3", "list of tables"),
        ("a.toml", "title = 'empty'", "no code in it"),
        ("a.csv", "", "empty"),
        ("a.csv", "colour,weight\nred,3\n", "no column 'name'"),
        ("a.csv", "name,code\nx,y\n", "two columns for 'name'"),
        ("a.csv", 'name\n"never closed\n', "not readable as a table"),
        ("a.qdc", "<CodeBook", "not well-formed"),
        ("a.qdc", "<Project/>", "holds a 'Project'"),
        ("a.qdc", "<CodeBook><Codes/></CodeBook>", "no code in it"),
        ("a.xlsx", "not a workbook", "damaged"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_by_name(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    with pytest.raises(ImportRejectedError, match=re.escape(told)) as caught:
        read_codebook(saved(tmp_path, name, text))
    assert name in str(caught.value)


def test_a_qdc_file_that_declares_a_document_type_is_refused(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "a.qdc",
        '<!DOCTYPE x [<!ENTITY a "b">]><CodeBook><Codes><Code guid="1" name="&a;" '
        'isCodable="true"/></Codes></CodeBook>',
    )
    with pytest.raises(ImportRejectedError, match="document type"):
        read_codebook(path)


def test_codes_nested_without_end_are_refused(tmp_path: Path) -> None:
    deep = '<Code guid="1" name="a" isCodable="true">' * 5000 + "</Code>" * 5000
    path = saved(tmp_path, "a.qdc", f"<CodeBook><Codes>{deep}</Codes></CodeBook>")
    with pytest.raises(ImportRejectedError, match="levels deep"):
        read_codebook(path)


def test_a_workbook_that_is_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ImportRejectedError, match="not a readable Excel workbook"):
        read_codebook(path)


def test_a_csv_in_another_encoding_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name\nN\u00e4he\n".encode("cp1252"))
    with pytest.raises(ImportRejectedError, match=r"a\.csv, byte 6: not UTF-8.*Excel"):
        read_codebook(path)


def test_rows_without_a_name_or_under_nothing_are_all_named(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        "a.csv",
        """\
        id,name,parent,kind
        ,,,code
        a,Near,b,code
        b,Far,a,code
        c,Lost,nowhere,code
        d,Odd,,colour
        """,
    )
    with pytest.raises(RowsRefusedError) as caught:
        read_codebook(path)
    told = "\n".join(caught.value.refusals)
    for part in (
        "'a' stands under itself",
        "'c' stands under 'nowhere'",
        "a.csv, line 6: kind 'colour'",
        "a.csv, line 2: no name",
    ):
        assert part in told


def test_a_table_from_another_program_is_read_without_losing_a_column(
    tmp_path: Path,
) -> None:
    path = saved(
        tmp_path,
        "taguette.csv",
        "\ufefftag;description;number of highlights\r\nNight use;Use at night;12\r\n",
    )
    assert read_codebook(path).entries == (
        CodebookEntry(
            "night_use",
            "Night use",
            definition="Use at night",
            notes="number of highlights: 12",
        ),
    )


def test_an_excel_table_typed_by_hand_is_read(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["Code", "Definition"], ["Night use", "At night"], [None, None], [3.0]):
        sheet.append(row)
    path = tmp_path / "hand.xlsx"
    workbook.save(path)
    assert [(e.id, e.name, e.definition) for e in read_codebook(path).entries] == [
        ("night_use", "Night use", "At night"),
        ("3", "3", ""),
    ]


def test_a_qdc_of_another_program_keeps_headings_nesting_and_sets(
    tmp_path: Path,
) -> None:
    path = saved(
        tmp_path,
        "other.qdc",
        """\
        <CodeBook xmlns="urn:QDA-XML:codebook:1:0" origin="Other">
          <Codes>
            <Code guid="A1" name="Time" isCodable="false">
              <Code guid="B2" name="Night" isCodable="true" color="#ff0000">
                <Description>At night.</Description>
                <Code guid="C3" name="Late" isCodable="1"/>
              </Code>
              <Code guid="D4" name="Night" isCodable="true"/>
            </Code>
          </Codes>
          <Sets><Set guid="S" name="Mine"><MemberCode guid="{b2}"/></Set></Sets>
        </CodeBook>
        """,
    )
    book = read_codebook(path)
    assert book.dimensions == (Dimension("time", "Time"),)
    assert book.entries == (
        CodebookEntry(
            "time.night", "Night", "At night.", notes="Set: Mine", parent="time"
        ),
        CodebookEntry("time.night.late", "Late", parent="time.night"),
        CodebookEntry("time.night_2", "Night", parent="time"),
    )


def test_an_unknown_name_lists_the_shipped_ones() -> None:
    with pytest.raises(UnknownObjectError, match=BORDIN):
        read_codebook("bordin")


def test_a_missing_file_and_a_wrong_kind_of_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ImportRejectedError, match="could not be read"):
        read_codebook(tmp_path / "none.csv")
    with pytest.raises(UnknownFormatError, match=r"\.toml, \.qdc"):
        read_codebook(saved(tmp_path, "book.pdf", "x"))


def test_an_unknown_code_names_the_book() -> None:
    with pytest.raises(UnknownObjectError, match=BORDIN):
        read_codebook(BORDIN).entry("goal.mismatch")


def test_what_did_not_come_along_is_missed_by_name() -> None:
    with pytest.raises(StorageError, match=r"codebooks/none\.toml"):
        shipped("codebooks", "none.toml")
