"""The transcript pane in a page of the app.

One fragment polls and shows; one callback takes in what was done. A message leads from
what the window has said it has (`have`) to now, so that a lost message costs nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench import study
from workbench.errors import WorkbenchError
from workbench.familiarise.field_notes import codable
from workbench.model import Researcher
from workbench.ui.coder import acts, picture

if TYPE_CHECKING:
    from workbench.familiarise.field_notes import Source
    from workbench.store.project import Project

#: How often another window's work is looked for.
POLL_SECONDS: Final = 1.5
_STATE: Final = "transcript pane"

_COMPONENT = st.components.v2.component(
    "workbench.coder", js="pane.js", css="pane.css", isolate_styles=False
)


@dataclass
class Window:
    """What one browser window shows one researcher of one version."""

    version: str
    by: str
    have: int | None = None
    shown: picture.Shown | None = None
    answers: dict[str, acts.Answer] = field(default_factory=dict)
    news: dict[str, str] | None = None
    message: dict[str, Any] | None = None

    def say(self, text: str) -> None:
        """The strip below the words shows this line once."""
        self.news = {"id": secrets.token_hex(4), "text": text}


def _window(version: str, by: str) -> Window:
    shown = st.session_state.get(_STATE)
    if shown is None or (shown.version, shown.by) != (version, by):
        shown = st.session_state[_STATE] = Window(version, by)
    return shown


@st.fragment(run_every=POLL_SECONDS)
def show(
    project: Project, name: str, by: str, go_to: dict[str, Any] | None = None
) -> None:
    """The pane stands in the page and follows the study.

    Args:
        project: the open project.
        name: the id of a transcript, shown in its current version, or a field note.
        by: the researcher at this window.
        go_to: a place to bring into view once: id, start, end and segment.
    """
    with project.database.kept_open():
        try:
            source = codable(project, name)
        except WorkbenchError as error:
            st.warning(str(error))
            return
        window = _window(source.version, by)
        message = _message(project, source, by, window)
    message["goTo"] = go_to

    def take_in() -> None:
        with project.database.kept_open():
            _take_in(project, source, by, window)

    def start_anew() -> None:
        window.have, window.message = None, None

    _COMPONENT(
        key="pane",
        data=message,
        on_done_change=take_in,
        on_need_change=start_anew,
    )


def _message(
    project: Project, source: Source, by: str, window: Window
) -> dict[str, Any]:
    """What leads the window to now; the very same message where nothing happened."""
    head = project.head().seq
    standing = window.message
    if standing is not None and standing["revision"] == head and not window.news:
        return dict(standing)
    if window.shown is None:
        window.shown = picture.Shown(picture.take(project, source, by))
    else:
        now = picture.follow(project, source, by, window.shown.now)
        window.shown.go_on(now)
    message = {
        "version": source.version,
        "transcript": source.id,
        "revision": window.shown.now.revision,
        "me": by,
        "may": study.can(project.one(Researcher, id=by), study.CODE, project),
        "answers": {name: each.message() for name, each in window.answers.items()},
        "news": window.news,
        **window.shown.since(window.have),
    }
    if window.have is None:
        message["turns"] = picture.turns(project, source)
    window.message = message
    return dict(message)


def _take_in(project: Project, source: Source, by: str, window: Window) -> None:
    """The outbox that just came is worked through."""
    sent = st.session_state["pane"].get("done")
    if not sent or sent["version"] != window.version:
        return
    window.have = int(sent["have"])
    window.message = None
    answer = window.answers.setdefault(str(sent["client"]), acts.Answer())
    try:
        acts.take_in(project, by, source.id, sent["ops"], answer)
    except WorkbenchError as error:
        window.say(str(error))
