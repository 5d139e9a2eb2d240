"""One press is one act, and what came of it is told.

When somebody presses again before a page is drawn, Streamlit draws it a second time
beside the first, in a thread of its own, and ends the first at its next call of
Streamlit, wherever that stands. Left to itself a button pressed twice would act twice,
and what the first press had to tell would be gone. So acts of a window go one after
another; what was done is known until a page was drawn whole; and what it came to is
kept where no call of Streamlit is needed.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.ui.made import Made

#: Where a window keeps this, among what Streamlit keeps of it.
NAME: Final = "presses_of_this_window"

#: What is being asked for, and the buttons that are down, by their keys.
Press = tuple[str | None, frozenset[str]]


@dataclass(slots=True)
class Window:
    """What one window was told to do, and what it has still to tell."""

    #: Held while something is done, by whichever drawing was pressed first.
    acting: threading.RLock = field(default_factory=threading.RLock)
    #: Presses whose act is done and whose page has not been drawn whole since, with the
    #: drawing that did it.
    done: dict[Press, object] = field(default_factory=dict)
    said: str | None = None
    refused: str | None = None
    #: Files that were made here, by the name they are kept under (`made`).
    made: dict[str, Made] = field(default_factory=dict)
    #: A page that may still be broken off has shown what there was to tell.
    is_shown: bool = False

    def say(self, text: str) -> None:
        """The next drawing of a page begins with this line."""
        self.said, self.is_shown = text, False

    def refuse(self, text: str) -> None:
        """The next drawing of a page begins with why something was not done."""
        self.refused, self.is_shown = text, False


_AT_HAND: Final[ContextVar[Window | None]] = ContextVar("_AT_HAND", default=None)
#: This drawing, told apart from others: each has a thread of its own.
_DRAWING: Final[ContextVar[object]] = ContextVar("_DRAWING", default=None)


def window() -> Window:
    """This window's; asking may end a drawing that is broken off."""
    found: Window = st.session_state.setdefault(NAME, Window())
    _AT_HAND.set(found)
    return found


def window_at_hand() -> Window:
    """This window's, as this drawing has found it; asking ends nothing."""
    return _AT_HAND.get() or window()


@contextmanager
def once(asked: str | None) -> Iterator[Window]:
    """Nothing else is done in this window meanwhile, and never the same press again.

    A press that comes again before its page was drawn is passed over: the page is
    drawn, and tells what the first one came to.

    Args:
        asked: what tells this act from others that the same buttons can ask for.
    """
    here, drawing = window(), _drawing()
    state = st.session_state.to_dict()
    down = frozenset(str(key) for key, value in state.items() if value is True)
    press = (asked, down)
    with here.acting:
        if here.done.get(press, drawing) is not drawing:
            # what is done without a press comes round again at the next drawing
            del here.done[press]
            st.rerun()
        yield here
        here.done[press] = drawing


def _drawing() -> object:
    if _DRAWING.get() is None:
        _DRAWING.set(object())
    return _DRAWING.get()


def page_is_drawn() -> None:
    """A page stands there whole: what is pressed from now on was pressed on it."""
    here = window()
    here.done.clear()
    if here.is_shown:
        here.said = here.refused = None
