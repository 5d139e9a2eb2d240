"""Code list: the codes, and every segment that bears one."""

import streamlit as st

from workbench.model import Code, CodedSegment, Researcher
from workbench.ui import session, widgets

widgets.head(
    "Code",
    "Work through every transcript; name meanings, not topics; revise and code again.",
    "whether a code says something worth saying.",
)
project = session.project()
codes = {code.id: code for code in project.read(Code, state="active")}
if not codes:
    widgets.empty(
        "No codes yet. Take coding from a table, or load a codebook:",
        "workbench code my-study.workbench --from coding.csv",
    )
    st.stop()
segments = project.read(CodedSegment, state="active")
used: dict[str, int] = {}
for segment in segments:
    used[segment.code] = used.get(segment.code, 0) + 1
left, right = st.columns([1, 2])
with left:
    widgets.table(
        [
            {"Code": code.name, "Segments": used.get(code.id, 0), "From": code.origin}
            for code in sorted(
                codes.values(), key=lambda c: (-used.get(c.id, 0), c.name)
            )
        ],
        key="codes",
    )
with right:
    chosen = st.selectbox(
        "Code",
        sorted(codes, key=lambda code: -used.get(code, 0)),
        format_func=lambda code: codes[code].name,
        key="code",
    )
    st.text(codes[chosen].definition or "No definition yet.")
    names = {who.id: who.name for who in project.read(Researcher)}
    widgets.table(
        [
            {
                "Transcript": segment.transcript,
                "Words": segment.quote,
                "Polarity": segment.polarity,
                "By": names[segment.by],
                "Began as": segment.origin,
            }
            for segment in segments
            if segment.code == chosen
        ],
        key="segments",
    )
    widgets.not_built_yet("Coding by hand comes in with `workbench code`.")
