from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.coding import codes, frameworks
from workbench.coding.codebook import Codebook, CodebookEntry, Dimension
from workbench.coding.segments import code_segment, withdraw_coding
from workbench.errors import (
    DuplicateError,
    NotAllowedError,
    RefusedError,
    UnknownObjectError,
)
from workbench.model import Code, CodedSegment, Framework, Theme
from workbench.themes import themes

if TYPE_CHECKING:
    from workbench.store.project import Project

BOOK = Codebook(
    name="my_frame",
    title="My frame",
    dimensions=(Dimension("bond", "Bond"),),
    entries=(
        CodebookEntry("bond.trust", "Trust", "It is relied on.", parent="bond"),
        CodebookEntry("bond.trust.blind", "Blind trust", parent="bond.trust"),
    ),
)


def test_a_code_is_found_by_id_and_by_name_in_any_case(
    project: Project, ann: str
) -> None:
    code = codes.create(project, ann, "  Being heard ", definition="Someone listens.")

    assert codes.find_code(project, code).name == "Being heard"
    assert codes.find_code(project, "BEING  heard").id == code
    assert codes.find_code(project, code).definition == "Someone listens."


def test_two_codes_under_one_parent_cannot_share_a_name(
    project: Project, ann: str
) -> None:
    parent = codes.create(project, ann, "Trust")
    codes.create(project, ann, "Lost", parent=parent)

    with pytest.raises(DuplicateError):
        codes.create(project, ann, " lost", parent="trust")
    codes.create(project, ann, "Lost")
    with pytest.raises(RefusedError, match="2 codes are called"):
        codes.find_code(project, "lost")


def test_a_retired_codes_name_is_free_again(project: Project, ann: str) -> None:
    old = codes.create(project, ann, "Night")
    codes.retire(project, ann, old, "too broad")
    new = codes.create(project, ann, "Night")

    assert codes.find_code(project, "night").id == new
    with pytest.raises(RefusedError, match="is retired"):
        codes.rename(project, ann, old, "Late")


def test_a_code_without_a_name_is_refused(project: Project, ann: str) -> None:
    with pytest.raises(RefusedError, match="needs a name"):
        codes.create(project, ann, "  ")


def test_renaming_may_change_the_case_but_not_take_anothers_name(
    project: Project, ann: str
) -> None:
    night = codes.create(project, ann, "night")
    codes.create(project, ann, "day")
    codes.rename(project, ann, night, "Night")

    assert codes.find_code(project, night).name == "Night"
    with pytest.raises(DuplicateError):
        codes.rename(project, ann, night, "Day")


def test_redefining_changes_what_is_given_and_keeps_the_rest(
    project: Project, ann: str
) -> None:
    code = codes.create(project, ann, "Night", definition="After ten.", include="Dusk")
    codes.redefine(project, ann, code, definition="After midnight.", exclude="Dreams")
    codes.redefine(project, ann, code, include="")

    read = codes.find_code(project, code)

    assert (read.definition, read.include, read.exclude) == (
        "After midnight.",
        None,
        "Dreams",
    )


def test_redefining_is_undone_to_the_words_before(project: Project, ann: str) -> None:
    code = codes.create(project, ann, "Night", definition="After ten.")
    codes.redefine(project, ann, code, definition="After midnight.")
    project.undo(ann)

    assert codes.find_code(project, code).definition == "After ten."


def test_a_code_cannot_stand_under_itself(project: Project, ann: str) -> None:
    top = codes.create(project, ann, "Time")
    low = codes.create(project, ann, "Night", parent=top)

    with pytest.raises(RefusedError, match="under itself"):
        codes.move(project, ann, top, low)
    codes.move(project, ann, low, None)
    assert codes.find_code(project, low).parent is None


@pytest.mark.usefixtures("text")
def test_merging_codes_keeps_every_coded_segment(project: Project, ann: str) -> None:
    source = codes.create(project, ann, "Listening")
    into = codes.create(project, ann, "Being heard")
    first = code_segment(project, ann, transcript="C01", start=0, end=4, code=source)
    gone = code_segment(project, ann, transcript="C01", start=5, end=8, code=source)
    withdraw_coding(project, ann, gone)
    codes.merge(project, ann, source, into, "one meaning")

    assert project.one(CodedSegment, id=first).code == into
    assert project.one(CodedSegment, id=gone).code == source
    assert project.one(Code, id=source).merged_into == into
    with pytest.raises(UnknownObjectError, match="merged into 'Being heard'"):
        codes.find_code(project, "listening")


def test_merging_carries_themes_and_codes_beneath_along(
    project: Project, ann: str
) -> None:
    source = codes.create(project, ann, "Listening")
    into = codes.create(project, ann, "Being heard", parent=source)
    child = codes.create(project, ann, "At night", parent=source)
    theme = themes.start(project, ann, "Awake together", codes=[source, into])
    codes.merge(project, ann, source, into)

    assert project.one(Theme, id=theme).codes == (into,)
    assert codes.find_code(project, child).parent == into
    assert codes.find_code(project, into).parent is None
    project.undo(ann)
    assert project.one(Theme, id=theme).codes == (source, into)


def test_a_code_is_not_merged_into_itself(project: Project, ann: str) -> None:
    code = codes.create(project, ann, "Night")

    with pytest.raises(RefusedError, match="into itself"):
        codes.merge(project, ann, code, "night")


def test_a_framework_loaded_for_coding_brings_its_codes(
    project: Project, ann: str
) -> None:
    framework = frameworks.load_codebook(project, ann, BOOK, for_mapping=False)
    trust = codes.find_code(project, "bond.trust")
    blind = codes.find_code(project, "Blind trust")

    assert (trust.origin, trust.framework) == ("framework", framework)
    assert (trust.parent, blind.parent) == (None, trust.id)
    assert project.read(Framework)[0].title == "My frame"


def test_a_framework_loaded_for_mapping_leaves_the_code_list_alone(
    project: Project, ann: str
) -> None:
    frameworks.load_codebook(project, ann, BOOK, for_mapping=True)

    assert project.rows(Code) == []
    with pytest.raises(DuplicateError):
        frameworks.load_codebook(project, ann, BOOK, for_mapping=False)


def test_a_framework_with_ids_the_trail_cannot_hold_is_refused_by_name(
    project: Project, ann: str
) -> None:
    odd = Codebook("odd", "Odd", entries=(CodebookEntry("důvěra k ní", "Důvěra"),))

    with pytest.raises(RefusedError, match="důvěra k ní"):
        frameworks.load_codebook(project, ann, odd, for_mapping=False)
    assert project.rows(Framework) == []


def test_a_debriefer_cannot_create_a_code(project: Project, ann: str) -> None:
    ben = study.add_researcher(project, ann, "Ben", "debriefer")

    with pytest.raises(NotAllowedError):
        codes.create(project, ben, "Night")
