from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.model import SetAside, Theme
from workbench.themes import board, lineage, theme_map, themes

if TYPE_CHECKING:
    from workbench.store.project import Project

PNG = b"\x89PNG\r\n\x1a\n" + b"wall of notes"


def names(project: Project, theme: str) -> set[str]:
    standing = board.read_board(project).codes
    return {standing[code].name for code in project.one(Theme, id=theme).codes}


@pytest.mark.usefixtures("segments")
def test_a_code_goes_from_one_theme_to_another_in_one_act(
    project: Project, ann: str
) -> None:
    awake = themes.start(project, ann, "Awake", codes=["Money", "Forgotten"])
    alone = themes.start(project, ann, "Alone")
    receipt = board.move_code(project, ann, "Money", awake, alone)

    assert receipt is not None
    assert (receipt.first, receipt.last) == (receipt.last - 1, receipt.last)
    assert (names(project, awake), names(project, alone)) == ({"Forgotten"}, {"Money"})
    assert board.move_code(project, ann, "Money", alone, alone) is None
    project.undo(ann)
    assert names(project, awake) == {"Money", "Forgotten"}


@pytest.mark.usefixtures("segments")
def test_the_same_move_sent_twice_is_made_once(project: Project, ann: str) -> None:
    awake = themes.start(project, ann, "Awake")
    act = "6f1d2a4e-0000-4000-8000-000000000001"
    board.move_code(project, ann, "Money", "loose", awake, act=act)
    seq = project.head().seq
    board.move_code(project, ann, "Money", "loose", awake, act=act)

    assert project.head().seq == seq


@pytest.mark.usefixtures("segments")
def test_codes_lie_in_themes_on_the_pile_or_in_neither(
    project: Project, ann: str
) -> None:
    theme = themes.start(project, ann, "Awake", codes=["Being heard"])
    board.set_aside(project, ann, "Money", "a price is not a meaning")
    seen = board.read_board(project)

    assert [seen.codes[code].name for code in seen.loose] == ["Forgotten"]
    assert [(seen.codes[code].name, why) for code, why in seen.aside] == [
        ("Money", "a price is not a meaning")
    ]
    board.move_code(project, ann, "Money", "aside", theme)
    assert board.read_board(project).aside == ()
    assert project.rows(SetAside)[0].state == "taken-up"
    board.move_code(project, ann, "Money", theme, "aside")
    board.take_up(project, ann, "Money")
    assert board.read_board(project).aside == ()
    assert len(board.read_board(project).loose) == 2


@pytest.mark.usefixtures("segments")
def test_a_retired_code_stays_where_it_was_and_joins_nothing_new(
    project: Project, ann: str
) -> None:
    awake = themes.start(project, ann, "Awake", codes=["Money"])
    alone = themes.start(project, ann, "Alone")
    money = codes.find_code(project, "Money").id
    codes.retire(project, ann, "Money")

    assert board.read_board(project).codes[money].state == "retired"
    with pytest.raises(RefusedError, match="retired"):
        board.move_code(project, ann, money, awake, alone)
    board.move_code(project, ann, money, awake, "loose")
    assert project.one(Theme, id=awake).codes == ()


@pytest.mark.usefixtures("segments")
def test_a_split_theme_lives_on_in_its_parts(project: Project, ann: str) -> None:
    whole = themes.start(project, ann, "Awake", codes=["Money", "Forgotten"])
    with pytest.raises(RefusedError, match="not in theme"):
        board.split(project, ann, whole, [("Heard", ["Being heard"])])
    with pytest.raises(RefusedError, match="name the parts"):
        board.split(project, ann, whole, [])
    with pytest.raises(DuplicateError):
        board.split(project, ann, whole, [("One", ["Money"]), ("one", ["Forgotten"])])
    one = board.split(project, ann, whole, [("Price", ["Money"])], "two ideas")[0]

    assert project.one(Theme, id=whole).state == "candidate"
    assert (names(project, whole), names(project, one)) == ({"Forgotten"}, {"Money"})
    other = board.split(project, ann, whole, [("Gone", ["Forgotten"])], "empty")[0]
    assert project.one(Theme, id=whole).state == "discarded"
    found = lineage.lineage_of(project)
    assert found.find(whole).fate == "split"
    assert found.ends[whole] == (one, other)
    project.undo(ann)
    assert project.one(Theme, id=whole).state == "candidate"


@pytest.mark.usefixtures("segments")
def test_an_overarching_theme_begins_above_others(project: Project, ann: str) -> None:
    low = themes.start(project, ann, "Awake")
    lower = themes.start(project, ann, "Asleep")
    top = board.overarch(project, ann, "Night", [low, lower])

    assert [(d, t.name) for d, t in board.read_board(project).themes] == [
        (0, "Night"),
        (1, "Awake"),
        (1, "Asleep"),
    ]
    assert {t.parent for depth, t in board.read_board(project).themes if depth} == {top}
    with pytest.raises(RefusedError, match="at least one"):
        board.overarch(project, ann, "Nothing", [])


@pytest.mark.usefixtures("segments")
def test_as_many_candidates_come_out_as_went_in(project: Project, ann: str) -> None:
    kept = themes.start(project, ann, "Kept", codes=["Money"])
    themes.rename(project, ann, kept, "Kept at heart")
    gone = themes.start(project, ann, "Gone", codes=["Forgotten"])
    themes.change_state(project, ann, gone, "discarded", "a topic")
    into = themes.start(project, ann, "Into", codes=["Being heard"])
    themes.merge(project, ann, into, kept, "one idea")
    undone = themes.start(project, ann, "Undone")
    project.undo(ann)
    found = lineage.lineage_of(project)

    assert found.account == {"standing": 1, "merged": 1, "split": 0, "discarded": 1}
    assert sum(found.account.values()) == len(found.candidates) == 3
    assert undone not in {each.theme for each in found.candidates}
    first = found.find(kept)
    assert (first.first_name, first.name) == ("Kept", "Kept at heart")
    assert found.find(gone).reason == "a topic"
    assert found.ends == {kept: (kept,), gone: ("discarded",), into: (kept,)}
    codes_in, out = lineage.flows(found)
    assert {each.source for each in codes_in} == set(board.read_board(project).codes)
    assert {each.source for each in out} == {kept, gone, into}
    assert {each.target for each in out} == {kept, "discarded"}


def test_lines_and_places_of_the_map_are_kept(project: Project, ann: str) -> None:
    one, other = (themes.start(project, ann, name) for name in ("Awake", "Alone"))
    line = theme_map.relate(project, ann, one, other, "leads to")
    with pytest.raises(DuplicateError):
        theme_map.relate(project, ann, one, other)
    with pytest.raises(RefusedError, match="itself"):
        theme_map.relate(project, ann, one, one)
    theme_map.arrange(project, ann, {one: (0.25, 0.5), other: (2.0, -1.0)})

    assert theme_map.places(project) == {one: (0.25, 0.5), other: (1.0, 0.0)}
    assert theme_map.arrange(project, ann, {one: (0.25, 0.5), other: (1, 0)}) is None
    with pytest.raises(UnknownObjectError):
        theme_map.arrange(project, ann, {"t-none": (0.1, 0.1)})
    theme_map.unrelate(project, ann, line, "too strong")
    with pytest.raises(RefusedError, match="no longer"):
        theme_map.unrelate(project, ann, line)


def test_a_photograph_of_the_wall_is_kept_and_put_away(
    project: Project, ann: str
) -> None:
    theme = themes.start(project, ann, "Awake")
    with pytest.raises(RefusedError, match="neither PNG nor JPEG"):
        theme_map.attach_photograph(project, ann, "wall.gif", b"GIF89a")
    big = PNG + bytes(theme_map.LARGEST)
    with pytest.raises(RefusedError, match="MB"):
        theme_map.attach_photograph(project, ann, "wall.png", big)
    made = theme_map.attach_photograph(
        project, ann, "wall.png", PNG, about=theme, caption="March"
    )
    with pytest.raises(DuplicateError):
        theme_map.attach_photograph(project, ann, "again.png", PNG, about=theme)

    shown = theme_map.photographs(project)
    assert [(p.about, p.caption, theme_map.picture(p)) for p in shown] == [
        (theme, "March", PNG)
    ]
    theme_map.put_away(project, ann, made)
    assert theme_map.photographs(project) == []
    with pytest.raises(RefusedError, match="already"):
        theme_map.put_away(project, ann, made)
