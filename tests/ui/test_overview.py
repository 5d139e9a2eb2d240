"""What waits for a person, and what does not: silence on purpose, theory unopened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from workbench.coding import codes, segments
from workbench.coding.corrected import uphold
from workbench.familiarise import marks
from workbench.familiarise.correcting import correct_turn
from workbench.familiarise.transcripts import active, record_pass, text_of, turns_of
from workbench.model import Theme
from workbench.store.project import Project
from workbench.ui.overview import open_threads, per_phase, six_phases
from workbench.ui.seen import Seen


def threads(project: Project) -> dict[str, tuple[str, str | None]]:
    return {
        each.title: (each.detail, each.transcript) for each in open_threads(project)
    }


def test_what_nobody_coded_waits_and_silence_on_purpose_does_not(
    file_project: Project,
    lead: Callable[[Project], str],
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> None:
    by = lead(file_project)
    first, second, third = study_with_transcripts(file_project, count=3)
    code_some(file_project, first, count=1)
    marks.pass_over(file_project, by, second)

    found = threads(file_project)

    assert found["Transcripts nobody has coded yet"] == (f"1: {third}", third)
    assert found["Coded, but no pass recorded"] == (f"1: {first}", first)
    assert "Themes not yet related to theory" not in found
    record_pass(file_project, by, first)
    assert "Coded, but no pass recorded" not in threads(file_project)


def test_coding_that_was_left_in_the_middle_waits(
    file_project: Project,
    lead: Callable[[Project], str],
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    by = lead(file_project)
    (name,) = study_with_transcripts(file_project, count=1)
    code = codes.create(file_project, by, "begun")

    def coded(start: int, end: int) -> None:
        segments.code_segment(
            file_project, by, transcript=name, start=start, end=end, code=code
        )

    title = "Coded from the beginning, but not to the end"
    for start in range(4):
        coded(start, 20)
    # a few segments are a look, no beginning
    assert title not in threads(file_project)
    coded(4, 20)
    assert threads(file_project)[title] == (f"1: {name}", name)

    length = len(text_of(file_project, active(file_project, name).version))
    coded(length - 12, length)
    assert title not in threads(file_project)


def test_counts_stand_beside_their_phase(
    file_project: Project,
    study_with_transcripts: Callable[..., list[str]],
    code_some: Callable[..., list[str]],
) -> None:
    transcript = study_with_transcripts(file_project, count=2)[0]
    code_some(file_project, transcript, count=2)
    seen = Seen(file_project, file_project.head().seq)

    beside = per_phase(seen)

    assert (beside["material"], beside["code"], beside["codes"]) == ("2", "2", "1")
    assert beside["familiarise"] == "0 of 2 read"
    assert [each.count for each in six_phases(seen)] == [0, 2, 0, 0, 0, 0]


def test_a_study_that_holds_nothing_says_what_comes_first(
    file_project: Project, study_with_transcripts: Callable[..., list[str]]
) -> None:
    first = open_threads(file_project)[0]

    assert (first.title, first.page) == ("No transcripts yet", "material")
    study_with_transcripts(file_project, count=1)
    assert "No transcripts yet" not in threads(file_project)


def test_what_waits_is_opened_where_it_is_answered(
    built_sample: Path, tmp_path: Path
) -> None:
    sample = Project.open(shutil.copy(built_sample, tmp_path / "sample.workbench"))
    found = {each.title: each for each in open_threads(sample)}
    off = found["Suggestions nobody has answered, and suggestions are switched off"]
    concept = dict(found["Themes without a central organising concept"].part)

    assert (off.page, off.part) == ("settings", (("settings_view", "Switches"),))
    assert found["Challenges nobody has answered"].part == (
        ("debrief_part_first", "Challenges"),
    )
    assert found["A draft that waits to be checked"].part
    assert concept["theme_view"] == "Concept and state"
    assert sample.one(Theme, id=concept["theme_at_hand"]).central_concept is None


def test_corrected_words_wait_until_a_person_says_that_the_code_holds(
    file_project: Project,
    lead: Callable[[Project], str],
    study_with_transcripts: Callable[..., list[str]],
) -> None:
    by = lead(file_project)
    (name,) = study_with_transcripts(file_project, count=1)
    code = codes.create(file_project, by, "begun")
    version = active(file_project, name).version
    turn = turns_of(file_project, version)[0]
    segment = segments.code_segment(
        *(file_project, by),
        transcript=name,
        start=turn.start,
        end=turn.end,
        code=code,
    )
    words = text_of(file_project, version)[turn.start : turn.end]
    correct_turn(file_project, by, name, 0, words[:-3] + "X" + words[-2:])

    title = "Corrected words under a code"
    (thread,) = [t for t in open_threads(file_project) if t.title == title]
    assert (thread.page, thread.detail) == ("look_again", f"1: {name}")

    uphold(file_project, by, segment, active(file_project, name).version)
    assert title not in [t.title for t in open_threads(file_project)]
