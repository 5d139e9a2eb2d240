"""Hints on the author's own words; each can be put away, and stays away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.exporters.language_hints import LanguageHint, language_hints
from workbench.model import AllianceLink, Caption, Setting, Theme
from workbench.study import KNOWN_SETTINGS
from workbench.ui.plain import plain as shown
from workbench.ui.write_up.dismissed import dismiss, dismissed, known_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.store.project import Project


def own_language(project: Project) -> None:
    """Hints on themes, captions, arguments and what was typed in the set-up."""
    orientation = project.study().orientation
    found = [
        (place, where, hint)
        for place, where, text in _own_texts(project)
        for hint in language_hints(text, orientation)
    ]
    show(project, found)


def show(project: Project, found: Iterable[tuple[str, str, LanguageHint]]) -> None:
    """Hints that were not put away, each with a button that does so.

    Args:
        project: the study.
        found: an id of the text, what it is called, and the hint.
    """
    gone = dismissed(project)
    open_: dict[str, LanguageHint] = {}
    wheres: dict[str, list[str]] = {}
    for place, where, hint in found:
        name = known_by(project, place, hint.said)
        if name not in gone:
            open_[name] = hint
            wheres.setdefault(name, []).append(where)
    if not open_:
        return
    st.caption("Words that a reader of this tradition may stumble over; none is wrong:")
    for name, hint in open_.items():
        told, away = st.columns([6, 1], vertical_alignment="center")
        where = "; ".join(dict.fromkeys(wheres[name]))
        line = f"{where}: “{hint.said}”: {hint.why}. Perhaps: {hint.instead}."
        told.caption(shown(line))
        if away.button("Dismiss", key=f"dismiss_{name}"):
            dismiss(project, name)
            st.rerun()


def _own_texts(project: Project) -> Iterator[tuple[str, str, str]]:
    """What the authors typed and a reader will see: its id, its place, the text."""
    names = {}
    for theme in project.read(Theme):
        if theme.state != "discarded":
            names[theme.id] = theme.name
            texts = (theme.central_concept, theme.is_not, theme.definition, theme.scope)
            for text in (theme.name, *texts):
                yield theme.id, theme.name, text or ""
    for link in project.read(AllianceLink, state="argued"):
        if link.theme in names and link.rationale:
            yield link.id, f"{names[link.theme]}, why it relates", link.rationale
    for caption in project.read(Caption):
        yield caption.id, "Caption", caption.text or ""
    for typed in project.read(Setting):
        if typed.key in KNOWN_SETTINGS:
            yield typed.key, typed.key.replace("-", " ").capitalize(), typed.value
