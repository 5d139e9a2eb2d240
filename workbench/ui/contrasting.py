"""How the groups stand to each other, on a theme or on one place of a framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.model import GROUP_RELATIONS
from workbench.themes import contrasts
from workbench.ui import widgets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.model import Theme
    from workbench.store.project import Project


def ask(
    project: Project,
    by: str,
    theme: Theme,
    groups: Sequence[str],
    cell: tuple[str, str] | None = None,
) -> None:
    """The latest word on it stands in the form; another word is another decision.

    Args:
        project: the project.
        by: who judges.
        theme: the theme.
        groups: the groups of the study.
        cell: a framework's id and a dimension, where one place is meant.
    """
    place = "/".join(cell) if cell else None
    said = contrasts.contrasts(project).get((theme.id, place))
    # A new word is a new form: what is on record fills it.
    form = f"{theme.id}_{place}_{said.id if said else 'new'}"
    with st.form(f"contrast_{form}", border=False):
        left, middle, right = st.columns([1, 1, 3], vertical_alignment="bottom")
        relation = left.selectbox(
            "The groups are",
            GROUP_RELATIONS,
            GROUP_RELATIONS.index(said.relation) if said else 0,
            format_func=lambda each: each.replace("-", " "),
            key=f"relation_{form}",
        )
        choices = ["", *groups]
        silent = middle.selectbox(
            "Silent",
            choices,
            choices.index(said.silent) if said and said.silent in choices else 0,
            format_func=lambda each: each or "nobody",
            key=f"silent_{form}",
        )
        text = right.text_input(
            "In what", said.text or "" if said else "", key=f"contrast_text_{form}"
        )
        if st.form_submit_button("Keep"):
            with widgets.attempt("Kept."):
                contrasts.contrast(
                    project, by, theme.id, relation, text, silent=silent, cell=cell
                )
    if said:
        widgets.in_grey(f"Last said {said.at[:10]}.")
