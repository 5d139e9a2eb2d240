"""Which pages a stated role may see. There is no login; the page says what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import study
from workbench.model import Researcher
from workbench.ui import session

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

#: Pages that look after themselves: they show a packet, or nothing of the study.
_FOR_ALL: Final = ("debrief", "member_check", "journal")


def keep_to_role(page: StreamlitPage) -> None:
    """A page of the study is drawn for those who may read the study, and no others."""
    if page.url_path in _FOR_ALL or not session.is_open():
        return
    known = session.known_researcher()
    if known is None:
        return
    project = session.project()
    who = project.one(Researcher, id=known)
    if study.can(who, study.READ, project):
        return
    st.title(page.title)
    st.info(
        f"You are here as {who.role}. That role reads the packet it was given, and "
        "nothing else of the study. Roles are stated, not proved: there is no login."
    )
    st.page_link(session.page_file("debrief"), label="Open your packet")
    session.end_page()
