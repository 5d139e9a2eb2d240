"""What waits for a person, and what does not: silence on purpose, theory unopened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.coding import codes, segments
from workbench.familiarise import marks
from workbench.familiarise.transcripts import active, record_pass, text_of
from workbench.ui.overview import open_threads, per_phase, six_phases
from workbench.ui.seen import Seen

if TYPE_CHECKING:
    from workbench.store.project import Project


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

    for start in range(5):
        coded(start, 20)
    title = "Coded from the beginning, but not to the end"
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
