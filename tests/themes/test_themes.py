from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.coding import codes
from workbench.coding.segments import withdraw_coding
from workbench.errors import (
    DuplicateError,
    ImportRejectedError,
    NotAllowedError,
    RefusedError,
    RowsRefusedError,
    UnknownObjectError,
)
from workbench.model import Extract, Theme
from workbench.themes import themes
from workbench.themes.theme_table import themes_from_table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

HEADER = "theme,state,central_concept,is_not,parent,codes\n"


@pytest.mark.usefixtures("segments")
def test_a_candidate_needs_a_name_and_no_more(project: Project, ann: str) -> None:
    theme = themes.start(project, ann, " Awake together ", codes=["being heard"])
    read = themes.find_theme(project, "awake TOGETHER")

    assert (read.id, read.name, read.state) == (theme, "Awake together", "candidate")
    assert read.codes == (codes.find_code(project, "Being heard").id,)
    with pytest.raises(RefusedError, match="needs a name"):
        themes.start(project, ann, "")
    with pytest.raises(UnknownObjectError, match="code"):
        themes.start(project, ann, "Other", codes=["Nothing"])


def test_a_reviewed_theme_has_a_central_organising_concept(
    project: Project, ann: str
) -> None:
    theme = themes.start(project, ann, "Awake together")
    with pytest.raises(RefusedError, match="central organising concept"):
        themes.change_state(project, ann, theme, "reviewed")
    themes.conceive(project, ann, theme, central_concept="The night belongs to it.")
    themes.change_state(project, ann, theme, "reviewed")
    themes.change_state(project, ann, theme, "defined")

    with pytest.raises(RefusedError, match="central organising concept"):
        themes.conceive(project, ann, theme, central_concept="")
    themes.conceive(project, ann, theme, is_not="Praise of machines.")
    read = themes.find_theme(project, theme)
    assert (read.central_concept, read.is_not) == (
        "The night belongs to it.",
        "Praise of machines.",
    )


def test_states_go_backwards_and_nowhere_else(project: Project, ann: str) -> None:
    theme = themes.start(project, ann, "Awake", central_concept="The night.")
    themes.change_state(project, ann, theme, "defined")
    themes.change_state(project, ann, theme, "candidate", "not yet")

    assert project.one(Theme, id=theme).state == "candidate"
    with pytest.raises(RefusedError, match="candidate already"):
        themes.change_state(project, ann, theme, "candidate")
    with pytest.raises(UnknownObjectError, match="state"):
        themes.change_state(project, ann, theme, "final")


def test_a_discarded_themes_name_is_free_and_it_comes_back_only_under_a_free_one(
    project: Project, ann: str
) -> None:
    first = themes.start(project, ann, "Awake")
    with pytest.raises(DuplicateError):
        themes.start(project, ann, "awake")
    themes.change_state(project, ann, first, "discarded")
    second = themes.start(project, ann, "Awake")

    with pytest.raises(DuplicateError):
        themes.change_state(project, ann, first, "candidate")
    with pytest.raises(RefusedError, match="discarded"):
        themes.rename(project, ann, first, "Asleep")
    themes.rename(project, ann, second, "Asleep")
    themes.change_state(project, ann, first, "candidate")
    assert project.one(Theme, id=first).state == "candidate"


@pytest.mark.usefixtures("segments")
def test_codes_move_between_themes_and_back_by_undo(project: Project, ann: str) -> None:
    theme = themes.start(project, ann, "Awake", codes=["Money", "Forgotten"])
    before = project.one(Theme, id=theme).codes
    themes.put_codes(project, ann, theme, ["Being heard", "Money", "money"])

    assert len(project.one(Theme, id=theme).codes) == 2
    project.undo(ann)
    assert project.one(Theme, id=theme).codes == before


@pytest.mark.usefixtures("segments")
def test_merging_themes_unites_codes_and_takes_subthemes_along(
    project: Project, ann: str
) -> None:
    gone = themes.start(project, ann, "Cheap", codes=["Money", "Forgotten"])
    kept = themes.start(project, ann, "Awake", codes=["Forgotten"], parent=gone)
    child = themes.start(project, ann, "Free of charge", parent=gone)
    themes.merge(project, ann, gone, kept, "one idea")

    assert len(project.one(Theme, id=kept).codes) == 2
    assert project.one(Theme, id=kept).parent is None
    assert project.one(Theme, id=child).parent == kept
    assert project.one(Theme, id=gone).merged_into == kept
    with pytest.raises(RefusedError, match="went into"):
        themes.change_state(project, ann, gone, "candidate")


def test_a_theme_cannot_stand_under_itself(project: Project, ann: str) -> None:
    top = themes.start(project, ann, "Awake")
    low = themes.start(project, ann, "Asleep", parent=top)

    with pytest.raises(RefusedError, match="under itself"):
        themes.move(project, ann, top, low)
    with pytest.raises(RefusedError, match="into itself"):
        themes.merge(project, ann, top, "awake")


def test_an_extracts_id_is_never_given_twice(
    project: Project, ann: str, segments: dict[str, str]
) -> None:
    theme = themes.start(project, ann, "Awake")
    first = themes.choose_extract(project, ann, theme, segments["Money"])
    with pytest.raises(DuplicateError, match="Q-0001"):
        themes.choose_extract(project, ann, theme, segments["Money"])
    themes.drop_extract(project, ann, first, "too long")
    second = themes.choose_extract(project, ann, theme, segments["Money"])
    project.undo(ann)
    third = themes.choose_extract(project, ann, theme, segments["Forgotten"])

    assert (first, second, third) == ("Q-0001", "Q-0002", "Q-0003")
    assert project.one(Extract, id=first).state == "dropped"
    with pytest.raises(RefusedError, match="dropped already"):
        themes.drop_extract(project, ann, first)


def test_a_withdrawn_coding_cannot_be_quoted(
    project: Project, ann: str, segments: dict[str, str]
) -> None:
    theme = themes.start(project, ann, "Awake")
    withdraw_coding(project, ann, segments["Money"])

    with pytest.raises(RefusedError, match="withdrawn"):
        themes.choose_extract(project, ann, theme, segments["Money"])
    with pytest.raises(UnknownObjectError):
        themes.choose_extract(project, ann, theme, "s-none")


def test_a_supervisor_does_not_work_on_themes(project: Project, ann: str) -> None:
    sue = study.add_researcher(project, ann, "Sue", "supervisor")

    with pytest.raises(NotAllowedError):
        themes.start(project, sue, "Awake")


@pytest.mark.usefixtures("segments")
def test_a_table_starts_themes_under_parents_that_come_later(
    project: Project, ann: str, tmp_path: Path
) -> None:
    table = tmp_path / "themes.csv"
    table.write_text(
        HEADER + "Low,candidate,,,Top,Money | being heard\n"
        "Top,Defined,One idea.,No praise.,,\nCast off,discarded,,,,\n"
    )
    done = themes_from_table(project, ann, table)
    low, top = (themes.find_theme(project, name) for name in ("Low", "Top"))

    assert done == {"started": 3, "changed": 0, "unchanged": 0}
    assert (low.parent, len(low.codes)) == (top.id, 2)
    assert (top.state, top.central_concept, top.is_not) == (
        "defined",
        "One idea.",
        "No praise.",
    )
    assert len({event.act for event in project.events() if "Theme" in event.kind}) == 1


@pytest.mark.usefixtures("segments")
def test_the_same_table_again_changes_nothing_and_a_mended_one_what_differs(
    project: Project, ann: str, tmp_path: Path
) -> None:
    table = tmp_path / "themes.csv"
    table.write_text(HEADER + "Top,reviewed,One idea.,No praise.,,Money\nLow,,,,Top,\n")
    themes_from_table(project, ann, table)
    seq = project.head().seq

    assert themes_from_table(project, ann, table)["unchanged"] == 2
    assert project.head().seq == seq
    table.write_text(HEADER + "top,defined,,No blame.,,Money|Forgotten\n")
    assert themes_from_table(project, ann, table)["changed"] == 1
    top = themes.find_theme(project, "Top")
    assert (top.central_concept, top.is_not, top.state, len(top.codes)) == (
        "One idea.",
        "No blame.",
        "defined",
        2,
    )


@pytest.mark.usefixtures("segments")
def test_bad_rows_of_themes_are_listed_and_the_others_taken(
    project: Project, ann: str, tmp_path: Path
) -> None:
    table = tmp_path / "themes.csv"
    table.write_text(
        HEADER + "Good,,,,,Money\nOne,reviewed,,,,\nTwo,final,,,,\nThree,,,,,Nothing\n"
        "Four,,,,Nowhere,\nFive,,,,Four,\nSix,,,,Seven,\nSeven,,,,Six,\ngood,,,,,\n"
        ",,,,,Money\nEight,,,,,,,x\n"
    )
    with pytest.raises(RowsRefusedError) as refused:
        themes_from_table(project, ann, table)
    lines = {int(each.split(":")[0].split()[-1]) for each in refused.value.refusals}

    assert lines == set(range(3, 13))
    assert [theme.name for theme in project.read(Theme)] == ["Good"]
    table.write_text(HEADER.replace("is_not,", ""))
    with pytest.raises(ImportRejectedError, match="missing: is_not"):
        themes_from_table(project, ann, table)
