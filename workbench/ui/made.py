"""Files that were made in a window, handed out as long as nobody's words have changed.

A participant withdraws, names are replaced, a transcript is corrected, perhaps in
another window: what was made before holds the old words still. So a file is given only
while nothing of that kind was recorded since; after that it is forgotten, and has to be
made anew. What others code meanwhile leaves it a copy of the moment it was made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.decisions.familiarisation import (
    SpeakerAdded,
    SpeakerIdentified,
    SpeakerRenamed,
    TranscriptCorrected,
    TranscriptRemoved,
    TurnsReassigned,
)
from workbench.decisions.people import (
    ConsentSet,
    ParticipantsLinked,
    ParticipantWithdrawn,
    TranscriptsPseudonymised,
    WordsErased,
)
from workbench.errors import RefusedError
from workbench.ui import presses
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.store.project import Project

#: Decisions after which a participant's words, or who said them, read otherwise or may
#: not be printed any more.
_OF_WORDS: Final = frozenset(
    kind.__name__
    for kind in (
        *(ParticipantWithdrawn, WordsErased, ConsentSet, ParticipantsLinked),
        *(TranscriptsPseudonymised, TranscriptCorrected, TranscriptRemoved),
        *(SpeakerIdentified, SpeakerRenamed, SpeakerAdded, TurnsReassigned),
    )
)
#: What is said beside a file that nobody's names were looked for in.
UNCHECKED: Final = (
    "Not looked through for names: the app was started without the identity key "
    "(WORKBENCH_IDENTITY_KEY). A key opened on a page is for that page only."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and where the trail stood when it was made."""

    file: str
    #: None once somebody's words have changed.
    data: bytes | None
    project: Project
    seq: int
    #: Whether it was looked through for the strings of the identity key.
    checked: bool
    #: What it was made of, as it was chosen on the page.
    of: object

    def is_of_now(self) -> bool:
        """Whether everybody's words stand as they did, as far as they may be told."""
        return all(e.kind not in _OF_WORDS for e in self.project.events(self.seq))


def keep(
    name: str,
    project: Project,
    seq: int,
    file: str,
    data: bytes,
    *,
    checked: bool,
    of: object = None,
) -> None:
    """The file is offered from the next drawing on, in place of the one before it.

    Args:
        name: what it is kept under.
        project: the study it was made from.
        seq: where the trail stood before it was made.
        file: what it is called.
        data: its bytes.
        checked: whether it was looked through with the identity key.
        of: what it was made of, as chosen on the page.
    """
    made = Made(file, data, project, seq, checked, of)
    presses.window_at_hand().made[name] = made


def forget_stale() -> None:
    """Nothing that was made before somebody's words changed is held in this window."""
    for name, each in list(presses.window().made.items()):
        _standing(name, each)


def _standing(name: str, each: Made) -> Made:
    if each.data is not None and not each.is_of_now():
        each = replace(each, data=None)
        presses.window_at_hand().made[name] = each
    return each


def offer(
    name: str,
    project: Project,
    label: str = "Download {}",
    *,
    of: object = None,
    **looks: Any,  # noqa: ANN401 - as Streamlit has them
) -> str | None:
    """The file can be saved, or it is said why no more; its name, while it can.

    Args:
        name: as it was kept.
        project: the study of this page.
        label: of the button; {} stands for the file's name.
        of: what is chosen now; a file that was made of something else is not shown.
        looks: how the button looks.
    """
    found = presses.window().made.get(name)
    if found is None or found.of != of or found.project.uuid != project.uuid:
        return None
    standing = _standing(name, found)
    if standing.data is None:
        st.info(
            f"Somebody's words, or what may be told of them, have changed since "
            f"{plain(found.file)} was made, so it is not handed out. Make it anew."
        )
        return None
    st.download_button(
        label.format(plain(found.file)),
        _handed_out(standing),
        found.file,
        key=f"save_{name}",
        **looks,
    )
    if not standing.checked:
        st.caption(UNCHECKED)
    return found.file


def _handed_out(made: Made) -> Callable[[], bytes]:
    """The bytes when the button is pressed, perhaps long after it was drawn.

    Raises:
        RefusedError: somebody's words have changed; the page says so as well.
    """

    def data() -> bytes:
        if made.data is None or not made.is_of_now():
            msg = f"{made.file}: somebody's words have changed since it was made."
            raise RefusedError(msg)
        return made.data

    return data
