"""Before a study is open: open one, begin one, or look around in the sample."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import streamlit as st

from workbench import study as rules
from workbench.errors import RefusedError, WorkbenchError
from workbench.model import ORIENTATIONS, Researcher
from workbench.sample.build import build_sample
from workbench.store.project import Project
from workbench.ui import backups_kept, keeping, session, widgets
from workbench.ui.desk import desk
from workbench.ui.plain import plain

#: What each tradition means for the tool (METHOD.md 2.1), in a line.
TRADITIONS: Final = {
    "reflexive": (
        "Reflexive",
        "Codes and themes are made by you. Suggestions and counts are off at first.",
    ),
    "codebook": (
        "Codebook (framework, template, matrix)",
        "A structured frame, partly set beforehand. Suggestions and counts can be on.",
    ),
    "coding-reliability": (
        "Coding reliability",
        "A fixed codebook, several coders, agreement statistics.",
    ),
    "other": ("Another", "Say in a sentence what it is."),
}


def show() -> None:
    """The three ways in."""
    st.title("Workbench for thematic analysis")
    st.caption(
        "Everything stays on this machine. A study is one file; every decision in it "
        "is kept, with who took it and why."
    )
    widgets.show_said()
    if session.has_to_choose():
        st.info(
            "Several studies were opened since the app was started: say which one this "
            "window is for."
        )
    known, new, sample = st.tabs(
        ["Open a study", "Begin a study", "Look around in the sample"], key="ways_in"
    )
    with known:
        _open()
    with new:
        begin()
    with sample:
        _sample()
    st.page_link(
        session.page_file("debrief"),
        label="Read a packet that somebody gave me",
    )


def _open() -> None:
    recent = [each for each in desk().studies if _is_there(each[0])]
    if recent:
        st.caption("Opened on this machine before")
    for number, (at, day) in enumerate(recent):
        name = Path(at).name if not at.startswith("postgresql://") else at
        where = (
            ""
            if at.startswith("postgresql://")
            else f" · {plain(str(Path(at).parent))}"
        )
        label = f"**{plain(name)}**{where} · {day}"
        if st.button(label, key=f"recent_{number}", width="stretch"):
            _enter(at)
    with st.form("open_by_address"):
        at = st.text_input(
            "File of the study, or address on a server",
            key="address",
            placeholder="/home/me/my-study.workbench",
            help="A file that ends in .workbench, or postgresql://HOST/DB?project=NAME",
        )
        if st.form_submit_button("Open") and at.strip():
            _enter(at)
    with st.expander("A study is lost or does not open: bring it back from a backup"):
        backups_kept.of_any_study()


def _is_there(at: str) -> bool:
    return at.startswith("postgresql://") or Path(at).exists()


def _enter(at: str) -> None:
    with widgets.attempt():
        session.open_study(at)
    st.rerun()


def begin() -> None:
    """Four questions, the orientation first; the rest can be written later."""
    with st.form("begin"):
        orientation = st.radio(
            "1. In which tradition do you work?",
            ORIENTATIONS,
            index=None,
            format_func=lambda each: TRADITIONS[each][0],
            captions=[TRADITIONS[each][1] for each in ORIENTATIONS],
            key="orientation",
        )
        note = st.text_input(
            "Why this one? (for another tradition: what it is)", key="orientation_note"
        )
        question = st.text_area("2. What do you ask?", key="question", height=80)
        title = st.text_input("3. What is the study called?", key="title")
        folder = st.text_input(
            "Folder it is kept in", value=str(Path.home()), key="folder"
        )
        name = st.text_input(
            "4. Who are you? (your name stands at every decision)", key="name"
        )
        st.caption(
            "Where you stand, what you expect, how people were chosen: the start page "
            "keeps these open until you have written them."
        )
        asked = st.form_submit_button("Begin the study", type="primary")
    if not asked:
        return
    with widgets.attempt():
        at = _begin(orientation, note, question, title, folder, name)
    _enter(str(at))


def _begin(
    orientation: str | None,
    note: str,
    question: str,
    title: str,
    folder: str,
    name: str,
) -> Path:
    """The study is in its file; where.

    Raises:
        RefusedError: something was left out, by name.
    """
    left_out = [
        what
        for what, given in (
            ("the tradition", orientation),
            ("what you ask", question.strip()),
            ("what the study is called", title.strip()),
            ("who you are", name.strip()),
        )
        if not given
    ]
    if left_out or orientation is None:
        raise RefusedError(f"please say {', '.join(left_out)}.")
    if orientation == "other" and not note.strip():
        msg = "please say in a sentence what the other tradition is."
        raise RefusedError(msg)
    where = Path(folder).expanduser()
    if not where.is_dir():
        raise RefusedError(f"there is no folder {where}. Make it, or choose another.")
    slug = re.sub(r"[^\w]+", "-", title.strip().lower()).strip("-")[:60] or "study"
    made = Project.create(
        where / f"{slug}.workbench",
        title=title.strip(),
        orientation=orientation,
        researcher=name.strip(),
        note=note.strip() or None,
    )
    by = made.rows(Researcher)[0].id
    rules.ask_question(made, by, question.strip())
    keeping.sign(made, by)
    return where / f"{slug}.workbench"


def _sample() -> None:
    st.write(
        "Twenty-five invented interviews of ten therapists and fifteen clients about "
        "an app that talks back, coded by an invented team from February to June. "
        "Everyone in it is invented; change whatever you like."
    )
    at = Path.home() / "sample-study" / "sample.workbench"
    if at.exists():
        if st.button("Open the sample study", type="primary", key="open_sample"):
            _enter(str(at))
        if st.button("Reset the sample", key="reset_sample"):
            build_anew(at)
    elif st.button("Build and open the sample study", type="primary", key="sample"):
        build_anew(at)


def build_anew(at: Path) -> None:
    """The sample is played anew, month by month, and opened."""
    with st.status("Building the sample study (about ten seconds) …") as status:
        try:
            build_sample(at, replace=at.exists(), say=status.write)
        except WorkbenchError as error:
            status.update(label="The sample could not be built.", state="error")
            st.error(plain(str(error)))
            return
    _enter(str(at))
