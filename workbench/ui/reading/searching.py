"""The search through all transcripts, and coding what it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding.from_search import EXTENTS, code_hits
from workbench.errors import WorkbenchError
from workbench.familiarise.search import (
    KINDS,
    LIMIT,
    Hit,
    Kind,
    Line,
    Narrowed,
    concordance,
    find,
)
from workbench.model import SPEAKER_ROLES, Code, CodedSegment
from workbench.ui import reader, session, widgets
from workbench.ui.plain import plain
from workbench.ui.reading.listing import open_transcript

if TYPE_CHECKING:
    from workbench.ui.seen import Seen

_KINDS: Final = {
    "words": "words, in one turn",
    "phrase": "exact phrase",
    "expression": "regular expression",
}
_EXTENTS: Final = {
    "words": "the words found",
    "sentence": "the sentence around them",
    "turn": "the whole turn",
}


def lines(seen: Seen) -> list[Line]:
    """The talk as it is searched, read once until something changes."""
    return seen.once("concordance", lambda: concordance(seen))


def show(seen: Seen) -> None:
    """What to look for, where, and what was found."""
    if "search" in st.query_params:
        st.session_state["looked_for"] = st.query_params.pop("search")
    asked, kind, narrowed = _asking(seen)
    if not asked.strip():
        st.caption(
            "Words are whole words; `listen*` finds any ending. What is found can be "
            "opened where it stands, or coded together."
        )
        return
    try:
        hits = find(lines(seen), asked, kind, narrowed)
    except WorkbenchError as error:
        st.warning(plain(str(error)))
        return
    transcripts = len({hit.line.transcript for hit in hits})
    found = f"{len(hits):,} found in {transcripts} transcripts."
    # the search stopped there: neither number is how often it is said
    stopped = f"More than {LIMIT:,} found; the first {LIMIT:,} are shown. Narrow it."
    st.caption(stopped if len(hits) == LIMIT else found)
    if hits:
        _found(seen, asked, hits)


def _asking(seen: Seen) -> tuple[str, Kind, Narrowed]:
    codes = {code.id: code.name for code in seen.read(Code, state="active")}
    groups = sorted({line.voice.group for line in lines(seen) if line.voice.group})
    what, how = st.columns([3, 2])
    asked = what.text_input("Look for", key="looked_for")
    st.session_state.setdefault("looked_as", "words")
    kind: Kind | None = how.segmented_control(
        "As", KINDS, format_func=_KINDS.__getitem__, key="looked_as"
    )
    who, group, code, where = st.columns(4)
    roles = who.multiselect("Said by", SPEAKER_ROLES, key="said_by")
    chosen = group.multiselect("Of group", groups, key="of_group")
    under = code.multiselect(
        "Within segments coded",
        sorted(codes, key=lambda each: codes[each].casefold()),
        format_func=codes.__getitem__,
        key="within_code",
    )
    transcripts = where.multiselect(
        "In transcripts",
        sorted({line.transcript for line in lines(seen)}),
        key="in_transcripts",
    )
    within: dict[str, list[tuple[int, int]]] | None = None
    if under:
        within = {}
        for segment in seen.rows(CodedSegment, state="active"):
            if segment.code in under and segment.anchor != "lost":
                span = (segment.start, segment.end)
                within.setdefault(segment.transcript, []).append(span)
    return asked, kind or "words", Narrowed(transcripts, chosen, roles, within)


def _found(seen: Seen, asked: str, hits: list[Hit]) -> None:
    chosen = st.dataframe(
        [
            {
                "Transcript": hit.line.transcript,
                "Speaker": hit.line.voice.label,
                "Group": hit.line.voice.group or "",
                "Before": hit.before,
                "Found": hit.words,
                "After": hit.after,
            }
            for hit in hits
        ],
        hide_index=True,
        width="stretch",
        height=380,
        on_select="rerun",
        selection_mode="multi-row",
        key="found",
        column_config={"Before": st.column_config.TextColumn(alignment="right")},
    )
    marked = [hits[row] for row in chosen["selection"]["rows"] if row < len(hits)]
    if st.button(
        "Open the marked one where it stands",
        key="open_found",
        disabled=len(marked) != 1,
    ):
        reader.go_to(marked[0].line.version, marked[0].line.turn)
        st.session_state["point_out"] = (asked, st.session_state.get("looked_as"))
        open_transcript(marked[0].line.transcript)
    _code_together(seen, asked, hits, marked)


def _code_together(seen: Seen, asked: str, hits: list[Hit], marked: list[Hit]) -> None:
    """Hits are coded as one act: one reason, one undo, and their origin kept."""
    codes = {code.id: code for code in seen.read(Code, state="active")}
    if not codes:
        st.caption("To code what was found, make a code first (Code, or Code list).")
        return
    which = marked or hits
    said = "the marked" if marked else "all"
    with st.form("code_found"):
        st.markdown(f"**Code {said} {len(which):,} together**")
        code, extent, why = st.columns([2, 2, 3])
        under = code.selectbox(
            "Code",
            sorted(codes, key=lambda each: codes[each].name.casefold()),
            format_func=lambda each: codes[each].name,
            key="code_for_found",
            index=None,
        )
        reach = extent.selectbox(
            "What is coded",
            EXTENTS,
            format_func=_EXTENTS.__getitem__,
            index=1,
            key="reach",
        )
        reason = why.text_input("Why these belong there (kept as a memo)", key="why")
        agreed = st.checkbox(
            "I have looked at what is coded here",
            key="looked_at",
            help="A search finds words, not meanings: 'I never trust it' as well.",
        )
        coded = st.form_submit_button("Code them as one act")
    if not coded:
        return
    if under is None or not agreed:
        st.warning("Choose a code, and say that you have looked at what was found.")
        return
    with widgets.attempt():
        made = code_hits(
            seen.project,
            session.me(),
            which,
            under,
            extent=reach,
            asked=asked,
            reason=reason,
        )
    known = f" {made.known} bore it already." if made.known else ""
    widgets.say(
        f"{len(made.segments)} segments coded as one act; undo takes back all.{known}"
    )
    st.rerun()
