"""Tidying codes up: merging with a look ahead, splitting into piles, retiring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding import codes as coding
from workbench.coding.placed import in_talk, spread
from workbench.coding.splitting import Sorted, look_ahead, split
from workbench.ui import session, widgets
from workbench.ui.code_list import facts
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.model import Code
    from workbench.ui.seen import Seen

_STAYS: Final = "stays"
#: Merging codes with fewer segments asks for no reason (RESEARCHER 17).
_ASKED_FROM: Final = 3


def merge(seen: Seen, code: Code) -> None:
    """Into which code it goes, what both hold before and after, and why."""
    known = {k: c for k, c in facts.codes(seen).items() if k != code.id}
    into = st.selectbox(
        "Goes into",
        sorted(known, key=lambda each: known[each].name.casefold()),
        index=None,
        format_func=lambda each: known[each].name,
        key=f"merge_into_{code.id}",
    )
    if into is None:
        st.caption("Choose a code to see what both hold before and after.")
        return
    ahead = look_ahead(seen.project, code.id, into)
    widgets.table(
        [
            {"Code": code.name, "Segments now": ahead.source, "Afterwards": "merged"},
            {
                "Code": known[into].name,
                "Segments now": ahead.into,
                "Afterwards": str(ahead.after),
            },
        ],
        key="before_and_after",
    )
    also = []
    if ahead.twice:
        also.append(f"{ahead.twice} stretches bore both and stay two segments")
    if ahead.children:
        also.append(f"{ahead.children} codes under it stand under the other")
    if ahead.themes:
        also.append(f"themes that hold the other then: {', '.join(ahead.themes)}")
    if also:
        widgets.in_grey(f"{'; '.join(also)}.")
    both = [s for s in facts.placed(seen) if s.code in (code.id, into)]
    with st.expander("Read both, side by side"):
        facts.read_segments(seen, "both_codes", spread(both), with_code=True)
    reason = ""
    if ahead.source >= _ASKED_FROM:
        reason = st.text_input("Why they are one (may be empty)", key="merge_reason")
    if st.button("Merge them", key="merge", type="primary"):
        with widgets.attempt():
            coding.merge(seen.project, session.me(), code.id, into, reason)
        st.session_state["code_chosen"] = into
        widgets.say("The two are one code. Undo takes it back.")
        st.rerun()


def into_piles(seen: Seen, code: Code) -> None:
    """Each segment is put in a pile; each pile becomes a code."""
    own = spread([each for each in facts.placed(seen) if each.code == code.id])
    if not own:
        st.info("There is nothing to sort: no segment bears this code.")
        return
    st.caption(
        "Name the piles, then say for each segment where it goes. What stays, stays "
        "with the code; a code left with nothing is retired."
    )
    columns = st.columns(3)
    piles = [
        (
            column.text_input(f"Pile {number}", key=f"pile_{number}_{code.id}").strip(),
            column.text_input(
                f"Pile {number} means", key=f"pile_means_{number}_{code.id}"
            ),
        )
        for number, column in enumerate(columns, 1)
    ]
    named = [name for name, _ in piles if name]
    words = in_talk(seen.project, own, around=0)
    sorted_out = st.data_editor(
        [
            {
                "Goes to": _STAYS,
                "Words": short(each.words, 400),
                "Transcript": each.placed.transcript,
                "Group": each.placed.group or "",
            }
            for each in words
        ],
        hide_index=True,
        width="stretch",
        height=min(36 * (len(own) + 1) + 2, 420),
        disabled=["Words", "Transcript", "Group"],
        column_config={
            "Goes to": st.column_config.SelectboxColumn(
                options=[_STAYS, *named], required=True
            )
        },
        key=f"piles_of_{code.id}_{seen.head}",
    )
    reason = st.text_input("Why it is split (may be empty)", key="split_reason")
    if st.button("Split the code", key="split", type="primary"):
        made = [
            Sorted(
                name,
                means,
                tuple(
                    each.id
                    for each, row in zip(own, sorted_out, strict=True)
                    if row["Goes to"] == name
                ),
            )
            for name, means in piles
            if name
        ]
        with widgets.attempt("The code is split. Undo takes it back."):
            split(seen.project, session.me(), code.id, made, reason)


def retire(seen: Seen, code: Code) -> None:
    """It is no longer applied; its segments stay."""
    reason = st.text_input("Why it is retired (may be empty)", key="retire_reason")
    if st.button(f"Retire {plain(code.name)}", key="retire"):
        with widgets.attempt("The code is retired; its segments stay."):
            coding.retire(seen.project, session.me(), code.id, reason)
