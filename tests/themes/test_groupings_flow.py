from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.coding import codes
from workbench.coding.embedding import Encoder, load_encoder
from workbench.errors import SuggestionsLockedError
from workbench.model import Code, CodedSegment, Grouping, GroupingRun, Theme
from workbench.store import vectors
from workbench.themes import themes
from workbench.themes.grouping import DENSE, LINKED
from workbench.themes.groupings import group, keep, lay_out

if TYPE_CHECKING:
    from workbench.store.project import Project

MORE = (
    "Listening at night",
    "Somebody awake",
    "Price",
    "Paying for it",
    "Subscription cost",
    "Memory gaps",
    "Forgetting names",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture
def names(project: Project, ann: str, segments: dict[str, str]) -> dict[str, str]:
    """Ten codes by name; three of them with a segment."""
    made = {name: codes.create(project, ann, name) for name in MORE}
    return made | {name: codes.find_code(project, name).id for name in segments}


def test_codes_are_grouped_several_ways_on_record_and_no_theme_is_made(
    project: Project, ann: str, names: dict[str, str], encoder: Encoder
) -> None:
    found = group(project, ann, seed=7, groups=3, encoder=encoder)
    stored = {each.id: each for each in project.rows(Grouping)}
    run = project.rows(GroupingRun)[0]

    assert set(run.codes) == set(names.values())
    assert (run.seed, run.model, run.path) == (7, encoder.model, encoder.path)
    assert [way["method"] for way in found["alternatives"]] == [LINKED, LINKED, DENSE]
    for number, way in enumerate([found, *found["alternatives"]]):
        together = [code for each in way["groups"] for code in each["codes"]]
        assert sorted([*together, *way["ungrouped"]]) == sorted(names.values())
        for each in way["groups"]:
            kept = stored[each["id"]]
            assert (list(kept.codes), kept.alternative) == (each["codes"], number)
            assert kept.cohesion == round(each["cohesion"] * 10_000)
            assert [names[name] for name in each["code_names"]] == each["codes"]
    assert project.rows(Theme) == []


def test_codes_of_one_meaning_come_together(
    project: Project, ann: str, names: dict[str, str], encoder: Encoder
) -> None:
    found = group(project, ann, groups=3, encoder=encoder)
    piles = [set(each["codes"]) for each in found["groups"]]

    money = {names["Price"], names["Paying for it"], names["Subscription cost"]}
    assert any(money <= pile for pile in piles)


def test_the_same_seed_gives_the_same_groups(
    project: Project, ann: str, names: dict[str, str], encoder: Encoder
) -> None:
    first, second = (group(project, ann, encoder=encoder) for _ in range(2))

    assert [each["codes"] for each in first["groups"]] == [
        each["codes"] for each in second["groups"]
    ]
    assert len(names) == sum(len(each["codes"]) for each in first["groups"]) + len(
        first["ungrouped"]
    )


@pytest.mark.usefixtures("names")
def test_groupings_have_a_switch_of_their_own(
    project: Project, ann: str, encoder: Encoder
) -> None:
    study.change_setting(project, ann, "groupings", "off", "by hand")

    with pytest.raises(SuggestionsLockedError, match="groupings on"):
        group(project, ann, encoder=encoder)
    assert project.rows(GroupingRun) == []


@pytest.mark.usefixtures("names")
def test_a_candidate_started_from_a_grouping_says_so(
    project: Project, ann: str, encoder: Encoder
) -> None:
    found = group(project, ann, encoder=encoder)["groups"][0]
    theme = themes.start(project, ann, "Awake together", grouping=found["id"])

    assert project.one(Theme, id=theme).grouping == found["id"]
    assert list(project.one(Theme, id=theme).codes) == found["codes"]


def test_vectors_are_kept_with_the_words_they_stand_for(
    project: Project, ann: str, segments: dict[str, str], encoder: Encoder
) -> None:
    group(project, ann, encoder=encoder)
    quotes = [each.quote for each in project.rows(CodedSegment)]

    assert vectors.count(project.database, quotes) == len(segments)
    names = [each.name for each in project.rows(Code)]
    assert vectors.count(project.database, names) == len(names)


def test_a_slider_looks_without_a_record_and_what_is_kept_has_ids(
    project: Project, ann: str, names: dict[str, str], encoder: Encoder
) -> None:
    laid = lay_out(project, ann, encoder=encoder)
    before = len(project.events())
    finer = laid.at(6)
    assert len(project.events()) == before
    kept = keep(project, ann, laid, 6)

    assert [each["codes"] for each in kept["groups"]] == [
        list(each.codes) for each in finer.groups
    ]
    ids = [each["id"] for each in kept["groups"]]
    assert {each.id for each in project.rows(Grouping)} >= set(ids)
    assert set(laid.names) == set(names.values())


def test_what_holds_a_group_points_at_coded_segments(
    project: Project, ann: str, segments: dict[str, str], encoder: Encoder
) -> None:
    laid = lay_out(project, ann, encoder=encoder)
    code = codes.find_code(project, "Money").id
    found = laid.holding([code])

    assert [laid.segments[row] for row in found.typical] == [segments["Money"]]


@pytest.mark.usefixtures("segments")
def test_a_grouping_looked_at_is_not_kept_once_the_switch_is_off(
    project: Project, ann: str, encoder: Encoder
) -> None:
    laid = lay_out(project, ann, encoder=encoder)
    study.change_setting(project, ann, "groupings", "off", "by hand")
    with pytest.raises(SuggestionsLockedError):
        keep(project, ann, laid, 2)
