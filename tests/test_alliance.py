from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from workbench import alliance
from workbench.alliance import Argument, Revision, opening
from workbench.coding import frameworks
from workbench.coding.codebook import Codebook, CodebookEntry, read_codebook
from workbench.coding.segments import code_segment, withdraw_coding
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.errors import RefusedError, RowsRefusedError, UnknownObjectError
from workbench.model import AllianceLink, Framework, Researcher
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.themes import themes

if TYPE_CHECKING:
    from pathlib import Path

BOOK = Codebook(
    name="frame",
    title="A frame",
    entries=(
        CodebookEntry("goal.agreement", "Agreement on goals"),
        CodebookEntry("bond.trust", "Trust"),
    ),
)
GIVEN = Argument("Awake", "frame", "bond", "expresses")
HEADER = ",".join(alliance.REQUIRED) + "\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(
        tmp_path / "study.workbench",
        title="Talking to machines",
        orientation="reflexive",
        researcher="Ann",
        surroundings=Surroundings(config=tmp_path / "config"),
    )
    ann = made.rows(Researcher)[0].id
    text = "It listened at three in the morning."
    version = VersionGiven(
        version="v-C01",
        number=1,
        format="text",
        verdict="whole",
        length=len(text),
        file_name=Words("interview.txt"),
        sha256=Words("0" * 64),
        original=None,
        report=Words("{}"),
        speakers=(),
        turns=(TurnGiven(None, 0, len(text), None, None, Words(text)),),
    )
    made.record(
        ParticipantAdded("C01", Words("Clients"), Consent()),
        ParticipantAdded("T01", Words("Clinicians"), Consent()),
        TranscriptImported("C01", None, "en", version),
        by=ann,
    )
    frameworks.load_codebook(made, ann, BOOK, for_mapping=False)
    themes.start(made, ann, "Awake")
    themes.start(made, ann, "Unheard")
    return made


@pytest.fixture
def ann(project: Project) -> str:
    return project.rows(Researcher)[0].id


@pytest.fixture
def segment(project: Project, ann: str) -> str:
    return code_segment(project, ann, transcript="C01", start=0, end=11, code="Trust")


def test_a_relation_keeps_everything_that_was_argued(
    project: Project, ann: str, segment: str
) -> None:
    extract = themes.choose_extract(project, ann, "Awake", segment)
    given = replace(
        GIVEN,
        dimension="Trust",
        target="client-AI",
        voice="client-on-self",
        polarity="conditional",
        group="clients",
        rationale="Only at night.",
        evidence=[extract, segment],
    )
    made = alliance.link(project, ann, given)
    read = project.read(AllianceLink, id=made)[0]

    assert (read.dimension, read.relation, read.target) == (
        "bond.trust",
        "expresses",
        "client-AI",
    )
    assert (read.voice, read.polarity, read.group) == (
        "client-on-self",
        "conditional",
        "Clients",
    )
    assert (read.rationale, read.evidence) == ("Only at night.", (segment,))
    assert alliance.is_supported(read)


def test_a_relation_without_evidence_stands_but_is_not_supported(
    project: Project, ann: str, segment: str
) -> None:
    made = alliance.link(project, ann, GIVEN)

    assert not alliance.is_supported(project.one(AllianceLink, id=made))
    alliance.change_evidence(
        project, ann, made, evidence=[segment], counter_evidence=[]
    )
    assert alliance.is_supported(project.one(AllianceLink, id=made))


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("theme", "Nothing"),
        ("framework", "bordin"),
        ("dimension", "task"),
        ("dimension", ""),
        ("relation", "is"),
        ("target", "client"),
        ("voice", "mine"),
        ("polarity", "warm"),
        ("group", "Neighbours"),
        ("evidence", ["s-none"]),
        ("counter_evidence", ["Q-0001"]),
    ],
)
def test_what_is_not_there_cannot_be_argued_with(
    project: Project, ann: str, part: str, value: object
) -> None:
    with pytest.raises(UnknownObjectError):
        alliance.link(project, ann, replace(GIVEN, **{part: value}))  # type: ignore[arg-type]
    assert project.rows(AllianceLink) == []


def test_a_withdrawn_coding_is_no_evidence(
    project: Project, ann: str, segment: str
) -> None:
    withdraw_coding(project, ann, segment)

    with pytest.raises(RefusedError, match="withdrawn"):
        alliance.link(project, ann, replace(GIVEN, evidence=[segment]))


def test_outside_the_framework_is_an_answer_with_a_rationale(
    project: Project, ann: str
) -> None:
    outside = replace(GIVEN, dimension="", relation="outside-framework")
    with pytest.raises(RefusedError, match="rationale"):
        alliance.link(project, ann, outside)
    alliance.link(project, ann, replace(outside, rationale="It is about money."))

    cell = alliance.matrix(project).cells[0]
    assert (cell.dimension, cell.links[0].rationale) == ("", "It is about money.")


def test_a_withdrawn_relation_is_not_in_the_matrix(project: Project, ann: str) -> None:
    made = alliance.link(project, ann, GIVEN)
    alliance.withdraw(project, ann, made, "over-read")

    assert alliance.matrix(project).cells == ()
    with pytest.raises(RefusedError, match="withdrawn"):
        alliance.withdraw(project, ann, made)


def test_the_matrix_splits_groups_and_shows_what_is_empty_on_both_sides(
    project: Project, ann: str
) -> None:
    alliance.link(project, ann, replace(GIVEN, group="Clients|Clinicians"))
    alliance.link(project, ann, replace(GIVEN, dimension="bond.trust", group="Clients"))
    alliance.link(project, ann, replace(GIVEN, polarity="absent"))
    seen = alliance.matrix(project)
    frame = project.rows(Framework)[0].id

    assert {(cell.group, len(cell.links)) for cell in seen.cells} == {
        ("Clients", 2),
        ("Clinicians", 1),
        (None, 1),
    }
    assert {cell.dimension for cell in seen.cells} == {"bond"}
    assert [theme.name for theme in seen.unmapped] == ["Unheard"]
    assert seen.silent == ((frame, "goal"),)


def test_a_discarded_themes_relations_leave_the_matrix_and_come_back_with_it(
    project: Project, ann: str
) -> None:
    alliance.link(project, ann, GIVEN)
    themes.change_state(project, ann, "Awake", "discarded")
    assert alliance.matrix(project).cells == ()
    project.undo(ann)
    assert len(alliance.matrix(project).cells) == 1


def test_a_table_of_relations_is_taken_once_and_its_bad_rows_listed(
    project: Project, ann: str, segment: str, tmp_path: Path
) -> None:
    table = tmp_path / "map.csv"
    table.write_text(
        HEADER + f"awake,Frame,bond,Expresses,Client-AI,,present,clients,{segment},\n"
        "Awake,frame,goal,contradicts,,,,,,Nobody asked.\n"
        "Awake,frame,task,expresses,,,,,,\n"
        "Awake,frame,,outside-framework,,,,,,\n"
        "Awake,frame,bond,expresses,,,,,s-none,\n"
    )
    for _ in range(2):
        with pytest.raises(RowsRefusedError) as refused:
            alliance.link_from_table(project, ann, table)
        assert [each.split(":")[0] for each in refused.value.refusals] == [
            f"map.csv, line {number}" for number in (4, 5, 6)
        ]
    links = {link.dimension: link for link in project.read(AllianceLink)}
    assert set(links) == {"bond", "goal"}
    assert links["bond"].evidence == (segment,)
    assert (links["goal"].target, links["goal"].rationale) == (
        "unspecified",
        "Nobody asked.",
    )


def test_a_framework_from_ones_own_file_brings_its_dimensions_with_it(
    project: Project, ann: str
) -> None:
    frameworks.load_codebook(project, ann, replace(BOOK, name="own"), for_mapping=True)
    own = [each for each in project.read(Framework) if each.name == "own"]
    alliance.link(project, ann, replace(GIVEN, framework="own", dimension="Trust"))

    assert alliance.dimensions(project, own[0]) == {"goal": "goal", "bond": "bond"}
    assert project.rows(AllianceLink)[0].dimension == "bond.trust"
    with pytest.raises(UnknownObjectError, match="goal, bond"):
        alliance.link(project, ann, replace(GIVEN, framework="own", dimension="task"))


def test_a_relation_is_put_in_another_way_and_back(project: Project, ann: str) -> None:
    made = alliance.link(project, ann, replace(GIVEN, rationale="She says so."))
    alliance.revise(
        project,
        ann,
        made,
        Revision(
            polarity="conditional",
            condition="at night",
            mutuality="one-sided",
            acts_on=["goal"],
        ),
    )
    read = project.read(AllianceLink, id=made)[0]

    assert (read.polarity, read.condition, read.mutuality, read.acts_on) == (
        "conditional",
        "at night",
        "one-sided",
        ("goal",),
    )
    assert read.rationale == "She says so."
    seq = project.head().seq
    assert alliance.revise(project, ann, made, Revision(condition="at night")) is None
    assert project.head().seq == seq
    alliance.revise(project, ann, made, Revision(polarity="", rationale=""))
    assert project.read(AllianceLink, id=made)[0].polarity is None
    with pytest.raises(RefusedError, match="rationale"):
        alliance.revise(project, ann, made, Revision(relation="outside-framework"))
    with pytest.raises(UnknownObjectError, match="mutuality"):
        alliance.revise(project, ann, made, Revision(mutuality="warm"))
    project.undo(ann)
    assert project.read(AllianceLink, id=made)[0].rationale == "She says so."


def test_theory_is_closed_until_it_is_opened_on_record(
    project: Project, ann: str
) -> None:
    assert not opening.is_open(project)
    opening.open_theory(project, ann, "the codes are done")

    assert opening.is_open(project)
    assert opening.open_theory(project, ann) is None
    assert [each.note for each in opening.openings(project)] == ["the codes are done"]
    themes.start(project, ann, "Later")
    project.undo(ann)
    assert opening.is_open(project)


def test_an_undeclared_framework_that_takes_in_every_theme_is_named(
    project: Project, ann: str, segment: str
) -> None:
    assert segment
    own = frameworks.load_codebook(
        project, ann, replace(BOOK, name="own"), for_mapping=True
    )
    for theme in ("Awake", "Unheard"):
        alliance.link(project, ann, replace(GIVEN, theme=theme, framework="own"))
        alliance.link(project, ann, replace(GIVEN, theme=theme))

    assert [each.id for each in alliance.swallowed_by(project)] == [own]
    themes.start(project, ann, "Its own")
    assert alliance.swallowed_by(project) == []


def test_a_shipped_framework_loaded_for_mapping_is_checked_against_its_codebook(
    project: Project, ann: str
) -> None:
    bordin = read_codebook("bordin_working_alliance")
    frameworks.load_codebook(project, ann, bordin, for_mapping=True)
    given = replace(GIVEN, framework=bordin.name)
    alliance.link(project, ann, replace(given, dimension=bordin.entries[0].id))

    with pytest.raises(UnknownObjectError, match="bond"):
        alliance.link(project, ann, replace(given, dimension="usability"))
    framework = project.rows(AllianceLink)[0].framework
    silent = [name for id_, name in alliance.matrix(project).silent if id_ == framework]
    assert silent == ["task", "bond", "alliance"]
