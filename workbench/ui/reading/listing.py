"""Every transcript at a glance: who, how long, how far worked through, what to read."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import streamlit as st

from workbench.coding.coverage import PARTS, Coverage, coverage
from workbench.familiarise import marks
from workbench.model import ReadingOrder, ReadingPass
from workbench.study import is_on
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from workbench.ui.seen import Seen


def covered(seen: Seen) -> list[Coverage]:
    """How far each transcript has been worked through, as the window has read it."""
    return seen.once("coverage", lambda: coverage(seen.project, seen))


def show(seen: Seen) -> None:
    """The list; a chosen row opens the transcript."""
    found = covered(seen)
    with_counts = is_on(seen.project, "counts")
    chosen = st.dataframe(
        [_row(each, with_counts=with_counts) for each in found],
        hide_index=True,
        width="stretch",
        height=min(36 * (len(found) + 1), 640),
        on_select="rerun",
        selection_mode="single-row",
        key="transcripts",
        column_config=_columns(),
    )
    rows = chosen["selection"]["rows"]
    if rows:
        open_transcript(found[rows[0]].transcript)
    if not with_counts:
        st.caption(
            "Shares and counts of segments stay hidden in a reflexive study until "
            "*counts* is switched on in the settings."
        )
    _next_pass(seen)


def _row(each: Coverage, *, with_counts: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "Transcript": each.transcript,
        "Group": each.group,
        "Words": each.words,
        "Passes": each.passes,
        "Last read": each.last_read or "not yet",
        "Coded, from beginning to end": list(each.strip),
        "Notes": each.notes,
        "Checked": each.checked,
        "Look at": each.flag,
    }
    if with_counts:
        row["Share coded"] = each.coded
        row["Segments"] = each.segments
    return row


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "Words": column.NumberColumn(
            format="localized", help="Words of participants; the interviewer left out."
        ),
        "Coded, from beginning to end": column.BarChartColumn(
            y_min=0,
            y_max=1,
            width="medium",
            help=f"The talk in {PARTS} parts; the bar is the part that bears a code.",
        ),
        "Checked": column.CheckboxColumn(
            help="The present wording was compared with what it was made from."
        ),
        "Share coded": column.ProgressColumn(
            format="percent", min_value=0, max_value=1
        ),
        "Look at": column.TextColumn(
            help="What was passed over on purpose is never named here."
        ),
    }


def open_transcript(transcript: str) -> None:
    """The reading view shows this transcript."""
    st.session_state["go_to_transcript"] = transcript
    st.rerun()


def _next_pass(seen: Seen) -> None:
    """The next pass goes in another order: shuffled, one group after the other."""
    orders = seen.rows(ReadingOrder)
    left, right = st.columns([3, 1], vertical_alignment="center")
    if orders:
        latest = max(orders, key=lambda order: order.number)
        read = {
            each.transcript
            for each in seen.rows(ReadingPass)
            if each.at >= latest.at and each.by == session.me()
        }
        waiting = [t for t in latest.transcripts if t not in read]
        left.caption(
            f"Pass {latest.number} goes in this order: {', '.join(latest.transcripts)}."
        )
        if waiting and right.button(
            f"Next for pass {latest.number}: {waiting[0]}",
            key="next_for_the_pass",
            width="stretch",
        ):
            open_transcript(waiting[0])
    else:
        left.caption(
            "A second pass goes best in another order, so that the first interviews do "
            "not set the tone twice."
        )
    if right.button("Draw an order for the next pass", key="draw", width="stretch"):
        with widgets.attempt("The order of the next pass is drawn."):
            marks.draw_order(seen.project, session.me(), secrets.randbelow(1_000_000))
