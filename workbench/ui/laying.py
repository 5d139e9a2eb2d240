"""Groupings of the machine on the Themes page: asked for, cut, looked into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.study import is_on
from workbench.themes import groupings
from workbench.themes.review import in_context
from workbench.themes.voices import Voices
from workbench.ui import session
from workbench.ui.board import picture, wall
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.model import Code
    from workbench.store.project import Project

#: How many ways of laying codes together stand side by side.
_BESIDE = 2
#: How high the look into a group is, in pixels: the board stays in sight below it.
_INSIDE = 260


def ways(project: Project, by: str) -> list[picture.Way]:
    """The ways that are to stand on the board, as they are chosen above it."""
    laid = wall.laid_out(project)
    recorded = picture.recorded_ways(project, inside=laid is not None)
    left, middle, right = st.columns(
        [2, 3, 2], vertical_alignment="bottom", gap="medium"
    )
    with left:
        _ask(project, by)
    shown: list[picture.Way] = []
    if laid is not None and len(laid.names) > 2:
        with middle:
            k = st.slider(
                "How fine to cut: groups at most",
                2,
                max(3, len(laid.names) - 1),
                min(max(3, len(laid.names) - 1), max(2, len(laid.names) // 5)),
                key="granularity",
            )
        shown.append(wall.cut(laid, k))
    titles = [way.title for way in recorded]
    if titles:
        with right:
            chosen = st.multiselect(
                "Beside the themes",
                titles,
                titles[: _BESIDE - len(shown)],
                max_selections=_BESIDE - len(shown),
                # Of ways that were asked for anew, the first stand there again.
                key=f"ways_shown_{hash((*titles, len(shown)))}",
                help="No single way of laying codes together is the right one.",
            )
        shown += [way for way in recorded if way.title in chosen]
    return shown


def _ask(project: Project, by: str) -> None:
    if not is_on(project, "groupings") or is_on(project, "assistance-lock"):
        st.caption(
            "Groupings by the machine are off in this study. You can work without "
            "them; Settings has the switch."
        )
        return
    if not st.button("Lay the codes together by machine", key="lay_out"):
        return
    bar = st.progress(0.0, "Reading what was coded …")
    try:
        laid = groupings.lay_out(
            project,
            by,
            progress=lambda done, of: bar.progress(
                done / max(1, of), f"{done} of {of}"
            ),
        )
    except WorkbenchError as error:
        bar.empty()
        st.error(plain(str(error)))
        return
    wall.keep_laid_out(project, laid)
    st.rerun()


def inside(project: Project, codes: Mapping[str, Code]) -> None:
    """What holds the group together that was asked about."""
    chosen = wall.looked_at()
    laid = wall.laid_out(project)
    if not chosen or laid is None:
        return
    found = laid.holding(chosen)
    with st.container(border=True, height=_INSIDE):
        head, away = st.columns([6, 1], vertical_alignment="center")
        head.markdown("**What holds these codes together**")
        if away.button("Close", key="look_away"):
            wall.look_away()
            st.rerun()
        st.text(" · ".join(codes[code].name for code in chosen if code in codes))
        st.caption(
            f"{len(found.shared)} stretches bear two of these codes or more. "
            f"{len(found.people)} of {found.people_in_all} people speak in them: "
            f"{', '.join(found.people)}. Whether they share a meaning is yours to say."
        )
        if found.words:
            st.text(f"Said here more than elsewhere: {', '.join(found.words)}")
        _quotes(project, [laid.segments[row] for row in found.typical])


def _quotes(project: Project, segments: Sequence[str]) -> None:
    everyone = session.seen().once("voices", lambda: Voices(project))
    voices = [v for v in everyone.all if v.segment.id in segments]
    for each in in_context(project, voices):
        who = ", ".join(each.people) or each.transcript
        st.text(f"{who}: {each.quote}")
    st.caption("The stretches nearest to the middle of the group, one of each code.")
