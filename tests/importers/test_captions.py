"""Captions as recorders and editors leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.importers.conftest import Parse
    from workbench.importers.parsed import ParsedTranscript


def codes(parsed: ParsedTranscript) -> list[str]:
    return [warning.code for warning in parsed.warnings]


def cue(at: int, text: str) -> str:
    return f"00:00:{at:02}.000 --> 00:00:{at + 1:02}.000\n{text}\n\n"


def test_cues_of_one_speaker_are_one_turn_from_first_start_to_last_end(
    parse: Parse,
) -> None:
    parsed = parse("WEBVTT\n\n" + cue(1, "P07: One") + cue(4, "P07: two."))
    (turn,) = parsed.turns
    assert (turn.start_ms, turn.end_ms, turn.text) == (1_000, 5_000, "One two.")


def test_cues_without_speakers_stay_apart(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n" + cue(1, "One") + cue(4, "two."))
    assert [turn.speaker for turn in parsed.turns] == [None, None]
    assert (parsed.verdict, codes(parsed)) == ("whole", ["no-speakers"])


def test_several_voices_of_one_cue_are_parted(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n" + cue(1, "<v Ana>Yes?</v>\n<v P07>No.</v>"))
    assert [(t.speaker, t.text) for t in parsed.turns] == [
        ("Ana", "Yes?"),
        ("P07", "No."),
    ]


def test_tags_of_the_format_go_and_marks_of_talk_stay(parse: Parse) -> None:
    written = "<v Ana><00:01.500><c.loud>So</c> <i>yes</i> <laughs> a &lt; b"
    assert parse("WEBVTT\n\n" + cue(1, written)).text == "So yes <laughs> a < b"


def test_a_name_over_two_lines_is_one_name(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n" + cue(1, "<v \nQR02>Yes.</v>"))
    assert parsed.speakers[0].label == "QR02"


def test_notes_are_listed_and_a_recognisers_own_are_not(parse: Parse) -> None:
    parsed = parse(
        "WEBVTT - Interview\nLanguage: en-GB\n\nNOTE Confidence: 0.9\n\n"
        "NOTE check this\n\n" + cue(1, "P07: One.")
    )
    assert (parsed.title, parsed.language) == ("Interview", "en-GB")
    assert [o.text for o in parsed.omissions] == ["NOTE check this"]


def test_a_block_without_times_belongs_to_the_cue_above(parse: Parse) -> None:
    parsed = parse(
        "WEBVTT\n\n" + cue(1, "P07: One.") + "(silence)\n\n" + cue(4, "P07: Two.")
    )
    assert [turn.text for turn in parsed.turns] == ["One. (silence)", "Two."]
    assert codes(parsed) == ["block-without-times"]


def test_a_block_before_any_cue_is_listed(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\nstray words\n\n" + cue(1, "P07: One."))
    assert [o.text for o in parsed.omissions] == ["stray words"]


def test_missing_blank_lines_part_cues_all_the_same(parse: Parse) -> None:
    first = "1\n00:00:01,000 --> 00:00:02,000\nI: A?\n"
    text = first + "2\n00:00:03,000 --> 00:00:04,000\nP: B.\n"
    assert [t.text for t in parse(text).turns] == ["A?", "B."]


@pytest.mark.parametrize("times", ["00:xx --> 00:02.000", "00:01.000 --> 00:61.000"])
def test_times_that_cannot_be_read_lose_no_words(times: str, parse: Parse) -> None:
    parsed = parse(f"WEBVTT\n\n{times}\nP07: One.\n")
    assert parsed.text == "One."
    assert "bad-time" in codes(parsed)


def test_a_cue_that_ends_before_it_starts_has_no_end(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n00:02.000 --> 00:01.000\nP07: One.\n")
    assert (parsed.turns[0].start_ms, parsed.turns[0].end_ms) == (2_000, None)
    assert codes(parsed) == ["bad-time"]


def test_a_cue_without_a_name_goes_on_with_the_speaker_before(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n" + cue(1, "P07: I was") + cue(2, "tired."))
    assert [(t.speaker, t.text) for t in parsed.turns] == [("P07", "I was tired.")]
    assert codes(parsed) == ["inherited-speaker"]


@pytest.mark.parametrize("text", ["She said: no.", "10:30 meeting: no.", "Note: no."])
def test_what_only_looks_like_a_label_stays_in_the_cue(text: str, parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n" + cue(1, f"P07: {text}") + cue(3, text) + cue(5, text))
    assert parsed.text == f"{text} {text} {text}"


def test_captions_that_begin_in_the_sixth_hour_show_a_clock(parse: Parse) -> None:
    parsed = parse("WEBVTT\n\n14:00:01.000 --> 14:00:02.000\nP07: One.\n")
    assert (parsed.turns[0].start_ms, codes(parsed)) == (None, ["wall-clock"])


@pytest.mark.parametrize(
    "notice",
    [
        "INVENTED interview for a sample study.\nNobody in it exists.",
        "Transcribed by https://example.org",
        "This transcript was generated automatically.",
    ],
)
def test_a_notice_before_the_first_name_is_listed_not_said(
    notice: str, parse: Parse
) -> None:
    parsed = parse("WEBVTT\n\n" + cue(0, notice) + cue(2, "P07: One."))
    assert [(t.speaker, t.text) for t in parsed.turns] == [("P07", "One.")]
    assert [(o.what, o.text) for o in parsed.omissions] == [
        ("front matter", notice.replace("\n", " "))
    ]


@pytest.mark.parametrize("first", ["So, it is running.", "This is interview nine."])
def test_an_unnamed_voice_before_the_first_name_is_talk(
    first: str, parse: Parse
) -> None:
    parsed = parse("WEBVTT\n\n" + cue(0, first) + cue(2, "P07: One."))
    assert [(t.speaker, t.text) for t in parsed.turns] == [
        (None, first),
        ("P07", "One."),
    ]


def test_a_notice_stays_talk_where_nobody_is_named(parse: Parse) -> None:
    text = "WEBVTT\n\n" + cue(0, "Transcript of a dream, she said.") + cue(2, "One.")
    assert len(parse(text).turns) == 2


def test_a_turn_of_cues_whose_times_go_back_does_not_end_before_it_starts(
    parse: Parse,
) -> None:
    first = "00:09:00.000 --> 00:08:00.000\nP07: One.\n\n"
    parsed = parse("WEBVTT\n\n" + first + cue(1, "P07: Two."))
    (turn,) = parsed.turns
    assert (turn.start_ms, turn.end_ms, turn.text) == (540_000, None, "One. Two.")
