"""A transcript to read, with what belongs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.familiarise.marks import carried, questions_asked
from workbench.familiarise.search import find
from workbench.familiarise.transcripts import turns_of
from workbench.familiarise.voices import groups_in, voices
from workbench.model import GuideQuestion, Memo, PassedOver, Transcript
from workbench.ui import reader, session
from workbench.ui.desk import desk
from workbench.ui.plain import plain
from workbench.ui.reading import beside, notes, searching, sound

if TYPE_CHECKING:
    from workbench.familiarise.voices import Voice
    from workbench.model import Turn
    from workbench.ui.seen import Seen


def show(seen: Seen) -> None:
    """One transcript, chosen by name; notes, the turn and the whole beside it."""
    transcripts = {t.id: t for t in seen.rows(Transcript, state="active")}
    wanted = st.session_state.pop("go_to_transcript", None)
    if wanted in transcripts:
        st.session_state["transcript"] = wanted
    cast = seen.once("voices", lambda: voices(seen))
    left, right = st.columns([5, 3])
    with left:
        chosen = _choose(transcripts, cast)
        version = chosen.version
        turns = seen.once(("turns", version), lambda: turns_of(seen.project, version))
        _remember_place(seen, chosen, turns)
        heard = sound.address(seen, chosen)
        reader.show(
            version,
            turns,
            cast[version],
            questions=_questions(seen, chosen, turns),
            passed=_passed(seen, chosen, turns),
            found=_pointed_out(seen, version),
            heard=heard,
        )
        st.caption(reader.KEYS_WITH_SOUND if heard else reader.KEYS)
    with right:
        _warning(seen, chosen)
        st.session_state.setdefault("beside", "Notes")
        about = st.segmented_control(
            "Beside the text",
            ("Notes", "This turn", "Speakers", "Transcript"),
            key="beside",
            label_visibility="collapsed",
        )
        if about == "This turn":
            beside.turn(seen, chosen, turns, cast[version])
        elif about == "Speakers":
            beside.speakers(seen, chosen, turns, cast[version])
        elif about == "Transcript":
            beside.transcript(seen, chosen, turns)
        else:
            notes.show(seen, chosen)


def _choose(
    transcripts: dict[str, Transcript],
    cast: dict[str, dict[int, Voice]],
) -> Transcript:
    session.in_hand("transcript", transcripts)

    def describe(each: str) -> str:
        group = ", ".join(groups_in(cast[transcripts[each].version]))
        return f"{each} · {group}" if group else each

    def step(by: int) -> None:
        order = list(transcripts)
        at = order.index(st.session_state["transcript"])
        st.session_state["transcript"] = order[(at + by) % len(order)]

    name, before, after, code = st.columns(
        [4, 1.4, 1.2, 2.2], vertical_alignment="bottom"
    )
    chosen = name.selectbox(
        "Transcript",
        list(transcripts),
        format_func=describe,
        key="transcript",
        label_visibility="collapsed",
    )
    before.button("Before", on_click=step, args=(-1,), width="stretch")
    after.button("Next", on_click=step, args=(1,), width="stretch")
    if code.button("Code this one", key="code_this", width="stretch"):
        session.go("code", transcript=chosen)
    return transcripts[chosen]


def _warning(seen: Seen, chosen: Transcript) -> None:
    """What a reader should know before she reads on."""
    for memo in seen.read(Memo, kind="content-warning", about=chosen.id):
        st.warning(plain(memo.text))


def _remember_place(seen: Seen, chosen: Transcript, turns: list[Turn]) -> None:
    """Where reading stopped last time, once for each opening of the transcript."""
    if st.session_state.get("place_shown") == chosen.version:
        return
    st.session_state["place_shown"] = chosen.version
    at = desk().places.get(seen.project.uuid, {}).get(chosen.id)
    if at is None or reader.chosen(chosen.version) is not None:
        return
    for turn in turns:
        if turn.start <= at <= turn.end:
            reader.go_to(chosen.version, turn.index)


def _questions(seen: Seen, chosen: Transcript, turns: list[Turn]) -> dict[int, str]:
    asked = seen.once("asked", lambda: questions_asked(seen.project))
    texts = {each.id: each.text for each in seen.read(GuideQuestion)}
    at = {turn.start: turn.index for turn in turns}
    return {
        at[each.start]: texts[each.question]
        for each in asked.get(chosen.id, ())
        if each.start in at
    }


def _passed(seen: Seen, chosen: Transcript, turns: list[Turn]) -> list[int]:
    rows = seen.rows(PassedOver, transcript=chosen.id, state="active")
    spans = [(start, end) for _, start, end in carried(seen.project, rows)]
    return [
        turn.index
        for turn in turns
        if any(start <= turn.start and turn.end <= end for start, end in spans)
    ]


def _pointed_out(seen: Seen, version: str) -> dict[int, list[tuple[int, int]]]:
    """What was searched for last, where this transcript holds it."""
    asked = st.session_state.get("point_out")
    if not asked:
        return {}
    here = [line for line in searching.lines(seen) if line.version == version]
    try:
        hits = find(here, asked[0], asked[1] or "words")
    except WorkbenchError:
        return {}
    found: dict[int, list[tuple[int, int]]] = {}
    for hit in hits:
        start = hit.line.start
        found.setdefault(hit.line.turn, []).append((hit.start - start, hit.end - start))
    return found
