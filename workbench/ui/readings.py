"""Compare readings on the Debrief page: differences first, figures behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.model import DIFFERENCE_OUTCOMES, BlindCoding, CodedSegment, Researcher
from workbench.trust import comparing, sessions
from workbench.ui import session, widgets
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.agreement import Figure
    from workbench.trust.comparing import Comparison

_AT_ONCE = 20


def show(project: Project, by: str) -> None:
    """Two people's readings side by side."""
    st.caption(comparing.CAUTION)
    pairs = _pairs(project)
    if not pairs:
        st.info(
            "Nothing to compare yet: it takes two who coded the same transcript, or a "
            "debriefer's blind round."
        )
        return
    told = st.selectbox("Whose readings", list(pairs))
    one, other, round_ = pairs[str(told)]
    with widgets.attempt():
        found = comparing.compare(project, by, one, other, round_)
    _differences(project, by, found)
    _figures(project, by, found)


def _pairs(project: Project) -> dict[str, tuple[str, str, str | None]]:
    names = {who.id: who.name for who in session.seen().read(Researcher)}
    coders = sorted({s.by for s in session.seen().read(CodedSegment)})
    pairs: dict[str, tuple[str, str, str | None]] = {
        f"{names[a]} and {names[b]}": (a, b, None)
        for at, a in enumerate(coders)
        for b in coders[at + 1 :]
    }
    blind = {c.session for c in session.seen().read(BlindCoding)}
    for view in sessions.sessions(project):
        if view.session.id in blind:
            for coder in coders:
                day = view.session.at[:10]
                told = f"{names[coder]} and {view.debriefer}, blind, {day}"
                pairs[told] = (coder, view.session.debriefer, view.session.id)
    return pairs


def _differences(project: Project, by: str, found: Comparison) -> None:
    names = {who.id: plain(who.name) for who in session.seen().read(Researcher)}
    told = comparing.differences(found)
    st.header("Read differently")
    if not told:
        st.info("Not one turn was read differently.")
        return
    pages = (len(told) + _AT_ONCE - 1) // _AT_ONCE
    page = st.number_input("Part", 1, pages, 1) if pages > 1 else 1
    for each in told[(int(page) - 1) * _AT_ONCE : int(page) * _AT_ONCE]:
        with st.container(border=True):
            st.caption(each.transcript)
            st.text(each.text)
            left, right = st.columns(2)
            left.caption(names[found.one])
            left.text("\n".join(each.only_one) or "nothing more")
            right.caption(names[found.other])
            right.text("\n".join(each.only_other) or "nothing more")
            if each.both:
                st.caption("Both")
                st.text("\n".join(each.both))
            for talk in each.talks:
                st.caption(f"{talk.at[:10]}: {talk.outcome.replace('-', ' ')}")
                if talk.learned:
                    st.text(talk.learned)
            with st.form(f"talk_{each.place}", border=False, clear_on_submit=True):
                learned = st.text_input("What did we learn?")
                outcome = st.segmented_control(
                    "What was done",
                    DIFFERENCE_OUTCOMES,
                    format_func=lambda o: o.replace("-", " "),
                )
                if st.form_submit_button("Keep") and outcome is not None:
                    with widgets.attempt("Kept beside the place."):
                        comparing.talk_over(
                            project, by, found, each.place, outcome, learned
                        )


def _figures(project: Project, by: str, found: Comparison) -> None:
    st.header("Figures")
    reflexive = project.study().orientation == "reflexive"
    with st.form("figures"):
        unit = st.segmented_control("Units", comparing.UNITS, default="turn")
        reason = ""
        if reflexive:
            reason = st.text_input(
                "Why they should go to exports (empty: they stay here)"
            )
        asked = st.form_submit_button("Show figures")
    if not asked:
        return
    with widgets.attempt():
        rows = comparing.agreement(project, by, found, unit or "turn", reason=reason)
    if rows:
        st.caption(
            f"{rows[0].counts.units} {unit or 'turn'}s of participants; in brackets, "
            "where the figure lies in 95 of 100 draws of people."
        )
    widgets.table(
        [
            {
                "Code": row.name,
                "Both": row.counts.both,
                "Only the one": row.counts.only_one,
                "Only the other": row.counts.only_other,
                "Neither": row.counts.neither,
                "Agreement": _told(row.figures["percent"]),
                "Positive agreement": _told(row.figures["positive"]),
                "Cohen's kappa": _told(row.figures["kappa"]),
                "Krippendorff's alpha": _told(row.figures["alpha"]),
                "Gwet's AC1": _told(row.figures["ac1"]),
                "Overlap of spans": "undefined"
                if row.jaccard is None
                else f"{row.jaccard:.2f}",
            }
            for row in rows
        ],
        key="agreement",
    )


def _told(figure: Figure) -> str:
    if figure.value is None:
        return "undefined"
    if figure.interval is None:
        return f"{figure.value:.2f}"
    low, high = figure.interval
    return f"{figure.value:.2f} [{low:.2f}, {high:.2f}]"
