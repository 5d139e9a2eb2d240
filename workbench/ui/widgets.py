"""What pages share: the line above each phase, empty states, tables, refusals."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workbench.store.project import Project

#: Where the last act's outcome is told; the style of every page knows the place.
SAID: Final = "said"
#: What a page has to say after it was drawn anew, and what it had to refuse.
_SAID, _REFUSED = "said_after_the_act", "refused_at_the_act"


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
    """An act is tried; after it the page is drawn anew and says how it went.

    A refusal is told in its own words, and what was typed stays as it is.

    Args:
        done: what is said once the page shows the study after the act.
    """
    try:
        yield
    except WorkbenchError as error:
        st.session_state[_REFUSED] = str(error)
        st.rerun()
    if done is not None:
        say(done)
        st.rerun()


def say(text: str) -> None:
    """The next drawing of a page begins with this line."""
    st.session_state[_SAID] = text


def refuse(text: str) -> None:
    """The next drawing of a page begins with why something was not done."""
    st.session_state[_REFUSED] = text


def show_said() -> None:
    """What the last act left to say, once.

    It lies over the window's upper corner, wherever the page was scrolled to, until
    the next act: nothing in the page moves when it comes, or when it goes.
    """
    with st.container(key=SAID):
        text = st.session_state.pop(_SAID, None)
        if text:
            st.success(plain(text))
        refused = st.session_state.pop(_REFUSED, None)
        if refused:
            st.error(plain(_as_sentence(refused)))


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
