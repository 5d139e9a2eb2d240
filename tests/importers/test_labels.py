"""What is a speaker's label, and what only looks like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.importers.conftest import Parse
    from workbench.importers.parsed import ParsedTranscript


def said(parsed: ParsedTranscript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in parsed.turns]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Interviewer", "P01"),
        ("I", "R"),
        ("INT", "P01"),
        ("Q", "A"),
        ("interviewer", "participant"),
        ("Interviewer 1", "Interviewee"),
        ("Interviewer #2", "Participant #1"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Ana Rossi", "Dr. O'Brien-Smith"),
        ("Moderator", "C12"),
        ("IV1", "B-07"),
        ("Anna", "Ben"),
        ("The interviewer", "Female participant"),
    ],
)
@pytest.mark.parametrize(
    "colon", [":", " :", "\N{NO-BREAK SPACE}:", "\N{FULLWIDTH COLON}"]
)
def test_a_label_and_a_colon_open_a_turn(
    asks: str, answers: str, colon: str, parse: Parse
) -> None:
    parsed = parse(f"{asks}{colon} How was it?\n{answers}{colon} Fine.\n" * 2)
    assert said(parsed) == [(asks, "How was it?"), (answers, "Fine.")] * 2
    assert parsed.verdict == "whole"


@pytest.mark.parametrize(
    "line",
    [
        "Note: the tape stopped.",
        "She said: never mind.",
        "10:30 meeting: we talked.",
        "For example: the login.",
        "Question: does it help?",
        "Date: some time in May.",
        "Goal: to sleep.",
        "My goal: to sleep.",
        "The app said: well done.",
        "And then he goes: stop.",
        "http://example.org is where it was.",
        "(laughs): that is all.",
        "[NAME]: who knows.",
        "What I mean is this: I was tired.",
        "Honestly: no.",
        "12:30 was the time.",
    ],
)
def test_what_only_looks_like_a_label_stays_talk(line: str, parse: Parse) -> None:
    text = f"Interviewer: Tell me.\nP01: I was late.\n{line}\n"
    parsed = parse(text + "Interviewer: Go on.\nP01: I did.\n" + f"{line}\n")
    assert said(parsed) == [
        ("Interviewer", "Tell me."),
        ("P01", f"I was late. {line}"),
        ("Interviewer", "Go on."),
        ("P01", f"I did. {line}"),
    ]


def test_a_label_told_once_is_believed_when_it_is_a_role(parse: Parse) -> None:
    parsed = parse("I: Yes?\nP01: No.\nInterpreter: She says no.\nI: Oh.\nP01: No.\n")
    assert said(parsed)[2] == ("Interpreter", "She says no.")
    assert parsed.turns[2].role == "interpreter"


def test_a_doubtful_label_is_read_as_talk_and_said(parse: Parse) -> None:
    turns = "I: Yes?\nP01: No.\n" * 5
    parsed = parse(f"{turns}Relief: that is what it was.\n{turns}")
    assert parsed.turns[9].text == "No. Relief: that is what it was."
    assert [(w.code, w.where) for w in parsed.warnings] == [
        ("uncertain-label", "line 11")
    ]


def test_wrapped_lines_are_joined_by_a_space_and_paragraphs_by_a_line_feed(
    parse: Parse,
) -> None:
    parsed = parse("I: One line\nand its end.\n\nP01: First.\n\nSecond.\n")
    assert said(parsed) == [("I", "One line and its end."), ("P01", "First.\nSecond.")]


def test_labelled_turns_of_one_speaker_stay_as_the_researcher_divided_them(
    parse: Parse,
) -> None:
    parsed = parse("I: One.\nI: Two.\nP01: Three.\n")
    assert said(parsed) == [("I", "One."), ("I", "Two."), ("P01", "Three.")]


def test_a_time_before_a_label_is_the_turns_start(parse: Parse) -> None:
    parsed = parse("[00:12] Interviewer: Yes?\n[1:00:15] P01: No.\n")
    assert [(t.speaker, t.start_ms) for t in parsed.turns] == [
        ("Interviewer", 12_000),
        ("P01", 3_615_000),
    ]


@pytest.mark.parametrize(
    "label",
    ["INTERVIEWER", "**Interviewer**", "Interviewer", "Interviewer:", "INTERVIEWER:"],
)
def test_a_label_may_stand_on_a_line_of_its_own(label: str, parse: Parse) -> None:
    parsed = parse(f"{label}\nHow?\n\nP01:\nSo.\n\n{label}\nWhy?\n\nP01:\nThus.\n")
    assert [turn.text for turn in parsed.turns] == ["How?", "So.", "Why?", "Thus."]
    assert parsed.turns[0].role == "interviewer"


def test_details_after_a_label_are_listed_and_warned_of(parse: Parse) -> None:
    parsed = parse("I: So?\nP01 (clinician, female): No.\n")
    assert said(parsed) == [("I", "So?"), ("P01", "No.")]
    assert [o.text for o in parsed.omissions] == ["clinician, female"]
    assert [w.code for w in parsed.warnings] == ["details-after-label"]
    assert "clinician" not in parsed.warnings[0].message


@pytest.mark.parametrize(
    ("label", "others", "role"),
    [
        ("I", "P", "interviewer"),
        ("R", "I", "participant"),
        ("R", "P", "interviewer"),
        ("R", "Anna", None),
        ("Q", "A", "interviewer"),
        ("A", "Q", "participant"),
        ("Interviewee", "Interviewer", "participant"),
        ("Ana Interviewer", "P07", "interviewer"),
        ("Chatbot", "P07", "app"),
        ("Dolmetscherin", "P07", "interpreter"),
        ("Multiple Students", "Teacher", "other"),
        ("Speaker 1", "Speaker 2", None),
        ("C12", "I", "participant"),
        ("Moderator", "P1", "interviewer"),
        ("Befragte", "Interviewerin", "participant"),
    ],
)
def test_roles_are_proposed_only_where_something_tells(
    label: str, others: str, role: str | None, parse: Parse
) -> None:
    parsed = parse(f"{label}: One.\n{others}: Two.\n" * 2)
    assert parsed.turns[0].speaker == label
    assert parsed.turns[0].role == role


def test_labels_that_differ_only_in_writing_are_pointed_out(parse: Parse) -> None:
    parsed = parse("JOHN: One.\nJohn: Two.\nI: Three.\n" * 2)
    assert [w.code for w in parsed.warnings] == ["similar-labels"]


def test_an_interviewer_alone_is_pointed_out(parse: Parse) -> None:
    parsed = parse("Interviewer: Hello?\nInterviewer: Anyone?\n")
    assert [w.code for w in parsed.warnings] == ["only-interviewer"]


def test_numbers_of_lines_are_no_words(parse: Parse) -> None:
    lines = ["I: One.", "P01: Two", "and three.", "I: Four.", "P01: Five."]
    text = "".join(f"{number}  {line}\n" for number, line in enumerate(lines, 1))
    assert [turn.text for turn in parse(text).turns] == [
        "One.",
        "Two and three.",
        "Four.",
        "Five.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "المحاور: كيف؟\nالمشارك: بخير.\n",  # Arabic
        "访谈者：为什么？\n患者：因为。\n",  # Chinese
        "Интервьюер: Как?\nПациент: Так.\n",  # Russian
    ],
)
def test_labels_of_other_scripts_are_read(text: str, parse: Parse) -> None:
    roles = [turn.role for turn in parse(text).turns]
    assert roles == ["interviewer", "participant"]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Jana Nováková", "Łukasz Żak"),
        ("Jana Nováková", "Jana Svobodová"),
        ("Åsa", "Örjan"),
        ("Анна", "Интервьюер"),
        ("سارة أحمد", "المشارك"),
        ("采访者", "受访者"),
        ("O'Brien", "Speaker 2"),
        ("Ana Rossi", "P07"),
    ],
)
def test_a_name_in_any_script_may_stand_between_a_time_and_the_talk(
    asks: str, answers: str, parse: Parse
) -> None:
    talk = ["How did it begin?", "We tried it.", "And then?", "Then it stopped."]
    names = [asks, answers] * 2
    text = "".join(
        f"[00:00:{at:02}] {name} {words}\n\n"
        for at, (name, words) in enumerate(zip(names, talk, strict=True))
    )
    parsed = parse(text)
    assert said(parsed) == list(zip(names, talk, strict=True))
    assert parsed.format == "trint-txt"


def test_words_after_a_time_are_no_name_where_most_lines_begin_otherwise(
    parse: Parse,
) -> None:
    talk = ["Sleep is bad.", "Sleep helps.", "It is late.", "Nothing else.", "Go on."]
    text = "".join(f"[00:00:{at:02}] {words}\n\n" for at, words in enumerate(talk))
    assert said(parse(text)) == [(None, words) for words in talk]


def test_talk_that_comes_back_after_a_name_is_no_part_of_it(parse: Parse) -> None:
    talk = [
        ("Anna", "Yes I do."),
        ("Ben", "No."),
        ("Anna", "Yes we do."),
        ("Ben", "No, why."),
    ]
    text = "".join(
        f"[00:0{at}] {name} {said}\n\n" for at, (name, said) in enumerate(talk)
    )
    assert said(parse(text)) == talk


def test_a_name_that_stands_alone_after_its_time_is_whole(parse: Parse) -> None:
    text = "".join(
        f"00:00:0{at} Speaker {1 + at % 2}\nWe tried it {at} times.\n"
        for at in range(4)
    )
    assert [turn.speaker for turn in parse(text).turns] == [
        "Speaker 1",
        "Speaker 2",
    ] * 2
