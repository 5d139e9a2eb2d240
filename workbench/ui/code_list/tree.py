"""All codes in their order: chosen, moved, begun."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from workbench.coding import codes as coding
from workbench.study import is_on
from workbench.ui import session, widgets
from workbench.ui.code_list import facts

if TYPE_CHECKING:
    from workbench.model import Code
    from workbench.ui.seen import Seen


def show(seen: Seen) -> Code | None:
    """The tree on the page; the code that is chosen in it."""
    known = facts.codes(seen)
    tree = facts.as_tree(known)
    looked = st.text_input(
        "Find a code", key="find_code", placeholder="name or definition"
    )
    if looked.strip():
        wanted = looked.casefold().strip()
        tree = [
            (code, 0)
            for code, _ in tree
            if wanted in f"{code.name} {code.definition or ''}".casefold()
        ]
    with_counts = is_on(seen.project, "counts")
    used: dict[str, set[str]] = {}
    counted: dict[str, int] = {}
    for segment in facts.placed(seen):
        used.setdefault(segment.code, set()).add(segment.person or segment.transcript)
        counted[segment.code] = counted.get(segment.code, 0) + 1
    noted = Counter(each.code for each in facts.in_notes(seen))
    rows = []
    for code, depth in tree:
        row: dict[str, object] = {"Code": "\N{EM SPACE}" * depth + code.name}
        if with_counts:
            row |= {
                "People": len(used.get(code.id, ())),
                "Segments": counted.get(code.id, 0),
            }
            if noted:
                row["In field notes"] = noted[code.id]
        row["Defined"] = bool(code.definition)
        rows.append(row)
    # the number in the key lets a new code be chosen from outside the table
    shown = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=min(36 * (len(rows) + 1) + 2, 470),
        on_select="rerun",
        selection_mode="single-row",
        key="code_tree",
    )
    marked = shown["selection"]["rows"]
    if marked and marked[0] < len(tree):
        st.session_state["code_chosen"] = tree[marked[0]][0].id
    _begin(seen)
    chosen = st.session_state.get("code_chosen")
    if chosen in known:
        return known[chosen]
    return tree[0][0] if tree else None


def _begin(seen: Seen) -> None:
    """A new code, with what it means."""
    with st.expander("A new code"):
        number = st.session_state.setdefault("codes_begun", 0)
        with st.form(f"new_code_{number}", border=False):
            name = st.text_input("Name", key=f"new_name_{number}")
            meaning = st.text_area("What it means", key=f"new_meaning_{number}")
            if st.form_submit_button("Begin the code"):
                with widgets.attempt():
                    made = coding.create(
                        seen.project, session.me(), name, definition=meaning
                    )
                st.session_state["code_chosen"] = made
                st.session_state["codes_begun"] = number + 1
                widgets.say("The code has begun.")
                st.rerun()
