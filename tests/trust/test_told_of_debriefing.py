"""What is told of a debriefing: readings are no challenges, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from workbench import alliance
from workbench.alliance import Argument
from workbench.coding import frameworks
from workbench.coding.codebook import read_codebook
from workbench.decisions.people import WordsErased
from workbench.exporters.debriefing import debriefing
from workbench.exporters.facts import Facts
from workbench.exporters.gaps import gaps
from workbench.exporters.lineage import lineage
from workbench.exporters.pack_index import index
from workbench.exporters.plain import markdown
from workbench.exporters.reading import moment
from workbench.exporters.registers import registers
from workbench.exporters.trustworthiness import technique
from workbench.themes import board
from workbench.trust import answers_file, challenges, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish
from workbench.trust.taking_in import take_in
from workbench.ui.overview import open_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Content
    from workbench.exporters.trustworthiness import Technique


def told(study: Any, make: Callable[[Moment], Content]) -> str:
    with moment(study.project, None) as now:
        return markdown(make(now)).decode().replace("\\", "")


@pytest.fixture
def read(make: Any) -> Any:
    """A reflexive study with two readings and one challenge, by packet."""
    study = make("reflexive")
    project, lead = study.project, study.lead
    session = sessions.open_session(
        *(project, lead, study.debriefer, ["Who carries it?"], Wish())
    )
    out = study.folder / "packet.html"
    packet = hand_out_packet(project, lead, session, out)
    said = {
        "rings-true": "",
        "read-differently": "As shame, not trust.",
        "thin-evidence": "Two voices.",
    }
    content = {
        "packet": packet.content["packet"],
        "session": session,
        "project": packet.content["project"],
        "digest": packet.digest,
        "debriefer": study.debriefer,
        "saved_on": "2026-03-02",
        "answers": [
            {"question": packet.content["questions"][0]["id"], "text": "The nurse."}
        ],
        "verdicts": [],
        "codings": [],
        "outcomes": [],
        "looked": [],
        "challenges": [
            {
                "id": f"e{number}",
                "about_kind": "theme",
                "about": study.theme,
                "kind": kind,
                "severity": None,
                "text": text,
            }
            for number, (kind, text) in enumerate(said.items())
        ],
    }
    given = answers_file.read(answers_file.write(content), "back.json", None)
    take_in(project, lead, given, "back.json")
    return study


def test_readings_are_kept_and_not_counted_as_challenges(read: Any) -> None:
    with moment(read.project, None) as now:
        said = technique(Facts.of(now), "peer debriefing").sentence

    assert said == (
        "1 peer debriefer took part in 1 session and raised 1 challenge: 1 not "
        "answered yet. Readings were given too; they are kept and not counted."
    )


def asked_again(study: Any) -> Technique:
    """Peer debriefing, after one more session was opened and not answered."""
    sessions.open_session(
        *(study.project, study.lead, study.debriefer, ["Does it hold?"], Wish())
    )
    with moment(study.project, None) as now:
        return technique(Facts.of(now), "peer debriefing")


def test_who_was_asked_and_has_not_answered_took_no_part(study: Any) -> None:
    told = asked_again(study)

    assert told.records == 0
    assert told.sentence == "A peer debriefer was asked; nothing has come back yet."


def test_a_packet_that_is_still_out_is_told_beside_those_that_came(read: Any) -> None:
    told = asked_again(read)

    assert told.records == 1
    assert "took part in 1 session" in told.sentence
    assert told.sentence.endswith("Of 1 packet nothing has come back.")


def test_the_pack_holds_what_a_debriefer_answered_and_how_she_read(read: Any) -> None:
    text = told(read, debriefing)

    assert "Who carries it?" in text
    assert "The nurse." in text
    assert "By packet" in text
    row = next(line for line in text.splitlines() if "rings true" in line)
    assert "not answered" not in row
    assert "not recorded" not in row


def test_what_came_in_one_file_is_told_as_it_was_said(read: Any) -> None:
    said = ["rings-true", "read-differently", "thin-evidence"]
    with moment(read.project, None) as now:
        rows = debriefing(now).sheets[0].rows

    views = challenges.challenges(read.project)
    assert [view.challenge.kind for view in views] == said
    assert [str(row[3]).partition(":")[0].replace(" ", "-") for row in rows] == said


def test_what_rings_true_waits_for_nobody(read: Any) -> None:
    missing = told(read, gaps)
    waiting = next(t for t in open_threads(read.project) if "Challenges" in t.title)

    assert "rings true" not in missing
    assert "thin evidence" in missing
    assert waiting.detail.startswith("2: ")
    assert "thin evidence" in waiting.detail
    assert "rings" not in waiting.detail


def test_an_outcome_that_was_judged_again_counts_once(study: Any) -> None:
    project, lead = study.project, study.lead
    session = sessions.open_session(
        *(project, lead, study.debriefer, ["What is missing?"], Wish()),
        present="Alma and Bruno",
    )
    name = challenges.raise_challenge(
        *(project, lead, session),
        about_kind="map",
        about=None,
        kind="overclaim",
        text="Two voices.",
    )
    challenges.answer(project, lead, name, "keep", "They are the two there are.")
    challenges.judge_outcome(project, lead, name, "dissent", "Still two.")
    challenges.judge_outcome(project, lead, name, "agreed", "Now I see.")

    with moment(project, None) as now:
        assert "dissent" not in technique(Facts.of(now), "peer debriefing").sentence


def test_the_register_of_debriefings_is_in_order_of_days(study: Any) -> None:
    for question in "abcdef":
        sessions.open_session(
            *(study.project, study.lead, study.debriefer, [question], Wish()),
            present="Alma and Bruno" if question in "bcf" else None,
        )
    with moment(study.project, None) as now:
        sheets = {sheet.name: sheet for sheet in registers(now).sheets}

    how = [str(row[3]) for row in sheets["Peer debriefing"].rows]
    assert [each.startswith("in a meeting") for each in how] == [
        q in "bcf" for q in "abcdef"
    ]


def test_words_erased_at_somebodys_wish_are_in_the_register(study: Any) -> None:
    word = next(iter(study.project.events()[-1].words), "w-1")
    study.project.record(WordsErased((word,), "C01", None), by=study.lead)

    text = told(study, registers)

    assert "Words erased" in text
    assert "a participant's" in text
    assert "words erased" not in text


def test_a_theme_that_was_split_off_says_from_what(study: Any) -> None:
    project, lead = study.project, study.lead
    board.split(
        *(project, lead, study.theme),
        [("The nurse alone", [study.codes["trust by proxy"]])],
        reason="Two ideas.",
    )

    with moment(project, None) as now:
        rows = lineage(now).sheets[0].rows
        begun = markdown(index(now, {})).decode().replace("\\", "")

    split = [row for row in rows if "split the theme" in str(row[2])]
    assert [row[0] for row in split] == ["Someone else vouches", "The nurse alone"]
    assert {row[3] for row in split} == {"Two ideas."}
    assert "split off \u201cSomeone else vouches\u201d" in begun


def test_a_packet_says_relations_to_theory_in_words(study: Any) -> None:
    project, lead = study.project, study.lead
    frameworks.load_codebook(
        *(project, lead, read_codebook("bordin_working_alliance")), for_mapping=True
    )
    for dimension, relation, target in (
        ("bond", "partly-expresses", "client-therapist-AI"),
        ("goal", "outside-framework", "unspecified"),
    ):
        alliance.link(
            *(project, lead),
            Argument(
                *(study.theme, "bordin_working_alliance", dimension, relation),
                target=target,
                polarity="not-called-for",
                rationale="The nurse stands for it.",
            ),
        )
    session = sessions.open_session(
        *(project, lead, study.debriefer, ["Does it hold?"], Wish())
    )
    content = hand_out_packet(project, lead, session, study.folder / "p.html").content

    said = [(m["dimension"], m["relation"], m["target"]) for m in content["mappings"]]
    assert said == [
        ("Goals", "outside the framework", None),
        ("Bond", "partly expresses it", "between client, therapist and AI"),
    ]
    assert {m["polarity"] for m in content["mappings"]} == {"not called for"}
