"""All codes in their order: chosen, put under one another, begun."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench import study
from workbench.coding import codes as coding
from workbench.coding.splitting import colours
from workbench.errors import WorkbenchError
from workbench.model import Researcher
from workbench.study import is_on
from workbench.ui import session, widgets
from workbench.ui.code_list import facts
from workbench.ui.coder.picture import colour

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

    from workbench.model import Code
    from workbench.store.project import Project
    from workbench.ui.seen import Seen

_CHOSEN: Final = "code_chosen"
#: Moves that were done or refused, which the browser need not send again.
_ANSWERED: Final = "code_moves_answered"


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component(
        "workbench.codes", js="tree.js", css="tree.css", isolate_styles=False
    )


def show(seen: Seen) -> Code | None:
    """The tree on the page; the code that is chosen in it."""
    known = facts.codes(seen)
    in_order = facts.as_tree(known)
    me = session.me()
    chosen = st.session_state.get(_CHOSEN)
    if chosen not in known:
        chosen = in_order[0][0].id if in_order else None

    def choose() -> None:
        picked = st.session_state["code_tree"].get("chosen")
        if picked:
            st.session_state[_CHOSEN] = picked

    def move() -> None:
        sent = st.session_state["code_tree"].get("moved")
        if sent:
            answered = st.session_state.setdefault(_ANSWERED, [])
            answered += _take_in(seen.project, me, sent["moves"], answered)

    if known:
        _component()(
            key="code_tree",
            data={
                "codes": _rows(seen, [code for code, _ in in_order]),
                "chosen": chosen,
                "may": study.can(
                    seen.project.one(Researcher, id=me), study.CODE, seen.project
                ),
                "answered": st.session_state.get(_ANSWERED, [])[-50:],
            },
            on_chosen_change=choose,
            on_moved_change=move,
        )
    _begin(seen)
    return known.get(chosen) if chosen else None


def _take_in(
    project: Project, by: str, moves: list[dict[str, Any]], answered: list[str]
) -> list[str]:
    """The moves are done, each once; what is refused is said on the page."""
    done = []
    for each in moves:
        act = str(each["act"])
        if act in answered:
            continue
        try:
            if not project.events_of_act(act):
                coding.move(project, by, str(each["code"]), each["to"], act=act)
        except WorkbenchError as refusal:
            widgets.refuse(str(refusal))
        done.append(act)
    return done


def _rows(seen: Seen, in_order: list[Code]) -> list[dict[str, Any]]:
    chosen = seen.once("colours", lambda: colours(seen.project))
    numbers = _numbers(seen) if is_on(seen.project, "counts") else {}
    return [
        {
            "id": code.id,
            "name": code.name,
            "definition": code.definition or "",
            "parent": code.parent,
            "colour": chosen.get(code.id) or colour(code.id),
            "numbers": numbers.get(code.id, ""),
        }
        for code in in_order
    ]


def _numbers(seen: Seen) -> dict[str, str]:
    """How many people and segments, where counts are on; those in notes apart."""
    used: dict[str, set[str]] = {}
    counted: Counter[str] = Counter()
    for segment in facts.placed(seen):
        used.setdefault(segment.code, set()).add(segment.person or segment.transcript)
        counted[segment.code] += 1
    noted = Counter(each.code for each in facts.in_notes(seen))
    return {
        code: ", ".join(
            part
            for part in (
                f"{len(used[code])} people, {counted[code]} segments"
                if code in used
                else "",
                f"{noted[code]} in notes" if noted[code] else "",
            )
            if part
        )
        for code in (*used, *noted)
    }


def _begin(seen: Seen) -> None:
    """A new code, with what it means."""
    with st.expander("A new code"):
        number = st.session_state.setdefault("codes_begun", 0)
        with st.form(f"new_code_{number}", border=False):
            name = st.text_input("Name", key=f"new_name_{number}")
            meaning = st.text_area("What it means", key=f"new_meaning_{number}")
            if st.form_submit_button("Begin the code"):
                with widgets.attempt():
                    made = coding.create(
                        seen.project, session.me(), name, definition=meaning
                    )
                st.session_state[_CHOSEN] = made
                st.session_state["codes_begun"] = number + 1
                widgets.say("The code has begun.")
                st.rerun()
