"""A printed quote is what was said, but for what square brackets own up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exporters.test_tables import _cells, _word
from workbench.decisions.decision import Words
from workbench.decisions.writing_up import ExtractWorded
from workbench.errors import RefusedError
from workbench.exporters import writing_up
from workbench.familiarise.quote_edits import fault, loses_a_negation, tidied
from workbench.model import Extract, Setting
from workbench.study import change_setting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exporters.conftest import Builder

SAID = (
    "I trusted that it would be there. Not that it would understand [laughs] me, "
    "my sister said."
)


@pytest.mark.parametrize(
    "printed",
    [
        "I trusted that it would be there.",
        "I trusted [...] it would understand",
        "I trusted [ … ] my sister said.",
        "I trusted that [the app] would be there.",
        "I trusted that it would be [always] there",
        "[N]ot that it would understand [laughs] me",
        "understand [laughs] me, [her] sister said",
        "[i]t would be there",
    ],
)
def test_a_marked_change_is_let_through(printed: str) -> None:
    assert fault(SAID, printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "I trust that it would be there.",
        "I trusted it would be there.",
        "I trusted ... me",
        "rusted that it would",
        "I trus[...] it",
        "that it would understand me",
        "I trusted [everything] my sister said",
        "my sister said. I trusted",
        "[...]",
        "[nothing of hers]",
        "",
    ],
)
def test_a_silent_change_is_a_fault(printed: str) -> None:
    assert fault(SAID, printed)


@given(
    st.lists(st.sampled_from(["it", "was", "no", "one", "there", "at", "four"])),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_leaving_out_whole_words_is_always_let_through(
    words: list[str], first: int, many: int
) -> None:
    said = " ".join(["so", *words, "then"])
    kept = ["so", *words[:first], "[...]", *words[first + many :], "then"]

    assert fault(said, " ".join(kept)) is None


def test_a_long_quote_with_many_omissions_is_judged_at_once() -> None:
    said = "a b " * 5000
    assert fault(said, "a [...] " * 12 + "c")


def test_a_dropped_negation_is_noticed() -> None:
    assert loses_a_negation("I don\u2019t trust it", "I [...] trust it")
    assert not loses_a_negation("I don't trust it", "I don't [...] it")


def test_marks_of_omission_are_written_in_one_way() -> None:
    assert tidied("so [ . . . ]  it [\u2026] is") == "so [...] it [...] is"


def test_the_table_prints_the_wording_and_says_what_brackets_mean(
    study: Builder, tmp_path: Path
) -> None:
    writing_up.word_extract(
        study.project, study.by, "Q-0001", "It asked how I was [...] nobody else did"
    )

    document = _word(study, tmp_path)

    cell = _cells(document)[1][-1]
    assert "\u201cIt asked how I was [...] nobody else did\u201d" in cell
    assert "[...] stands for words left out" in document.paragraphs[-1].text


def test_a_wording_that_is_not_what_was_said_is_refused(study: Builder) -> None:
    with pytest.raises(RefusedError, match="not what the transcript says"):
        writing_up.word_extract(study.project, study.by, "Q-0001", "It asked me")

    assert study.project.read(Extract, id="Q-0001")[0].printed is None


def test_the_words_as_spoken_take_the_wording_back(study: Builder) -> None:
    for printed in ("It asked [...] I was", "It asked how I was and nobody else did"):
        writing_up.word_extract(study.project, study.by, "Q-0001", printed)

    assert study.project.read(Extract, id="Q-0001")[0].printed is None


def test_a_wording_that_came_in_unchecked_stops_the_export(
    study: Builder, tmp_path: Path
) -> None:
    study.record(ExtractWorded("Q-0001", None, Words("It asked me twice")))

    with pytest.raises(RefusedError, match=r"Q-0001 .*as printed: outside"):
        _word(study, tmp_path)


def test_the_authors_order_and_caption_are_printed(
    study: Builder, tmp_path: Path
) -> None:
    writing_up.put_in_order(study.project, study.by, ["t-3", "t-1"], "begins with it")
    writing_up.word_caption(study.project, study.by, "theme-table", "Three themes")

    document = _word(study, tmp_path)

    assert [row[0].split("\n")[0] for row in _cells(document)[1:]] == [
        "Kept out of the room, brought into the room",
        "Someone is there at night",
        "",
    ]
    assert document.paragraphs[1].text.endswith("Three themes")


def test_without_an_order_candidates_come_last(study: Builder, tmp_path: Path) -> None:
    study.theme("t-4", "Reviewed later")

    rows = _cells(_word(study, tmp_path))

    assert [row[0].split("\n")[0] for row in rows[1:] if row[0]] == [
        "Someone is there at night",
        "Reviewed later",
        "Kept out of the room, brought into the room",
    ]


def test_an_order_of_themes_that_do_not_stand_is_refused(study: Builder) -> None:
    with pytest.raises(RefusedError, match="each once"):
        writing_up.put_in_order(study.project, study.by, ["t-1", "t-1"])


def test_people_can_be_cited_by_number_in_their_group(
    study: Builder, tmp_path: Path
) -> None:
    change_setting(
        study.project, study.by, "participant-names", "numbered", "for the journal"
    )

    rows = _cells(_word(study, tmp_path))

    assert study.project.read(Setting, key="participant-names")
    assert "(Client 1; Q-0001)" in rows[1][-1]


def test_without_subthemes_and_bounds_no_column_stands_empty(
    empty: Builder, tmp_path: Path
) -> None:
    empty.theme("t-1", "Night", concept="It answers.")

    assert _cells(_word(empty, tmp_path))[0] == [
        "Theme",
        "Central concept",
        "Illustrative quote",
    ]


def test_jmir_sets_a_subtheme_in_the_column_of_themes(
    study: Builder, tmp_path: Path
) -> None:
    rows = _cells(_word(study, tmp_path, style="jmir"))

    assert "Subtheme" not in rows[0]
    assert rows[2][0] == "Presence without understanding"
