"""Parts of the Journal page: writing, looking back, one searchable list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import study
from workbench.coding import memos
from workbench.model import (
    LENSES,
    Code,
    CodedSegment,
    DebriefSession,
    Participant,
    Researcher,
    Theme,
    Transcript,
)
from workbench.trust import field_notes, journal
from workbench.ui import session, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.store.project import Project
    from workbench.trust.journal import Entry

_AT_ONCE: Final = 25
_SHOWN: Final = "notes_shown"
_MAY_READ: Final = {
    "private": "only who wrote it",
    "team": "the team",
    "release": "whoever gets the exports",
}
_LENSES_ASK: Final = (
    "Personal: what is it in me. Interpersonal: what was between us. Methodological: "
    "what the way of working does. Contextual: what is around it."
)


def _things() -> dict[str, str]:
    """What an entry can bear on, by id, as it is called."""
    seen = session.seen()
    found = {t.id: f"theme: {t.name}" for t in seen.read(Theme)}
    found |= {c.id: f"code: {c.name}" for c in seen.read(Code)}
    found |= {t.id: f"transcript: {t.id}" for t in seen.read(Transcript)}
    found |= {p.id: f"participant: {p.id}" for p in seen.read(Participant)}
    return found | {d.id: f"debriefing: {d.at[:10]}" for d in seen.read(DebriefSession)}


def _called(thing: str, things: dict[str, str]) -> str:
    """What a note is about, by name; a coded segment by its words."""
    if thing in things:
        return things[thing]
    found = session.seen().read(CodedSegment, id=thing)
    return f"\u201c{short(found[0].quote, 60)}\u201d" if found else thing


def write(project: Project, by: str) -> None:
    """A new entry, with what may be worth asking oneself at this moment."""
    moment, prompts = journal.prompts_now(project)
    things = _things()
    number = st.session_state.setdefault("entries_written", 0)
    with st.form(f"entry_{number}"):
        st.caption(f"Worth asking {moment}, if you like: " + " ".join(prompts))
        text = st.text_area("Entry", height=150, key=f"entry_text_{number}")
        lenses = st.pills("Lenses", LENSES, selection_mode="multi", help=_LENSES_ASK)
        links = st.multiselect(
            "It bears on", list(things), format_func=lambda t: things[t]
        )
        if st.form_submit_button("Keep", type="primary"):
            st.session_state["entries_written"] = number + 1
            with widgets.attempt("Kept, for your eyes only until you release it."):
                journal.write_entry(project, by, text, lenses=lenses, links=links)


def write_field_note(project: Project, by: str) -> None:
    """What was seen at an interview, and what was made of it."""
    transcripts = sorted(t.id for t in session.seen().read(Transcript))
    number = st.session_state.setdefault("field_notes_written", 0)
    with st.form(f"field_note_{number}"):
        transcript = st.selectbox("Interview", transcripts, index=None)
        held = st.date_input("Day", value=None)
        seen = st.text_area("What you saw and heard (setting, pauses, who was there)")
        made = st.text_area("What you make of it")
        if st.form_submit_button("Keep", type="primary"):
            st.session_state["field_notes_written"] = number + 1
            with widgets.attempt("Kept."):
                field_notes.write(
                    project,
                    by,
                    transcript=transcript,
                    observation=seen,
                    interpretation=made,
                    held_on=held.isoformat() if held else None,
                )


def show_beforehand(project: Project) -> None:
    """What was written before coding, to be read beside what was found."""
    told = journal.beforehand(project)
    if told.positionality is None and told.expectations is None:
        st.info(
            "Where you stand and what you expect are not written yet. They are worth "
            "most before coding; set them under Settings."
        )
        return
    if told.written_before_coding is False:
        st.caption("Written after coding had begun.")
    left, right = st.columns(2)
    for name, text in (
        ("Where I stand", told.positionality),
        ("What I expect", told.expectations),
    ):
        left.header(name)
        left.text(text or "Not written.")
    right.header("What was found")
    themes = [t for t in session.seen().read(Theme) if t.state != "discarded"]
    for theme in themes:
        right.text(f"{theme.name} ({theme.state})")
        if theme.central_concept:
            right.caption(plain(theme.central_concept))
    if not themes:
        right.text("No theme yet.")


def read(project: Project, by: str) -> None:
    """Every note one may read: searched, looked back at, released."""
    found = journal.entries(project, by)
    left, middle, right = st.columns([2, 2, 2])
    words = left.text_input("Search", key="journal_search")
    kinds = middle.multiselect("Kinds", sorted({e.kind for e in found}))
    lenses = right.multiselect("Lenses", LENSES)
    shown = journal.search(found, words, kinds=kinds, lenses=lenses)
    if not found:
        st.info("Nothing is written yet. What do you expect, hope, fear to find?")
        return
    st.caption(f"{len(shown):,} of {len(found):,} notes, newest first")
    things = _things()
    upto = st.session_state.get(_SHOWN, _AT_ONCE)
    for entry in list(reversed(shown))[:upto]:
        _card(project, by, entry, things)
    if len(shown) > upto:
        st.button(
            f"Older ones ({len(shown) - upto})",
            on_click=lambda: st.session_state.update({_SHOWN: upto + _AT_ONCE}),
        )


def _card(project: Project, by: str, entry: Entry, things: dict[str, str]) -> None:
    with st.container(border=True):
        about = (entry.about, *entry.links)
        bears = [_called(t, things) for t in about if t is not None]
        kind = entry.kind.replace("-", " ")
        read_by = f"read by {_MAY_READ[entry.visibility]}"
        told = (entry.at[:10], entry.writer, kind, read_by)
        widgets.in_grey(" · ".join([*told, *entry.lenses, *bears]))
        if entry.text:
            st.text(entry.text)
        if entry.interpretation:
            st.caption("What was made of it")
            st.text(entry.interpretation)
        for day, text in entry.looks_back:
            st.caption(f"Looking back, {day}")
            st.text(text)
        if entry.kind == journal.FIELD_NOTE:
            _to_code(project, by, entry)
        elif entry.by == by:
            _own(project, by, entry)


def _to_code(project: Project, by: str, entry: Entry) -> None:
    """A field note is laid open for coding, or coded further."""
    who = project.one(Researcher, id=by)
    if not study.can(who, study.CODE, project):
        return
    if entry.source is None:
        st.caption(
            "Opened for coding, it is a source of its own: coded like talk, told in "
            "exports as a field note, and never counted as what participants said."
        )
    label = "Open for coding" if entry.source is None else "Go on coding it"
    if st.button(label, key=f"code_{entry.id}"):
        with widgets.attempt():
            source = field_notes.open_for_coding(project, by, entry.id)
        st.session_state["coding"] = source
        session.go("code", transcript=source)


def _own(project: Project, by: str, entry: Entry) -> None:
    with st.container(horizontal=True):
        with st.popover("Look back"), st.form(f"back_{entry.id}", border=False):
            text = st.text_area("What do you say to this now?")
            if st.form_submit_button("Keep"):
                with widgets.attempt("Kept below what you wrote then."):
                    journal.look_back(project, by, entry.id, text)
        with st.popover("Who may read it"):
            for visibility in memos.VISIBILITIES:
                if st.button(
                    _MAY_READ[visibility].capitalize(),
                    key=f"{visibility}_{entry.id}",
                    disabled=visibility == entry.visibility,
                ):
                    with widgets.attempt("Changed."):
                        memos.release(project, by, entry.id, visibility)
