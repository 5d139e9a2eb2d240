"""The machine at work in a window: how far it is, how long still, and a way to stop."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding.pace import Pace
from workbench.coding.passages import encoder_of
from workbench.coding.talk import talk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.coding.embedding import Encoder
    from workbench.coding.talk import Talk
    from workbench.store.project import Project

    Progress = Callable[[int, int], object]

#: Where a window keeps the talk that the machine has read for it.
_READ: Final = "talk_as_read"


@contextmanager
def at_work(what: str, key: str) -> Iterator[Progress]:
    """A bar shows how far work is; the button below it ends it.

    A click anywhere draws the page anew, which ends the work between two batches: what
    was read by then stays, and the next asking goes on from there.

    Args:
        what: is being done.
        key: of the button.
    """
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, what)
        st.button("Stop", key=key, help="What was read stays; asking again goes on.")
    lines = [what]
    pace = Pace(lines.append)

    def progress(done: int, in_all: int) -> None:
        pace(done, in_all)
        bar.progress(min(1.0, done / max(1, in_all)), lines[-1])

    yield progress
    place.empty()


def read_talk(project: Project, key: str) -> tuple[Encoder, Talk]:
    """The study's model, and its readable talk as this model has read it.

    Read once for a window, until transcripts, speakers or consent change.

    Raises:
        ModelError: there is no model, or it is not the one it was.
    """
    encoder = encoder_of(project)
    made_by = (project.uuid, encoder.weights, encoder.path)
    kept: tuple[object, Talk] | None = st.session_state.get(_READ)
    if kept is not None and kept[0] == made_by and kept[1].stands(project):
        return encoder, kept[1]
    with at_work("Reading the study on this machine", key) as progress:
        talk = talk_of(project, encoder, progress=progress)
    st.session_state[_READ] = (made_by, talk)
    return encoder, talk
