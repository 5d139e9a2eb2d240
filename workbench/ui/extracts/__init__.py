"""Extracts in their talk, shown as words and never as markup."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from streamlit.components.v2.types import ComponentRenderer

    from workbench.themes.review import InContext

_NOBODY: Final = "Nothing coded here."


@cache
def _component() -> ComponentRenderer:
    """The part in the browser; known only once the app runs."""
    return st.components.v2.component(
        "workbench.extracts", js="extracts.js", css="extracts.css", isolate_styles=False
    )


def show(
    extracts: Sequence[InContext],
    *,
    key: str,
    groups: Sequence[str] = (),
    actions: Mapping[str, str] | None = None,
    marks: Mapping[str, Sequence[str]] | None = None,
    picked: Callable[[str, str], None] | None = None,
    height: int = 460,
) -> None:
    """The extracts stand in the page, each with what was said around it.

    Args:
        extracts: in the order in which they are to be read.
        key: of the widget.
        groups: stand side by side, a column each; none puts all into one list.
        actions: what can be done with an extract: name and label.
        marks: short remarks on an extract, by segment.
        picked: called with an action's name and a segment's id.
        height: of the list, in pixels.
    """
    said = marks or {}

    def pick() -> None:
        sent = st.session_state[key].get("picked")
        if sent and picked is not None:
            picked(str(sent["act"]), str(sent["segment"]))

    _component()(
        key=key,
        data={
            "items": [_item(each, said.get(each.segment, ())) for each in extracts],
            "groups": list(groups),
            "actions": [list(each) for each in (actions or {}).items()],
            "empty": _NOBODY,
            "height": height,
        },
        on_picked_change=pick,
    )


def _item(extract: InContext, marks: Sequence[str]) -> dict[str, Any]:
    group = " and ".join(extract.groups)
    who = " and ".join(extract.people) or "speaker not recorded"
    turn = "" if extract.turn is None else f", turn {extract.turn + 1}"
    return {
        "id": extract.segment,
        "who": f"{who}, {group}" if group else who,
        "group": extract.groups[0] if extract.groups else "",
        "where": f"{extract.transcript}{turn}",
        "code": extract.code,
        "asked": extract.asked,
        "before": extract.before,
        "quote": extract.quote,
        "after": extract.after,
        "marks": [*([extract.polarity] if extract.polarity else []), *marks],
    }
