from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.coding import codes, memos, segments
from workbench.decisions.people import WordsErased
from workbench.errors import (
    DuplicateError,
    QuoteNotFoundError,
    RefusedError,
    UnknownObjectError,
)
from workbench.familiarise.transcripts import remove
from workbench.model import CodedSegment, Turn

if TYPE_CHECKING:
    from workbench.store.project import Project


@pytest.fixture
def heard(project: Project, ann: str) -> str:
    return codes.create(project, ann, "Being heard")


def test_a_quote_that_stands_once_is_found() -> None:
    assert segments.find_quote("one two three", "two") == (4, 7)


@pytest.mark.parametrize(
    ("quote", "says"),
    [("Two", "is not in the text"), ("aa", "2 times"), ("", "is empty")],
)
def test_a_quote_that_does_not_stand_exactly_once_is_refused_without_its_words(
    quote: str, says: str
) -> None:
    with pytest.raises(QuoteNotFoundError, match=says) as refused:
        segments.find_quote("one two aaa three", quote)
    assert not quote or quote not in str(refused.value)


def test_a_coded_segment_holds_its_words_and_what_stands_around(
    project: Project, ann: str, text: str, heard: str
) -> None:
    start, end = segments.find_quote(text, "It listened at three in the morning.")
    made = segments.code_segment(
        project, ann, transcript="C01", start=start, end=end, code=heard
    )
    read = project.read(CodedSegment, id=made)[0]

    assert read.quote == text[start:end]
    assert read.before == text[start - 32 : start]
    assert read.after == text[end : end + 32]
    assert (read.by, read.origin, read.anchor) == (ann, "manual", "unchanged")


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (0, 9999), (7, 3)])
def test_a_stretch_that_is_empty_or_outside_is_refused(
    project: Project, ann: str, text: str, heard: str, start: int, end: int
) -> None:
    with pytest.raises(RefusedError, match=str(len(text))):
        segments.code_segment(
            project, ann, transcript="C01", start=start, end=end, code=heard
        )


def test_the_same_stretch_takes_a_code_once_from_each_researcher(
    project: Project, ann: str, text: str, heard: str
) -> None:
    ben = study.add_researcher(project, ann, "Ben", "co-analyst")
    end = len(text)
    segments.code_segment(project, ann, transcript="C01", start=0, end=end, code=heard)

    with pytest.raises(DuplicateError):
        segments.code_segment(
            project, ann, transcript="C01", start=0, end=end, code=heard
        )
    segments.code_segment(project, ben, transcript="C01", start=0, end=end, code=heard)
    assert len(project.rows(CodedSegment)) == 2


@pytest.mark.usefixtures("text")
def test_a_removed_transcript_takes_no_coding(
    project: Project, ann: str, heard: str
) -> None:
    remove(project, ann, "C01", "double")

    with pytest.raises(RefusedError, match="removed"):
        segments.code_segment(
            project, ann, transcript="C01", start=0, end=4, code=heard
        )


@pytest.mark.usefixtures("text")
def test_erased_words_cannot_be_coded(project: Project, ann: str, heard: str) -> None:
    turn = project.rows(Turn, version="v-C01", index=1)[0]
    project.record(WordsErased((turn.text,), None, None), by=ann)

    with pytest.raises(RefusedError, match="withdrawn"):
        segments.code_segment(
            project,
            ann,
            transcript="C01",
            start=turn.start + 3,
            end=turn.start + 9,
            code=heard,
        )
    segments.code_segment(
        project, ann, transcript="C01", start=0, end=turn.start - 1, code=heard
    )
    assert len(project.rows(CodedSegment)) == 1


@pytest.mark.usefixtures("text")
def test_a_retired_code_cannot_be_given(project: Project, ann: str, heard: str) -> None:
    codes.retire(project, ann, heard)

    with pytest.raises(RefusedError, match="retired"):
        segments.code_segment(
            project, ann, transcript="C01", start=0, end=4, code=heard
        )


@pytest.mark.usefixtures("text")
def test_a_coding_is_recoded_qualified_and_withdrawn(
    project: Project, ann: str, heard: str
) -> None:
    other = codes.create(project, ann, "Asked")
    made = segments.code_segment(
        project, ann, transcript="C01", start=0, end=4, code=heard
    )
    segments.recode(project, ann, made, other)
    segments.qualify(project, ann, made, polarity="contested", target="client-AI")
    row = project.one(CodedSegment, id=made)

    assert (row.code, row.polarity, row.target) == (other, "contested", "client-AI")
    with pytest.raises(UnknownObjectError, match="polarity"):
        segments.qualify(project, ann, made, polarity="warm", target=None)
    segments.withdraw_coding(project, ann, made, "read again")
    with pytest.raises(RefusedError, match="withdrawn"):
        segments.recode(project, ann, made, heard)
    project.undo(ann)
    assert project.one(CodedSegment, id=made).state == "active"


@pytest.mark.usefixtures("text")
def test_recoding_does_not_double_a_coding(
    project: Project, ann: str, heard: str
) -> None:
    other = codes.create(project, ann, "Asked")
    made = [
        segments.code_segment(project, ann, transcript="C01", start=0, end=4, code=each)
        for each in (heard, other)
    ]

    with pytest.raises(DuplicateError):
        segments.recode(project, ann, made[0], other)


def test_a_journal_is_private_until_its_writer_releases_it(
    project: Project, ann: str
) -> None:
    ben = study.add_researcher(project, ann, "Ben", "co-analyst")
    entry = memos.write(project, ann, kind="journal", text="I like her too much.")
    note = memos.write(project, ann, kind="theory", text="Bond?", about=ann)

    assert [memo.id for memo in memos.readable(project, ben)] == [note]
    with pytest.raises(RefusedError, match="only its writer"):
        memos.release(project, ben, entry)
    memos.release(project, ann, entry, "team")
    assert {memo.id for memo in memos.readable(project, ben)} == {entry, note}


def test_a_memo_on_something_unknown_or_of_no_kind_is_refused(
    project: Project, ann: str
) -> None:
    with pytest.raises(UnknownObjectError, match="object"):
        memos.write(project, ann, kind="analytic", text="x", about="c-none")
    with pytest.raises(UnknownObjectError, match="kind of memo"):
        memos.write(project, ann, kind="poem", text="x")
    with pytest.raises(RefusedError, match="empty"):
        memos.write(project, ann, kind="analytic", text=" \n")


def test_a_resized_segment_keeps_its_code_and_undo_gives_its_old_words_back(
    project: Project, ann: str, text: str, heard: str
) -> None:
    start, end = segments.find_quote(text, "It listened at three in the morning.")
    made = segments.code_segment(
        project, ann, transcript="C01", start=start, end=end, code=heard
    )

    segments.resize(project, ann, made, start, start + len("It listened"))

    resized = project.read(CodedSegment, id=made)[0]
    assert (resized.quote, resized.code) == ("It listened", heard)
    assert resized.after.startswith(" at three")
    project.undo(ann)
    assert project.read(CodedSegment, id=made)[0].quote == text[start:end]


def test_a_segment_is_not_resized_to_what_the_same_person_coded_already(
    project: Project, ann: str, text: str, heard: str
) -> None:
    assert len(text) > 9
    one = segments.code_segment(
        project, ann, transcript="C01", start=0, end=5, code=heard
    )
    segments.code_segment(project, ann, transcript="C01", start=0, end=9, code=heard)

    with pytest.raises(DuplicateError):
        segments.resize(project, ann, one, 0, 9)
