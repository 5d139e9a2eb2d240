"""A question to the coded material: asked, kept, answered by cells that open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.coding import queries
from workbench.coding.placed import spread
from workbench.coding.querying import COLUMNS, NEAR, RELATIONS, Matrix, Query, answer
from workbench.coding.querying import from_text as kept_query
from workbench.exporters.query_export import FILE_NAME, export_answer
from workbench.model import (
    POLARITIES,
    SPEAKER_ROLES,
    Attribute,
    AttributeValue,
    GuideQuestion,
    Participant,
    Researcher,
    SavedQuery,
)
from workbench.study import is_on
from workbench.ui import made, session, widgets
from workbench.ui.code_list import facts
from workbench.ui.packets import names_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.ui.seen import Seen

_SAID: Final = "\N{BLACK CIRCLE}"
#: The widgets of the question, by the part of the query each one sets.
_KEYS: Final = (
    *("columns", "attribute", "codes", "relation", "turns", "beside", "without"),
    *("groups", "people", "roles", "questions", "polarities", "coders", "origins"),
)


def show(seen: Seen) -> None:
    """The question above, its answer below, and beside it the cell that is opened."""
    _kept(seen)
    query = _ask(seen)
    matrix = seen.once(
        ("answer", query), lambda: answer(facts.placed(seen), query, _values(seen))
    )
    if not matrix.rows:
        st.info("No coded segment answers this. Take a filter away, or ask otherwise.")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        cell = _matrix(seen, query, matrix)
    with right:
        _opened(seen, query, matrix, cell)
    _take_out(seen, query, matrix)


def _kept(seen: Seen) -> None:
    """Questions asked before; choosing one sets the widgets to it."""
    kept = {each.id: each for each in seen.read(SavedQuery, state="kept")}
    if not kept:
        return
    which, put = st.columns([5, 1], vertical_alignment="bottom")

    def take() -> None:
        chosen = st.session_state.get("kept_question")
        if chosen in kept:
            query = kept_query(kept[chosen].asks)
            for name in _KEYS:
                value = getattr(query, name)
                key = f"ask_{name}"
                st.session_state[key] = (
                    list(value) if isinstance(value, tuple) else value
                )

    chosen = which.selectbox(
        "Kept questions",
        list(kept),
        index=None,
        format_func=lambda each: kept[each].name,
        key="kept_question",
        on_change=take,
    )
    if put.button("Put away", key="put_away", disabled=chosen is None, width="stretch"):
        with widgets.attempt("The question is no longer listed."):
            queries.put_away(seen.project, session.me(), str(chosen))


def _ask(seen: Seen) -> Query:
    names = facts.names(seen)
    known = sorted(facts.codes(seen), key=lambda each: names[each].casefold())
    attributes = {a.id: a.name for a in seen.read(Attribute)}
    rows, columns, of = st.columns([3, 2, 2])
    codes = _several(
        rows, "Codes (none chosen: all)", "codes", known, names.__getitem__
    )
    st.session_state.setdefault("ask_columns", "group")
    across = columns.selectbox("Across", COLUMNS, key="ask_columns")
    attribute = None
    if across == "attribute":
        attribute = of.selectbox(
            "Attribute",
            list(attributes),
            format_func=attributes.__getitem__,
            key="ask_attribute",
        )
    with st.expander("Only where …"):
        relation, turns, beside, without = _beside(known, names)
        given = _filters(seen)
    return Query(
        columns=across,
        attribute=attribute,
        codes=codes,
        relation=relation,
        turns=turns,
        beside=beside,
        without=without,
        **given,
    )


def _beside(
    known: list[str], names: dict[str, str]
) -> tuple[str, int, tuple[str, ...], tuple[str, ...]]:
    how, far, these, not_these = st.columns([2, 1, 3, 3], vertical_alignment="bottom")
    st.session_state.setdefault("ask_relation", RELATIONS[0])
    relation = how.selectbox(
        "Stands to other codes", RELATIONS, key="ask_relation", help="For the next two."
    )
    st.session_state.setdefault("ask_turns", NEAR)
    turns = far.number_input(
        "within turns",
        min_value=0,
        max_value=50,
        key="ask_turns",
        disabled=relation != "near",
    )
    called = names.__getitem__
    beside = _several(these, "with any of these codes", "beside", known, called)
    without = _several(not_these, "and with none of these", "without", known, called)
    return relation, turns, beside, without


def _several(
    place: Any,  # noqa: ANN401 - a column of the page
    label: str,
    name: str,
    options: Iterable[str],
    called: Callable[[str], str] = str,
) -> tuple[str, ...]:
    chosen: list[str] = place.multiselect(
        label, list(options), format_func=called, key=f"ask_{name}"
    )
    return tuple(chosen)


def _filters(seen: Seen) -> dict[str, tuple[str, ...]]:
    people = seen.read(Participant)
    asked = {each.id: each.text for each in seen.read(GuideQuestion)}
    coders = {who.id: who.name for who in seen.read(Researcher)}
    origins = sorted({each.origin for each in facts.placed(seen)})
    one, two, three = st.columns(3)
    groups = sorted({person.group for person in people if person.group})
    return {
        "groups": _several(one, "Group", "groups", groups),
        "people": _several(two, "Person", "people", [p.id for p in people]),
        "roles": _several(three, "Speaker", "roles", SPEAKER_ROLES),
        "questions": _several(
            one, "In answer to", "questions", asked, asked.__getitem__
        ),
        "polarities": _several(two, "Polarity", "polarities", POLARITIES),
        "coders": _several(three, "Coder", "coders", coders, coders.__getitem__),
        "origins": _several(one, "Began as", "origins", origins),
    }


def _values(seen: Seen) -> dict[str, dict[str, str]]:
    """Attribute -> participant -> value."""
    found: dict[str, dict[str, str]] = {}
    for each in seen.read(AttributeValue):
        if each.value:
            found.setdefault(each.attribute, {})[each.participant] = each.value
    return found


def _called(seen: Seen, query: Query, matrix: Matrix) -> dict[str, str]:
    """What the columns are called on the page."""
    if query.columns == "code":
        names = facts.names(seen)
    elif query.columns == "question":
        names = {each.id: each.text for each in seen.read(GuideQuestion)}
    elif query.columns == "coder":
        names = {who.id: who.name for who in seen.read(Researcher)}
    else:
        names = {}
    return {column: names.get(column, column) for column in matrix.columns}


def _matrix(seen: Seen, query: Query, matrix: Matrix) -> tuple[str, str] | None:
    """The table; which cell was chosen in it."""
    names = facts.names(seen)
    called = _called(seen, query, matrix)
    with_counts = is_on(seen.project, "counts")
    as_: str | None = "people"
    if with_counts:
        st.session_state.setdefault("ask_counting", "people")
        as_ = st.segmented_control(
            "Cells count", ("people", "segments"), key="ask_counting"
        )
    rows = sorted(matrix.rows, key=lambda each: names[each].casefold())
    shown = []
    for row in rows:
        cells: dict[str, object] = {"Code": names[row]}
        for column in matrix.columns:
            own = matrix.segments(row, column)
            count = matrix.people(row, column) if as_ == "people" else len(own)
            cells[called[column]] = (count if with_counts else _SAID) if own else None
        shown.append(cells)
    chosen = st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=min(36 * (len(rows) + 1) + 2, 420),
        on_select="rerun",
        selection_mode="single-cell",
        key="matrix",
        placeholder="",
    )
    back = {name: column for column, name in called.items()}
    for at, name in chosen["selection"]["cells"]:
        if name in back and at < len(rows):
            return rows[at], back[name]
    return None


def _opened(
    seen: Seen, query: Query, matrix: Matrix, cell: tuple[str, str] | None
) -> None:
    if cell is None:
        st.caption("Choose a cell to read what is in it.")
        return
    row, column = cell
    own = matrix.segments(row, column)
    widgets.in_grey(
        f"{facts.names(seen)[row]} · {_called(seen, query, matrix)[column]}"
    )
    if own:
        facts.read_segments(seen, "cell", spread(own), with_code=True)
    else:
        st.caption("Nothing is coded so here.")


def _take_out(seen: Seen, query: Query, matrix: Matrix) -> None:
    """The question is kept under a name; matrix and extracts leave as a workbook."""
    name, keep, out = st.columns([3, 1, 2], vertical_alignment="bottom")
    said = name.text_input("Keep this question as", key="name_of_question")
    if keep.button("Keep it", key="keep_question", width="stretch"):
        with widgets.attempt("The question is kept."):
            queries.save(seen.project, session.me(), said, query)
    with out:
        if made.offer(
            "answer", seen.project, "Download the workbook", of=query, width="stretch"
        ):
            return
    if out.button(
        "Make a workbook of matrix and extracts", key="make_workbook", width="stretch"
    ):
        with widgets.attempt("The workbook is ready; that it was made is on record."):
            key, seq = names_key(), seen.project.head().seq
            data = export_answer(
                *(seen.project, session.me(), matrix, facts.names(seen)),
                _called(seen, query, matrix),
                counts=is_on(seen.project, "counts"),
                key=key,
            )
            made.keep(
                *("answer", seen.project, seq, FILE_NAME, data),
                checked=key is not None,
                of=query,
            )
