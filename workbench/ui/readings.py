"""Compare readings on the Debrief page: differences first, figures behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.model import DIFFERENCE_OUTCOMES, DebriefSession, Researcher
from workbench.trust import comparing, figures
from workbench.ui import session, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project
    from workbench.trust.agreement import Figure
    from workbench.trust.comparing import Comparison, Difference

_AT_ONCE: Final = 10
_NOT_YET, _ALL = "Not talked over yet", "All"


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
    told = str(st.selectbox("Whose readings", list(pairs)))
    with widgets.attempt():
        found = session.seen().once(
            ("compared", pairs[told]),
            lambda: comparing.compare(project, by, *pairs[told]),
        )
    _differences(project, by, found)
    _figures(project, by, found)


def _pairs(project: Project) -> dict[str, tuple[str, str, str | None]]:
    """Pairs that can be compared, as they are called."""
    names = {who.id: who.name for who in session.seen().read(Researcher)}
    days = {row.id: row.at[:10] for row in session.seen().rows(DebriefSession)}
    pairs = session.seen().once("pairs", lambda: comparing.pairs(project))
    return {
        f"{names[one]} and {names[other]}"
        + (f", blind, {days[round_]}" if round_ else ""): (one, other, round_)
        for one, other, round_ in pairs
    }


def _differences(project: Project, by: str, found: Comparison) -> None:
    names = {who.id: plain(who.name) for who in session.seen().read(Researcher)}
    told = comparing.differences(found)
    st.header("Read differently")
    turns = sum(map(len, found.turns.values()))
    if not told:
        st.info(f"Of {turns} turns that both have read, not one was read differently.")
        return
    done = sum(bool(each.talks) for each in told)
    left, middle, right = st.columns([3, 2, 2], vertical_alignment="bottom")
    left.caption(
        f"{len(told)} of the {turns} turns that both have read; "
        f"{done} of them talked over."
    )
    which = middle.segmented_control(
        "Show",
        (_NOT_YET, _ALL),
        default=_ALL,
        required=True,
        label_visibility="collapsed",
    )
    shown = [each for each in told if which != _NOT_YET or not each.talks]
    pages = max(1, (len(shown) + _AT_ONCE - 1) // _AT_ONCE)
    page = right.number_input(f"Part of {pages}", 1, pages, 1) if pages > 1 else 1
    for each in shown[(int(page) - 1) * _AT_ONCE : int(page) * _AT_ONCE]:
        with st.container(border=True):
            _one(project, by, found, each, names)


def _one(
    project: Project,
    by: str,
    found: Comparison,
    each: Difference,
    names: dict[str, str],
) -> None:
    """One turn in its context, with what each made of it."""
    st.caption(f"{plain(each.transcript)}, turn {each.turn + 1}")
    if each.before:
        widgets.in_grey(short(each.before, 240))
    st.text(each.text)
    left, right = st.columns(2)
    left.caption(names[found.one])
    left.text(_codes(each.only_one, each))
    right.caption(names[found.other])
    right.text(_codes(each.only_other, each))
    if each.both:
        st.caption("Both")
        st.text(_codes(each.both, each))
    for talk in each.talks:
        st.caption(f"{talk.at[:10]}: {talk.outcome.replace('-', ' ')}")
        if talk.learned:
            st.text(talk.learned)
    with (
        st.popover("Talk it over" if not each.talks else "Say more"),
        st.form(f"talk_{each.place}", border=False, clear_on_submit=True),
    ):
        learned = st.text_area("What did we learn?", height=80)
        outcome = st.segmented_control(
            "What was done",
            DIFFERENCE_OUTCOMES,
            format_func=lambda o: o.replace("-", " "),
        )
        if st.form_submit_button("Keep") and outcome is not None:
            with widgets.attempt("Kept beside the place."):
                comparing.talk_over(project, by, found, each.place, outcome, learned)


def _codes(names: Sequence[str], each: Difference) -> str:
    """Codes, with the words they were given to where that is not the whole turn."""
    if not names:
        return "nothing more" if each.both else "no code"
    return "\n".join(
        f"{name}: \u201c{short(each.words[name], 120)}\u201d"
        if name in each.words
        else name
        for name in names
    )


def _figures(project: Project, by: str, found: Comparison) -> None:
    st.header("Figures")
    reflexive = project.study().orientation == "reflexive"
    with st.form("figures"):
        unit = st.segmented_control(
            "Units", figures.UNITS, default="turn", required=True
        )
        reason = ""
        if reflexive:
            reason = st.text_input(
                "Why they should go to exports (empty: they stay here)"
            )
        asked = st.form_submit_button("Show figures")
    if not asked:
        return
    with widgets.attempt():
        rows = figures.agreement(project, by, found, unit or "turn", reason=reason)
    if not rows:
        st.info("Neither of the two has given a code there.")
        return
    st.caption(
        f"{rows[0].counts.units} {unit or 'turn'}s of participants; in brackets, "
        "where the figure lies in 95 of 100 draws of people. No figure says what is "
        "good enough."
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
                "Overlap of spans": _told(row.figures["overlap"]),
                "Alpha for spans": _told(row.figures["alpha_spans"]),
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
