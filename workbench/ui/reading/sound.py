"""The recording, where one is linked: played from a turn's own time, never copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.familiarise.audio import recording
from workbench.ui import reader, session

if TYPE_CHECKING:
    from workbench.model import Transcript, Turn
    from workbench.ui.seen import Seen


def show(seen: Seen, transcript: Transcript, turns: list[Turn]) -> None:
    """A player above the text; it begins at the turn that is chosen."""
    found = recording(seen.project, transcript.id)
    if found is None:
        return
    if not found.is_there:
        st.caption("The recording does not lie where it was linked.")
        if st.button("Link it anew", key="link_recording"):
            session.go("material")
        return
    at = reader.chosen(transcript.version)
    start = turns[at].start_ms if at is not None and at < len(turns) else None
    st.audio(str(found.path), format=found.mime, start_time=(start or 0) // 1000)
