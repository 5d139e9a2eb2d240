from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.coding import codes
from workbench.decisions.coding import CodingWithdrawn
from workbench.decisions.decision import kinds
from workbench.exporters.figures_days import working_days
from workbench.exporters.reading import moment
from workbench.exporters.trail_folding import noun
from workbench.exporters.trail_lines import concerns, tell
from workbench.exporters.trail_sentences import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.exporters.conftest import Builder
    from workbench.exporters.trail_lines import Told


def _told(study: Builder) -> dict[int, Told]:
    events = study.project.events()

    def words(ids: Iterable[str]) -> dict[str, str]:
        return {k: v for k, v in study.project.words(*ids).items() if v is not None}

    lines = tell(events, {event.seq for event in events}, words)
    return {line.seq: line for line in lines}


def test_every_decision_has_a_line_that_says_what_happened_to_what(
    study: Builder,
) -> None:
    lines = [line.what for line in _told(study).values()]

    assert len(lines) == study.project.head().seq
    assert "Began the code “being asked”." in lines
    assert "Coded a stretch of C01-1: “being asked”." in lines
    assert "Read C01-1 from end to end (pass 1)." in lines
    assert any(line.startswith("Merged the code “parrot”") for line in lines)


def test_names_in_a_line_are_those_of_its_time(study: Builder) -> None:
    codes.rename(study.project, study.by, "c-1", "asked at last")
    study.record(CodingWithdrawn("s-1"))

    told = _told(study)

    assert "Coded a stretch of C01-1: “being asked”." in {t.what for t in told.values()}
    last = told[study.project.head().seq].what
    assert last == "Coding withdrawn: C01-1, “asked at last”."


def test_what_was_taken_back_says_so_and_the_undo_names_it(study: Builder) -> None:
    codes.rename(study.project, study.by, "c-1", "slip")
    renamed = study.project.head().seq
    study.project.undo(study.by)

    told = _told(study)

    assert told[renamed].taken_back
    assert told[renamed + 1].what == f"Took back: code renamed (no. {renamed})."
    assert not told[renamed + 1].taken_back


def test_a_reason_stands_beside_its_decision(study: Builder) -> None:
    merged = [t for t in _told(study).values() if t.what.startswith("Merged")]

    assert [line.why for line in merged] == ["The same thing said twice."]


def test_no_line_holds_what_a_participant_said(study: Builder) -> None:
    everything = " ".join(f"{t.what} {t.why}" for t in _told(study).values())

    assert "nobody else did" not in everything
    assert "my husband" not in everything


def test_every_kind_of_decision_has_a_name_in_words() -> None:
    unnamed = [kind for kind in kinds().values() if kind not in SENTENCES]

    assert [
        k.__name__ for k in unnamed if " " not in noun(k) and noun(k) != "undone"
    ] == []


def test_a_decision_concerns_what_it_names(study: Builder) -> None:
    about = [e.kind for e in study.project.events() if concerns(e, "c-6")]

    assert about == ["CodeCreated", "CodesMerged"]


def test_days_of_work_are_marked_by_phase_and_not_counted(study: Builder) -> None:
    with moment(study.project, None) as seen:
        picture = working_days(seen)

    coding = [day for phase, day in picture.rows if phase == "coding"]
    recorded = {
        event.at[:10]
        for event in study.project.events()
        if event.kind in {"CodeCreated", "SegmentCoded", "CodesMerged", "MemoWritten"}
    }
    assert coding == sorted(recorded)
    assert all(box.x + box.width <= picture.width for box in picture.boxes)
