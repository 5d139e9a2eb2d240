"""Code: read a transcript and say what its words mean."""

import streamlit as st

from workbench.familiarise.field_notes import FIELD_NOTE, opened
from workbench.model import CodedSegment, Participant, Speaker, Transcript
from workbench.ui import session, widgets
from workbench.ui.coder import asking, pane

project, seen = session.project(), session.seen()
transcripts = seen.rows(Transcript, state="active")
# the words get the room
st.html("<style>.stMainBlockContainer{padding:1.6rem 1.5rem 0}</style>")
if not transcripts:
    widgets.head(
        "Code",
        "Work through every transcript; name meanings, not topics; revise, code again.",
        "whether a code says something worth saying.",
    )
    st.info("There is nothing to read yet. Bring in an interview first.")
    if st.button("Go to Material", type="primary"):
        st.switch_page(session.page_file("material"))
    session.end_page()

groups = {p.id: p.group or "" for p in seen.read(Participant)}
people = {s.version: s.participant for s in seen.rows(Speaker) if s.participant}
coded: dict[str, int] = {}
for segment in seen.rows(CodedSegment, state="active"):
    coded[segment.transcript] = coded.get(segment.transcript, 0) + 1


def describe(source: str) -> str:
    """A source in the list: its group, or that it is a note, and how much is coded."""
    kind = FIELD_NOTE
    if source in by_id:
        kind = groups.get(people.get(by_id[source].version) or "", "")
    count = coded.get(source, 0)
    return " · ".join(p for p in (source, kind, f"{count} coded") if p)


heading, chooser, before, after, reading, machine = st.columns(
    [2, 5, 1.6, 1.6, 2.2, 2.6], vertical_alignment="center"
)
by_id = {t.id: t for t in sorted(transcripts, key=lambda t: t.id)}
# field notes come after all talk: they are nobody's
order = [*by_id, *(str(note.source) for note in opened(seen))]
session.in_hand("coding", order)


def place_asked_for(transcript: str) -> dict[str, object] | None:
    """The place that the address names: a segment, or a start and an end."""
    where = st.query_params
    if where.get("transcript") != transcript or "start" not in where:
        return None
    start = int(where["start"])
    return {
        "id": "/".join(where.get(n, "") for n in ("transcript", "start", "segment")),
        "start": start,
        "end": int(where.get("end", start)),
        "segment": where.get("segment"),
    }


def step(by: int) -> None:
    """The transcript before or after is shown."""
    at = order.index(st.session_state["coding"])
    st.session_state["coding"] = order[(at + by) % len(order)]


heading.title("Code")
chosen = chooser.selectbox(
    "Transcript",
    order,
    format_func=describe,
    key="coding",
    label_visibility="collapsed",
)
before.button("Before", on_click=step, args=(-1,), width="stretch")
after.button("Next", on_click=step, args=(1,), width="stretch")
researcher = session.me()
if chosen in by_id:
    with reading:
        asking.passes(project, researcher, chosen)
    with machine:
        asking.suggestions_door(project, researcher, chosen)
else:
    reading.caption("A field note: your words, nobody's talk.")
pane.show(project, chosen, researcher, place_asked_for(chosen))
