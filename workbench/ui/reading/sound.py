"""The recording, where one is linked: played from a turn's own time, never copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.familiarise.audio import recording
from workbench.ui import recordings, session

if TYPE_CHECKING:
    from workbench.model import Transcript
    from workbench.ui.seen import Seen


def address(seen: Seen, transcript: Transcript) -> str | None:
    """Where the player finds the recording; the page says where it should lie."""
    found = recording(seen.project, transcript.id)
    if found is None:
        return None
    if not found.is_there:
        st.caption("The recording does not lie where it was linked.")
        if st.button("Link it anew", key="link_recording"):
            session.go("material")
        return None
    return recordings.address_of(session.address(), transcript.id)
