"""What the board in the browser sends, and what becomes of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from workbench.coding import codes
from workbench.decisions.themes import CodesGrouped, GroupingGiven
from workbench.model import Theme
from workbench.themes import board, themes
from workbench.ui.board import acts, picture

if TYPE_CHECKING:
    from workbench.store.project import Project


def done(project: Project, by: str, act: str, **about: Any) -> tuple[str, str]:
    """One operation as the browser would send it: its id and the answer."""
    name = str(uuid.uuid4())
    sent = [{"id": name, "act": act, **about}]
    return name, acts.take_in(project, by, sent, lambda shown: shown)[name]


@pytest.mark.usefixtures("segments")
def test_a_theme_started_on_the_board_is_started_once(
    project: Project, ann: str
) -> None:
    money = codes.find_code(project, "Money").id
    sent = {
        "id": str(uuid.uuid4()),
        "act": "start",
        "name": "Price",
        "idea": "",
        "codes": [money],
        "grouping": None,
    }
    for _ in range(2):
        acts.take_in(project, ann, [sent], lambda shown: shown)

    assert [(t.name, t.codes) for t in project.read(Theme)] == [("Price", (money,))]


@pytest.mark.usefixtures("segments")
def test_a_refused_move_is_answered_and_the_next_one_still_done(
    project: Project, ann: str
) -> None:
    theme = themes.start(project, ann, "Awake")
    money = codes.find_code(project, "Money").id
    _, refusal = done(project, ann, "move", codes=[[money, "loose"]], target="t-none")
    _, answer = done(project, ann, "move", codes=[[money, "loose"]], target=theme)

    assert "t-none" in refusal
    assert (answer, project.one(Theme, id=theme).codes) == ("", (money,))
    done(project, ann, "undo")
    assert project.one(Theme, id=theme).codes == ()
    _, nested = done(project, ann, "nest", theme=theme, parent=theme)
    assert "under itself" in nested


@pytest.mark.usefixtures("segments")
def test_the_picture_shows_every_code_in_its_place(project: Project, ann: str) -> None:
    money, heard = (codes.find_code(project, n).id for n in ("Money", "Being heard"))
    themes.start(project, ann, "Awake", codes=[heard])
    board.set_aside(project, ann, money)
    project.record(
        CodesGrouped(
            *("n-1", "linked", "minilm", "float32", 0, (money, heard)),
            (GroupingGiven("u-1", 0, (money, heard), 5000),),
        ),
        by=ann,
    )
    ways = picture.recorded_ways(project, inside=False)
    shown = picture.message(project, ann, board.read_board(project), ways, {})

    assert [each["codes"] for each in shown["themes"]] == [[heard]]
    assert [code for code, _ in shown["aside"]] == [money]
    assert len(shown["loose"]) == 1
    assert shown["codes"][heard]["held"]
    assert shown["groupings"][0]["title"] == "Grouping A: 1 group"
    assert shown["groupings"][0]["ungrouped"] == []


@pytest.mark.usefixtures("segments")
def test_a_cut_that_was_kept_stands_beside_the_ways_that_were_asked_for(
    project: Project, ann: str
) -> None:
    pair = tuple(codes.find_code(project, n).id for n in ("Money", "Being heard"))

    def run(name: str, *alternatives: int) -> None:
        given = tuple(GroupingGiven(f"{name}-{n}", n, pair, 1) for n in alternatives)
        project.record(CodesGrouped(name, "linked", "m", "p", 0, pair, given), by=ann)

    run("n-1", 0, 1)
    run("n-2", 0)
    titles = [way.title for way in picture.recorded_ways(project, inside=False)]
    assert titles == ["Grouping A: 1 group", "Grouping B: 1 group", "Kept cut: 1 group"]
    run("n-3")
    titles = [way.title for way in picture.recorded_ways(project, inside=False)]
    assert titles == ["Grouping A: 1 group", "Grouping B: 1 group"]


@pytest.mark.usefixtures("segments")
def test_a_theme_begins_from_a_grouping_although_one_of_its_codes_was_merged(
    project: Project, ann: str
) -> None:
    money, heard = (codes.find_code(project, n).id for n in ("Money", "Being heard"))
    price = codes.create(project, ann, "Price")
    project.record(
        CodesGrouped(
            *("n-1", "linked", "minilm", "float32", 0, (money, heard, price)),
            (GroupingGiven("u-1", 0, (money, price), 5000),),
        ),
        by=ann,
    )
    codes.merge(project, ann, price, money)
    ways = picture.recorded_ways(project, inside=False)
    shown = picture.message(project, ann, board.read_board(project), ways, {})
    (group,) = shown["groupings"][0]["groups"]
    _, refusal = done(
        project, ann, "start", name="Paying", codes=group["codes"], grouping="u-1"
    )
    whole = themes.start(project, ann, "All of it", grouping="u-1")

    assert (group["codes"], refusal) == ([money], "")
    assert project.one(Theme, id=whole).codes == (money,)
