"""Questionnaire scores in a page: brought in, and read beside themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.alliance import joint_display
from workbench.alliance.scores import INSTRUMENTS, take_scores
from workbench.exporters import group_comparison
from workbench.exporters.reading import moment
from workbench.store import scratch
from workbench.ui import pictures, widgets

if TYPE_CHECKING:
    from workbench.model import Framework
    from workbench.store.project import Project

_OTHER = "another"


def show(project: Project, by: str, framework: Framework) -> None:
    """Scores beside themes and beside a framework, and the way to bring more in."""
    scales = joint_display.scales(project)
    if scales:
        with moment(project, None) as seen:
            [sheet] = group_comparison.joint_display(seen).sheets
        rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
        for scores in scales:
            _beside_themes(scores, rows)
        _beside_places(framework, [scores.title for scores in scales], rows)
        st.caption(
            f"Median (range). Fewer than {joint_display.FEWEST} people are not shown, "
            "nor what would give them away. Groups nobody of whom has a score are left "
            "out."
        )
        pictures.ways_out(project, by, "joint-display", (".docx", ".xlsx", ".csv"))
    _bring_in(project, by)


def _beside_themes(scores: joint_display.Scores, rows: list[dict[str, Any]]) -> None:
    st.text(f"{scores.title} ({scores.citation})")
    widgets.table(
        [
            {
                "Theme": row["name"],
                "Group": row["group"],
                "Those who speak in it": row["speaking"],
                "Those who do not": row["not speaking"],
            }
            for row in rows
            if row["beside"] == "theme" and row["scale"] == scores.title
        ],
        key=f"joint_{scores.title}",
    )


def _beside_places(
    framework: Framework, titles: list[str], rows: list[dict[str, Any]]
) -> None:
    """What those scored whose words are evidence, by dimension, group and polarity."""
    places: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in rows:
        if row["beside"] == framework.title and row["speaking"] != joint_display.NOBODY:
            place = (row["name"], row["group"], row["polarity"].replace("-", " "))
            named = dict(zip(("Part", "Group", "Polarity"), place, strict=True))
            places.setdefault(place, {**named})[row["scale"]] = row["speaking"]
    if places:
        st.text(f"{framework.title}: those whose words are evidence")
        scored = [t for t in titles if any(t in cells for cells in places.values())]
        widgets.table(
            [
                cells | {title: cells.get(title, "") for title in scored}
                for cells in places.values()
            ],
            key=f"joint_places_{framework.id}",
        )


def _bring_in(project: Project, by: str) -> None:
    st.caption(
        "A CSV or XLSX table with the columns participant and score; instrument, "
        "subscale and citation may follow. Totals and subscales only, never items."
    )
    with st.form("scores", border=False, clear_on_submit=True):
        given = st.file_uploader("Scores", ["csv", "xlsx"], key="scores_file")
        one, two, three = st.columns(3)
        name = one.selectbox("Questionnaire", [*INSTRUMENTS, _OTHER], key="scores_name")
        other = one.text_input("Its full name, if another", key="scores_other")
        subscale = two.text_input("Subscale (empty: total)", key="scores_subscale")
        citation = three.text_input("Citation, if another", key="scores_citation")
        if st.form_submit_button("Bring in") and given is not None:
            with (
                widgets.attempt("Scores are in."),
                scratch.folder(project.surroundings) as folder,
            ):
                path = folder / Path(given.name).name
                path.write_bytes(given.getvalue())
                take_scores(
                    project,
                    by,
                    path,
                    instrument=other if name == _OTHER else name,
                    subscale=subscale,
                    citation=citation,
                )
