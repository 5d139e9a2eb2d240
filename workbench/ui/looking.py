"""Looking again: what people marked, and where the machine points when it is asked."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding.looking import CODES, NOTHING, READINGS, SEGMENT, Reading
from workbench.coding.offers import acceptance, outcomes
from workbench.coding.placed import Placed, in_talk
from workbench.coding.pointers import Pointed, Pointers
from workbench.coding.unaided import marked_otherwise, people_without
from workbench.errors import WorkbenchError
from workbench.familiarise.voices import NOBODY, voices
from workbench.model import CodedSegment, Researcher, Turn
from workbench.study import LOCK, is_on
from workbench.themes.board import standing_themes
from workbench.ui import reader, session, widgets
from workbench.ui.at_work import read_talk
from workbench.ui.code_list import facts
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from workbench.ui.seen import Seen

#: What the window was last pointed at, by reading: what was asked, and the passages.
_LOOKED: Final = "looked_at_again"
_MARKED: Final = "Marked absent or contested, by people"


def choose(seen: Seen) -> list[str]:
    """The code that is to be looked at, or the codes of the theme."""
    codes = facts.codes(seen)
    bearing = Counter(each.code for each in facts.placed(seen))
    known = {each: (codes[each].name, [each]) for each in codes if bearing[each]}
    most = max(known, key=lambda each: bearing[each], default=None)
    known |= {
        theme.id: (f"{theme.name} (theme)", [c for c in theme.codes if c in codes])
        for theme in standing_themes(seen.project)
    }
    if st.session_state.get("look_at") not in known:
        st.session_state["look_at"] = most
    chosen = st.selectbox(
        "Code or theme",
        sorted(known, key=lambda each: known[each][0].casefold()),
        format_func=lambda each: known[each][0],
        key="look_at",
    )
    return known[chosen][1] if chosen else []


def at_codes(seen: Seen, codes: Sequence[str], words: DeltaGenerator) -> None:
    """A code or a theme: by people's marks first, then by the machine, if asked.

    Args:
        seen: the study.
        codes: the code, or those of the theme.
        words: the part of the page where passages are read.
    """
    silent = people_without(seen.project, codes)
    if silent:
        widgets.in_grey(f"No segment so far of: {', '.join(silent)}")
    readings = {r.title: r for r in READINGS.values() if r.about == CODES}
    chosen = st.radio(
        "Look at",
        [_MARKED, *readings],
        key="look_reading",
        label_visibility="collapsed",
    )
    st.caption(
        "Who says the opposite cannot be found by likeness: “I trust it” and “I don't "
        "trust it” are neighbours. Only what a person marked tells of it."
    )
    if chosen in readings:
        ask(seen, readings[chosen], codes, words)
        return
    marked = {each.id for each in marked_otherwise(seen.project, codes)}
    own = [each for each in facts.placed(seen) if each.id in marked]
    with words:
        if own:
            facts.read_segments(seen, "marked_otherwise", own, with_code=True)
        else:
            st.info(
                "Nobody has marked a segment absent or contested here. In the coding "
                "pane, p on a segment sets its polarity."
            )


def at_whole(seen: Seen, words: DeltaGenerator) -> None:
    """The whole study: where to read next, and what fits no code."""
    readings = {r.title: r for r in READINGS.values() if r.about == NOTHING}
    chosen = st.radio(
        "Look at", list(readings), key="look_whole", label_visibility="collapsed"
    )
    ask(seen, readings[chosen or next(iter(readings))], (), words)


def by_words(seen: Seen, words: DeltaGenerator) -> None:
    """Stretches that are near to words of one's own, in what a person has read."""
    said = st.text_area(
        "Say it in a sentence, as somebody might have said it",
        key="look_words",
        height=120,
        help="Looked for by meaning, on this machine; your words are not recorded.",
    ).strip()
    ask(seen, READINGS["by-words"], [said] if said else [], words)


def ask(
    seen: Seen, reading: Reading, about: Sequence[str], words: DeltaGenerator
) -> None:
    """A button that asks, and beside it what the machine then points at."""
    if is_on(seen.project, LOCK) or not is_on(seen.project, reading.switch):
        st.info(
            f"The machine is not asked here: {reading.switch} is off in this study. "
            "You can look without it; Settings has the switch."
        )
        return
    wanting = bool(reading.about) and not about
    if st.button("Ask the machine", key=f"ask_{reading.name}", disabled=wanting):
        _ask(seen, reading, about)
    asked = (seen.project.uuid, tuple(about))
    looked: dict[str, tuple[object, list[Pointed]]] = st.session_state.get(_LOOKED, {})
    kept = looked.get(reading.name)
    if kept is not None and kept[0] == asked:
        with words:
            _show(seen, reading, about, kept[1])


def _ask(seen: Seen, reading: Reading, about: Sequence[str]) -> None:
    project, me = seen.project, session.me()
    try:
        encoder, talk = read_talk(project, f"stop_{reading.name}")
        pointers = Pointers(project, me, encoder=encoder, talk=talk)
        found = pointers.read(reading.name, about)
    except WorkbenchError as refusal:
        st.warning(plain(str(refusal)))
        return
    looked = st.session_state.setdefault(_LOOKED, {})
    looked[reading.name] = ((project.uuid, tuple(about)), found)


def _show(
    seen: Seen, reading: Reading, about: Sequence[str], found: Sequence[Pointed]
) -> None:
    if not found:
        st.info("Nothing close enough, or nothing to point at. An empty list is right.")
        return
    st.caption(
        f"The number is the cosine to {reading.likeness}: closeness of wording and "
        "topic, no confidence. Whether it means the same is yours to say."
    )
    notes = [_note(seen, each) for each in found]
    placed = [_placed(seen, each) for each in found]
    at = reader.stretches(
        f"pointed_{reading.name}", in_talk(seen.project, placed), notes
    )
    one = None if at is None else found[at]
    open_it, kind, piles = st.columns(3)
    if open_it.button("Open the chosen one in the pane", disabled=one is None) and one:
        session.go(
            "code",
            transcript=one.transcript,
            start=str(one.start),
            end=str(one.end),
            segment=one.segment or "",
        )
    if reading.name == "piles" and len(about) == 1:
        if piles.button("Sort the code by these piles"):
            st.session_state["piles_proposed"] = {p.segment: p.pile for p in found}
            st.session_state["code_chosen"] = about[0]
            st.session_state["code_view"] = "Split"
            session.go("codes")
    elif reading.about != SEGMENT and one is not None and one.segment:
        with kind:
            ask(seen, READINGS["of-its-kind"], [one.segment], st.container())


def _note(seen: Seen, each: Pointed) -> str:
    parts = [
        f"pile {each.pile}" if each.pile else "",
        facts.names(seen).get(each.code or "", ""),
    ]
    parts.append(f"{each.similarity:.2f}")
    beside = seen.read(CodedSegment, id=each.beside) if each.beside else []
    parts += [f"beside {b.transcript}: “{short(b.quote, 160)}”" for b in beside]
    return " · ".join(part for part in parts if part)


def _placed(seen: Seen, each: Pointed) -> Placed:
    """A passage as the reader shows it, coded or not."""
    turns = sorted(seen.rows(Turn, version=each.version), key=lambda turn: turn.start)
    turn = turns[max(0, bisect_right([t.start for t in turns], each.start) - 1)]
    cast = seen.once("cast", lambda: voices(seen)).get(each.version, {})
    return Placed(
        id=each.segment or f"{each.version}:{each.start}",
        code=each.code or "",
        transcript=each.transcript,
        version=each.version,
        start=each.start,
        end=each.end,
        turn=turn.index,
        voice=cast.get(-1 if turn.speaker is None else turn.speaker, NOBODY),
        question=None,
        polarity=None,
        target=None,
        by="",
        origin="",
        along=each.start / max(1, turns[-1].end),
    )


def at_offers(seen: Seen) -> None:
    """What the machine offered so far, what became of it, and a question to each."""
    ends = outcomes(seen.project)
    if not ends["shown"]:
        st.info("The machine has suggested nothing in this study.")
        return
    told = (f"{count} {name}" for name, count in ends.items() if count)
    st.text(f"Suggestions: {', '.join(told)}.")
    st.caption(
        "Ignored are those that were left open when the machine was asked again about "
        "the same transcript. None of this says how good a suggestion was."
    )
    people = {who.id: who.name for who in seen.read(Researcher)}
    names = facts.names(seen)
    asked = [(each, each.question()) for each in acceptance(seen.project)]
    for each, question in asked:
        if question:
            of = f", {names.get(each.code, each.code)}" if each.code else ""
            st.text(f"{people.get(each.coder, each.coder)}{of}: {question}")
    if not any(question for _, question in asked):
        st.caption("Too few were decided on to ask anybody about it.")
