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
    from collections.abc import Sequence

    from workbench.coding.placed import Placed
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
    own += [each for each in facts.in_notes(seen) if each.code == code.id]
    if not own:
        st.info("There is nothing to sort: no segment bears this code.")
        return
    st.caption(
        "Name the piles, then say for each segment where it goes. What stays, stays "
        "with the code; a code left with nothing is retired."
    )
    columns = st.columns(4)
    piles = [
        (
            column.text_input(f"Pile {number}", key=f"pile_{number}_{code.id}").strip(),
            column.text_input(
                f"Pile {number} means", key=f"pile_means_{number}_{code.id}"
            ),
        )
        for number, column in enumerate(columns, 1)
    ]
    goes_to = _sorted_out(seen, code, own, [name for name, _ in piles])
    reason = st.text_input("Why it is split (may be empty)", key="split_reason")
    if st.button("Split the code", key="split", type="primary"):
        made = [
            Sorted(
                name,
                means,
                tuple(
                    each.id
                    for each, pile in zip(own, goes_to, strict=True)
                    if pile == name
                ),
            )
            for name, means in piles
            if name
        ]
        with widgets.attempt("The code is split. Undo takes it back."):
            split(seen.project, session.me(), code.id, made, reason)


def _sorted_out(
    seen: Seen, code: Code, own: Sequence[Placed], piles: Sequence[str]
) -> list[str]:
    """Where each segment goes; it begins where the machine's proposal has it, if any.

    A proposal numbers piles (page Look again); it fills a pile once a person named it.
    """
    proposed: dict[str, int] = st.session_state.get("piles_proposed", {})
    lies_in = [proposed.get(each.id, 0) for each in own]
    if not any(lies_in):
        st.caption(
            "How they fall apart by wording can be asked on the page Look again."
        )
    words = in_talk(seen.project, own, around=0)
    named = [name for name in piles if name]
    rows = [
        {
            "Goes to": (piles[pile - 1] or _STAYS) if pile else _STAYS,
            **({"Lies in": f"pile {pile}" if pile else ""} if any(lies_in) else {}),
            "Words": short(each.words, 400),
            "Transcript": each.placed.transcript,
            "Group": each.placed.group or each.placed.note or "",
        }
        for each, pile in zip(words, lies_in, strict=True)
    ]
    # A name typed for a proposed pile sorts its segments anew.
    filled = "|".join(piles) if any(lies_in) else ""
    sorted_out = st.data_editor(
        rows,
        hide_index=True,
        width="stretch",
        height=min(36 * (len(own) + 1) + 2, 420),
        disabled=["Lies in", "Words", "Transcript", "Group"],
        column_config={
            "Goes to": st.column_config.SelectboxColumn(
                options=[_STAYS, *named], required=True
            )
        },
        key=f"piles_of_{code.id}_{seen.head}_{filled}",
    )
    return [row["Goes to"] for row in sorted_out]


def retire(seen: Seen, code: Code) -> None:
    """It is no longer applied; its segments stay."""
    reason = st.text_input("Why it is retired (may be empty)", key="retire_reason")
    if st.button(f"Retire {plain(code.name)}", key="retire"):
        with widgets.attempt("The code is retired; its segments stay."):
            coding.retire(seen.project, session.me(), code.id, reason)
