"""A transcript to read, in a page of the app: walked by keys, one turn chosen.

The part in the browser is `frontend/`; every word enters there as text.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streamlit.components.v2.types import ComponentRenderer

    from workbench.coding.placed import InTalk
    from workbench.familiarise.voices import Voice
    from workbench.model import Turn

#: Where the page keeps which turn is chosen, and where it wants the reader to go.
_CHOSEN, _GO, _PICKED = "chosen_turn", "go_to_turn", "chosen_stretch"
KEYS: Final = "j and k or the arrows walk the turns."
KEYS_WITH_SOUND: Final = (
    "j, k: walk the turns · t: play this turn · n: the next one · p: pause and go on · "
    "b: back three seconds · < and >: speed. While you type beside the text: Ctrl+. "
    "pauses and goes on, Ctrl+, goes back three seconds."
)


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component(
        "workbench.reader", js="reader.js", css="reader.css", isolate_styles=False
    )


def chosen(version: str) -> int | None:
    """The turn that is chosen in this version."""
    at: tuple[str, int] | None = st.session_state.get(_CHOSEN)
    return at[1] if at is not None and at[0] == version else None


def go_to(version: str, turn: int) -> None:
    """A turn is chosen and brought into sight when the page is drawn next."""
    st.session_state[_CHOSEN] = (version, turn)
    st.session_state[_GO] = {"turn": turn, "nonce": secrets.token_hex(4)}


def show(
    version: str,
    turns: Sequence[Turn],
    cast: Mapping[int, Voice],
    *,
    questions: Mapping[int, str],
    passed: Sequence[int],
    found: Mapping[int, Sequence[tuple[int, int]]],
    heard: str | None = None,
) -> None:
    """A version's turns are on the page.

    Args:
        version: its id.
        turns: in order, words as text.
        cast: speakers by number.
        questions: turn -> the question of the guide that it asks.
        passed: turns that were passed over on purpose.
        found: turn -> stretches, counted from the turn's own start, to be pointed out.
        heard: the address of its recording.
    """

    def take_in() -> None:
        at = st.session_state["reader"].get("chosen")
        if at is not None:
            st.session_state[_CHOSEN] = (version, int(at))

    shown: list[dict[str, Any]] = []
    for turn in turns:
        voice = cast.get(-1 if turn.speaker is None else turn.speaker)
        shown.append(
            {
                "index": turn.index,
                "who": voice.label if voice else "no speaker named",
                "asking": bool(voice and voice.is_asking),
                "ms": turn.start_ms,
                "text": turn.text,
            }
        )
    _component()(
        key="reader",
        data={
            "doc": version,
            "turns": shown,
            "questions": {str(turn): text for turn, text in questions.items()},
            "passed": list(passed),
            "found": {
                str(turn): [list(span) for span in spans]
                for turn, spans in found.items()
            },
            "go": st.session_state.get(_GO),
            "heard": heard,
        },
        on_chosen_change=take_in,
    )


def stretches(
    key: str, found: Sequence[InTalk], notes: Sequence[str], *, height: int = 480
) -> int | None:
    """Coded segments in their surroundings, one below the other; which one is chosen.

    Args:
        key: of this list on the page.
        found: the segments with their words.
        notes: a line above each: its code, who coded it.
        height: in pixels.
    """

    def take_in() -> None:
        at = st.session_state[key].get("chosen")
        if at is not None:
            st.session_state[_PICKED] = (doc, int(at))

    doc = "/".join((key, *(each.placed.id for each in found)))
    shown, marks = [], {}
    for number, each in enumerate(found):
        placed = each.placed
        # a transcript is often called as the person who speaks in it
        parts = dict.fromkeys((placed.transcript, placed.voice.label, placed.group))
        who = " · ".join(part for part in parts if part)
        shown.append(
            {
                "index": number,
                "who": who,
                "asking": placed.voice.is_asking,
                "ms": None,
                "text": each.before + each.words + each.after,
            }
        )
        marks[str(number)] = [[len(each.before), len(each.before) + len(each.words)]]
    _component()(
        key=key,
        data={
            "doc": doc,
            "turns": shown,
            "questions": {str(at): note for at, note in enumerate(notes)},
            "passed": [],
            "found": marks,
            "height": height,
            "plain": True,
            "go": None,
        },
        on_chosen_change=take_in,
    )
    picked: tuple[str, int] | None = st.session_state.get(_PICKED)
    return picked[1] if picked is not None and picked[0] == doc else None
