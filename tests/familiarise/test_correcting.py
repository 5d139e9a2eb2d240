"""A transcript is corrected: 200 coded segments stay accounted for, to the letter."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from workbench.decisions.coding import CodeCreated, SegmentCoded
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import SpeakerIdentified
from workbench.decisions.people import Consent, ParticipantAdded
from workbench.errors import NotAllowedError, RefusedError, UnknownObjectError
from workbench.familiarise import transcripts
from workbench.familiarise.anchoring import CONTEXT, context
from workbench.model import CodedSegment, Transcript, Version
from workbench.store import verification
from workbench.store.project import Project

Lead = Callable[[Project], str]
Parsed = Callable[..., Any]


def lines_of(count: int) -> list[str]:
    chance = random.Random(5)  # noqa: S311 - a test
    rare = [f"word{number}" for number in range(400)]
    often = "the it that and felt like talking to somebody who knows"
    common = often.split()
    return [
        f"{'I' if at % 2 == 0 else 'Anna'}: "
        + " ".join(
            chance.choice(common if chance.random() < 0.7 else rare) for _ in range(25)
        )
        + " \N{CRESCENT MOON}e\u0301."
        for at in range(count)
    ]


@pytest.fixture
def coded(project: Project, lead: Lead, parsed: Parsed) -> tuple[Project, list[str]]:
    """A transcript of forty turns with two hundred coded segments."""
    by, lines = lead(project), lines_of(40)
    made = parsed(*lines)
    transcripts.bring_in(project, by, [transcripts.Arrival(made, b"original", "int-1")])
    version, text = project.rows(Transcript)[0].version, made.text
    chance = random.Random(9)  # noqa: S311 - a test
    decisions: list[Any] = [CodeCreated("c-1", Words("a"))]
    for number in range(200):
        start = chance.randrange(len(text) - 90)
        end = start + chance.randrange(3, 90)
        quote, before, after = map(Words, context(text, start, end))
        decisions.append(
            SegmentCoded(
                *(f"s-{number}", "int-1", version, start, end),
                *(quote, before, after, "c-1"),
            )
        )
    project.record(*decisions, by=by)
    return project, lines


def assert_right(project: Project) -> Counter[str]:
    """No segment has wrong words; the anchors counted."""
    text = transcripts.text_of(project, project.rows(Transcript)[0].version)
    segments = project.read(CodedSegment)
    for segment in segments:
        if segment.anchor == "lost":
            assert segment.start == segment.end
            assert segment.quote
            continue
        assert text[segment.start : segment.end] == segment.quote
        assert segment.before == text[max(0, segment.start - CONTEXT) : segment.start]
        assert segment.after == text[segment.end : segment.end + CONTEXT]
    assert verification.replay(project).first_difference is None
    assert verification.verify(project).ok
    return Counter(segment.anchor for segment in segments)


def edited(lines: list[str]) -> list[str]:
    """Insertions, deletions and replacements before, in, after and across segments."""
    changed = list(lines)
    changed[3] = changed[3].replace("felt", "FELT").replace("it", "it really")
    changed[10:12] = []
    changed.insert(20, "I: A line that was missed.")
    changed[25] = changed[25].replace("word", "Wort")
    changed[30] = "Anna: All of this turn is other words now."
    changed[35] = changed[35].replace("\N{CRESCENT MOON}", "")
    return changed


def test_two_hundred_segments_survive_a_correction_and_are_counted(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    project, lines = coded
    before = {s.id: s for s in project.read(CodedSegment)}
    result = transcripts.correct(
        project, lead(project), "int-1", parsed(*edited(lines)), b"new", "heard again"
    )
    groups = (result.unchanged, result.shifted, result.text_changed, result.lost)
    assert sum(map(len, groups)) == 200
    assert all(groups), "every kind of anchor occurs in this test"
    assert len(set().union(*map(set, groups))) == 200
    counted = assert_right(project)
    assert counted == Counter(
        {
            "unchanged": len(result.unchanged),
            "shifted": len(result.shifted),
            "text-changed": len(result.text_changed),
            "lost": len(result.lost),
        }
    )
    for segment in project.read(CodedSegment):
        if segment.anchor != "text-changed":
            assert segment.quote == before[segment.id].quote


def test_a_second_correction_forgets_no_mark_and_brings_nothing_lost_back(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    project, lines = coded
    first = transcripts.correct(
        project, lead(project), "int-1", parsed(*edited(lines)), b"new", None
    )
    again = ["I: One more line in front.", *edited(lines)]
    second = transcripts.correct(
        project, lead(project), "int-1", parsed(*again), b"newer", None
    )
    assert set(first.lost) <= set(second.lost)
    assert set(first.text_changed) <= set(second.text_changed) | set(second.lost)
    assert second.unchanged == ()
    assert_right(project)


def test_going_back_to_the_first_wording_keeps_the_marks_as_well(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    project, lines = coded
    by = lead(project)
    first = transcripts.correct(
        project, by, "int-1", parsed(*edited(lines)), b"new", None
    )
    back = transcripts.correct(
        project, by, "int-1", parsed(*lines, file="again.txt"), b"b", None
    )
    assert set(first.lost) <= set(back.lost)
    assert set(first.text_changed) <= set(back.text_changed) | set(back.lost)
    assert_right(project)
    assert sorted(v.number for v in project.rows(Version)) == [1, 2, 3]


def test_who_a_speaker_is_stays_known_in_the_new_version(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    project, lines = coded
    by = lead(project)
    project.record(ParticipantAdded("P01", None, Consent()), by=by)
    version = project.rows(Transcript)[0].version
    project.record(
        SpeakerIdentified(version, 1, "participant", "participant", None, "P01"), by=by
    )
    result = transcripts.correct(
        project, by, "int-1", parsed(*edited(lines)), b"new", None
    )
    speakers = transcripts.speakers_of(project, result.version)
    assert {(who.label, who.role, who.participant) for who in speakers.values()} == {
        ("I", "interviewer", None),
        ("Anna", "participant", "P01"),
    }


def test_turns_that_did_not_change_keep_their_words_entry(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    """So that an erasure of a person's words reaches every version."""
    project, lines = coded
    old = project.rows(Transcript)[0].version
    result = transcripts.correct(
        project, lead(project), "int-1", parsed(*edited(lines)), b"new", None
    )
    from workbench.model import Turn

    first = {turn.text for turn in project.rows(Turn, version=old)}
    second = {turn.text for turn in project.rows(Turn, version=result.version)}
    assert len(first & second) == 40 - 2 - 4


def test_a_file_that_changes_nothing_is_refused(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    project, lines = coded
    head = project.head()
    with pytest.raises(RefusedError, match="says what int-1 says already"):
        transcripts.correct(
            project, lead(project), "int-1", parsed(*lines), b"same", "why"
        )
    assert project.head() == head


def test_an_unknown_or_removed_transcript_takes_no_correction(
    coded: tuple[Project, list[str]], lead: Lead, parsed: Parsed
) -> None:
    project, lines = coded
    by = lead(project)
    with pytest.raises(UnknownObjectError, match="int-9"):
        transcripts.correct(project, by, "int-9", parsed(*lines), b"", None)
    with pytest.raises(RefusedError, match="needs a reason"):
        transcripts.remove(project, by, "int-1", " ")
    transcripts.remove(project, by, "int-1", "asked to")
    with pytest.raises(RefusedError, match="is removed"):
        transcripts.correct(project, by, "int-1", parsed(*edited(lines)), b"", None)
    project.undo(by)
    transcripts.correct(project, by, "int-1", parsed(*edited(lines)), b"", None)


def test_passes_are_counted_by_person(
    coded: tuple[Project, list[str]], lead: Lead
) -> None:
    from workbench.study import add_researcher

    project, _ = coded
    by = lead(project)
    other = add_researcher(project, by, "Bruno", "co-analyst")
    looker = add_researcher(project, by, "Cleo", "auditor")
    assert transcripts.record_pass(project, by, "int-1") == 1
    assert transcripts.record_pass(project, by, "int-1") == 2
    assert transcripts.record_pass(project, other, "int-1") == 1
    with pytest.raises(NotAllowedError):
        transcripts.record_pass(project, looker, "int-1")


def test_several_transcripts_come_in_together_or_not_at_all(
    project: Project, lead: Lead, parsed: Parsed
) -> None:
    made = parsed("I: Hello?", "Anna: Hello.")
    arrivals = [
        transcripts.Arrival(made, b"a", "int-1"),
        transcripts.Arrival(made, b"b", "int-1"),
    ]
    with pytest.raises(RefusedError):
        transcripts.bring_in(project, lead(project), arrivals)
    assert project.rows(Transcript) == []
    assert project.head().seq == 1
