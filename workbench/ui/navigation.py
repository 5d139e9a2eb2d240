"""The pages in the order of the work, and the side of the window that is always there.

Study and researcher stand on top, then the pages with what the study holds in each
phase, then the search through all transcripts and a line for the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding import memos
from workbench.model import Researcher
from workbench.store import gate
from workbench.ui import drafts, session, widgets
from workbench.ui.desk import desk
from workbench.ui.overview import per_phase
from workbench.ui.plain import plain, short
from workbench.ui.rounds import ROUNDS
from workbench.ui.set_up import protection

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its file, what it is called, and how it is told apart in a list."""

    file: str
    title: str


#: None gated: any can be opened at any time.
THE_WORK: Final = (
    Place("material", "Material"),
    Place("people", "People"),
    Place("familiarise", "Familiarise"),
    Place("code", "Code"),
    Place("codes", "Code list"),
    Place("ask", "Ask the data"),
    Place("look_again", "Look again"),
    Place("themes", "Themes"),
    Place("review", "Develop and review"),
    Place("define", "Define"),
    Place("theory", "Theory"),
    Place("write_up", "Write up"),
)
BESIDE_IT: Final = (
    Place("debrief", "Debrief"),
    Place("member_check", "Member check"),
    Place("journal", "Journal"),
    Place("trail", "Trail"),
    Place("settings", "Settings"),
)
START: Final = Place("start", "Start")
#: What each page is called, by its file.
TITLES: Final = {each.file: each.title for each in (START, *THE_WORK, *BESIDE_IT)}

#: What was typed into the search of the side, until the next drawing takes one there.
_ASKED: Final = "asked_of_all_transcripts"
_STYLE: Final = """<style>
.stMainBlockContainer {padding: 2.6rem 2.5rem 2rem; max-width: 100rem}
[data-testid="stCaptionContainer"] {opacity: .82}
.stMainBlockContainer h1 {font-size: 1.7rem; padding: 0 0 .2rem}
.stMainBlockContainer h2 {font-size: 1.3rem; padding: .4rem 0 .2rem}
.stMainBlockContainer h3 {font-size: 1.1rem; padding: .3rem 0 .1rem}
/* what the last act came to: over the corner; nothing moves, clicks go through */
.st-key-said {position: fixed; top: .9rem; right: 2.5rem; z-index: 99;
  width: auto !important; max-width: 38rem; pointer-events: none;
  background: #fff; border-radius: .5rem; box-shadow: 0 3px 12px #0003}
.st-key-said p {font-size: .92rem}
div:has(> .st-key-said) {position: absolute}
/* words leave by exports, which are on record, and not by a table's own button */
[data-testid="stElementToolbar"] button[aria-label*="ownload"] {display: none}
[data-testid="stMetric"] {margin-bottom: -1.2rem}
.stMainBlockContainer [data-testid="stPageLink"] a {position: relative; left: -.5rem}
[data-testid="stSidebarContent"] [data-testid="stVerticalBlock"] {gap: .2rem}
[data-testid="stSidebarContent"] [data-testid="stPageLink"] a {
  padding: 0 .5rem; min-height: 1.5rem}
[data-testid="stSidebarContent"] [data-testid="stPageLink"] p {font-size: .88rem}
[data-testid="stSidebarHeader"] {height: 1.6rem; min-height: 1.6rem; margin: 0}
[data-testid="stSidebarUserContent"] {padding: .2rem 1.2rem .6rem}
/* the side is drawn after the page and does not fade while it waits for it */
[data-testid="stSidebar"] [data-stale="true"] {opacity: 1 !important}
</style>"""


def pages() -> list[StreamlitPage]:
    """Every page; the first is where the app begins."""
    return [
        st.Page(session.page_file(each.file), title=each.title, default=each is START)
        for each in (START, *THE_WORK, *BESIDE_IT)
    ]


def check_study(title: str) -> None:
    """The study of this window can be read; else the page says so and goes no further.

    Args:
        title: the page's; the start page does without a study, and so does the one
            where a debriefer opens her packet.
    """
    st.html(_STYLE)
    session.stay()
    if session.is_open() or title not in (START.title, TITLES["debrief"]):
        session.project()


def show_where() -> None:
    """The top of the side: which study, and who works. Pages may rely on it."""
    asked = st.session_state.pop(_ASKED, None)
    if asked:
        session.go("familiarise", search=asked)
    with st.sidebar:
        if session.is_open():
            _where_we_are(session.project())
            _what_stands_in_the_way(session.project())


def show_ways() -> None:
    """The rest of the side: the ways to go on, from whatever page it stands beside."""
    with st.sidebar:
        if not session.is_open():
            st.page_link(session.page_file("start"), label="Start")
            st.page_link(session.page_file("debrief"), label="Read a packet")
            st.caption("No study is open.")
            return
        project = session.project()
        found = per_phase(session.seen())
        _search()
        for each in (START, *THE_WORK):
            _link(each, found.get(each.file, ""))
        st.caption("Beside it")
        for each in BESIDE_IT:
            _link(each, found.get(each.file, ""))
        _write_in_journal(project)
        drafts.keep(project.uuid)


def _where_we_are(project: Project) -> None:
    study = session.study()
    everyone = {who.id: who for who in session.seen().read(Researcher)}
    with st.container(key="where_we_are", gap="small"):
        st.text(short(study.title, 90))
        sample = " · sample: everyone in it is invented" if study.is_sample else ""
        count = session.seen().head
        st.caption(f"{study.orientation} · {count:,} decisions{sample}")
        known = session.known_researcher()
        if known is None:
            st.caption("Nobody has said who works here.")
            return
        if session.RESEARCHER not in st.session_state:
            st.session_state[session.RESEARCHER] = known
        st.selectbox(
            "Researcher",
            list(everyone),
            format_func=lambda who: f"{everyone[who].name} ({everyone[who].role})",
            key=session.RESEARCHER,
            help="Everything you decide is recorded under this name.",
            label_visibility="collapsed",
        )
        session.remember_study()
        desk().is_here(project.uuid, str(st.session_state[session.RESEARCHER]))


def _what_stands_in_the_way(project: Project) -> None:
    """Why nothing can be written here, or is not backed up; with where to see to it."""
    told = []
    if failed := gate.failed_checks(project):
        told.append(
            f"Read only: a check failed ({', '.join(failed)}). What you decide is not "
            "kept until it is seen to."
        )
    study = session.study()
    if study.machine not in (None, project.surroundings.machine_id()):
        told.append(
            f"Read only: in use on the machine {plain(study.machine_name)}. What you "
            "decide here is not kept."
        )
    if protection.has_to_be_written_down(project):
        told.append("A new recovery key waits to be written down, under Safe keeping.")
    if trouble := ROUNDS.trouble(project):
        told.append(f"No backup could be made: {plain(short(trouble, 160))}")
    for each in told:
        st.warning(each)
    if told:
        st.page_link(session.page_file("settings"), label="See to it under Settings")


def _link(place: Place, count: str) -> None:
    label = f"{place.title} :gray[:small[{count}]]" if count else place.title
    st.page_link(session.page_file(place.file), label=label)


def _search() -> None:
    def look() -> None:
        asked = st.session_state.get("search_everywhere", "").strip()
        if asked:
            st.session_state[_ASKED] = asked
            st.session_state["search_everywhere"] = ""

    st.text_input(
        "Search all transcripts",
        key="search_everywhere",
        on_change=look,
        placeholder="Search all transcripts",
        label_visibility="collapsed",
    )


def _write_in_journal(project: Project) -> None:
    with st.popover("Write in the journal", width="stretch"):
        who = session.known_researcher()
        if who is None:
            st.caption("Say who you are first, on any page.")
            return
        # the number in the key empties the box once the entry is on record
        number = st.session_state.setdefault("journal_entries_written", 0)
        with st.form(f"quick_entry_{number}", border=False):
            text = st.text_area(
                "What do you notice, feel, expect, doubt?",
                key=f"quick_entry_text_{number}",
                height=140,
            )
            st.caption("Private until you release it on the Journal page.")
            written = st.form_submit_button("Keep")
        if written:
            with widgets.attempt():
                memos.write(project, who, kind="journal", text=text)
            st.session_state["journal_entries_written"] = number + 1
            st.toast("Kept in your journal.")
            st.rerun()
