"""One code: what it means, its segments, its neighbours, its history, its memos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding import codes as coding
from workbench.coding import memos
from workbench.coding.history import history
from workbench.coding.placed import spread
from workbench.coding.querying import nearest_codes
from workbench.coding.splitting import COLOURS, colour
from workbench.in_words import in_words
from workbench.model import CodeColour, Memo, Researcher
from workbench.ui import session, widgets
from workbench.ui.code_list import facts

if TYPE_CHECKING:
    from workbench.model import Code
    from workbench.ui.seen import Seen

_TOP: Final = "(under none)"


def meaning(seen: Seen, code: Code) -> None:
    """Name, definition, what it takes in and leaves out; place and colour."""
    key = f"{code.id}_{seen.head}"
    with st.form(f"meaning_{key}", border=False):
        name = st.text_input("Name", value=code.name, key=f"name_{key}")
        definition = st.text_area(
            "What it means", code.definition or "", key=f"means_{key}", height=90
        )
        takes, leaves = st.columns(2)
        include = takes.text_area(
            "Takes in", code.include or "", key=f"in_{key}", height=80
        )
        exclude = leaves.text_area(
            "Leaves out", code.exclude or "", key=f"out_{key}", height=80
        )
        reason = st.text_input("Why it changes (may be empty)", key=f"why_{key}")
        kept = st.form_submit_button("Keep")
    if kept:
        with widgets.attempt("The code is kept as it reads now."):
            _keep(seen, code, name, (definition, include, exclude), reason)
    widgets.in_grey(f"Its name is {in_words(code.origin)}.")
    _place(seen, code)
    _colour(seen, code)


def _keep(
    seen: Seen, code: Code, name: str, said: tuple[str, str, str], reason: str
) -> None:
    me, project = session.me(), seen.project
    why = reason.strip() or None
    if name.strip() != code.name:
        coding.rename(project, me, code.id, name, why)
    before = (code.definition or "", code.include or "", code.exclude or "")
    if said != before:
        definition, include, exclude = said
        coding.redefine(
            project,
            me,
            code.id,
            definition=definition,
            include=include,
            exclude=exclude,
            reason=why,
        )


def _place(seen: Seen, code: Code) -> None:
    """Where it stands."""
    known = facts.codes(seen)
    order = [each.id for each, _ in facts.as_tree(known)]
    parent = known.get(code.parent or "")
    options = [_TOP, *(each for each in order if each != code.id)]
    current = parent.id if parent else _TOP
    chosen = st.selectbox(
        "Stands under",
        options,
        index=options.index(current),
        format_func=lambda each: known[each].name if each in known else each,
        key=f"under_{code.id}_{seen.head}",
    )
    if chosen != current:
        st.session_state["code_chosen"] = code.id
        with widgets.attempt("The code has moved."):
            to = None if chosen == _TOP else chosen
            coding.move(seen.project, session.me(), code.id, to)


def _colour(seen: Seen, code: Code) -> None:
    chosen = {each.code: each.colour for each in seen.rows(CodeColour)}
    names = list(COLOURS)
    current = chosen.get(code.id, "by-its-place").replace("-", " ")
    wanted = st.radio(
        "Colour",
        names,
        index=names.index(current) if current in names else 0,
        horizontal=True,
        key=f"colour_{code.id}_{seen.head}",
    )
    if wanted != current:
        with widgets.attempt("The code has its colour."):
            colour(seen.project, session.me(), code.id, wanted)


def segments(seen: Seen, code: Code) -> None:
    """Its segments, one voice after the other, and the codes that meet it."""
    own = [each for each in facts.placed(seen) if each.code == code.id]
    groups = sorted({each.group for each in own if each.group})
    if len(groups) > 1:
        group = st.pills("Of group", groups, key="segments_of_group")
        own = [each for each in own if group in (None, each.group)]
    notes = [each for each in facts.in_notes(seen) if each.code == code.id]
    if not own and not notes:
        st.info("No segment bears this code yet. It is applied on the page Code.")
        return
    if own:
        facts.read_segments(seen, "segments_of_code", spread(own))
    if notes:
        st.caption("In field notes: your own words, counted with nobody's")
        facts.read_segments(seen, "segments_in_notes", notes)
    names = facts.names(seen)
    near = nearest_codes(facts.placed(seen), code.id)
    if near:
        st.caption("Codes on the same words")
        widgets.table(
            [
                {"Code": names[other], "Times": times, "People": people}
                for other, times, people in near
            ],
            key="nearest_codes",
        )


def past(seen: Seen, code: Code) -> None:
    """Every wording it had."""
    widgets.table(
        [
            {"Day": s.at, "Who": s.who, "What": s.what, "Words and reason": s.words}
            for s in history(seen.project, code.id)
        ],
        key="history",
    )


def notes(seen: Seen, code: Code) -> None:
    """Memos on the code."""
    number = st.session_state.setdefault("code_memos", 0)
    with st.form(f"code_memo_{number}", border=False):
        text = st.text_area("Memo", key=f"code_memo_text_{number}", height=100)
        if st.form_submit_button("Keep the memo"):
            st.session_state["code_memos"] = number + 1
            with widgets.attempt("The memo is kept."):
                memos.write(
                    seen.project,
                    session.me(),
                    kind="analytic",
                    text=text,
                    about=code.id,
                )
    names = {who.id: who.name for who in seen.read(Researcher)}
    me = session.me()
    for memo in sorted(
        seen.read(Memo, about=code.id), key=lambda m: m.at, reverse=True
    ):
        if memo.by == me or memo.visibility != "private":
            widgets.in_grey(f"{memo.at[:10]} · {names.get(memo.by, memo.by)}")
            st.text(memo.text)
