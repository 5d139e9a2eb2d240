"""Code list: every code in its place, what it means, and its segments in their talk."""

import streamlit as st

from workbench.ui import session, widgets
from workbench.ui.code_list import facts, one, tidy, tree
from workbench.ui.plain import plain

me = session.me()
seen = session.seen()
orientation = seen.study().orientation
widgets.head(
    "Code list" if orientation == "reflexive" else "Codebook",
    "Name meanings, not topics; let codes change, and keep what they meant before.",
    "whether a code says something worth saying.",
)
widgets.undo_and_redo(seen.project, me)
left, right = st.columns([2, 3], gap="medium")
with left:
    code = tree.show(seen)
with right:
    if code is None:
        st.info(
            "No codes yet. Begin one here, code a transcript and name what you see, "
            "or load a codebook."
        )
        if st.button("Code a transcript", type="primary", key="to_code"):
            session.go("code")
        st.code("workbench codebook load my-study.workbench NAME", language="sh")
        session.end_page()
    st.header(plain(code.name))
    views = {
        "Meaning": one.meaning,
        "Segments": one.segments,
        "Memos": one.notes,
        "Merge": tidy.merge,
        "Split": tidy.into_piles,
        "Retire": tidy.retire,
        "History": one.past,
    }
    st.session_state.setdefault("code_view", "Meaning")
    view = st.segmented_control(
        "What to do with the code",
        list(views),
        key="code_view",
        label_visibility="collapsed",
    )
    if facts.codes(seen):
        views[view or "Meaning"](seen, code)
