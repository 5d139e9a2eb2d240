"""What a page shows of an export before it leaves, and what each kind is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.decisions.coding import SegmentCoded
from workbench.decisions.decision import Words
from workbench.exporters.catalogue import EXPORTS
from workbench.exporters.kinds_in_words import KINDS
from workbench.exporters.preview import can_be_shown, preview
from workbench.exporters.reading import moment
from workbench.ui.write_up.dismissed import dismiss, dismissed, known_by

if TYPE_CHECKING:
    from tests.exporters.conftest import Builder
    from workbench.exporters.preview import Preview


def seen(study: Builder, kind: str, suffix: str, style: str = "thesis") -> Preview:
    with moment(study.project, None) as now:
        found = preview(now, kind, suffix, style, counts=True)
    assert found is not None
    return found


def test_every_kind_of_export_is_called_something_and_said_what_it_is_for() -> None:
    assert set(KINDS) == set(EXPORTS)
    assert len({each.title for each in KINDS.values()}) == len(KINDS)
    assert all(each.about.endswith(".") for each in KINDS.values())


def test_a_table_is_shown_as_it_prints_in_its_house(study: Builder) -> None:
    shown = seen(study, "theme-table", ".docx", "jmir")

    assert not shown.is_picture
    assert "[C01, client; Q-0001]" in shown.html
    assert "3 of 4 participants" in shown.html
    assert "<script" not in shown.html


def test_a_picture_is_shown_as_one(study: Builder) -> None:
    shown = seen(study, "code-tree", ".png")

    assert shown.is_picture
    assert shown.html.startswith("<svg")


def test_a_format_for_programs_has_no_look(study: Builder) -> None:
    with moment(study.project, None) as now:
        assert preview(now, "qdpx", ".qdpx", "thesis", counts=False) is None
        assert preview(now, "theme-table", ".xlsx", "thesis", counts=False) is None
    assert not can_be_shown("theme-table", ".xlsx")
    assert can_be_shown("trail", ".docx")


@pytest.mark.parametrize("rows", [100, 200])
def test_of_a_long_table_the_beginning_is_shown_and_said_so(
    study: Builder, rows: int
) -> None:
    text = study.texts["C01-1"]
    study.record(
        *(
            SegmentCoded(
                f"x-{n}", "C01-1", "v-C01-1", n % 50, n % 50 + 5,
                Words(text[n % 50 : n % 50 + 5]), Words(""), Words(""), "c-6",
            )
            for n in range(rows)
        )
    )  # fmt: skip

    shown = seen(study, "quote-bank", ".docx").html

    assert ("the file holds everything" in shown) == (rows > 150)
    assert shown.count("<tr>") <= 151


def test_a_hint_that_was_put_away_stays_away_on_this_machine(study: Builder) -> None:
    hints = {known_by(study.project, "t-1", w) for w in ("emerged", "saturation")}
    for hint in hints:
        dismiss(study.project, hint)

    assert dismissed(study.project) == hints
    file = study.project.surroundings.config / "dismissed-hints.json"
    # somebody's words never lie in the configuration folder
    assert "emerged" not in file.read_text()
    file.write_text("{broken")
    assert dismissed(study.project) == set()
