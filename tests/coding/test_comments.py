"""Comments of a file become codes or memos, each on the passage it was put on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.coding.comments import CommentsTaken, place, take_comments
from workbench.errors import NotAllowedError
from workbench.importers.parsed import Comment
from workbench.model import Code, CodedSegment, Memo
from workbench.study import add_researcher

if TYPE_CHECKING:
    from tests.coding.conftest import PutIn
    from workbench.store.project import Project

TALK = [
    ("interviewer", "How was it?"),
    ("participant", "So tired. I mean so tired that I wept."),
    ("participant", "So tired."),
]


pytestmark = pytest.mark.usefixtures("text")


@pytest.fixture
def text(put_in: PutIn) -> str:
    return put_in("T1", TALK)


def on(comment: str, quote: str | None, before: str = "") -> Comment:
    return Comment(comment, quote, "paragraph 2", before, "NT")


def coded(project: Project) -> list[tuple[str, str, str]]:
    names = {code.id: code.name for code in project.read(Code)}
    return [
        (names[s.code], s.quote, s.origin)
        for s in project.read(CodedSegment, state="active")
    ]


def test_a_short_comment_is_a_code_on_its_passage(project: Project, ann: str) -> None:
    comments = [on("code: exhaustion", "tired that I wept")]

    taken = take_comments(project, ann, "T1", comments, "codes")

    assert taken == CommentsTaken(segments=1, codes=1)
    assert coded(project) == [("exhaustion", "tired that I wept", "imported")]


def test_a_comment_may_hold_several_codes_and_use_one_again(
    project: Project, ann: str
) -> None:
    comments = [on("Exhaustion; crying", "I wept"), on("exhaustion", "How was it?")]

    taken = take_comments(project, ann, "T1", comments, "codes")

    assert taken == CommentsTaken(segments=3, codes=2)
    assert sorted(coded(project)) == [
        ("Exhaustion", "How was it?", "imported"),
        ("Exhaustion", "I wept", "imported"),
        ("crying", "I wept", "imported"),
    ]


def test_a_thought_too_long_for_a_name_is_a_memo(project: Project, ann: str) -> None:
    thought = "I wonder whether she says this because the recorder is still running."

    taken = take_comments(project, ann, "T1", [on(thought, "I wept")], "codes")

    assert taken == CommentsTaken(memos=1)
    (memo,) = project.read(Memo)
    assert memo.about == "T1"
    assert memo.text == f"Comment by NT in the file, paragraph 2: {thought}"


def test_comments_can_all_be_memos(project: Project, ann: str) -> None:
    taken = take_comments(project, ann, "T1", [on("exhaustion", "I wept")], "memos")

    assert taken == CommentsTaken(memos=1)
    assert project.read(CodedSegment) == []
    (memo,) = project.read(Memo)
    assert memo.text == "Comment by NT in the file, turn 2: exhaustion"


def test_a_memo_never_repeats_the_participants_words(
    project: Project, ann: str
) -> None:
    take_comments(project, ann, "T1", [on("look", "I wept")], "memos")

    assert "wept" not in project.read(Memo)[0].text


def test_left_out_means_nothing_is_recorded(project: Project, ann: str) -> None:
    head = project.head()

    taken = take_comments(project, ann, "T1", [on("exhaustion", "I wept")], "leave")

    assert taken == CommentsTaken(left=1)
    assert project.head() == head


def test_one_undo_takes_all_of_a_files_comments_back(
    project: Project, ann: str
) -> None:
    comments = [on("exhaustion", "I wept"), on("asking", "How was it?")]
    take_comments(project, ann, "T1", comments, "codes")

    project.undo(by=ann)

    assert coded(project) == []


def test_only_those_who_code_may_bring_comments_in(project: Project, ann: str) -> None:
    reader = add_researcher(project, ann, "Bea", "debriefer")

    with pytest.raises(NotAllowedError):
        take_comments(project, reader, "T1", [on("x", "I wept")], "codes")


@pytest.mark.parametrize(
    ("quote", "before", "found"),
    [
        ("I wept", "", "I wept"),
        ("so tired", "I mean ", "so tired"),
        ("So tired.", "P: ", None),
        ("P: So tired. I mean so", "", "So tired. I mean so"),
        ("How was it?\nP: So tired. I mean so", "", "So tired. I mean so"),
        ("not there", "", None),
        (None, "", None),
    ],
)
def test_a_passage_is_found_by_its_words_and_what_stands_before(
    text: str, quote: str | None, before: str, found: str | None
) -> None:
    span = place(text, on("x", quote, before))

    assert (None if span is None else text[span[0] : span[1]]) == found


def test_of_two_like_passages_the_one_with_the_same_words_before_is_meant(
    text: str,
) -> None:
    span = place(text, on("x", "tired", "P: So tired. I mean so "))

    assert span == (text.index("tired that"), text.index("tired that") + 5)
