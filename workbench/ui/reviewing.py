"""Develop and review: a theme against its extracts, and against the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.model import (
    CASE_ACTIONS,
    THEME_STATES,
    Extract,
    NegativeCase,
    Participant,
)
from workbench.study import is_on
from workbench.themes import negative_cases, review, reviewing, themes
from workbench.ui import basing, contrasting, extracts, session, widgets
from workbench.ui.plain import short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.model import Theme
    from workbench.store.project import Project
    from workbench.themes.review import InContext
    from workbench.themes.voices import Voices

#: Extracts shown on one page of the list.
_AT_ONCE: Final = 60
_ALL: Final = "everyone"
#: The theme and the extract that was said to speak against it.
_PICKED: Final = "picked against the theme"


def overview(project: Project, voices: Voices, standing: list[Theme]) -> None:
    """Who speaks in each theme; shares only where the study shows numbers."""
    counts = is_on(project, "counts")
    rows: list[dict[str, object]] = []
    for theme, reach in zip(standing, review.reach(voices, standing), strict=True):
        row: dict[str, object] = {"Theme": theme.name, "State": theme.state}
        for group, (here, size) in reach.groups.items():
            row[group] = f"{here} of {size}"
        row["Transcripts"] = reach.transcripts
        if counts:
            row["Segments"] = reach.segments
            most = reach.most
            row["Speaks most"] = f"{most[0]}: {most[1]:.0%}" if most else ""
        row["Negative cases"] = negative_cases.against(project, theme.id).in_words
        rows.append(row)
    widgets.table(rows, key="reach")
    if not counts:
        st.caption(
            "Shares and numbers of segments are off in this study (setting: counts)."
        )


def extracts_of(
    project: Project, by: str, voices: Voices, theme: Theme, standing: list[Theme]
) -> None:
    """All extracts of the theme, to be read by group and by person."""
    found = review.extracts(project, voices, theme.id, standing)
    people = list(dict.fromkeys(p for each in found for p in each.people))
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    who = left.selectbox("Whose words", [_ALL, *people], key=f"whose_{theme.id}")
    beside = right.toggle("Groups side by side", key="groups_beside")
    shown = [each for each in found if who in (_ALL, *each.people)]
    if len(shown) > _AT_ONCE:
        pages = -(-len(shown) // _AT_ONCE)
        page = st.segmented_control(
            "Part", range(1, pages + 1), default=1, key=f"part_{theme.id}"
        )
        shown = shown[((page or 1) - 1) * _AT_ONCE : (page or 1) * _AT_ONCE]
    groups = list(voices.group_sizes()) if beside else []

    def picked(act: str, segment: str) -> None:
        _pick(project, by, theme.id, act, segment)

    extracts.show(
        shown,
        key="theme_extracts",
        groups=groups,
        actions={"quote": "Quote it", "against": "It speaks against the theme"},
        marks=_marks(project, theme.id),
        picked=picked,
    )


def _marks(project: Project, theme: str) -> dict[str, list[str]]:
    """What was decided about a theme's extracts, by segment."""
    found: dict[str, list[str]] = {}
    for extract in project.rows(Extract, theme=theme, state="chosen"):
        found.setdefault(extract.segment, []).append(f"quoted, {extract.id}")
    for case in project.rows(NegativeCase, theme=theme):
        if case.segment:
            found.setdefault(case.segment, []).append("negative case")
    return found


def _pick(project: Project, by: str, theme: str, act: str, segment: str) -> None:
    if act == "against":
        st.session_state[_PICKED] = (theme, segment)
        widgets.say("Say under 'Against it' how this extract differs.")
        return
    try:
        name = themes.choose_extract(project, by, theme, segment)
    except WorkbenchError as error:
        widgets.say(str(error))
    else:
        widgets.say(f"Chosen to be quoted, as {name}.")


def questions(project: Project, by: str, theme: Theme) -> None:
    """The five review questions, each with its latest answer."""
    given = reviewing.answers(project, theme.id)
    with st.form(f"review_{theme.id}", border=False):
        typed = {}
        for name, asked in reviewing.QUESTIONS.items():
            before = given.get(name)
            typed[name] = st.text_area(
                asked,
                before.text if before else "",
                height=68,
                key=f"review_{theme.id}_{name}",
            )
        if st.form_submit_button("Keep the answers"):
            with widgets.attempt("Kept."):
                for name, text in typed.items():
                    if text.strip():
                        reviewing.answer(project, by, theme.id, name, text)


def state(project: Project, by: str, theme: Theme) -> None:
    """Where the theme stands, forwards and backwards; a concept on the way."""
    form = basing.form_of(project, theme.id, "state", "concept")
    with st.form(f"state_{form}", border=False):
        concept = st.text_area(
            "Central organising concept: the one idea its codes share",
            theme.central_concept or "",
            height=68,
            key=f"concept_{form}",
        )
        left, right = st.columns([1, 3], vertical_alignment="bottom")
        states = [each for each in THEME_STATES if each != "discarded"]
        chosen = left.selectbox(
            "State", states, states.index(theme.state), key=f"state_of_{form}"
        )
        why = right.text_input("Why (may stay empty)", key=f"state_why_{form}")
        if st.form_submit_button("Keep") and basing.is_current(
            project, theme.id, "state"
        ):
            with widgets.attempt("Kept."):
                if concept.strip() != (theme.central_concept or ""):
                    themes.conceive(
                        project, by, theme.id, central_concept=concept, reason=why
                    )
                if chosen != theme.state:
                    themes.change_state(project, by, theme.id, chosen, why or None)
                basing.kept(theme.id, "state")


def read_again(project: Project, by: str, standing: list[Theme]) -> None:
    """Every transcript against all themes of today: read, stale, or not yet."""
    names = {theme.id: theme.name for theme in standing}
    found = reviewing.read_again(project)
    widgets.table(
        [
            {
                "Transcript": each.transcript,
                "Status": each.status,
                "Last read": each.last.at[:10] if each.last else "",
                "Then": _then(each),
                "Changed since": ", ".join(short(names[t], 30) for t in each.since)
                if each.last
                else ("came when there were themes" if each.came_late else ""),
            }
            for each in found
        ],
        key="rereads",
    )
    with st.form("reread", border=False, clear_on_submit=True):
        left, right = st.columns([1, 3], vertical_alignment="bottom")
        transcript = left.selectbox(
            "I read again, whole",
            [each.transcript for each in sorted(found, key=_is_read)],
            key="reread_transcript",
        )
        text = right.text_input(
            "What changes (empty: nothing changes)", key="reread_text"
        )
        record, read = st.columns([1, 5])
        if read.form_submit_button("Read it first") and transcript:
            session.go("familiarise", transcript=transcript)
        if record.form_submit_button("Record it") and transcript:
            with widgets.attempt(f"{transcript} read against {len(standing)} themes."):
                reviewing.record_reread(
                    project, by, transcript, changed=bool(text.strip()), text=text
                )


def _is_read(each: reviewing.ReadAgain) -> bool:
    """Whether nothing is left to read it against; such transcripts come last."""
    return each.status == reviewing.READ


def _then(each: reviewing.ReadAgain) -> str:
    if each.last is None:
        return ""
    return each.last.text or ("something changed" if each.last.changed else "no change")


def against(project: Project, by: str, voices: Voices, theme: Theme) -> None:
    """Negative cases with what was done; searches that found none."""
    known = negative_cases.against(project, theme.id)
    st.text(f"Negative cases: {known.in_words}.")
    picked = st.session_state.get(_PICKED)
    segment = picked[1] if picked and picked[0] == theme.id else None
    segments = {segment, *(case.segment for case in known.cases)}
    said = {
        each.segment: f"{', '.join(each.people) or each.transcript}: {each.quote}"
        for each in review.in_context(
            project, [v for v in voices.all if v.segment.id in segments]
        )
    }
    for case in known.cases:
        _case(project, by, case, said)
    for search in known.searches:
        outcome = "some found" if search.found else "none found"
        st.text(f"{search.at[:10]} looked ({outcome}): {search.how}")
    if segment:
        widgets.in_grey(f"You picked: {said.get(segment, '')}")
    with st.form(f"case_{theme.id}", border=False, clear_on_submit=True):
        people = [each.id for each in project.rows(Participant) if each.state != "all"]
        left, right = st.columns([1, 3])
        person = left.selectbox(
            "Who", ["", *people], key=f"case_who_{theme.id}", disabled=bool(segment)
        )
        differs = right.text_input(
            "How does the case differ from the theme?",
            key=f"case_text_{theme.id}",
        )
        how = st.text_input(
            "How I looked (records the search; needed where none was found)",
            key=f"case_how_{theme.id}",
        )
        one, other = st.columns(2)
        if one.form_submit_button("Note the case"):
            with widgets.attempt("Noted."):
                negative_cases.note(
                    project,
                    by,
                    theme.id,
                    differs,
                    segment=segment,
                    participant=None if segment else person or None,
                    how=how,
                )
                st.session_state.pop(_PICKED, None)
        if other.form_submit_button("I looked and found none"):
            with widgets.attempt("Recorded."):
                negative_cases.record_search(project, by, theme.id, how, found=False)


def _case(
    project: Project, by: str, case: NegativeCase, said: Mapping[str, str]
) -> None:
    with st.container(border=True):
        if case.segment:
            gone = "Its extract is no longer coded."
            widgets.in_grey(said.get(case.segment, gone))
        st.text(
            f"{case.participant}: {case.differs}" if case.participant else case.differs
        )
        with st.form(f"answer_{case.id}", border=False):
            left, right = st.columns([1, 3], vertical_alignment="bottom")
            action = left.selectbox(
                "What was done",
                CASE_ACTIONS,
                CASE_ACTIONS.index(case.action),
                key=f"action_{case.id}",
            )
            told = right.text_input("How", case.account or "", key=f"told_{case.id}")
            if st.form_submit_button("Keep"):
                with widgets.attempt("Kept."):
                    negative_cases.answer(project, by, case.id, action, told)


def groups(
    project: Project, by: str, voices: Voices, theme: Theme, standing: list[Theme]
) -> None:
    """What each group says in the theme, side by side, and how they stand."""
    sizes = list(voices.group_sizes())
    contrasting.ask(project, by, theme, sizes)
    found: list[InContext] = review.extracts(project, voices, theme.id, standing)
    extracts.show(found, key="contrast_extracts", groups=sizes, height=380)


def overlaps(voices: Voices, standing: list[Theme], codes: dict[str, str]) -> None:
    """Themes that hold the same codes or lie on the same talk."""
    names = {theme.id: theme.name for theme in standing}
    found = review.overlaps(voices, standing)
    if not found:
        st.caption("No two themes share a code or a stretch of talk.")
        return
    widgets.table(
        [
            {
                "Theme": names[each.one],
                "And": names[each.other],
                "Codes in both": ", ".join(codes.get(c, c) for c in each.codes),
                "On the same talk": f"{each.segments} of {each.of} segments",
            }
            for each in found
        ],
        key="overlaps",
    )
    st.caption("Overlap is a question: two themes, two sides of one, or a rich code?")
