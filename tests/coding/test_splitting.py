"""A code is split by sorting its segments; what a merge does is told beforehand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workbench.coding import codes, splitting
from workbench.coding.history import history
from workbench.coding.placed import in_talk, place
from workbench.coding.splitting import Sorted, look_ahead, split
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.model import Code, CodedSegment
from workbench.store import verification
from workbench.store.project import Project
from workbench.themes import themes

Lead = Callable[[Project], str]


@pytest.fixture
def study(
    project: Project,
    lead: Lead,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> tuple[Project, str, list[str]]:
    transcript = study_with_transcripts(project, count=1)[0]
    segments = code_some(project, transcript, count=4)
    return project, lead(project), segments


def code_of(project: Project, segment: str) -> str:
    code = project.one(CodedSegment, id=segment).code
    return project.read(Code, id=code)[0].name


def source_of(project: Project) -> str:
    return project.rows(Code)[0].id


def test_segments_go_to_their_piles_and_the_rest_stays(
    study: tuple[Project, str, list[str]],
) -> None:
    project, by, segments = study
    source = source_of(project)
    theme = themes.start(project, by, "A theme", codes=[source])

    split(
        project,
        by,
        source,
        [
            Sorted("relief", "it helps", tuple(segments[:2])),
            Sorted("resignation", "", tuple(segments[2:3])),
            Sorted("nothing", "", ()),
        ],
        "two ideas",
    )

    assert [code_of(project, s) for s in segments[:3]] == [
        *("relief", "relief", "resignation"),
    ]
    assert project.one(CodedSegment, id=segments[3]).code == source
    assert project.one(Code, id=source).state == "active"
    held = themes.find_theme(project, theme).codes
    assert {project.read(Code, id=code)[0].name for code in held} >= {
        *("relief", "resignation"),
    }
    assert verification.replay(project).first_difference is None
    project.undo(by)
    assert {project.one(CodedSegment, id=s).code for s in segments} == {source}
    assert [c.name for c in project.read(Code) if c.name == "relief"] == []


def test_a_code_left_with_nothing_is_retired_in_the_same_act(
    study: tuple[Project, str, list[str]],
) -> None:
    project, by, segments = study
    source = source_of(project)

    split(project, by, source, [Sorted("relief", "", tuple(segments))])

    assert project.one(Code, id=source).state == "retired"
    assert [step.what for step in history(project, source)] == [
        *("made", "split", "retired"),
    ]


def test_what_cannot_be_sorted_is_refused(
    study: tuple[Project, str, list[str]],
) -> None:
    project, by, segments = study
    source = source_of(project)
    codes.create(project, by, "relief")

    with pytest.raises(DuplicateError):
        split(project, by, source, [Sorted("Relief", "", tuple(segments))])
    with pytest.raises(DuplicateError):
        split(
            project,
            by,
            source,
            [Sorted("a", "", (segments[0],)), Sorted("A ", "", (segments[1],))],
        )
    with pytest.raises(RefusedError, match="two piles"):
        split(
            project,
            by,
            source,
            [Sorted("a", "", (segments[0],)), Sorted("b", "", (segments[0],))],
        )
    with pytest.raises(RefusedError, match="at least one"):
        split(project, by, source, [Sorted("a", "", ())])
    with pytest.raises(UnknownObjectError):
        split(project, by, source, [Sorted("a", "", ("s-none",))])


def test_a_merge_is_told_before_it_is_done(
    study: tuple[Project, str, list[str]],
) -> None:
    project, by, segments = study
    source = source_of(project)
    split(project, by, source, [Sorted("relief", "", (segments[0],))])
    themes.start(project, by, "Night", codes=["relief"])

    ahead = look_ahead(project, "relief", source)

    assert (ahead.source, ahead.into, ahead.after) == (1, 3, 4)
    assert ahead.themes == ("Night",)
    codes.merge(project, by, "relief", source)
    now = project.rows(CodedSegment, code=source, state="active")
    assert len(now) == ahead.after
    with pytest.raises(RefusedError):
        look_ahead(project, source, source)


def test_every_wording_of_a_code_is_told_with_who_and_why(
    study: tuple[Project, str, list[str]],
) -> None:
    project, by, _ = study
    code = codes.create(project, by, "trust", definition="relying on it")
    codes.rename(project, by, code, "leaning on it", "her word")
    codes.redefine(project, by, code, definition="relying at night", reason="narrower")
    codes.redefine(project, by, code, definition="oops")
    project.undo(by)

    told = [(step.who, step.what, step.words) for step in history(project, code)]

    assert told == [
        ("Ann", "made", "trust · relying on it"),
        ("Ann", "renamed", "leaning on it · her word"),
        ("Ann", "redefined", "relying at night · narrower"),
    ]


def test_a_colour_is_chosen_and_chosen_anew(
    study: tuple[Project, str, list[str]],
) -> None:
    project, by, _ = study
    code = source_of(project)

    splitting.colour(project, by, code, "teal")
    splitting.colour(project, by, code, "plum")

    assert splitting.colours(project) == {code: splitting.COLOURS["plum"]}
    splitting.colour(project, by, code, "by its place")
    assert splitting.colours(project) == {}
    with pytest.raises(RefusedError):
        splitting.colour(project, by, code, "by its place")
    with pytest.raises(UnknownObjectError):
        splitting.colour(project, by, code, "gold")


def test_segments_are_placed_with_who_speaks_and_read_in_their_talk(
    study: tuple[Project, str, list[str]],
) -> None:
    project, _, segments = study

    placed = place(project, project)

    assert {each.id for each in placed} == set(segments)
    words = {s.id: s.quote for s in project.read(CodedSegment)}
    for each in in_talk(project, placed, around=20):
        assert each.words == words[each.placed.id]
