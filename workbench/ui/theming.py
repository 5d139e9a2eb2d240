"""One theme at hand: renamed, placed, merged, split, discarded, pictured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.themes import board, theme_map, themes
from workbench.themes.board import ASIDE, in_order, standing_themes
from workbench.themes.lineage import DISCARDED, STANDING
from workbench.ui import widgets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.model import Code, Theme
    from workbench.store.project import Project
    from workbench.themes.lineage import Lineage


#: The theme that is worked on, the same on every page.
_AT_HAND: Final = "theme_at_hand"


def choose(project: Project) -> Theme | None:
    """The theme that is at hand among those that stand; None where none does."""
    ordered = in_order(standing_themes(project))
    if not ordered:
        return None
    known = {theme.id: theme for _, theme in ordered}
    shown = {
        theme.id: f"{'    ' * depth}{theme.name} · {theme.state}"
        for depth, theme in ordered
    }
    # A browser keeps the line it showed: other names or states are another widget.
    widget = f"theme_of_{hash(tuple(shown.items()))}"
    at_hand = st.session_state.get(_AT_HAND)
    if widget not in st.session_state and at_hand in known:
        st.session_state[widget] = at_hand
    chosen: str | None = st.selectbox(
        "Theme", list(shown), format_func=lambda id_: shown[id_], key=widget
    )
    st.session_state[_AT_HAND] = chosen
    return known[chosen] if chosen else None


def panel(project: Project, by: str, codes: Mapping[str, Code]) -> None:
    """What can be done with one theme beside moving its codes."""
    theme = choose(project)
    if theme is None:
        return
    others = [each for each in standing_themes(project) if each.id != theme.id]
    left, middle, right = st.columns(3, gap="medium")
    with left, st.form("rename_theme", border=False):
        name = st.text_input("Name", theme.name, key=f"name_{theme.id}")
        why = st.text_input("Why (may stay empty)", key=f"name_why_{theme.id}")
        if st.form_submit_button("Rename") and name.strip() != theme.name:
            with widgets.attempt("Renamed."):
                themes.rename(project, by, theme.id, name, why or None)
    with middle:
        _place(project, by, theme, others)
    with right:
        _end(project, by, theme, others)
    _split(project, by, theme, codes)
    _photographs(project, by, theme)


def _place(project: Project, by: str, theme: Theme, others: list[Theme]) -> None:
    names = {each.id: each.name for each in others}
    places = ["", *names]
    standing = theme.parent if theme.parent in names else ""
    above = st.selectbox(
        "Stands under",
        places,
        index=places.index(standing or ""),
        format_func=lambda id_: names.get(id_, "none: a theme of its own"),
        key=f"under_{theme.id}_{standing}",
    )
    if above != (standing or ""):
        with widgets.attempt("Moved."):
            themes.move(project, by, theme.id, above or None)
    with st.form("overarch", border=False, clear_on_submit=True):
        name = st.text_input("A theme above it", key="above_name")
        if st.form_submit_button("Begin an overarching theme") and name.strip():
            with widgets.attempt("Begun."):
                board.overarch(project, by, name, [theme.id])


def _end(project: Project, by: str, theme: Theme, others: list[Theme]) -> None:
    names = {each.id: each.name for each in others}
    with st.form("end_theme", border=False):
        end = st.selectbox(
            "Give it up",
            ["discard", *names],
            format_func=lambda id_: (
                f"merge into: {names[id_]}" if id_ in names else "discard it"
            ),
            key=f"end_{theme.id}",
        )
        why = st.text_input("Why (the lineage will tell it)", key=f"end_why_{theme.id}")
        if st.form_submit_button("Do this"):
            with widgets.attempt("Done; undo brings it back."):
                if end == "discard":
                    reason = why or None
                    themes.change_state(project, by, theme.id, "discarded", reason)
                else:
                    themes.merge(project, by, theme.id, end, why or None)


def _split(project: Project, by: str, theme: Theme, codes: Mapping[str, Code]) -> None:
    with st.expander("Split it"), st.form("split_theme", border=False):
        names = [f"{codes[code].name}" for code in theme.codes if code in codes]
        chosen = st.multiselect("Codes that go", names, key=f"split_codes_{theme.id}")
        name = st.text_input("Name of the new theme", key=f"split_name_{theme.id}")
        why = st.text_input("Why (may stay empty)", key=f"split_why_{theme.id}")
        if st.form_submit_button("Split"):
            ids = {codes[code].name: code for code in theme.codes if code in codes}
            with widgets.attempt("Split."):
                parts = [(name, [ids[each] for each in chosen])]
                board.split(project, by, theme.id, parts, why or None)


def _photographs(project: Project, by: str, theme: Theme) -> None:
    shown = theme_map.photographs(project)
    own = [each for each in shown if each.about in (theme.id, None)]
    title = f"Photographs of paper ({len(own)})" if own else "Photographs of paper"
    with st.expander(title):
        for each in own:
            image = theme_map.picture(each)
            if image is None:
                st.caption("This picture was erased.")
                continue
            st.image(image, width=480)
            st.text(each.caption or each.file_name)
            if st.button("Put away", key=f"put_away_{each.id}"):
                with widgets.attempt("Put away."):
                    theme_map.put_away(project, by, each.id)
        with st.form("photograph", border=False, clear_on_submit=True):
            given = st.file_uploader("PNG or JPEG", ["png", "jpg", "jpeg"])
            caption = st.text_input("What it shows", key="photograph_caption")
            whole = st.checkbox("It belongs to the whole map, not to this theme")
            if st.form_submit_button("Attach") and given is not None:
                with widgets.attempt("Attached."):
                    theme_map.attach_photograph(
                        project,
                        by,
                        given.name,
                        given.getvalue(),
                        about=None if whole else theme.id,
                        caption=caption,
                    )


def given_up(project: Project, by: str, lineage: Lineage) -> None:
    """Candidates that were given up, when and why, each with the way back."""
    ended = [each for each in lineage.candidates if each.fate != STANDING]
    if not ended:
        st.caption("No candidate was given up.")
    names = {each.theme: each.name for each in lineage.candidates}
    for each in ended:
        left, right = st.columns([5, 1])
        into = ", ".join(names[theme] for theme in each.into)
        where = f" into {into}" if into else ""
        left.text(f"{each.name}: {each.fate}{where}, {(each.ended_at or '')[:10]}")
        with left:
            widgets.in_grey(each.reason or "No reason recorded.")
        if each.fate == DISCARDED and right.button(
            "Take up again", key=f"take_up_{each.theme}"
        ):
            with widgets.attempt("A candidate again."):
                themes.change_state(project, by, each.theme, "candidate")


def set_aside_reasons(project: Project, by: str) -> None:
    """Codes on the set-aside pile, with why they lie there."""
    seen = board.read_board(project)
    if not seen.aside:
        return
    with st.form("why_aside", border=False, clear_on_submit=True):
        left, middle, right = st.columns([2, 3, 1], vertical_alignment="bottom")
        code = left.selectbox(
            "Set aside",
            [code for code, _ in seen.aside],
            format_func=lambda id_: seen.codes[id_].name,
            key="aside_code",
        )
        why = middle.text_input("Why it lies there", key="aside_why")
        if right.form_submit_button("Note it") and code and why.strip():
            with widgets.attempt("Noted."):
                board.move_code(project, by, code, ASIDE, "loose")
                board.set_aside(project, by, code, why)
    for code, reason in seen.aside:
        if reason:
            widgets.in_grey(f"{seen.codes[code].name}: {reason}")
