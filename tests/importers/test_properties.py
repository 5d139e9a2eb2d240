"""What holds for every file: offsets, accounting, no error but the project's own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.conftest import saved

if TYPE_CHECKING:
    from tests.importers.conftest import Parse

SETTINGS = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PIECES = (
    *(
        "I: ",
        "P01: ",
        "Interviewer:",
        "P01\t",
        "She said: ",
        "Note: ",
        "10:30 meeting:",
    ),
    *("\n", "\r\n", "\r", "\n\n", "\t", " ", "\N{LINE SEPARATOR}", "\N{NEXT LINE}"),
    *("word", "é", "e\N{COMBINING ACUTE ACCENT}", "\N{GRINNING FACE}", "\ufeff", "\0"),
    *("\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}", "שלום", "你好", "\x1b", "[laughs]"),
    *("(f, 34)", "00:12", "[00:00:12]", "--> ", "<v Ana>", "WEBVTT", "</v>", "1", "**"),
    *("Ana Rossi", "   0:11", ",", ";", '"', "{", "}", "\\par ", "#", "<p>", "&amp;"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map(
    "".join
)
words = st.text("abcdefghijklmnopqrstuvwxyzäöüß'", min_size=1, max_size=9)
sentences = st.lists(words, min_size=1, max_size=12).map(" ".join)
turns = st.lists(st.tuples(st.sampled_from(("I", "P01", "Ana Rossi")), sentences))
OPENINGS = (
    *(b"", b"WEBVTT\n\n", b"{\\rtf1 ", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>"),
    *(b"\xff\xfe", b"1\n00:00:01,000 --> 00:00:02,000\n", b"speaker,text\n"),
    b'{"segments": [',
)
openings = st.sampled_from(OPENINGS)


@SETTINGS
@given(text=texts)
def test_offsets_are_exact_for_any_text(text: str, parse: Parse) -> None:
    parsed = parse(text.encode("utf-8", "surrogatepass"))
    assert parsed.text == "\n".join(turn.text for turn in parsed.turns)
    for turn in parsed.turns:
        assert parsed.text[turn.start : turn.end] == turn.text
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", parsed.text)
    assert [turn.index for turn in parsed.turns] == list(range(len(parsed.turns)))


@SETTINGS
@given(opening=openings, body=st.binary(max_size=300))
def test_any_bytes_get_a_verdict(opening: bytes, body: bytes, parse: Parse) -> None:
    parsed = parse(opening + body)
    assert (parsed.verdict == "rejected") == (not parsed.turns)
    assert (parsed.verdict == "whole") == (parsed.reason is None)


@SETTINGS
@given(opening=openings, body=texts)
def test_any_text_gets_a_verdict(opening: bytes, body: str, parse: Parse) -> None:
    parsed = parse(opening + body.encode("utf-8", "surrogatepass"))
    assert (parsed.verdict == "rejected") == (not parsed.turns)


@SETTINGS
@given(text=texts)
def test_every_letter_of_a_plain_text_is_accounted_for(text: str, parse: Parse) -> None:
    """Talk, labels, times and listed omissions together hold all that was read."""
    parsed = parse(f"I: Start.\nP01: Yes.\n{text}\nI: End.\nP01: Bye.\n")
    if parsed.format not in {"labelled-txt", "labelled-md"}:
        return
    told = [parsed.text, *(o.text for o in parsed.omissions)]
    told += [turn.speaker or "" for turn in parsed.turns]
    assert letters(text) <= letters(" ".join(told))


def letters(text: str) -> set[str]:
    """The characters a person may have said, each with how often it stands there."""
    told = re.findall(r"[^\W\d_]", text)
    return {f"{letter}{told[: at + 1].count(letter)}" for at, letter in enumerate(told)}


@SETTINGS
@given(said=turns.filter(lambda told: len(told) > 1))
def test_labelled_turns_come_back_as_they_were_written(
    said: list[tuple[str, str]], parse: Parse
) -> None:
    head = [("I", "one"), ("P01", "two"), ("Ana Rossi", "three"), ("Ana Rossi", "x y")]
    written = "".join(f"{name}: {talk}\n" for name, talk in [*head, *said])
    parsed = parse(written)
    assert [(t.speaker, t.text) for t in parsed.turns] == [*head, *said]


@settings(SETTINGS, max_examples=25)
@given(said=turns.filter(lambda told: len(told) > 1))
def test_word_keeps_every_turn(said: list[tuple[str, str]], parse: Parse) -> None:
    head = [("I", "one"), ("Ana Rossi", "three"), ("Ana Rossi", "x y")]
    document = docx.Document()
    for name, talk in [*head, *said]:
        document.add_paragraph(f"{name}: {talk}")
    parsed = parse(saved(document))
    assert [(t.speaker, t.text) for t in parsed.turns] == [*head, *said]


@SETTINGS
@given(said=turns)
def test_captions_keep_every_word_and_every_time(
    said: list[tuple[str, str]], parse: Parse
) -> None:
    cues = "".join(
        f"00:{at:02}:00.000 --> 00:{at:02}:59.000\n<v {name}>{talk}</v>\n\n"
        for at, (name, talk) in enumerate(said)
    )
    parsed = parse(f"WEBVTT\n\n{cues}")
    assert " ".join(t.text for t in parsed.turns) == " ".join(talk for _, talk in said)
    speakers = [turn.speaker for turn in parsed.turns]
    assert all(a != b for a, b in pairwise(speakers))
    if said:
        assert parsed.turns[-1].end_ms == (len(said) - 1) * 60_000 + 59_000


@SETTINGS
@given(rows=st.lists(st.tuples(words, sentences, words), min_size=1))
def test_a_table_accounts_for_every_cell(
    rows: list[tuple[str, str, str]], parse: Parse
) -> None:
    body = "".join(f'{who},"{talk}",{code}\n' for who, talk, code in rows)
    parsed = parse(f"speaker,text,code\n{body}")
    assert [(t.speaker, t.text) for t in parsed.turns] == [
        (who, talk) for who, talk, _ in rows
    ]
    listed = "\n".join(code for _, _, code in rows)
    assert [o.text for o in parsed.omissions] == [listed]
