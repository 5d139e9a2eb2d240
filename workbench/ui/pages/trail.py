"""Trail: every decision, oldest last, and whether the trail is whole."""

import streamlit as st

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE
from workbench.model import Researcher
from workbench.store.verification import verify
from workbench.ui import session, widgets

widgets.head(
    "Trail",
    "An account of what was decided, when, by whom and why.",
    "whether an interpretation is good: the trail shows that it was made.",
)
project = session.project()
if st.button("Verify now", key="verify"):
    found = verify(project)
    if found.ok:
        st.success(f"Trail intact, {found.events:,} decisions.")
    else:
        first = found.damage[0]
        st.error(f"Damaged: {first.kind}, first at decision {first.seq}.")
head = project.head().seq
names = {who.id: who.name for who in project.read(Researcher)}
events = project.events(after=max(0, head - 500))
widgets.table(
    [
        {
            "No.": event.seq,
            "Day": event.at[:10],
            "Who": names.get(event.by, event.by),
            "Phase": PHASE[kinds()[event.kind]].value,
            "Decision": event.kind,
        }
        for event in reversed(events)
    ],
    key="events",
)
st.caption(f"The newest {len(events):,} of {head:,} decisions.")
