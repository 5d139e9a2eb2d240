"""Extracts are chosen for a theme, and shortened or clarified for print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.exporters import theme_table, writing_up
from workbench.exporters.analysis import Analysis
from workbench.exporters.reading import moment
from workbench.familiarise.quote_edits import fault
from workbench.themes import themes
from workbench.ui import widgets
from workbench.ui.plain import plain as shown

if TYPE_CHECKING:
    from workbench.model import Theme
    from workbench.store.project import Project


def extracts(project: Project, by: str, theme: Theme) -> None:
    """The segments of a theme, from which extracts are chosen; and those chosen."""
    with moment(project, None) as seen:
        analysis = Analysis.of(seen)
        standing = analysis.themes[theme.id]
        chosen = analysis.quoted(standing)
        ids = {segment.id: extract.id for extract, segment in chosen}
        rows = []
        for segment in analysis.segments_of(standing):
            voice = analysis.quotes.voice(segment)
            rows.append(
                {
                    "Chosen": ids.get(segment.id, ""),
                    "Extract": analysis.quotes.text(segment),
                    "Who": analysis.quotes.called(voice),
                    "Code": analysis.codes[segment.code].name,
                    "Words": len(segment.quote.split()),
                    "id": segment.id,
                }
            )
        printed = [
            (
                extract.id,
                segment.quote,
                analysis.quotes.mark(segment),
                analysis.printed(extract, segment),
                theme_table.cited(analysis, extract, segment),
            )
            for extract, segment in chosen
        ]
    if not rows:
        st.info("No coded segment belongs to this theme yet.")
        return
    _choose(project, by, theme, rows)
    st.header("Chosen for this theme", divider=False)
    if not printed:
        st.caption(
            "Nothing yet. Choose segments above; an extract gets an id for ever."
        )
    for name, said, mark, text, cited in printed:
        _extract(project, by, name, said, mark, text, cited)


def _choose(
    project: Project, by: str, theme: Theme, rows: list[dict[str, Any]]
) -> None:
    st.caption(
        f"{len(rows):,} coded segments. Tick rows at the left, then choose them."
    )
    picked = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=min(260, 37 * (len(rows) + 1)),
        column_order=("Chosen", "Extract", "Who", "Code", "Words"),
        selection_mode="multi-row",
        on_select="rerun",
        key=f"segments_of_{theme.id}",
    )
    places: list[int] = picked["selection"]["rows"]
    wanted = [rows[place] for place in places if not rows[place]["Chosen"]]
    label = f"Choose {len(wanted)}" if wanted else "Choose"
    if st.button(label, disabled=not wanted, key="choose_extracts", type="primary"):
        with widgets.attempt("Chosen."):
            for row in wanted:
                themes.choose_extract(project, by, theme.id, row["id"])


def _extract(
    project: Project,
    by: str,
    name: str,
    said: str,
    mark: str | None,
    text: str,
    cited: tuple[str, str],
) -> None:
    with st.container(border=True):
        left, right = st.columns([6, 1])
        left.text(f"{cited[0]}\n({cited[1]})")
        if right.button("Drop", key=f"drop_{name}", width="stretch"):
            with widgets.attempt(f"{name} dropped; its id is not given again."):
                themes.drop_extract(project, by, name)
        if mark:
            return
        with right.popover("Cite", width="stretch"):
            st.code(f"{cited[0]} ({cited[1]})", language=None, wrap_lines=True)
        with st.expander("Shorten or clarify for print"):
            st.caption("As it was spoken:")
            st.text(said)
            new = st.text_area(
                "As it is printed: [...] for words left out, [word] for your own",
                text,
                key=f"printed_{name}",
            )
            wrong = fault(said, new) if new.strip() not in ("", said) else None
            if wrong:
                st.warning(shown(wrong))
            if st.button("Keep this wording", key=f"word_{name}", disabled=bool(wrong)):
                with widgets.attempt("Kept; what was said stays in the quote bank."):
                    writing_up.word_extract(project, by, name, new)
