"""What leaves about participants singles nobody out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tests.exporters.reading_back import words_of
from workbench.decisions.decision import Words
from workbench.decisions.people import AttributeAdded, AttributeChanged, AttributeSet
from workbench.exporters.export import export
from workbench.exporters.protecting import FEW, Protection
from workbench.exporters.reading import moment
from workbench.model import AttributeValue

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exporters.conftest import Builder


def _rows(study: Builder, tmp_path: Path) -> list[dict[str, str]]:
    out = tmp_path / "participants.csv"
    export(study.project, study.by, "participants", out, force=True)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _said(study: Builder, tmp_path: Path) -> str:
    out = tmp_path / "participants.md"
    export(study.project, study.by, "participants", out, force=True)
    return out.read_text("utf-8").replace("\\", "")


@pytest.fixture
def described(study: Builder) -> Builder:
    """Six more clients, alike in threes but for one; a number that each has alone."""
    study.record(
        AttributeAdded("a-1", Words("town")),
        AttributeAdded("a-2", Words("months of use")),
    )
    for number, town in enumerate(("Leeds",) * 5 + ("Brno",) * 3 + ("Zlín",)):
        name = f"C{number + 1:02}"
        if number > 2:
            study.participant(name, "client")
        study.record(
            AttributeSet(name, "a-1", Words(town)),
            AttributeSet(name, "a-2", Words(str(10 + number))),
        )
    return study


def test_the_printed_table_of_participants_singles_nobody_out(
    described: Builder, tmp_path: Path
) -> None:
    said = _said(described, tmp_path)

    assert "| Leeds | 5 (56%) | 0 |" in said
    assert "| 1 other answer | fewer than 3 | 0 |" in said
    assert "| Months of use | 14 (10\N{EN DASH}18) | not recorded |" in said
    assert "Zlín" not in said
    assert "Left out, because it would single people out: town and months" in said


def test_the_spreadsheet_of_participants_holds_everything_for_the_author(
    described: Builder, tmp_path: Path
) -> None:
    rows = {row["ID"]: row for row in _rows(described, tmp_path)}

    assert (rows["C09"]["town"], rows["C09"]["months of use"]) == ("Zlín", "18")
    assert rows["C02"]["quotes"] == "none"


def test_an_attribute_that_threes_share_is_printed(
    described: Builder, tmp_path: Path
) -> None:
    described.record(
        AttributeChanged("C09", "a-1", _value(described, "C09"), Words("Brno"))
    )

    said = _said(described, tmp_path)

    assert "| C09 | Brno |" in said
    assert "because it would single people out: months of use" in said


def _value(study: Builder, person: str) -> str:
    row = study.project.rows(AttributeValue, participant=person, attribute="a-1")[0]
    assert row.value is not None
    return row.value


def test_nothing_of_the_audit_pack_tells_an_attribute_that_singles_out(
    described: Builder, tmp_path: Path
) -> None:
    out = tmp_path / "pack.zip"
    export(described.project, described.by, "audit-pack", out)
    everything = tmp_path / "all.json"
    export(described.project, described.by, "json", everything)

    assert "Zlín" in everything.read_text("utf-8")
    assert "Zlín" not in words_of(out)


def test_whatever_is_shown_is_shared_by_three_of_the_group(
    described: Builder,
) -> None:
    with moment(described.project, None) as seen:
        people = list(seen.participants_now().values())
        kept = Protection(seen, people)
        rows = {
            p.id: (p.group, *(kept.shown(p.id, a.id) for a in kept.attributes))
            for p in people
        }

    clients = {name: row for name, row in rows.items() if row[0] == "client"}
    alike = [
        sum(row == other for other in clients.values()) for row in clients.values()
    ]
    assert min(alike) >= FEW
