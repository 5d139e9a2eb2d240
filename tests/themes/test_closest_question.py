"""The closest dimension of a framework: asked, never recorded, never filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench import study
from workbench.alliance.closest import closest
from workbench.coding import frameworks
from workbench.coding.codebook import Codebook, CodebookEntry, read_codebook
from workbench.coding.embedding import Encoder, load_encoder
from workbench.errors import SuggestionsLockedError
from workbench.model import AllianceLink, Framework
from workbench.themes import themes
from workbench.themes.board import standing_themes

if TYPE_CHECKING:
    from workbench.store.project import Project


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.mark.usefixtures("segments")
def test_a_themes_extracts_are_counted_by_the_dimension_they_come_closest_to(
    project: Project, ann: str, encoder: Encoder
) -> None:
    study.change_setting(project, ann, "similar-passages", "on", "to look")
    theme = themes.start(project, ann, "Awake", codes=["Being heard", "Forgotten"])
    bordin = read_codebook("bordin_working_alliance")
    own = Codebook("own", "Own", entries=(CodebookEntry("cost", "Cost", "It costs."),))
    for book in (bordin, own):
        frameworks.load_codebook(project, ann, book, for_mapping=True)
    seq = project.head().seq
    listed = standing_themes(project)
    for framework in project.read(Framework):
        found = closest(project, listed[0], framework, listed, encoder)
        assert sum(count for _, count in found) == 2
    assert [each.id for each in listed] == [theme]
    assert project.head().seq == seq
    assert project.rows(AllianceLink) == []


@pytest.mark.usefixtures("segments")
def test_a_study_that_locks_the_machine_out_is_not_asked(
    project: Project, ann: str, encoder: Encoder
) -> None:
    themes.start(project, ann, "Awake", codes=["Being heard"])
    bordin = read_codebook("bordin_working_alliance")
    frameworks.load_codebook(project, ann, bordin, for_mapping=True)
    study.change_setting(project, ann, study.LOCK, "on", "by hand alone")
    listed = standing_themes(project)

    with pytest.raises(SuggestionsLockedError):
        closest(project, listed[0], project.read(Framework)[0], listed, encoder)
