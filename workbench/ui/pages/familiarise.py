"""Familiarise: read a transcript from end to end."""

import streamlit as st

from workbench.familiarise.transcripts import speakers_of, turns_of
from workbench.model import Memo, ReadingPass, Transcript
from workbench.ui import session, widgets

widgets.head(
    "Familiarise",
    "Read and read again; note what strikes, surprises and is missing.",
    "whether you have listened.",
)
project = session.project()
transcripts = project.read(Transcript, state="active")
if not transcripts:
    widgets.empty("Nothing to read yet.", "workbench import my-study.workbench FILE")
    st.stop()
by_id = {transcript.id: transcript for transcript in transcripts}
chosen = by_id[st.selectbox("Transcript", list(by_id), key="transcript")]
passes = project.rows(ReadingPass, transcript=chosen.id)
st.caption(f"{len(passes)} passes recorded")
speakers = speakers_of(project, chosen.version)
text, notes = st.columns([3, 1])
with text, st.container(height=560):
    for turn in turns_of(project, chosen.version):
        who = speakers[turn.speaker].label if turn.speaker is not None else None
        st.markdown("**" + (who or "no speaker named").replace("*", "") + "**")
        st.text(turn.text)
with notes:
    st.subheader("Notes")
    written = project.read(Memo, about=chosen.id)
    for memo in written:
        st.caption(f"{memo.kind}, {memo.at[:10]}")
        st.text(memo.text)
    if not written:
        st.caption("No notes on this transcript yet.")
