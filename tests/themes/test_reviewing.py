"""Phase four on a study of two groups, put together by recording decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.coding import codes
from workbench.coding.segments import code_segment, find_quote
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import NegativeCase, ResearchQuestion
from workbench.people.withdrawal import withdraw
from workbench.study import ask_question
from workbench.themes import (
    contrasts,
    defining,
    negative_cases,
    review,
    reviewing,
    themes,
)
from workbench.themes.board import standing_themes
from workbench.themes.voices import Voices

if TYPE_CHECKING:
    from workbench.store.project import Project

SAID = {
    "C01": "It listened at three. It never sighed.",
    "C02": "It listened, I think.",
    "T01": "They tell me that it listened.",
}
LATE = {"C09": "It listened to me as well."}


def bring_in(project: Project, by: str, person: str) -> None:
    asked, said = "Who listens?", (SAID | LATE)[person]
    version = VersionGiven(
        version=f"v-{person}",
        number=1,
        format="text",
        verdict="whole",
        length=len(asked) + 1 + len(said),
        file_name=Words(f"{person}.txt"),
        sha256=Words(person * 20),
        original=None,
        report=Words("{}"),
        speakers=(
            SpeakerGiven(Words("I"), "interviewer", None),
            SpeakerGiven(Words("P"), "participant", person),
        ),
        turns=(
            TurnGiven(0, 0, len(asked), None, None, Words(asked)),
            TurnGiven(
                1, len(asked) + 1, len(asked) + 1 + len(said), None, None, Words(said)
            ),
        ),
    )
    project.record(TranscriptImported(person, None, "en", version), by=by)


@pytest.fixture
def heard(project: Project, ann: str) -> str:
    """A theme in which both groups speak, C01 most."""
    for person, group in (
        ("C01", "Clients"),
        ("C02", "Clients"),
        ("T01", "Clinicians"),
    ):
        project.record(ParticipantAdded(person, Words(group), Consent()), by=ann)
        bring_in(project, ann, person)
    codes.create(project, ann, "Listened")
    codes.create(project, ann, "No sigh")
    for person, quote, code in (
        ("C01", "It listened at three.", "Listened"),
        ("C01", "It never sighed.", "No sigh"),
        ("C02", "It listened", "Listened"),
        ("T01", "it listened", "Listened"),
    ):
        text = f"Who listens?\n{SAID[person]}"
        start, end = find_quote(text, quote)
        code_segment(project, ann, transcript=person, start=start, end=end, code=code)
    return themes.start(project, ann, "Heard", codes=["Listened", "No sigh"])


def test_reach_counts_people_by_group_and_names_who_speaks_most(
    project: Project, ann: str, heard: str
) -> None:
    found = review.reach(Voices(project), standing_themes(project))[0]

    assert (found.segments, found.transcripts, found.people) == (4, 3, (3, 3))
    assert found.groups == {"Clients": (2, 2), "Clinicians": (1, 1)}
    assert found.most == ("C01", 0.5)
    low = themes.start(project, ann, "Silence", codes=["No sigh"], parent=heard)
    themes.put_codes(project, ann, heard, ["Listened"])
    both = {r.theme: r for r in review.reach(Voices(project), standing_themes(project))}
    assert (both[heard].segments, both[low].segments) == (4, 1)


def test_who_withdrew_is_counted_nowhere(
    project: Project, ann: str, heard: str
) -> None:
    withdraw(project, ann, "C02", "by letter")
    found = review.reach(Voices(project), standing_themes(project))[0]

    assert found.theme == heard
    assert found.groups == {"Clients": (1, 1), "Clinicians": (1, 1)}


def test_an_extract_stands_in_its_talk_with_the_question_before_it(
    project: Project, heard: str
) -> None:
    listed = standing_themes(project)
    found = review.extracts(project, Voices(project), heard, listed)

    assert [each.people for each in found] == [
        *(("C01",), ("C01",)),
        *(("C02",), ("T01",)),
    ]
    middle = next(each for each in found if each.quote == "It never sighed.")
    assert (middle.asked, middle.before, middle.after) == (
        "Who listens?",
        "It listened at three. ",
        "",
    )


def test_themes_that_lie_on_the_same_talk_overlap(
    project: Project, ann: str, heard: str
) -> None:
    other = themes.start(project, ann, "Calm", codes=["No sigh"])
    under = themes.start(project, ann, "Under", codes=["Listened"], parent=heard)
    found = review.overlaps(Voices(project), standing_themes(project))

    assert [(o.one, o.other, len(o.codes), o.segments, o.of) for o in found] == [
        (heard, other, 1, 1, 1)
    ]
    assert under not in {o.other for o in found}


def test_the_latest_answer_to_a_review_question_counts(
    project: Project, ann: str, heard: str
) -> None:
    assert reviewing.answers(project, heard) == {}
    reviewing.answer(project, ann, heard, "enough", "Three people.")
    assert reviewing.answer(project, ann, heard, "enough", " Three people. ") is None
    reviewing.answer(project, ann, heard, "enough", "Two would do.")

    assert len(reviewing.QUESTIONS) == 5
    assert reviewing.answers(project, heard)["enough"].text == "Two would do."
    with pytest.raises(UnknownObjectError, match="review question"):
        reviewing.answer(project, ann, heard, "true", "yes")
    with pytest.raises(RefusedError, match="open instead"):
        reviewing.answer(project, ann, heard, "enough", " ")


def test_a_reread_grows_stale_when_themes_change_and_is_never_reset(
    project: Project, ann: str, heard: str
) -> None:
    def status() -> dict[str, str]:
        return {e.transcript: e.status for e in reviewing.read_again(project)}

    assert set(status().values()) == {"not yet read against"}
    reviewing.record_reread(project, ann, "C01", changed=False)
    assert status() == {
        "C01": "read",
        "C02": "not yet read against",
        "T01": "not yet read against",
    }
    themes.rename(project, ann, heard, "Being heard")
    themes.conceive(project, ann, heard, central_concept="Being heard is enough.")
    stale = reviewing.read_again(project)[0]
    assert (stale.status, stale.since) == ("stale", (heard,))
    assert stale.last is not None
    project.undo(ann)
    themes.change_state(project, ann, heard, "discarded")
    themes.change_state(project, ann, heard, "candidate")
    assert status()["C01"] == "stale"
    reviewing.record_reread(project, ann, "C01", changed=True, text="Add the sighs.")
    assert status()["C01"] == "read"
    with pytest.raises(RefusedError, match="what changes"):
        reviewing.record_reread(project, ann, "C01", changed=True)


def test_a_judgement_on_a_theme_makes_no_reread_stale(
    project: Project, ann: str, heard: str
) -> None:
    themes.conceive(project, ann, heard, central_concept="Being heard is enough.")
    reviewing.record_reread(project, ann, "C01", changed=False)
    themes.change_state(project, ann, heard, "reviewed")

    assert reviewing.read_again(project)[0].status == "read"


def test_a_transcript_that_comes_late_is_not_yet_read_against_the_themes(
    project: Project, ann: str, heard: str
) -> None:
    assert heard
    project.record(ParticipantAdded("C09", Words("Clients"), Consent()), by=ann)
    bring_in(project, ann, "C09")
    late = {e.transcript: e for e in reviewing.read_again(project)}

    assert (late["C09"].status, late["C09"].came_late) == ("not yet read against", True)
    assert not late["C01"].came_late


@pytest.mark.usefixtures("segments")
def test_without_themes_there_is_nothing_to_read_against(
    project: Project, ann: str
) -> None:
    with pytest.raises(RefusedError, match="no theme to read against"):
        reviewing.record_reread(project, ann, "C01", changed=False)


def test_none_looked_for_is_not_looked_and_none_found(
    project: Project, ann: str, heard: str
) -> None:
    def told() -> str:
        return negative_cases.against(project, heard).in_words

    assert told() == "none looked for"
    negative_cases.record_search(
        project, ann, heard, "Read every client again.", found=False
    )
    assert told() == "looked, none found"
    case = negative_cases.note(
        project, ann, heard, "She says it listens to nobody.", participant="T01"
    )
    assert told() == "1 case, 1 open"
    with pytest.raises(RefusedError, match="what was done"):
        negative_cases.answer(project, ann, case, "explained")
    negative_cases.answer(
        project, ann, case, "scope-limited", "Only clients feel heard."
    )
    assert told() == "1 case, all answered"
    assert project.one(NegativeCase, id=case).action == "scope-limited"
    with pytest.raises(RefusedError, match="name one"):
        negative_cases.note(project, ann, heard, "Something differs.")
    with pytest.raises(RefusedError, match="how you looked"):
        negative_cases.record_search(project, ann, heard, "", found=False)


def test_groups_are_set_side_by_side_and_the_latest_word_counts(
    project: Project, ann: str, heard: str
) -> None:
    with pytest.raises(RefusedError, match="in what"):
        contrasts.contrast(project, ann, heard, "divergent")
    with pytest.raises(UnknownObjectError, match="group"):
        contrasts.contrast(project, ann, heard, "one-group-silent", silent="Nurses")
    contrasts.contrast(project, ann, heard, "one-group-silent", silent="clinicians")
    assert contrasts.contrasts(project)[heard, None].silent == "Clinicians"
    contrasts.contrast(project, ann, heard, "divergent", "Clients feel it.")

    found = contrasts.contrasts(project)
    assert (found[heard, None].relation, found[heard, None].silent) == (
        "divergent",
        None,
    )


def test_a_theme_is_defined_and_its_wording_has_a_history(
    project: Project, ann: str, heard: str
) -> None:
    defining.define(project, ann, heard, definition="It keeps still.", scope="Nights.")
    defining.define(project, ann, heard, definition="It keeps quiet.", reason="clearer")
    themes.rename(project, ann, heard, "It never sighs", "their word")
    found = defining.history(project, heard)

    assert [(w.what, w.text, w.reason) for w in found] == [
        ("name", "Heard", None),
        ("definition", "It keeps still.", None),
        ("takes in", "Nights.", None),
        ("definition", "It keeps quiet.", "clearer"),
        ("name", "It never sighs", "their word"),
    ]
    read = themes.find_theme(project, heard)
    assert (read.definition, read.scope) == ("It keeps quiet.", "Nights.")
    project.undo(ann)
    assert [w.text for w in defining.history(project, heard) if w.what == "name"] == [
        "Heard"
    ]


def test_a_question_without_a_theme_is_a_gap(
    project: Project, ann: str, heard: str
) -> None:
    asked = ask_question(project, ann, "Who listens?")
    assert [each.id for each in defining.unanswered(project)] == [asked]
    defining.answer_questions(project, ann, heard, [asked])

    assert defining.unanswered(project) == []
    assert defining.answer_questions(project, ann, heard, [asked]) is None
    with pytest.raises(UnknownObjectError):
        defining.answer_questions(project, ann, heard, ["q-none"])
    assert project.rows(ResearchQuestion)


@pytest.mark.parametrize("name", ["Trust", "Benefits of apps", "barriers to use"])
def test_names_of_topics_get_a_hint(name: str) -> None:
    assert defining.hint_on_name(name) is not None
    assert defining.hint_on_name("It never sighs at me") is None
