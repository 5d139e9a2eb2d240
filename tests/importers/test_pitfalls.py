"""The pitfalls of METHOD 7.2, numbered as there; 3 is the browser's, 12 the store's."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

if TYPE_CHECKING:
    from tests.importers.conftest import Parse, ParseWord
    from workbench.importers.parsed import ParsedTranscript

TALK = "I: Wie geht's?\nP01: Größer, früher, später, ja.\n"


def codes(parsed: ParsedTranscript) -> list[str]:
    return [warning.code for warning in parsed.warnings]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("cp1252", b""),
    ],
)
def test_01_every_usual_encoding_gives_the_same_talk(
    encoding: str, mark: bytes, parse: Parse
) -> None:
    parsed = parse(mark + TALK.encode(encoding))
    assert parsed.turns == parse(TALK).turns


def test_01_a_guessed_encoding_is_said(parse: Parse) -> None:
    assert codes(parse(TALK.encode("cp1252"))) == ["encoding-guessed"]
    assert codes(parse(TALK.encode("utf-16-le"))) == ["encoding-guessed"]


def test_01_a_chosen_encoding_is_taken_and_said(parse: Parse) -> None:
    parsed = parse("I: Čo?\nP01: Žiaľ.\n".encode("cp1250"), encoding="cp1250")
    assert [turn.text for turn in parsed.turns] == ["Čo?", "Žiaľ."]
    assert codes(parsed) == ["encoding-chosen"]


@pytest.mark.parametrize("choice", ["utf-8", "ascii", "klingon"])
def test_01_a_choice_that_does_not_fit_is_rejected(choice: str, parse: Parse) -> None:
    parsed = parse(TALK.encode("cp1252")[:-2] + b"\xff", encoding=choice)
    assert parsed.verdict == "rejected"
    assert choice in (parsed.reason or "")


def test_01_mixed_line_ends_are_one_and_said(parse: Parse) -> None:
    parsed = parse("I: One.\r\nP01: Two.\rI: Three.\nP01: Four.\n")
    assert [turn.text for turn in parsed.turns] == ["One.", "Two.", "Three.", "Four."]
    assert codes(parsed) == ["mixed-newlines"]


def test_01_nothing_is_normalised(parse: Parse) -> None:
    decomposed = "cafe\N{COMBINING ACUTE ACCENT} \N{LATIN SMALL LIGATURE FI}n"
    assert parse(f"I: {decomposed}\nP01: x\n").turns[0].text == decomposed


def test_02_unusual_spaces_marks_and_quotes(parse: Parse) -> None:
    talk = (
        "l\N{RIGHT SINGLE QUOTATION MARK}app\N{SOFT HYPHEN}li \N{ZERO WIDTH JOINER}ok"
    )
    nnbsp = "\N{NARROW NO-BREAK SPACE}"
    parsed = parse(
        f"Interviewer{nnbsp}: {talk}\n"
        f"P\N{SOFT HYPHEN}01\N{FULLWIDTH COLON}Oui{nnbsp}!\n"
    )
    assert [(t.speaker, t.text) for t in parsed.turns] == [
        ("Interviewer", talk),
        ("P01", f"Oui{nnbsp}!"),
    ]


def test_04_05_see_test_labels(parse: Parse) -> None:
    parsed = parse("I: A?\nP: B.\nShe said: Note: For example: C.\nI: D?\nP: E.\n")
    assert len(parsed.turns) == 4


def test_06_one_person_under_several_labels_is_pointed_out(parse: Parse) -> None:
    parsed = parse("Speaker 1: A.\nSPEAKER 1: B.\nSpeaker 2: C.\n")
    assert codes(parsed) == ["similar-labels"]


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [
        ("0:00:05", 5_000),
        ("1:04:15", 3_855_000),
        ("04:15", 255_000),
        ("4:5", 245_000),
        ("0:0:5.100", 5_100),
        ("00:00:05,25", 5_250),
        ("00:00:05:12", 5_000),
        ("00:00:05-2", 5_200),
    ],
)
def test_07_every_form_of_time(written: str, milliseconds: int, parse: Parse) -> None:
    parsed = parse(f"Ana R ({written}):\nOne.\nP01 ({written}):\nTwo.\n")
    assert [turn.start_ms for turn in parsed.turns] == [milliseconds] * 2


def test_07_a_clock_on_the_wall_is_no_offset(parse: Parse) -> None:
    parsed = parse("Ana R (14:03:11):\nOne.\nP01 (14:03:15):\nTwo.\n")
    assert [turn.start_ms for turn in parsed.turns] == [None, None]
    assert codes(parsed) == ["wall-clock"]


def test_07_times_that_go_back_are_kept_and_said(parse: Parse) -> None:
    parsed = parse("Ana R (10:00):\nOne.\nP01 (00:05):\nTwo.\n")
    assert [turn.start_ms for turn in parsed.turns] == [600_000, 5_000]
    assert codes(parsed) == ["times-out-of-order"]


def test_08_several_participants_and_an_interpreter_stay_apart(parse: Parse) -> None:
    parsed = parse(
        "Interviewer 1: A?\nP01: B.\nP02: C.\nInterpreter: D.\nInterviewer 2: E?\n"
    )
    assert [turn.role for turn in parsed.turns] == [
        "interviewer",
        "participant",
        "participant",
        "interpreter",
        "interviewer",
    ]


def test_09_see_test_word(parse: Parse) -> None:
    assert parse(b"PK\x03\x04 truncated").verdict == "rejected"


def test_10_front_matter_is_listed_and_warned_of(parse: Parse) -> None:
    parsed = parse(
        "Interview 7\nDate: 3 May\nParticipant: Jane Doe, age 41, Leeds\n"
        "Interviewer: Ana Rossi\n\nInterviewer: A?\nParticipant: B.\n"
        "Interviewer: C?\nParticipant: D.\n"
    )
    assert [turn.text for turn in parsed.turns] == ["A?", "B.", "C?", "D."]
    assert len(parsed.omissions) == 4
    assert codes(parsed) == ["front-matter"]
    assert all("Jane" not in warning.message for warning in parsed.warnings)


def test_10_a_participants_line_above_talk_with_times_is_front_matter(
    parse: Parse,
) -> None:
    talk = "".join(
        f"0:0:{at}.1 --> 0:0:{at}.925\n{name}\nSo.\n"
        for at, name in enumerate(["Ana Rossi", "T01"] * 2)
    )
    parsed = parse(
        f"Interview 1, shortened.\nParticipant: T01 [M, 57, steward]\n\n{talk}"
    )
    assert [turn.speaker for turn in parsed.turns] == ["Ana Rossi", "T01"] * 2
    assert [o.text for o in parsed.omissions] == [
        "Interview 1, shortened.",
        "Participant: T01 [M, 57, steward]",
    ]
    assert codes(parsed) == ["front-matter"]


def test_10_words_before_the_first_label_are_not_lost_when_there_are_many(
    parse: Parse,
) -> None:
    parsed = parse("So we began talking. " * 30 + "\nI: A?\nP: B.\n")
    assert parsed.turns[0].speaker is None
    assert codes(parsed) == ["unlabelled-turns"]


def test_11_footers_are_listed(parse: Parse) -> None:
    parsed = parse(
        "I: A?\nP: B.\nPage 1 of 2\nConfidential\nP: C.\n"
        "Transcribed by https://otter.ai\n"
    )
    assert [turn.text for turn in parsed.turns] == ["A?", "B.", "C."]
    assert [o.text for o in parsed.omissions] == [
        "Page 1 of 2",
        "Confidential",
        "Transcribed by https://otter.ai",
    ]


def test_12_the_same_bytes_have_the_same_hash(parse: Parse) -> None:
    assert parse(TALK, "a.txt").sha256 == parse(TALK, "b.txt").sha256


def test_13_a_very_long_turn_is_pointed_out_and_kept(parse: Parse) -> None:
    parsed = parse("I: Tell me.\nP01: " + "word " * 1_600 + "\nI: Mm.\n")
    assert parsed.speakers[1].words == 1_600
    assert codes(parsed) == ["long-turn"]


def pdf(*pages: list[str]) -> bytes:
    """A PDF that shows these lines, as a word processor would print them."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 800 Td {shown} ET".encode("latin-1")
        kids.append(f"{len(objects) + 1} 0 R")
        objects += [
            f"<</Type/Page/Parent 2 0 R/Contents {len(objects) + 2} 0 R/Resources"
            "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>"
            "/MediaBox[0 0 595 842]>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
        ).encode()
    )


def test_14_a_pages_line_ends_and_hyphens_are_undone(parse: Parse) -> None:
    parsed = parse(
        pdf(
            [
                "Interviewer: How did it be-",
                "gin, and what is the long-term plan that you",
                "had for it?",
                "P01: It was for the long-",
                "term, and I wrote at",
                "the week-end as well.",
            ]
        ),
        "talk.pdf",
    )

    assert [(t.speaker, t.text) for t in parsed.turns] == [
        (
            "Interviewer",
            "How did it begin, and what is the long-term plan that you had for it?",
        ),
        ("P01", "It was for the long-term, and I wrote at the week-end as well."),
    ]
    assert codes(parsed) == ["pdf-layout"]
    assert "2 words rejoined" in parsed.warnings[0].message


def test_15_an_interviewers_thought_is_pointed_out(parse: Parse) -> None:
    parsed = parse("I: So? [I think she is upset]\nP01: No.\n")
    assert codes(parsed) == ["aside"]


def test_16_a_bracket_that_opens_alone_is_pointed_out(parse: Parse) -> None:
    parsed = parse("I: So?\nP01: No [laughs and then.\n")
    assert [(w.code, w.where) for w in parsed.warnings] == [
        ("unbalanced-brackets", "turn 2")
    ]


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_17_an_empty_file_is_rejected(text: str, parse: Parse) -> None:
    parsed = parse(text)
    assert parsed.verdict == "rejected"
    assert "empty" in (parsed.reason or "")


def test_17_one_giant_block_is_rejected(parse: Parse) -> None:
    parsed = parse("word " * 1_501)
    assert parsed.verdict == "rejected"
    assert (parsed.text, parsed.turns, parsed.speakers) == ("", (), ())


def test_17_a_block_at_the_limit_is_whole(parse: Parse) -> None:
    parsed = parse("word " * 1_500)
    assert (parsed.verdict, len(parsed.turns)) == ("whole", 1)


def test_18_no_message_holds_a_word_of_the_talk(parse: Parse) -> None:
    parsed = parse(
        "I: Zanzibar [opens\nP01 (zebra): zeppelin zed@example.org\n[I think zero]\n"
    )
    messages = " ".join(w.where + w.message for w in parsed.warnings).casefold()
    assert "z" not in messages.replace("size", "")


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("采访者", "受访者"),
        ("المحاور", "المشارك"),
        ("Интервьюер", "Участник"),
        ("访谈者", "P01"),
    ],
)
def test_19_labels_of_other_scripts_with_a_wide_colon_and_no_space(
    asks: str, answers: str, parse: Parse
) -> None:
    colon = "\N{FULLWIDTH COLON}"
    parsed = parse(f"{asks}{colon}你好吗\n{answers}{colon}مرحبا بك\n" * 2)
    assert [(t.speaker, t.role, t.text) for t in parsed.turns] == [
        (asks, "interviewer", "你好吗"),
        (answers, "participant", "مرحبا بك"),
    ] * 2


def test_20_emoji_and_combined_characters_at_the_edges(parse: Parse) -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    parsed = parse(f"I: {family}\nP01: e\N{COMBINING ACUTE ACCENT}{family}\n")
    assert [parsed.text[t.start : t.end] for t in parsed.turns] == [
        family,
        f"e\N{COMBINING ACUTE ACCENT}{family}",
    ]


@pytest.mark.parametrize("identifier", ["jane.doe@example.org", "+44 7700 900123"])
def test_21_an_address_or_a_number_is_pointed_out(
    identifier: str, parse: Parse
) -> None:
    parsed = parse(f"I: So?\nP01: Write to {identifier} then.\n")
    assert codes(parsed) == ["possible-identifier"]


def test_22_what_a_recogniser_invents_in_a_silence_is_pointed_out(
    parse: Parse,
) -> None:
    parsed = parse("I: So?\nP01: Thank you for watching!\nI: Hm.\n")
    assert codes(parsed) == ["possible-asr-artefact"]


@pytest.mark.parametrize(
    "credit",
    [
        "Thank you for watching.",
        "Subtitles by the community",
        "Please subscribe",
        "Untertitel im Auftrag des ZDF",
        "Sous-titres réalisés par la communauté",
        "Субтитры сделал Иван",
    ],
)
def test_22_an_invented_line_is_found_inside_the_turn_it_was_merged_into(
    credit: str, parse: Parse
) -> None:
    segments = [
        {"start": 0.0, "end": 1.0, "speaker": "INT", "text": "So?"},
        {"start": 60.5, "end": 62.0, "speaker": "P01", "text": "I cried."},
        {"start": 75.0, "end": 80.0, "speaker": "P01", "text": credit},
        {"start": 99.5, "end": 101.0, "speaker": "P01", "text": "Sorry."},
    ]
    parsed = parse(json.dumps({"segments": segments}))

    assert parsed.turns[1].text == f"I cried. {credit} Sorry."
    (warning,) = parsed.warnings
    assert (warning.code, warning.where) == ("possible-asr-artefact", "turn 2")
    assert warning.message.endswith("listen at 0:01:15")


def test_marks_inside_talk_stay_as_they_are(parse: Parse) -> None:
    talk = "(.) (2.0) [pause] ((laughs)) <laughs> *laughs* wor- // [word?] [NAME] XXXX"
    assert parse(f"I: {talk}\nP01: (xxx) {talk}\n").turns[0].text == talk


def test_controls_are_replaced_in_place_and_counted(parse: Parse) -> None:
    parsed = parse(b"I: a\x00b\x1fc\td\nP01: e\x7f\n")
    assert parsed.turns[0].text == "a\ufffdb\ufffdc\td"
    assert parsed.warnings[0].code == "control-characters"
    assert parsed.warnings[0].message.startswith("2 ")


@pytest.mark.parametrize(
    "text",
    [
        (
            "<Files\\\\P01> - § 2 references coded [5.20% Coverage]\n\n"
            "Reference 1 - 2.10% Coverage\n\nsome words\n\n"
            "Reference 2 - 3.1% Coverage\n"
        ),
        "Name: ________\nAge: ________\nGender: [ ] f [ ] m\nSign here: ______\n",
        "P07 withdrew on 3 May. Transcript removed.",
        "id,age,group\n1,30,a\n2,40,b\n3,50,a\n4,60,b\n",
        '{"a": 1, "b": [1, 2, 3]}',
        '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0"/>',
        "Document name,Code,Segment\nC07,warm,It knew me.\nC09,cold,It was a form.\n",
    ],
    ids=["report", "form", "stub", "attributes", "json", "project", "segments"],
)
def test_what_is_no_transcript_is_told_apart(text: str, parse: Parse) -> None:
    parsed = parse(text)
    assert parsed.verdict == "rejected"
    assert parsed.reason


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["Consent", "Name: ________", "Age: ______", "[ ] yes [ ] no"], "form"),
        (["P07 withdrew on 3 May.", "Transcript removed."], "withdrew"),
        (
            [
                "<Files\\\\P01> - 2 references coded [5.20% Coverage]",
                "Reference 1 - 2.10% Coverage",
                "some words",
            ],
            "coded passages",
        ),
    ],
)
def test_what_is_no_transcript_is_told_apart_in_word_as_well(
    lines: list[str], reason: str, parse_word: ParseWord
) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)

    parsed = parse_word(document)

    assert parsed.verdict == "rejected"
    assert reason in (parsed.reason or "")


def test_a_sheet_of_coded_passages_is_no_transcript(parse: Parse) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("ID", "Document", "Quotation Content", "Codes"),
        ("1:1", "C07", "It knew me by then.", "warm"),
        ("1:2", "C09", "It was a form.", "cold"),
    ):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)

    parsed = parse(buffer.getvalue())

    assert parsed.verdict == "rejected"
    assert "coded passages" in (parsed.reason or "")


def test_a_whole_study_is_named_as_one_and_sent_to_its_command(parse: Parse) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("project.qde", "<Project/>")

    parsed = parse(buffer.getvalue(), "study.zip")

    assert "REFI-QDA" in (parsed.reason or "")
    assert "workbench import PROJECT" in (parsed.reason or "")
