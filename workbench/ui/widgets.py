"""What pages share: the line above each phase, empty states, tables, refusals."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.ui import presses
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbench.store.project import Project

#: Where the last act's outcome is told; the style of every page knows the place.
SAID: Final = "said"


def head(title: str, asks: str, cannot: str) -> None:
    """A page's title, what Braun and Clarke ask for there, what no tool can judge."""
    st.title(title)
    st.caption(f"{asks}  \n*What this tool cannot judge:* {cannot}")
    show_said()


def empty(what: str, command: str) -> None:
    """Nothing is here yet, and this is the next step."""
    st.info(what)
    st.code(command, language="sh")


def table(rows: Sequence[Mapping[str, object]], *, key: str) -> None:
    """Rows as a table that can be sorted and searched."""
    st.dataframe(list(rows), hide_index=True, width="stretch", key=key)


@contextmanager
def attempt(done: str | None = None) -> Iterator[None]:
    """An act is tried, once a press; after it the page is drawn anew and says how.

    A refusal is told in its own words, and what was typed stays as it is.

    Args:
        done: what is said once the page shows the study after the act.
    """
    with presses.once(done) as window:
        try:
            yield
        except WorkbenchError as error:
            window.refuse(str(error))
            st.rerun()
        if done is not None:
            window.say(done)
    if done is not None:
        st.rerun()


def say(text: str) -> None:
    """The next drawing of a page begins with this line."""
    presses.window_at_hand().say(text)


def refuse(text: str) -> None:
    """The next drawing of a page begins with why something was not done."""
    presses.window_at_hand().refuse(text)


def show_said() -> None:
    """What the last act left to say, until a page that says it was drawn whole.

    It lies over the window's upper corner, wherever the page was scrolled to, until
    the next act: nothing in the page moves when it comes, or when it goes.
    """
    window = presses.window()
    with st.container(key=SAID):
        if window.said:
            st.success(plain(window.said))
        if window.refused:
            st.error(plain(_as_sentence(window.refused)))
    window.is_shown = True


def _as_sentence(text: str) -> str:
    """A refusal as it stands alone: a name that comes first is left as it is."""
    begins = text.partition(" ")[0].isalpha()
    return text[:1].upper() + text[1:] if begins else text


def in_grey(text: str) -> None:
    """A quiet line of words that somebody typed."""
    st.caption(plain(text))


def undo_and_redo(project: Project, me: str) -> None:
    """One's own latest act is taken back, or done again; repeatedly."""
    back, again, _ = st.columns([1, 1, 6])
    if back.button(
        "Undo", key="undo", width="stretch", help="your latest act, anywhere"
    ):
        with attempt("Taken back."):
            project.undo(me)
    if again.button("Redo", key="redo", width="stretch"):
        with attempt("Done again."):
            project.redo(me)
