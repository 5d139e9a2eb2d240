"""Which study is open and who works on it: the app's only state.

A browser window has one study open. Its address comes from `WORKBENCH_PROJECT`, or
from what was opened on the start page. A window that is loaded anew cannot say which
one it was, so it opens the study that windows here work on; where there are several it
asks. Nothing else of a study is kept for all windows.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import streamlit as st

from workbench.errors import LockedProjectError, OlderProjectError, WorkbenchError
from workbench.model import Researcher, Study
from workbench.store import gate
from workbench.store.copies import bring_server_up_to_date, bring_up_to_date
from workbench.store.database import Database
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.ui import made, presses, unlocking
from workbench.ui.desk import desk
from workbench.ui.plain import plain
from workbench.ui.rounds import ROUNDS
from workbench.ui.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import NoReturn

_AT, _SEEN, _TOLD, _NONE = "study_at", "study_as_seen", "study_told", ""
_ASKED_FOR: Final = "address_asked_for"
_WINDOW: Final = "window"
#: What the app was started with -> each window -> its study. Nobody says that a window
#: was closed or loaded anew, so that it may name windows that are gone.
_IN_WINDOWS: Final[dict[str, dict[str, str]]] = {}
_LOOKED_OVER: Final[set[tuple[object, ...]]] = set()
#: The widget in the sidebar that says who works, and where pages read it.
RESEARCHER: Final = "researcher"


class PageEnd(BaseException):
    """A page has said all that it has to say."""


def end_page() -> NoReturn:
    """Nothing more is drawn on this page; the side of the window still is.

    Streamlit's own way of stopping would leave the side out.
    """
    raise PageEnd


def page_file(name: str) -> str:
    """The file of a page, wherever the package is installed."""
    return str(Path(__file__).parent / "pages" / f"{name}.py")


def go(page: str, **where: str) -> NoReturn:
    """Another page is shown, with what it should open first."""
    st.switch_page(page_file(page), query_params=where)


def address() -> str:
    """Where the open study lies; empty where none is open."""
    given = st.session_state.get(_AT)
    return _to_begin_with() if given is None else str(given)


def _started_with() -> str:
    return os.environ.get("WORKBENCH_PROJECT", "")


def _in_windows() -> set[str]:
    return set(_IN_WINDOWS.get(_started_with(), {}).values())


def _to_begin_with() -> str:
    open_ = _in_windows() or {_started_with()}
    return _NONE if len(open_) > 1 else next(iter(open_))


def has_to_choose() -> bool:
    """Whether windows here worked on several studies, and this one has none."""
    return not is_open() and len(_in_windows()) > 1


def stay() -> None:
    """This window keeps its study, whatever is opened in another one."""
    at = st.session_state.setdefault(_AT, _to_begin_with())
    window = st.session_state.setdefault(_WINDOW, uuid4().hex)
    if at:
        _IN_WINDOWS.setdefault(_started_with(), {})[window] = at


def open_study(at: str) -> Project:
    """The study at an address is open in this window.

    Raises:
        WorkbenchError: it cannot be opened; the one before stays open.
    """
    given = at.strip()
    if not given.startswith("postgresql://"):
        given = str(Path(given).expanduser().resolve())
    opened = _opened(given)
    close_study()
    st.session_state[_AT] = given
    stay()
    remember_study()
    return opened


def remember_study() -> None:
    """The study of this window is among those that were opened on this machine."""
    if st.session_state.get(_TOLD) != address():
        st.session_state[_TOLD] = address()
        desk().opened(address())


def close_study() -> None:
    """No study is open in this window; nothing of the one before is left in it."""
    for name in list(st.session_state):
        if name not in (_WINDOW, presses.NAME):
            del st.session_state[name]
    presses.window().made.clear()
    st.session_state[_AT] = _NONE
    _IN_WINDOWS.get(_started_with(), {}).pop(st.session_state.get(_WINDOW, ""), None)


def is_open() -> bool:
    """Whether this window has a study open."""
    return bool(address())


@contextmanager
def kept_open() -> Iterator[None]:
    """While a page is drawn, one connection serves all that it asks."""
    try:
        database = Database(address()) if is_open() else None
    except WorkbenchError:
        # the page will say what is wrong with the address
        database = None
    if database is None:
        yield
        return
    with database.kept_open():
        yield


def _opened(at: str) -> Project:
    try:
        return Project.open(at)
    except OlderProjectError:
        if at.startswith("postgresql://"):
            bring_server_up_to_date(at, Surroundings())
        else:
            bring_up_to_date(Path(at), Surroundings())
        return Project.open(at)


def project() -> Project:
    """The open project; where there is none, the page says so and stops."""
    if not is_open():
        st.title("No study is open")
        st.write("Open one, begin one, or look around in the invented sample study.")
        st.page_link(page_file("start"), label="Go to Start")
        end_page()
    try:
        opened = _opened(address())
    except LockedProjectError:
        unlocking.ask(address())
        end_page()
    except WorkbenchError as error:
        st.title("The study cannot be opened")
        st.error(plain(str(error)))
        st.caption(
            "If the file is damaged or gone, Start brings the study back from the "
            "newest of the backups that were made by themselves."
        )
        if st.button("Open another study", key="open_another"):
            close_study()
            st.switch_page(page_file("start"))
        end_page()
    _look_over(opened)
    ROUNDS.include(opened)
    return opened


def _look_over(opened: Project) -> None:
    """Once in this program's life, and anew when another file stands at the address.

    A check that fails stops writing, never reading: the side of the window says so.
    """
    file = (opened.database.shown, opened.database.file_now())
    if file not in _LOOKED_OVER:
        with st.spinner("Looking the study over …"):
            gate.look_once(opened)
        _LOOKED_OVER.add(file)


def study() -> Study:
    """The study itself."""
    return seen().study()


def seen() -> Seen:
    """The study as it stands, each kind of row read once until something changes."""
    opened = project()
    head = opened.head().seq
    before: Seen | None = st.session_state.get(_SEEN)
    if (
        before is None
        or before.project.uuid != opened.uuid
        or before.head != head
        or before.project.database.shown != opened.database.shown
    ):
        before = Seen(opened, head)
        st.session_state[_SEEN] = before
        made.forget_stale()
    return before


def me() -> str:
    """The id of who works in this window; where nobody has said, the page asks."""
    found = known_researcher()
    if found is None:
        ask_who()
        end_page()
    return found


def known_researcher() -> str | None:
    """Who works in this window, as far as it is known.

    As said in this window; else by `WORKBENCH_RESEARCHER`; else as on this machine
    before; else the only one there is. In the sample study a visitor plays its lead.
    """
    everyone = seen().read(Researcher)
    ids = [who.id for who in everyone]
    said = st.session_state.get(RESEARCHER)
    if said in ids:
        return str(said)
    named = os.environ.get("WORKBENCH_RESEARCHER")
    for who in everyone:
        if named and named in (who.id, who.name):
            return who.id
    before = desk().who.get(seen().project.uuid)
    if before in ids:
        return before
    if len(ids) == 1 or seen().study().is_sample:
        return next((who.id for who in everyone if who.role == "lead"), ids[0])
    return None


def in_hand(widget: str, transcripts: Collection[str]) -> str:
    """The transcript that a page opens, as its choice among them begins with it.

    What the address names; else what the page shows; else what was in hand before, on
    whichever page and day; else the first.

    Args:
        widget: the key of the choice.
        transcripts: those there are; not empty.
    """
    asked, address_now = st.query_params.get("transcript"), st.query_params.to_dict()
    arrives = widget not in st.session_state
    if asked in transcripts and (
        arrives or st.session_state.get(_ASKED_FOR) != address_now
    ):
        st.session_state[_ASKED_FOR] = address_now
        st.session_state[widget] = asked
    if st.session_state.get(widget) not in transcripts:
        before = desk().in_hand.get(seen().project.uuid)
        known = before in transcripts
        st.session_state[widget] = before if known else next(iter(transcripts))
    chosen = str(st.session_state[widget])
    desk().take_in_hand(seen().project.uuid, chosen)
    if asked not in (None, chosen):
        # what the address named is no longer what is shown
        st.query_params.clear()
    return chosen


def ask_who() -> None:
    """One question, once: whose decisions these will be."""
    st.title("Who are you?")
    st.write("Everything you decide in this study is recorded under your name.")
    for who in seen().read(Researcher):
        label = f"{plain(who.name)} · {who.role}"
        if st.button(label, key=f"i_am_{who.id}", width="stretch"):
            desk().is_here(seen().project.uuid, who.id)
            st.session_state[RESEARCHER] = who.id
            st.rerun()
    st.caption(
        "You are not in the list? Whoever leads the study adds you under Settings."
    )
