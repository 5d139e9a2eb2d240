"""People: who took part, what each agreed to, and leaving the study."""

import streamlit as st

from workbench.ui import session, widgets
from workbench.ui.set_up import people, pseudonyms, withdrawing

session.me()
widgets.head(
    "People",
    "Know whose words these are, and what they agreed to.",
    "whether somebody could still be recognised by those who know her.",
)
seen = session.seen()
views = {
    "Everyone": people.listed,
    "One person": people.one,
    "From a table": people.from_table,
    "Who knows whom": people.linked,
    "Pseudonymise": pseudonyms.pseudonymising,
    "Withdrawal": withdrawing.leaving,
}
if not people.everyone(seen):
    st.info(
        "Nobody is listed yet. Take a table in, or enter people one by one; ids only, "
        "names stay in the identity key outside the study."
    )
    views = {
        name: views[name] for name in ("From a table", "One person", "Pseudonymise")
    }
first = next(iter(views))
if st.session_state.get("people_view") not in views:
    st.session_state["people_view"] = first
view = st.segmented_control(
    "People", list(views), key="people_view", label_visibility="collapsed"
)
views[view or first](seen)
