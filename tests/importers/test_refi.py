"""REFI-QDA projects as programs really write them, and as attackers would."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.foreign_files import (
    code,
    coding,
    findings,
    guid,
    inline,
    one_text,
    project,
    qdpx,
    quotes,
    read,
    said,
    selection,
    text_source,
)
from workbench.errors import ImportRejectedError
from workbench.importers import refi_sources
from workbench.importers.foreign_projects import inspect_study
from workbench.importers.refi_offsets import COUNTINGS, Ruler, judge

if TYPE_CHECKING:
    from collections.abc import Callable

REAL = Path(__file__).parents[3] / "shared" / "data" / "refi"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are absent")
TALK = "I felt heard at night. Nobody else was awake then."


def at(text: str, quote: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


# --- real files ----------------------------------------------------------------------


@needs_real
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("atlasti23win_blank.qdpx", (2, 0, 0, 0)),
        ("atlasti23win_codes-only.qdpx", (2, 3, 0, 0)),
        ("qc1.3.2_demo.qdpx", (1, 262, 2, 205)),
        ("taguette_serdif.sqlite3", (1, 22, 17, 1930)),
    ],
)
def test_a_real_project_holds_what_its_notes_say(
    name: str, counts: tuple[int, int, int, int]
) -> None:
    study = inspect_study(REAL / name).study

    segments = sum(len(source.segments) for source in study.sources)
    found = (len(study.users), len(study.codes), len(study.sources), segments)
    assert counts == found


# --- what programs count -------------------------------------------------------------


def test_a_byte_order_mark_is_taken_off_and_not_counted() -> None:
    data = b"\xef\xbb\xbf" + TALK.encode()
    made = one_text(data, selection(*at(TALK, "felt heard"), coding("alone")))

    study = read(made)

    assert quotes(study) == ["felt heard"]
    assert said(study.sources[0]) == TALK


WINDOWS = "I: \U0001f642 How so?\r\nP01: \U0001f642 I felt heard.\r\nI: Go on \U0001f642.\r\nP01: At night, mostly, caf\xe9s shut."  # noqa: E501
SPOKEN = ["felt heard", "At night", "mostly", "shut", "How so", "Go on"]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("code points", len),
        ("UTF-16 code units", units),
        ("UTF-8 bytes", lambda text: len(text.encode())),
        ("a CRLF as one", lambda text: len(text.replace("\r\n", "\n"))),
    ],
)
def test_the_way_a_program_counts_is_found_out_and_told(
    name: str, measure: Callable[[str], int]
) -> None:
    made = [
        selection(
            measure(WINDOWS[: WINDOWS.index(quote)]),
            measure(WINDOWS[: WINDOWS.index(quote) + len(quote)]),
            coding("alone"),
        )
        for quote in SPOKEN
    ]

    study = read(one_text(WINDOWS.encode(), *made))

    assert quotes(study) == SPOKEN
    told = next(each.what for each in study.findings if not each.count)
    assert name in told.partition(":")[0]


def test_nvivo_is_known_to_count_utf_16() -> None:
    """One selection alone could be read either way: the program decides."""
    text = "P01: \U0001f642\U0001f642 so so so"
    start = units(text[: text.index("so so so")])
    made = selection(start, start + 5, coding("alone"))

    of_nvivo = read(one_text(text, made, origin="NVivo for Windows 12"))
    of_another = read(one_text(text, made, origin="Another"))

    assert quotes(of_nvivo) == ["so so"]
    assert quotes(of_another) == [" so s"]


WORDS = st.text(
    st.sampled_from("ab\xe9 \U0001f642\U0001d4b3\u0301\u05d0.\u2028"), min_size=1
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(WORDS, min_size=1, max_size=5), which=st.sampled_from(COUNTINGS))
def test_every_place_of_a_text_is_found_again_under_each_way_of_counting(
    lines: list[str], which: object
) -> None:
    counting = next(each for each in COUNTINGS if each == which)
    text = "\r\n".join(lines)
    ruler = Ruler(text, counting, has_mark=True)
    sizes: dict[str, Callable[[str], int]] = {
        "code points": len,
        "utf-16": units,
        "utf-8": lambda part: len(part.encode("utf-8", "surrogatepass")),
    }
    size = sizes[counting.unit]

    for place in range(len(text) + 1):
        if text[place - 1 : place + 1] == "\r\n":
            continue  # between the two there is no place of its own
        before = text[:place]
        counted = size(
            before if counting.counts_returns else before.replace("\r\n", "\n")
        )
        assert ruler.code_point(counted + counting.counts_mark) == place


def test_the_specification_is_believed_where_nothing_tells() -> None:
    judged = judge([("abc def", False, [(0, 3)])], COUNTINGS[0])

    assert judged.counting == COUNTINGS[0]
    assert judged.told() == ""


# --- turns and labels ----------------------------------------------------------------


def test_labels_become_speakers_and_selections_keep_their_words() -> None:
    text = "Interviewer: How so?\n\nP01: I felt heard.\nAt night.\n\nInterviewer: Yes."
    spans = [at(text, "How so?"), at(text, "heard.\nAt night"), at(text, "Yes.")]
    study = read(one_text(text, *(selection(*s, coding("alone")) for s in spans)))

    source = study.sources[0]
    assert [t.speaker for t in source.turns] == ["Interviewer", "P01", "Interviewer"]
    assert quotes(study) == ["How so?", "heard.\nAt night", "Yes."]


def test_a_selection_over_a_label_is_cut_there_and_told() -> None:
    text = "Interviewer: How so?\n\nP01: I felt heard."
    whole = selection(*at(text, "so?\n\nP01: I felt"), coding("alone"))
    label = selection(*at(text, "P01: I"), coding("alone"))
    only = selection(*at(text, "P01:"), coding("alone"))

    study = read(one_text(text, whole, label, only))

    assert quotes(study) == ["so?\nI felt", "I"]
    assert findings(study) == {
        "selections that reach into a speaker's label, cut there": 1,
        "selections that begin or end outside their text, or hold no words": 1,
    }


def test_words_in_brackets_after_a_label_stay_in_the_text() -> None:
    study = read(one_text("P01 (crying): I stopped.\n\nInterviewer: Yes.\n\nP01: So."))

    assert said(study.sources[0]).startswith("(crying): I stopped.")


# --- what programs write -------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("internal://one.txt", "sources/one.txt"),
        ("internal:/one.txt", "Sources/one.txt"),
        ("one.txt", "Sources/ONE.TXT"),
        ("sources/one.txt", "sources/one.txt"),
        ("relative:///sources/one.txt", "sources/one.txt"),
        ("C:\\Users\\anna\\one.txt", "one.txt"),
    ],
)
def test_a_text_is_found_however_its_path_is_written(path: str, place: str) -> None:
    source = text_source("one", path, selection(0, 6, coding("alone")))
    qde = project(
        f"<CodeBook><Codes>{code('alone')}</Codes></CodeBook>",
        f"<Sources>{source}</Sources>",
    )

    study = read(qdpx(qde, (place, TALK.encode()), inner="Study Of Nights.QDE"))

    assert quotes(study) == ["I felt"]


def test_other_namespaces_missing_parts_and_empty_sets_are_no_hindrance() -> None:
    source = text_source("one", "", inline(TALK))
    old = 'xmlns="urn:QDA-XML:codebook:0:4"'

    bare = read(qdpx(project(f"<Sources>{source}</Sources><Sets/>", ns=old)))
    empty = read(qdpx(project(ns="")))

    assert said(bare.sources[0]) == TALK
    assert not empty.sources
    assert not empty.codes


def test_each_coder_and_each_code_of_a_selection_is_a_segment_of_its_own() -> None:
    made = selection(
        *at(TALK, "felt heard"),
        coding("alone", "anna") + coding("night", "ben"),
        user="anna",
    )
    study = read(one_text(TALK, made, codes=code("alone") + code("night")))

    found = [(each.code, each.user) for each in study.sources[0].segments]
    assert [
        (guid("alone").lower(), guid("anna").lower()),
        (guid("night").lower(), guid("ben").lower()),
    ] == found
    assert study.sources[0].segments[0].at == "2020-03-01T10:00:00.000Z"


def test_memos_find_what_they_are_about() -> None:
    ref = f'<NoteRef targetGUID="{guid("note")}"/>'
    made = selection(*at(TALK, "felt"), "<Description>odd</Description>" + coding("a"))
    remark = selection(*at(TALK, "awake"), "<Description>hm</Description>", id_="r")
    source = text_source("one", "", inline(TALK) + made + remark + ref)
    note = (
        f'<Note guid="{guid("note")}" name="On one" plainTextPath="internal://n.txt"/>'
    )
    lost = f'<Note guid="{guid("lost")}" name="Gone" plainTextPath="internal://x.txt"/>'
    qde = project(
        f"<CodeBook><Codes>{code('a')}</Codes></CodeBook><Sources>{source}</Sources>",
        f"<Notes>{note}{lost}</Notes><Description>about all</Description>",
    )

    study = read(qdpx(qde, ("sources/n.txt", b"\xef\xbb\xbfthe text")))

    segments = study.sources[0].segments
    assert [segments[0].code, segments[1].code] == [guid("a").lower(), None]
    assert {(n.name, n.text, n.about) for n in study.notes} == {
        ("", "about all", None),
        ("", "odd", segments[0].id),
        ("", "hm", segments[1].id),
        ("On one", "the text", guid("one").lower()),
    }
    assert findings(study) == {"memos whose text is missing": 1}


def test_pdf_text_and_transcripts_of_recordings_are_texts() -> None:
    pdf = (
        f'<PDFSource guid="{guid("pdf")}" name="paper"><PDFSelection guid="{guid("s")}"'
        ' page="1" firstX="0" firstY="0" secondX="9" secondY="9"/>'
        f'<Representation guid="{guid("rep")}" plainTextPath="internal://p.txt">'
        f"{selection(0, 6, coding('a'))}</Representation></PDFSource>"
    )
    points = "".join(
        f'<SyncPoint guid="{guid(n)}" timeStamp="{ms}" position="{place}"/>'
        for n, ms, place in (("p1", 0, 2), ("p2", 900, 6))
    )
    chosen = (
        f'<TranscriptSelection guid="{guid("t")}" fromSyncPoint="{guid("p1")}" '
        f'toSyncPoint="{guid("p2")}">{coding("a", number=2)}</TranscriptSelection>'
    )
    video = (
        f'<VideoSource guid="{guid("film")}" name="film"><Transcript '
        f'guid="{guid("tr")}">{inline(TALK)}{points}{chosen}</Transcript></VideoSource>'
    )
    picture = (
        f'<PictureSource guid="{guid("pic")}" name="wall" path="internal://w.png"/>'
    )
    qde = project(
        f"<CodeBook><Codes>{code('a')}</Codes></CodeBook>",
        f"<Sources>{pdf}{video}{picture}</Sources>",
    )

    study = read(qdpx(qde, ("sources/p.txt", TALK.encode())))

    assert quotes(study) == ["I felt", "felt"]
    assert findings(study) == {
        "selections on a page, a picture or a recording": 1,
        "picture sources without a text": 1,
    }


def test_cases_variables_and_sets_are_read() -> None:
    variable = f'<Variable guid="{guid("age")}" name="Age" typeOfVariable="Integer"/>'
    value = (
        f'<VariableValue><VariableRef targetGUID="{guid("age")}"/>%s</VariableValue>'
    )
    case = (
        f'<Case guid="{guid("case")}" name="P01">{value % "<IntegerValue>34</IntegerValue>"}'  # noqa: E501
        f'<SourceRef targetGUID="{guid("one")}"/></Case>'
    )
    source = text_source("one", "", inline(TALK) + value % "<TextValue>35</TextValue>")
    group = (
        f'<Set guid="{guid("set")}" name="Nights"><MemberCode '
        f'targetGUID="{guid("alone")}"/>'
        f'<MemberSource targetGUID="{guid("one")}"/></Set>'
    )
    study = read(
        qdpx(
            project(
                f"<CodeBook><Codes>{code('alone')}</Codes></CodeBook>",
                f"<Variables>{variable}</Variables><Cases>{case}</Cases>",
                f"<Sources>{source}</Sources><Sets>{group}</Sets>",
            )
        )
    )

    one = guid("one").lower()
    assert (study.cases[0].values, study.cases[0].sources) == ({"Age": "34"}, (one,))
    assert study.sources[0].values == {"Age": "35"}
    assert study.sets[0].codes == (guid("alone").lower(),)
    assert study.sets[0].sources == (one,)


# --- what is wrong -------------------------------------------------------------------


def test_everything_that_does_not_fit_is_counted_and_the_rest_is_taken() -> None:
    good = selection(*at(TALK, "felt heard"), coding("alone"))
    made = one_text(
        TALK,
        good,
        selection(0, 9_999, coding("alone")),
        selection(-4, 3, coding("alone")),
        selection(9, 2, coding("alone")),
        selection(2, 6, coding("nowhere")),
        selection(3, 7),
        selection(*at(TALK, "Nobody"), coding("alone", number=2)),
        selection(*at(TALK, "awake"), coding("alone", number=3), id_="twice"),
        selection(*at(TALK, "then"), coding("alone", number=4), id_="twice"),
        codes=code("alone") + code("alone") + code("night", id_="alone"),
    )
    study = read(made)

    assert quotes(study) == ["felt heard", "Nobody", "awake", "then"]
    assert findings(study) == {
        "codes without an id, or with that of another": 2,
        "selections that begin or end outside their text, or hold no words": 3,
        "codings with a code that is not there": 1,
        "selections without a code or a memo": 2,
        "selections with the id of another one": 1,
    }


def test_a_source_whose_text_is_missing_is_told_with_its_selections() -> None:
    lost = text_source("gone", "internal://gone.txt", selection(0, 4, coding("alone")))
    there = text_source("one", "", inline(TALK))
    twice = text_source("one", "", inline("other words"))

    study = read(qdpx(project(f"<Sources>{lost}{there}{twice}</Sources>")))

    assert [source.name for source in study.sources] == ["one"]
    assert findings(study) == {
        "texts that are missing from the file": 1,
        "selections in what is missing": 1,
        "sources with the id of another one, left out": 1,
    }


def test_more_selections_than_any_study_has_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refi_sources, "MAX_SELECTIONS", 3)
    made = [selection(n, n + 3, coding("alone")) for n in range(4)]

    with pytest.raises(ImportRejectedError, match="more than 3 selections"):
        read(one_text(TALK, *made))


def _linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("project.qde", project())
        link = zipfile.ZipInfo("sources/one.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    return buffer.getvalue()


HOSTILE = {
    "doctype": qdpx(b'<!DOCTYPE a [<!ENTITY x "y">]>' + project()),
    "doctype in UTF-16": qdpx('\ufeff<!DOCTYPE a><Project name="x"/>'.encode("utf-16")),
    "climbing path": qdpx(project(), ("../../one.txt", b"x")),
    "absolute path": qdpx(project(), ("/etc/one.txt", b"x")),
    "link": _linked(),
    "bomb": qdpx(project(), ("sources/one.txt", b"0" * 70_000_000)),
    "two projects": qdpx(project(), ("other/b.qde", project()), inner="a.qde"),
    "no project": qdpx(b"x", inner="readme.txt"),
    "not XML": qdpx(b"<Project><unclosed>"),
    "a codebook": qdpx(b"<CodeBook/>"),
    "deep": qdpx(b"<Project>" * 5_000 + b"</Project>" * 5_000),
    "cut off": qdpx(project())[:-30],
    "text": b"only words",
    "empty": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_or_broken_is_refused_with_a_reason(
    data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "study.qdpx"
    path.write_bytes(data)

    with pytest.raises(ImportRejectedError, match=r"^study\.qdpx: \w.{15,}"):
        inspect_study(path)


def test_a_recording_beside_the_texts_is_never_unpacked() -> None:
    source = text_source("one", "", inline(TALK))
    qde = project(f"<Sources>{source}</Sources>")

    study = read(qdpx(qde, ("sources/film.mp4", b"0" * 80_000_000)))

    assert len(study.sources) == 1


def test_no_file_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportRejectedError, match=r"nothing\.qdpx: could not be"):
        inspect_study(tmp_path / "nothing.qdpx")
